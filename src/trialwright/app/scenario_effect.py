"""The effect of a scenario, from stated numbers or from what was pooled, on the endpoint's own scale."""

from __future__ import annotations

from trialwright.app.effect_scale import on_endpoint_scale
from trialwright.app.known import Known, pool_named
from trialwright.app.plan_file import Plan
from trialwright.app.scenario_marker import of_quantiles
from trialwright.errors import DesignError, EvidenceError
from trialwright.model.plan import MarkerSpec, ScenarioSpec
from trialwright.model.pooled import NO_CONTRAST, Scale
from trialwright.model.scenario import EffectCurve, Marker

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


def unscaled(
    plan: Plan, name: str, spec: ScenarioSpec, control: dict[str, float | tuple[float, ...]]
) -> tuple[ScenarioSpec, str]:
    """Every effect of the scenario on the endpoint's own scale, and words for those that were not."""
    at = plan.where("scenarios", name, "effect")
    effect, words = on_endpoint_scale(plan, at, spec.effect, control)
    arms = {}
    for arm, stated in spec.arms.items():
        where = plan.where("scenarios", name, "arms", arm)
        arms[arm], more = on_endpoint_scale(plan, where, stated, control)
        words = joined(words, f"{arm}: {more}" if more else "")
    return spec.model_copy(update={"effect": effect, "arms": arms}), words


def joined(*words: str) -> str:
    return "; ".join(w for w in words if w)


def effect_curve(
    plan: Plan,
    name: str,
    spec: ScenarioSpec,
    evidence: Known,
    measured: Marker | None,
    marker: Marker | None,
    of: list[str],
) -> tuple[EffectCurve, str]:
    """The curve that the scenario's effect states, and words for where its size comes from. measured, marker : the marker as
    one visit measures it, and its usual values. of : gains the ids of what it rests on."""
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
        _says_all(plan, name, spec)
        return _multiplied(through(effect.curve, effect.at, where), effect.times), ""
    if effect.level is None:
        raise DesignError(
            "The effect has no size.",
            where=where,
            fix="State `level:` (a number or a pool's name) or `at:`; a later scenario's effect takes the place of the first's, and states all of it.",
        )
    level, words = _level(plan, name, spec, evidence, of)
    _says_what_it_needs(plan, name, spec)
    slope = (effect.slope or 0.0) * effect.times
    curve = EffectCurve(curve=effect.curve, level=level, half=effect.half or 1.0, slope=slope)
    if effect.among is None or measured is None or marker is None:
        return curve, words
    if isinstance(effect.among, dict):
        seen = of_quantiles(marker.name, MarkerSpec(quantiles=effect.among), where)
        usual = seen if measured is marker else regressed(seen, measured)
        words += f"; scaled so that its mean among patients with those {marker.name} quantiles is {level:.4g}"
        return calibrate(curve, usual, level, None), words
    words += f"; scaled so that its mean at {marker.name} >= {effect.among:g} is {level:.4g}"
    return calibrate(curve, marker, level, effect.among), words


# What a curve stated by its level needs, and what says nothing beside it.
_NEEDS = {"step": ("half",), "emax": ("half",), "log_linear": ("half", "slope"), "points": ("at",)}
_IDLE = {"constant": ("half", "slope", "among"), "step": ("slope",), "emax": ("slope",)}


def _says_what_it_needs(plan: Plan, name: str, spec: ScenarioSpec) -> None:
    """Raises DesignError for a curve by its level that lacks a part, or states one that would be passed over."""
    effect = spec.effect
    for key in _NEEDS.get(effect.curve, ()):
        if not getattr(effect, key) and getattr(effect, key) != 0:
            raise DesignError(
                f"A {effect.curve} effect needs `{key}:`.",
                where=plan.where("scenarios", name, "effect"),
                fix="`docs/plan.md` shows each curve.",
            )
    for key in _IDLE.get(effect.curve, ()):
        if getattr(effect, key) is not None:
            raise DesignError(
                f"A {effect.curve} effect has no `{key}`: it would say nothing.",
                where=plan.where("scenarios", name, "effect", key),
                fix=f"Leave out `{key}`, or state another `curve`.",
            )


def _says_all(plan: Plan, name: str, spec: ScenarioSpec) -> None:
    """Raises DesignError where a key beside `at` would be passed over."""
    for key in ("half", "slope", "among"):
        if getattr(spec.effect, key) is not None:
            raise DesignError(
                f"The points of `at` set the whole curve, and `{key}` beside them says nothing.",
                where=plan.where("scenarios", name, "effect", key),
                fix=f"Leave out `{key}`, or state `level` in the place of `at`.",
            )


def _multiplied(curve: EffectCurve, times: float) -> EffectCurve:
    """The curve whose effect at every marker value is so many times as large."""
    at = tuple((value, effect * times) for value, effect in curve.at)
    return curve.model_copy(update={"level": curve.level * times, "slope": curve.slope * times, "at": at})


def effects_of_arms(
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
        arm: effect_curve(plan, name, spec.model_copy(update={"effect": e}), evidence, measured, marker, of)[
            0
        ]
        for arm, e in spec.arms.items()
    }


def _level(plan: Plan, name: str, spec: ScenarioSpec, evidence: Known, of: list[str]) -> tuple[float, str]:
    level = spec.effect.level
    if not isinstance(level, str):
        assert level is not None
        return level * spec.effect.times, "effect level as stated"
    pooled = pool_named(plan, evidence, level, "scenarios", name, "effect", "level")
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


def level_cv(spec: ScenarioSpec, known: Known) -> float:
    """Relative SD of a pooled level in a new trial. Curves that are not proportional to it have none."""
    level, curve = spec.effect.level, spec.effect.curve
    if not isinstance(level, str) or level not in known.priors or curve == "log_linear":
        return 0.0
    prior = known.priors[level]
    return prior.sd / abs(prior.mean) if prior.mean else 0.0
