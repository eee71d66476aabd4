"""Canonical facts: only the concepts that are needed, in canonical units, implausible values removed, with
the derived concepts added. Everything downstream reads this one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.errors import PatientsError
from trialwright.model.concept import Concept, Concepts
from trialwright.model.patients import PatientTables
from trialwright.model.units import linear
from trialwright.screen import derived, relative
from trialwright.screen.bound import CHANGE, SLACK, TIMES_BASELINE, TIMES_UPPER, fact_name
from trialwright.screen.engine import engine_call
from trialwright.screen.passes import is_measured, unit_as_meant

COLUMNS = ("person_id", "concept", "time_hours", "value")
UPPER = "upper"
_UNTOLD = {
    TIMES_UPPER: "{n} values of {concept} have no upper limit of normal of their own: multiples of it are unknown there.",
    TIMES_BASELINE: "{n} values of {concept} have a baseline of zero: multiples of it are unknown there.",
    CHANGE: "{n} changes of {concept} are unknown.",
}


@dataclass(frozen=True)
class Facts:
    """table : person_id, concept, time_hours, value (canonical unit; null or 0 for events); kept by the engine
    as long as this object lives where formulas were worked out, read from the source when asked where not.
    warnings : what was left out and how much of it."""

    table: ir.Table
    warnings: tuple[str, ...]


def available(patients: PatientTables, concepts: Concepts) -> frozenset[str]:
    """Concepts that the source records, holds with its persons, or that can be derived from those."""
    recorded = recorded_in(patients, concepts)
    return recorded | {
        name for name, rule in _rules(recorded, concepts).items() if _possible(rule, recorded, concepts)
    }


def inputs_not_held(name: str, patients: PatientTables, concepts: Concepts) -> tuple[str, ...]:
    """The inputs that keep a derived concept from being worked out, () for any other concept."""
    recorded = recorded_in(patients, concepts)
    rule = _rules(recorded, concepts).get(name)
    return () if rule is None else tuple(w for w in _input_names(rule, concepts) if w not in recorded)


def canonical(
    patients: PatientTables,
    concepts: Concepts,
    wanted: Iterable[str],
    measures: Collection[tuple[str, str]] = (),
) -> Facts:
    """The facts of the wanted concepts. measures : (concept, measure of it that is wanted too), see screen/relative.

    Raises PatientsError where the engine cannot read the source.
    """
    upper = has_upper(patients) and any(measure == TIMES_UPPER for _, measure in measures)
    kept = (*COLUMNS, UPPER) if upper else COLUMNS
    recorded, names = recorded_in(patients, concepts), set(wanted)
    rules = {
        n: r for n, r in _rules(recorded, concepts).items() if n in names and _possible(r, recorded, concepts)
    }
    needed = (names & recorded) | {i for r in rules.values() for i in _input_names(r, concepts)}
    raw = _raw(patients, concepts, needed, upper)
    if raw is None:
        return Facts(patients.facts.select(*COLUMNS).limit(0), ())
    found = _run(
        raw.group_by(["concept", "unit"]).agg(
            n=raw.value.count(),
            low=raw.value.min(),
            high=raw.value.max(),
            outside=_outside(raw, needed, concepts).sum(),
        )
    )
    lines, warnings = _lines(found, concepts)
    converted = _convert(raw, lines)
    warnings += _dropped(converted, found, lines, concepts)
    table = measured = converted.filter(converted.usable).select(*kept)
    if not rules and not measures:
        return Facts(table, tuple(warnings))
    table = measured = _keep(measured)  # read once for each formula and again for the criteria
    for name, rule in rules.items():
        rows = _keep(_in_canonical_unit(rule, patients, measured, concepts, concepts.by_name[name]))
        inside = _plausible(rows.value, concepts.by_name[name])
        warnings += _implausible(rows.mutate(implausible=~inside), concepts)
        rows = rows.filter(inside)
        table = table.union(rows.mutate(upper=ibis.null("float64")) if upper else rows)
    table, more = _with_measures(_keep(table) if measures else table, measures)
    return Facts(_keep(table), (*warnings, *more))


def has_upper(patients: PatientTables) -> bool:
    """Whether rows of the source can carry an upper limit of normal of their own."""
    return UPPER in patients.facts.columns


def _with_measures(table: ir.Table, measures: Collection[tuple[str, str]]) -> tuple[ir.Table, list[str]]:
    """The facts with what criteria compare besides values, under names of their own; and what could not be told."""
    parts, warnings = [table.select(*COLUMNS)], []
    for concept, measure in sorted(measures):
        values = table.filter(table.concept == concept)
        if UPPER not in values.columns:
            values = values.mutate(upper=ibis.null("float64"))
        rows = relative.found()[measure].rows(values)
        rows = rows.mutate(concept=ibis.literal(fact_name(concept, measure))).select(*COLUMNS)
        untold = _run(rows.aggregate(n=rows.value.isnull().sum()))["n"][0] or 0
        if untold:
            warnings.append(_UNTOLD[measure].format(n=untold, concept=concept))
        parts.append(rows)
    return ibis.union(*parts) if len(parts) > 1 else parts[0], warnings


def recorded_in(patients: PatientTables, concepts: Concepts) -> frozenset[str]:
    """Concepts with facts of their own; a person's sex answers for female and male."""
    sexes = _sexes(concepts) if "sex" in patients.held else {}
    return patients.held | patients.captured | set(sexes.values())


