"""Each leaf of the criteria as a small code per patient: all of them from one aggregate over the facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import SLACK, VALUE, Leaf, Present, Unknown, Value
from trialwright.screen.kleene import Masks

# What the facts say of a leaf; that of an event is the largest among its rows.
NO_ROWS, NOT_MET, UNDECIDED, MET = 0, 1, 2, 3


def codes(persons: ir.Table, facts: ir.Table, leaves: Sequence[Leaf], keep: Sequence[str] = ()) -> ir.Table:
    """One row a person: person_id, the columns to keep, and leaf_0, leaf_1, ... with the code of each leaf that
    is not unknown for everyone."""
    known = {i: leaf for i, leaf in enumerate(leaves) if not isinstance(leaf, Unknown)}
    if not known:
        return persons.select("person_id", *keep)
    everyone = persons.select("person_id", "sex", *(k for k in keep if k != "sex"))
    rows = facts.filter(*_reach(facts, tuple(known.values())))
    sums = {name: value for i, leaf in known.items() for name, value in _summaries(rows, leaf, i).items()}
    found = rows.group_by(found_id=rows.person_id).agg(**sums)
    joined = everyone.left_join(found, everyone.person_id == found.found_id)
    return joined.select(
        "person_id", *keep, **{column(i): _completed(joined, leaf, i) for i, leaf in known.items()}
    )


def _reach(facts: ir.Table, leaves: Sequence[Value | Present]) -> list[ir.BooleanValue]:
    """The rows that any leaf could use: its concepts, and the hours from the first window's start to the last's
    end where all leaves have one and none asks for undated rows."""
    out = [facts.concept.isin(sorted({name for leaf in leaves for name in _names(leaf)}))]
    if all(isinstance(leaf, Value) for leaf in leaves):
        starts, ends = [leaf.start for leaf in leaves], [leaf.end for leaf in leaves]
        if None not in starts:
            out.append(facts.time_hours >= min(s for s in starts if s is not None))
        if None not in ends:
            out.append(facts.time_hours <= max(e for e in ends if e is not None))
    return out


def _names(leaf: Value | Present) -> tuple[str, ...]:
    """What the facts that a leaf looks at are called."""
    return (leaf.concept, *leaf.kinds) if isinstance(leaf, Present) else (leaf.fact,)


def _completed(joined: ir.Table, leaf: Value | Present, i: int) -> ir.IntegerValue:
    """The code of a leaf for everyone: persons without rows, and those whose sex rules it out."""
    code = _code(joined, leaf, i)
    if not (isinstance(leaf, Present) and leaf.sex):
        return code
    ruled_out = joined[f"code_{i}"].isnull() & ibis.coalesce(joined.sex != leaf.sex, False)
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


def _in_window(rows: ir.Table, leaf: Value | Present) -> ir.BooleanValue:
    """Rows that count: without a window all, else those with a time inside it, bounds included."""
    inside = ibis.literal(True)
    if leaf.start is not None:
        inside = inside & (rows.time_hours >= leaf.start)
    if leaf.end is not None:
        inside = inside & (rows.time_hours <= leaf.end)
    return inside


def _summaries(rows: ir.Table, leaf: Value | Present, i: int) -> dict[str, ir.Value]:
    """What one pass over a person's rows must bring home of a leaf."""
    if isinstance(leaf, Present):
        # A kind of it that did not occur says nothing of it.
        occurred = rows.value.isnull() | (rows.value != 0)
        own = rows.concept == leaf.concept
        own = own | (rows.concept.isin(leaf.kinds) & occurred) if leaf.kinds else own
        return {f"code_{i}": _occurrence(rows, leaf).max(where=own)}
    own = rows.concept == leaf.fact
    if leaf.start is not None or leaf.end is not None:
        own = own & ibis.coalesce(_in_window(rows, leaf), False)
    blank = _blank(rows, own, leaf, i)
    return blank | _of_values(rows, own & rows.value.notnull(), leaf, i)


def _blank(rows: ir.Table, own: ir.BooleanValue, leaf: Value, i: int) -> dict[str, ir.Value]:
    """When, at the occasion's end of time, a measure of the concept is on record that cannot be told."""
    if leaf.measure == VALUE:
        return {}
    own = own & rows.value.isnull()
    if leaf.occasion == "first":
        return {f"blank_{i}": ibis.coalesce(rows.time_hours, float("inf")).min(where=own)}
    return {f"blank_{i}": ibis.coalesce(rows.time_hours, float("-inf")).max(where=own)}


def _of_values(rows: ir.Table, own: ir.BooleanValue, leaf: Value, i: int) -> dict[str, ir.Value]:
    """The values of the occasion, or the times that decide it."""
    if leaf.occasion == "mean":
        return {f"value_{i}": rows.value.mean(where=own)}
    if leaf.occasion == "worst":
        low = leaf.worst == "low"
        return {f"value_{i}": rows.value.min(where=own) if low else rows.value.max(where=own)}
    hit = satisfies(rows.value, leaf)
    # The latest time that satisfies the limits against the latest that does not tells all: no window
    # function is needed, and simultaneous values that differ have equal times.
    if leaf.occasion == "first":
        moment = ibis.coalesce(rows.time_hours, float("inf"))
        return {f"hit_{i}": moment.min(where=own & hit), f"miss_{i}": moment.min(where=own & ~hit)}
    # Rows without a time count only where none has one.
    moment = ibis.coalesce(rows.time_hours, float("-inf"))
    return {f"hit_{i}": moment.max(where=own & hit), f"miss_{i}": moment.max(where=own & ~hit)}


def occasion_values(facts: ir.Table, leaf: Value) -> ir.Table:
    """found_id, low, high: the least and largest value that a person's occasion has. They differ only where
    simultaneous values do. For "any" and "all", the value that decides under the leaf's comparator."""
    rows = facts.filter(facts.concept == leaf.fact)
    rows = rows.filter(ibis.coalesce(_in_window(rows, leaf), False))
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


def _code(found: ir.Table, leaf: Value | Present, i: int) -> ir.IntegerValue:
    """Met where the values of the occasion all satisfy the limits, undecided where simultaneous ones differ."""
    if isinstance(leaf, Present):
        return ibis.coalesce(found[f"code_{i}"], NO_ROWS)
    code = _code_of_values(found, leaf, i)
    return code if leaf.measure == VALUE else _with_blanks(found, code, leaf, i)


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


def _occurrence(rows: ir.Table, leaf: Present) -> ir.IntegerValue:
    """Met by an occurrence in the window. Not met by a recorded absence (value 0), unless an occurrence
    without a time may have been in the window."""
    occurred = rows.value.isnull() | (rows.value != 0)
    undated = rows.time_hours.isnull()
    inside = ibis.coalesce(_in_window(rows, leaf), False)
    return ibis.cases(
        (occurred & inside, MET),
        (occurred & undated, UNDECIDED),
        (~occurred & (inside | undated), NOT_MET),
        else_=NO_ROWS,
    )
