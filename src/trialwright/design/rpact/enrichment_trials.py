"""Trials of enrichment designs as rpact states them: subgroups of fixed shares, populations that are unions of them.

Stages draw each subgroup's statistics (means) or counts (rates); the closed combination test and the selection are those
of any number of overlapping populations. Sizes of subgroups are fixed shares of a stage, not random as in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs.combined import of_bounds
from trialwright.design.rpact.arm_paths import accepted, hopeless
from trialwright.design.rpact.conditional_sizes import (
    GlobalTest,
    Outlook,
    Resizing,
    hazards_outlook,
    least,
    rates_outlook,
    reached,
)
from trialwright.kernels import intersection_tests
from trialwright.kernels.closed_testing import rejected as closed

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_BY_P = {
    "simes": intersection_tests.simes,
    "bonferroni": intersection_tests.bonferroni,
    "sidak": intersection_tests.sidak,
}


class Stage(NamedTuple):
    """What is known of each population, (n, populations), large where treatment is better: an effect estimate and a
    standard normal score; NaN without data."""

    effect: Floats
    z: Floats


class Outcome(Protocol):
    """How data of subgroups arise, and what they show of populations."""

    def draw(self, size: Floats, rng: np.random.Generator) -> Floats:
        """size : (n, subgroups) patients of a stage → (n, subgroups, k) sums that add over stages."""
        ...

    def show(self, sums: Floats, members: Mask) -> Stage:
        """members : (populations, subgroups)."""
        ...

    def outlook(self, sums: Floats, members: Mask, among: Mask) -> Outlook:
        """What conditional power counts on: the least effect of the populations in `among`, or the one assumed."""
        ...


@dataclass(frozen=True, eq=False)
class Means:
    """effects, sds : (subgroups,). ratio : treated to control. Sums are patients and patients times estimate.
    assumed : effect and standard deviation that conditional power counts on, NaN for those seen and the largest sd."""

    effects: Floats
    sds: Floats
    ratio: float
    assumed: tuple[float, float]

    def draw(self, size: Floats, rng: np.random.Generator) -> Floats:
        spread = self.sds * (1 + self.ratio) / np.sqrt(self.ratio)
        total = size * self.effects + np.sqrt(size) * spread * rng.standard_normal(size.shape)
        return np.stack([size, total], -1)

    def show(self, sums: Floats, members: Mask) -> Stage:
        of = members.astype(float).T
        n, total = sums[..., 0] @ of, sums[..., 1] @ of
        variance = (sums[..., 0] * (self.sds * (1 + self.ratio)) ** 2 / self.ratio) @ of
        with np.errstate(invalid="ignore", divide="ignore"):
            return Stage(total / n, total / np.sqrt(variance))

    def outlook(self, sums: Floats, members: Mask, among: Mask) -> Outlook:
        effect, spread = self.assumed
        seen = least(self.show(sums, members).effect, among)[0]
        sd = self.sds.max() if np.isnan(spread) else spread
        root = np.full(len(sums), sd * (1 + self.ratio) / np.sqrt(self.ratio))
        return Outlook(seen if np.isnan(effect) else np.full(len(sums), effect), root, root)


@dataclass(frozen=True, eq=False)
class Rates:
    """treated, control : (subgroups,) rates. Sums are n1, events1, n2, events2. stratified : weighted by n1 n2 / n within
    subgroups, as Cochran and Mantel & Haenszel do, or of the pooled tables. upper : whether higher is better. assumed : rates
    of treatment and control that conditional power counts on, NaN for those seen."""

    treated: Floats
    control: Floats
    ratio: float
    stratified: bool
    upper: bool
    assumed: tuple[float, float]

    def draw(self, size: Floats, rng: np.random.Generator) -> Floats:
        n1 = np.round(size * self.ratio / (1 + self.ratio)).astype(np.int64)
        n2 = np.round(size).astype(np.int64) - n1
        return np.stack([n1, rng.binomial(n1, self.treated), n2, rng.binomial(n2, self.control)], -1).astype(
            float
        )

    def show(self, sums: Floats, members: Mask) -> Stage:
        of = members.astype(float).T
        n1, x1, n2, x2 = (sums[..., i] @ of for i in range(4))
        sign = 1.0 if self.upper else -1.0
        with np.errstate(invalid="ignore", divide="ignore"):
            effect = sign * (x1 / n1 - x2 / n2)
            z = self._by_subgroup(sums, of) if self.stratified else _pooled(n1, x1, n2, x2)
            return Stage(effect, sign * z)

    def outlook(self, sums: Floats, members: Mask, among: Mask) -> Outlook:
        whose = least(self.show(sums, members).effect, among)[1]
        n1, x1, n2, x2 = (sums[..., i] * members[whose] for i in range(4))
        with np.errstate(invalid="ignore"):
            seen = x1.sum(1) / n1.sum(1), x2.sum(1) / n2.sum(1)
        treated, control = (
            s if np.isnan(a) else np.full(len(s), a) for s, a in zip(seen, self.assumed, strict=True)
        )
        per = (1 + self.ratio) / self.ratio
        return rates_outlook(treated, control, self.ratio, per, 1.0 if self.upper else -1.0)

    @staticmethod
    def _by_subgroup(sums: Floats, of: Floats) -> Floats:
        n1, x1, n2, x2 = (sums[..., i] for i in range(4))
        n = n1 + n2
        with np.errstate(invalid="ignore", divide="ignore"):
            w, rate = n1 * n2 / n, (x1 + x2) / n
            gap = np.nan_to_num(w * (x1 / n1 - x2 / n2)) @ of
            variance = np.nan_to_num(w * rate * (1 - rate)) @ of
            return np.asarray(gap / np.sqrt(variance))


def _pooled(n1: Floats, x1: Floats, n2: Floats, x2: Floats) -> Floats:
    rate = (x1 + x2) / (n1 + n2)
    return (x1 / n1 - x2 / n2) / np.sqrt(rate * (1 - rate) * (1 / n1 + 1 / n2))


@dataclass(frozen=True, eq=False)
class LogRanks:
    """hazard_ratio : (subgroups,) of treated to control. Scores of subgroups are normal with the variance that their events
    give, and add to the stratified log-rank test of a population; sizes are events. The effect of a population is its
    hazard ratio, of control to treated where lower is better. assumed : hazard ratio that conditional power counts on, NaN
    for the one seen. Source: Schoenfeld 1981, Biometrika 68:316."""

    hazard_ratio: Floats
    ratio: float
    upper: bool
    assumed: float

    def draw(self, size: Floats, rng: np.random.Generator) -> Floats:
        sign, per_root = (1.0 if self.upper else -1.0), np.sqrt(self.ratio) / (1 + self.ratio)
        drift = sign * np.log(self.hazard_ratio) * per_root * size
        return np.stack([size, drift + np.sqrt(size) * rng.standard_normal(size.shape)], -1)

    def show(self, sums: Floats, members: Mask) -> Stage:
        of = members.astype(float).T
        events, score = sums[..., 0] @ of, sums[..., 1] @ of
        with np.errstate(invalid="ignore", divide="ignore"):
            z = score / np.sqrt(events)
            return Stage(np.exp(z * (1 + self.ratio) / np.sqrt(self.ratio * events)), z)

    def outlook(self, sums: Floats, members: Mask, among: Mask) -> Outlook:
        seen = np.log(least(self.show(sums, members).effect, among)[0])
        sign = 1.0 if self.upper else -1.0
        effect = seen if np.isnan(self.assumed) else np.full(len(seen), sign * np.log(self.assumed))
        return hazards_outlook(effect, self.ratio)


class Selecting(NamedTuple):
    """how : best, r_best, epsilon or all, of the populations whose measure reaches the threshold. by : effect or z."""

    how: str
    by: str
    threshold: float = -np.inf
    epsilon: float = 0.0
    r: int = 1

    def among(self, selected: Mask, seen: Stage) -> Mask:
        """(n, populations) who goes on of those selected so far."""
        measure = np.where(selected, seen.effect if self.by == "effect" else seen.z, -np.inf)
        measure = np.where(np.isnan(measure), -np.inf, measure)
        if self.how == "all":
            kept = selected
        elif self.how == "epsilon":
            kept = measure >= measure.max(1, keepdims=True) - self.epsilon
        else:
            rank = (-measure).argsort(1, kind="stable").argsort(1, kind="stable")
            kept = rank < (self.r if self.how == "r_best" else 1)
        return np.asarray(kept & selected & (measure >= self.threshold))


class Plan(NamedTuple):
    """design : whose bounds are used. members : (populations, subgroups), everybody last. prevalence : (subgroups,). sizes : (stages,) cumulative.
    adapts : (stages - 1,). every : the trial succeeds early when all of its populations are shown, or one. again : how sizes
    are re-estimated, None where they are not."""

    design: SequentialDesign
    outcome: Outcome
    members: Mask
    prevalence: Floats
    sizes: Floats
    intersection: str
    selecting: Selecting
    adapts: Mask
    every: bool
    again: Resizing | None = None


class Paths(NamedTuple):
    """(n, stages, ...) of each trial. size : of each subgroup, 0 after the end. selected, new : populations that take
    part, and that are first rejected. success, futility : it ends so. reached : it has this stage. power : before the stage,
    conditional on those so far, for the least effect of the populations that the last one had; NaN at the first."""

    size: Floats
    selected: Mask
    new: Mask
    success: Mask
    futility: Mask
    reached: Mask
    power: Floats


def simulate(plan: Plan, n: int, rng: np.random.Generator) -> Paths:
    """n trials."""
    stages, (g, r) = len(plan.sizes), plan.members.shape
    paths = _not_reached(n, stages, g, r)
    selected, going = np.ones((n, g), bool), np.ones(n, bool)
    evidence, fallen = np.zeros((n, 2**g - 1)), np.zeros((n, 2**g - 1), bool)
    kept = np.ones((n, 2**g - 1), bool)  # what no binding futility bound has accepted
    by = of_bounds(plan.design)
    shown, total, everyone = np.zeros((n, g), bool), np.empty(0), GlobalTest(by, n)
    for k, step in enumerate(np.diff(plan.sizes, prepend=0.0)):
        more = np.full(n, step)
        if k:
            before, bound = paths.selected[:, k - 1], everyone.needed(k)
            more, paths.power[:, k] = _sized(plan, more, k, total, selected, before, bound)
        enrolled = (selected[:, :, None] & plan.members).any(1) * plan.prevalence
        size = more[:, None] * enrolled / np.maximum(enrolled.sum(1, keepdims=True), 1e-300)
        stage = plan.outcome.draw(size, rng)
        total = total + stage if k else stage
        z = np.where(selected, plan.outcome.show(stage, plan.members).z, np.nan)
        everyone.add(z, k)
        scores = intersection_z(z, size, plan)
        evidence += by.evidence(scores, k)
        fallen |= kept & (evidence >= by.reach[k])
        now = shown | (closed(fallen) & selected)  # rpact counts a population only while it takes part
        done = (now | ~selected).all(1) if plan.every else now.any(1)
        paths.size[:, k], paths.reached[:, k] = size * going[:, None], going
        paths.selected[:, k], paths.new[:, k] = selected & going[:, None], now & ~shown & going[:, None]
        paths.success[:, k] = done & going
        going, shown = going & ~done, now
        if k < stages - 1 and plan.adapts[k]:
            selected = plan.selecting.among(selected, plan.outcome.show(total, plan.members))
        if k < stages - 1:
            stays = ~accepted(plan.design, k, scores, evidence)
            if plan.design.binding_futility:
                kept &= stays
            given_up = hopeless((stays & kept) | fallen, selected, scores)
            paths.futility[:, k] = going & given_up
            going = going & ~given_up
    return paths


def _not_reached(n: int, stages: int, populations: int, subgroups: int) -> Paths:
    """Of no stage yet."""
    return Paths(
        np.zeros((n, stages, subgroups)), *(np.zeros((n, stages, populations), bool) for _ in range(2)),
        *(np.zeros((n, stages), bool) for _ in range(3)), np.full((n, stages), np.nan),
    )  # fmt: skip


def _sized(
    plan: Plan, size: Floats, stage: int, sums: Floats, going: Mask, before: Mask, bound: Floats
) -> tuple[Floats, Floats]:
    """(n,) size of the next stage, as planned or for the populations `going`, and its conditional power for those of
    `before`."""
    if plan.again is not None:
        size = plan.again.size(stage, bound, plan.outcome.outlook(sums, plan.members, going))
    return size, reached(size, bound, *plan.outcome.outlook(sums, plan.members, before))


def intersection_z(z: Floats, size: Floats, plan: Plan) -> Floats:
    """(n, 2^populations - 1) scores, NaN where no population of an intersection takes part."""
    if plan.intersection == "spiessens_debois":
        n = size @ plan.members.astype(float).T
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(n[:, 1] > 0, n[:, 0] / n[:, 1], 0.0)
        return np.asarray(-ndtri(intersection_tests.spiessens_debois(z, np.sqrt(share))))
    return np.asarray(-ndtri(_BY_P[plan.intersection](ndtr(-z))))
