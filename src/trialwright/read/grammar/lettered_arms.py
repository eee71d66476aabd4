"""What arms by a letter are given, as the text says beside the letter, and which of them is the control by that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.naming import LETTERED, words
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_LETTER = Pattern(r"\b(?P<w>[Gg]roup|[Aa]rm|ARM|GROUP)[\s-](?P<l>[A-Z]{1,3}|[0-6])\b(?!\.\d|,\d)")
_CONTROL = Pattern(
    r"(?i)\b(?:placebo|controls?|saline|sham|vehicle|observation|standard|conventional|usual|routine|no\s(?:further\s|additional\s)?(?:\w+\s)?(?:treatment|therapy|intervention|block|drug|exercise|chemotherapy|radiotherapy|surgery|infiltration|prophylaxis)"
    r"|alone|only|without|untreated|not\s(?:receive|treated|given))\b"
)
# "Arm A: zinc; arm B: same plus copper"
_MORE = re.compile(r"(?i)(?:the\s)?same(?:\s\w+)?\s?(?:\+|plus|and|with)\s?")
# "arm A (zinc 5 mg)", "group A received zinc", "group A: zinc"
_AFTER = re.compile(
    r"(?i)\s?(?:[(\[:=,]\s?|(?:(?:patients|women|participants|subjects)\s)?(?:was|were|received|receive|had|got|underwent|will|served|consisted|included|as|with)\s)(?P<x>[^.;]{3,90})"
)
_STOP = re.compile(
    r"(?i)\b(?:group|arm)\s(?:[A-Z]{1,3}|[0-6])\b|\b(?:while|whereas)\b|\bor\s|\band\s(?=in\s|the\s)"
)
_SCHEDULE = frozenset(("weekly", "biweekly", "monthly", "daily", "every", "week", "weeks", "month", "months", "day", "days", "cycle", "cycles", "once", "twice"))  # fmt: skip
_NONE = re.compile(r"(?i)no\s(?=\w)")
# "zinc 5 mg (group A)"
_SEPARATOR = re.compile(
    r"(?i)[.;:]\s|\)\s|,\s(?=[a-z-]{5,}\s(?!daily|weekly|a\b|per\b))|\b(?:or|and|versus|vs\.?|to|received|receiving|into)\s"
)
_DOSE = re.compile(rf"(?i){DOSE}|\d+")
_REACH = 90  # characters on either side that say what an arm is given
_FAR = 240  # characters before a letter in brackets, with those that are in brackets too


def control_by_letter(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Gives roles, in place, to arms by letter: one that is said to get what a control gets, or those given a part of what
    another is given, is compared with."""
    if len(book) < 2 or any(e.role or not LETTERED.fullmatch(e.label) for e in book):
        return
    said: dict[str, str] = {}
    for sentence in sentences:
        for label, gloss in _glosses(sentence):
            said.setdefault(label, gloss)
    if not all(e.label.lower() in said for e in book):
        return
    more = [e for e in book if _MORE.match(said[e.label.lower()])]
    controls = [e for e in book if e not in more] if len(more) == 1 and len(book) == 2 else []
    controls = controls or [
        e for e in book if _CONTROL.search(said[e.label.lower()]) or _lacks(e.label.lower(), said)
    ]
    if len(controls) != 1:
        given = {e.label: words(_DOSE.sub(" ", said[e.label.lower()])) - _SCHEDULE for e in book}
        controls = [e for e in book if any(given[e.label] and given[e.label] < g for g in given.values())]
        controls = controls or _odd_one(book, given)
    if 0 < len(controls) < len(book):
        for entry in book:
            entry.role = "control" if entry in controls else "experimental"


# "vitamin D group" is no turned name of group D
_OTHER_SENSE = Pattern(
    r"(?i)\b(?:vitamin|hepatitis|blood|age|factor|protein|type|class)\s[A-Z]{1,3}\s(?:group|arm)"
)


def known_by_turned_letter(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "the P group" is group P, and "PD" alone group PD: two letters or more stand for nothing else beside a number."""
    lettered = [e for e in book if LETTERED.fullmatch(e.label)]
    if not lettered or any(_OTHER_SENSE.search(s.text) for s in sentences):
        return
    for entry in lettered:
        word, _, letter = entry.label.partition(" ")
        if letter.isupper() and len(entry.names) < NAMES - 1:
            entry.names.add(f"{letter} {word.lower()}")
            entry.names |= {letter} if len(letter) > 1 and not set(letter) <= set("IV") else set()


def _odd_one(book: Sequence[Entry], given: dict[str, frozenset[str]]) -> list[Entry]:
    """The one of three arms or more that is given something of its own in place of what all others are given: two schedules of
    a drug against another."""
    odd = []
    for entry in book if len(book) > 2 else ():
        others = [g for label, g in given.items() if label != entry.label]
        alike = len(set(others)) == 1 and others[0] - given[entry.label]
        if alike and given[entry.label] - others[0]:
            odd.append(entry)
    return odd if len(odd) == 1 else []


def _lacks(label: str, said: dict[str, str]) -> bool:
    """Whether an arm is said to have no X where another has X: "group A (no drain) or group B (drain)"."""
    none = _NONE.match(said[label])
    others = (words(gloss) for other, gloss in said.items() if other != label)
    return none is not None and any(words(said[label][none.end() :]) & other for other in others)


def _glosses(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """(label in small letters, what is said beside it): before a letter in brackets, else after it."""
    text = sentence.text
    for match in _LETTER.finditer(text):
        label = f"{match['w']} {match['l']}".lower()
        if text[: match.start()].rstrip().endswith(("(", "[")):
            before = sentence.bare[max(0, match.start() - _FAR) : match.start() - 1].rstrip(" ([")
            yield label, " ".join(_SEPARATOR.split(before)[-1].split())[-_REACH:]
        elif after := _AFTER.match(text[match.end() : match.end() + _REACH]):
            yield label, _STOP.split(after["x"])[0]
