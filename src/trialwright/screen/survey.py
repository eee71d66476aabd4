"""What is on record: the units of each concept, how many values do not convert, and how many are implausible.

Units are asked of all rows, whatever the criteria's windows. Implausible values are counted in the hours that are asked
for, of the concepts that are asked for: the question for the patients counts others on its way (leaves.py). Units that the
source tells are known. Where the engine can look numbers up by words, a sample's units are taken as known for the other
concepts, and one pass both counts by them and finds the units it missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts
from trialwright.screen.conversion import (
    Line,
    Lines,
    by_line,
    implausible,
    lines,
    outside,
    recorded,
)
from trialwright.screen.engine import answer
from trialwright.screen.lookup import INF, can_look_up, is_off, number_of, or_infinity
from trialwright.screen.rowwise import ALWAYS, Hours, within

SHARE = 0.01  # of the rows that foretell the units: to skip fewer costs what reading all costs, and more would be missed
MARGIN = 1e-6  # of half a plausible range; rounding is below 1e-12 of it where the range is not too narrow
NARROW = 1e-3
SUSPECT = (INF, 0.0)  # any value is infinitely far
Recorded = tuple[str, str | None, int]
Suspects = list[tuple[str, str | None, int, int]]
Told = Mapping[str, Mapping[str, int]]
# The hours, and the concepts, → concept → implausible values, counted when it is called.
Outside = Callable[[Hours, Collection[str]], Mapping[str, int]]


def survey(
    facts: ir.Table,
    raw: ir.Table,
    needed: Collection[str],
    concepts: Concepts,
    told: Told,
    rare: Collection[str],
) -> tuple[Lines, list[str], Outside]:
    """The lines of the needed concepts, warnings of units that do not convert, and the implausible values.
    facts : the source's, of which raw are the rows that count; a sample of it is cheaper than of what is selected from it.
    told : units that the source knows. rare : concepts that hardly have rows, for which alone no sample is taken."""
    sure = {name: told[name] for name in needed if name in told}
    expected: list[Recorded] = [(name, unit, n) for name, units in sure.items() for unit, n in units.items()]
    if set(needed) - sure.keys() - set(rare):
        expected += [x for x in foretold(facts, needed) if x[0] not in sure]
    return surveyed(raw, needed, concepts, expected, sure)


def foretold(facts: ir.Table, needed: Collection[str]) -> list[Recorded]:
    """Concepts, units and about how many values, from a few of the rows; nothing where that is no cheaper.
    Which rows they are changes no result (surveyed), so no seed is needed, and one would cost twice the time."""
    if not can_look_up(facts):
        return []
    few = facts.select("concept", "unit").sample(SHARE, method="block")
    found = answer(few.group_by(["concept", "unit"]).agg(n=few.count()))
    pairs = zip(found["concept"], found["unit"], found["n"], strict=True)
    return [(name, unit, round(n / SHARE)) for name, unit, n in pairs if name in needed]


def surveyed(
    raw: ir.Table,
    needed: Collection[str],
    concepts: Concepts,
    expected: Sequence[Recorded],
    sure: Collection[str] = (),
) -> tuple[Lines, list[str], Outside]:
    """The same whatever is expected, but for the number of values of units that are and that convert. sure : concepts of
    which no unit is missing among the expected."""
    guess, _ = lines(expected, concepts)
    if not guess or not can_look_up(raw):
        found, warnings = lines((x for x in recorded(raw) if x[0] in needed), concepts)
        return found, warnings, _counting(raw, found)
    known = {(line.concept, unit): line for of in guess.values() for line in of for unit in line.units}
    if set(needed) <= set(sure) and all(line.leads for line in known.values()):
        return guess, [], _counting_told(raw, guess, known)
    # Those of units that do not convert are counted among the suspects.
    on_record = {(name, unit): n if known[name, unit].leads else 0 for name, unit, n in expected}
    bad: Counter[str] = Counter()
    missed = False
    for name, unit, n, n_bad in _suspects(raw, needed, guess, sure):
        line = known.get((name, unit))
        if line is None or not line.leads:
            on_record[name, unit] = n
            missed |= line is None
        else:
            bad[name] += n_bad
    found, warnings = lines(((*pair, n) for pair, n in on_record.items()), concepts)
    again = _counting(raw, found)

    def counted(hours: Hours, names: Collection[str]) -> Mapping[str, int]:
        if missed or hours != ALWAYS:
            return again(hours, names)
        return {name: n for name, n in bad.items() if n and name in names}

    return found, warnings, counted


def _counting(raw: ir.Table, found: Lines) -> Outside:
    def counted(hours: Hours, names: Collection[str]) -> Mapping[str, int]:
        return implausible(within(raw, hours), {name: of for name, of in found.items() if name in names})

    return counted


def _counting_told(raw: ir.Table, guess: Lines, known: Collection[tuple[str, str | None]]) -> Outside:
    """Where no unit is missing among the known. What it gives raises PatientsError where one is."""

    def counted(hours: Hours, names: Collection[str]) -> Mapping[str, int]:
        if not names:
            return {}
        bad: Counter[str] = Counter()
        asked = {name: of for name, of in guess.items() if name in names}
        for name, unit, _, n in _suspects(within(raw, hours), names, asked, names):
            if (name, unit) not in known:
                raise new_unit(name, unit or "no unit")
            bad[name] += n
        return {name: n for name, n in bad.items() if n}

    return counted


def new_unit(name: str, unit: str) -> PatientsError:
    return PatientsError(
        f"There are values of {name} in {unit}, of which there were none when the source was opened.",
        where="patients",
        fix="Open the source again: it has changed meanwhile.",
    )


def _suspects(raw: ir.Table, needed: Collection[str], guess: Lines, sure: Collection[str]) -> Suspects:
    """Concept, unit, values and implausible values among the rows of no expected unit, of units that do not convert,
    and of values near or beyond the ends of their plausible range. One product for each row, and the exact comparison
    for these alone."""
    new = sorted(set(needed) - guess.keys())
    # Each concept's own test: distances of all concepts in one column, tested together, cost a tenth more.
    branches = [(raw.concept == name, is_off(_distance(raw, of, name in sure))) for name, of in guess.items()]
    others = raw.concept.isin(new) if new else ibis.literal(False)
    rows = raw.filter(ibis.cases(*branches, else_=others) if branches else others)
    bounded = [of for of in guess.values() if any(x.leads and x.bounded for x in of)]
    is_bad = by_line(rows, bounded, lambda line: outside(rows.value, line), ibis.literal(False))
    rows = rows.mutate(bad=is_bad.ifelse(1, 0))
    found = answer(rows.group_by(["concept", "unit"]).agg(n=rows.value.count(), bad=rows.bad.sum()))
    return list(zip(found["concept"], found["unit"], found["n"], found["bad"], strict=True))


def _distance(rows: ir.Table, of: list[Line], all_known: bool) -> ir.FloatingValue:
    """From the middle of a concept's plausible range, in its units, half the range being hardly more than 1; infinite
    or no number for a unit that none of its lines has, unless all are known; null without a value."""
    if of[-1].event:
        return ibis.literal(0.0)
    ends = {unit: _scaled(line) for line in reversed(of) for unit in line.units}
    if all_known and len(set(ends.values())) == 1:
        ((scale, shift),) = set(ends.values())
        return rows.value * scale + shift
    scales = {unit: scale for unit, (scale, _) in ends.items()}
    shifts = {unit: shift for unit, (_, shift) in ends.items()}
    usual = {shift for scale, shift in ends.values() if scale < INF}
    shift = or_infinity(number_of(rows.unit, shifts)) if len(usual) > 1 else usual.pop() if usual else 0.0
    return rows.value * or_infinity(number_of(rows.unit, scales)) + shift


def _scaled(line: Line) -> tuple[float, float]:
    """Slope and intercept of the distance."""
    if line.leads and not line.bounded:
        return 0.0, 0.0
    half, middle = (line.high - line.low) / 2, (line.high + line.low) / 2
    sizes = (abs(line.low), abs(line.high), abs(line.offset))
    if not line.leads or not NARROW * max(sizes) < half < INF:
        return SUSPECT
    one = half * (1 - MARGIN)
    return line.scale / one, (line.offset - middle) / one
