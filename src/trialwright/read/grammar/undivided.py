"""Counts of all people of a sentence, which it then divides among the arms: they belong to no arm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from trialwright.model.number import Printed
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_COUNTED = Pattern(
    rf"(?i)(?<![\w.,/<>±-])(?<!at least )(?P<n>{COUNT})"
    rf"(?!\s?[%±]|\.\d|-|{PERCENT}|\s?(?:years?|months?|weeks?|days?|mg|ml|g|kg|Gy|groups?|arms?|to|or)\b)"
)
_OPENED = re.compile(r"[:\[]|\((?![^()]*\))")
_LEAST = 3  # two people that are one and one may be so by chance
_REACH = 8  # numbers after a count that may be its parts
_ROUNDING = 0.15  # percentage points by which two rounded percents may miss 100
_OFF = 0.6  # percentage points by which a rounded percent may miss its count


class Counted(Protocol):
    """What is printed of one proportion."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def cases(self) -> int | None: ...
    @property
    def total(self) -> int | None: ...
    @property
    def percent(self) -> Printed | None: ...


def sums_after(sentence: Sentence, end: int, count: int, arms: int) -> list[list[tuple[int, int]]]:
    """Places of as many counts after `end` as there are arms that add up to a count: "18 had it: 14 on A and 4 on B"."""
    if count < _LEAST or arms < 2:
        return []
    text = sentence.text
    later = [m.span("n") for m, _ in zip(_COUNTED.finditer(text, end), range(_REACH), strict=False)]
    plain = [place for place in later if text[place[0] - 1] != "("]  # "14 (2 of them grave) and 4 (1)"
    runs = [every[i : i + arms] for every in (later, plain) for i in range(len(every))]
    return [r for r in runs if len(r) == arms and sum(whole(text[a:b]) for a, b in r) == count]


def parts_of_all(shares: Sequence[Counted], labels: Sequence[str]) -> set[int]:
    """Indices of shares that deal all people out between two arms: "25 (48.1 %) on A and 27 (51.9 %) on B". Their percents
    make a hundred and are of both counts together, so that they are arm sizes, and no events."""
    found: set[int] = set()
    for i, (a, b) in enumerate(pairwise(shares)):
        if not (a.cases and b.cases and a.percent and b.percent) or a.total or b.total:
            continue
        whole_is_100 = abs(a.percent.value + b.percent.value - 100) <= _ROUNDING
        of_both = abs(a.percent.value - 100 * a.cases / (a.cases + b.cases)) <= _OFF
        if labels[i] and labels[i + 1] and labels[i] != labels[i + 1] and whole_is_100 and of_both:
            found |= {i, i + 1}
    return found


def is_overall(sentence: Sentence, shares: Sequence[Counted], labels: Sequence[str], named: int) -> bool:
    """Whether the first percent is of all people, as the two arms that follow tell apart: "91 % (A 90 %, B 92 %)".

    Such a percent lies between theirs. named : where the sentence first names an arm.
    """
    one, first, second = shares[:3]
    if not (one.percent and first.percent and second.percent) or named < one.end:
        return False
    low, high = sorted((first.percent.value, second.percent.value))
    apart = labels[1] and labels[2] and labels[1] != labels[2]
    opened = sentence.bare[one.start].strip() and _OPENED.search(sentence.text, one.end, first.start)
    return bool(apart and opened and low <= one.percent.value <= high)
