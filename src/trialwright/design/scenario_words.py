"""What a scenario assumes, in a protocol's words: a power without it is the power of nothing in particular."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.design import survival_words
from trialwright.endpoints import endpoint, time_to_event
from trialwright.model.design import Design
from trialwright.model.scenario import EffectCurve, Scenario


def assumed(design: Design, scenario: Scenario) -> str:
    """One sentence."""
    if design.endpoint == time_to_event.NAME:
        return survival_words.assumed(design, scenario)
    parts = [
        "the control arm has " + ", ".join(f"{_name(k)} {_value(v)}" for k, v in scenario.control.items()),
        *_effects(design, scenario),
        survival_words.accrual(design, scenario),
        _known(scenario),
        _lost(design, scenario),
    ]
    if scenario.drift:
        parts.append(f"the control outcome changes by {scenario.drift:g} for every 100 eligible patients")
    return f"Scenario {scenario.name} assumes that {'; '.join(parts)}."


def _name(parameter: str) -> str:
    return " ".join("SD" if word == "sd" else word for word in parameter.split("_"))


def _value(value: float | Iterable[float]) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else ", ".join(f"{v:g}" for v in value)


def _effects(design: Design, scenario: Scenario) -> list[str]:
    """Of each arm: its effect on the scale that scenarios state it on, or its shares in each category."""
    told = []
    for arm in design.arms or ("experimental",):
        of = f" of {arm}" if design.arms else ""
        if arm in scenario.responses:
            told.append(f"the categories' shares of {arm} are {_value(scenario.responses[arm])}")
        else:
            told.append(_effect(design, scenario, scenario.arms.get(arm, scenario.effect), of))
    return told


def _effect(design: Design, scenario: Scenario, effect: EffectCurve, of: str) -> str:
    scale = endpoint(design.endpoint).EFFECT.partition(" (")[0]
    if effect.curve == "constant":
        return f"the {scale}{of} is {effect.level:.4g}"
    marker = scenario.marker.name if scenario.marker else "the marker"
    return f"the {scale}{of} follows {marker} ({effect.curve.replace('_', ' ')})"


def _known(scenario: Scenario) -> str:
    """Nought is said as well: it is what is taken where a plan states nothing."""
    months = scenario.followup_months
    return (
        f"outcomes are known {months:g} months after enrolment"
        if months
        else "outcomes are known at enrolment"
    )


def _lost(design: Design, scenario: Scenario) -> str:
    if scenario.dropout_by_category:
        shares = ", ".join(f"{100 * share:.3g} %" for share in scenario.dropout_by_category)
        return f"{shares} of the patients in each category, lowest first, have no outcome"
    return f"{survival_words.lost(design, scenario)} have no outcome"
