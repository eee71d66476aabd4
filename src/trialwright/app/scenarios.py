"""ScenarioSpec → Scenario: stated numbers, pooled evidence and the plan's own patients put in place."""

from __future__ import annotations

import math
from typing import TypeVar

from trialwright.app.follow_up import followup_of
from trialwright.app.known import Known, pool_named
from trialwright.app.plan_file import Plan
from trialwright.app.scenario_effect import effect_curve, effects_of_arms, joined, level_cv, unscaled
from trialwright.app.scenario_marker import measured_marker
from trialwright.errors import DesignError, EvidenceError
from trialwright.model.base import Because
from trialwright.model.plan import ScenarioSpec
from trialwright.model.pooled import Pooled
from trialwright.model.scenario import CONTROL, EXPERIMENTAL, Scenario

__all__ = ["Known", "build", "control_of", "dropouts_of", "known_arms"]

T = TypeVar("T")


def build(plan: Plan, name: str, evidence: Known) -> Scenario:
    """The scenario `name` of the plan. Raises EvidenceError or DesignError naming its place."""
    from trialwright.design.usual_values import usual_values

    spec = plan.spec.scenarios[name]
    of: list[str] = list(_stated(plan, name))
    eligible, eligible_n = _eligible(plan, name, spec, evidence, of)
    measured = measured_marker(plan, name, spec, evidence, of)
    is_usual = spec.marker is not None and (spec.marker.usual or spec.marker.positive is not None)
    marker = measured if measured is None or is_usual else usual_values(measured)
    control = control_of(plan, name, spec, evidence, of)
    spec, converted = unscaled(plan, name, spec, control)
    curve, formula = effect_curve(plan, name, spec, evidence, measured, marker, of)
    return Scenario(
        name=name,
        control=control,
        effect=curve,
        marker=marker,
        screened_per_month=spec.screened_per_month,
        eligible=eligible,
        eligible_n=eligible_n,
        consent=spec.consent,
        dropout=0.0 if isinstance(spec.dropout, dict) else spec.dropout,
        dropouts=dropouts_of(plan, name, spec),
        followup_months=followup_of(plan, name, spec, control),
        level_cv=level_cv(spec, evidence),
        arms=effects_of_arms(plan, name, spec, evidence, measured, marker, of),
        dropout_by_category=spec.dropout_by_category,
        responses=known_arms(plan, name, spec.responses, "responses"),
        ramp_months=spec.ramp_months,
        sites=spec.sites,
        drift=spec.drift,
        because=Because(
            rule="plan.scenario", of=tuple(dict.fromkeys(of)), formula=joined(formula, converted)
        ),
    )


def dropouts_of(plan: Plan, name: str, spec: ScenarioSpec) -> dict[str, float]:
    """By arm, where the plan states it so. Raises DesignError for an arm of no design."""
    if not isinstance(spec.dropout, dict):
        return {}
    return known_arms(plan, name, spec.dropout, "dropout")


def known_arms(plan: Plan, name: str, stated: dict[str, T], what: str) -> dict[str, T]:
    """What is stated by arm. Raises DesignError for an arm of no design."""
    known = {CONTROL, *(a for d in plan.spec.designs.values() for a in d.arms or (EXPERIMENTAL,))}
    if what == "responses":
        known -= {CONTROL}
    if other := [a for a in stated if a not in known]:
        raise DesignError(
            f"The scenario `{name}` states the {what} of `{other[0]}`, which is an arm of no design.",
            where=plan.where("scenarios", name, what, other[0]),
            fix=f"The arms are: {', '.join(sorted(known))}. "
            + (
                "One that is not stated loses nobody."
                if what == "dropout"
                else "Control's are under `control`."
            ),
        )
    return dict(stated)


def _stated(plan: Plan, name: str) -> tuple[str, ...]:
    """The scenario's own assumptions, and those it inherits from the first scenario."""
    own = f"scenarios.{name}."
    first = f"scenarios.{next(iter(plan.spec.scenarios))}."
    given = {a.name.removeprefix(own) for a in plan.assumptions.values() if a.name.startswith(own)}
    replaced = {"effect"} if any(g.startswith("effect") for g in given) else set()
    inherited = (
        a.id
        for a in plan.assumptions.values()
        if own != first
        and a.name.startswith(first)
        and (rest := a.name.removeprefix(first)) not in given
        and rest.split(".")[0] not in replaced
    )
    return (*plan.resting_on(own[:-1]), *inherited)


def control_of(
    plan: Plan, name: str, spec: ScenarioSpec, evidence: Known, of: list[str]
) -> dict[str, float | tuple[float, ...]]:
    out: dict[str, float | tuple[float, ...]] = {}
    for key, value in spec.control.items():
        if not isinstance(value, str):
            out[key] = value
            continue
        pooled = pool_named(plan, evidence, value, "scenarios", name, "control", key)
        found = _of_control(pooled, key)
        if found is None:
            raise EvidenceError(
                f"The pool `{value}` gives no {key} for the control arm.",
                where=plan.where("scenarios", name, "control", key),
                fix="A pool gives `sd`, where its trials print an interval and both arm sizes, and `rate`, where its scale is "
                "logit_proportion or arcsine_proportion.",
            )
        out[key] = found
        of.append(pooled.id)
    return out


def _of_control(pooled: Pooled, key: str) -> float | None:
    """A control arm's figure that a pool holds."""
    if key == "sd":
        return pooled.residual_sd
    if key == "rate" and pooled.scale == "logit_proportion":
        return 1 / (1 + math.exp(-pooled.mean))
    if key == "rate" and pooled.scale == "arcsine_proportion":
        return math.sin(min(max(pooled.mean, 0.0), math.pi / 2)) ** 2
    return None


def _eligible(plan: Plan, name: str, spec: ScenarioSpec, evidence: Known, of: list[str]) -> tuple[float, int]:
    """Share of screened patients who pass the criteria, and how many patients it was counted in."""
    if not isinstance(spec.eligible, str):
        return spec.eligible, 0
    screening = evidence.screening
    if screening is None:
        return 1.0, 0  # no patients and nothing stated: screened patients are the eligible ones
    passing = screening.certain + (screening.possible if spec.eligible == "possible" else 0)
    if passing == 0:
        raise DesignError(
            f"None of the plan's {screening.cohort.patients} patients can be enrolled, counting the {spec.eligible} ones.",
            where=plan.where("scenarios", name, "eligible"),
            fix="Set `eligible: possible` to count unknowns, state a share, or look at the funnel for the criterion that costs most.",
        )
    of.append(screening.id)
    return passing / screening.cohort.patients, screening.cohort.patients
