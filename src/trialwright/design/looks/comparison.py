"""One comparison in a sequential design, at a look: what every analysis of it starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.datasets import Dataset, Floats, Means, Rates, Survival, until
from trialwright.design.looks.evidence import Evidence
from trialwright.design.looks.means import MeansEvidence
from trialwright.design.looks.paths import path
from trialwright.design.looks.rates import RatesEvidence
from trialwright.design.looks.survival import SurvivalEvidence
from trialwright.errors import DesignError


@dataclass(frozen=True, eq=False)
class Comparison:
    """design, the evidence up to `stage`, and the null value theta0 that is tested."""

    design: SequentialDesign
    evidence: Evidence
    theta0: float

    @property
    def stage(self) -> int:
        return self.evidence.stages

    @cached_property
    def path(self) -> Floats:
        """The design's statistic at each look so far."""
        return path(self.design, self.evidence, self.theta0)

    @property
    def both_ways(self) -> tuple[Evidence, Evidence]:
        """The evidence as intervals take it: tested upwards and downwards."""
        base = self.evidence.invertible if isinstance(self.evidence, RatesEvidence) else self.evidence
        return replace(base, upper=True), replace(base, upper=False)  # type: ignore[type-var]


def stage_of(design: SequentialDesign, available: int, asked: int | None) -> int:
    """The stage to analyse: the one asked for, else the last that has data and the design plans.

    Raises DesignError where there is no such stage.
    """
    last = min(available, design.k)
    if asked is None:
        return last
    if not 1 <= asked <= last:
        raise DesignError(
            f"Stage {asked} cannot be analysed.",
            where=f"data of {available} stages, a design with {design.k}",
            fix=f"Ask for a stage from 1 to {last}.",
        )
    return asked


def evidence(data: Dataset, stage: int, upper: bool, **options: Any) -> Evidence:
    """The Evidence of one or two groups' data up to a stage. options : those of the endpoint's Evidence."""
    kinds: dict[type, Callable[..., Evidence]] = {
        Means: MeansEvidence,
        Rates: RatesEvidence,
        Survival: SurvivalEvidence,
    }
    kind = kinds.get(type(data))
    if kind is None or (data.groups > 2):
        raise DesignError(
            "These data are not of one comparison.",
            where=f"{data.groups} groups",
            fix="Use a closed test for several arms or populations.",
        )
    data = until(data, stage)
    if np.isnan(data.n if isinstance(data, Means | Rates) else data.events).any():
        raise DesignError(
            "A stage of the only comparison has no data.",
            fix="Leave out the stages that have none; NA is for dropped arms of several.",
        )
    return kind(data, upper, **options)
