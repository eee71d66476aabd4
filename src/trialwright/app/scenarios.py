"""ScenarioSpec → Scenario: stated numbers, pooled evidence and the plan's own patients put in place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from trialwright.app.effect_scale import on_endpoint_scale
from trialwright.app.plan_file import Plan
from trialwright.errors import DesignError, EvidenceError
from trialwright.model.base import Because
from trialwright.model.plan import MarkerSpec, ScenarioSpec
from trialwright.model.pooled import NO_CONTRAST, Pooled, Prior, Scale
from trialwright.model.scenario import CONTROL, EXPERIMENTAL, EffectCurve, Marker, Scenario
from trialwright.model.screening import Screening

# Pools whose scale is an endpoint's own effect; a pool on another cannot be its level.
SCALES_OF_ENDPOINT: dict[str, tuple[Scale, ...]] = {
    "continuous": ("mean_difference",),
    "ancova": ("mean_difference",),
    "change_from_baseline": ("mean_difference",),
    "binary": ("log_odds_ratio", "log_peto_odds_ratio"),
    "ordinal": ("log_odds_ratio",),
    "win_odds": ("log_odds_ratio",),
    "count": ("log_rate_ratio",),
    "time_to_event": ("log_hazard_ratio",),
}
FEWEST_VALUES = 44  # of a marker: fewer say too little of a cut-off, and the report could not summarise them


T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """What earlier stages found. samples : marker → its values in the plan's patients."""

    pooled: dict[str, Pooled]
    priors: Mapping[str, Prior] = field(default_factory=dict)
    screening: Screening | None = None
    samples: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def build(plan: Plan, name: str, evidence: Known) -> Scenario:
    """The scenario `name` of the plan. Raises EvidenceError or DesignError naming its place."""
    from trialwright.design.usual_values import usual_values

    spec = plan.spec.scenarios[name]
    of: list[str] = list(_stated(plan, name))
    eligible, eligible_n = _eligible(plan, name, spec, evidence, of)
    measured = _measured(plan, name, spec, evidence, of)
    is_usual = spec.marker is not None and (spec.marker.usual or spec.marker.positive is not None)
    marker = measured if measured is None or is_usual else usual_values(measured)
    control = control_of(plan, name, spec, evidence, of)
    spec, converted = _unscaled(plan, name, spec, control)
    curve, formula = _curve(plan, name, spec, evidence, measured, marker, of)
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
        followup_months=spec.followup_months,
        level_cv=_level_cv(spec, evidence),
        arms=_arms(plan, name, spec, evidence, measured, marker, of),
        dropout_by_category=spec.dropout_by_category,
        responses=known_arms(plan, name, spec.responses, "responses"),
        ramp_months=spec.ramp_months,
        sites=spec.sites,
        drift=spec.drift,
        because=Because(
            rule="plan.scenario", of=tuple(dict.fromkeys(of)), formula=_joined(formula, converted)
        ),
    )


def _unscaled(
    plan: Plan, name: str, spec: ScenarioSpec, control: dict[str, float | tuple[float, ...]]
) -> tuple[ScenarioSpec, str]:
    """Every effect of the scenario on the endpoint's own scale, and words for those that were not."""
    at = plan.where("scenarios", name, "effect")
    effect, words = on_endpoint_scale(plan, at, spec.effect, control)
    arms = {}
    for arm, stated in spec.arms.items():
        where = plan.where("scenarios", name, "arms", arm)
        arms[arm], more = on_endpoint_scale(plan, where, stated, control)
        words = _joined(words, f"{arm}: {more}" if more else "")
    return spec.model_copy(update={"effect": effect, "arms": arms}), words


def _joined(*words: str) -> str:
    return "; ".join(w for w in words if w)


