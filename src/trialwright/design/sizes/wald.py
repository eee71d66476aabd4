"""A Wald test of any estimate whose variance is so much per patient: counts, slopes, log odds ratios.

Its variance under the null may differ from that under the alternative, as it does where the estimate's variance
depends on what is estimated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from trialwright.errors import DesignError
from trialwright.kernels.roots import reaches


@dataclass(frozen=True)
class WaldTest:
    """effect, null : on the scale of the estimate's normality (log rates, slopes); `log` : estimates are told as ratios.

    null_variance, variance : n times the estimate's variance under the null and under the alternative.
    """

    effect: float
    null: float
    null_variance: float
    variance: float
    upper: bool
    log: bool = False
    allocation: float = 1.0
    groups: int = 2

    @property
    def distance(self) -> float:
        """From the null, positive towards the alternative."""
        return (self.effect - self.null) * (1 if self.upper else -1)

    @property
    def ratio_of_errors(self) -> float:
        return math.sqrt(self.null_variance / self.variance)

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        if not self.distance > 0:
            return math.inf
        z = float(ndtri(1 - alpha / sided)) * self.ratio_of_errors + float(ndtri(power))
        near = max(z, 0.0) ** 2 * self.variance / self.distance**2
        if not (sided == 2 and both_sides):
            return near
        return reaches(lambda n: self.fixed_power(n, alpha, 2), power, near / 4, near + 1e-9)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        drift = self.distance * math.sqrt(n / self.variance)
        critical = float(ndtri(1 - alpha / sided)) * self.ratio_of_errors
        far = float(ndtr(-drift - critical)) if sided == 2 else 0.0
        return float(ndtr(drift - critical)) + far

    def drift(self, n: float, tail: float) -> float:
        z, reached = -float(ndtri(tail)), abs(self.distance) * math.sqrt(n / self.variance)
        return math.copysign(1.0, self.distance) * (z * (1 - self.ratio_of_errors) + reached)

    def estimate(self, z: float, n: float) -> float:
        value = self.null + z * math.sqrt(self.null_variance / n)
        return math.exp(value) if self.log else value


def wald_test(
    effect: float,
    variance: float,
    *,
    null: float = 0.0,
    null_variance: float | None = None,
    upper: bool | None = None,
    log: bool = False,
    allocation: float = 1.0,
    groups: int = 2,
) -> WaldTest:
    """upper : by default the side the effect lies on; null_variance : by default the variance. Raises DesignError."""
    if not (math.isfinite(variance) and variance > 0):
        raise DesignError("The estimate's variance is not above 0.", fix="Check what it is computed from.")
    side = effect >= null if upper is None else upper
    return WaldTest(
        effect,
        null,
        variance if null_variance is None else null_variance,
        variance,
        side,
        log,
        allocation,
        groups,
    )


def beyond_null(test: WaldTest) -> None:
    """Raises DesignError where no size gives power."""
    if not test.distance > 0:
        raise DesignError(
            "The effect does not lie beyond the null on the side that is tested.",
            fix="Change the effect, the null, or the side.",
        )
