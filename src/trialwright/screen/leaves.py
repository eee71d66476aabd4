"""Each leaf of the criteria as a small code per patient: all of them from one aggregate over the facts.

A person's rows are joined once. What flags settle (flags.py) takes two bits a leaf; only where a concept has
several values a person, or a mean or an extreme is asked for, does the aggregate carry times or values (moments.py).
Age and sex are read from persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from trialwright.screen import moments
from trialwright.screen.bound import SLACK, VALUE, Leaf, Present, Unknown, Value
from trialwright.screen.conversion import Line, canonical_value, off_range
from trialwright.screen.engine import answer, keep
from trialwright.screen.facts import Facts
from trialwright.screen.flags import ROWS, Flags, flags, names
from trialwright.screen.kleene import Masks
from trialwright.screen.rowwise import (
    ALWAYS,
    MET,
    NO_ROWS,
    NOT_MET,
    Hours,
    in_window,
    occurrence,
    satisfies,
    within,
)

Known = Mapping[int, Value | Present]


@dataclass(frozen=True)
class Split:
    """Leaves that are not unknown for everyone, by what settles them; keys are positions among all.
    personal : persons alone. settled : flags of rows. timed : the values or times of rows. reach : the hours that rows
    are looked at in. counted : concept → the column of how many of a person's values are implausible or in no unit on
    record, where the aggregate counts them."""

    personal: Known
    settled: Flags
    timed: Mapping[int, Value]
    reach: Hours
    counted: Mapping[str, str]

    @property
    def of_facts(self) -> Known:
        return dict(sorted({**self.settled.leaves, **self.timed}.items()))


def split(facts: Facts, leaves: Sequence[Leaf]) -> Split:
    """The leaves as they are asked of these facts."""
    asked = [facts.asked(leaf) for leaf in leaves]
    known = {i: leaf for i, leaf in enumerate(asked) if not isinstance(leaf, Unknown)}
    personal = {i: leaf for i, leaf in known.items() if set(names(leaf)) <= facts.said.keys()}
    of_facts = {i: leaf for i, leaf in known.items() if i not in personal}
    settled = flags({i: leaf for i, leaf in of_facts.items() if _flagged(leaf, facts)})
    timed = {i: leaf for i, leaf in of_facts.items() if i not in settled.leaves and isinstance(leaf, Value)}
    counted: dict[str, str] = {}
    if _as_recorded(facts, settled, timed):
        bounded = sorted(
            {v.fact for v in timed.values() if any(x.bounded for x in facts.lines.get(v.fact, ()))}
        )
        counted = {name: f"off_{k}" for k, name in enumerate(bounded)}
    return Split(personal, settled, timed, _reach(of_facts), counted)


def codes(persons: ir.Table, facts: Facts, split: Split, kept: Sequence[str] = ()) -> ir.Table:
    """One row a person: person_id, the columns kept, leaf_0, leaf_1, ... with the code of each leaf that
    is not unknown for everyone, and the columns of split.counted."""
    own = {column(i): _of_person(persons, facts, leaf) for i, leaf in split.personal.items()}
    everyone = persons.select("person_id", "sex", *(k for k in kept if k != "sex"), **own)
    if not split.of_facts:
        return everyone.select("person_id", *kept, *own)
    found = _found(facts, split)
    joined = everyone.left_join(found, everyone.person_id == found.found_id)
    both = {column(i): _completed(joined, leaf, i) for i, leaf in split.of_facts.items()}
    return joined.select("person_id", *kept, *own, *split.counted.values(), **both)


def column(index: int) -> str:
    return f"leaf_{index}"


def masks_of(leaf: Leaf, code: ir.IntegerValue | None) -> Masks:
    """The two masks of a leaf from its code column; None for a leaf that is unknown for everyone."""
    if isinstance(leaf, Unknown) or code is None:
        return Masks(ibis.literal(False), ibis.literal(False))
    if isinstance(leaf, Present) and leaf.closed:
        return Masks(code == MET, code.isin((NO_ROWS, NOT_MET)))
    return Masks(code == MET, code == NOT_MET)


def _found(facts: Facts, split: Split) -> ir.Table:
    """found_id, code_0, code_1, ..., none_0, ... (whether an event has no row at all) of persons with rows, and what is
    counted."""
    settled, timed = split.settled, split.timed
    wanted = {name for leaf in split.of_facts.values() for name in names(leaf)}
    canonical = within(facts.rows(wanted), split.reach)
    rows, sums = _rows(facts, canonical, split)
    found = rows.group_by(found_id=rows.person_id).agg(**settled.joined(rows), **sums)
    codes = {i: moments.code(found, leaf, i) for i, leaf in timed.items()}
    if settled.timed:
        found, torn = _with_torn(canonical, found, settled, split.reach)
        codes = {i: moments.code(found, leaf, i) for i, leaf in timed.items()}
        codes |= {i: _of_torn(found, settled, i) if torn else settled.code(found, i) for i in settled.timed}
    codes |= {i: settled.code(found, i) for i in settled.leaves if i not in settled.timed}
    none = {
        f"none_{i}": ~settled.has(found, i, ROWS) for i, leaf in settled.leaves.items() if _of_one_sex(leaf)
    }
    return found.select(
        "found_id", *split.counted.values(), **{f"code_{i}": codes[i] for i in split.of_facts}, **none
    )


def _as_recorded(facts: Facts, settled: Flags, timed: Mapping[int, Value]) -> bool:
    """Whether rows as recorded are judged while they are converted, in one expression: no aggregate needs the values
    themselves, and nothing but the conversion makes facts of them."""
    looked_at = {name for leaf in (*settled.leaves.values(), *timed.values()) for name in names(leaf)}
    by_time = all(v.measure == VALUE and v.occasion in ("first", "last") for v in timed.values())
    return facts.raw is not None and by_time and not looked_at & facts.said.keys()


def _rows(facts: Facts, canonical: ir.Table, split: Split) -> tuple[ir.Table, dict[str, ir.Value]]:
    """Rows with the flags they set, and the aggregates of the timed leaves and of what is counted."""
    settled, timed, reach = split.settled, split.timed, split.reach
    if facts.raw is None or not _as_recorded(facts, settled, timed):
        rows = canonical.mutate(**settled.of_row(canonical))
        return rows, {
            k: v for i, leaf in timed.items() for k, v in moments.sums(rows, leaf, i, reach).items()
        }
    rows = within(facts.raw, reach)
    # A value of its own for each concept, so that the aggregates compare numbers alone.
    values = {name: f"of_{k}" for k, name in enumerate(sorted({leaf.fact for leaf in timed.values()}))}
    own = {at: canonical_value(rows, facts.lines.get(name, [])) for name, at in values.items()}
    rows = rows.mutate(**settled.of_row(rows, facts.lines), **own)
    sums: dict[str, ir.Value] = {}
    for i, leaf in timed.items():
        value, lines = rows[values[leaf.fact]], facts.lines.get(leaf.fact, [])
        inside = _windowed(rows.time_hours, leaf, reach)
        hit, miss = (inside & side for side in _plausible_sides(value, lines, leaf))
        sums |= moments.sides(rows, leaf, i, hit, miss)
    for name, off in split.counted.items():
        sums[off] = off_range(rows, rows[values[name]], facts.lines[name]).sum()
    return rows, sums


def _windowed(time: ir.FloatingValue, leaf: Value, reach: Hours) -> ir.BooleanValue:
    return ibis.literal(True) if (leaf.start, leaf.end) == reach else in_window(time, leaf)


def _plausible_sides(
    value: ir.FloatingValue, lines: list[Line], leaf: Value
) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Whether a canonical value is plausible and satisfies the limits, and whether it is and does not. A bound
    that a limit implies is not compared again: four comparisons a row are much of the aggregate's work."""
    hit = satisfies(value, leaf)
    miss = ~hit
    bounds = {(line.low, line.high) for line in lines if line.bounded}  # one pair: they are the concept's own
    for low, high in bounds:
        above, below = value >= low, value <= high
        slack = SLACK * abs(leaf.low)
        if leaf.comparator in (">", ">=", "<", "<=") and low <= leaf.low - slack and leaf.low + slack <= high:
            upper, lower = below, above
            hit, miss = (
                (hit & upper, miss & lower) if leaf.comparator[0] == ">" else (hit & lower, miss & upper)
            )
        else:
            hit, miss = hit & above & below, miss & above & below
    return hit, miss


