"""getSimulationEnrichmentMeans and getSimulationEnrichmentRates: power and selection of populations."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import (
    entropy,
    flag,
    missing,
    number,
    positive,
    refuse,
    sequential,
    vector,
    whole,
    word,
)
from trialwright.design.rpact.calls.simulate_means import resizing
from trialwright.design.rpact.calls.simulate_multi_arm import rate
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.enrichment_trials import Means, Outcome, Paths, Plan, Rates, Selecting, simulate
from trialwright.design.rpact.size_paths import among

SUBGROUPS = {
    1: (("F",),),
    2: (("S", "R"),),
    4: (("S1", "S2", "S12", "R"),),
    8: (("S1", "S2", "S3", "S12", "S13", "S23", "S123", "R"),),
}
INTERSECTIONS = {
    "Simes": "simes",
    "SpiessensDebois": "spiessens_debois",
    "Bonferroni": "bonferroni",
    "Sidak": "sidak",
}
SELECTIONS = {"best": "best", "rBest": "r_best", "epsilon": "epsilon", "all": "all"}
MEASURES = {"effectEstimate": "effect", "testStatistic": "z"}
SUBJECTS, EVENTS = "Subjects", "Events"
NO_SEED = "No seed was given: 0 is used."


def getSimulationEnrichmentMeans(
    design: Any = None,
    *,
    effectList: Any = None,
    intersectionTest: Any = "Simes",
    stratifiedAnalysis: Any = True,
    adaptations: Any = None,
    typeOfSelection: Any = "best",
    effectMeasure: Any = "effectEstimate",
    successCriterion: Any = "all",
    epsilonValue: Any = None,
    rValue: Any = None,
    threshold: Any = -np.inf,
    plannedSubjects: Any = None,
    allocationRatioPlanned: Any = None,
    minNumberOfSubjectsPerStage: Any = None,
    maxNumberOfSubjectsPerStage: Any = None,
    conditionalPower: Any = None,
    thetaH1: Any = None,
    stDevH1: Any = None,
    maxNumberOfIterations: Any = 1000.0,
    seed: Any = None,
    calcSubjectsFunction: Any = None,
    selectPopulationsFunction: Any = None,
    showStatistics: Any = False,
) -> Answer:
    """Normal outcomes of known SD. Subgroups weigh by their size, so a stratified analysis is the plain one here."""
    given = {n: v for n, v in locals().items() if not missing(v)}
    listed = effect_list(effectList, "effects")
    sds = np.broadcast_to(row(listed, "stDevs", 1.0), len(listed["prevalences"]))
    ratio = positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0)
    assumed = number(thetaH1, "thetaH1", np.nan), number(stDevH1, "stDevH1", np.nan)
    outcomes = [Means(row, sds, ratio, assumed) for row in listed["effects"]]
    return answer("getSimulationEnrichmentMeans", given, listed, outcomes, SUBJECTS)


def getSimulationEnrichmentRates(
    design: Any = None,
    *,
    effectList: Any = None,
    intersectionTest: Any = "Simes",
    stratifiedAnalysis: Any = True,
    directionUpper: Any = True,
    adaptations: Any = None,
    typeOfSelection: Any = "best",
    effectMeasure: Any = "effectEstimate",
    successCriterion: Any = "all",
    epsilonValue: Any = None,
    rValue: Any = None,
    threshold: Any = -np.inf,
    plannedSubjects: Any = None,
    allocationRatioPlanned: Any = None,
    minNumberOfSubjectsPerStage: Any = None,
    maxNumberOfSubjectsPerStage: Any = None,
    conditionalPower: Any = None,
    piTreatmentH1: Any = None,
    piControlH1: Any = None,
    maxNumberOfIterations: Any = 1000.0,
    seed: Any = None,
    calcSubjectsFunction: Any = None,
    selectPopulationsFunction: Any = None,
    showStatistics: Any = False,
) -> Answer:
    """Binary outcomes, drawn as counts."""
    given = {n: v for n, v in locals().items() if not missing(v)}
    listed = effect_list(effectList, "piTreatments")
    control = _control_rates(listed)
    ratio = positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0)
    stratified = flag(stratifiedAnalysis, "stratifiedAnalysis", True)
    upper = flag(directionUpper, "directionUpper", True)
    assumed = rate(piTreatmentH1, "piTreatmentH1"), rate(piControlH1, "piControlH1")
    outcomes = [
        Rates(treated, np.broadcast_to(control, len(treated)), ratio, stratified, upper, assumed)
        for treated in listed["piTreatments"]
    ]
    return answer("getSimulationEnrichmentRates", given, listed, outcomes, SUBJECTS)


def _control_rates(listed: dict[str, Any]) -> np.ndarray:
    """Of every subgroup, or one for all."""
    control = row(listed, "piControls" if "piControls" in listed else "piControl", np.nan)
    if np.any(~((control > 0) & (control < 1))):
        refuse("`piControls` are not rates of every subgroup.", "Give one in (0, 1) for each subgroup.")
    return control


CALLS = checked(
    {
        "getSimulationEnrichmentMeans": getSimulationEnrichmentMeans,
        "getSimulationEnrichmentRates": getSimulationEnrichmentRates,
    }
)


def effect_list(effects: Any, name: str) -> dict[str, Any]:
    """effectList, checked: names of subgroups, (subgroups,) prevalences and (scenarios, subgroups) of `name`."""
    if not isinstance(effects, dict) or not {"subGroups", "prevalences", name} <= set(effects):
        refuse(
            "`effectList` does not say what is true.",
            f"Give list(subGroups=c(...), prevalences=c(...), {name}=matrix(...)).",
        )
    names = effects["subGroups"]
    names = tuple(map(str, names)) if isinstance(names, list) else (str(names),)
    if names not in SUBGROUPS.get(len(names), ()):
        known = "; ".join(", ".join(rows[0]) for rows in SUBGROUPS.values())
        refuse(f"The subgroups {', '.join(map(str, names))} are not known.", f"Name them as one of: {known}.")
    prevalence = vector(effects["prevalences"], "prevalences")
    if prevalence is None or len(prevalence) != len(names) or abs(prevalence.sum() - 1) > 1e-6:
        refuse("`prevalences` do not add to 1 over the subgroups.", "Give one for each subgroup.")
    table = np.atleast_2d(np.asarray(effects[name], dtype=float))
    if table.shape[1] != len(names):
        refuse(f"`{name}` has {table.shape[1]} columns for {len(names)} subgroups.", "Give one for each.")
    return effects | {"subGroups": names, "prevalences": prevalence, name: table}


def row(listed: dict[str, Any], name: str, otherwise: float) -> np.ndarray:
    found = vector(listed.get(name), name)
    found = np.array([otherwise]) if found is None else found
    if len(found) not in (1, len(listed["subGroups"])):
        refuse(
            f"`{name}` has {len(found)} values for {len(listed['subGroups'])} subgroups.",
            "Give one for each.",
        )
    return found


def answer(
    call: str,
    given: dict[str, Any],
    listed: dict[str, Any],
    outcomes: list[Any],
    unit: str,
    shares: list[np.ndarray] | None = None,
) -> Answer:
    """Trials of every scenario. unit : what sizes count, SUBJECTS or EVENTS. shares : of each scenario, the subgroups' of a
    stage's size; the prevalences where None."""
    for name in ("calcSubjectsFunction", "calcEventsFunction", "selectPopulationsFunction"):
        if name in given:
            refuse(f"`{name}` is R code.", "Leave it out.")
    of = sequential(given.get("design"))
    of_each = shares or [listed["prevalences"]] * len(outcomes)
    plans = [
        _plan(of, given, listed["subGroups"], outcome, share, unit)
        for outcome, share in zip(outcomes, of_each, strict=True)
    ]
    iterations = whole(given.get("maxNumberOfIterations"), "maxNumberOfIterations") or 1000
    of_seed = whole(given.get("seed"), "seed")
    streams = np.random.SeedSequence(entropy(of_seed)).spawn(len(plans))
    paths = [
        simulate(p, iterations, np.random.Generator(np.random.PCG64DXSM(s)))
        for p, s in zip(plans, streams, strict=True)
    ]
    fields = result_fields(paths, unit) | {
        "populations": float(len(plans[0].members)),
        "maxNumberOfIterations": float(iterations),
        "seed": float(of_seed or 0),
        f"planned{unit}": plans[0].sizes,
    }
    notes = (*([NO_SEED] if of_seed is None else []),)
    return Answer(call, fields, given, paths, notes)


