"""Simulated paths of multi-arm trials as rpact's calls state them: closed combination tests, selection by stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs.arm_selection import select
from trialwright.design.designs.arms import intersection_scores
from trialwright.design.designs.combined import Combination
from trialwright.design.rpact.arm_outcomes import ArmOutcome
from trialwright.design.rpact.conditional_sizes import GlobalTest, Resizing
from trialwright.design.rpact.conditional_sizes import reached as achieved
from trialwright.kernels.closed_testing import rejected as closed

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_LOT = 1e-9  # less than any two rates that differ lie apart


@dataclass(frozen=True)
class ArmPlan:
    """outcome : of `arms` experimental arms. planned : (k,) cumulative sizes, in its unit. ratio : of each arm to control.
    selects : (k - 1,) whether arms are chosen at each look. again : how sizes are re-estimated, None where they are not."""

    design: SequentialDesign
    planned: Floats
    ratio: float
    outcome: ArmOutcome
    arms: int
    intersection: str
    selection: str
    r: int
    epsilon: float
    threshold: float
    by_estimate: bool
    any_success: bool
    selects: Mask
    again: Resizing | None = None


@dataclass(frozen=True)
class ArmPaths:
    """(trials, k) or (trials, k, arms) of every stage; False and 0 at stages that were not reached. size : what each
    stage took, in the outcome's unit; stage : its size as planned sizes are stated. power : before the stage, conditional
    on the stages so far, for the least effect of the arms that the last one had; NaN at the first."""

    reached: Mask
    active: Mask
    newly: Mask
    success: Mask
    futile: Mask
    size: Floats
    stage: Floats
    power: Floats


def combination(design: SequentialDesign) -> Combination:
    """How the design combines its stages."""
    rates, critical = design.information_rates, np.asarray(design.critical_values, float)
    if design.kind == "fisher":
        assert design.weights is not None
        with np.errstate(divide="ignore"):
            return Combination(design.weights, -np.log(critical), True)
    return Combination(np.sqrt(np.diff(rates, prepend=0.0)), critical * np.sqrt(rates), False)


def accepted(design: SequentialDesign, stage: int, z: Floats, evidence: Floats) -> Mask:
    """Whether a hypothesis is past the futility bound. z : scores of the stage; evidence : that of all stages so far."""
    if design.futility_bounds is None:
        return np.zeros(z.shape, bool)
    bound = design.futility_bounds[stage]
    with np.errstate(invalid="ignore"):
        if design.kind == "fisher":
            return np.asarray((ndtr(-z) >= bound) & (bound < 1))  # Bauer & Koehne 1994: p at alpha0 stops
        return np.asarray(evidence / np.sqrt(design.information_rates[stage]) < bound)


def hopeless(open_or_fallen: Mask, going: Mask, scores: Floats) -> Mask:
    """(n,) trials none of whose hypotheses `going` can still be shown. open_or_fallen, scores : (n, intersections)."""
    # A global p-value of 1 (Bonferroni's often is) leaves nothing that could still be rejected.
    return np.asarray(~(closed(open_or_fallen) & going).any(1) | np.isneginf(scores[:, 0]))


def simulate(plan: ArmPlan, n: int, rng: np.random.Generator) -> ArmPaths:
    k, arms, by = plan.design.k, plan.arms, combination(plan.design)
    reached, success, futile = (np.zeros((n, k), bool) for _ in range(3))
    active, newly = np.zeros((n, k, arms), bool), np.zeros((n, k, arms), bool)
    taken, sizes, power = np.zeros((n, k)), np.zeros((n, k)), np.full((n, k), np.nan)
    going, fallen = np.ones((n, arms), bool), np.zeros((n, 2**arms - 1), bool)
    evidence, shown = np.zeros((n, 2**arms - 1)), np.zeros((n, arms), bool)
    kept = np.ones((n, 2**arms - 1), bool)  # what no binding futility bound has accepted
    on, state, everyone = np.ones(n, bool), np.empty(0), GlobalTest(by, n)
    for i, step in enumerate(np.diff(plan.planned, prepend=0.0)):
        reached[:, i], active[:, i] = on, going & on[:, None]
        size = np.full(n, step)
        if i:
            size, power[:, i] = _sized(plan, size, i, state, going, active[:, i - 1], everyone.needed(i))
        taken[:, i], sizes[:, i] = on * plan.outcome.taken(going, size), on * size
        new = plan.outcome.draw(going, size, rng)
        state = state + new if i else new
        z = np.where(going, plan.outcome.show(new)[1], np.nan)
        everyone.add(z, i)
        with np.errstate(invalid="ignore", over="ignore"):
            scores = intersection_scores(z, plan.intersection, plan.ratio)
            evidence += by.evidence(scores, i)
            fallen |= kept & (evidence >= by.reach[i])
        found = closed(fallen) & going
        newly[:, i] = found & ~shown & on[:, None]
        shown |= found
        done = shown.any(1) if plan.any_success else (shown | ~going).all(1)
        success[:, i] = on & done
        if i < k - 1:
            if plan.selects[i]:
                going = going & _chosen(plan, state, going, rng)
            stays = ~accepted(plan.design, i, scores, evidence)
            if plan.design.binding_futility:
                kept &= stays
            given_up = hopeless((stays & kept) | fallen, going, scores)
            futile[:, i] = on & ~done & given_up
            on = on & ~done & ~given_up
    return ArmPaths(reached, active, newly, success, futile, taken, sizes, power)


def _sized(
    plan: ArmPlan, size: Floats, stage: int, state: Floats, going: Mask, before: Mask, bound: Floats
) -> tuple[Floats, Floats]:
    """(n,) size of the next stage, as planned or for the arms `going`, and its conditional power for those of `before`."""
    if plan.again is not None:
        size = plan.again.size(stage, bound, plan.outcome.outlook(state, going))
        size = np.ceil(size) if plan.outcome.whole else size
    return size, achieved(size, bound, *plan.outcome.outlook(state, before))


def _chosen(plan: ArmPlan, state: Floats, going: Mask, rng: np.random.Generator) -> Mask:
    """(n, arms) that go on; of equal ones the best is chosen by lot."""
    measured = plan.outcome.show(state)[0 if plan.by_estimate else 1]
    if plan.outcome.drawn_ties and plan.selection in ("best", "r best"):
        measured = measured + _LOT * (rng.random(measured.shape) - 0.5)
    measured = np.where(np.isnan(measured), -np.inf, measured)
    return select(measured, going, plan.selection, plan.r, plan.epsilon, plan.threshold)
