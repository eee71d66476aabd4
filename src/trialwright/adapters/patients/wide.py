"""One row a patient: columns named by the plan, or that name a concept by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.drawn import drawn, within
from trialwright.adapters.patients.files import opened
from trialwright.adapters.patients.guesses import are_hours
from trialwright.adapters.patients.headings import heading_of, other_meaning
from trialwright.adapters.patients.keys import (
    Spec,
    closest,
    concept_named,
    is_measured,
    mapping,
    words,
)
from trialwright.errors import PatientsError
from trialwright.model.concept import Concept, Concepts
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort
from trialwright.model.units import linear, normalise

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMN_KEYS = ("column", "unit", "time", "codes", "missing", "upper")
AT_INDEX = "index"  # `time: index` says that the value was taken at the index
SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True)
class Bound:
    """A column that holds a concept. column : "" for an event known only by its time. upper : the column of each
    patient's own upper limit of normal, or one number for everyone; None for none."""

    concept: Concept
    column: str
    unit: str
    time: str
    codes: dict[Any, str]
    missing: tuple[Any, ...]
    upper: str | float | None = None


def tables(spec: Spec, folder: Path, concepts: Concepts) -> PatientTables:
    """PatientTables of a wide table; see adapters.patients.open."""
    source = opened(spec, folder, often=True)
    table = source.table
    index = spec.text("index")
    cells.column(table, index, "patients.index")
    key = _id(spec, table)
    bound = tuple(_bound(spec, table, concepts, key, index))
    patients = _refuse_bad_rows(table, key, index, bound)
    keyed = table.mutate(tw_id=cells.text(table[key]), tw_index=cells.moment(table[index]))
    persons = _persons(keyed, bound)
    cohort = Cohort(
        name=str(spec.get("name", source.name)),
        source=spec.text("table"),
        patients=patients,
        index=index,
        fingerprint=source.fingerprint,
    )
    units: dict[str, dict[str, int]] = {}
    for b in bound:  # two words may name one concept
        units.setdefault(b.concept.name, {})[b.unit] = patients
    facts, warned = within(spec, _facts(keyed, bound), _facts(keyed, tuple(b for b in bound if b.time)))
    return drawn(
        spec,
        concepts,
        cohort,
        persons,
        facts,
        units,
        (*_not_taken(table, concepts, bound), *warned),
        {} if "until" in spec else units,
        set(units) - {b.concept.name for b in bound if b.time},
    )


def _id(spec: Spec, table: ir.Table) -> str:
    usual = [c for c in table.columns if c.lower() in ("person_id", "patient_id")]
    name = spec.text("id") if "id" in spec or len(usual) != 1 else usual[0]
    cells.column(table, name, "patients.id")
    return name


def _bound(spec: Spec, table: ir.Table, concepts: Concepts, key: str, index: str) -> Iterator[Bound]:
    """The plan's columns first, then those whose heading is a concept's word."""
    taken, used = set(), {key, index}
    missing = words(spec.get("missing"))
    for word, what in mapping(spec.get("columns"), "patients.columns").items():
        where = f"patients.columns.{word}"
        concept = concept_named(str(word), concepts, where)
        given = mapping(what, where, short="column")
        for unknown in set(given) - set(COLUMN_KEYS):
            raise PatientsError(
                f"The key {unknown} is not known.", where=where, fix=closest(unknown, COLUMN_KEYS)
            )
        for role in ("column", "time"):
            if given.get(role) not in (None, AT_INDEX if role == "time" else None):
                cells.column(table, given[role], f"{where}.{role}")
        if not given.get("column") and (is_measured(concept) or not given.get("time")):
            raise PatientsError(
                f"No column is named for {word}.", where=where, fix="Add `column:` with its name."
            )
        if given.get("unit") and normalise(given["unit"]) is None:
            raise PatientsError(
                f"The unit {given['unit']} is not known.",
                where=f"{where}.unit",
                fix="Write it as UCUM, e.g. mg/L.",
            )
        taken.add(concept.name)
        used |= {given.get("column", ""), given.get("time", "")}
        yield Bound(
            concept, given.get("column", ""), given.get("unit", ""), given.get("time", ""),
            mapping(given.get("codes"), f"{where}.codes"), (*missing, *words(given.get("missing"))),
            _upper_of(given, concept, table, where),
        )  # fmt: skip
    for heading in table.columns:
        if heading in used:
            continue
        word, unit = heading_of(heading)
        found = concepts.by_word.get(word) or concepts.by_word.get(word.replace("_", " "))
        if found is not None and not unit and _other_meaning(word, table, heading):
            continue  # told by _not_taken
        if found is not None and found.name not in taken and normalise(unit) is not None:
            taken.add(found.name)
            yield Bound(found, heading, unit, "", {}, missing)


