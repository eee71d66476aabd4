"""The conditional Dunnett test: two stages, an error carried over from the first instead of combined p-values.

After the first stage each intersection keeps the conditional error that Dunnett's test of both stages would have;
whatever the second stage then is, its p-value is held against that.
Source: Koenig, Brannath, Bretz & Posch 2008, Stat Med 27:1612; Wassmer & Brannath 2016, section 11.1.5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.optimize import brentq

from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.inversion import boundary
from trialwright.design.looks.many import Booleans, ElementaryTests
from trialwright.design.looks.multi_arm import ManyToOne
from trialwright.kernels.closed_testing import intersections, rejected
from trialwright.kernels.dunnett import largest_reaches


@dataclass(frozen=True, eq=False)
class ConditionalDunnett:
    """family : comparisons by z statistics, of one stage or two. interim : the first stage's share of information.

    conditional : whether the second stage's p-values condition on the first stage's statistics (so that the test of
    an unchanged trial is Dunnett's of all data) or stand alone.
    """

    family: ManyToOne
    theta0: float
    alpha: float
    interim: float
    conditional: bool

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
    def conditional_errors(self) -> Floats:
        """Of every intersection after the first stage: (intersections,)."""
        z = self._z(self.tests)[0]
        return np.array([self._error(row, z, self._critical(row)) for row in self.members])

    @cached_property
    def second_stage_p(self) -> Floats:
        """Of every intersection: (intersections,), NaN where no member went on or there is one stage only."""
        if self.stage < 2:
            return np.full(len(self.members), np.nan)
        return np.array([self._second(row, self.tests) for row in self.members])

    @cached_property
    def rejected_intersections(self) -> Booleans:
        """After each stage: (intersections, stages); the first rejects nothing."""
        found = np.zeros((len(self.members), self.stage), dtype=bool)
        if self.stage == 2:
            found[:, 1] = self.second_stage_p <= self.conditional_errors
        return found

    @cached_property
    def rejected(self) -> Booleans:
        """Elementary hypotheses: (m, stages)."""
        return rejected(self.rejected_intersections.T).T

    def conditional_rejection_probabilities(self) -> Floats:
        """The smallest conditional error of the intersections that hold each hypothesis: (m,)."""
        return np.array([self.conditional_errors[column].min() for column in self.members.T])

    def p_values(self) -> Floats:
        """The smallest level at which the closed test rejects each: (m,), NaN for arms that did not go on."""
        out = np.full(self.family.size, np.nan)
        if self.stage < 2:
            return out
        levels = np.array(
            [self._level(row, p) for row, p in zip(self.members, self.second_stage_p, strict=True)]
        )
        for i in np.flatnonzero(~np.isnan(self.tests.p[1])):
            out[i] = np.nanmax(levels[self.members[:, i]])
        return out

    def intervals(self) -> tuple[Floats, Floats]:
        """Simultaneous intervals of the arms that went on: (m,) each.

        A value is kept where the test of "every arm is at most this much better" does not reject by this arm.
        """
        low, high = np.full(self.family.size, np.nan), np.full(self.family.size, np.nan)
        if self.stage < 2:
            return low, high
        invertible = self.family.invertible
        up, down = replace(invertible, upper=True), replace(invertible, upper=False)
        least, most = self.family.search
        for i in np.flatnonzero(~np.isnan(self.tests.p[1])):
            centre = float(self.family.effects[1, i])
            low[i] = boundary(lambda t, i=i: self._margin(up, int(i), t), centre, least, most)
            high[i] = boundary(lambda t, i=i: self._margin(down, int(i), t), centre, most, least)
        return low, high

    def _margin(self, family: ManyToOne, i: int, theta: float) -> float:
        test = replace(self, family=family)
        tests = family.stagewise(np.asarray(theta))
        every = np.ones(family.size, dtype=bool)
        error = test._error(every, test._z(tests)[0], test._critical(every))
        p = test._second(every, tests, only=i)
        return float(np.log(max(error, 1e-300)) - np.log(max(p, 1e-300)))

    def _z(self, tests: ElementaryTests) -> Floats:
        return tests.statistic if self.family.upper else -tests.statistic

    def _critical(self, row: Booleans) -> float:
        """Dunnett's critical value of an intersection at the design's level."""
        loadings = self.family.loadings(0)[row]
        return float(
            brentq(
                lambda c: largest_reaches(np.full(len(loadings), c), loadings) - self.alpha,
                -1.0,
                9.0,
                xtol=1e-12,
            )
        )

    def _error(self, row: Booleans, z: Floats, critical: float) -> float:
        limits = (critical - np.sqrt(self.interim) * z[row]) / np.sqrt(1 - self.interim)
        return largest_reaches(limits, self.family.loadings(0)[row])

    def _second(self, row: Booleans, tests: ElementaryTests, only: int | None = None) -> float:
        """p of the second stage; of one arm among all that are there where `only` names it."""
        first, second = self._z(tests)
        there = row & ~np.isnan(second)
        if not there.any():
            return float("nan")
        seen = there if only is None else np.arange(len(row)) == only
        loadings = self.family.loadings(1)[there]
        if not self.conditional:
            return largest_reaches(np.full(len(loadings), second[seen].max()), loadings)
        own, new = np.sqrt(self.interim), np.sqrt(1 - self.interim)
        largest = (own * first + new * second)[seen].max()
        return largest_reaches((largest - own * first[there]) / new, loadings)

    def _level(self, row: Booleans, p: float) -> float:
        """The level of the whole test whose conditional error for this intersection is p."""
        if np.isnan(p):
            return float("nan")
        z = self._z(self.tests)[0]
        critical = float(brentq(lambda c: self._error(row, z, c) - p, -12.0, 20.0, xtol=1e-12))
        loadings = self.family.loadings(0)[row]
        return largest_reaches(np.full(len(loadings), critical), loadings)
