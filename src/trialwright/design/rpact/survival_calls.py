"""A design that waits for events → rpact's calls with the plan's hazards, accrual and dropout: power, events needed, simulation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs.group_sequential import sizes
from trialwright.design.entry import ratio
from trialwright.design.population import Population
from trialwright.design.rpact.writing import Bare, call
from trialwright.endpoints import time_to_event
from trialwright.errors import DesignError
from trialwright.kernels.log_rank import is_log_rank
from trialwright.model.design import Design
from trialwright.model.scenario import Scenario


def survival_calls(
    design: Design, scenario: Scenario, bounds: SequentialDesign, full: int, replicates: int, stated: str
) -> dict[str, str]:
    """Name → call. Empty where rpact has none of the same: other tests than the log-rank, effects that differ between
    patients, cure, ramps and sites, a margin, several arms, looks that do not wait for events.

    stated : the call of `bounds`. With a delay only the simulation is given, since rpact's formulas hold for
    proportional hazards.
    """
    if not _alike(design, scenario):
        return {}
    hazards = _hazards(design, scenario)
    if hazards is None:
        return {}
    common = {"directionUpper": design.better == "higher", **hazards, **_entry(design, scenario)}
    out = {}
    if _in_closed_form(hazards, common):
        formula = {"design": Bare(stated), "allocationRatioPlanned": design.allocation, **common}
        out["rpact, power"] = call("getPowerSurvival", formula | {"maxNumberOfEvents": full})
        wanted = {k: v for k, v in formula.items() if k != "directionUpper"}
        if _answers(needed := call("getSampleSizeSurvival", wanted)):
            out[f"rpact, events for {1 - bounds.beta:.0%} power"] = needed
    experimental, control = ratio(design.allocation)
    planned = [full] if bounds.k == 1 else [int(n) for n in sizes(design, full)]
    out["rpact, simulated"] = call(
        "getSimulationSurvival",
        {
            "design": Bare(stated), **common, "allocation1": experimental, "allocation2": control,
            "plannedEvents": planned if len(planned) > 1 else planned[0], "maxNumberOfIterations": replicates,
        },
    )  # fmt: skip
    return out


def _in_closed_form(hazards: Mapping[str, Any], common: Mapping[str, Any]) -> bool:
    """rpact's formulas take proportional hazards, and no Weibull law beside dropout."""
    return "lambda1" not in hazards and not ("kappa" in hazards and "dropoutRate1" in common)


def _alike(design: Design, scenario: Scenario) -> bool:
    """Whether rpact knows such a trial."""
    plain = not (design.fallback or design.margin or design.arms) and design.events is not None
    steady = scenario.ramp_months == 0 and not scenario.sites and not scenario.drift
    same = scenario.effect.curve == "constant" and not scenario.dropout_by_category
    return plain and steady and same and design.endpoint == time_to_event.NAME and _log_rank(design.test)


def _log_rank(test: str) -> bool:
    return test != time_to_event.STRATIFIED and is_log_rank(time_to_event.weights_of(test))


def _hazards(design: Design, scenario: Scenario) -> Mapping[str, Any] | None:
    """Of both arms, None where some are cured or a Weibull law has a delay."""
    lost = np.array(scenario.lost(design.arms))
    table, hazard_ratio = (
        time_to_event.hazard_table(scenario.control, lost),
        math.exp(scenario.effect.level),
    )
    shaped, acts = table.shape != 1, table.sensitivity[1]
    if table.cured.max() > 0 or (shaped and len(table.starts) > 1):
        return None
    hazards = table.hazard[0]
    if shaped:
        return {"median2": scenario.control["median"], "hazardRatio": hazard_ratio, "kappa": table.shape}
    if (acts < 1).any():
        treated = hazards * np.where(acts > 0, hazard_ratio, 1.0)
        return {"piecewiseSurvivalTime": table.starts, "lambda1": treated, "lambda2": hazards}
    if len(hazards) > 1:
        return {"piecewiseSurvivalTime": table.starts, "lambda2": hazards, "hazardRatio": hazard_ratio}
    stated = "median" in scenario.control
    control = {"median2": scenario.control["median"]} if stated else {"lambda2": hazards[0]}
    return {**control, "hazardRatio": hazard_ratio}


def _entry(design: Design, scenario: Scenario) -> Mapping[str, Any]:
    """Accrual of those who are enrolled, and the share lost by the scenario's months of dropout."""
    split = Population(scenario.marker, scenario.effect).checked_split(design.cutoff)
    rate = scenario.screened_per_month * scenario.eligible * scenario.consent * split.prevalence
    control, experimental = scenario.lost(design.arms)
    lost = {
        "dropoutRate1": experimental,
        "dropoutRate2": control,
        "dropoutTime": time_to_event.DROPOUT_MONTHS,
    }
    return {
        "accrualTime": 0, "accrualIntensity": rate, "accrualIntensityType": "absolute",
        "maxNumberOfSubjects": design.patients, **(lost if control or experimental else {}),
    }  # fmt: skip


def _answers(text: str) -> bool:
    """Whether the question has an answer: with few patients no follow-up may be long enough."""
    from trialwright.design.rpact import answer

    try:
        answer(text)
    except DesignError:
        return False
    return True
