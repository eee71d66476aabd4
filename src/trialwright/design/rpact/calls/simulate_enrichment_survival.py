"""getSimulationEnrichmentSurvival: hazard ratios of subgroups, stratified log-rank scores drawn, populations selected."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, missing, number, positive, refuse
from trialwright.design.rpact.calls.simulate_enrichment import EVENTS, answer, effect_list, row
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.enrichment_trials import LogRanks


def getSimulationEnrichmentSurvival(
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
    plannedEvents: Any = None,
    allocationRatioPlanned: Any = None,
    minNumberOfEventsPerStage: Any = None,
    maxNumberOfEventsPerStage: Any = None,
    conditionalPower: Any = None,
    thetaH1: Any = None,
    maxNumberOfIterations: Any = 1000.0,
    seed: Any = None,
    calcEventsFunction: Any = None,
    selectPopulationsFunction: Any = None,
    showStatistics: Any = False,
) -> Answer:
    """plannedEvents are of the populations that go on. A subgroup's share of them follows its prevalence, and its hazards
    or, where piControls say how many of control have an event, its event rates."""
    given = {n: v for n, v in locals().items() if not missing(v)}
    listed = effect_list(effectList, "hazardRatios")
    if np.any(listed["hazardRatios"] <= 0):
        refuse("A hazard ratio is not above 0.", "Give those of treated to control in each subgroup.")
    ratio = positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0)
    upper = flag(directionUpper, "directionUpper", True)
    if not upper:
        turn_threshold(given)
    assumed = np.nan if missing(thetaH1) else positive(thetaH1, "thetaH1", np.nan)
    outcomes = [LogRanks(of, ratio, upper, assumed) for of in listed["hazardRatios"]]
    weights = [_share_of_events(listed, of, ratio) for of in listed["hazardRatios"]]
    return answer("getSimulationEnrichmentSurvival", given, listed, outcomes, EVENTS, weights)


CALLS = checked({"getSimulationEnrichmentSurvival": getSimulationEnrichmentSurvival})


def turn_threshold(given: dict[str, Any]) -> None:
    """The threshold of a hazard ratio that is better where it is lower, as that of its inverse, which selection compares."""
    threshold = number(given.get("threshold"), "threshold", -np.inf)
    if given.get("effectMeasure", "effectEstimate") == "effectEstimate" and threshold > 0:
        given["threshold"] = 1 / threshold


def _share_of_events(listed: dict[str, Any], hazard_ratio: np.ndarray, ratio: float) -> np.ndarray:
    """(subgroups,) of all events."""
    if "piControls" in listed:
        control = row(listed, "piControls", np.nan)
        if np.any(~((control > 0) & (control < 1))):
            refuse("`piControls` are not rates of every subgroup.", "Give one in (0, 1) for each subgroup.")
        treated = 1 - (1 - control) ** hazard_ratio
        weight = listed["prevalences"] * (control + ratio * treated)
    else:
        weight = listed["prevalences"] * (1 + ratio * hazard_ratio)
    return np.asarray(weight / weight.sum())
