"""Equivalence by two one-sided tests: exact for means, in parallel groups or a crossover, on the scale of a log ratio or a difference.

With looks, both tests use a group-sequential design's bounds and must reject at the same look; exact for a known SD.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Floats
from trialwright.errors import DesignError
from trialwright.kernels.equivalence import tost_power, tost_size
from trialwright.kernels.group_sequential import exit_probabilities
from trialwright.kernels.mean_tests import unit_variance
from trialwright.kernels.roots import reaches


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


@dataclass(frozen=True, eq=False)
class EquivalenceLooks:
    """n : most patients in all; at_looks : (k,). reject : (k,) P(both tests reject first at the look)."""

    n: float
    at_looks: Floats
    reject: Floats
    power: float
    expected: float


def power_equivalence_looks(design: SequentialDesign, test: EquivalenceTest, n: float) -> EquivalenceLooks:
    """Looks that stop for equivalence as soon as both one-sided tests pass the design's bounds. Known SD. Raises DesignError.

    Each test has the design's level, so equivalence is claimed falsely no more often than that: Jennison & Turnbull
    2000, section 6.3. The design's alpha is of one side; futility bounds are not used.
    """
    if design.sided != 1 or design.kind == "fisher":
        raise DesignError("Both tests are one-sided.", fix="Use a group-sequential design with sided = 1.")
    if not n > 0:
        raise DesignError(f"{n:g} patients are none.", fix="Give a size above 0.")
    at_looks = n * np.asarray(design.information_rates, float)
    half = (test.upper - test.lower) / 2
    error = test.sd * np.sqrt(test.unit_variance / at_looks)
    # Around the middle of the margins both pass where the estimate lies within this many errors of it.
    within = np.maximum(half / error - np.asarray(design.critical_values, float), 0.0)
    drift = (test.effect - (test.lower + test.upper) / 2) / (test.sd * math.sqrt(test.unit_variance))
    far = np.full(design.k, np.inf)
    reject = exit_probabilities(-far, within, far, at_looks, drift)[1]
    stop = np.append(reject[:-1], 1 - reject[:-1].sum())
    return EquivalenceLooks(n, at_looks, reject, float(reject.sum()), float(stop @ at_looks))


def sample_size_equivalence_looks(design: SequentialDesign, test: EquivalenceTest) -> EquivalenceLooks:
    """Patients for the design's power. Raises DesignError where the effect is not inside the margins."""
    if not test.lower < test.effect < test.upper:
        raise DesignError("The effect is not inside the margins.", fix="Widen the margins.")
    start = sample_size_equivalence(replace(test, alpha=design.alpha, known_sd=True), 1 - design.beta).n
    n = reaches(
        lambda x: power_equivalence_looks(design, test, x).power, 1 - design.beta, start / 4, 1.5 * start
    )
    return power_equivalence_looks(design, test, n)


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
