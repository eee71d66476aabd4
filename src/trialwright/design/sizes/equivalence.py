"""Equivalence by two one-sided tests: exact for means, in parallel groups or a crossover, on the scale of a log ratio or a difference.

Fixed designs only: with looks, both tests would have to stop at the same one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from trialwright.errors import DesignError
from trialwright.kernels.equivalence import tost_power, tost_size
from trialwright.kernels.mean_tests import unit_variance


@dataclass(frozen=True)
class Equivalence:
    """n : patients in all, not rounded where it was asked for; n_rounded : a whole number in each arm or sequence."""

    n: float
    n_rounded: int
    power: float
    effect: float
    lower: float
    upper: float
    alpha: float


@dataclass(frozen=True)
class EquivalenceTest:
    """Margins lower < upper around the effect, alpha on each side. sd : of one patient, within for a crossover.

    unit_variance : n times the estimate's variance in units of sd squared. allocation : n1 / n2.
    """

    effect: float
    lower: float
    upper: float
    sd: float
    unit_variance: float
    alpha: float = 0.05
    known_sd: bool = False
    allocation: float = 1.0


def equivalence_test(
    effect: float,
    lower: float,
    upper: float,
    sd: float,
    *,
    alpha: float = 0.05,
    crossover: bool = False,
    allocation: float = 1.0,
    known_sd: bool = False,
) -> EquivalenceTest:
    """A test of a difference. Raises DesignError where the margins or the SD are none."""
    if not lower < upper or not sd > 0 or not 0 < alpha < 0.5:
        raise DesignError(
            "Margins ascend, the SD is above 0, alpha below one half.", fix="Check the numbers."
        )
    if crossover and allocation != 1:
        raise DesignError("A crossover has as many in each sequence.", fix="Leave out the allocation.")
    unit = 2.0 if crossover else unit_variance(allocation)
    return EquivalenceTest(effect, lower, upper, sd, unit, alpha, known_sd, allocation)


def bioequivalence_test(
    ratio: float,
    cv: float,
    *,
    lower: float = 0.8,
    upper: float = 1.25,
    alpha: float = 0.05,
    crossover: bool = True,
) -> EquivalenceTest:
    """A test of a ratio of geometric means of log-normal data, cv > 0 within patients (between, in parallel groups)."""
    if not (ratio > 0 and lower > 0 and cv > 0):
        raise DesignError("Ratios and the CV are above 0.", fix="Give numbers above 0.")
    sd = math.sqrt(math.log1p(cv**2))
    return equivalence_test(
        math.log(ratio), math.log(lower), math.log(upper), sd, alpha=alpha, crossover=crossover
    )


def sample_size_equivalence(test: EquivalenceTest, power: float = 0.8) -> Equivalence:
    """Patients for the power. Raises DesignError where the effect is not inside the margins."""
    if not test.lower < test.effect < test.upper:
        raise DesignError("The effect is not inside the margins.", fix="Widen the margins.")
    if not 0 < power < 1:
        raise DesignError("Power lies in (0, 1).", fix="Give a probability.")
    n = tost_size(
        test.effect, test.lower, test.upper, test.sd, test.unit_variance, 2, test.alpha, power, test.known_sd
    )
    share1 = test.allocation / (1 + test.allocation)
    whole = math.ceil(n * share1 - 1e-8) + math.ceil(n * (1 - share1) - 1e-8)
    return Equivalence(n, whole, power, test.effect, test.lower, test.upper, test.alpha)


def power_equivalence(test: EquivalenceTest, n: float) -> Equivalence:
    """Power of n patients in all. Raises DesignError."""
    if not n > 2:
        raise DesignError(f"{n:g} patients leave no degrees of freedom.", fix="Give more than 2.")
    se = test.sd * math.sqrt(test.unit_variance / n)
    shown = tost_power(test.effect, test.lower, test.upper, se, n - 2, test.alpha, test.known_sd)
    return Equivalence(n, math.ceil(n), shown, test.effect, test.lower, test.upper, test.alpha)
