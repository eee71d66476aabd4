"""A patient's baseline: the earliest dated value on record."""

from __future__ import annotations

import ibis.expr.types as ir


def with_baseline(values: ir.Table) -> ir.Table:
    """person_id, time_hours, value, base: each dated value after the earliest moment, beside the baseline. Values that
    share the earliest moment are all baselines: should they lead to different verdicts, the verdict is unknown."""
    dated = values.filter(values.time_hours.notnull())
    timed = dated.mutate(earliest=dated.time_hours.min().over(group_by=dated.person_id))
    base = timed.filter(timed.time_hours == timed.earliest).select(base_id="person_id", base="value")
    later = timed.filter(timed.time_hours > timed.earliest).select("person_id", "time_hours", "value")
    return later.inner_join(base, later.person_id == base.base_id)
