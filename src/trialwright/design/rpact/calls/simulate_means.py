"""getSimulationMeans: one or two groups, of known variance or by t, sizes planned or re-estimated by conditional power."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import (
    entropy,
    flag,
    number,
    positive,
    refuse,
    vector,
    whole,
)
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import design_of, given, present
from trialwright.design.rpact.conditional_sizes import Resizing
from trialwright.design.rpact.mean_paths import MeanTest, Stages
from trialwright.design.rpact.size_paths import Floats, Reestimation, result_fields, simulate

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
    """Trials of every alternative. Sizes by a function in R are not taken."""
    if calcSubjectsFunction is not None:
        refuse("`calcSubjectsFunction` is R code.", "Leave it out: conditionalPower re-estimates sizes.")
    of = one_sided(design_of(design, more))
    test = _test(
        groups, meanRatio, thetaH0, stDev, normalApproximation, allocationRatioPlanned, directionUpper
    )
    effects = vector(alternative, "alternative")
    effects = np.arange(6) / 5 if effects is None else effects
    planned, n, of_seed = (
        _planned(plannedSubjects, of, test),
        iterations(maxNumberOfIterations),
        whole(seed, "seed"),
    )
    spread, assumed = positive(stDevH1, "stDevH1", test.sd), number(thetaH1, "thetaH1", math.nan)
    effect = None if math.isnan(assumed) else test.sign * (assumed - test.null) / spread * test.per_root
    again = reestimation(
        of, planned, conditionalPower, minNumberOfSubjectsPerStage, maxNumberOfSubjectsPerStage, effect
    )
    paths = []
    for true, stream in zip(
        effects, np.random.SeedSequence(entropy(of_seed)).spawn(len(effects)), strict=True
    ):
        stages = Stages(test, float(true), spread, n, generator(stream))
        paths.append(simulate(of, planned, stages.draw, n, again, effect))
    fields = result_fields(paths) | {
        "alternative": effects,
        "effect": effects - test.null,
        "thetaH0": test.null,
        "stDev": test.sd,
        "plannedSubjects": planned,
        "maxNumberOfIterations": float(n),
        "seed": float(of_seed or 0),
        "groups": float(test.groups),
        "normalApproximation": test.known,
        "conditionalPower": None if again is None else again.power,
    }
    notes = (*NOTES, *([NO_SEED] if of_seed is None else []))
    return Answer("getSimulationMeans", present(fields), {"design": design, **more}, paths, notes)


CALLS = checked({"getSimulationMeans": getSimulationMeans})


def _test(groups: Any, ratio: Any, null: Any, sd: Any, known: Any, r: Any, upper: Any) -> MeanTest:
    of_ratio = flag(ratio, "meanRatio", False)
    many = number(groups, "groups", 2.0)
    if many not in (1, 2) or (of_ratio and many == 1):
        refuse(f"There are no {many:g} groups of this test.", "Use groups=1 or 2, and 2 for a ratio.")
    test = MeanTest(
        groups=int(many),
        ratio=of_ratio,
        null=number(null, "thetaH0", 1.0 if of_ratio else 0.0),
        sd=positive(sd, "stDev", 1.0),
        known=flag(known, "normalApproximation", True),
        r=positive(r, "allocationRatioPlanned", 1.0),
        sign=1.0 if flag(upper, "directionUpper", True) else -1.0,
    )
    if of_ratio and not test.null > 0:
        refuse(f"A ratio of means of {test.null:g} is none.", "Give thetaH0 above 0.")
    return test


def _planned(value: Any, design: SequentialDesign, test: MeanTest) -> Floats:
    """Cumulative sizes; a t test's stages have a degree of freedom."""
    planned = sizes_of(value, design)
    if not test.known and np.any(np.diff(planned, prepend=0.0) < test.groups + 1):
        refuse("A stage is too small for a t test of its own.", "Give it three patients or more.")
    return planned


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
    stated = {
        "conditionalPower": power,
        "minNumberOfSubjectsPerStage": least,
        "maxNumberOfSubjectsPerStage": most,
    }
    found = resizing(design.k, planned, stated, "Subjects")
    return None if found is None else Reestimation(*found, effect)


def resizing(k: int, planned: Floats, stated: dict[str, Any], unit: str) -> Resizing | None:
    """How sizes of k stages are re-estimated, None where conditionalPower is not stated. unit : Subjects or Events."""
    if not given(stated.get("conditionalPower")):
        return None
    bounds = []
    for name in (f"minNumberOf{unit}PerStage", f"maxNumberOf{unit}PerStage"):
        if not given(stated.get(name)):
            refuse(f"`{name}` must be given with conditionalPower.", "Give a size for each stage, NA first.")
        found = np.atleast_1d(np.asarray(stated[name], float)).copy()
        if len(found) != k or np.any(np.isnan(found[1:])) or np.any(found[1:] <= 0):
            refuse(f"`{name}` must have {k} sizes, the first may be NA.", "Give one for each stage.")
        found[0] = planned[0]
        bounds.append(found)
    if np.any(bounds[0] > bounds[1]):
        refuse("A stage's smallest size is above its largest.", "Give ascending bounds.")
    wanted = number(stated["conditionalPower"], "conditionalPower", math.nan)
    if not 0 < wanted < 1:
        refuse(f"`conditionalPower` = {wanted:g} is not in (0, 1).", "Give a probability.")
    return Resizing(wanted, bounds[0], bounds[1])


def iterations(value: Any) -> int:
    n = whole(value, "maxNumberOfIterations") or 1000
    if not 1 <= n <= 1_000_000:
        refuse(f"{n} iterations are not in 1 to 1,000,000.", "Give another maxNumberOfIterations.")
    return n


def generator(seed: np.random.SeedSequence) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(seed))
