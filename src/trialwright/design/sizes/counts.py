"""Counts with overdispersion (negative binomial): patients, information, and calendar time under accrual.

Rates are events per unit of time. The Wald test of the log rate ratio; sources as in kernels.negative_binomial.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Floats, Sized
from trialwright.design.sizes.sequential import powered, sized
from trialwright.design.sizes.survival import Accrual
from trialwright.design.sizes.wald import WaldTest, beyond_null, wald_test
from trialwright.errors import DesignError
from trialwright.kernels import negative_binomial
from trialwright.kernels.negative_binomial import NullVariance
from trialwright.kernels.stepped_accrual import entered


@dataclass(frozen=True)
class Counts:
    """What is assumed: rates of groups 1 and 2, dispersion k (variance = mean + k mean^2), allocation n1 / n2."""

    rate1: float
    rate2: float
    dispersion: float = 0.0
    allocation: float = 1.0

    def __post_init__(self) -> None:
        if not (self.rate1 > 0 and self.rate2 > 0):
            raise DesignError("Rates of events are above 0.", fix="Give lambda1 and lambda2 above 0.")
        if not self.dispersion >= 0:
            raise DesignError("Overdispersion is 0 or more.", fix="Give 0 for Poisson counts.")
        if not self.allocation > 0:
            raise DesignError("The allocation puts nobody in an arm.", fix="Give n1 / n2 above 0.")

    @property
    def log_ratio(self) -> float:
        return math.log(self.rate1 / self.rate2)

    def information(self, time: float, accrual: Accrual, longest: float = math.inf) -> float:
        """About the log rate ratio at a calendar time, of an accrual with absolute rates; `longest` : follow-up of one patient."""
        bounds, rates = accrual.steps
        share1 = self.allocation / (1 + self.allocation)
        arms = ((self.rate1, share1), (self.rate2, 1 - share1))
        parts = [
            negative_binomial.information(rate, time, bounds, rates * share, self.dispersion, longest)
            for rate, share in arms
        ]
        return 0.0 if min(parts) <= 0 else 1 / (1 / parts[0] + 1 / parts[1])


@dataclass(frozen=True, eq=False)
class SizedCounts:
    """Information, patients and calendar time of a design for counts.

    information : a Sized whose n is information about the log rate ratio. planned, patients, times, follow_up : as in
    SizedSurvival; times are NaN where everyone is followed for a fixed time and no calendar is stated.
    """

    information: Sized
    planned: float
    n_fixed: float
    allocation: float
    accrual: Accrual | None
    follow_up: float
    times: Floats
    patients: Floats

    @property
    def n1(self) -> float:
        return self.planned * self.allocation / (1 + self.allocation)

    @property
    def n2(self) -> float:
        return self.planned - self.n1

    @property
    def expected_duration(self) -> float:
        return self.information.stages.expected(self.times)

    @property
    def expected_patients(self) -> float:
        return self.information.stages.expected(self.patients)


def count_test(
    counts: Counts,
    exposure: float,
    *,
    null: float = 1.0,
    null_variance: NullVariance = "assumed",
    upper: bool | None = None,
) -> WaldTest:
    """A test that the rate ratio differs from `null`, everyone followed for `exposure`; its n is patients. Raises DesignError."""
    if not exposure > 0 or not null > 0:
        raise DesignError(
            "The exposure and the ratio under the null are above 0.", fix="Give numbers above 0."
        )
    unit = negative_binomial.unit_variance(
        counts.rate1, counts.rate2, exposure, counts.dispersion, counts.allocation
    )
    rates = negative_binomial.null_rates(
        counts.rate1, counts.rate2, exposure, counts.dispersion, counts.allocation, null, null_variance
    )
    of_null = negative_binomial.unit_variance(*rates, exposure, counts.dispersion, counts.allocation)
    return wald_test(
        counts.log_ratio,
        unit,
        null=math.log(null),
        null_variance=of_null,
        upper=upper,
        log=True,
        allocation=counts.allocation,
    )


def information_test(counts: Counts, *, null: float = 1.0, upper: bool | None = None) -> WaldTest:
    """The same test with information for n: what designs under accrual are sized in."""
    return wald_test(counts.log_ratio, 1.0, null=math.log(null), upper=upper, log=True, groups=1)


def sample_size_counts(design: SequentialDesign, test: WaldTest) -> Sized:
    """Patients for power 1 - beta with a fixed exposure. Raises DesignError where the rates are the null's or on its wrong side."""
    beyond_null(test)
    return sized(design, test)


def power_counts(design: SequentialDesign, test: WaldTest, n: float) -> Sized:
    """Power and all that goes with it for n patients, everyone followed for the test's exposure."""
    return powered(design, test, n)


def sample_size_counts_accrual(
    design: SequentialDesign,
    counts: Counts,
    accrual: Accrual,
    follow_up: float,
    *,
    null: float = 1.0,
    longest: float = math.inf,
) -> SizedCounts:
    """Patients when accrual's course and the last patient's follow-up are given. longest : of any one patient. Raises DesignError."""
    test = information_test(counts, null=null)
    beyond_null(test)
    found = sized(design, test)
    end = accrual.end + follow_up
    of_one = counts.information(end, accrual.holding(1.0), longest)
    n = found.n / of_one
    return _timed(found, counts, accrual.holding(n), found.n_fixed / of_one, longest, end)


def follow_up_counts(
    design: SequentialDesign,
    counts: Counts,
    accrual: Accrual,
    *,
    null: float = 1.0,
    longest: float = math.inf,
) -> SizedCounts:
    """The follow-up that gives the patients of an accrual with absolute rates power 1 - beta. Raises DesignError."""
    test = information_test(counts, null=null)
    beyond_null(test)
    return _timed(sized(design, test), counts, accrual, accrual.total, longest)


def power_counts_accrual(
    design: SequentialDesign,
    counts: Counts,
    accrual: Accrual,
    follow_up: float,
    *,
    null: float = 1.0,
    upper: bool | None = None,
    longest: float = math.inf,
) -> SizedCounts:
    """Power when accrual and follow-up are given, and when each look's information is there. Raises DesignError."""
    end = accrual.end + follow_up
    information = counts.information(end, accrual, longest)
    found = powered(design, information_test(counts, null=null, upper=upper), information)
    return _timed(found, counts, accrual, accrual.total, longest, end)


def information_time(
    information: float, counts: Counts, accrual: Accrual, longest: float = math.inf
) -> float:
    """The calendar time by which patients are expected to give that information. Raises DesignError."""

    def excess(time: float) -> float:
        return counts.information(time, accrual, longest) - information

    high = accrual.end
    while excess(high) < 0:
        high *= 2
        if high > 1e6 * accrual.end:
            raise DesignError(
                f"{accrual.total:g} patients never give an information of {information:.4g}.",
                fix="Enter more patients, follow each longer, or ask for less power.",
            )
    return float(brentq(excess, 0.0, high, xtol=1e-12 * high, rtol=1e-14))


def _timed(
    found: Sized, counts: Counts, accrual: Accrual, n_fixed: float, longest: float, end: float | None = None
) -> SizedCounts:
    looks = found.at_looks if end is None else found.at_looks[:-1]
    times = np.array([information_time(i, counts, accrual, longest) for i in looks])
    times = times if end is None else np.append(times, end)
    return SizedCounts(
        found,
        accrual.total,
        n_fixed,
        counts.allocation,
        accrual,
        float(times[-1]) - accrual.end,
        times,
        entered(times, *accrual.steps),
    )
