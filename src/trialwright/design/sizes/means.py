"""Means: one group, two groups (difference or ratio, equal or unequal variances), paired and crossover.

Every function gives a Sized. design : a SequentialDesign, or `sequential.fixed(...)`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Sized
from trialwright.design.sizes.sequential import powered, sized
from trialwright.errors import DesignError
from trialwright.kernels import mean_tests
from trialwright.kernels.power import t_test
from trialwright.kernels.roots import reaches


@dataclass(frozen=True)
class MeanTest:
    """A test of means as the sequential layer asks of it. sd : on the scale of effect and null.

    unit_variance : n times the estimate's variance in units of sd squared. lost : n less the degrees of freedom,
    None where the SD is known. groups : 1 or 2.
    """

    effect: float
    null: float
    sd: float
    unit_variance: float
    lost: int | None
    upper: bool
    allocation: float = 1.0
    groups: int = 2
    ratio: bool = False

    @property
    def standardised(self) -> float:
        """Distance from the null in SDs, positive towards the alternative."""
        return (self.effect - self.null) / self.sd * (1 if self.upper else -1)

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        return mean_tests.size(
            self.standardised, self.unit_variance, self.lost, alpha, power, sided, both_sides
        )

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        self.enough(n)
        return mean_tests.power(self.standardised, n, self.unit_variance, self.lost, alpha, sided)

    def drift(self, n: float, tail: float) -> float:
        distance = self.standardised
        noncentrality = abs(distance) * math.sqrt(n / self.unit_variance)
        return math.copysign(
            noncentrality if self.lost is None else self._drift(noncentrality, n, tail), distance
        )

    def _drift(self, noncentrality: float, n: float, tail: float) -> float:
        self.enough(n)
        df = n - self.lost
        critical = -float(stdtrit(df, tail))
        shown = mean_tests.above(critical, df, noncentrality)
        missed = mean_tests.above(-critical, df, -noncentrality)
        if min(shown, missed) < 1e-300:  # past what doubles hold, t and z agree on the answer
            return noncentrality
        return -float(ndtri(tail)) + (float(ndtri(shown)) if shown < 0.5 else -float(ndtri(missed)))

    def estimate(self, z: float, n: float) -> float:
        quantile = z
        if self.lost is not None:
            if n < self.lost + 1:  # less than one degree of freedom bounds nothing
                return math.nan
            # The p-value of z, read on the t scale; by the smaller tail, which keeps its digits.
            tail = 0.5 * math.erfc(abs(z) / math.sqrt(2))
            quantile = math.copysign(-float(stdtrit(n - self.lost, tail)), z)
        estimate = self.null + quantile * self.sd * math.sqrt(self.unit_variance / n)
        return math.nan if self.ratio and estimate <= 0 else estimate

    def enough(self, n: float) -> None:
        if self.lost is not None and n <= self.lost:
            raise DesignError(
                f"{n:g} patients leave no degrees of freedom to estimate the SD.",
                fix=f"Give more than {self.lost}.",
            )


@dataclass(frozen=True)
class WelchTest(MeanTest):
    """Two groups of unequal variances. sd is of group 2; sd1 of group 1; unit_variance holds both."""

    sd1: float = 1.0

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        near = mean_tests.size(self.standardised, self.unit_variance, None, alpha, power, sided)
        smallest = 2.001 * max(1 + self.allocation, 1 + 1 / self.allocation)
        return reaches(lambda n: self._power(n, alpha, sided, both_sides), power, smallest, near + smallest)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        return self._power(n, alpha, sided, True)

    def drift(self, n: float, tail: float) -> float:
        distance = self.standardised
        shown = self._power(n, tail, 1, False, abs(distance))
        if not 1e-12 < shown < 1 - 1e-12:
            return distance * math.sqrt(n / self.unit_variance)
        return math.copysign(float(ndtri(shown)) - float(ndtri(tail)), distance)

    def estimate(self, z: float, n: float) -> float:
        """At the true variances, with Satterthwaite's degrees of freedom for them."""
        n1, n2 = self._arms(n)
        of1, of2 = self.sd1**2 / n1, self.sd**2 / n2
        df = (of1 + of2) ** 2 / (of1**2 / (n1 - 1) + of2**2 / (n2 - 1))
        quantile = float(stdtrit(df, 0.5 * math.erfc(abs(z) / math.sqrt(2))))
        return self.null + math.copysign(-quantile, z) * math.sqrt(of1 + of2)

    def _arms(self, n: float) -> tuple[float, float]:
        n1 = n * self.allocation / (1 + self.allocation)
        if min(n1, n - n1) <= 1:
            raise DesignError(
                "Each arm needs more than one patient to estimate its SD.", fix="Give more patients."
            )
        return n1, n - n1

    def _power(
        self, n: float, alpha: float, sided: int, both_sides: bool, distance: float | None = None
    ) -> float:
        n1, n2 = self._arms(n)
        difference = (self.standardised if distance is None else distance) * self.sd
        near = t_test(difference, self.sd**2, self.sd1**2, n2, n1, alpha / sided)
        far = sided == 2 and both_sides
        return near + (t_test(-difference, self.sd**2, self.sd1**2, n2, n1, alpha / sided) if far else 0.0)


