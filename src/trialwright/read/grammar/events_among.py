"""Counts of several events out of one number of people: "14 relapses and 9 deaths among the 120 given A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

_EVENT = r"(?:[a-z][a-z-]*\s){0,2}?(?:deaths?|relapses?|recurrences?|events?|fractures?|failures?|progressions?|responses?|remissions?|strokes?|infections?|withdrawals?|cancers?|tumou?rs?|metastases|cases)"
_AMONG = Pattern(
    rf"(?i)(?<![\w.,/±<>=-])(?P<n>{COUNT})\s{_EVENT}(?P<more>(?:(?:,\s(?:and\s)?|\sand\s){COUNT}\s{_EVENT}){{0,3}})(?:\s?[(\[][^()\[\]\d]{{2,60}}[)\]])?"
    rf"\s(?:occurred\s|were\s(?:seen|observed|reported|recorded)\s)?(?:among|in)\s(?:the\s)?(?P<all>{INT})(?=\s)"
)
_COUNTED = Pattern(rf"(?i)(?<![\w.,])(?P<n>{COUNT})\s{_EVENT}")
# between those that are counted and the name of their arm
_OF_ARM = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}\s)?(?:(?:who\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\sto|were\sgiven|given|receiv(?:ed|ing)|treated with|taking|on|in|with)\s(?:the\s)?)?"
)


class Among(NamedTuple):
    """Places of the counts and of the number that they are out of, and the label of the arm."""

    counts: tuple[tuple[int, int], ...]
    total: tuple[int, int]
    label: str


# "and 22 among 236 people assigned to B"
_AND_AMONG = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|{PEOPLE}))?,?\s(?:and|but|versus|vs\.?|against|compared\swith)\s(?:only\s)?(?P<n>{COUNT})\s(?:among|in)\s(?:the\s)?(?P<all>{INT})(?=\s)"
)


def events_among(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Among]:
    """Each such list of counts whose people are one arm's."""
    text = sentence.text
    for match in _AMONG.finditer(text) if mentions else ():
        name = next((m for m in mentions if m.start >= match.end("all")), None)
        if name is None or not _OF_ARM.fullmatch(text, match.end("all"), name.start):
            continue
        counts = (match.span("n"), *(m.span("n") for m in _COUNTED.finditer(text, *match.span("more"))))
        total = whole(match["all"])
        if all(whole(text[a:b]) <= total for a, b in counts):
            yield Among(counts, match.span("all"), name.label)
            yield from _next_among(text, name, mentions)


def _next_among(text: Text, name: Mention, mentions: Sequence[Mention]) -> Iterator[Among]:
    """The count of the next arm out of its number, where only the first names the event."""
    match = _AND_AMONG.match(text, name.end)
    later = next((m for m in mentions if match and m.start >= match.end("all")), None)
    if match is None or later is None or not _OF_ARM.fullmatch(text, match.end("all"), later.start):
        return
    if later.label != name.label and whole(match["n"]) <= whole(match["all"]):
        yield Among((match.span("n"),), match.span("all"), later.label)
