"""Simulated paths of trials of one comparison as rpact's calls for means and rates state them.

A stage brings a z whose mean is its drift times the root of its size; sizes of later stages may follow conditional power.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.arm_paths import accepted, combination

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
# z of a stage and of all stages so far, the effect seen so far over the spread of one patient's z, from (sizes, stage)
Draw = Callable[[Floats, int], tuple[Floats, Floats, Floats]]

# conditional power of the next stage, from its sizes and the z with which it rejects
Achieved = Callable[[Floats, Floats], Floats]
# patients that the next stage needs, from the z with which it rejects and the conditional power wanted
Wanted = Callable[[Floats, float], Floats]


@dataclass(frozen=True)
class Reestimation:
    """power : conditional power that a stage is sized for. least, most : (k,) of a stage. effect : per root patient,
    None for what was seen; scale : what was seen times this."""

    power: float
    least: Floats
    most: Floats
    effect: float | None
    scale: float = 1.0


@dataclass(frozen=True)
class SizePaths:
    """(trials, k); power is NaN where a stage was not reached."""

    reached: Mask
    rejects: Mask
    futile: Mask
    sizes: Floats
    power: Floats


def simulate(
    design: SequentialDesign,
    planned: Floats,
    draw: Draw,
    n: int,
    again: Reestimation | None,
    effect: float | None,
    achieved: Achieved | None = None,
    wanted: Wanted | None = None,
) -> SizePaths:
    """draw : of the next stage of every trial, in order. effect : that conditional power assumes, as in Reestimation.
    achieved, wanted : conditional power and the patients for it where they are not those of a mean of known variance."""
    k, by, root = design.k, combination(design), np.sqrt(design.information_rates)
    reached, rejects, futile = (np.zeros((n, k), bool) for _ in range(3))
    sizes, power = np.zeros((n, k)), np.full((n, k), np.nan)
    on, evidence, seen = np.ones(n, bool), np.zeros(n), np.zeros(n)
    overall, bound = np.zeros(n), np.zeros(n)
    for i, size in enumerate(np.diff(planned, prepend=0.0)):
        stage = np.full(n, size)
        if i:
            bound = _needed(design, i, evidence, overall)
            assumed = seen if effect is None else np.full(n, effect)
            if again is not None and wanted is not None:
                stage = np.ceil(np.clip(wanted(bound, again.power), again.least[i], again.most[i]))
            elif again is not None:
                stage = _sized(again, i, bound, assumed * again.scale)
            reach = achieved(stage, bound) if achieved else ndtr(assumed * np.sqrt(stage) - bound)
            power[:, i] = np.where(on, reach, np.nan)
        z, overall, seen = draw(stage, i)
        evidence = evidence + by.evidence(z, i)
        at_once = design.kind == "group sequential"
        crossed = overall >= design.critical_values[i] if at_once else evidence >= by.reach[i]
        reached[:, i], sizes[:, i] = on, stage * on
        rejects[:, i] = on & crossed
        if i < k - 1:
            so_far = overall * root[i] if at_once else evidence
            futile[:, i] = on & ~crossed & accepted(design, i, z, so_far)
            on = on & ~crossed & ~futile[:, i]
    return SizePaths(reached, rejects, futile, sizes, power)


def _needed(design: SequentialDesign, i: int, evidence: Floats, overall: Floats) -> Floats:
    """(n,) z of stage i, from 0, with which it rejects, sizes being as planned."""
    by = combination(design)
    if design.kind == "group sequential":
        evidence = overall * np.sqrt(design.information_rates[i - 1])
    return by.needed(evidence, i)


def _sized(again: Reestimation, i: int, bound: Floats, effect: Floats) -> Floats:
    """(n,) patients, not rounded."""
    z = np.maximum(0.0, bound + ndtri(again.power))
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = np.where(effect > 0, (z / np.where(effect > 0, effect, 1.0)) ** 2, np.inf)
    return np.asarray(np.clip(wanted, again.least[i], again.most[i]))


def result_fields(paths: list[SizePaths]) -> dict[str, object]:
    """rpact's: a row for each stage, a column for each alternative; standardErrors of every figure."""
    n = len(paths[0].reached)

    def columns(of: Callable[[SizePaths], Floats]) -> Floats:
        return np.stack([of(p) for p in paths], axis=-1)

    shares = {
        "overallReject": columns(lambda p: p.rejects.any(1).mean()),
        "rejectPerStage": columns(lambda p: p.rejects.mean(0)),
        "futilityPerStage": columns(lambda p: p.futile.mean(0)[:-1]),
        "futilityStop": columns(lambda p: p.futile.any(1).mean()),
        "earlyStop": columns(lambda p: (p.rejects | p.futile)[:, :-1].any(1).mean()),
    }
    errors = {name: np.sqrt(v * (1 - v) / n) for name, v in shares.items()}
    values = {
        "expectedNumberOfSubjects": columns(lambda p: p.sizes.sum(1).mean()),
        "iterations": columns(lambda p: p.reached.sum(0).astype(float)),
        "sampleSizes": columns(lambda p: among(p.sizes, p.reached)[0]),
        "conditionalPowerAchieved": columns(lambda p: among(p.power, p.reached & np.isfinite(p.power))[0]),
    }
    errors["expectedNumberOfSubjects"] = columns(lambda p: p.sizes.sum(1).std() / np.sqrt(n))
    errors["sampleSizes"] = columns(lambda p: among(p.sizes, p.reached)[1])
    errors["conditionalPowerAchieved"] = columns(
        lambda p: among(p.power, p.reached & np.isfinite(p.power))[1]
    )
    return {**shares, **values, "standardErrors": errors}


def among(values: Floats, where: Mask) -> tuple[Floats, Floats]:
    """(k,) mean over the trials in `where`, NaN where none are, and its standard error."""
    count = where.sum(0)
    kept = np.where(where, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, kept.sum(0) / count, np.nan)
        square = np.where(where, (values - mean) ** 2, 0.0).sum(0) / count
        return mean, np.sqrt(square / count)
