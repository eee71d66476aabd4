"""What is on record: the units of each concept, and how many values are implausible or do not convert.

Asked of all rows whatever the criteria's windows, so it is the dearer half of a screening with windows. Units that the
source tells are known. Where the engine can sample, a sample's are taken as known for the other concepts, and one pass
both counts by them and finds the units it missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import ibis
import ibis.expr.types as ir

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

SHARE = 0.001  # of the rows that foretell the units
SAMPLED = ("duckdb",)  # engines where a sample of anything costs less than reading all of it
MARGIN = 1e-6  # of half a plausible range; rounding is below 1e-12 of it where the range is not too narrow
NARROW = 1e-3
Recorded = tuple[str, str | None, int]
Told = Mapping[str, Mapping[str, int]]


def survey(
    facts: ir.Table,
    raw: ir.Table,
    needed: Collection[str],
    concepts: Concepts,
    told: Told,
    rare: Collection[str],
) -> tuple[Lines, list[str], dict[str, int]]:
    """The lines of the needed concepts, warnings of units that do not convert, and concept → implausible values.
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
    if facts.get_backend().name not in SAMPLED:
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
) -> tuple[Lines, list[str], dict[str, int]]:
    """The same whatever is expected, but for the number of values of units that are and that convert. sure : concepts of
    which no unit is missing among the expected."""
    guess, _ = lines(expected, concepts)
    if not guess:
        found, warnings = lines((x for x in recorded(raw) if x[0] in needed), concepts)
        return found, warnings, implausible(raw, found)
    known = {(line.concept, unit): line for of in guess.values() for line in of for unit in line.units}
    on_record = {(name, unit): n for name, unit, n in expected}
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
    if missed:
        return found, warnings, implausible(raw, found)
    return found, warnings, {name: n for name, n in bad.items() if n}


def _suspects(
    raw: ir.Table, needed: Collection[str], guess: Lines, sure: Collection[str]
) -> list[tuple[str, str | None, int, int]]:
    """Concept, unit, values and implausible values among the rows of no expected unit, of units that do not convert,
    and of values near or beyond the ends of their plausible range. One product for each row, and the exact comparison
    for these alone."""
    new = sorted(set(needed) - guess.keys())
    absent = raw.concept.isin(new).ifelse(2.0, 0.0) if new else ibis.literal(0.0)
    far = by_line(raw, guess.values(), lambda line: _distance(raw.value, line), absent, 2.0, sure)
    rows = raw.filter(far.abs() > 1 - MARGIN)
    bounded = [of for of in guess.values() if any(x.leads and x.bounded for x in of)]
    is_bad = by_line(rows, bounded, lambda line: outside(rows.value, line), ibis.literal(False))
    rows = rows.mutate(bad=is_bad.ifelse(1, 0))
    found = answer(rows.group_by(["concept", "unit"]).agg(n=rows.value.count(), bad=rows.bad.sum()))
    return list(zip(found["concept"], found["unit"], found["n"], found["bad"], strict=True))


def _distance(value: ir.FloatingValue, line: Line) -> ir.FloatingValue:
    """From the middle of the plausible range, its half being 1."""
    if line.event or (line.leads and not line.bounded):
        return ibis.literal(0.0)
    half, middle = (line.high - line.low) / 2, (line.high + line.low) / 2
    sizes = (abs(line.low), abs(line.high), abs(line.offset))
    if not line.leads or not NARROW * max(sizes) < half < float("inf"):
        return ibis.literal(2.0)
    return value * (line.scale / half) + (line.offset - middle) / half
