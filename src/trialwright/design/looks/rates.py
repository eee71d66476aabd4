"""Rates at a look: one sample or two, normal approximation or exact."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr
from scipy.stats import binom, hypergeom

from trialwright.design.looks.datasets import Floats, Rates
from trialwright.design.looks.evidence import Tests, z_of
from trialwright.design.looks.inversion import boundary
from trialwright.kernels.restricted_rates import null_variance


@dataclass(frozen=True, eq=False)
class RatesEvidence:
    """A rate, or the first group's rate less the second's.

    normal : score tests (the null's variance); else the binomial or Fisher's exact test, the latter for
    equality only.
    """

    data: Rates
    upper: bool = True
    normal: bool = True
    null: float = 0.0

    @property
    def invertible(self) -> RatesEvidence:
        """Fisher's exact test says nothing of other nulls than equality: intervals come from score tests."""
        return self if self.data.groups == 1 else replace(self, normal=True)

    @property
    def stages(self) -> int:
        return self.data.stages

    @property
    def search(self) -> tuple[float, float]:
        return (0.0, 1.0) if self.data.groups == 1 else (-1.0, 1.0)

    @property
    def effects(self) -> Floats:
        return _effect(self.data.cumulative)

    @property
    def information(self) -> Floats:
        return np.asarray(1 / (1 / self.data.n).sum(axis=1))

    @property
    def total_information(self) -> Floats:
        return np.asarray(1 / (1 / self.data.cumulative.n).sum(axis=1))

    def effect_at(self, theta0: float, expected: float, look: int) -> float:
        """By the variance at the observed rates, each group's own."""
        return float(theta0 + expected * self._observed_errors()[look - 1])

    def interval_at(self, reach: float, look: int) -> tuple[float, float]:
        """The score interval: Wilson's for one sample, Miettinen and Nurminen's without their factor for two."""
        centre, (low, high) = float(self.effects[look - 1]), self.search
        total = self.data.cumulative

        def z(theta0: float) -> float:
            return float(score(total, theta0)[look - 1])

        return boundary(lambda t: z(t) - reach, centre, low, high), boundary(
            lambda t: -z(t) - reach, centre, high, low
        )

    def _observed_errors(self) -> Floats:
        data = self.data.cumulative
        p = data.events / data.n
        return np.asarray(np.sqrt((p * (1 - p) / data.n).sum(axis=1)))

    def stagewise(self, theta0: float) -> Tests:
        return self._test(self.data, theta0)

    def overall(self, theta0: float) -> Tests:
        return self._test(self.data.cumulative, theta0)

    def _test(self, data: Rates, theta0: float) -> Tests:
        if self.normal:
            z = score(data, theta0)
            return Tests(z, np.asarray(ndtr(-z if self.upper else z)))
        p = self._binomial(data, theta0) if data.groups == 1 else self._fisher(data)
        return Tests(z_of(p) if self.upper else -z_of(p), p)

    def _binomial(self, data: Rates, theta0: float) -> Floats:
        x, n = data.events[:, 0], data.n[:, 0]
        return np.asarray(binom.sf(x - 1, n, theta0) if self.upper else binom.cdf(x, n, theta0))

    def _fisher(self, data: Rates) -> Floats:
        (x1, x2), (n1, n2) = data.events.T, data.n.T
        law = hypergeom(n1 + n2, x1 + x2, n1)
        return np.asarray(law.sf(x1 - 1) if self.upper else law.cdf(x1))


def score(data: Rates, theta0: float) -> Floats:
    """Score statistics (stages,): the effect less theta0 over its standard error under theta0.

    Two groups: Farrington & Manning 1990, Stat Med 9:1447; the pooled z where theta0 is 0. Where both the
    effect and its error are 0 the statistic is 0.
    """
    if data.groups == 1:
        gap, n = _effect(data) - theta0, data.n[:, 0]
        error = np.sqrt(theta0 * (1 - theta0) / n)
    else:
        (n1, n2), p = data.n.T, data.events / data.n
        gap = p[:, 0] - p[:, 1] - theta0
        v = null_variance(p[:, 0], p[:, 1], n1 / (n1 + n2), theta0, "difference")
        error = np.sqrt(v / (n1 + n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(gap) <= 1e-15, 0.0, gap / error)


def _effect(data: Rates) -> Floats:
    p = data.events / data.n
    return p[:, 0] if data.groups == 1 else p[:, 0] - p[:, 1]