def _sexes(concepts: Concepts) -> dict[str, str]:
    """Word of persons.sex → name of its concept."""
    return {word: concepts.by_word[word].name for word in ("female", "male") if word in concepts.by_word}


def _rules(recorded: frozenset[str], concepts: Concepts) -> dict[str, derived.Derived]:
    """Derived concept → its file. What a source records itself is not derived anew."""
    named = ((concepts.by_word.get(rule.NAME.lower()), rule) for rule in derived.found())
    return {c.name: rule for c, rule in named if c is not None and c.name not in recorded}


def _input_names(rule: derived.Derived, concepts: Concepts) -> tuple[str, ...]:
    words = [word for word, _ in rule.INPUTS.values()] + [
        {"age_years": "age"}.get(p, p) for p in rule.PERSONS
    ]
    found = (concepts.by_word.get(w.lower()) for w in words)
    return tuple(c.name if c else w for c, w in zip(found, words, strict=True))


def _possible(rule: derived.Derived, recorded: frozenset[str], concepts: Concepts) -> bool:
    return set(_input_names(rule, concepts)) <= recorded


def _raw(patients: PatientTables, concepts: Concepts, needed: set[str], upper: bool) -> ir.Table | None:
    """Recorded rows of the needed concepts; age and sex come with persons."""
    if not needed:
        return None
    facts, persons = patients.facts, patients.persons
    rows = facts.filter(facts.concept.isin(sorted(needed)))
    limit = {UPPER: rows.upper} if upper else {}
    parts = [rows.select(*COLUMNS, unit=ibis.coalesce(rows.unit, ""), **limit)]
    age = concepts.by_word.get("age")
    if age is not None and age.name in needed:
        parts.append(_person_facts(persons, age.name, persons.age_years.cast("float64"), "a"))
    for word, name in _sexes(concepts).items():
        if name in needed and "sex" in patients.held:
            parts.append(_person_facts(persons, name, (persons.sex == word).cast("float64"), ""))
    if upper:
        parts = [parts[0], *(part.mutate(upper=ibis.null("float64")) for part in parts[1:])]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _person_facts(persons: ir.Table, concept: str, value: ir.FloatingValue, unit: str) -> ir.Table:
    """What persons say as facts without a time; none where they do not say it."""
    rows = persons.select(
        person_id=persons.person_id,
        concept=ibis.literal(concept),
        time_hours=ibis.null("float64"),
        value=value,
        unit=ibis.literal(unit),
    )
    return rows.filter(rows.value.notnull())


@dataclass(frozen=True)
class Line:
    """How values of a concept in one unit become canonical, and between which they are plausible. leads : False
    for a unit that does not convert. event : stays as it is."""

    concept: str
    unit: str
    scale: float
    offset: float
    low: float
    high: float
    event: bool
    leads: bool


