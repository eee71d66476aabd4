"""The eligible count as one limit of one criterion moves, from one histogram over that concept's values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from trialwright.errors import CriterionError
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Comparison, Criterion
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Counts, Screening, ThresholdCount, ThresholdCurve
from trialwright.screen import limit_cells
from trialwright.screen.bound import Value
from trialwright.screen.engine import answer
from trialwright.screen.facts import canonical
from trialwright.screen.limit_cells import Rows
from trialwright.screen.occasions import occasion_values
from trialwright.screen.pricing import costs
from trialwright.screen.rowwise import satisfies
from trialwright.screen.run import bindings, judge_all, measured

ONE_LIMIT = ("<", "<=", ">", ">=")
POINTS = 20  # of a curve, about
MIDDLE = (0.02, 0.98)  # quantiles of the values that a curve spans


def thresholds(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    position: int,
    limits: Sequence[float],
) -> tuple[ThresholdCount, ...]:
    """The cohort at each limit, for the criterion at this position; see screen.thresholds."""
    leaf_list = _leaves(patients, criteria, concepts, position, limits)
    rows = _rows(patients, criteria, concepts, position, leaf_list)
    return _counts(rows, criteria[position], leaf_list, limits)


def curve(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, position: int
) -> ThresholdCurve:
    """The cohort at round limits over the values on record, and at the one written; see screen.curve."""
    written = _comparison(criteria, position)
    at_written, nought, one = _leaves(
        patients, criteria, concepts, position, (written.quantity.low, 0.0, 1.0)
    )
    rows = _rows(patients, criteria, concepts, position, [at_written])
    limits = {written.quantity.low}
    if at_written is not None and nought is not None and one is not None and one.low != nought.low:
        per_one = one.low - nought.low  # canonical units
        limits |= set(_round_limits(rows, lambda value: (value - nought.low) / per_one))
    ordered = sorted(limits)
    leaf_list = _leaves(patients, criteria, concepts, position, ordered)
    excluded, unknown, n = rows["fails"].astype(bool), rows["unknown"].astype(bool), rows["patients"]
    edges = limit_cells.edges(at_written)
    return ThresholdCurve(
        criterion=position,
        name=criteria[position].name,
        concept=written.concept,
        comparator=written.comparator,
        unit="x ULN" if written.quantity.uln else written.quantity.unit,
        written=written.quantity.low,
        points=_counts(rows, criteria[position], leaf_list, ordered),
        without=Counts(
            certain=int(n[~excluded & ~unknown].sum()),
            possible=int(n[~excluded & unknown].sum()),
            excluded=int(n[excluded].sum()),
        ),
        cells=limit_cells.cells(rows, [*leaf_list, *edges]),
        edges=len(edges),
    )


def _round_limits(rows: Rows, as_written: Callable[[Any], Any]) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, within the middle of the values of whoever no other criterion
    excludes. Round, since quantiles themselves would be somebody's values."""
    known = ~np.isnan(rows["low"]) & np.isfinite(rows["low"]) & np.isfinite(rows["high"])
    values, weights = as_written(rows["low"][known]), rows["patients"][known]
    if not len(values):
        return []
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    low, high = (float(values[order][min(np.searchsorted(share, q), len(values) - 1)]) for q in MIDDLE)
    if low == high:
        return []
    power = 10.0 ** math.floor(math.log10((high - low) / POINTS))
    step = next(m * power for m in (1, 2, 5, 10) if (high - low) / (m * power) <= POINTS)
    digits = max(0, -math.floor(math.log10(step)))
    return [round(k * step, digits) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _leaves(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    position: int,
    limits: Sequence[float],
) -> list[Value | None]:
    """The criterion's comparison at each limit."""
    written = _comparison(criteria, position)
    return [_bound(patients, _at(criteria[position], written, limit), concepts) for limit in limits]


def _rows(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    position: int,
    leaf_list: Sequence[Value | None],
) -> Rows:
    others = [c for i, c in enumerate(criteria) if i != position]
    return _histogram(patients, others, concepts, next((x for x in leaf_list if x is not None), None))


def _counts(
    rows: Rows, criterion: Criterion, leaf_list: Sequence[Value | None], limits: Sequence[float]
) -> tuple[ThresholdCount, ...]:
    out = criterion.side == "exclusion"
    return tuple(_count(rows, leaf, limit, out) for leaf, limit in zip(leaf_list, limits, strict=True))


def dearest_limits(screening: Screening, criteria: Sequence[Criterion]) -> tuple[int, ...]:
    """Positions of the criteria with one limit to move that exclude anybody, the dearest first; see screen.dearest_limits."""
    excluding = [
        (-cost.shapley_not_excluded, i)
        for i, cost in enumerate(costs(screening))
        if cost.shapley_not_excluded > 0 and _has_one_limit(criteria[i])
    ]
    return tuple(i for _, i in sorted(excluding))


def _has_one_limit(criterion: Criterion) -> bool:
    return isinstance(criterion.tree, Comparison) and criterion.tree.comparator in ONE_LIMIT


def _comparison(criteria: Sequence[Criterion], position: int) -> Comparison:
    tree = criteria[position].tree if 0 <= position < len(criteria) else None
    if isinstance(tree, Comparison) and tree.comparator in ONE_LIMIT:
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
) -> Rows:
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
        asked = facts.asked(leaf)
        assert isinstance(asked, Value)
        values = occasion_values(facts.rows({asked.fact}), asked)
        table = table.left_join(values, table.person_id == values.found_id)
        low, high = table.low, table.high
    packed = table.select("fails", "unknown", low=low, high=high)
    # Whoever fails another criterion is excluded at any limit.
    for name in ("low", "high"):
        packed = packed.mutate(**{name: packed.fails.ifelse(ibis.null("float64"), packed[name])})
    counted = packed.group_by(["fails", "unknown", "low", "high"]).agg(patients=packed.count())
    found = answer(counted)
    return {k: np.array([np.nan if x is None else x for x in v], dtype=np.float64) for k, v in found.items()}


def _count(rows: Rows, leaf: Value | None, limit: float, exclusion: bool) -> ThresholdCount:
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