def _flagged(leaf: Value | Present, facts: Facts) -> bool:
    """Whether flags settle a leaf: for the first and last value, of most persons."""
    if isinstance(leaf, Present):
        return True
    if leaf.measure != VALUE or leaf.occasion in ("mean", "worst"):
        return False
    return leaf.occasion in ("any", "all") or leaf.fact in facts.few


def _with_torn(rows: ir.Table, found: ir.Table, settled: Flags, reach: Hours) -> tuple[ir.Table, bool]:
    """found with the times that decide for the torn, and whether there are any."""
    found = keep(found)
    torn = found.filter(settled.torn(found)).select(torn_id=found.found_id)
    if not answer(torn.aggregate(n=torn.count()))["n"][0]:
        return found, False
    theirs = rows.semi_join(torn, rows.person_id == torn.torn_id)
    sums = {
        k: v for i, leaf in settled.timed.items() for k, v in moments.sums(theirs, leaf, i, reach).items()
    }
    times = theirs.group_by(timed_id=theirs.person_id).agg(**sums)
    return found.left_join(times, found.found_id == times.timed_id), True


def _of_torn(found: ir.Table, settled: Flags, i: int) -> ir.IntegerValue:
    leaf = settled.timed[i]
    return found.timed_id.isnull().ifelse(settled.code(found, i), moments.code(found, leaf, i))


