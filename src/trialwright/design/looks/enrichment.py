"""Sub-populations and the full population: stage-wise tests and intersection tests for a closed test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import ndtr, stdtr

from trialwright.design.looks.datasets import (
    Dataset,
    Floats,
    Means,
    Populations,
    Rates,
    StratifiedSurvival,
    Survival,
)
from trialwright.design.looks.evidence import z_of
from trialwright.design.looks.many import Booleans, ElementaryTests
from trialwright.design.looks.means import MeansEvidence, pooled_sd
from trialwright.design.looks.rates import RatesEvidence, score
from trialwright.design.looks.strata import merged_means, merged_rates, population_names, strata_of, sum_of
from trialwright.design.looks.survival import SurvivalEvidence
from trialwright.errors import DesignError
from trialwright.kernels import intersection_tests
from trialwright.kernels.dunnett import largest_t_reaches
from trialwright.kernels.restricted_rates import restricted

TESTS = ("spiessens_debois", "bonferroni", "simes", "sidak")
VARIANCES = ("pooled", "pooled from full", "not pooled")


@dataclass(frozen=True, eq=False)
class NestedPopulations:
    """data : one data set a population or a stratum. intersection : one of TESTS.

    stratified : differences within strata, weighted by n1 n2 / (n1 + n2); else the populations' own data. variance :
    one of VARIANCES, for means: of each stratum (or population), of all strata together, or of each group. normal :
    normal instead of t or exact tests.
    """

    data: Populations
    upper: bool = True
    intersection: str = "simes"
    normal: bool = False
    variance: str = "pooled"
    stratified: bool = True

    def __post_init__(self) -> None:
        if self.stratified and not self.data.stratified and self.kind in (Means, Rates):
            raise DesignError(
                "A stratified analysis needs the data of strata that do not overlap.",
                where=", ".join(self.data.subsets),
                fix="Give S1, ..., R, or ask for an analysis that is not stratified.",
            )
        if self.stratified and self.kind is Rates and not self.normal:
            raise DesignError(
                "Fisher's exact test is not stratified.",
                fix="Use the normal approximation, or an analysis that is not stratified.",
            )
        if self.intersection != "spiessens_debois":
            return
        if self.size > 2:
            raise DesignError(
                "Spiessens and Debois's test is of one sub-population and the full population.",
                where=", ".join(self.names),
                fix="Use Simes, Sidak or Bonferroni.",
            )
        common = self.stratified and self.variance == "pooled from full"
        if self.kind is Means and not self.normal and not common:
            raise DesignError(
                "Spiessens and Debois's t test needs one variance, pooled over all strata.",
                fix="Stratify and pool the variance from the full population, or use the normal approximation.",
            )

    @cached_property
    def names(self) -> list[str]:
        return population_names(self.data)

    @property
    def kind(self) -> type[Dataset]:
        return type(next(iter(self.data.subsets.values())))

    @property
    def null(self) -> float:
        return 1.0 if self.kind in (Survival, StratifiedSurvival) else 0.0

    @property
    def stages(self) -> int:
        return self.data.stages

    @property
    def size(self) -> int:
        return len(self.names)

    @property
    def search(self) -> tuple[float, float]:
        if self.kind is Means:
            return -np.inf, np.inf
        return (-1.0, 1.0) if self.kind is Rates else (0.0, np.inf)

    @property
    def invertible(self) -> NestedPopulations:
        """Fisher's exact test says nothing of other nulls than equality: intervals come from score tests."""
        return replace(self, normal=True) if self.kind is Rates else self

    def parts(self, population: str, cumulative: bool = False) -> list[Any]:
        """The data sets of the population's strata."""
        chosen = [self.data.subsets[name] for name in strata_of(self.data, population)]
        return [d.cumulative for d in chosen] if cumulative else chosen

    def merged(self, population: str, cumulative: bool = False) -> Any:
        """The population's data as one data set."""
        parts = self.parts(population, cumulative)
        if self.kind is Means:
            return merged_means(parts)
        if self.kind is Rates:
            return merged_rates(parts)
        if self.kind is StratifiedSurvival:
            return _stratified_log_rank(self.parts(population))
        return self.parts(population)[0]

    @property
    def effects(self) -> Floats:
        """From the populations' merged data: (stages, m)."""
        return np.column_stack([self._effects(name) for name in self.names])

    def _effects(self, name: str) -> Floats:
        data = self.merged(name)
        if isinstance(data, Means):
            return MeansEvidence(self.merged(name, cumulative=True)).data.mean @ np.array([1.0, -1.0])
        if isinstance(data, Rates):
            return RatesEvidence(data).effects
        return SurvivalEvidence(data).effects

    def stagewise(self, theta0: Floats) -> ElementaryTests:
        return self._all(theta0, cumulative=False)

    def overall(self, theta0: Floats) -> ElementaryTests:
        return self._all(theta0, cumulative=True)

    def _all(self, theta0: Floats, cumulative: bool) -> ElementaryTests:
        null = np.broadcast_to(theta0, (self.size,))
        each = [self._one(n, float(t), cumulative) for n, t in zip(self.names, null, strict=True)]
        return ElementaryTests(np.column_stack([e[0] for e in each]), np.column_stack([e[1] for e in each]))

    def _one(self, name: str, theta0: float, cumulative: bool) -> tuple[Floats, Floats]:
        if self.kind is Means:
            stratified = self._stratified_means if self.stratified else self._plain_means
            statistic, df = stratified(name, theta0, cumulative)
            towards = -statistic if self.upper else statistic
            return statistic, ndtr(towards) if self.normal else stdtr(df, towards)
        if self.kind is Rates:
            return self._rates(name, theta0, cumulative)
        data = self.merged(name)
        if (
            self.kind is StratifiedSurvival and not cumulative
        ):  # the ratio of all data so far stands for the stage's
            data = replace(data, allocation_ratio=data.cumulative.allocation_ratio)
        evidence = SurvivalEvidence(data, self.upper)
        return evidence.overall(theta0) if cumulative else evidence.stagewise(theta0)

    def _stratified_means(self, name: str, theta0: float, cumulative: bool) -> tuple[Floats, Floats]:
        parts = self.parts(name, cumulative)
        n1, n2 = (np.array([p.n[:, g] for p in parts]) for g in (0, 1))
        s1, s2 = (np.array([p.sd[:, g] for p in parts]) for g in (0, 1))
        gap = np.array([p.mean[:, 0] - p.mean[:, 1] for p in parts]) - theta0
        w = n1 * n2 / (n1 + n2)
        if self.variance == "pooled":
            spread = (w * np.array([pooled_sd(p) for p in parts]) ** 2).sum(axis=0)
        elif self.variance == "not pooled":
            spread = (w**2 * (s1**2 / n1 + s2**2 / n2)).sum(axis=0)
        else:
            spread = self._residual(cumulative)[0] * w.sum(axis=0)
        return (w * gap).sum(axis=0) / np.sqrt(spread), (n1 + n2 - 2).sum(axis=0)

    def _residual(self, cumulative: bool = False) -> tuple[Floats, Floats]:
        """Variance within the strata that are there, arms pooled by their sizes, and its df: (stages,) each."""
        parts = self.parts(self.names[-1], cumulative)
        n = np.nansum([p.n for p in parts], axis=0)
        squares = np.nansum([(p.n - 1) * p.sd**2 for p in parts], axis=0)
        # A stage where no stratum is there has no variance and no test.
        within = squares / np.maximum(np.nansum([p.n - 1 for p in parts], axis=0), 1)
        df = n.sum(axis=1) - 2
        return ((n - 1) * within).sum(axis=1) / df, df

    def _plain_means(self, name: str, theta0: float, cumulative: bool) -> tuple[Floats, Floats]:
        data = self.merged(name, cumulative)
        evidence = MeansEvidence(data, equal_variances=self.variance != "not pooled")
        error, df = evidence.standard_errors(data)
        if self.variance == "pooled from full":
            there = ~np.isnan(self.merged(self.names[-1], cumulative).n[:, 0])
            variance, all_df = self._residual(cumulative)
            common = np.sqrt(variance * (1 / data.n).sum(axis=1))
            error, df = np.where(there, common, error), np.where(there, all_df, df)
        return (data.mean[:, 0] - data.mean[:, 1] - theta0) / error, df

    def _rates(self, name: str, theta0: float, cumulative: bool) -> tuple[Floats, Floats]:
        if self.stratified:
            z = _stratified_score(self.parts(name, cumulative), theta0)
            return z, np.asarray(ndtr(-z if self.upper else z))
        data = self.merged(name, cumulative)
        if self.normal:
            z = score(data, theta0)
            return z, np.asarray(ndtr(-z if self.upper else z))
        p = RatesEvidence(data, self.upper, normal=False).stagewise(theta0).p
        return (z_of(p) if self.upper else -z_of(p)), p

    def intersection_p(self, stage: int, members: Booleans, tests: ElementaryTests) -> float:
        there = members & ~np.isnan(tests.p[stage])
        if not there.any():
            return float("nan")
        if self.intersection == "spiessens_debois":
            return self._largest(stage, there, float(np.nanmax(self._towards(tests)[stage][there])), tests)
        test = getattr(intersection_tests, self.intersection)
        return float(test(tests.p[stage][there][None, :])[0, 0])

    def single_step_p(self, stage: int, i: int, tests: ElementaryTests) -> float:
        there = ~np.isnan(tests.p[stage])
        p, m = float(tests.p[stage, i]), int(there.sum())
        if self.intersection == "spiessens_debois":
            return self._largest(stage, there, float(self._towards(tests)[stage, i]), tests)
        if self.intersection == "sidak":
            return float(-np.expm1(m * np.log1p(-p)))
        return min(1.0, m * p)

    def _towards(self, tests: ElementaryTests) -> Floats:
        return tests.statistic if self.upper else -tests.statistic

    def _largest(self, stage: int, there: Booleans, largest: float, tests: ElementaryTests) -> float:
        if there.sum() == 1:
            return float(tests.p[stage][there][0])
        share = self._share(stage)
        if self.kind is Means and not self.normal:
            loading = np.full(2, np.sqrt(share))
            df = np.nansum([part.n - 1 for part in self.parts(self.names[-1])], axis=(0, 2))
            return largest_t_reaches(largest, loading, float(df[stage]))
        z = np.array([[largest, largest]])
        return float(intersection_tests.spiessens_debois(z, np.array([share]))[0, 0])

    def _share(self, stage: int) -> float:
        """Root of the sub-population's share of the full one's patients or events."""
        sizes = [self._size(name)[stage] for name in self.names]
        return float(np.sqrt(sizes[0] / sizes[1]))

    def _size(self, name: str) -> Floats:
        data = self.merged(name)
        return np.asarray(data.events[:, 0] if isinstance(data, Survival) else data.n.sum(axis=1))


