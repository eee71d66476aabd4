"""Leaves whose values or times decide: what a pass over a person's rows brings home, and the code that follows."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import VALUE, Value
from trialwright.screen.rowwise import ALWAYS, MET, NO_ROWS, NOT_MET, UNDECIDED, Hours, in_window, satisfies


def sums(rows: ir.Table, leaf: Value, i: int, reach: Hours = ALWAYS) -> dict[str, ir.Value]:
    """Aggregates of a leaf. reach : the hours that all rows are already known to lie in."""
    own = rows.concept == leaf.fact
    if (leaf.start, leaf.end) not in (ALWAYS, reach):
        own = own & in_window(rows.time_hours, leaf)
    return _blank(rows, own, leaf, i) | _of_values(rows, own, leaf, i)


def _blank(rows: ir.Table, own: ir.BooleanValue, leaf: Value, i: int) -> dict[str, ir.Value]:
    """When, at the occasion's end of time, a measure of the concept is on record that cannot be told."""
    if leaf.measure == VALUE:
        return {}
    own = own & rows.value.isnull()
    if leaf.occasion == "first":
        return {f"blank_{i}": _moment(rows, leaf, float("inf")).min(where=own)}
    return {f"blank_{i}": _moment(rows, leaf, float("-inf")).max(where=own)}


def _of_values(rows: ir.Table, own: ir.BooleanValue, leaf: Value, i: int) -> dict[str, ir.Value]:
    """The values of the occasion, or the times that decide it."""
    if leaf.occasion == "mean":
        return {f"value_{i}": rows.value.mean(where=own)}
    if leaf.occasion == "worst":
        low = leaf.worst == "low"
        return {f"value_{i}": rows.value.min(where=own) if low else rows.value.max(where=own)}
    hit = satisfies(rows.value, leaf)  # null, so neither hit nor miss, where there is no value
    return sides(rows, leaf, i, own & hit, own & ~hit)


def sides(
    rows: ir.Table, leaf: Value, i: int, hit: ir.BooleanValue, miss: ir.BooleanValue
) -> dict[str, ir.Value]:
    """The latest time that satisfies the limits against the latest that does not tells all: no window
    function is needed, and simultaneous values that differ have equal times. So do the earliest of "first".
    A side is a column and no filter of the aggregate, which costs DuckDB a tenth of it all more."""
    # Rows without a time count only where none has one.
    moment = _moment(rows, leaf, float("inf") if leaf.occasion == "first" else float("-inf"))
    of_hit, of_miss = (side.ifelse(moment, ibis.null("float64")) for side in (hit, miss))
    if leaf.occasion == "first":
        return {f"hit_{i}": of_hit.min(), f"miss_{i}": of_miss.min()}
    return {f"hit_{i}": of_hit.max(), f"miss_{i}": of_miss.max()}


def _moment(rows: ir.Table, leaf: Value, never: float) -> ir.FloatingValue:
    """The time of a row; never for one without, which no window holds."""
    windowed = leaf.start is not None or leaf.end is not None
    return rows.time_hours if windowed else ibis.coalesce(rows.time_hours, never)


def code(found: ir.Table, leaf: Value, i: int) -> ir.IntegerValue:
    """Met where the values of the occasion all satisfy the limits, undecided where simultaneous ones differ."""
    of_values = _code_of_values(found, leaf, i)
    return of_values if leaf.measure == VALUE else _with_blanks(found, of_values, leaf, i)


def _with_blanks(found: ir.Table, code: ir.IntegerValue, leaf: Value, i: int) -> ir.IntegerValue:
    """What cannot be told decides nothing, and keeps other values from deciding where it could have mattered."""
    blank = found[f"blank_{i}"]
    matters = blank.notnull()
    if leaf.occasion in ("any", "all"):
        settled = code == (MET if leaf.occasion == "any" else NOT_MET)
        return (matters & ~settled).ifelse(UNDECIDED, code)
    if leaf.occasion in ("first", "last"):
        hit, miss = found[f"hit_{i}"], found[f"miss_{i}"]
        none = hit.isnull() & miss.isnull()
        if leaf.occasion == "first":
            matters = matters & (
                none | (blank <= ibis.least(ibis.coalesce(hit, miss), ibis.coalesce(miss, hit)))
            )
        else:
            matters = matters & (
                none | (blank >= ibis.greatest(ibis.coalesce(hit, miss), ibis.coalesce(miss, hit)))
            )
    return ibis.coalesce(matters, False).ifelse(UNDECIDED, code)


def _code_of_values(found: ir.Table, leaf: Value, i: int) -> ir.IntegerValue:
    if leaf.occasion in ("mean", "worst"):
        value = found[f"value_{i}"]
        return ibis.cases((value.isnull(), NO_ROWS), (satisfies(value, leaf), MET), else_=NOT_MET)
    hit, miss = found[f"hit_{i}"], found[f"miss_{i}"]
    none = hit.isnull() & miss.isnull()
    if leaf.occasion == "any":
        return ibis.cases((none, NO_ROWS), (hit.notnull(), MET), else_=NOT_MET)
    if leaf.occasion == "all":
        return ibis.cases((none, NO_ROWS), (miss.isnull(), MET), else_=NOT_MET)
    nearer = hit < miss if leaf.occasion == "first" else hit > miss
    return ibis.cases((none, NO_ROWS), (miss.isnull() | nearer, MET), (hit == miss, UNDECIDED), else_=NOT_MET)
