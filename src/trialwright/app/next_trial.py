"""How large the next trial would be if a pooled effect were true: a fixed design for the plan's endpoint."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.app.follow_up import followup_of
from trialwright.app.known import Known
from trialwright.app.plan_file import Plan
from trialwright.app.scenario_effect import SCALES_OF_ENDPOINT
from trialwright.app.scenarios import control_of, dropouts_of
from trialwright.errors import TrialwrightError
from trialwright.model.base import Because
from trialwright.model.design import Design
from trialwright.model.plan import DesignSpec
from trialwright.model.pooled import Pooled
from trialwright.model.price import NextTrial
from trialwright.model.scenario import EffectCurve, Scenario


def next_trial(plan: Plan, pooled: Pooled, others: Iterable[Pooled] = ()) -> NextTrial:
    """The size at the one-sided alpha of the plan's first fixed design, with the power that a design must reach to be
    adequate (80 %), for the control arm and dropout of the first scenario that takes its effect from this pool, or of the
    first there is. others : pools that the control arm may be taken from. The effect is the pooled mean in everyone. Where that cannot be, `why` says so in words."""
    from trialwright.design import ADEQUATE

    spec = _design(plan)
    size, why, of, formula = None, _unfit(plan, pooled), [pooled.id], ""
    if not why:
        try:
            size, why, formula = _size(
                plan, pooled, {p.name: p for p in (*others, pooled)}, spec, ADEQUATE, of
            )
        except TrialwrightError as error:
            why = error.what.rstrip(".")
    because = Because(rule="design.smallest.fixed_size", of=tuple(dict.fromkeys(of)), formula=formula)
    return NextTrial(patients=size, power=ADEQUATE, alpha=spec.alpha, why=why, because=because)


def _design(plan: Plan) -> DesignSpec:
    specs = list(plan.spec.designs.values())
    return next((d for d in specs if d.type == "fixed"), specs[0] if specs else DesignSpec())


def _unfit(plan: Plan, pooled: Pooled) -> str:
    """Why the plan's endpoint cannot be sized from this pool; "" where it can."""
    primary = plan.spec.trial.primary
    if primary is None:
        return "the plan states no primary endpoint"
    if not plan.spec.scenarios:
        return "the plan states no scenario, so nothing is known of the control arm"
    if pooled.scale not in SCALES_OF_ENDPOINT.get(primary.type, ()):
        scale = pooled.scale.replace("_", " ")
        return f"the plan's endpoint is {primary.type.replace('_', ' ')}, which a {scale} does not size"
    return ""


def _size(
    plan: Plan, pooled: Pooled, pools: dict[str, Pooled], spec: DesignSpec, power: float, of: list[str]
) -> tuple[int | None, str, str]:
    from trialwright.design import fixed_size

    primary, name = plan.spec.trial.primary, _scenario(plan, pooled)
    assert primary is not None
    stated = plan.spec.scenarios[name]
    if primary.type == "time_to_event" and isinstance(stated.eligible, str):
        return None, "how fast patients come hangs on the plan's own patients", ""
    control = control_of(plan, name, stated, Known(pools), of)
    scenario = Scenario(
        name=name,
        control=control,
        effect=EffectCurve(level=pooled.mean),
        screened_per_month=stated.screened_per_month,
        eligible=1.0 if isinstance(stated.eligible, str) else stated.eligible,
        consent=stated.consent,
        dropout=0.0 if isinstance(stated.dropout, dict) else stated.dropout,
        dropouts=dropouts_of(plan, name, stated),
        dropout_by_category=stated.dropout_by_category,
        followup_months=followup_of(plan, name, stated, control),
        ramp_months=stated.ramp_months,
    )
    design = Design(
        name="the next trial",
        type="fixed",
        endpoint=primary.type,
        better=primary.better,
        patients=2,
        allocation=spec.allocation,
        alpha=spec.alpha,
        test=spec.test,
        fallback=spec.fallback,
    )
    first = next(iter(plan.spec.scenarios))
    of += plan.resting_on(f"scenarios.{name}.control") or plan.resting_on(f"scenarios.{first}.control")
    size, why = fixed_size(design, scenario, power)
    shown = ", ".join(f"{k} {v:.4g}" for k, v in scenario.control.items() if isinstance(v, float | int))
    formula = f"effect {pooled.mean:.4g}, {shown or 'control arm as in the scenario'}, dropout {scenario.dropout:g}: power >= {power:g} at one-sided alpha {spec.alpha:g}"
    return size, why, formula if size is None else f"{formula} from {size} patients on"


def _scenario(plan: Plan, pooled: Pooled) -> str:
    """The first scenario whose effect is this pool's, or the first there is."""
    specs = plan.spec.scenarios
    return next((n for n, s in specs.items() if s.effect.level == pooled.name), next(iter(specs)))