def _stratified_score(parts: list[Rates], theta0: float) -> Floats:
    """Differences weighted over strata, by their variance under the null: Cochran's test where theta0 is 0.

    Source: Cochran 1954, Biometrics 10:417; Farrington & Manning 1990, Stat Med 9:1447.
    """
    gap, spread = [], []
    for part in parts:
        (n1, n2), p = part.n.T, part.events / part.n
        q1, q2 = restricted(p[:, 0], p[:, 1], n1 / (n1 + n2), theta0, "difference")
        w = n1 * n2 / (n1 + n2)
        gap.append(w * (p[:, 0] - p[:, 1] - theta0))
        spread.append(w**2 * (q1 * (1 - q1) / n1 + q2 * (1 - q2) / n2))
    total = np.sum(gap, axis=0)
    return np.where(np.abs(total) <= 1e-15, 0.0, total / np.sqrt(np.sum(spread, axis=0)))


def _stratified_log_rank(parts: list[StratifiedSurvival]) -> Survival:
    """The stratified log-rank statistic of all strata, stage by stage."""
    totals = [p.cumulative for p in parts]
    events = sum_of(totals, "events")
    z = (events - sum_of(totals, "expected")) / np.sqrt(sum_of(totals, "variance"))
    ratio = np.sum([t.events * t.allocation_ratio for t in totals], axis=0) / events
    return Survival.from_cumulative(events, z, ratio)
