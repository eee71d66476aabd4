"""Means of two arms with their spread, the sizes of the arms, and the p printed with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from trialwright.check.evidence.exposed import arm_size
from trialwright.check.evidence.ledger import p_bounds
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import p_after
from trialwright.kernels.printed_statistics import Statistic
from trialwright.model.labels import role_of, same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm, Stated

Range = tuple[float, float]
Test = Callable[[float, float, int, float, float, int], Statistic | None]


@dataclass(frozen=True)
class Means:
    """Two arms' means of one outcome at one time, each with its spread as printed: both SDs, or both standard errors. sizes : of the arms."""

    first: Result
    second: Result
    sizes: tuple[int, int]
    sources: tuple[Result | Arm | Stated, ...]

    @property
    def spreads(self) -> tuple[Printed, Printed]:
        first, second = (r.sd or r.se for r in (self.first, self.second))
        assert first
        assert second
        return first, second

    @property
    def of_errors(self) -> bool:
        return self.first.sd is None

    @property
    def words(self) -> str:
        (a, b), (m1, m2) = self.spreads, (self.first.value, self.second.value)
        assert m1
        assert m2
        kind = " SE" if self.of_errors else ""
        return f"{m1.value:g} ±{kind} {a.value:g} (n = {self.sizes[0]}) v {m2.value:g} ±{kind} {b.value:g} (n = {self.sizes[1]})"


def means(reading: Reading) -> Iterator[Means]:
    """Every such pair with SDs whose sizes are printed, experimental arm first where known."""
    pairs = list(_of_arms(reading, [r for r in reading.results if _has(r, r.sd)]))
    yield from pairs
    sized = {frozenset((m.first.id, m.second.id)) for m in pairs}
    yield from (m for m in _side_by_side(reading) if frozenset((m.first.id, m.second.id)) not in sized)


def means_with_errors(reading: Reading) -> Iterator[Means]:
    """The same for means with their standard errors, and no SDs."""
    yield from _of_arms(reading, [r for r in reading.results if r.sd is None and _has(r, r.se)])


def _has(r: Result, spread: Printed | None) -> bool:
    plain = r.measure == "mean" and r.value is not None and spread is not None and bool(words(r.arm))
    return plain and r.value is not None and spread is not None and r.value.relation == spread.relation == "="


def _of_arms(reading: Reading, usable: Sequence[Result]) -> Iterator[Means]:
    for a, b in combinations(usable, 2):
        alike = all(
            words(getattr(a, f)) == words(getattr(b, f)) for f in ("endpoint", "time", "subgroup", "trial")
        )
        if same(a.arm, b.arm) or not alike:
            continue
        if role_of(reading.trial, a.arm) == "control" != role_of(reading.trial, b.arm):
            a, b = b, a
        sizes = [(r.total, r) if r.total else size_of(reading, r) for r in (a, b)]
        if all(s is not None for s in sizes):
            (n1, of1), (n2, of2) = sizes  # type: ignore[misc]
            yield Means(a, b, (n1, n2), (of1, of2))


_PEOPLE = r"(?:patients|participants|subjects|women|men|adults|children|infants|individuals|people|controls|volunteers|boys|girls|cases|students|residents|nurses|smokers)"
_SIZE = re.compile(
    rf"(?i)\bn\s?=\s?(?P<a>\d{{1,5}})(?!\d|[.,]\d)|(?<![\w.,/-])(?P<b>\d{{1,5}})\s(?:[a-z-]+\s){{0,2}}?{_PEOPLE}\b"
    r"|\b(?:in|among|for|of)\s(?:the\s)?(?P<c>\d{1,5})\s(?:given|receiving|on|having|with|without|who|in|treated|assigned|allocated|randomi[sz]ed)\b"
)
_ALSO = re.compile(
    r"(?i)\bbaseline\b.*\b(?:to|after|later)\b|\bfrom\b[^.;]*$|\b(?:before|pre-?treatment)\b.*\bafter\b"
)
_JOINED = re.compile(
    r"(?i)\b(?:and|versus|vs|v|against|than|while|whereas|but)\b|\bcompared\s(?:with|to)\b|[,;]"
)


def _side_by_side(reading: Reading) -> Iterator[Means]:
    """The two means of a sentence, each with the number of its people beside it, whether or not their arms are known."""
    spread = [r for r in reading.results if r.measure == "mean" and r.value and r.sd]
    for a, b in pairwise(spread):
        assert a.value
        assert b.value
        assert a.sd
        assert b.sd
        printed = all(x.relation == "=" for x in (a.value, a.sd, b.value, b.sd))
        if not printed or (words(a.arm) and same(a.arm, b.arm)) or not _are_alike(a, b):
            continue
        start, end = sentence_of(reading, a)
        if b.quote.end > end or sum(start <= r.quote.start < end for r in spread) != 2:
            continue
        if sizes := _sizes_between(
            reading.document.text, (start, a.quote.start, a.quote.end, b.quote.start, b.quote.end, end)
        ):
            yield Means(a, b, sizes, ())


def _are_alike(a: Result, b: Result) -> bool:
    return (not words(b.endpoint) or words(a.endpoint) == words(b.endpoint)) and all(
        words(getattr(a, f)) == words(getattr(b, f)) for f in ("time", "subgroup", "trial")
    )


