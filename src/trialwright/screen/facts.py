"""Canonical facts: only the concepts that are needed, in canonical units, implausible values removed, with
the derived concepts added. Everything downstream reads this one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import ibis
import ibis.expr.types as ir

from trialwright.errors import PatientsError
from trialwright.model.concept import Concept, Concepts
from trialwright.model.patients import PatientTables
from trialwright.model.units import linear
from trialwright.screen import derived, relative
from trialwright.screen.bound import (
    AS_RECORDED,
    CHANGE,
    TIMES_BASELINE,
    TIMES_UPPER,
    VALUE,
    Leaf,
    Value,
    fact_name,
)
from trialwright.screen.conversion import (
    Lines,
    converted,
    not_plausible,
    not_told,
    plausible,
)
from trialwright.screen.engine import answer, keep
from trialwright.screen.persons import Said, plausible_persons, said, sexes
from trialwright.screen.rowwise import ALWAYS, Hours
from trialwright.screen.survey import Outside, survey

COLUMNS = ("person_id", "concept", "time_hours", "value")
UPPER = "upper"
FEW = 1.5  # values a person: above it most persons have several
_UNTOLD = {
    TIMES_UPPER: "{n} values of {concept} have no upper limit of normal of their own: multiples of it are unknown there.",
    TIMES_BASELINE: "{n} values of {concept} have a baseline of zero: multiples of it are unknown there.",
    CHANGE: "{n} changes of {concept} are unknown.",
}


@dataclass(frozen=True)
class Facts:
    """table : person_id, concept, time_hours, value (canonical unit; null or 0 for events); kept by the engine
    as long as this object lives where formulas were worked out, read from the source when asked where not.
    said : concepts that persons alone answer; they are not in table. few : concepts with hardly more than one
    value a person. untold : concepts with values in units that do not convert. raw, lines : table before its conversion
    and how it converts, where it is nothing else.
    outside : counts implausible values, which asks the engine. told : what was left out, given those counts."""

    table: ir.Table
    outside: Outside
    told: Callable[[Mapping[str, int]], tuple[str, ...]]
    persons: ir.Table
    said: Mapping[str, Said] = field(default_factory=dict)
    few: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    raw: ir.Table | None = None
    lines: Lines = field(default_factory=dict)
    recorded: frozenset[str] = frozenset()

    def implausible(self, hours: Hours = ALWAYS, apart: Collection[str] = ()) -> Mapping[str, int]:
        """How many values of each concept on record are implausible, of those within these hours; none of these apart.
        Raises PatientsError where the source has units that it had not when it was opened."""
        return self.outside(hours, self.recorded - set(apart))

    def asked(self, leaf: Leaf) -> Leaf:
        """The leaf as it is asked of these facts: a later value that cannot be told lets no earlier one answer for it."""
        if isinstance(leaf, Value) and leaf.measure == VALUE and leaf.concept in self.untold:
            return replace(leaf, measure=AS_RECORDED)
        return leaf

    def rows(self, names: Collection[str]) -> ir.Table:
        """table, with the rows of those of these concepts that persons answer."""
        return _union(self.table, (self.said[n].rows(self.persons) for n in sorted(names) if n in self.said))


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
    on_record, names = recorded_in(patients, concepts), set(wanted)
    possible = {n: r for n, r in _rules(on_record, concepts).items() if _possible(r, on_record, concepts)}
    rules = {n: r for n, r in possible.items() if n in names}
    needed = (names & on_record) | {i for r in rules.values() for i in _input_names(r, concepts)}
    if not needed:
        none = patients.facts.select(*COLUMNS).limit(0)
        return Facts(none, lambda hours, names: {}, lambda counts: (), patients.persons)
    personal = said(patients, concepts)
    raw = _raw(patients, needed, personal.keys(), upper)
    found, of_units, outside = survey(patients.facts, raw, needed, concepts, patients.units, personal.keys())
    personal = {name: how for name, how in personal.items() if name in needed}
    table = converted(raw, found, kept[3:]).select(*kept)
    both = {name for name in personal if name in found or name in {of for of, _ in measures}}
    table = _union(table, (personal[name].rows(patients.persons) for name in sorted(both)))
    alone = {name: how for name, how in personal.items() if name not in both}
    few = frozenset(n for n, of in found.items() if sum(x.n for x in of) <= FEW * patients.cohort.patients)
    if rules or measures:
        table = keep(table)  # read once for each formula and again for the criteria
    table, later = _with_derived(table, rules, patients, concepts)
    untold = frozenset(n for n, of in found.items() if n in names and any(x.n and not x.leads for x in of))
    if measures or untold:
        blanks = not_told(raw, found, names).select(*COLUMNS)
        table, more = _with_measures(keep(table), {*measures, *((n, AS_RECORDED) for n in untold)}, blanks)
        later += more
    if rules or measures or untold:
        table = keep(table)
    plain = not (rules or measures or both or untold)

    def told(counts: Mapping[str, int]) -> tuple[str, ...]:
        of_values = _implausible(counts, personal.values(), patients.persons, concepts)
        return (*of_units, *of_values, *later)

    return Facts(
        table,
        outside,
        told,
        patients.persons,
        alone,
        few - both,
        untold,
        raw if plain else None,
        found if plain else {},
        frozenset(needed),
    )


def _with_derived(
    measured: ir.Table, rules: Mapping[str, derived.Derived], patients: PatientTables, concepts: Concepts
) -> tuple[ir.Table, list[str]]:
    """The facts with those that are worked out from them, and how many of these are implausible."""
    table, warnings = measured, []
    for name, rule in rules.items():
        rows = keep(_in_canonical_unit(rule, patients, measured, concepts, concepts.by_name[name]))
        inside = plausible(rows.value, concepts.by_name[name])
        n = answer(rows.aggregate(n=(~inside).sum()))["n"][0]
        warnings += [not_plausible(concepts.by_name[name], n)] if n else []
        table = _union(table, [rows.filter(inside)])
    return table, warnings


def _implausible(
    counts: Mapping[str, int], personal: Iterable[Said], persons: ir.Table, concepts: Concepts
) -> list[str]:
    """Warnings of what is implausible on record and with persons."""
    warnings, total = [], Counter(counts)
    for how in personal:
        more, n = how.missing(persons)
        warnings += more
        total[how.concept.name] += n
    return warnings + [not_plausible(concepts.by_name[name], n) for name, n in sorted(total.items()) if n]


def _union(table: ir.Table, parts: Iterable[ir.Table]) -> ir.Table:
    """table with rows that have its columns but for the upper limit."""
    limit = {UPPER: ibis.null("float64")} if UPPER in table.columns else {}
    all_parts = [table, *(part.mutate(**limit).select(*table.columns) for part in parts)]
    return ibis.union(*all_parts) if len(all_parts) > 1 else table


def has_upper(patients: PatientTables) -> bool:
    """Whether rows of the source can carry an upper limit of normal of their own."""
    return UPPER in patients.facts.columns


def _with_measures(
    table: ir.Table, measures: Collection[tuple[str, str]], blanks: ir.Table
) -> tuple[ir.Table, list[str]]:
    """The facts with what criteria compare besides values, under names of their own; and what could not be told.
    blanks : the rows in units that do not convert, which have none of the measures."""
    parts, warnings = [table.select(*COLUMNS)], []
    for concept, measure in sorted(measures):
        values = table.filter(table.concept == concept)
        if UPPER not in values.columns:
            values = values.mutate(upper=ibis.null("float64"))
        rows = values if measure == AS_RECORDED else relative.found()[measure].rows(values)
        rows = rows.mutate(concept=ibis.literal(fact_name(concept, measure))).select(*COLUMNS)
        untold = answer(rows.aggregate(n=rows.value.isnull().sum()))["n"][0] or 0
        if untold and measure in _UNTOLD:
            warnings.append(_UNTOLD[measure].format(n=untold, concept=concept))
        parts += [rows, _blank(blanks, concept, measure)]
    return ibis.union(*parts) if len(parts) > 1 else parts[0], warnings


def _blank(blanks: ir.Table, concept: str, measure: str) -> ir.Table:
    """A concept's values that cannot be told, as rows of a measure of it; a change has a time."""
    rows = blanks.filter(blanks.concept == concept)
    if measure in (CHANGE, TIMES_BASELINE):
        rows = rows.filter(rows.time_hours.notnull())
    return rows.mutate(concept=ibis.literal(fact_name(concept, measure))).select(*COLUMNS)


def recorded_in(patients: PatientTables, concepts: Concepts) -> frozenset[str]:
    """Concepts with facts of their own; a person's sex answers for female and male."""
    of_sex = set(sexes(concepts).values()) if "sex" in patients.held else set()
    return patients.held | patients.captured | of_sex


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


def _raw(patients: PatientTables, needed: set[str], personal: Collection[str], upper: bool) -> ir.Table:
    """Recorded rows; of the needed concepts alone where the source has others."""
    facts = patients.facts
    if not (patients.held | patients.captured) - {"age", "sex", *personal} <= needed:
        facts = facts.filter(facts.concept.isin(sorted(needed)))
    return facts.select(*COLUMNS, "unit", *([UPPER] if upper else []))


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


def _line(unit_from: str, unit_to: str, concept: Concept) -> tuple[float, float]:
    line = linear(unit_from, unit_to, concept)
    if line is None:
        raise PatientsError(
            f"The dictionary gives {concept.name} in {unit_to or unit_from}, which does not convert to {unit_from}.",
            where=f"concept {concept.name}",
            fix="Give the concept a unit of the same kind, or a molar mass.",
        )
    return line
