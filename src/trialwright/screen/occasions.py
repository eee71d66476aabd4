"""The values that a person's occasion has, for limits that move."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import VALUE, Value
from trialwright.screen.rowwise import in_window


def occasion_values(facts: ir.Table, leaf: Value) -> ir.Table:
    """found_id, low, high: the least and largest value that a person's occasion has. They differ only where
    simultaneous values do. For "any" and "all", the value that decides under the leaf's comparator."""
    rows = facts.filter(facts.concept == leaf.fact)
    rows = rows.filter(ibis.coalesce(in_window(rows.time_hours, leaf), False))
    if leaf.measure == VALUE:
        rows = rows.filter(rows.value.notnull())
    if leaf.occasion in ("first", "last"):
        rows = _at_extreme_time(rows, latest=leaf.occasion == "last")
    value = rows.value
    low, high = value.min(), value.max()
    if leaf.occasion == "mean":
        low = high = value.mean()
    elif leaf.occasion == "worst":
        low = high = low if leaf.worst == "low" else high
    elif leaf.occasion in ("any", "all"):
        wants_high = leaf.comparator.startswith(">") == (leaf.occasion == "any")
        low = high = high if wants_high else low
    if leaf.measure != VALUE:
        low, high = _open_ended(value, leaf, low, high)
    return rows.group_by(found_id=rows.person_id).agg(low=low, high=high)


def _open_ended(value: ir.FloatingValue, leaf: Value, low: Any, high: Any) -> tuple[Any, Any]:
    """low and high where a value of the occasion cannot be told: it could be anything. Of "any" and "all" it can
    only turn the answer one way."""
    upward = leaf.comparator.startswith(">") == (leaf.occasion == "any")
    keeps_low = leaf.occasion in ("any", "all") and upward
    keeps_high = leaf.occasion in ("any", "all") and not upward
    blank = value.isnull().any()
    least, most = ibis.literal(float("-inf")), ibis.literal(float("inf"))
    return (
        ibis.coalesce(low, least) if keeps_low else blank.ifelse(least, low),
        ibis.coalesce(high, most) if keeps_high else blank.ifelse(most, high),
    )


def _at_extreme_time(rows: ir.Table, latest: bool) -> ir.Table:
    """The rows at a person's latest or earliest time; those without a time count only where none has one."""
    never = float("-inf") if latest else float("inf")
    timed = rows.mutate(moment=ibis.coalesce(rows.time_hours, never))
    extreme = (timed.moment.max() if latest else timed.moment.min()).over(group_by=timed.person_id)
    return timed.mutate(extreme=extreme).filter(ibis._.moment == ibis._.extreme)