def _not_taken(table: ir.Table, concepts: Concepts, bound: tuple[Bound, ...]) -> tuple[str, ...]:
    """That a column was not taken for the concept that its heading is a word for, since it has another usual meaning or
    a unit that is not known."""
    used = {c for b in bound for c in (b.column, b.time, b.upper)}
    out = []
    for heading in table.columns:
        word, unit = heading_of(heading)
        concept, other = concepts.by_word.get(word), _other_meaning(word, table, heading)
        if heading not in used and not unit and concept is not None and other:
            out.append(
                f"The column {heading} is not used: it may mean {concept.name}, or {other}. Where it is {concept.name}, "
                "name it under `columns:`."
            )
        if heading not in used and unit and concept is not None and normalise(unit) is None:
            out.append(
                f"The column {heading} is not used: its unit {unit} is not known. Name it under `columns:` with a unit in UCUM."
            )
    return tuple(out)


def _other_meaning(word: str, table: ir.Table, heading: str) -> str:
    """What the column may hold besides; "" where its heading has one meaning."""
    return other_meaning(word) or ("the hour of the day" if are_hours(heading, table, heading) else "")


def _upper_of(given: dict[Any, Any], concept: Concept, table: ir.Table, where: str) -> str | float | None:
    """The column or the number under `upper:`, checked."""
    upper = given.get("upper")
    if upper is None or (isinstance(upper, int | float) and not isinstance(upper, bool) and upper > 0):
        upper = None if upper is None else float(upper)
    else:
        cells.column(table, str(upper), f"{where}.upper")
        upper = str(upper)
    if upper is not None and not is_measured(concept):
        raise PatientsError(
            f"{concept.name} has no upper limit of normal.", where=f"{where}.upper", fix="Leave `upper:` out."
        )
    return upper


def _refuse_bad_rows(table: ir.Table, key: str, index: str, bound: tuple[Bound, ...]) -> int:
    """The number of patients. Raises PatientsError for empty tables, ids and cells that cannot be used."""
    ids = cells.text(table[key])
    ((rows, distinct, without_id, without_index),) = (
        row.values()
        for row in cells.ask(
            table.aggregate(
                rows=table.count(),
                distinct=ids.nunique(),
                without_id=ids.isnull().sum(),
                without_index=cells.text(table[index]).isnull().sum(),
            )
        ).to_pylist()
    )
    if not rows:
        raise PatientsError("The patient table has no rows.", where="patients.table", fix="Export it again.")
    _refuse_gap(table, key, without_id, "patients.id", "Give every patient an id.")
    _refuse_gap(
        table, index, without_index, "patients.index", "Give every patient an index date, or remove the row."
    )
    if distinct < rows:
        twice = table.group_by(one=ids).agg(n=table.count()).filter(ibis._.n > 1).order_by("one").limit(1)
        ((who, times),) = (r.values() for r in cells.ask(twice).to_pylist())
        raise PatientsError(
            f"The patient {who} has {times} rows.",
            where=f"column {key}",
            fix="A wide table has one row a patient; say `shape: long` for one row a measurement "
            "(`trialwright map TABLE` drafts such a mapping).",
        )
    moments = sorted({index} | {b.time for b in bound if b.time not in ("", AT_INDEX)})
    cells.refuse_any_unread(table, [_moment_read(table, name, bound) for name in moments])
    cells.refuse_zones(table, moments)
    cells.refuse_any_unread(table, list(_values_read(table, bound)))
    return int(rows)


def _moment_read(table: ir.Table, name: str, bound: tuple[Bound, ...]) -> cells.Reading:
    gaps = next((b.missing for b in bound if b.time == name), ())
    fix = "Write dates as 2025-11-22 or 2025-11-22 14:30, or name the word for no date under `missing:`."
    return cells.Reading(table[name], cells.moment(table[name], gaps), name, "a date", fix, gaps)


def _values_read(table: ir.Table, bound: tuple[Bound, ...]) -> Iterator[cells.Reading]:
    """Each column of values, and of upper limits, as it was read."""
    for b in bound:
        what, fix = _expected(b)
        if b.column:
            yield cells.Reading(table[b.column], _read(table, b), b.column, what, fix, b.missing)
        if isinstance(b.upper, str):
            limit = table[b.upper]
            yield cells.Reading(limit, cells.number(limit, b.missing), b.upper, what, fix, b.missing)


