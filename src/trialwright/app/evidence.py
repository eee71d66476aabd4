"""The stages of evidence: what pools give, what findings are worth in them, and what they say of the next trial."""

from __future__ import annotations

from trialwright.app.plan_file import Plan
from trialwright.app.pricing import prices as priced
from trialwright.app.simulating import stream
from trialwright.app.store import Store
from trialwright.app.watch import Watcher
from trialwright.errors import EvidenceError
from trialwright.model.base import Frozen
from trialwright.model.check import Check
from trialwright.model.findings import Missing
from trialwright.model.outlook import Outlook
from trialwright.model.pooled import Fragility, Pooled, Prior
from trialwright.model.price import Price
from trialwright.model.result import Reading

OUTLOOK_STREAM = 0x6F75746C  # the draws of a next trial, apart from those of the designs


class Evidence(Frozen):
    """What the plan's `pool:` gave. left_out : results that match an entry and could not be used, and why."""

    pooled: tuple[Pooled, ...] = ()
    priors: tuple[Prior, ...] = ()
    left_out: tuple[Missing, ...] = ()
    fragility: tuple[Fragility, ...] = ()


def pool(
    plan: Plan, readings: tuple[Reading, ...], checks: tuple[Check, ...], store: Store, watch: Watcher
) -> Evidence:
    """One Pooled and one Prior for each entry of the plan's `pool:`."""
    specs = plan.spec.pool
    if not specs:
        return Evidence()
    found, cached = store.get(
        "pool", Evidence, (readings, checks, specs), lambda: _pool(plan, readings, checks)
    )
    for one in found.pooled:
        watch.stage(
            "pool", f"{one.name}: {len(one.effects)} trial{'s' if len(one.effects) != 1 else ''}", cached
        )
    return found


def _pool(plan: Plan, readings: tuple[Reading, ...], checks: tuple[Check, ...]) -> Evidence:
    import trialwright.pool as pooler

    pooled, left_out, fragile = [], [], []
    for name, spec in plan.spec.pool.items():
        effects = pooler.effects(readings, checks, spec.endpoint, spec.scale, spec.arm)
        if not effects:
            raise EvidenceError(
                f"No document reports a usable {spec.scale.replace('_', ' ')} for `{spec.endpoint}`.",
                where=plan.where("pool", name),
                fix="`trialwright read` lists the endpoints and measures that were read; correct `endpoint:` or `scale:`.",
            )
        pooled.append(pooler.pool(name, effects, method=spec.method))
        hangs = pooler.fragility(pooled[-1], readings, checks, spec.endpoint, spec.method)
        fragile += [hangs] if hangs else []
        left_out += pooler.left_out(readings, checks, spec.endpoint, spec.scale, spec.arm)
    priors = tuple(pooler.prior(one) for one in pooled)
    return Evidence(pooled=tuple(pooled), priors=priors, left_out=tuple(left_out), fragility=tuple(fragile))


def prices(
    plan: Plan,
    readings: tuple[Reading, ...],
    checks: tuple[Check, ...],
    pooled: tuple[Pooled, ...],
    store: Store,
) -> tuple[Price, ...]:
    """What each finding of the checks is worth."""
    inputs = (plan.document.sha256, readings, checks, pooled)
    return store.get("prices", tuple[Price, ...], inputs, lambda: priced(plan, readings, checks, pooled))[0]


def outlooks(plan: Plan, evidence: Evidence, patients: int | None, store: Store) -> tuple[Outlook, ...]:
    """What each pool that a scenario takes its effect from says of a next trial of so many patients."""
    if patients is None or plan.spec.trial.primary is None:
        return ()
    asked = tuple(_asked(plan, pooled.name) for pooled in evidence.pooled)
    inputs = (
        evidence.pooled,
        str((asked, patients, plan.spec.trial.primary.better, plan.spec.simulate.seed)),
    )
    return store.get("outlooks", tuple[Outlook, ...], inputs, lambda: _outlooks(plan, evidence, patients))[0]


def _asked(plan: Plan, pool: str) -> tuple[float, float | None, float] | None:
    """Dropout, worth and cost of a patient where a scenario takes its effect from the pool; None where none does."""
    using = [s for s in plan.spec.scenarios.values() if s.effect.level == pool]
    if not using:
        return None
    dropout, cost = using[0].dropout, plan.spec.costs
    lost = max(dropout.values(), default=0.0) if isinstance(dropout, dict) else dropout
    return lost, plan.spec.pool[pool].worth, cost.patient if cost else 0.0


def _outlooks(plan: Plan, evidence: Evidence, patients: int) -> tuple[Outlook, ...]:
    from trialwright.pool import outlook

    primary, seed = plan.spec.trial.primary, plan.spec.simulate.seed
    assert primary is not None
    found = [
        outlook.outlook(pooled, patients, primary.better, stream(seed, OUTLOOK_STREAM, i), *asked)
        for i, pooled in enumerate(evidence.pooled)
        if (asked := _asked(plan, pooled.name)) is not None
    ]
    return outlook.best(found)
