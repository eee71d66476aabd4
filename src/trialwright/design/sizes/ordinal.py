"""Ordinal outcomes: proportional odds (Whitehead), or any two distributions by the win probability (Wilcoxon, win odds).

Category probabilities are (k,), lowest first; group 2 is the control, and a positive effect puts group 1 higher.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Floats, Sized
from trialwright.design.sizes.sequential import Test, powered, sized
from trialwright.design.sizes.wald import WaldTest, wald_test
from trialwright.errors import DesignError
from trialwright.kernels import power
from trialwright.kernels.roots import reaches


def proportional_odds_test(
    control: Floats,
    odds_ratio: float,
    *,
    null: float = 1.0,
    allocation: float = 1.0,
    upper: bool | None = None,
) -> WaldTest:
    """A proportional odds analysis of which `odds_ratio` multiplies the odds of every "higher than". Raises DesignError.

    Source: Whitehead 1993, Stat Med 12:2257, equations 7 and 10: information at the mixture of the arms.
    """
    p0 = checked(control)
    if not odds_ratio > 0 or not null > 0:
        raise DesignError("An odds ratio is above 0.", fix="Give a number above 0.")
    if np.any(p0 <= 0):
        raise DesignError("A category that nobody is in has no odds.", fix="Merge empty categories.")
    p1 = power.shifted(p0, math.log(odds_ratio))
    mixed = (p0 + allocation * p1) / (1 + allocation)
    information = allocation / (3 * (1 + allocation) ** 2) * (1 - float(np.sum(mixed**3)))
    return wald_test(
        math.log(odds_ratio),
        1 / information,
        null=math.log(null),
        upper=upper,
        log=True,
        allocation=allocation,
    )


@dataclass(frozen=True)
class WinTest:
    """The Wilcoxon test of two category distributions; its effect is the win probability, which is 1/2 under the null.

    No odds need be proportional. Variances of the Mann-Whitney statistic with ties, under null and alternative.
    """

    p1: tuple[float, ...]
    p2: tuple[float, ...]
    upper: bool
    allocation: float
    groups: int = 2

    @property
    def win_probability(self) -> float:
        return power.win_probability(np.asarray(self.p2), np.asarray(self.p1))

    @property
    def win_odds(self) -> float:
        return self.win_probability / (1 - self.win_probability)

    def _towards(self, n: float, tail: float, higher: bool) -> float:
        """P(the test at level tail shows group 1 higher, or lower)."""
        n1 = n * self.allocation / (1 + self.allocation)
        p1, p2 = np.asarray(self.p1), np.asarray(self.p2)
        if not higher:
            p1, p2 = p1[::-1], p2[::-1]
        return power.wilcoxon_test(p2, p1, n - n1, n1, tail)

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        if (self.win_probability > 0.5) != self.upper or self.win_probability == 0.5:
            return math.inf

        def reached(n: float) -> float:
            far = self._towards(n, alpha / sided, not self.upper) if sided == 2 and both_sides else 0.0
            return self._towards(n, alpha / sided, self.upper) + far

        return reaches(reached, power, 2.0 * max(1 + self.allocation, 1 + 1 / self.allocation), 50.0)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        near = self._towards(n, alpha / sided, self.upper)
        return near + (self._towards(n, alpha / sided, not self.upper) if sided == 2 else 0.0)

    def drift(self, n: float, tail: float) -> float:
        higher = self.win_probability >= 0.5
        shown = min(max(self._towards(n, tail, higher), 1e-300), 1 - 1e-16)
        drift = float(ndtri(shown)) - float(ndtri(tail))
        return drift if higher == self.upper else -drift

    def estimate(self, z: float, n: float) -> float:
        """The win probability at which the statistic is z, ties as in the mixture of the arms."""
        p1, p2 = np.asarray(self.p1), np.asarray(self.p2)
        share1 = self.allocation / (1 + self.allocation)
        mixed = share1 * p1 + (1 - share1) * p2
        n1, n2 = n * share1, n * (1 - share1)
        variance = n**2 / (n - 1) * (1 - float(np.sum(mixed**3))) / (12 * n1 * n2)
        found = 0.5 + z * math.sqrt(variance)
        return found if 0 <= found <= 1 else math.nan


def win_test(p1: Floats, p2: Floats, *, allocation: float = 1.0, upper: bool | None = None) -> WinTest:
    """Raises DesignError."""
    first, second = checked(p1), checked(p2)
    if len(first) != len(second):
        raise DesignError(
            "The groups differ in their categories.", fix="Give as many probabilities for each."
        )
    if not allocation > 0:
        raise DesignError("The allocation puts nobody in an arm.", fix="Give n1 / n2 above 0.")
    side = power.win_probability(second, first) >= 0.5 if upper is None else upper
    return WinTest(tuple(first.tolist()), tuple(second.tolist()), side, allocation)


def sample_size_ordinal(design: SequentialDesign, test: WaldTest | WinTest) -> Sized:
    """Patients for power 1 - beta. Raises DesignError where the effect is the null's or on its wrong side."""
    of: Test = test
    if not math.isfinite(of.fixed_size(design.alpha, 1 - design.beta, design.sided, False)):
        raise DesignError(
            "The effect does not lie beyond the null on the side that is tested.",
            fix="Change the effect, the null, or the side.",
        )
    return sized(design, of)


def power_ordinal(design: SequentialDesign, test: WaldTest | WinTest, n: float) -> Sized:
    """Power and all that goes with it for n patients in all."""
    return powered(design, test, n)


def checked(probabilities: Floats) -> Floats:
    """Category probabilities that are some. Raises DesignError."""
    p = np.asarray(probabilities, float)
    if p.ndim != 1 or len(p) < 2 or np.any(p < 0) or abs(float(p.sum()) - 1) > 1e-6:
        raise DesignError(
            "Category probabilities are 0 or more and add up to 1.", fix="Check the probabilities."
        )
    return p / p.sum()