def mean_test(
    effect: float,
    sd: float = 1.0,
    *,
    null: float | None = None,
    groups: int = 2,
    allocation: float | None = 1.0,
    ratio: bool = False,
    known_sd: bool = False,
    upper: bool | None = None,
    sd1: float | None = None,
) -> MeanTest:
    """A test of one mean, a difference, or (`ratio`) a ratio of means, for which sd is the coefficient of variation of group 2.

    null : 0, for a ratio 1, by default. allocation : n1 / n2, or None for the best. sd1 : group 1's SD where it is
    not group 2's. upper : by default the side the effect lies on. Raises DesignError.
    """
    null = (1.0 if ratio else 0.0) if null is None else null
    _check(sd, allocation, groups, ratio, null)
    if sd1 is not None and sd1 != sd:
        return _unequal(effect, null, sd, sd1, allocation, known_sd, upper)
    if groups == 1:
        unit, allocation = 1.0, 1.0
    else:
        weight = null if ratio else 1.0
        allocation = mean_tests.best_allocation(weight) if allocation is None else allocation
        unit = mean_tests.unit_variance(allocation, weight)
    lost = None if known_sd else groups
    return MeanTest(effect, null, sd, unit, lost, _side(effect, null, upper), allocation, groups, ratio)


def paired_test(
    effect: float,
    sd: float,
    correlation: float,
    *,
    null: float = 0.0,
    known_sd: bool = False,
    upper: bool | None = None,
) -> MeanTest:
    """A paired difference, from the SD of one measurement and the pair's correlation. n counts pairs."""
    if not -1 <= correlation < 1:
        raise DesignError(
            "A correlation lies in [-1, 1), and 1 leaves nothing to test.", fix="Give one below 1."
        )
    sd_of_difference = sd * math.sqrt(2 * (1 - correlation))
    return mean_test(effect, sd_of_difference, null=null, groups=1, known_sd=known_sd, upper=upper)


def crossover_test(
    effect: float, sd_within: float, *, null: float = 0.0, known_sd: bool = False, upper: bool | None = None
) -> MeanTest:
    """A 2 x 2 crossover with as many in each sequence. sd_within : of one patient's repeated measurements.

    n counts patients; the estimate has variance 2 sd_within^2 / n on n - 2 degrees of freedom.
    Source: Jones & Kenward 2014, section 2.3; Senn 2002, chapter 9.
    """
    _check(sd_within, 1.0, 1, False, null)
    lost = None if known_sd else 2
    return MeanTest(effect, null, sd_within, 2.0, lost, _side(effect, null, upper), 1.0, 1)


def sample_size_means(design: SequentialDesign, test: MeanTest) -> Sized:
    """Patients for power 1 - beta. Raises DesignError where the effect is the null's or on its wrong side."""
    if not test.standardised > 0:
        raise DesignError(
            f"The effect {test.effect:g} does not lie beyond {test.null:g} on the side that is tested.",
            fix="Change the effect, the null, or the side.",
        )
    return sized(design, test)


def power_means(design: SequentialDesign, test: MeanTest, n: float, by_drift: bool = False) -> Sized:
    """Power and all that goes with it for n patients in all (pairs, for a paired test). by_drift : as in `powered`."""
    return powered(design, test, n, by_drift)


def _unequal(
    effect: float,
    null: float,
    sd: float,
    sd1: float,
    allocation: float | None,
    known_sd: bool,
    upper: bool | None,
) -> MeanTest:
    if not sd1 > 0:
        raise DesignError(f"An SD of {sd1:g} is none.", fix="Give a number above 0.")
    allocation = sd1 / sd if allocation is None else allocation
    unit = (sd1 / sd) ** 2 * (1 + allocation) / allocation + 1 + allocation
    side = _side(effect, null, upper)
    if known_sd:
        return MeanTest(effect, null, sd, unit, None, side, allocation)
    return WelchTest(effect, null, sd, unit, None, side, allocation, sd1=sd1)


def _side(effect: float, null: float, upper: bool | None) -> bool:
    return bool(effect >= null) if upper is None else upper


def _check(sd: float, allocation: float | None, groups: int, ratio: bool, null: float) -> None:
    if not (np.isfinite(sd) and sd > 0):
        raise DesignError(f"An SD of {sd:g} is none.", fix="Give a number above 0.")
    if allocation is not None and not 0 < allocation < math.inf:
        raise DesignError(
            f"The allocation {allocation:g} puts nobody in an arm.", fix="Give n1 / n2 above 0."
        )
    if groups not in (1, 2):
        raise DesignError(f"A test of means has 1 group or 2, not {groups}.", fix="Give 1 or 2.")
    if ratio and (groups == 1 or not null > 0):
        raise DesignError("A ratio of means needs two groups and a null above 0.", fix="Give null > 0.")


__all__ = ["crossover_test", "mean_test", "paired_test", "power_means", "sample_size_means"]
