"""Several hypotheses in one adaptive design: closed combination tests and what follows from them.

A family of elementary tests (arms against a control, populations) gives stage-wise statistics; each
intersection hypothesis is tested in each stage by those of its members that are there, and its p-values are
combined over the stages.
Source: Bretz et al. 2006, Biom J 48:623; Wassmer & Brannath 2016, chapter 11.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.final import rejects
from trialwright.design.looks.paths import combined
from trialwright.kernels.closed_testing import intersections, rejected

Booleans = NDArray[np.bool_]


class ElementaryTests(NamedTuple):
    """statistic, p : (stages, m), NaN where a stage does not test. p is in the direction of the alternative."""

    statistic: Floats
    p: Floats


class Family(Protocol):
    """The elementary tests and how an intersection of them is tested."""

    upper: bool
    null: float

    @property
    def stages(self) -> int: ...

    @property
    def size(self) -> int: ...

    @property
    def effects(self) -> Floats:
        """Estimates from all data up to each stage: (stages, m)."""
        ...

    @property
    def search(self) -> tuple[float, float]: ...

    def stagewise(self, theta0: Floats) -> ElementaryTests:
        """theta0 : (m,) or a scalar."""
        ...

    def overall(self, theta0: Floats) -> ElementaryTests: ...

    def intersection_p(self, stage: int, members: Booleans, tests: ElementaryTests) -> float:
        """p of an intersection in a stage (from 0) by its members (m,) that are there, NaN when none is."""
        ...

    def single_step_p(self, stage: int, i: int, tests: ElementaryTests) -> float:
        """p of one hypothesis, adjusted for all that are there in the stage as the largest of them."""
        ...


@dataclass(frozen=True, eq=False)
class ClosedTest:
    """A closed combination test at its present stage."""

    design: SequentialDesign
    family: Family
    theta0: float

    @property
    def stage(self) -> int:
        return self.family.stages

    @cached_property
    def tests(self) -> ElementaryTests:
        return self.family.stagewise(np.asarray(self.theta0))

    @cached_property
    def members(self) -> Booleans:
        return intersections(self.family.size)

    @cached_property
    def adjusted(self) -> Floats:
        """Stage-wise p of every intersection: (intersections, stages)."""
        return np.array(
            [
                [self.family.intersection_p(s, row, self.tests) for s in range(self.stage)]
                for row in self.members
            ]
        )

    @cached_property
    def statistics(self) -> Floats:
        """Combination of each intersection's p-values at each look: (intersections, stages)."""
        return combined(self.design, self.adjusted)

    @cached_property
    def rejected_intersections(self) -> Booleans:
        """What has been rejected at each look or before: (intersections, stages)."""
        found = np.array(
            [
                [s == s and rejects(self.design, float(s), look) for look, s in enumerate(row, start=1)]
                for row in self.statistics
            ]
        )
        return np.logical_or.accumulate(found, axis=1)

    @cached_property
    def rejected(self) -> Booleans:
        """Elementary hypotheses rejected at each look or before: (m, stages)."""
        return rejected(self.rejected_intersections.T).T

    def weakest(self, look: int) -> Floats:
        """For each elementary hypothesis the statistic of its intersection with the least evidence: (m,).

        NaN for a hypothesis that is not tested in that look's stage. Intersections are compared at the look itself.
        """
        at = self.statistics[:, look - 1]
        least = np.nanmax if self.design.kind == "fisher" else np.nanmin
        out = np.full(self.family.size, np.nan)
        for i in np.flatnonzero(~np.isnan(self.tests.p[look - 1])):
            out[i] = least(at[self.members[:, i]])
        return out
