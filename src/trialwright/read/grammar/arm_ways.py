"""Names of arms by what stands before the noun: "the oral group" of "oral hydration or intravenous saline", "weak tea" of "weak green
tea"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_WAYS = r"oral|intravenous|subcutaneous|intramuscular|topical|intrathecal|epidural|inhaled|rectal|vaginal|transdermal|sublingual|buccal|intranasal|intraperitoneal|intra-articular"
_WITHIN = Pattern(rf"(?i)(?<![\w-])(?P<x>{_WAYS})\s")
_BEFORE = Pattern(rf"(?i)(?<![\w-])(?P<x>{_WAYS})\s$")
_GROUPS = (
    "group",
    "arm",
    "route",
    "treatment",
    "therapy",
    "schedule",
    "regimen",
    "patients",
    "women",
    "men",
    "children",
    "adults",
)


def known_by_way(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds "the oral group" to the names of an arm where each arm is set out with a way of its own."""
    ways = [_way(entry) for entry in book]
    if len(book) < 2 or not all(ways) or len(set(ways)) < len(ways):
        return
    for entry, way in zip(book, ways, strict=True):
        new = [f"{way} {word}" for word in _GROUPS]
        entry.names |= set(new[: max(0, NAMES - len(entry.names))])


def _way(entry: Entry) -> str:
    """The way with which an arm is set out, "" where it is set out without one."""
    text, place = entry.place.sentence.text, entry.place
    found = _WITHIN.search(text, place.start, place.end) or _BEFORE.search(
        text, max(0, place.start - 20), place.start
    )
    return found["x"].lower() if found else ""


# "weak green tea" and "strong black tea"
_NOUN = Pattern(r"(?i)(?P<before>[a-z][a-z-]{2,}(?:\s[a-z][a-z-]{2,}){1,2})\s(?P<noun>[a-z][\w-]{2,})")


def known_by_adjective(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds "weak tea" to the names of "weak green tea", where every arm is of the same noun and no other has that word before it."""
    told = [_NOUN.fullmatch(e.label) for e in book]
    if len(book) < 2 or not all(told) or len({m["noun"].lower() for m in told if m}) > 1:
        return
    words = [m["before"].lower().split() for m in told if m]
    for entry, match, mine in zip(book, told, words, strict=True):
        others = {w for other in words if other is not mine for w in other}
        new = [f"{w} {match['noun']}" for w in mine if match and w not in others]
        entry.names |= set(new[: max(0, NAMES - len(entry.names))])
