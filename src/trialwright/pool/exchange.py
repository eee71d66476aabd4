"""A pool with the effect of one trial exchanged: what its figures give at their word, or corrected, or without it."""

from __future__ import annotations

from collections.abc import Container, Sequence

from trialwright.model.check import Check
from trialwright.model.labels import words
from trialwright.model.one_trial import Trials
from trialwright.model.plan import PoolSpec
from trialwright.model.pooled import Effect
from trialwright.model.result import Reading, Result
from trialwright.pool.gather import gather, is_about
from trialwright.pool.on_scale import MADE


def about(reading: Reading, ids: Container[str], spec: PoolSpec) -> list[Result]:
    """Of the results with these ids, those that the pool could take."""
    return [r for r in reading.results if r.id in ids and is_about(reading, r, spec.endpoint, spec.scale)]


def alone(
    reading: Reading, results: Sequence[Result], checks: Sequence[Check], spec: PoolSpec
) -> tuple[Effect | None, str]:
    """The effect that these results give, nothing else standing for their trial, or why they give none. results : a
    contrast, or figures of arms, to which the other arms' are added."""
    arms = all(r.measure == MADE[spec.scale].arms and not r.versus for r in results)
    ids = {r.id for r in results}
    kept = tuple(
        r for r in reading.results if r.id in ids or (arms and any(_beside(r, one) for one in results))
    )
    only = reading.model_copy(update={"results": kept})
    found = gather((only,), checks, spec.endpoint, spec.scale, arm=spec.arm)
    if len(found.effects) == 1:
        return found.effects[0], ""
    return None, "; ".join(dict.fromkeys(m.what for m in found.left_out)) or "no effect can be made of it"


def _beside(r: Result, one: Result) -> bool:
    """Whether a result is the same figure of another arm."""
    told = ("endpoint", "time", "unit", "subgroup", "trial")
    return r.measure == one.measure and all(words(getattr(r, f)) == words(getattr(one, f)) for f in told)


def exchanged(
    effects: Sequence[Effect],
    readings: Sequence[Reading],
    reading: Reading,
    result: Result,
    effect: Effect | None,
) -> list[Effect]:
    """The effects of a pool over `readings` with `effect` in the place of that of the result's trial; None takes it out."""
    trials = Trials(readings)
    mine = trials.of(reading, result)[0]
    placed = {x.id: trials.of(r, x)[0] for r in readings for x in r.results}
    at = [i for i, e in enumerate(effects) if placed.get(e.because.of[0]) == mine]
    others = [e for i, e in enumerate(effects) if i not in at]
    if effect is not None:
        others.insert(at[0] if at else len(others), effect)
    return others
