"""Means at a look: one sample or two, t or normal, equal variances or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtr

from trialwright.design.looks.datasets import Floats, Means
from trialwright.design.looks.evidence import Tests


@dataclass(frozen=True, eq=False)
class MeansEvidence:
    """A mean, or the first group's mean less the second's.

    normal : the normal for the t distribution. equal_variances : pooled variance, else Welch's.
    """

    data: Means
    upper: bool = True
    normal: bool = False
    equal_variances: bool = True
    null: float = 0.0

    @property
    def stages(self) -> int:
        return self.data.stages

    @property
    def search(self) -> tuple[float, float]:
        return -np.inf, np.inf

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
        """By the pooled variance of all groups, whatever the test assumes."""
        return float(theta0 + expected * self._reference_errors()[look - 1])

    def interval_at(self, reach: float, look: int) -> tuple[float, float]:
        centre, half = self.effects[look - 1], reach * self._reference_errors()[look - 1]
        return float(centre - half), float(centre + half)

    def _reference_errors(self) -> Floats:
        data = self.data.cumulative
        return np.asarray(pooled_sd(data) * np.sqrt((1 / data.n).sum(axis=1)))

    def stagewise(self, theta0: float) -> Tests:
        return self._test(self.data, theta0)

    def overall(self, theta0: float) -> Tests:
        return self._test(self.data.cumulative, theta0)

    def standard_errors(self, data: Means) -> tuple[Floats, Floats]:
        """Standard error of the effect, and its degrees of freedom."""
        if data.groups == 1:
            return data.sd[:, 0] / np.sqrt(data.n[:, 0]), data.n[:, 0] - 1
        (n1, n2), (s1, s2) = data.n.T, data.sd.T
        if self.equal_variances:
            df = n1 + n2 - 2
            return pooled_sd(data) * np.sqrt(1 / n1 + 1 / n2), df
        v1, v2 = s1**2 / n1, s2**2 / n2
        # Satterthwaite 1946, Biometrics 2:110.
        df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
        return np.sqrt(v1 + v2), df

    def _test(self, data: Means, theta0: float) -> Tests:
        error, df = self.standard_errors(data)
        statistic = (_effect(data) - theta0) / error
        towards = -statistic if self.upper else statistic
        return Tests(statistic, ndtr(towards) if self.normal else stdtr(df, towards))


def pooled_sd(data: Means) -> Floats:
    """The common standard deviation of all groups: (stages,)."""
    df = (data.n - 1).sum(axis=1)
    return np.asarray(np.sqrt(((data.n - 1) * data.sd**2).sum(axis=1) / df))


def _effect(data: Means) -> Floats:
    return data.mean[:, 0] if data.groups == 1 else data.mean[:, 0] - data.mean[:, 1]
