"""One rate or two: exact and approximate tests, limits of a rate, a difference and an odds ratio; strata."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import binom

from trialwright.errors import AnalysisError
from trialwright.kernels import exact_tables, intervals, printed_exact, stratified_tables, two_by_two
from trialwright.kernels import general_association as general_association_kernel
from trialwright.kernels.general_association import Association
from trialwright.kernels.intervals import Interval
from trialwright.kernels.two_by_two import Side

_FIRST, _STEP = 0.0001, 0.0005  # the grid of rates of R's PropCIs


@dataclass(frozen=True)
class TwoRates:
    """x1 of n1 against x2 of n2. Odds ratios and differences are group 1 to, or less, group 2."""

    x1: int
    n1: int
    x2: int
    n2: int
    level: float = 95.0

    def __post_init__(self) -> None:
        for x, n in ((self.x1, self.n1), (self.x2, self.n2)):
            if not 0 <= x <= n or n < 1:
                raise AnalysisError(
                    f"{x} of {n} is no count." if n else "An arm has no patient with a value of the outcome.",
                    fix="Counts are 0 <= x <= n, n at least 1.",
                )

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.x1, self.n1, self.x2, self.n2

    def fisher(self, side: Side = "two-sided") -> float:
        return two_by_two.fisher_exact(*self.counts, side)

    def blaker(self) -> float:
        prob, at = two_by_two.null_probabilities(*self.counts)
        return exact_tables.two_sided(prob, at, "blaker")

    def mid_p(self) -> float:
        """Twice the smaller tail."""
        return two_by_two.mid_p(*self.counts)

    def mid_p_minlike(self) -> float:
        return two_by_two.mid_p_likelihood(*self.counts)

    def chi_squared(self, corrected: bool = False) -> float:
        return (two_by_two.yates if corrected else two_by_two.z_pooled)(*self.counts)

    @cached_property
    def unconditional(self) -> exact_tables.Unconditional:
        return exact_tables.Unconditional(*self.counts)

    def unconditional_on(self, rates: int) -> exact_tables.Unconditional:
        """The same with the nuisance rate on a grid, as exact2x2 has it with 100."""
        return exact_tables.Unconditional(*self.counts, rates)

    def boschloo(self) -> float:
        """Two-sided, twice the smaller one-sided p."""
        return self.unconditional.boschloo()

    def odds_ratio(self) -> Interval:
        """Conditional maximum likelihood, limits by the two one-sided tests."""
        return intervals.conditional_odds_ratio(*self.counts, self.level)

    def printed_odds_ratio(self) -> Interval:
        """The same to the digits that R's fisher.test prints."""
        return printed_exact.conditional_odds_ratio(*self.counts, self.level)

    def odds_ratio_limits(self, rule: exact_tables.TwoSided) -> tuple[float, float]:
        """Limits that invert a two-sided exact test, so that p and limits agree."""
        return exact_tables.odds_ratio_limits(*self.counts, rule, self.level)

    def newcombe(self) -> Interval:
        return intervals.newcombe(*self.counts, self.level)

    def miettinen_nurminen(self) -> Interval:
        d = self.x1 / self.n1 - self.x2 / self.n2
        return Interval(d, *exact_tables.miettinen_nurminen(*self.counts, self.level))

    def agresti_caffo(self) -> tuple[float, float]:
        return exact_tables.agresti_caffo(*self.counts, self.level)


@dataclass(frozen=True)
class OneRate:
    """x of n."""

    x: int
    n: int
    level: float = 95.0

    def __post_init__(self) -> None:
        if not 0 <= self.x <= self.n or self.n < 1:
            raise AnalysisError(
                f"{self.x} of {self.n} is no count.", fix="Counts are 0 <= x <= n, n at least 1."
            )

    def clopper_pearson(self) -> Interval:
        return intervals.clopper_pearson(self.x, self.n, self.level)

    def wilson(self) -> Interval:
        return intervals.wilson(self.x, self.n, self.level)

    def jeffreys(self) -> tuple[float, float]:
        return exact_tables.jeffreys(self.x, self.n, self.level)

    def mid_p(self) -> tuple[float, float]:
        return exact_tables.mid_p_rate(self.x, self.n, self.level)

    def printed_mid_p(self) -> tuple[float, float]:
        """mid_p as R's PropCIs prints it, to compare with: the outermost rates among 0.0001, 0.0006, 0.0011, ... within the
        limits; a limit where nothing or everything was seen is solved for. The grid is inferred from what it printed. Report mid_p."""
        low, high = self.mid_p()
        return (
            0.0
            if self.x == 0
            else low
            if self.x == self.n
            else _FIRST + _STEP * math.ceil((low - _FIRST) / _STEP),
            1.0
            if self.x == self.n
            else high
            if self.x == 0
            else _FIRST + _STEP * math.floor((high - _FIRST) / _STEP),
        )

    def blaker(self) -> tuple[float, float]:
        return exact_tables.rate_limits(self.x, self.n, "blaker", self.level)

    def p_against(self, rate: float, side: Side = "two-sided") -> float:
        """Exact binomial test; two-sided by outcomes no likelier than the one seen."""
        if side == "greater":
            return float(binom.sf(self.x - 1, self.n, rate))
        if side == "less":
            return float(binom.cdf(self.x, self.n, rate))
        return exact_tables.two_sided(binom.pmf(np.arange(self.n + 1), self.n, rate), self.x, "minlike")


def stratified(
    tables: Sequence[Sequence[Sequence[int]]],
    correct: bool = False,
    level: float = 95.0,
    side: stratified_tables.Side = "two-sided",
) -> stratified_tables.MantelHaenszel:
    """Cochran-Mantel-Haenszel over (k, 2, 2) tables. Raises AnalysisError where no stratum tells anything."""
    found = stratified_tables.mantel_haenszel(_tables(tables), correct, level, _side(side))
    if math.isnan(found.chi_squared):
        raise AnalysisError("No stratum has both groups and both outcomes.")
    return found


def general_association(tables: Sequence[Sequence[Sequence[int]]]) -> Association:
    """Generalised Cochran-Mantel-Haenszel test over (k, rows, columns) tables. Raises AnalysisError where they cannot tell."""
    counts = np.asarray(tables, dtype=np.float64)
    if counts.ndim != 3 or (counts < 0).any() or not np.isfinite(counts).all():
        raise AnalysisError("Strata are tables of counts, all of the same shape.")
    found = general_association_kernel.general_association(counts)
    if math.isnan(found.chi_squared):
        raise AnalysisError(
            "A row or a column says nothing apart from the others.",
            fix="Leave out those that are 0 in every stratum, or join some.",
        )
    return found


def stratified_exact(
    tables: Sequence[Sequence[Sequence[int]]],
    level: float = 95.0,
    side: stratified_tables.Side = "two-sided",
    printed: bool = False,
) -> stratified_tables.ExactCommon:
    """The exact conditional test and common odds ratio over (k, 2, 2) tables. printed : to the digits of R's mantelhaen.test."""
    return stratified_tables.exact_common_odds_ratio(_tables(tables), level, _side(side), printed)


def _side(side: stratified_tables.Side) -> stratified_tables.Side:
    if side not in ("two-sided", "greater", "less"):
        raise AnalysisError(f"No side {side!r}.", fix="Say two-sided, greater or less.")
    return side


def _tables(tables: Sequence[Sequence[Sequence[int]]]) -> np.ndarray:
    found = np.asarray(tables, dtype=np.float64)
    if found.ndim != 3 or found.shape[1:] != (2, 2) or (found < 0).any():
        raise AnalysisError("Strata are 2 x 2 tables of counts.")
    return found