def _sizes_between(text: str, at: tuple[int, int, int, int, int, int]) -> tuple[int, int] | None:
    """The size behind each of two means, or before each; None where they are not one each, or the means are of two times.

    at : where the sentence, the first mean and the second begin and end: start, begin, end, begin, end, end."""
    before, between, behind = text[at[0] : at[1]], text[at[2] : at[3]], text[at[4] : at[5]]
    if _ALSO.search(before) or not _JOINED.search(between):
        return None
    told = [[_size_told(m) for m in _SIZE.finditer(x)] for x in (before, between, behind)]
    first, second = (told[1], told[2]) if told[2] else (told[0], told[1])
    if len(first) == len(second) == 1 and min(first[0], second[0]) > 1:
        return first[0], second[0]
    return None


def size_of(reading: Reading, r: Result) -> tuple[int, Result | Stated | Arm] | None:
    """Patients a result's arm has, and what says so: its own total, the size beside it in its sentence, or the arm's."""
    if r.total:
        return r.total, r
    start, end = sentence_of(reading, r)
    beside = [x for x in _sizes(reading, r) if start <= x.quote.start < end]
    if beside:
        nearest = min(beside, key=lambda x: abs(x.quote.start - r.quote.start))
        return nearest.total or 0, nearest
    if words(r.arm):
        found = arm_size(reading, r.arm)
        return (found.n, found.source) if found else None
    alone = _size_in_sentence(reading, r)
    return (alone, r) if alone else None


_OF_ALL = re.compile(
    r"(?i)\b(?:randomi[sz]ed|enrolled|recruited|screened|completed|lost|withdrew|excluded|remaining)\b"
)


def _size_in_sentence(reading: Reading, r: Result) -> int | None:
    """The people of a mean of no named arm: the only number of people in its sentence, if it is the only mean there; of two means
    the number beside each."""
    start, end = sentence_of(reading, r)
    text = reading.document.text
    here = [x for x in reading.results if x.measure == "mean" and start <= x.quote.start < end]
    if _OF_ALL.search(text, start, end):
        return None
    if len(here) == 1:
        told = {_size_told(m) for m in _SIZE.finditer(text, start, end)}
        return told.pop() if len(told) == 1 else None
    if len(here) == 2:
        a, b = sorted(here, key=lambda x: x.quote.start)
        sizes = _sizes_between(text, (start, a.quote.start, a.quote.end, b.quote.start, b.quote.end, end))
        return sizes[0 if a is r else 1] if sizes else None
    return None


def _size_told(match: re.Match[str]) -> int:
    return int(match["a"] or match["b"] or match["c"])


def sizes_told(reading: Reading, r: Result) -> dict[int, Result]:
    """Every size that the document prints of a result's arm, and where."""
    return {x.total: x for x in _sizes(reading, r) if x.total}


def _sizes(reading: Reading, r: Result) -> list[Result]:
    return [
        x for x in reading.results if x.measure == "size" and x.total and words(x.arm) and same(x.arm, r.arm)
    ]


_P = re.compile(r"(?<![\w-])[Pp](?:[- ]?values?)?\s?[<=>≤]\s?[0.]")


def p_beside(reading: Reading, pair: Means) -> tuple[Result, Printed] | None:
    """(carrier, p) printed right after both means, or with their difference; none where the first mean has a p of its own, for then each
    is of its arm alone."""
    first, second = sorted((pair.first.quote.start, pair.second.quote.start))
    if _P.search(reading.document.text, first, second):
        return None
    after = p_after(reading, pair.first, pair.second)
    return (after, after.value) if after is not None and after.value is not None else None


def p_range(pair: Means, test: Test, as_errors: bool = False) -> Range | None:
    """Smallest and largest two-sided p that rounding leaves open. as_errors : the spreads are standard errors."""
    a, b = pair.first, pair.second
    assert a.value
    assert b.value
    (s1, s2), (n1, n2) = pair.spreads, pair.sizes
    up = (n1**0.5, n2**0.5) if as_errors or pair.of_errors else (1.0, 1.0)
    found = []
    for m1, m2, end in product(a.value.interval, b.value.interval, (0, 1)):
        got = test(m1, max(0.0, s1.interval[end]) * up[0], n1, m2, max(0.0, s2.interval[end]) * up[1], n2)
        if got is not None:
            found.append(got.p)
    gap = a.value.value - b.value.value
    half = (a.value.interval[1] - a.value.interval[0] + b.value.interval[1] - b.value.interval[0]) / 2
    if not found:
        return None
    return min(found), 1.0 if abs(gap) <= half else max(found)


def overlap(p: Printed, allowed: Range) -> bool:
    """Whether a printed p and a range of recomputed ones have a value in common."""
    low, high = p_bounds(p)
    return low <= allowed[1] + 1e-12 and allowed[0] <= high + 1e-12


__all__ = [
    "Means",
    "Range",
    "Test",
    "means",
    "means_with_errors",
    "overlap",
    "p_beside",
    "p_range",
    "size_of",
    "sizes_told",
]