def _plan(
    of: SequentialDesign,
    given: dict[str, Any],
    names: tuple[str, ...],
    outcome: Outcome,
    share: np.ndarray,
    unit: str,
) -> Plan:
    planned = f"planned{unit}"
    sizes = vector(given.get(planned), planned)
    if sizes is None or len(sizes) != of.k or np.any(np.diff(sizes, prepend=0.0) <= 0):
        refuse(f"`{planned}` must rise over {of.k} stages.", "Give how many in all at each stage.")
    told = given.get("adaptations")
    adapts = np.atleast_1d(np.ones(of.k - 1, bool) if told is None else np.asarray(told, dtype=bool))
    if len(adapts) != of.k - 1:
        refuse(f"`adaptations` must have {of.k - 1} values.", "Say TRUE or FALSE for each interim.")
    members = _members(names)
    test = word(given.get("intersectionTest", "Simes"), "intersectionTest", INTERSECTIONS)
    if test == "spiessens_debois" and len(members) > 2:
        refuse("The test of Spiessens & Debois here takes a population and one subgroup of it.", "Use Simes.")
    how = word(given.get("typeOfSelection", "best"), "typeOfSelection", SELECTIONS)
    if {"epsilon": "epsilonValue", "r_best": "rValue"}.get(how, "design") not in given:
        refuse(f"Selection of type `{how}` needs its value.", "Give epsilonValue, or rValue.")
    selecting = Selecting(
        how,
        word(given.get("effectMeasure", "effectEstimate"), "effectMeasure", MEASURES),
        number(given.get("threshold"), "threshold", -np.inf),
        number(given.get("epsilonValue"), "epsilonValue", 0.0),
        whole(given.get("rValue"), "rValue") or 1,
    )
    every = word(given.get("successCriterion", "all"), "successCriterion", {"all": True, "atLeastOne": False})
    again = resizing(of.k, sizes, given, unit)
    return Plan(_combining(of), outcome, members, share, sizes, test, selecting, adapts, every, again)


