"""Times to an event → rpact's calls with the plan's hazards, accrual and dropout: power, events needed, simulation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import binom

from trialwright.design.closed_form import closed_form
from trialwright.design.entry import ratio
from trialwright.design.event_theory import events_expected, share_with_event
from trialwright.design.rpact.printed import recruitment
from trialwright.design.rpact.printed.planned import (
    NO_ANSWER,
    POWER,
    SIMULATED,
    Planned,
    Printed,
    answered,
    joined,
    missed,
    nothing,
    rounded,
    share,
)
from trialwright.design.rpact.writing import call
from trialwright.endpoints import time_to_event
from trialwright.kernels.log_rank import is_log_rank

UNPROPORTIONAL = (
    "rpact's formulas are of proportional hazards, and of no Weibull law with dropout: this simulates"
)
UNREACHED = 1e-3  # chance that so many events never happen, above which a trial's end is another than rpact's


def survival(p: Planned) -> Printed:
    """With a delay only the simulation is given, since rpact's formulas hold for proportional hazards; and where they miss the
    simulated power, as Schoenfeld's does where many more patients are in one arm."""
    if why := unlike_survival(p):
        return nothing(why)
    shared, said = course(p)
    simulated = {SIMULATED: simulation(p, shared, {})}
    if not _in_closed_form(shared):
        return Printed(simulated, {SIMULATED: joined(UNPROPORTIONAL, *said)})
    exact = _formulas(p, shared, said)
    return Printed(exact.calls | simulated, exact.remarks | {SIMULATED: joined(exact.missing, *said)})


def course(p: Planned) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Direction, hazards, accrual and dropout, and in what they differ."""
    return p.direction | _hazards(p) | recruitment.entry(p), (*recruitment.remarks(p), _followed(p))


def _formulas(p: Planned, common: Mapping[str, Any], said: tuple[str, ...]) -> Printed:
    formula = p.formula | {"allocationRatioPlanned": _allocation(p)} | common
    power = call("getPowerSurvival", formula | {"maxNumberOfEvents": _events(p)})
    value = answered(power, "overallReject")
    if value is None:
        return nothing(NO_ANSWER)
    if missed(p, value):
        return nothing(f"Schoenfeld's formula answers {share(value)}, {missed(p, value)}, and is left out")
    calls, remarks = (
        {POWER: power},
        {POWER: joined(f"answers {share(value)}, by Schoenfeld's formula", _beside(p, value), *said)},
    )
    if p.sign * _log_hazard_ratio(p) > 0:
        wanted = {k: v for k, v in formula.items() if k != "directionUpper"}
        needed = call("getSampleSizeSurvival", wanted)
        events = answered(needed, "maxNumberOfEvents")
        if events is not None:
            name = f"rpact, events for {1 - p.bounds.beta:.0%} power"
            calls[name], remarks[name] = needed, f"answers {events:,.1f} events"
    return Printed(calls, remarks)


def _beside(p: Planned, value: float) -> str:
    """What there is to say of the closed form that is reported too, where it has another value than R's formula."""
    ours = closed_form(p.setting, p.split)
    if ours is None or share(ours) == share(value):
        return ""
    return (
        f"the closed form reported beside the simulation has {share(ours)}: it adds expected events and numbers at risk over "
        "follow-up, with the variance under the effect, where Schoenfeld's formula keeps the arms at risk as they were "
        "allocated and takes the variance under none, so that the two agree only for small effects"
    )


def simulation(p: Planned, common: Mapping[str, Any], more: Mapping[str, Any]) -> str:
    """more : how sizes are re-estimated."""
    experimental, control = ratio(p.design.allocation)
    planned = [round(_events(p))] if p.bounds.k == 1 else p.looks
    of = p.planned("Events", planned) | more
    return call(
        "getSimulationSurvival",
        {
            "design": p.formula["design"], **common, "allocation1": experimental, "allocation2": control,
            **of, "maxNumberOfIterations": p.found.replicates,
        },
    )  # fmt: skip


def _events(p: Planned) -> float:
    """Of the last look: stated, or those expected by then."""
    return p.design.events or rounded(events_expected(p.setting))


def _followed(p: Planned) -> str:
    if p.design.events is not None:
        return ""
    return (
        f"it ends with the {_events(p):.4g} events that are expected when the last patient has been followed for "
        f"{p.scenario.followup_months:g} months, not at that time"
    )


def _allocation(p: Planned) -> float:
    experimental, control = ratio(p.design.allocation)
    return rounded(experimental / control)


def _log_hazard_ratio(p: Planned) -> float:
    return float(p.split.effect[p.split.enrolled_weight > 0][0])


def _in_closed_form(shared: Mapping[str, Any]) -> bool:
    """rpact's formulas take proportional hazards, and no Weibull law beside dropout."""
    return "lambda1" not in shared and not ("kappa" in shared and "dropoutRate1" in shared)


def unlike_survival(p: Planned) -> str:
    """Why rpact knows no such trial, "" where it does."""
    if p.design.test == time_to_event.STRATIFIED or not is_log_rank(time_to_event.weights_of(p.design.test)):
        return f"it tests by {p.design.test}, and rpact by the plain log-rank test"
    if not p.one_effect:
        return "the hazard ratio differs between patients"
    if p.scenario.control.get("cured"):
        return "some patients never have the event"
    if p.scenario.control.get("delay") and p.scenario.control.get("shape", 1.0) != 1.0:
        return "the effect on a Weibull law is delayed"
    if p.design.events is not None:
        return _unreached(p, p.design.events)
    if p.bounds.k > 1:
        return "its looks come when patients have been followed, and rpact's when events have happened"
    return ""


def _unreached(p: Planned, events: int) -> str:
    """A trial that runs out of patients ends with what it has, which rpact's does not."""
    if binom.cdf(events - 1, p.design.patients, min(share_with_event(p.setting), 1.0)) < UNREACHED:
        return ""
    return f"not every trial comes to {events:,} events, and rpact waits for them"


def _hazards(p: Planned) -> Mapping[str, Any]:
    """Of both arms."""
    control = p.scenario.control
    table, hazard_ratio = (
        time_to_event.hazard_table(control, p.setting.lost),
        rounded(math.exp(_log_hazard_ratio(p))),
    )
    hazards, acts = table.hazard[0], table.sensitivity[1]
    if table.shape != 1:
        return {"median2": control["median"], "hazardRatio": hazard_ratio, "kappa": table.shape}
    if (acts < 1).any():
        treated = hazards * np.where(acts > 0, hazard_ratio, 1.0)
        return {"piecewiseSurvivalTime": table.starts, "lambda1": treated, "lambda2": hazards}
    if len(hazards) > 1:
        return {"piecewiseSurvivalTime": table.starts, "lambda2": hazards, "hazardRatio": hazard_ratio}
    stated = {"median2": control["median"]} if "median" in control else {"lambda2": hazards[0]}
    return {**stated, "hazardRatio": hazard_ratio}
