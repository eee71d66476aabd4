"""Simulated paths of multi-arm trials as rpact's calls state them: sizes per arm, known variance, selection by stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs.arm_selection import select
from trialwright.design.designs.arms import intersection_scores
from trialwright.design.designs.combined import Combination
from trialwright.kernels.closed_testing import rejected as closed

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_LOT = 1e-9  # less than any two rates that differ lie apart


@dataclass(frozen=True)
class ArmPlan:
    """planned : (k,) cumulative patients of an experimental arm; ratio : of each to control. value : (arms + 1,) mean
    or rate, control last. sd : of an outcome, None for rates. selects : (k - 1,) whether arms are chosen at each look.
    """

    design: SequentialDesign
    planned: Floats
    ratio: float
    value: Floats
    sd: float | None
    intersection: str
    selection: str
    r: int
    epsilon: float
    threshold: float
    by_estimate: bool
    any_success: bool
    selects: Mask
    upper: bool = True


@dataclass(frozen=True)
class ArmPaths:
    """(trials, k) or (trials, k, arms) of every stage; False and 0 at stages that were not reached."""

    reached: Mask
    active: Mask
    newly: Mask
    success: Mask
    futile: Mask
    patients: Floats


def combination(design: SequentialDesign) -> Combination:
    """How the design combines its stages."""
    rates, critical = design.information_rates, np.asarray(design.critical_values, float)
    if design.kind == "fisher":
        assert design.weights is not None
        with np.errstate(divide="ignore"):
            return Combination(design.weights, -np.log(critical), True)
    return Combination(np.sqrt(np.diff(rates, prepend=0.0)), critical * np.sqrt(rates), False)


def simulate(plan: ArmPlan, n: int, rng: np.random.Generator) -> ArmPaths:
    k, arms, by = plan.design.k, len(plan.value) - 1, combination(plan.design)
    reached, success, futile = (np.zeros((n, k), bool) for _ in range(3))
    active, newly = np.zeros((n, k, arms), bool), np.zeros((n, k, arms), bool)
    patients = np.zeros((n, k))
    going, fallen = np.ones((n, arms), bool), np.zeros((n, 2**arms - 1), bool)
    evidence, shown = np.zeros((n, 2**arms - 1)), np.zeros((n, arms), bool)
    on, sums = np.ones(n, bool), np.zeros((n, arms + 1))
    for i, size in enumerate(np.diff(plan.planned, prepend=0.0)):
        reached[:, i], active[:, i] = on, going & on[:, None]
        patients[:, i] = on * (going.sum(1) * size + size / plan.ratio)
        new = _stage(plan, size, n, rng)
        sums += new
        z = np.where(going, _z(plan, new, size), np.nan)
        with np.errstate(invalid="ignore", over="ignore"):
            evidence += by.evidence(intersection_scores(z, plan.intersection, plan.ratio), i)
            fallen |= evidence >= by.reach[i]
        found = closed(fallen) & going
        newly[:, i] = found & ~shown & on[:, None]
        shown |= found
        done = shown.any(1) if plan.any_success else (shown | ~going).all(1)
        success[:, i] = on & done
        if i < k - 1:
            if plan.selects[i]:
                going = going & _chosen(plan, sums, plan.planned[i], going, rng)
            futile[:, i] = on & ~done & ~going.any(1)
            on = on & ~done & going.any(1)
    return ArmPaths(reached, active, newly, success, futile, patients)


def _stage(plan: ArmPlan, size: float, n: int, rng: np.random.Generator) -> Floats:
    """(n, arms + 1) sums of outcomes of a stage, control last."""
    arms = len(plan.value) - 1
    sizes = np.append(np.full(arms, size), size / plan.ratio)
    if plan.sd is None:
        return rng.binomial(np.round(sizes).astype(int), plan.value, (n, arms + 1)).astype(float)
    return np.asarray(sizes * plan.value + plan.sd * np.sqrt(sizes) * rng.standard_normal((n, arms + 1)))


def _z(plan: ArmPlan, sums: Floats, size: float) -> Floats:
    """(n, arms) of each arm against control: known variance, or the pooled rates'."""
    n1, n0 = size, size / plan.ratio
    difference = sums[:, :-1] / n1 - sums[:, -1:] / n0
    if plan.sd is not None:
        spread = np.full(difference.shape, plan.sd)
    else:
        rate = (sums[:, :-1] + sums[:, -1:]) / (n1 + n0)
        spread = np.sqrt(rate * (1 - rate))
    sign = 1.0 if plan.upper else -1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        z = sign * difference / (spread * np.sqrt(1 / n1 + 1 / n0))
    return np.where(spread > 0, z, 0.0)


def _chosen(plan: ArmPlan, sums: Floats, size: float, going: Mask, rng: np.random.Generator) -> Mask:
    """(n, arms) that go on; of equal ones the best is chosen by lot."""
    sign = 1.0 if plan.upper else -1.0
    measured = _z(plan, sums, size)
    if plan.by_estimate:
        measured = sign * (sums[:, :-1] / size - sums[:, -1:] / (size / plan.ratio))
    if plan.sd is None and plan.selection in ("best", "r best"):
        measured = measured + _LOT * (rng.random(measured.shape) - 0.5)
    return select(measured, going, plan.selection, plan.r, plan.epsilon, plan.threshold)
