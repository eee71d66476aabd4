"""getSimulationMeans: one or two groups of known variance, sizes planned or re-estimated by conditional power."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, number, positive, refuse, vector, whole
from trialwright.design.rpact.calls.sizes_given import design_of, given, present
from trialwright.design.rpact.size_paths import Draw, Floats, Reestimation, result_fields, simulate

NOTES = ("standardErrors holds the Monte Carlo standard error of each simulated figure.",)
NO_SEED = "No seed was given: 0 is used."


def getSimulationMeans(
    design: Any = None,
    *,
    groups: Any = 2.0,
    normalApproximation: Any = True,
    meanRatio: Any = False,
    thetaH0: Any = None,
    alternative: Any = None,
    stDev: Any = 1.0,
    plannedSubjects: Any = None,
    directionUpper: Any = True,
    allocationRatioPlanned: Any = None,
    minNumberOfSubjectsPerStage: Any = None,
    maxNumberOfSubjectsPerStage: Any = None,
    conditionalPower: Any = None,
    thetaH1: Any = None,
    stDevH1: Any = None,
    maxNumberOfIterations: Any = 1000.0,
    seed: Any = None,
    calcSubjectsFunction: Any = None,
    showStatistics: Any = False,
    **more: Any,
) -> Answer:
    """Trials of every alternative. t tests, and sizes by a function in R, are not taken."""
    if calcSubjectsFunction is not None:
        refuse("`calcSubjectsFunction` is R code.", "Leave it out: conditionalPower re-estimates sizes.")
    if not flag(normalApproximation, "normalApproximation", True):
        refuse("t tests are not simulated here.", "Leave out normalApproximation=FALSE.")
    of = one_sided(design_of(design, more))
    ratio_of_means, two = flag(meanRatio, "meanRatio", False), number(groups, "groups", 2.0) == 2
    null = number(thetaH0, "thetaH0", 1.0 if ratio_of_means else 0.0)
    effects = vector(alternative, "alternative")
    effects = np.arange(6) / 5 if effects is None else effects
    sd, upper = positive(stDev, "stDev", 1.0), flag(directionUpper, "directionUpper", True)
    r = positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0)
    sign = 1.0 if upper else -1.0
    per_root = _per_root_patient(two, ratio_of_means, null, r)
    planned = sizes_of(plannedSubjects, of)
    assumed = number(thetaH1, "thetaH1", math.nan)
    spread = number(stDevH1, "stDevH1", sd)
    if ratio_of_means and given(conditionalPower):
        refuse("Sizes re-estimated for a ratio of means are not simulated.", "Leave out conditionalPower.")
    effect = None if math.isnan(assumed) else sign * (assumed - null) / spread * per_root
    again = reestimation(
        of, planned, conditionalPower, minNumberOfSubjectsPerStage, maxNumberOfSubjectsPerStage, effect
    )
    n, of_seed = iterations(maxNumberOfIterations), whole(seed, "seed")
    streams = np.random.SeedSequence(of_seed or 0).spawn(len(effects))
    paths = [
        simulate(
            of,
            planned,
            normal(sign * (e - null) / sd * per_root, n, generator(s), sd / spread),
            n,
            again,
            effect,
        )
        for e, s in zip(effects, streams, strict=True)
    ]
    fields = result_fields(paths) | {
        "alternative": effects,
        "effect": effects - null,
        "thetaH0": null,
        "stDev": sd,
        "plannedSubjects": planned,
        "maxNumberOfIterations": float(n),
        "seed": float(of_seed or 0),
        "groups": 2.0 if two else 1.0,
        "conditionalPower": None if again is None else again.power,
    }
    if ratio_of_means:  # the ratio seen has a variance of its own, which rpact counts in and we do not
        del fields["conditionalPowerAchieved"]
    notes = (*NOTES, *([NO_SEED] if of_seed is None else []))
    return Answer("getSimulationMeans", present(fields), {"design": design, **more}, paths, notes)


CALLS = {"getSimulationMeans": getSimulationMeans}


def _per_root_patient(two: bool, ratio_of_means: bool, null: float, r: float) -> float:
    """What an effect of one standard deviation adds to z for each root of a patient."""
    if not two:
        return 1.0
    if ratio_of_means:  # experimental less null times control
        return math.sqrt(r / ((1 + r) * (1 + r * null**2)))
    return math.sqrt(r) / (1 + r)


def normal(drift: float, n: int, rng: np.random.Generator, scale: float = 1.0) -> Draw:
    """Stages of a normal z with known variance. scale : of the effect seen, in units of the assumed spread."""
    score, size = np.zeros(n), np.zeros(n)

    def draw(stage: Floats, i: int) -> tuple[Floats, Floats, Floats]:
        nonlocal score, size
        z = drift * np.sqrt(stage) + rng.standard_normal(n)
        score, size = score + np.sqrt(stage) * z, size + stage
        return z, score / np.sqrt(size), scale * score / size

    return draw


def one_sided(design: SequentialDesign) -> SequentialDesign:
    if design.sided != 1 or design.delayed_information is not None:
        refuse("Only one-sided designs without delayed information are simulated.", "Give sided=1.")
    return design


def sizes_of(value: Any, design: SequentialDesign) -> Floats:
    """Cumulative sizes of the looks."""
    found = vector(value, "plannedSubjects")
    if found is None or len(found) != design.k or np.any(np.diff(found, prepend=0.0) <= 0):
        refuse(
            f"`plannedSubjects` must be {design.k} numbers that ascend.",
            "Give cumulative sizes of each look.",
        )
    return found


def reestimation(
    design: SequentialDesign, planned: Floats, power: Any, least: Any, most: Any, effect: float | None
) -> Reestimation | None:
    if not given(power):
        return None
    bounds = []
    for value, name in ((least, "minNumberOfSubjectsPerStage"), (most, "maxNumberOfSubjectsPerStage")):
        if not given(value):
            refuse(f"`{name}` must be given with conditionalPower.", "Give a size for each stage, NA first.")
        found = np.atleast_1d(np.asarray(value, float)).copy()
        if len(found) != design.k or np.any(np.isnan(found[1:])) or np.any(found[1:] <= 0):
            refuse(f"`{name}` must have {design.k} sizes, the first may be NA.", "Give one for each stage.")
        found[0] = planned[0]
        bounds.append(found)
    if np.any(bounds[0] > bounds[1]):
        refuse("A stage's smallest size is above its largest.", "Give ascending bounds.")
    wanted = number(power, "conditionalPower", math.nan)
    if not 0 < wanted < 1:
        refuse(f"`conditionalPower` = {wanted:g} is not in (0, 1).", "Give a probability.")
    return Reestimation(wanted, bounds[0], bounds[1], effect)


def iterations(value: Any) -> int:
    n = whole(value, "maxNumberOfIterations") or 1000
    if not 1 <= n <= 1_000_000:
        refuse(f"{n} iterations are not in 1 to 1,000,000.", "Give another maxNumberOfIterations.")
    return n


def generator(seed: np.random.SeedSequence) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(seed))
