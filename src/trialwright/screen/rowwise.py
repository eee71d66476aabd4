"""What one row of facts says of a leaf."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import ABSENCE_STANDS, SLACK, Present, Value

# What the facts say of a leaf; that of an event is the largest among its rows.
NO_ROWS, NOT_MET, UNDECIDED, MET = 0, 1, 2, 3
Hours = tuple[float | None, float | None]  # from the index, both included; None is unbounded
ALWAYS: Hours = (None, None)


def within(rows: ir.Table, hours: Hours) -> ir.Table:
    """The rows with a time in these hours; all rows where both are unbounded."""
    start, end = hours
    tests = [rows.time_hours >= start] if start is not None else []
    tests += [rows.time_hours <= end] if end is not None else []
    return rows.filter(*tests) if tests else rows


def in_window(time: ir.FloatingValue, leaf: Value | Present) -> ir.BooleanValue:
    """Rows that count: without a window all, else those with a time inside it, bounds included. Null where a
    row has no time and the leaf has a window."""
    inside = ibis.literal(True)
    if leaf.start is not None:
        inside = inside & (time >= leaf.start)
    if leaf.end is not None:
        inside = inside & (time <= leaf.end)
    return inside


def satisfies(value: Any, leaf: Value) -> Any:
    """The comparison itself, of a column or an array, with the slack that keeps 100 mg/dL equal to its own conversion."""
    slack = SLACK * abs(leaf.low)
    if leaf.comparator == "<":
        return value < leaf.low - slack
    if leaf.comparator == "<=":
        return value <= leaf.low + slack
    if leaf.comparator == ">":
        return value > leaf.low + slack
    if leaf.comparator == ">=":
        return value >= leaf.low - slack
    high = leaf.low if leaf.high is None else leaf.high
    return (value >= leaf.low - slack) & (value <= high + SLACK * abs(high))


def occurrence(value: ir.FloatingValue, time: ir.FloatingValue, leaf: Present) -> ir.IntegerValue:
    """Met by an occurrence in the window. Not met by an absence (value 0) recorded without a time or in the window, in
    its last day where the window has two ends, unless an occurrence without a time may have been in the window."""
    happened = occurred(value)
    inside = ibis.coalesce(in_window(time, leaf), False)
    stands = inside
    if leaf.start is not None and leaf.end is not None:
        stands = inside & ibis.coalesce(time >= leaf.end - ABSENCE_STANDS, False)
    return ibis.cases(
        (happened & inside, MET),
        (happened & time.isnull(), UNDECIDED),
        (~happened & (stands | time.isnull()), NOT_MET),
        else_=NO_ROWS,
    )


def occurred(value: ir.FloatingValue) -> ir.BooleanValue:
    """An event without a value occurred; 0 says that it did not."""
    return value.isnull() | (value != 0)
