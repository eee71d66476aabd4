"""Several arms against one control: stage-wise tests and intersection tests for a closed test."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, stdtr
from scipy.stats import hypergeom

from trialwright.design.looks.datasets import Floats, Means, Rates, Survival, pair
from trialwright.design.looks.evidence import z_of
from trialwright.design.looks.many import Booleans, ElementaryTests
from trialwright.design.looks.rates import score
from trialwright.design.looks.survival import SurvivalEvidence
from trialwright.errors import DesignError
from trialwright.kernels import intersection_tests
from trialwright.kernels.dunnett import largest_reaches, largest_t_reaches, shared_control

TESTS = ("dunnett", "bonferroni", "simes", "sidak", "hierarchical")
VARIANCES = ("overall pooled", "pairwise pooled", "not pooled")


@dataclass(frozen=True, eq=False)
class ManyToOne:
    """data : groups with the control last, or comparisons with it. intersection : one of TESTS.

    variance : one of VARIANCES, for means. normal : normal instead of t or exact tests.
    """

    data: Means | Rates | Survival
    upper: bool = True
    intersection: str = "dunnett"
    normal: bool = False
    variance: str = "overall pooled"

    def __post_init__(self) -> None:
        exact_t = isinstance(self.data, Means) and not self.normal and self.variance != "overall pooled"
        if self.intersection == "dunnett" and exact_t:
            raise DesignError(
                "Dunnett's t test needs one variance of all groups.",
                where="variance",
                fix="Pool the variance over all groups, use the normal approximation or another intersection test.",
            )

    @property
    def null(self) -> float:
        return 1.0 if isinstance(self.data, Survival) else 0.0

    @property
    def invertible(self) -> ManyToOne:
        """Fisher's exact test says nothing of other nulls than equality: intervals come from score tests."""
        return replace(self, normal=True) if isinstance(self.data, Rates) else self

    @property
    def stages(self) -> int:
        return self.data.stages

    @property
    def size(self) -> int:
        return self.data.groups - 1

    @property
    def search(self) -> tuple[float, float]:
        ends = {Means: (-np.inf, np.inf), Rates: (-1.0, 1.0), Survival: (0.0, np.inf)}
        return ends[type(self.data)]

    @property
    def effects(self) -> Floats:
        data = self.data.cumulative
        if isinstance(data, Survival):
            return self._each(lambda c: SurvivalEvidence(c).effects)
        values = data.mean if isinstance(data, Means) else data.events / data.n
        return np.asarray(values[:, :-1] - values[:, -1:])

    def stagewise(self, theta0: Floats) -> ElementaryTests:
        return self._test(self.data, theta0)

    def overall(self, theta0: Floats) -> ElementaryTests:
        return self._test(self.data.cumulative, theta0)

    def standard_deviations(self, data: Means) -> Floats:
        """Of each comparison, arm and control pooled: (stages, m)."""
        n, squares = data.n, (data.n - 1) * data.sd**2
        df = n[:, :-1] + n[:, -1:] - 2
        return np.asarray(np.sqrt((squares[:, :-1] + squares[:, -1:]) / df))

    def pooled(self, data: Means) -> tuple[Floats, Floats]:
        """One standard deviation of all groups of a stage and its degrees of freedom: (stages,) each."""
        df = np.nansum(data.n - 1, axis=1)
        return np.sqrt(np.nansum((data.n - 1) * data.sd**2, axis=1) / df), df

    def intersection_p(self, stage: int, members: Booleans, tests: ElementaryTests) -> float:
        there = members & ~np.isnan(tests.p[stage])
        if not there.any():
            return float("nan")
        if self.intersection == "dunnett":
            return self._dunnett(stage, there, float(np.nanmax(self._towards(tests)[stage][there])))
        test = getattr(intersection_tests, self.intersection)
        if self.intersection == "hierarchical":
            return float(test(tests.p[stage][members][None, :])[0, 0])
        return float(test(tests.p[stage][there][None, :])[0, 0])

    def single_step_p(self, stage: int, i: int, tests: ElementaryTests) -> float:
        there = ~np.isnan(tests.p[stage])
        p, m = float(tests.p[stage, i]), int(there.sum())
        if self.intersection == "dunnett":
            return self._dunnett(stage, there, float(self._towards(tests)[stage, i]))
        if self.intersection == "sidak":
            return float(-np.expm1(m * np.log1p(-p)))
        return min(1.0, m * p)

    def _towards(self, tests: ElementaryTests) -> Floats:
        return tests.statistic if self.upper else -tests.statistic

    def _dunnett(self, stage: int, there: Booleans, largest: float) -> float:
        loadings = self.loadings(stage)[there]
        if isinstance(self.data, Means) and not self.normal:
            return largest_t_reaches(largest, loadings, float(self.pooled(self.data)[1][stage]))
        return largest_reaches(np.full(len(loadings), largest), loadings)

    def loadings(self, stage: int) -> Floats:
        """l of each comparison in a stage (from 0): their correlations are l_i l_j."""
        if isinstance(self.data, Survival):
            ratio = self.data.allocation_ratio[stage]
            return np.asarray(np.sqrt(ratio / (1 + ratio)))
        n = self.data.n[stage]
        return shared_control(n[:-1], float(n[-1]))

    def _test(self, data: Means | Rates | Survival, theta0: Floats) -> ElementaryTests:
        if isinstance(data, Means):
            return self._means(data, theta0)
        if isinstance(data, Rates):
            return self._rates(data, theta0)
        null = np.broadcast_to(theta0, (self.size,))
        return ElementaryTests(
            self._of(data, lambda c, i: SurvivalEvidence(c, self.upper).stagewise(null[i]).statistic),
            self._of(data, lambda c, i: SurvivalEvidence(c, self.upper).stagewise(null[i]).p),
        )

    def _means(self, data: Means, theta0: Floats) -> ElementaryTests:
        n, gap = data.n, data.mean[:, :-1] - data.mean[:, -1:] - theta0
        each = 1 / n[:, :-1] + 1 / n[:, -1:]
        if self.variance == "overall pooled":
            sd, total = self.pooled(data)
            error, df = sd[:, None] * np.sqrt(each), np.broadcast_to(total[:, None], gap.shape)
        elif self.variance == "pairwise pooled":
            error, df = self.standard_deviations(data) * np.sqrt(each), n[:, :-1] + n[:, -1:] - 2
        else:
            v = data.sd**2 / n
            error = np.sqrt(v[:, :-1] + v[:, -1:])
            df = error**4 / (v[:, :-1] ** 2 / (n[:, :-1] - 1) + v[:, -1:] ** 2 / (n[:, -1:] - 1))
        statistic = gap / error
        towards = -statistic if self.upper else statistic
        return ElementaryTests(statistic, ndtr(towards) if self.normal else stdtr(df, towards))

    def _rates(self, data: Rates, theta0: Floats) -> ElementaryTests:
        null = np.broadcast_to(theta0, (self.size,))
        if self.normal:
            z = self._of(data, lambda c, i: score(c, float(null[i])))
            return ElementaryTests(z, np.asarray(ndtr(-z if self.upper else z)))
        p = self._of(data, self._fisher)
        return ElementaryTests(z_of(p) if self.upper else -z_of(p), p)

    def _fisher(self, data: Rates, i: int) -> Floats:
        (x1, x2), (n1, n2) = data.events.T, data.n.T
        out = np.full(len(x1), np.nan)
        there = ~np.isnan(x1)
        law = hypergeom(n1[there] + n2[there], x1[there] + x2[there], n1[there])
        out[there] = law.sf(x1[there] - 1) if self.upper else law.cdf(x1[there])
        return out

    def _of(self, data: Rates | Survival, values) -> Floats:  # type: ignore[no-untyped-def]
        return np.column_stack([values(pair(data, i, self.data.groups - 1), i) for i in range(self.size)])

    def _each(self, values) -> Floats:  # type: ignore[no-untyped-def]
        return np.column_stack([values(pair(self.data, i, self.size)) for i in range(self.size)])
