"""Values of two concepts put side by side by time, as the derived concepts need them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

# A pairing limit of 4 h is meant to include exactly 4 h although minutes / 60 are not exact.
MOMENT_HOURS = 1e-6


def nearest(left: ir.Table, right: ir.Table, before_hours: float, after_hours: float) -> ir.Table:
    """Each row of left with the row of right nearest in time, at most so long before or after it.

    left, right : person_id, time_hours, value. Returns person_id, time_hours (left's), value, other.
    A row without a time counts as simultaneous with any. Rows that are equally near all stay: should
    they lead to different verdicts, the verdict is unknown.
    """
    other = right.select(person_id=right.person_id, other_time=right.time_hours, other=right.value)
    pairs = left.select("person_id", "time_hours", "value").inner_join(other, "person_id")
    gap = ibis.coalesce(pairs.other_time - pairs.time_hours, 0.0)
    pairs = pairs.mutate(gap=gap).filter(
        ibis._.gap >= -before_hours - MOMENT_HOURS, ibis._.gap <= after_hours + MOMENT_HOURS
    )
    # Left rows are told apart by person and time: simultaneous ones have the same neighbours.
    closest = pairs.gap.abs().min().over(group_by=[pairs.person_id, pairs.time_hours])
    near = pairs.mutate(closest=closest).filter(ibis._.gap.abs() == ibis._.closest)
    return near.select("person_id", "time_hours", "value", "other").distinct()
