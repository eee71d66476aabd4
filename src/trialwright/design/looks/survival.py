"""Survival at a look, from log-rank statistics and numbers of events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from trialwright.design.looks.datasets import Floats, Survival
from trialwright.design.looks.evidence import Tests


@dataclass(frozen=True, eq=False)
class SurvivalEvidence:
    """A hazard ratio, first comparison of the data set.

    The log-rank statistic is normal around ln(hazard ratio) root(events r) / (1 + r), r the allocation ratio.
    Source: Schoenfeld 1981, Biometrika 68:316.
    """

    data: Survival
    upper: bool = True
    null: float = 1.0

    @property
    def stages(self) -> int:
        return self.data.stages

    @property
    def search(self) -> tuple[float, float]:
        return 0.0, np.inf

    @property
    def effects(self) -> Floats:
        data = self.data.cumulative
        return np.asarray(np.exp(data.log_rank[:, 0] / root_information(data)))

    @property
    def information(self) -> Floats:
        return self.data.events[:, 0]

    @property
    def total_information(self) -> Floats:
        return self.data.cumulative.events[:, 0]

    def effect_at(self, theta0: float, expected: float, look: int) -> float:
        return float(theta0 * np.exp(expected / root_information(self.data.cumulative)[look - 1]))

    def interval_at(self, reach: float, look: int) -> tuple[float, float]:
        factor = float(np.exp(reach / root_information(self.data.cumulative)[look - 1]))
        return float(self.effects[look - 1] / factor), float(self.effects[look - 1] * factor)

    def stagewise(self, theta0: float) -> Tests:
        return self._test(self.data, theta0)

    def overall(self, theta0: float) -> Tests:
        return self._test(self.data.cumulative, theta0)

    def _test(self, data: Survival, theta0: float) -> Tests:
        z = data.log_rank[:, 0] - root_information(data) * np.log(theta0)
        return Tests(z, np.asarray(ndtr(-z if self.upper else z)))


def root_information(data: Survival) -> Floats:
    """Expected log-rank statistic (stages,) for a log hazard ratio of 1."""
    r = data.allocation_ratio[:, 0]
    return np.asarray(np.sqrt(data.events[:, 0] * r) / (1 + r))
