"""The eligible count as one limit of one criterion moves, from one histogram over that concept's values."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from trialwright.errors import CriterionError
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Comparison, Criterion
from trialwright.model.patients import PatientTables
from trialwright.model.screening import ThresholdCount
from trialwright.screen.bound import Value
from trialwright.screen.engine import engine_call
from trialwright.screen.facts import canonical
from trialwright.screen.occasions import occasion_values
from trialwright.screen.rowwise import satisfies
from trialwright.screen.run import bindings, judge_all, measured


def thresholds(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    position: int,
    limits: Sequence[float],
) -> tuple[ThresholdCount, ...]:
    """The cohort at each limit, for the criterion at this position; see screen.thresholds."""
    written = _comparison(criteria, position)
    moved = [_at(criteria[position], written, limit) for limit in limits]
    leaf_list = [_bound(patients, c, concepts) for c in moved]
    others = [c for i, c in enumerate(criteria) if i != position]
    known = [leaf for leaf in leaf_list if leaf is not None]
    rows = _histogram(patients, others, concepts, known[0] if known else None)
    out = criteria[position].side == "exclusion"
    return tuple(_count(rows, leaf, limit, out) for leaf, limit in zip(leaf_list, limits, strict=True))


def _comparison(criteria: Sequence[Criterion], position: int) -> Comparison:
    tree = criteria[position].tree if 0 <= position < len(criteria) else None
    if isinstance(tree, Comparison) and tree.comparator in ("<", "<=", ">", ">="):
        return tree
    raise CriterionError(
        f"Criterion {position + 1} has no single limit to move.",
        where=criteria[position].name if tree is not None else "criteria",
        fix="Choose a criterion that compares one concept with one value.",
    )


def _at(criterion: Criterion, written: Comparison, limit: float) -> Criterion:
    quantity = written.quantity.model_copy(update={"low": float(limit)})
    return criterion.model_copy(update={"tree": written.model_copy(update={"quantity": quantity})})


def _bound(patients: PatientTables, criterion: Criterion, concepts: Concepts) -> Value | None:
    """The limit as the passes bind it; None where it is unknown for everyone."""
    tree = bindings(patients, [criterion], concepts).trees[0]
    return tree if isinstance(tree, Value) else None


def _histogram(
    patients: PatientTables, others: Sequence[Criterion], concepts: Concepts, leaf: Value | None
) -> dict[str, npt.NDArray[np.float64]]:
    """Patients whom no other criterion excludes and the rest, by the least and the largest of their values at the
    occasion, and by whether all others are met. A patient without a value has NaN for both."""
    bound = bindings(patients, others, concepts)
    facts = canonical(patients, concepts, *measured([*bound.leaf_list, *([leaf] if leaf else [])]))
    judged = judge_all(patients, facts, bound, others)
    fails, unknown = ibis.literal(False), ibis.literal(False)
    for m in judged.masks:
        fails, unknown = fails | m.fails, unknown | m.unknown
    table: ir.Table = judged.table.select("person_id", fails=fails, unknown=unknown)
    low: ir.Value = ibis.null("float64")
    high: ir.Value = ibis.null("float64")
    if leaf is not None:
        values = occasion_values(facts.rows({leaf.fact}), leaf)
        table = table.left_join(values, table.person_id == values.found_id)
        low, high = table.low, table.high
    packed = table.select("fails", "unknown", low=low, high=high)
    # Whoever fails another criterion is excluded at any limit.
    for name in ("low", "high"):
        packed = packed.mutate(**{name: packed.fails.ifelse(ibis.null("float64"), packed[name])})
    counted = packed.group_by(["fails", "unknown", "low", "high"]).agg(patients=packed.count())
    found = engine_call(lambda: counted.to_pyarrow().to_pydict())
    return {k: np.array([np.nan if x is None else x for x in v], dtype=np.float64) for k, v in found.items()}


def _count(
    rows: dict[str, npt.NDArray[np.float64]], leaf: Value | None, limit: float, exclusion: bool
) -> ThresholdCount:
    every = some = np.zeros(rows["low"].shape, dtype=bool)
    missing = np.ones_like(every)
    if leaf is not None:
        missing = np.isnan(rows["low"])
        at_low, at_high = satisfies(rows["low"], leaf), satisfies(rows["high"], leaf)
        # Simultaneous values that differ leave the comparison open.
        every, some = at_low & at_high, at_low | at_high
    met, not_met = ~missing & every, ~missing & ~some
    passes, fails = (not_met, met) if exclusion else (met, not_met)
    excluded = rows["fails"].astype(bool) | fails
    certain = ~excluded & passes & ~rows["unknown"].astype(bool)
    n = rows["patients"]
    total, shut, sure = (int(n[which].sum()) for which in (np.ones_like(excluded), excluded, certain))
    return ThresholdCount(limit=limit, certain=sure, possible=total - shut - sure, excluded=shut)