def _lines(found: Mapping[str, list[Any]], concepts: Concepts) -> tuple[list[Line], list[str]]:
    """A Line for each concept and unit on record; a unit that does not convert makes values missing."""
    lines, warnings = [], []
    for name, unit, n in sorted(zip(found["concept"], found["unit"], found["n"], strict=True)):
        concept = concepts.by_name.get(name)
        if concept is None or not is_measured(concept):
            lines.append(Line(name, unit, 1.0, 0.0, float("-inf"), float("inf"), event=True, leads=True))
            continue
        line = linear(unit_as_meant(unit, concept), concept.unit, concept)
        if line is None:
            warnings.append(
                f"{n} values of {name} in {unit or 'no unit'} cannot be converted to {concept.unit}: taken as missing."
            )
        lines.append(
            Line(name, unit, *(line or (1.0, 0.0)), *_range(concept), event=False, leads=line is not None)
        )
    return lines, warnings


def _convert(raw: ir.Table, lines: list[Line]) -> ir.Table:
    """raw with canonical values; usable : an event, or a value that is present, convertible and plausible.

    Written as one expression a row: whatever needs nothing done to it takes the shortest way through.
    """
    limit = {UPPER: _all_moved(raw, raw.upper, lines)} if UPPER in raw.columns else {}
    value = _all_moved(raw, raw.value, lines)
    table = raw.select("person_id", "concept", "time_hours", "unit", value=value, **limit)
    events = sorted({x.concept for x in lines if x.event})
    astray = [x for x in lines if not x.leads]
    inside = table.value.notnull() & _all_plausible(table, lines)
    for x in astray:
        inside = inside & ~((table.concept == x.concept) & (table.unit == x.unit))
    usable = table.concept.isin(events) | inside if events else inside
    return table.mutate(usable=ibis.coalesce(usable, False))


def _all_moved(raw: ir.Table, value: ir.FloatingValue, lines: list[Line]) -> ir.FloatingValue:
    """Values, or their limits, in the canonical units."""
    moved = [x for x in lines if (x.scale, x.offset) != (1.0, 0.0)]
    if not moved:
        return value
    cases = (((raw.concept == x.concept) & (raw.unit == x.unit), _moved(value, x)) for x in moved)
    return ibis.cases(*cases, else_=value)


def _moved(value: ir.FloatingValue, x: Line) -> ir.FloatingValue:
    scaled = value if x.scale == 1.0 else value * x.scale
    return scaled if x.offset == 0.0 else scaled + x.offset


def _all_plausible(table: ir.Table, lines: list[Line]) -> ir.BooleanValue:
    """Whether a canonical value lies in its own concept's range."""
    ranges = {x.concept: (x.low, x.high) for x in lines if not x.event}
    bounded = {c: r for c, r in ranges.items() if r != (float("-inf"), float("inf"))}
    if not bounded:
        return ibis.literal(True)
    tests = (
        (table.concept == c, (table.value >= lo) & (table.value <= hi)) for c, (lo, hi) in bounded.items()
    )
    return ibis.cases(*tests, else_=True)


def _outside(raw: ir.Table, needed: Iterable[str], concepts: Concepts) -> ir.BooleanValue:
    """Whether a value is implausible, should it be in the canonical unit; most are."""
    known = (concepts.by_name[n] for n in sorted(needed) if n in concepts.by_name)
    bounded = [c for c in known if is_measured(c) and c.plausible]
    if not bounded:
        return raw.concept.isnull()
    return ibis.cases(*((raw.concept == c.name, ~_plausible(raw.value, c)) for c in bounded), else_=False)


