"""getSimulationMultiArmMeans and getSimulationMultiArmRates: arms selected over stages, closed combination tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import (
    entropy,
    number,
    positive,
    refuse,
    vector,
    whole,
    word,
)
from trialwright.design.rpact.arm_outcomes import ArmOutcome, Means, Rates
from trialwright.design.rpact.arm_paths import ArmPaths, ArmPlan, simulate
from trialwright.design.rpact.calls.simulate_means import resizing
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import design_of, given, present
from trialwright.design.rpact.size_paths import among

_TESTS = {t: t.lower() for t in ("Dunnett", "Bonferroni", "Simes", "Sidak", "Hierarchical")}
_SELECTIONS = {"best": "best", "rBest": "r best", "epsilon": "epsilon", "all": "all"}
_MEASURES = {"effectEstimate": True, "testStatistic": False}
_SUCCESS = {"all": False, "atLeastOne": True}
NOTES = ("standardErrors holds the Monte Carlo standard error of each simulated share.",)
NO_SEED = "No seed was given: 0 is used."


def getSimulationMultiArmMeans(
    design: Any = None,
    *,
    muMaxVector: Any = None,
    stDev: Any = 1.0,
    thetaH1: Any = None,
    stDevH1: Any = None,
    **given_: Any,
) -> Answer:
    top = vector(muMaxVector, "muMaxVector")
    values = effects(given_, np.arange(6) / 5 if top is None else top, 0.0)
    sd, ratio = positive(stDev, "stDev", 1.0), allocation(given_)
    assumed = number(thetaH1, "thetaH1", np.nan), positive(stDevH1, "stDevH1", sd)
    outcomes: list[ArmOutcome] = [Means(np.append(v, 0.0), sd, ratio, assumed) for v in values]
    return answer(
        "getSimulationMultiArmMeans", design, given_, outcomes, SUBJECTS, effectMatrix=values.T, stDev=sd
    )


def getSimulationMultiArmRates(
    design: Any = None,
    *,
    piMaxVector: Any = None,
    piControl: Any = 0.2,
    directionUpper: Any = True,
    piTreatmentsH1: Any = None,
    piControlH1: Any = None,
    **given_: Any,
) -> Answer:
    top, control = vector(piMaxVector, "piMaxVector"), number(piControl, "piControl", 0.2)
    values = effects(given_, np.array([0.2, 0.3, 0.4, 0.5]) if top is None else top, control)
    if np.any((values < 0) | (values > 1)) or not 0 <= control <= 1:
        refuse("A rate is not in [0, 1].", "Give rates from 0 to 1.")
    upper = True if not given(directionUpper) else bool(directionUpper)
    ratio = allocation(given_)
    assumed = rate(piTreatmentsH1, "piTreatmentsH1"), rate(piControlH1, "piControlH1")
    outcomes: list[ArmOutcome] = [Rates(np.append(v, control), ratio, upper, assumed) for v in values]
    return answer(
        "getSimulationMultiArmRates",
        design,
        given_,
        outcomes,
        SUBJECTS,
        effectMatrix=values,
        piControl=control,
    )


CALLS = checked(
    {
        "getSimulationMultiArmMeans": getSimulationMultiArmMeans,
        "getSimulationMultiArmRates": getSimulationMultiArmRates,
    }
)


def allocation(more: dict[str, Any]) -> float:
    """Of each experimental arm to control."""
    return positive(more.get("allocationRatioPlanned"), "allocationRatioPlanned", 1.0)


def rate(value: Any, name: str) -> float:
    """A rate that conditional power counts on, NaN where none is stated."""
    found = number(value, name, np.nan)
    if not np.isnan(found) and not 0 < found < 1:
        refuse(f"`{name}` = {found:g} is not in (0, 1).", "Give a rate.")
    return found


def effects(more: dict[str, Any], top: np.ndarray, control: float) -> np.ndarray:
    """(scenarios, arms) true mean, rate or hazard ratio of each arm, by the shape stated. control : of one without effect.
    Takes what it reads out of `more`."""
    arms = whole(more.pop("activeArms", 3.0), "activeArms") or 3
    if not 1 <= arms <= 8:
        refuse(f"{arms} arms are not in 1 to 8.", "Give another number of activeArms.")
    more["activeArms"] = arms
    shapes = {s: s for s in ("linear", "sigmoidEmax", "userDefined")}
    matrix = more.pop("effectMatrix", None)
    half, slope = more.pop("gED50", None), number(more.pop("slope", 1.0), "slope", 1.0)
    shape = word(more.pop("typeOfShape", "userDefined" if given(matrix) else "linear"), "typeOfShape", shapes)
    doses = np.arange(1, arms + 1)
    if shape == "userDefined":
        if not given(matrix):
            refuse(
                "`effectMatrix` must be given for userDefined.", "Give a row of effects for each scenario."
            )
        found = np.atleast_2d(np.asarray(matrix, float))
        if found.shape[1] != arms:
            refuse(
                f"`effectMatrix` has {found.shape[1]} columns for {arms} arms.",
                "Give one column for each arm.",
            )
        return found
    if shape == "sigmoidEmax":
        middle = number(half, "gED50", np.nan)
        if not middle > 0:
            refuse("`gED50` must be positive for sigmoidEmax.", "Give the dose of half the effect.")
        rise = doses**slope / (middle**slope + doses**slope)
    else:
        rise = doses / arms
    return np.asarray(control + np.outer(top - control, rise))


def answer(
    call: str,
    design: Any,
    more: dict[str, Any],
    outcomes: list[ArmOutcome],
    unit: str,
    **told: Any,
) -> Answer:
    """Trials of every scenario. unit : what sizes count, SUBJECTS or EVENTS. told : fields beside the simulated ones."""
    settings = {k: more.pop(k) for k in list(more) if k in _KNOWN}
    for name in ("selectArmsFunction", "calcSubjectsFunction", "calcEventsFunction"):
        if settings.get(name) is not None:
            refuse(f"`{name}` is R code.", "Leave it out.")
    of = _combining(design_of(design, more))
    iterations = whole(settings.get("maxNumberOfIterations", 1000.0), "maxNumberOfIterations") or 1000
    seed = whole(settings.get("seed"), "seed")
    streams = np.random.SeedSequence(entropy(seed)).spawn(len(outcomes))
    plans = [_plan(of, settings, outcome, unit) for outcome in outcomes]
    paths = [
        simulate(plan, iterations, np.random.Generator(np.random.PCG64DXSM(s)))
        for plan, s in zip(plans, streams, strict=True)
    ]
    fields = result_fields(paths, f"expectedNumberOf{unit}") | {
        "conditionalPower": None if plans[0].again is None else plans[0].again.power,
        "activeArms": float(settings["activeArms"]),
        f"planned{unit}": plans[0].planned,
        "maxNumberOfIterations": float(iterations),
        "seed": float(seed or 0),
        **({"sampleSizes": sample_sizes(plans, paths)} if unit == SUBJECTS else {}),
        **told,
    }
    notes = (*NOTES, *([NO_SEED] if seed is None else []))
    return Answer(call, present(fields), {"design": design, **settings}, paths, notes)


SUBJECTS, EVENTS = "Subjects", "Events"
_KNOWN = {
    "activeArms", "intersectionTest", "adaptations", "typeOfSelection", "effectMeasure", "successCriterion",
    "epsilonValue", "rValue", "threshold", "plannedSubjects", "allocationRatioPlanned",
    "minNumberOfSubjectsPerStage", "maxNumberOfSubjectsPerStage", "plannedEvents", "minNumberOfEventsPerStage",
    "maxNumberOfEventsPerStage", "calcEventsFunction", "conditionalPower", "maxNumberOfIterations", "seed",
    "calcSubjectsFunction", "selectArmsFunction", "showStatistics",
}  # fmt: skip


def _combining(design: SequentialDesign) -> SequentialDesign:
    if design.sided != 1 or design.delayed_information is not None:
        refuse("Only one-sided designs without delayed information are simulated.", "Use sided=1.")
    if design.k > 1 and design.kind not in ("inverse normal", "fisher"):
        refuse(
            "Arms chosen over stages need a combination test.",
            "Use getDesignInverseNormal() or getDesignFisher().",
        )
    return design


def _plan(design: SequentialDesign, s: dict[str, Any], outcome: ArmOutcome, unit: str) -> ArmPlan:
    sizes = f"planned{unit}"
    planned = vector(s.get(sizes), sizes)
    if planned is None or len(planned) != design.k or np.any(np.diff(planned, prepend=0.0) <= 0):
        refuse(f"`{sizes}` must be {design.k} numbers that ascend.", "Give cumulative sizes.")
    selection = word(s.get("typeOfSelection", "best"), "typeOfSelection", _SELECTIONS)
    r, epsilon = whole(s.get("rValue"), "rValue"), number(s.get("epsilonValue"), "epsilonValue", np.nan)
    if selection == "r best" and (r is None or r < 1):
        refuse("`rValue` must be given for rBest.", "Give how many arms go on.")
    if selection == "epsilon" and not epsilon >= 0:
        refuse("`epsilonValue` must be given for epsilon.", "Give how far behind the best an arm may be.")
    adaptations = s.get("adaptations")
    selects = np.ones(design.k - 1, bool)
    if given(adaptations):
        selects = np.broadcast_to(np.asarray(adaptations, bool), (design.k - 1,))
    return ArmPlan(
        design=design,
        planned=planned,
        ratio=allocation(s),
        outcome=outcome,
        arms=int(s["activeArms"]),
        intersection=word(s.get("intersectionTest", "Dunnett"), "intersectionTest", _TESTS),
        selection=selection,
        r=r or 1,
        epsilon=0.0 if np.isnan(epsilon) else epsilon,
        threshold=number(s.get("threshold"), "threshold", -np.inf),
        by_estimate=word(s.get("effectMeasure", "effectEstimate"), "effectMeasure", _MEASURES),
        any_success=word(s.get("successCriterion", "all"), "successCriterion", _SUCCESS),
        selects=selects,
        again=resizing(design.k, planned, s, unit),
    )


def sample_sizes(plans: list[ArmPlan], paths: list[ArmPaths]) -> np.ndarray:
    """(k, scenarios, arms + 1) mean size of each arm in the trials that reached the stage, control last."""
    found = []
    for plan, path in zip(plans, paths, strict=True):
        took = np.concatenate([path.active, path.reached[..., None] / plan.ratio], axis=2)
        with np.errstate(invalid="ignore", divide="ignore"):
            found.append((took * path.stage[..., None]).sum(0) / path.reached.sum(0)[:, None])
    return np.stack(found, axis=1)


def result_fields(paths: list[ArmPaths], expected: str) -> dict[str, Any]:
    """rpact's: arrays by stage, scenario and arm, where there are several of each; control is the last of the arms."""
    n = len(paths[0].reached)

    def by_stage(of: Any) -> np.ndarray:
        return np.stack([of(p) for p in paths], axis=1)

    shares = {
        "rejectAtLeastOne": np.array([p.newly.any((1, 2)).mean() for p in paths]),
        "rejectedArmsPerStage": by_stage(lambda p: p.newly.mean(0)),
        "selectedArms": by_stage(lambda p: np.concatenate([p.active, p.reached[:, :, None]], axis=2).mean(0)),
        "successPerStage": by_stage(lambda p: p.success.mean(0)),
        "futilityPerStage": by_stage(lambda p: p.futile.mean(0)[:-1]),
        "futilityStop": np.array([p.futile.any(1).mean() for p in paths]),
        "earlyStop": by_stage(lambda p: (p.success | p.futile).mean(0)[:-1]),
    }
    totals = [p.size.sum(1) for p in paths]
    with np.errstate(invalid="ignore", divide="ignore"):
        arms = by_stage(lambda p: p.active.sum((0, 2)) / p.reached.sum(0))
    errors = {name: np.sqrt(v * (1 - v) / n) for name, v in shares.items()}
    errors[expected] = np.array([t.std(ddof=1) / np.sqrt(n) for t in totals])
    power = [among(p.power, p.reached & ~np.isnan(p.power)) for p in paths]
    errors["conditionalPowerAchieved"] = np.stack([e for _, e in power], axis=1)
    return shares | {
        "numberOfActiveArms": arms,
        "iterations": by_stage(lambda p: p.reached.sum(0).astype(float)),
        "conditionalPowerAchieved": np.stack([v for v, _ in power], axis=1),
        expected: np.array([t.mean() for t in totals]),
        "standardErrors": errors,
    }
