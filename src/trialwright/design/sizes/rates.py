"""Rates: one group or two (difference, ratio, odds ratio), by the normal approximation. Exact tests are in exact_rates."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Sized
from trialwright.design.sizes.sequential import powered, sized
from trialwright.errors import DesignError
from trialwright.kernels import rate_tests
from trialwright.kernels.restricted_rates import Measure, gap

NULLS: dict[Measure, float] = {"difference": 0.0, "ratio": 1.0, "odds ratio": 1.0}


@dataclass(frozen=True)
class RateTest:
    """A test of rates as the sequential layer asks of it. distance : from the null, positive towards the alternative.

    errors : sqrt(n) times the standard error under the null and under the rates. measure : None with one group.
    """

    p1: float
    p2: float
    null: float
    measure: Measure | None
    distance: float
    errors: tuple[float, float]
    upper: bool
    allocation: float
    groups: int

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        return rate_tests.size(self.distance, self.errors, alpha, power, sided, both_sides)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        return rate_tests.power(self.distance, self.errors, n, alpha, sided)

    def drift(self, n: float, tail: float) -> float:
        null_error, error = self.errors
        z, reached = -float(ndtri(tail)), abs(self.distance) * math.sqrt(n)
        if error == 0:  # no chance is left: the test rejects always, or never
            return math.copysign(40.0, self.distance) if reached > z * null_error else -40.0
        return math.copysign(1.0, self.distance) * (z + (reached - z * null_error) / error)

    def estimate(self, z: float, n: float) -> float:
        if self.measure is None:
            rate = rate_tests.one_sample_critical(z, n, self.null)
            return rate if 0 <= rate <= 1 else math.nan
        return rate_tests.critical_effect(z, self.p2, n, self.allocation, self.null, self.measure)


def rate_test(
    p1: float,
    p2: float,
    *,
    measure: Measure = "difference",
    null: float | None = None,
    allocation: float = 1.0,
    upper: bool | None = None,
) -> RateTest:
    """A test that p1 - p2, p1 / p2 or the odds ratio differs from `null` (by default none: 0 or 1).

    Source: Farrington & Manning 1990; the odds ratio by Wang, Chow & Li 2002, J Biopharm Stat 12:97, with the null
    variance at the restricted rates. Raises DesignError.
    """
    null = NULLS[measure] if null is None else null
    _check_rates(p1, p2, measure, null)
    if not 0 < allocation < math.inf:
        raise DesignError(
            f"The allocation {allocation:g} puts nobody in an arm.", fix="Give n1 / n2 above 0."
        )
    away = float(gap(p1, p2, null, measure))
    side = away >= 0 if upper is None else upper
    errors = rate_tests.unit_errors(p1, p2, allocation, null, measure)
    return RateTest(p1, p2, null, measure, away if side else -away, errors, side, allocation, 2)


def one_rate_test(p: float, null: float, *, upper: bool | None = None) -> RateTest:
    """A test that one rate differs from `null` in (0, 1). Raises DesignError."""
    if not 0 < null < 1 or not 0 <= p <= 1:
        raise DesignError(
            f"The rate {p:g} or its null {null:g} is no probability.", fix="Give rates in (0, 1)."
        )
    side = p >= null if upper is None else upper
    away = p - null if side else null - p
    return RateTest(p, math.nan, null, None, away, rate_tests.one_sample_errors(p, null), side, 1.0, 1)


def best_allocation(
    design: SequentialDesign, p1: float, p2: float, measure: Measure = "difference", null: float | None = None
) -> float:
    """The n1 / n2 that needs the fewest patients."""
    null = NULLS[measure] if null is None else null
    _check_rates(p1, p2, measure, null)
    return rate_tests.best_allocation(p1, p2, null, measure, design.alpha, 1 - design.beta, design.sided)


def sample_size_rates(design: SequentialDesign, test: RateTest, near_fixed: bool = False) -> Sized:
    """Patients for power 1 - beta. near_fixed : as in `sized`. Raises DesignError where the rates are the null's or on its wrong side."""
    if not test.distance > 0:
        raise DesignError(
            "The rates do not lie beyond the null on the side that is tested.",
            fix="Change the rates, the null, or the side.",
        )
    return sized(design, test, near_fixed)


def power_rates(design: SequentialDesign, test: RateTest, n: float, by_drift: bool = False) -> Sized:
    """Power and all that goes with it for n patients in all. by_drift : as in `powered`."""
    return powered(design, test, n, by_drift)


def _check_rates(p1: float, p2: float, measure: Measure, null: float) -> None:
    for rate in (p1, p2):
        if not 0 <= rate <= 1:
            raise DesignError(f"The rate {rate:g} is no probability.", fix="Give rates in [0, 1].")
    if measure == "difference" and not -1 < null < 1:
        raise DesignError(f"No two rates differ by {null:g}.", fix="Give a null in (-1, 1).")
    if measure != "difference" and not 0 < null < math.inf:
        raise DesignError(f"A ratio is never {null:g}.", fix="Give a null above 0.")
    if measure == "odds ratio" and (p1 in (0, 1) or p2 in (0, 1)):
        raise DesignError("A rate of 0 or 1 has no odds.", fix="Give rates in (0, 1).")
