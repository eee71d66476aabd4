"""Recorded values to the concepts' canonical units, and which of them are implausible or do not convert.

What units a concept has on record is asked once (recorded), so that each row takes a short way: by its concept,
then by its unit, then one comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.model.concept import Concept, Concepts
from trialwright.model.units import linear
from trialwright.screen.bound import SLACK
from trialwright.screen.engine import answer
from trialwright.screen.lookup import INF, can_look_up, number_of, or_infinity
from trialwright.screen.passes import is_measured, unit_as_meant


@dataclass(frozen=True)
class Line:
    """How values of a concept in one unit become canonical, and between which they are plausible. units : as
    recorded, null among them as None. leads : False where the unit does not convert. event : stays as it is.
    n : values on record; about how many where a sample foretold the unit and it converts (survey.py)."""

    concept: str
    units: tuple[str | None, ...]
    n: int
    scale: float = 1.0
    offset: float = 0.0
    low: float = -INF
    high: float = INF
    event: bool = False
    leads: bool = True

    @property
    def moves(self) -> bool:
        return (self.scale, self.offset) != (1.0, 0.0)

    @property
    def bounded(self) -> bool:
        return (self.low, self.high) != (-INF, INF)

    def canonical(self, value: ir.FloatingValue) -> ir.FloatingValue:
        scaled = value if self.scale == 1.0 else value * self.scale
        return scaled if self.offset == 0.0 else scaled + self.offset


Lines = dict[str, list[Line]]


def recorded(facts: ir.Table) -> list[tuple[str, str | None, int]]:
    """Concept, unit and number of values of all that is on record."""
    found = answer(facts.group_by(["concept", "unit"]).agg(n=facts.value.count()))
    return list(zip(found["concept"], found["unit"], found["n"], strict=True))


def lines(found: Iterable[tuple[str, str | None, int]], concepts: Concepts) -> tuple[Lines, list[str]]:
    """Concept → its lines, units of the same line together and the most frequent line last; and warnings of the
    units that do not convert."""
    by_unit: dict[tuple[str, str], list[tuple[str | None, int]]] = defaultdict(list)
    for name, unit, n in found:
        by_unit[name, unit or ""].append((unit, n))
    out: dict[str, dict[Any, Line]] = defaultdict(dict)
    warnings = []
    for (name, unit), these in sorted(by_unit.items()):
        line = line_of(name, unit, tuple(u for u, _ in these), sum(n for _, n in these), concepts)
        if not line.leads and line.n:
            warnings.append(not_converted(concepts.by_name[name], unit, line.n))
        alike = (line.scale, line.offset, line.leads)
        if (other := out[name].get(alike)) is not None:
            units, n = (*other.units, *line.units), other.n + line.n
            line = Line(name, units, n, line.scale, line.offset, line.low, line.high, line.event, line.leads)
        out[name][alike] = line
    return {name: sorted(of.values(), key=lambda x: x.n) for name, of in out.items()}, warnings


def line_of(name: str, unit: str, units: tuple[str | None, ...], n: int, concepts: Concepts) -> Line:
    concept = concepts.by_name.get(name)
    if concept is None or not is_measured(concept):
        return Line(name, units, n, event=True)
    line = linear(unit_as_meant(unit, concept), concept.unit, concept)
    if line is None:
        return Line(name, units, n, leads=False)
    return Line(name, units, n, *line, *plausible_range(concept))


def converted(raw: ir.Table, found: Lines, columns: Iterable[str] = ("value",)) -> ir.Table:
    """The rows of raw that can be used, canonical: events, and values that are present, convertible and plausible.
    columns : those in the row's unit."""

    def usable(line: Line) -> ir.BooleanValue:
        if line.event or not line.leads:
            return ibis.literal(line.event)
        value = line.canonical(raw.value)
        return (value >= line.low) & (value <= line.high) if line.bounded else value.notnull()

    rows = raw.filter(by_line(raw, found.values(), usable, ibis.literal(False)))
    moving = [of for of in found.values() if any(x.moves for x in of)]
    return rows.mutate(**{name: _moved(rows, moving, name) for name in columns if moving})


def not_told(raw: ir.Table, found: Lines, names: Collection[str]) -> ir.Table:
    """The rows of these concepts whose value is in a unit that does not convert; the value is null."""
    some = [of for name, of in found.items() if name in names and any(not line.leads for line in of)]
    rows = raw.filter(
        by_line(raw, some, lambda line: ibis.literal(not line.leads), ibis.literal(False)),
        raw.value.notnull(),
    )
    return rows.mutate(value=ibis.null("float64"))


