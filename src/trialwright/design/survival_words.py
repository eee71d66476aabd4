"""What a scenario assumes of times to an event, of accrual and of losses, in a protocol's words."""

from __future__ import annotations

import math

from trialwright.design.designs import design_type
from trialwright.design.population import Population
from trialwright.endpoints import time_to_event
from trialwright.model.design import Design
from trialwright.model.scenario import Scenario


def assumed(design: Design, scenario: Scenario) -> str:
    """One sentence."""
    parts = [_control(scenario), _effect(design, scenario), accrual(design, scenario)]
    parts.append(f"{lost(design, scenario)} are lost within {time_to_event.DROPOUT_MONTHS:g} months")
    return f"Scenario {scenario.name} assumes that {'; '.join(parts)}."


def looked_at(design: Design, scenario: Scenario, looks: int) -> str:
    """When the looks of a design are that waits for no number of events, nought months of follow-up said as well; "" of others."""
    if design.endpoint != time_to_event.NAME or design.events is not None:
        return ""
    months = scenario.followup_months
    after = f"{months:g} months after" if months else "at"
    if looks == 1:
        return f" The analysis is {after} the enrolment of the last patient, however many events there are."
    return (
        f" A look is {after} the enrolment of the last patient planned for it, however many events there are: the shares above "
        "are of patients, and those of events may differ."
    )


def lost(design: Design, scenario: Scenario) -> str:
    """The share of everybody, or of each arm where they differ."""
    shares = scenario.lost(design.arms)
    if len(set(shares)) == 1:
        return f"{100 * shares[0]:.3g} %"
    named = zip(("control", *_arms(design)), shares, strict=True)
    return " and ".join(f"{100 * share:.3g} % of {arm}" for arm, share in named)


def _arms(design: Design) -> tuple[str, ...]:
    return design.arms or ("the experimental arm",)


def _control(scenario: Scenario) -> str:
    c = scenario.control
    if "median" in c:
        said = f"the control arm's median time to the event is {c['median']:g} months"
        said += f" (Weibull, shape {c['shape']:g})" if c.get("shape", 1.0) != 1.0 else ""
    else:
        hazards, starts = _many(c["hazards"]), _many(c.get("starts", 0.0))
        told = ", ".join(f"{h:g} from month {s:g}" for h, s in zip(hazards, starts, strict=True))
        said = f"the control arm's events per month are {told}"
    return said + (f", {100 * float(c['cured']):g} % never having one" if c.get("cured") else "")  # type: ignore[arg-type]


def _many(value: float | tuple[float, ...]) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def _effect(design: Design, scenario: Scenario) -> str:
    delay = scenario.control.get("delay", 0.0)
    late = f", from {delay:g} months after enrolment on" if delay else ""
    effects = {a: scenario.arms.get(a, scenario.effect) for a in design.arms or ("",)}
    told = []
    for arm, effect in effects.items():
        of = f" of {arm}" if arm else ""
        if effect.curve == "constant":
            told.append(f"the hazard ratio{of} is {math.exp(effect.level):.3g}{late}")
        else:
            marker = scenario.marker.name if scenario.marker else "the marker"
            told.append(f"the hazard ratio{of} follows {marker} ({effect.curve.replace('_', ' ')}){late}")
    return " and ".join(told)


def accrual(design: Design, scenario: Scenario) -> str:
    """Patients a month, of everybody where the design itself chooses who goes on."""
    entered = None if hasattr(design_type(design.type), "cutoffs") else design.cutoff
    split = Population(scenario.marker, scenario.effect).checked_split(entered)
    rate = scenario.screened_per_month * scenario.eligible * scenario.consent * split.prevalence
    ramp = (
        f" once recruitment is at its full rate, after {scenario.ramp_months:g} months"
        if scenario.ramp_months
        else ""
    )
    return f"{rate:.3g} patients join a month{ramp}"