def _dropped(
    converted: ir.Table, found: Mapping[str, list[Any]], lines: list[Line], concepts: Concepts
) -> list[str]:
    """Warnings of implausible values. The rows are asked again only for those in another than the canonical unit
    whose extremes say that there are any."""
    rows = zip(*(found[k] for k in ("concept", "unit", "low", "high", "outside")), strict=True)
    on_record = {(c, u): rest for c, u, *rest in rows}
    counts: Counter[str] = Counter()
    suspects: list[Line] = []
    for x in lines:
        low, high, outside = on_record[x.concept, x.unit]
        if x.event or not x.leads or low is None:
            continue
        if (x.scale, x.offset) == (1.0, 0.0):
            counts[x.concept] += int(outside or 0)
        elif not (x.low <= low * x.scale + x.offset and high * x.scale + x.offset <= x.high):
            suspects.append(x)
    if suspects:
        here = reduce(or_, ((converted.concept == x.concept) & (converted.unit == x.unit) for x in suspects))
        bad = converted.filter(here, converted.value.notnull(), ~converted.usable)
        again = _run(bad.group_by("concept").agg(n=bad.count()))
        counts.update(dict(zip(again["concept"], again["n"], strict=True)))
    return [_said(concepts.by_name[name], n) for name, n in sorted(counts.items()) if n]


def _said(concept: Concept, n: int) -> str:
    low, high = concept.plausible or (float("-inf"), float("inf"))
    return f"{n} values of {concept.name} outside {low:g} to {high:g} {concept.unit} are implausible: taken as missing."


def _range(concept: Concept) -> tuple[float, float]:
    """Plausible values with the slack of a conversion's rounding."""
    low, high = concept.plausible or (float("-inf"), float("inf"))
    return low - SLACK * abs(low) if concept.plausible else low, high + SLACK * abs(
        high
    ) if concept.plausible else high


def _plausible(value: ir.Value, concept: Concept) -> ir.BooleanValue:
    low, high = _range(concept)
    return (value >= low) & (value <= high)


def _implausible(converted: ir.Table, concepts: Concepts) -> list[str]:
    """One warning per concept that has values outside its plausible range."""
    bad = converted.filter(converted.implausible)
    counts = _run(bad.group_by("concept").agg(n=bad.count()).order_by("concept"))
    rows = zip(counts["concept"], counts["n"], strict=True)
    return [_said(concepts.by_name[name], n) for name, n in rows]


def _in_canonical_unit(
    rule: derived.Derived, patients: PatientTables, measured: ir.Table, concepts: Concepts, concept: Concept
) -> ir.Table:
    """A derived concept's rows, in that concept's canonical unit."""
    inputs: dict[str, ir.Table] = {}
    for role, (word, unit) in rule.INPUTS.items():
        source = concepts.by_word[word.lower()]
        line = _line(source.unit, unit, source)
        rows = measured.filter(measured.concept == source.name)
        inputs[role] = rows.select("person_id", "time_hours", value=rows.value * line[0] + line[1])
    rows = rule.rows(inputs, plausible_persons(patients, concepts))
    scale, offset = _line(rule.UNIT, concept.unit, concept)
    value = rows.value * scale + offset
    return rows.select(
        "person_id", concept=ibis.literal(concept.name), time_hours=rows.time_hours, value=value
    )


def plausible_persons(patients: PatientTables, concepts: Concepts) -> ir.Table:
    """Persons, an implausible age made missing."""
    age = concepts.by_word.get("age")
    persons = patients.persons
    if age is None or age.plausible is None:
        return persons
    line = _line("a", age.unit, age)
    ok = _plausible(persons.age_years * line[0] + line[1], age)
    return persons.mutate(age_years=ok.ifelse(persons.age_years, ibis.null("float64")))


def _line(unit_from: str, unit_to: str, concept: Concept) -> tuple[float, float]:
    line = linear(unit_from, unit_to, concept)
    if line is None:
        raise PatientsError(
            f"The dictionary gives {concept.name} in {unit_to or unit_from}, which does not convert to {unit_from}.",
            where=f"concept {concept.name}",
            fix="Give the concept a unit of the same kind, or a molar mass.",
        )
    return line


def _keep(table: ir.Table) -> ir.Table:
    """Held by the engine for this screening, so that the source is scanned once."""
    return engine_call(lambda: table.cache())


def _run(table: ir.Table) -> Mapping[str, list[Any]]:
    return engine_call(lambda: table.to_pyarrow().to_pydict())