def canonical_value(rows: ir.Table, of: list[Line]) -> ir.FloatingValue:
    """The value of the rows of one concept in its unit, plausible or not; null for others and where it does not convert.
    Off any plausible range, if there is one, in a unit that no line has, where it is looked up."""
    none = ibis.null("float64")
    if _looked_up(rows, of):
        scale = number_of(rows.unit, _scales(of))
        scale = or_infinity(scale) if of[0].bounded else scale
        return (rows.concept == of[0].concept).ifelse(rows.value * scale, none)

    def canonical(line: Line) -> ir.Value:
        return line.canonical(rows.value) if line.leads else none

    return by_line(rows, [of] if of else [], canonical, none)


def off_range(rows: ir.Table, value: ir.FloatingValue, of: list[Line]) -> ir.FloatingValue:
    """1 where canonical_value is outside the concept's plausible range, infinite where no line has the row's unit; else null,
    which a sum passes over for less than it adds 0."""
    off = (value < of[0].low) | (value > of[0].high)
    one: ir.FloatingValue = ibis.literal(1.0)
    if _looked_up(rows, of):
        one = number_of(rows.unit, _scales(of)).isnull().ifelse(INF, one)
    return off.ifelse(one, ibis.null("float64"))


def _looked_up(rows: ir.Table, of: list[Line]) -> bool:
    return len(of) > 1 and not any(line.event or line.offset for line in of) and can_look_up(rows)


def _scales(of: list[Line]) -> dict[str | None, float]:
    return {unit: line.scale for line in reversed(of) for unit in line.units if line.leads}


def _moved(rows: ir.Table, moving: list[list[Line]], name: str) -> ir.Value:
    """A column of the row's unit in the canonical one."""
    column = rows[name]

    def canonical(line: Line) -> ir.Value:
        return line.canonical(column)

    return by_line(rows, moving, canonical, column)


def implausible(raw: ir.Table, found: Lines) -> dict[str, int]:
    """Concept → how many of its values convert and lie outside its plausible range. One pass over concept, unit
    and value alone."""
    bounded = [of for of in found.values() if any(x.leads and x.bounded and x.n for x in of)]
    if not bounded:
        return {}

    bad = raw.filter(by_line(raw, bounded, lambda line: outside(raw.value, line), ibis.literal(False)))
    counts = answer(bad.group_by("concept").agg(n=bad.count()))
    return dict(zip(counts["concept"], counts["n"], strict=True))


def outside(value: ir.FloatingValue, line: Line) -> ir.BooleanValue:
    """Whether a value of this line converts and is implausible."""
    if not line.leads:
        return ibis.literal(False)
    value = line.canonical(value)
    return (value < line.low) | (value > line.high)


def by_line(
    rows: ir.Table,
    found: Iterable[list[Line]],
    work: Callable[[Line], ir.Value],
    else_: ir.Value,
) -> ir.Value:
    """What work makes of each row's own line; else_ for concepts that are not found. The last line of a concept
    takes the units that no other has: all were seen."""
    branches = []
    for of in found:
        *rarer, usual = of
        tests = [(_has_unit(rows.unit, line.units), work(line)) for line in rarer]
        of_usual = work(usual)
        branches.append(
            (rows.concept == usual.concept, ibis.cases(*tests, else_=of_usual) if tests else of_usual)
        )
    return ibis.cases(*branches, else_=else_) if branches else else_


def _has_unit(unit: ir.StringValue, units: tuple[str | None, ...]) -> ir.BooleanValue:
    named = [u for u in units if u is not None]
    is_named = (unit == named[0] if len(named) == 1 else unit.isin(named)) if named else ibis.literal(False)
    return is_named | unit.isnull() if None in units else is_named


def plausible_range(concept: Concept) -> tuple[float, float]:
    """Plausible values with the slack of a conversion's rounding."""
    if concept.plausible is None:
        return -INF, INF
    low, high = concept.plausible
    return low - SLACK * abs(low), high + SLACK * abs(high)


def plausible(value: ir.Value, concept: Concept) -> ir.BooleanValue:
    low, high = plausible_range(concept)
    return (value >= low) & (value <= high)


def not_converted(concept: Concept, unit: str, n: int) -> str:
    return f"{n} values of {concept.name} in {unit or 'no unit'} cannot be converted to {concept.unit}: what asks for them is unknown."


def not_plausible(concept: Concept, n: int) -> str:
    low, high = concept.plausible or (-INF, INF)
    return f"{n} values of {concept.name} outside {low:g} to {high:g} {concept.unit} are implausible: taken as missing."