def _arms(
    plan: Plan,
    name: str,
    spec: ScenarioSpec,
    evidence: Known,
    measured: Marker | None,
    marker: Marker | None,
    of: list[str],
) -> dict[str, EffectCurve]:
    """The effect of each arm that states its own; all follow the scenario's one marker."""
    if other := [a for a, e in spec.arms.items() if e.by and e.by != spec.effect.by]:
        raise DesignError(
            f"The arm {other[0]} follows {spec.arms[other[0]].by}, and the scenario's effect does not.",
            where=plan.where("scenarios", name, "arms", other[0]),
            fix="Let every effect of a scenario be by the same marker.",
        )
    return {
        arm: _curve(plan, name, spec.model_copy(update={"effect": e}), evidence, measured, marker, of)[0]
        for arm, e in spec.arms.items()
    }


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


def _level_cv(spec: ScenarioSpec, known: Known) -> float:
    """Relative SD of a pooled level in a new trial. Curves that are not proportional to it have none."""
    level, curve = spec.effect.level, spec.effect.curve
    if not isinstance(level, str) or level not in known.priors or curve == "log_linear":
        return 0.0
    prior = known.priors[level]
    return prior.sd / abs(prior.mean) if prior.mean else 0.0


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


def _pooled(plan: Plan, evidence: Known, pool: str, *path: str) -> Pooled:
    if pool not in evidence.pooled:
        known = ", ".join(f"`{p}`" for p in evidence.pooled) or "none"
        raise EvidenceError(
            f"The plan takes a number from the pool `{pool}`, and there is no such pool.",
            where=plan.where(*path),
            fix=f"Add it under `pool:` or state the number. Pools here: {known}.",
        )
    return evidence.pooled[pool]


def control_of(
    plan: Plan, name: str, spec: ScenarioSpec, evidence: Known, of: list[str]
) -> dict[str, float | tuple[float, ...]]:
    out: dict[str, float | tuple[float, ...]] = {}
    for key, value in spec.control.items():
        if not isinstance(value, str):
            out[key] = value
            continue
        pooled = _pooled(plan, evidence, value, "scenarios", name, "control", key)
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


def _measured(plan: Plan, name: str, spec: ScenarioSpec, known: Known, of: list[str]) -> Marker | None:
    """The marker as one visit measures it, from stated quantiles or from the plan's patients."""
    if not spec.effect.by:
        return None
    stated = spec.marker or MarkerSpec()
    where = plan.where("scenarios", name, "marker")
    if stated.positive is not None:
        return Marker(
            name=spec.effect.by,
            positive=stated.positive,
            positive_n=stated.positive_n,
            sensitivity=stated.sensitivity,
            specificity=stated.specificity,
        )
    if stated.quantiles:
        return _of_quantiles(spec.effect.by, stated, where)
    if spec.effect.by not in known.samples or known.screening is None:
        raise DesignError(
            f"Nothing says how {spec.effect.by} is distributed.{_said_of(spec.effect.by, known.screening)}",
            where=where,
            fix=f"Add `marker: {{quantiles: ...}}`, or `patients:` that hold {spec.effect.by}, with a unit, in at "
            f"least {FEWEST_VALUES} patients (docs/patients.md).",
        )
    of.append(known.screening.id)
    return _marker(spec.effect.by, stated, (), known.samples[spec.effect.by])


def _said_of(marker: str, screening: Screening | None) -> str:
    """What screening had to say of a marker that it could not use."""
    warnings = screening.warnings if screening else ()
    said = [w for w in warnings if marker.lower() in w.lower()]
    return " " + " ".join(said) if said else ""


def _marker(
    name: str, stated: MarkerSpec, probabilities: tuple[float, ...], values: tuple[float, ...]
) -> Marker:
    return Marker(
        name=name,
        unit=stated.unit,
        probabilities=probabilities,
        values=values,
        within_sd=stated.within_sd,
        assay_cv=stated.assay_cv,
    )


