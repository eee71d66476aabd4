"""Means of two arms with their spread, the sizes of the arms, and the p printed with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

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
    """Two arms' means of one outcome at one time, each with its spread as printed. sizes : of the arms."""

    first: Result
    second: Result
    sizes: tuple[int, int]
    sources: tuple[Result | Arm | Stated, ...]

    @property
    def words(self) -> str:
        a, b = self.first, self.second
        assert a.value
        assert b.value
        assert a.sd
        assert b.sd
        return (
            f"{a.value.value:g} ± {a.sd.value:g} (n = {self.sizes[0]}) v {b.value.value:g} ± {b.sd.value:g} "
            f"(n = {self.sizes[1]})"
        )


def means(reading: Reading) -> Iterator[Means]:
    """Every such pair whose sizes are printed, experimental arm first where known."""
    usable = [
        r for r in reading.results
        if r.measure == "mean" and r.value and r.sd and r.value.relation == r.sd.relation == "=" and words(r.arm)
    ]  # fmt: skip
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


def size_of(reading: Reading, r: Result) -> tuple[int, Result | Stated | Arm] | None:
    """Patients a result's arm has, and what says so: its own total, the size beside it in its sentence, or the arm's."""
    if r.total:
        return r.total, r
    start, end = sentence_of(reading, r)
    beside = [x for x in _sizes(reading, r) if start <= x.quote.start < end]
    if beside:
        nearest = min(beside, key=lambda x: abs(x.quote.start - r.quote.start))
        return nearest.total or 0, nearest
    found = arm_size(reading, r.arm) if words(r.arm) else None
    return (found.n, found.source) if found else None


def sizes_told(reading: Reading, r: Result) -> dict[int, Result]:
    """Every size that the document prints of a result's arm, and where."""
    return {x.total: x for x in _sizes(reading, r) if x.total}


def _sizes(reading: Reading, r: Result) -> list[Result]:
    return [
        x for x in reading.results if x.measure == "size" and x.total and words(x.arm) and same(x.arm, r.arm)
    ]


def p_beside(reading: Reading, pair: Means) -> tuple[Result, Printed] | None:
    """(carrier, p) printed right after both means, or with their difference."""
    after = p_after(reading, pair.first, pair.second)
    return (after, after.value) if after is not None and after.value is not None else None


def p_range(pair: Means, test: Test, as_errors: bool = False) -> Range | None:
    """Smallest and largest two-sided p that rounding leaves open. as_errors : the spreads are standard errors."""
    a, b = pair.first, pair.second
    assert a.value
    assert b.value
    assert a.sd
    assert b.sd
    n1, n2 = pair.sizes
    up = (n1**0.5, n2**0.5) if as_errors else (1.0, 1.0)
    found = []
    for m1, m2, end in product(a.value.interval, b.value.interval, (0, 1)):
        got = test(m1, max(0.0, a.sd.interval[end]) * up[0], n1, m2, max(0.0, b.sd.interval[end]) * up[1], n2)
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


__all__ = ["Means", "Range", "Test", "means", "overlap", "p_beside", "p_range", "size_of", "sizes_told"]
