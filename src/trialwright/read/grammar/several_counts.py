"""Counts of several things that one arm had: "there were 3 complete and 5 partial responses on A", "the A arm had 8 local and 3 distant
recurrences"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
_NO_WORD = rf"(?:{PEOPLE}|woman|man|child|in|on|with|of|for|after|among|by|at|to|from|and|or|were|was|had|has|who|that|than|as|v|vs|versus|compared|while|whereas|but|respectively|per|out|more|fewer|less|others?|did|died|each|both)"
_WORDS = rf"(?:\s(?!{_NO_WORD}\b)[A-Za-z][\w'/-]*){{1,4}}(?:\s\([A-Z]{{2,3}}s?\))?"
_ITEM = rf"{COUNT}{UNIT}{_WORDS}"
_RUN = Pattern(rf"(?i)(?<![\w.,/±<>≤≥=~%-]){_ITEM}(?:(?:,\s|,?\sand\s){_ITEM}){{1,4}}")
_ITEMS = Pattern(rf"(?i)(?<![\w.,/±<>≤≥=~%-])(?P<n>{COUNT})(?P<x>{_WORDS})")
# What is counted of people: kinds of response, and what befalls them
_BEFALLS = Pattern(
    r"(?i)\b(?:complete|partial|minor|stable|CRs?|PRs?|responses?|remissions?|local|distant|regional|contralateral|ipsilateral|deaths?|events?|relapses?|recurrences?|failures?|cancers?|fractures?|strokes?|infections?|metastas[ei]s|progressions?|complications?|falls?|withdrawals?|drop-?outs?|infarctions?|haemorrhages?|hemorrhages?|thrombos[ei]s|embolisms?|leaks?|hernias?|readmissions?)\b"
)
_IN = Pattern(
    r"(?i)(?:\s(?:were\s)?(?:seen|observed|noted|recorded|reported|found|occurred))?\s(?:in|on|with|among|for|after)\s(?:the\s|patients\s(?:on|given)\s|those\s(?:on|given)\s)?"
)
_AT_ENTRY = Pattern(r"(?i)\b(?:baseline|at\sentry|at\sinclusion|before|history|previous(?:ly)?|prior)\b")
_HAD = Pattern(
    r"(?i)(?:[\s-]treated)?(?:\s(?:groups?|arms?|patients))?(?:\s(?:had|experienced|suffered|sustained|showed|produced|yielded|achieved)|,?\s(?:there\s(?:were|was)|we\s(?:saw|observed|noted)))?\s(?:only\s|a\stotal\sof\s)?"
)
_OPENS = Pattern(
    r"(?i)(?:^\W{0,2}|[;:,]\s|\s(?:and|while|whereas|but)\s)(?:(?:in|on|with|among|for)\s)?(?:the\s)?$"
)
_UNNAMED = ("event", "events", "case", "cases")  # of what is not said
_JOINED = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients|recipients))?\s(?:and|or)\s(?:the\s)?")
_MOST = 0.5  # of all people: more are no part of an arm


class Item(NamedTuple):
    """A count and the words of what it counts; place : offsets into the sentence."""

    place: Place
    label: str
    words: str


def several_counts(sentence: Sentence, mentions: Sequence[Mention], people: int | None) -> list[Item]:
    """Such counts, with the arm and the words of each."""
    text = sentence.text
    if not mentions or not people or " and " not in text or DIVIDES.search(text) or _AT_ENTRY.search(text):
        return []
    out: list[Item] = []
    for run in _RUN.finditer(text):
        label = _whose(text, run, mentions) if _BEFALLS.search(run.group()) else ""
        items = list(_items(text, run)) if label else []
        if items and all(whole(text[slice(*place)]) < _MOST * people for place, _ in items):
            out += [Item(place, label, words) for place, words in items]
    return out


def _whose(text: Text, run: re.Match[str], mentions: Sequence[Mention]) -> str:
    """The arm that stands behind a run of counts, or that the clause begins with which they close."""
    behind = _IN.match(text, run.end())
    if behind and (name := next((m for m in mentions if m.start == behind.end()), None)):
        joined = next((m for m in mentions if _JOINED.fullmatch(text, name.end, m.start)), None)
        return "" if joined and joined.label != name.label else name.label
    name = next((m for m in reversed(mentions) if m.end <= run.start()), None)
    led = name and _HAD.fullmatch(text, name.end, run.start()) and _OPENS.search(text, 0, name.start)
    return name.label if name and led else ""


def _items(text: Text, run: re.Match[str]) -> Iterator[tuple[Place, str]]:
    """Each count with its words; an adjective alone is told of the noun of the last: "8 local and 3 distant recurrences"."""
    found = [(m.span("n"), m["x"].split("(")[0].split()) for m in _ITEMS.finditer(text, *run.span())]
    noun = found[-1][1][1:] if found else []
    for place, said in found:
        words = " ".join([*said, *noun] if len(said) == 1 and noun else said)
        yield place, "" if words.lower() in _UNNAMED else words