def _curve(
    plan: Plan,
    name: str,
    spec: ScenarioSpec,
    evidence: Known,
    measured: Marker | None,
    marker: Marker | None,
    of: list[str],
) -> tuple[EffectCurve, str]:
    from trialwright.design import calibrate
    from trialwright.design.curve_points import through
    from trialwright.design.usual_values import regressed

    effect, where = spec.effect, plan.where("scenarios", name, "effect")
    if effect.curve != "constant" and marker is None:
        raise DesignError(
            f"A {effect.curve} effect needs the marker it follows.", where=where, fix="Add `by: MARKER`."
        )
    if effect.at:
        if effect.level is not None:
            raise DesignError(
                "The effect is stated twice, by `at` and by `level`.", where=where, fix="Keep one."
            )
        return through(effect.curve, effect.at, where), ""
    if effect.level is None:
        raise DesignError(
            "The effect has no size.", where=where, fix="State `level:` (a number or a pool's name) or `at:`."
        )
    level, words = _level(plan, name, spec, evidence, of)
    if effect.curve == "points" or (effect.curve != "constant" and effect.half is None):
        needed = "at" if effect.curve == "points" else "half"
        raise DesignError(
            f"A {effect.curve} effect needs `{needed}:`.", where=where, fix="`docs/plan.md` shows each curve."
        )
    curve = EffectCurve(curve=effect.curve, level=level, half=effect.half or 1.0, slope=effect.slope or 0.0)
    if effect.among is None or measured is None or marker is None:
        return curve, words
    if isinstance(effect.among, dict):
        seen = _of_quantiles(marker.name, MarkerSpec(quantiles=effect.among), where)
        usual = seen if measured is marker else regressed(seen, measured)
        words += f"; scaled so that its mean among patients with those {marker.name} quantiles is {level:.4g}"
        return calibrate(curve, usual, level, None), words
    words += f"; scaled so that its mean at {marker.name} >= {effect.among:g} is {level:.4g}"
    return calibrate(curve, marker, level, effect.among), words


def _of_quantiles(name: str, stated: MarkerSpec, where: str) -> Marker:
    """A marker known by its quantiles alone."""
    knots = sorted(stated.quantiles.items())
    values = [v for _, v in knots]
    if not all(0 <= p <= 1 for p, _ in knots) or min(values) <= 0 or values != sorted(values):
        raise DesignError(
            f"Quantiles of {name} must be above 0 and rise with their probability, which is between 0 and 1.",
            where=where,
            fix="Write e.g. {0.25: 1.0, 0.5: 2.2, 0.75: 6.0}.",
        )
    return _marker(name, stated, tuple(p for p, _ in knots), tuple(values))


def _level(plan: Plan, name: str, spec: ScenarioSpec, evidence: Known, of: list[str]) -> tuple[float, str]:
    level = spec.effect.level
    if not isinstance(level, str):
        assert level is not None
        return level * spec.effect.times, "effect level as stated"
    pooled = _pooled(plan, evidence, level, "scenarios", name, "effect", "level")
    primary = plan.spec.trial.primary
    wanted = SCALES_OF_ENDPOINT.get(primary.type, ()) if primary else ()
    if (wanted and pooled.scale not in wanted) or pooled.scale in NO_CONTRAST:
        takes = " or ".join(wanted) or "the effect of one arm against another"
        raise EvidenceError(
            f"The pool `{level}` is on the {pooled.scale} scale; "
            f"{f'a {primary.type} endpoint' if primary else 'an effect'} takes {takes}.",
            where=plan.where("scenarios", name, "effect", "level"),
            fix=f"Pool with `scale: {wanted[0]}`, or state the level as a number."
            if wanted
            else "State a number.",
        )
    of.append(pooled.id)
    of += [evidence.priors[level].id] if level in evidence.priors else []
    words = f"effect level = pooled mean of {level} {pooled.mean:.4g}"
    return pooled.mean * spec.effect.times, words + (
        f" x {spec.effect.times:g}" if spec.effect.times != 1 else ""
    )
