"""Evidence put together: one effect per trial, on one scale, in one direction; then their mean and a prior.

gather.py walks the readings; arm_level.py and contrast.py make an Effect from counts, means or a printed
contrast; direction.py says which arm is which; model.one_trial keeps a trial from counting twice;
synthesis.py pools, prediction.py makes the prior for a new trial, and ledger.py says what the conclusion hangs on.

Effects that are at hand as arrays have doors of their own: measures.py, models.py, common.py (rare events), bias.py,
multilevel.py, priors.py (hierarchical models, mixtures, borrowing) and external.py (controls not randomised).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trialwright.model.check import Check
    from trialwright.model.findings import Missing
    from trialwright.model.pooled import Effect, Fragility, Pooled, Prior
    from trialwright.model.result import Reading


def effects(
    readings: Sequence[Reading], checks: Sequence[Check], endpoint: str, scale: str, arm: str = "experimental"
) -> tuple[Effect, ...]:
    """One Effect per trial whose results carry all words of `endpoint`; () where no document has them.

    arm : "experimental" or "control", whose proportion it is on a scale of one group.

    Raises EvidenceError for an unknown scale, or when results match but none can be used: it lists why.
    """
    from trialwright.pool.gather import gather, usable

    return usable(gather(readings, checks, endpoint, scale, arm=arm), endpoint, scale)


def left_out(
    readings: Sequence[Reading], checks: Sequence[Check], endpoint: str, scale: str, arm: str = "experimental"
) -> tuple[Missing, ...]:
    """Results that match `endpoint` and are not among effects(), each with its reason."""
    from trialwright.pool.gather import gather

    return gather(readings, checks, endpoint, scale, arm=arm).left_out


def pool(
    name: str,
    effects: Sequence[Effect],
    method: str = "reml",
    interval: str = "auto",
    prediction: str = "t(k-1)",
) -> Pooled:
    """The effects' mean with its 95 % interval, heterogeneity and prediction interval.

    method : "reml", "dl", "pm", "ml", "eb", "he", "hs", "sj" or "common". interval : "normal", "hksj", "hksj floored" or "auto" (see
    synthesis.py). prediction : "z", "t(k-1)" or "t(k-2)". Raises EvidenceError for no effects, mixed
    scales, or an unknown method.
    """
    from trialwright.pool.synthesis import pool as run

    return run(name, effects, method, interval, prediction)


def prior(pooled: Pooled) -> Prior:
    """Normal prior for the effect in a new trial of the same question."""
    from trialwright.pool.prediction import prior as run

    return run(pooled)


def fragility(
    pooled: Pooled, readings: Sequence[Reading], checks: Sequence[Check], endpoint: str, method: str = "reml"
) -> Fragility | None:
    """What `pooled`'s conclusion hangs on: pooled by pool() with `method` and the interval it chose, from effects().

    None on a scale that compares nothing, where there is no effect to be shown or not. Raises EvidenceError as effects() does.
    """
    from trialwright.model.pooled import NO_CONTRAST
    from trialwright.pool.ledger import fragility as run

    if pooled.scale in NO_CONTRAST:
        return None
    return run(pooled, readings, checks, endpoint, method)
