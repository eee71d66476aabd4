"""Each leaf of the criteria as one Ibis query: what the facts say of it, per patient, as a small code."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import SLACK, Leaf, Present, Unknown, Value
from trialwright.screen.kleene import Masks

# The code of a patient's leaf is the largest among its rows.
NO_ROWS, NOT_MET, UNDECIDED, MET = 0, 1, 2, 3


def codes(persons: ir.Table, facts: ir.Table, leaves: Sequence[Leaf]) -> ir.Table:
    """One row a person: person_id and leaf_0, leaf_1, ... with the code of each leaf that has rows."""
    queries = [_codes(facts, leaf, i) for i, leaf in enumerate(leaves) if not isinstance(leaf, Unknown)]
    if not queries:
        return persons.select("person_id")
    everyone = persons.select("person_id", "sex")
    long = ibis.union(*queries) if len(queries) > 1 else queries[0]
    known = [i for i, leaf in enumerate(leaves) if not isinstance(leaf, Unknown)]
    wide = long.group_by("person_id").agg(
        **{column(i): long.code.max(where=long.leaf == i) for i in known},
    )
    wide = wide.rename(found_id="person_id")
    joined = everyone.left_join(wide, everyone.person_id == wide.found_id)
    return joined.select("person_id", **{column(i): _completed(joined, leaves[i], column(i)) for i in known})


def _completed(joined: ir.Table, leaf: Leaf, name: str) -> ir.IntegerValue:
    """The code of a leaf for everyone: persons without rows, and those whose sex rules it out."""
    code = ibis.coalesce(joined[name], NO_ROWS)
    if not (isinstance(leaf, Present) and leaf.sex):
        return code
    ruled_out = joined[name].isnull() & ibis.coalesce(joined.sex != leaf.sex, False)
    return ruled_out.ifelse(NOT_MET, code)


def column(index: int) -> str:
    return f"leaf_{index}"


def masks_of(leaf: Leaf, code: ir.IntegerValue | None) -> Masks:
    """The two masks of a leaf from its code column; None for a leaf that is unknown for everyone."""
    if isinstance(leaf, Unknown) or code is None:
        return Masks(ibis.literal(False), ibis.literal(False))
    if isinstance(leaf, Present) and leaf.closed:
        return Masks(code == MET, code.isin((NO_ROWS, NOT_MET)))
    return Masks(code == MET, code == NOT_MET)


def _codes(facts: ir.Table, leaf: Value | Present, index: int) -> ir.Table:
    """person_id, leaf, code of one leaf, for the persons that have rows for it."""
    rows = facts.filter(facts.concept == leaf.concept)
    coded = _value(rows, leaf) if isinstance(leaf, Value) else _present(rows, leaf)
    return coded.select("person_id", leaf=ibis.literal(index, "int32"), code=coded.code.cast("int8"))


def _in_window(rows: ir.Table, leaf: Value | Present) -> ir.BooleanValue:
    """Rows that count: without a window all, else those with a time inside it, bounds included."""
    inside = ibis.literal(True)
    if leaf.start is not None:
        inside = inside & (rows.time_hours >= leaf.start)
    if leaf.end is not None:
        inside = inside & (rows.time_hours <= leaf.end)
    return inside


def _value(rows: ir.Table, leaf: Value) -> ir.Table:
    """Met where the values of the occasion all satisfy the limits, undecided where simultaneous ones differ."""
    rows = rows.filter(rows.value.notnull(), ibis.coalesce(_in_window(rows, leaf), False))
    if leaf.occasion in ("mean", "worst"):
        rows = rows.group_by("person_id").agg(value=_summary(rows, leaf))
    elif leaf.occasion in ("first", "last"):
        rows = _at_extreme_time(rows, latest=leaf.occasion == "last")
    hit = satisfies(rows.value, leaf)
    judged = rows.group_by("person_id").agg(some=hit.any(), every=hit.all())
    if leaf.occasion == "any":
        code = judged.some.ifelse(MET, NOT_MET)
    elif leaf.occasion == "all":
        code = judged.every.ifelse(MET, NOT_MET)
    else:
        code = ibis.cases((judged.every, MET), (judged.some, UNDECIDED), else_=NOT_MET)
    return judged.select("person_id", code=code)


def _summary(rows: ir.Table, leaf: Value) -> ir.FloatingValue:
    if leaf.occasion == "mean":
        return rows.value.mean()
    return rows.value.min() if leaf.worst == "low" else rows.value.max()


def _at_extreme_time(rows: ir.Table, latest: bool) -> ir.Table:
    """The rows at a person's latest or earliest time; those without a time count only where none has one."""
    never = float("-inf") if latest else float("inf")
    timed = rows.mutate(moment=ibis.coalesce(rows.time_hours, never))
    extreme = (timed.moment.max() if latest else timed.moment.min()).over(group_by=timed.person_id)
    return timed.mutate(extreme=extreme).filter(ibis._.moment == ibis._.extreme)


def satisfies(value: ir.FloatingValue, leaf: Value) -> ir.BooleanValue:
    """The comparison itself, with the slack that keeps 100 mg/dL equal to its own conversion."""
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


def _present(rows: ir.Table, leaf: Present) -> ir.Table:
    """Met by an occurrence in the window. Not met by a recorded absence (value 0), unless an occurrence
    without a time may have been in the window."""
    occurred = rows.value.isnull() | (rows.value != 0)
    undated = rows.time_hours.isnull()
    inside = ibis.coalesce(_in_window(rows, leaf), False)
    code = ibis.cases(
        (occurred & inside, MET),
        (occurred & undated, UNDECIDED),
        (~occurred & (inside | undated), NOT_MET),
        else_=NO_ROWS,
    )
    judged = rows.mutate(code=code)
    return judged.group_by("person_id").agg(code=judged.code.max())