def _refuse_gap(table: ir.Table, name: str, gaps: int, where: str, fix: str) -> None:
    if gaps:
        empty = table.select(row=ibis.row_number(), cell=cells.text(table[name])).filter(ibis._.cell.isnull())
        row = cells.ask(empty.order_by("row").limit(1)).to_pylist()[0]["row"] + 1
        said = (
            f"Row {row} has no {name}."
            if gaps == 1
            else f"{gaps} rows have no {name}, the first is row {row}."
        )
        raise PatientsError(said, where=where, fix=fix)


def _expected(b: Bound) -> tuple[str, str]:
    if b.concept.name == "sex":
        return "female or male", "Say what it means with `codes:`, e.g. codes: {1: male, 2: female}."
    if is_measured(b.concept):
        return "a number", "Correct it, or name the word that stands for no value under `missing:`."
    return "yes or no", "Write yes or no (1 or 0), or give the column of dates as `time:`."


def _read(table: ir.Table, b: Bound) -> ir.Column:
    """The column as the kind of concept needs it."""
    cell = table[b.column]
    if b.concept.name == "sex":
        stated = cells.sex(cell, b.codes, b.missing)
        return cells.text(cell).lower().isin(cells.UNSTATED).ifelse("unstated", stated)
    return cells.number(cell, b.missing) if is_measured(b.concept) else cells.yes_no(cell, b.missing)


def _persons(table: ir.Table, bound: tuple[Bound, ...]) -> ir.Table:
    age = next((b for b in bound if b.concept.name == "age"), None)
    sex = next((b for b in bound if b.concept.name == "sex"), None)
    years: Any = ibis.null("float64")
    if age is not None:
        line = linear(age.unit or "a", "a", age.concept)
        if line is None:
            raise PatientsError(
                f"An age in {age.unit} is not known.",
                where="patients.columns.age",
                fix="Give it in years, months or days.",
            )
        years = cells.number(table[age.column], age.missing) * line[0] + line[1]
    stated: Any = ibis.null("string")
    if sex is not None:
        stated = _read(table, sex)
        stated = stated.isin(["female", "male"]).ifelse(stated, ibis.null("string"))
    return table.select(person_id=table.tw_id, age_years=years, sex=stated)


def _facts(table: ir.Table, bound: tuple[Bound, ...]) -> ir.Table:
    limited = any(b.upper is not None for b in bound)
    parts = [_rows(table, b, limited) for b in bound if b.concept.name not in ("age", "sex")]
    if not parts:
        return _none(table)
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _rows(table: ir.Table, b: Bound, limited: bool) -> ir.Table:
    """The facts of one column; an event known only by its time has no value. limited : with a column of upper limits."""
    at = _hours(table, b)
    value = _read(table, b) if b.column else ibis.null("float64")
    rows = table.select(
        person_id=table.tw_id,
        concept=ibis.literal(b.concept.name),
        time_hours=at,
        value=value,
        unit=ibis.literal(b.unit),
        **({"upper": _upper(table, b)} if limited else {}),
    )
    return rows.filter(rows.value.notnull() if b.column else rows.time_hours.notnull())


def _upper(table: ir.Table, b: Bound) -> ir.FloatingValue:
    """Each patient's own upper limit, in the column's unit; null for none."""
    if isinstance(b.upper, str):
        return cells.number(table[b.upper], b.missing)
    return ibis.null("float64") if b.upper is None else ibis.literal(b.upper)


def _hours(table: ir.Table, b: Bound) -> Any:
    if not b.time:
        return ibis.null("float64")
    if b.time == AT_INDEX:
        return ibis.literal(0.0)
    return hours_between(cells.moment(table[b.time], b.missing), table.tw_index)


def hours_between(at: ir.TimestampValue, index: ir.TimestampValue) -> ir.FloatingValue:
    """Hours from the index, negative before it; from whole seconds, so that every engine gives the same."""
    return (_seconds(at) - _seconds(index)).cast("float64") / SECONDS_PER_HOUR


def _seconds(at: ir.TimestampValue) -> ir.IntegerValue:
    """Whole seconds since 1970."""
    return at.truncate("s").epoch_seconds().cast("int64")


def _none(table: ir.Table) -> ir.Table:
    return table.select(
        person_id=table.tw_id,
        concept=ibis.literal(""),
        time_hours=ibis.null("float64"),
        value=ibis.null("float64"),
        unit=ibis.literal(""),
    ).limit(0)
