"""Names of arms by the way by which each is given: "the oral group" of "oral hydration or intravenous saline"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_WAYS = r"oral|intravenous|subcutaneous|intramuscular|topical|intrathecal|epidural|inhaled|rectal|vaginal|transdermal|sublingual|buccal|intranasal|intraperitoneal|intra-articular"
_BEFORE = Pattern(rf"(?i)(?<![\w-])(?P<x>{_WAYS})\s$")
_FIRST = Pattern(rf"(?i)(?P<x>{_WAYS})\s")
_GROUPS = ("group", "arm", "route", "treatment", "patients", "women", "men", "children", "adults")


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
    found = _FIRST.match(text, place.start) or _BEFORE.search(text, max(0, place.start - 20), place.start)
    return found["x"].lower() if found else ""