def _reach(known: Known) -> Hours:
    """From the first window's start to the last's end, where all leaves have one and none asks for undated rows."""
    if not known or not all(isinstance(leaf, Value) for leaf in known.values()):
        return ALWAYS
    starts, ends = ([getattr(leaf, side) for leaf in known.values()] for side in ("start", "end"))
    return None if None in starts else min(starts), None if None in ends else max(ends)


def _of_person(persons: ir.Table, facts: Facts, leaf: Value | Present) -> ir.IntegerValue:
    """The code of a leaf that persons answer: one fact without a time, or none."""
    value = facts.said[names(leaf)[0]].value(persons)
    if isinstance(leaf, Present):
        code = value.isnull().ifelse(NO_ROWS, occurrence(value, ibis.null("float64"), leaf))
        return _ruled_out(code, value.isnull(), persons, leaf)
    if leaf.start is not None or leaf.end is not None:
        return ibis.literal(NO_ROWS)
    return ibis.cases((value.isnull(), NO_ROWS), (satisfies(value, leaf), MET), else_=NOT_MET)


def _completed(joined: ir.Table, leaf: Value | Present, i: int) -> ir.IntegerValue:
    """The code of a leaf for everyone: persons without rows, and those whose sex rules it out."""
    code = ibis.coalesce(joined[f"code_{i}"], NO_ROWS)
    if not _of_one_sex(leaf):
        return code
    return _ruled_out(code, ibis.coalesce(joined[f"none_{i}"], True), joined, leaf)


def _ruled_out(
    code: ir.IntegerValue, none: ir.BooleanValue, persons: ir.Table, leaf: Value | Present
) -> ir.IntegerValue:
    if not (isinstance(leaf, Present) and leaf.sex):
        return code
    return (none & ibis.coalesce(persons.sex != leaf.sex, False)).ifelse(NOT_MET, code)


def _of_one_sex(leaf: Value | Present) -> bool:
    return isinstance(leaf, Present) and leaf.sex != ""
