"""Rates by exact tests: one rate by the binomial, two rates by an unconditional test (Boschloo, Suissa-Shuster) or Fisher's.

Exact tests reject with less than alpha, and their power is a saw-tooth in n: `lasting` asks for the least size that
no larger one falls short of, instead of the first that reaches the power.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.rates import RateTest, rate_test
from trialwright.design.sizes.result import Sized
from trialwright.design.sizes.sequential import Test, fixed, sized
from trialwright.errors import DesignError
from trialwright.kernels import one_sample_binomial as binomial
from trialwright.kernels import unconditional
from trialwright.kernels.unconditional import Ordering


@dataclass(frozen=True)
class ExactRate:
    """One rate by the exact binomial test. critical : reject for that many responses or more (or fewer, if not `upper`).

    level : what the test really uses of alpha.
    """

    n: int
    critical: int
    upper: bool
    level: float
    power: float


@dataclass(frozen=True)
class ExactRates:
    """Two rates by an exact test. level : the largest rejection probability over the common rate."""

    n1: int
    n2: int
    ordering: Ordering
    level: float
    power: float


def exact_rate(n: int, p: float, null: float, alpha: float = 0.025) -> ExactRate:
    """What the one-sided exact test of n patients does. Raises DesignError."""
    _check(p, null, alpha)
    if n < 1:
        raise DesignError(f"{n} patients are none.", fix="Give a size of 1 or more.")
    upper = p >= null
    return ExactRate(
        n,
        int(binomial.critical(n, null, alpha, upper)[0]),
        upper,
        float(binomial.power(n, null, null, alpha, upper)[0]),
        float(binomial.power(n, p, null, alpha, upper)[0]),
    )


def exact_rate_size(
    p: float, null: float, alpha: float = 0.025, power: float = 0.8, lasting: bool = False
) -> ExactRate:
    """The size that reaches the power first, or (`lasting`) from which on every size does. Raises DesignError."""
    _check(p, null, alpha)
    if p == null:
        raise DesignError("A rate equal to the null's is never shown to differ.", fix="Change the rate.")
    find = binomial.lasting_size if lasting else binomial.first_size
    return exact_rate(find(p, null, alpha, power), p, null, alpha)


@dataclass(frozen=True)
class _OfSize:
    """A rate test whose fixed size comes from the exact test."""

    test: RateTest
    exact: ExactRate
    upper: bool
    allocation: float = 1.0
    groups: int = 1

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        return float(self.exact.n)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        return self.exact.power

    def drift(self, n: float, tail: float) -> float:
        return self.test.drift(n, tail)

    def estimate(self, z: float, n: float) -> float:
        return self.test.estimate(z, n)


def sample_size_exact_rate(design: SequentialDesign, test: RateTest, lasting: bool = False) -> Sized:
    """A one-sided design sized by the exact fixed test; looks inflate that size as they do a normal test's."""
    if design.sided == 2 or test.groups == 2:
        raise DesignError(
            "The exact size is for one rate tested one-sided.", fix="Use sided = 1 and one group."
        )
    exact = exact_rate_size(test.p1, test.null, design.alpha, 1 - design.beta, lasting)
    of: Test = _OfSize(test, exact, test.upper)
    return sized(design, of)


def exact_rates(
    n1: int, n2: int, p1: float, p2: float, alpha: float = 0.025, ordering: Ordering = "boschloo"
) -> ExactRates:
    """Level and power of the exact one-sided test that p1 exceeds p2 (or is below it, where the rates are). Raises DesignError."""
    for p in (p1, p2):
        if not 0 <= p <= 1:
            raise DesignError(f"The rate {p:g} is no probability.", fix="Give rates in [0, 1].")
    if min(n1, n2) < 1:
        raise DesignError("Each arm needs a patient.", fix="Give sizes of 1 or more.")
    if p1 < p2:  # mirrored, so that the region is of large x1
        p1, p2 = 1 - p1, 1 - p2
    region = unconditional.rejection_region(n1, n2, alpha, ordering)
    return ExactRates(n1, n2, ordering, unconditional.level_of(region), unconditional.power(region, p1, p2))


def exact_rates_size(
    p1: float,
    p2: float,
    alpha: float = 0.025,
    power: float = 0.8,
    allocation: float = 1.0,
    ordering: Ordering = "boschloo",
    most: int = 600,
) -> ExactRates:
    """The least size that reaches the power; n1 is allocation * n2, rounded. most : patients in an arm searched.

    Starts at three quarters of the normal approximation's size, below which no exact test reaches it. Raises DesignError.
    """
    from trialwright.design.sizes.rates import sample_size_rates

    near = sample_size_rates(fixed(alpha, 1 - power), rate_test(p1, p2, allocation=allocation))
    for n2 in range(max(2, int(0.75 * near.n2)), most + 1):
        found = exact_rates(max(1, int(np.floor(allocation * n2 + 0.5))), n2, p1, p2, alpha, ordering)
        if found.power >= power:
            return found
    raise DesignError(
        f"No size up to {most} patients in group 2 reaches a power of {power:g}.",
        fix="Raise `most`, or use the normal approximation, which is close at such sizes.",
    )


def _check(p: float, null: float, alpha: float) -> None:
    if not 0 < null < 1 or not 0 <= p <= 1 or not 0 < alpha < 1:
        raise DesignError(
            "Rates and alpha are probabilities, the null strictly.", fix="Give numbers in (0, 1)."
        )
