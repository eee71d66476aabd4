"""Values of two concepts put side by side by time, as the derived concepts need them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

# A pairing limit of 4 h is meant to include exactly 4 h although minutes / 60 are not exact.
MOMENT_HOURS = 1e-6


def nearest(
    left: ir.Table, right: ir.Table, before_hours: float, after_hours: float, *, lasting: bool = False
) -> ir.Table:
    """Each row of left with the row of right nearest in time, at most so long before or after it.

    left, right : person_id, time_hours, value. Returns person_id, time_hours (left's), value, other.
    lasting : whether right is something that hardly changes (weight, height). Where no row of right has a time, its rows
    then stand beside any; else a row without a time stands only beside one without: how far apart two measurements are
    that may be days apart is not known. Rows that are equally near all stay: should they lead to different verdicts, the
    verdict is unknown.
    """
    dated = right.time_hours.notnull().any().over(group_by=right.person_id)
    other = right.select(
        person_id=right.person_id, other_time=right.time_hours, other=right.value, dated=dated
    )
    pairs = left.select("person_id", "time_hours", "value").inner_join(other, "person_id")
    gap = pairs.other_time - pairs.time_hours
    undated = pairs.other_time.isnull() & (~pairs.dated if lasting else pairs.time_hours.isnull()) | (
        pairs.time_hours.isnull() & ibis.literal(lasting)
    )
    pairs = pairs.mutate(gap=ibis.coalesce(gap, undated.ifelse(0.0, ibis.null("float64")))).filter(
        ibis._.gap >= -before_hours - MOMENT_HOURS, ibis._.gap <= after_hours + MOMENT_HOURS
    )
    # Left rows are told apart by person and time: simultaneous ones have the same neighbours.
    closest = pairs.gap.abs().min().over(group_by=[pairs.person_id, pairs.time_hours])
    near = pairs.mutate(closest=closest).filter(ibis._.gap.abs() == ibis._.closest)
    return near.select("person_id", "time_hours", "value", "other").distinct()