def _combining(of: SequentialDesign) -> SequentialDesign:
    if of.sided != 1 or of.kind == "group sequential":
        refuse(
            "A population that is chosen needs a one-sided combination test.",
            "Use getDesignInverseNormal() or getDesignFisher().",
        )
    return of


def _members(names: tuple[str, ...]) -> np.ndarray:
    """(populations, subgroups): the subgroups named after each population, and everybody last."""
    if len(names) == 1:
        return np.array([[True]])
    if len(names) == 2:
        return np.array([[True, False], [True, True]])
    single = [n[1] for n in names if len(n) == 2]
    return np.array([[s in n[1:] for n in names] for s in single] + [[True] * len(names)])


def result_fields(paths: list[Paths], unit: str) -> dict[str, Any]:
    """rpact's fields: (stages, scenarios, ...), and (stages, ...) of one scenario alone."""
    reached = np.stack([p.reached.sum(0) for p in paths], 1).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        sizes = np.stack([p.size.sum(0) for p in paths], 1) / reached[..., None]
        populations = np.stack([p.selected.sum((0, 2)) for p in paths], 1) / reached
    power = np.stack([among(p.power, p.reached & ~np.isnan(p.power))[0] for p in paths], 1)
    success = np.stack([p.success.mean(0) for p in paths], 1)
    futility = np.stack([p.futility.mean(0) for p in paths], 1)[:-1]
    found = {
        "iterations": reached,
        "rejectAtLeastOne": np.array([p.new.any((1, 2)).mean() for p in paths]),
        "rejectedPopulationsPerStage": np.stack([p.new.mean(0) for p in paths], 1),
        "selectedPopulations": np.stack([p.selected.mean(0) for p in paths], 1),
        "successPerStage": success,
        "futilityPerStage": futility,
        "futilityStop": futility.sum(0),
        "earlyStop": success[:-1] + futility,
        f"expectedNumberOf{unit}": np.array([p.size.sum((1, 2)).mean() for p in paths]),
        "conditionalPowerAchieved": power,
        "numberOfPopulations": populations,
        "sampleSizes" if unit == SUBJECTS else "singleNumberOfEventsPerStage": sizes,
    }
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: np.ndarray) -> Any:
    """Of one scenario: without its axis, and one number as such."""
    axis = min(1, value.ndim - 1)
    if value.shape[axis] == 1:
        value = value.squeeze(axis)
    return float(value.ravel()[0]) if value.size == 1 else value
