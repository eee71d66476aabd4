"""One row a measurement: who, what, when, how much, in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.drawn import drawn, within
from trialwright.adapters.patients.files import opened
from trialwright.adapters.patients.keys import (
    Spec,
    closest,
    concept_named,
    is_measured,
    mapping,
    words,
)
from trialwright.adapters.patients.wide import hours_between
from trialwright.errors import PatientsError
from trialwright.model.concept import Concept, Concepts
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort
from trialwright.model.units import linear, normalise

if TYPE_CHECKING:
    import ibis.expr.types as ir

MAP_KEYS = ("concept", "unit", "codes", "missing", "undated")
PERSON_KEYS = ("column", "unit", "codes", "missing")
OF_PERSONS = ("age", "sex")
PER_HOUR = {"minute": 60.0, "hour": 1.0, "day": 1 / 24}


@dataclass(frozen=True)
class Coded:
    """A code of the table's concept column. undated : a fact without a time, such as height."""

    code: str
    concept: Concept
    unit: str
    codes: dict[Any, str]
    missing: tuple[Any, ...]
    undated: bool


@dataclass(frozen=True)
class Stated:
    """Where age or sex stand. code : of the rows that state it; None where `column` does on every row."""

    concept: Concept
    column: str
    code: str | None
    unit: str
    codes: dict[Any, str]
    missing: tuple[Any, ...]


def tables(spec: Spec, folder: Path, concepts: Concepts) -> PatientTables:
    """PatientTables of a long table; see adapters.patients.open."""
    source = opened(spec, folder)
    table = source.table
    roles = {role: spec.text(role) for role in ("id", "concept", "value")}
    for role, name in roles.items():
        cells.column(table, name, f"patients.{role}")
    code = cells.text(table[roles["concept"]])
    unit = cells.text(table[_unit_column(spec, table)]) if "unit" in spec else ibis.literal("")
    pairs = table.select(code=code, unit=ibis.coalesce(unit, "")).group_by(["code", "unit"])
    counted = cells.ask(pairs.agg(n=ibis._.count())).to_pylist()
    present = {row["code"] for row in counted}
    coded = [c for c in _coded(spec, concepts, present) if c.code in present]
    if not coded:
        raise PatientsError(
            f"No row of {roles['concept']} names a concept of the dictionary.",
            where="patients.map",
            fix="Add `map:` from the table's codes to concepts. The codes begin "
            + ", ".join(sorted(c for c in present if c)[:10])
            + ".",
        )
    rows = _rows(spec, table, roles, coded)
    stated = _stated_of(spec, table, roles, coded, concepts)
    persons = _persons(table, roles, stated)
    patients = _refuse_bad_rows(table, roles, persons, coded)
    cohort = Cohort(
        name=str(spec.get("name", source.name)),
        source=spec.text("table"),
        patients=patients,
        index=str(spec.get("index", "time 0")),
        fingerprint=source.fingerprint,
    )
    rows, warned = within(spec, rows)
    units = {} if "until" in spec else _units(coded, counted, moving="postgres" in spec)
    held = [c.concept.name for c in coded] + list(stated)
    timed = any(key in spec for key in ("time", *PER_HOUR))
    dated = {c.concept.name for c in coded if timed and not c.undated}
    undated = {c.concept.name for c in coded} - dated
    return drawn(spec, concepts, cohort, persons, rows, held, warned, units, undated)


def _units(coded: list[Coded], counted: list[dict[str, Any]], moving: bool) -> dict[str, dict[str, int]]:
    """Concept → unit → rows. moving : rows may still come, so that a unit is known for certain only where the map says it."""
    out: dict[str, dict[str, int]] = {}
    for c in coded:
        of = out.setdefault(c.concept.name, {})
        for row in counted:
            if row["code"] == c.code:
                unit = c.unit or row["unit"]
                of[unit] = of.get(unit, 0) + row["n"]
    unsure = {c.concept.name for c in coded if moving and not c.unit}
    return {name: of for name, of in out.items() if name not in unsure}


def _coded(spec: Spec, concepts: Concepts, present: set[str]) -> list[Coded]:
    """The plan's map, or, without one, the codes that are words of the dictionary."""
    everywhere = words(spec.get("missing"))
    if "map" not in spec:
        found = {code: concepts.by_word.get(code.lower()) for code in present if code}
        return [
            Coded(code, c, "", {}, everywhere, False) for code, c in sorted(found.items()) if c is not None
        ]
    out = []
    for code, what in mapping(spec["map"], "patients.map").items():
        where = f"patients.map.{code}"
        given = mapping(what, where, short="concept")
        for unknown in set(given) - set(MAP_KEYS):
            raise PatientsError(
                f"The key {unknown} is not known.", where=where, fix=closest(unknown, MAP_KEYS)
            )
        concept = concept_named(str(given.get("concept", code)), concepts, where)
        unit = str(given.get("unit", ""))
        if unit and normalise(unit) is None:
            raise PatientsError(
                f"The unit {unit} is not known.", where=where, fix="Write it as UCUM, e.g. mg/L."
            )
        missing = (*everywhere, *words(given.get("missing")))
        out.append(
            Coded(
                str(code),
                concept,
                unit,
                mapping(given.get("codes"), f"{where}.codes"),
                missing,
                bool(given.get("undated")),
            )
        )
    return out


_CODES = pa.schema(
    [("map_code", pa.string()), ("concept", pa.string()), ("map_unit", pa.string())]
    + [(name, pa.bool_()) for name in ("measured", "undated")]
    + [("gaps", pa.int32())]
)


def _rows(spec: Spec, table: ir.Table, roles: dict[str, str], coded: list[Coded]) -> ir.Table:
    """The facts. Age and sex belong to persons."""
    kept = [c for c in coded if c.concept.name not in ("age", "sex")]
    gaps = list(dict.fromkeys(c.missing for c in kept))
    names = [
        {"map_code": c.code, "concept": c.concept.name, "map_unit": c.unit, "measured": is_measured(c.concept),
         "undated": c.undated, "gaps": gaps.index(c.missing)}
        for c in kept
    ]  # fmt: skip
    codes = ibis.memtable(pa.Table.from_pylist(names, schema=_CODES))
    base = table.select(
        person_id=cells.text(table[roles["id"]]),
        code=cells.text(table[roles["concept"]]),
        cell=table[roles["value"]],
        time_hours=_hours(spec, table),
        unit=cells.text(table[_unit_column(spec, table)]) if "unit" in spec else ibis.literal(""),
        **_upper(spec, table),
    )
    both = base.inner_join(codes, base.code == codes.map_code)
    both = both.mutate(value=_value(both, gaps), stated=_stated(both))
    limit = {"upper": both.measured.ifelse(both.upper, ibis.null("float64"))} if "upper" in spec else {}
    both = both.mutate(**limit)
    rows = both.filter(both.value.notnull() | (~both.measured & ~both.stated))
    return rows.select(
        "person_id",
        "concept",
        time_hours=rows.undated.ifelse(ibis.null("float64"), rows.time_hours),
        value=rows.value,
        unit=(rows.map_unit != "").ifelse(rows.map_unit, ibis.coalesce(rows.unit, "")),
        **{name: rows[name] for name in limit},
    )


def _value(both: ir.Table, gaps: list[tuple[Any, ...]]) -> ir.FloatingValue:
    """Numbers for measurements; for events what their cell says."""
    cases = []
    for k, missing in enumerate(gaps):
        mine = both.gaps == k
        cases.append((mine & both.measured, cells.number(both.cell, missing)))
        cases.append((mine & ~both.measured, cells.event(both.cell, missing)))
    none = ibis.null("float64")  # of a table whose rows tell age and sex alone
    return ibis.cases(*cases, else_=none) if cases else none


def _stated(both: ir.Table) -> ir.BooleanValue:
    """Whether the cell holds something. An event may have an empty cell; one that says neither yes nor no,
    or a word for missing, is no event."""
    if both.cell.type().is_numeric():
        return both.cell.notnull()
    return cells.text(both.cell).notnull()


def _unit_column(spec: Spec, table: ir.Table) -> str:
    """The name of the unit column, checked."""
    cells.column(table, str(spec["unit"]), "patients.unit")
    return str(spec["unit"])


def _upper(spec: Spec, table: ir.Table) -> dict[str, Any]:
    """Each row's own upper limit of normal, in the row's unit, where the plan names its column."""
    if "upper" not in spec:
        return {}
    name, gaps = str(spec["upper"]), words(spec.get("missing"))
    cell = cells.column(table, name, "patients.upper")
    fix = "Correct it, or name the word that stands for no limit under `missing:`."
    cells.refuse_unread(table, cell, cells.number(cell, gaps), name, "a number", fix, gaps)
    return {"upper": cells.number(cell, gaps)}


def _hours(spec: Spec, table: ir.Table) -> Any:
    """Hours from the index, from a column of minutes, hours, days or moments."""
    for key, per_hour in PER_HOUR.items():
        if key in spec:
            cell = cells.column(table, str(spec[key]), f"patients.{key}")
            fix = f"Correct it, or give dates as `time:` instead of `{key}:`."
            cells.refuse_unread(table, cell, cells.number(cell), str(spec[key]), "a number", fix)
            return cells.number(cell) / per_hour
    if "time" not in spec:
        return ibis.null("float64")
    cell = cells.column(table, str(spec["time"]), "patients.time")
    index = cells.column(table, spec.text("index"), "patients.index")
    for name, moments in ((str(spec["time"]), cell), (spec.text("index"), index)):
        fix = "Write dates as 2025-11-22 or 2025-11-22 14:30."
        cells.refuse_unread(table, moments, cells.moment(moments), name, "a date", fix)
    cells.refuse_zones(table, [spec.text("index"), str(spec["time"])])
    _refuse_two_indexes(table, spec.text("id"), spec.text("index"))
    return hours_between(cells.moment(cell), cells.moment(index))


def _refuse_two_indexes(table: ir.Table, key: str, index: str) -> None:
    """Raises PatientsError where a patient has rows of two stays: their hours would be counted from two moments, and the
    last value be that of either."""
    marked = table.select(who=cells.text(table[key]), at=cells.moment(table[index]))
    ends = marked.group_by("who").agg(first=marked.at.min(), last=marked.at.max())
    several = ends.filter(ends.first < ends.last, ends.who.notnull()).order_by("who").limit(1)
    for row in cells.ask(several).to_pylist():
        raise PatientsError(
            f"The patient {row['who']} has two index dates, {row['first']:%Y-%m-%d %H:%M} and {row['last']:%Y-%m-%d %H:%M}.",
            where=f"column {index}",
            fix="Keep the rows of one stay a patient, or give each stay an id of its own.",
        )


def _stated_of(
    spec: Spec, table: ir.Table, roles: dict[str, str], coded: list[Coded], concepts: Concepts
) -> dict[str, Stated]:
    """Age and sex, from rows of their own or from columns that repeat them on every row of a patient."""
    value = roles["value"]
    out = {
        c.concept.name: Stated(c.concept, value, c.code, c.unit, c.codes, c.missing)
        for c in reversed(coded)
        if c.concept.name in OF_PERSONS
    }
    if "sex" in out:
        _refuse_unread(table.filter(cells.text(table[roles["concept"]]) == out["sex"].code), out["sex"])
    for word, what in mapping(spec.get("columns"), "patients.columns").items():
        where = f"patients.columns.{word}"
        concept = concept_named(str(word), concepts, where)
        given = mapping(what, where, short="column")
        for unknown in set(given) - set(PERSON_KEYS):
            raise PatientsError(
                f"The key {unknown} is not known.", where=where, fix=closest(unknown, PERSON_KEYS)
            )
        if concept.name not in OF_PERSONS or concept.name in out:
            twice = concept.name in out
            raise PatientsError(
                f"{concept.name} is named by a column and by rows."
                if twice
                else f"{concept.name} has no column in a long table.",
                where=where,
                fix="Keep one of the two." if twice else "Only age and sex may; name its code under `map:`.",
            )
        gaps = (*words(spec.get("missing")), *words(given.get("missing")))
        column = str(given.get("column", ""))
        cells.column(table, column, f"{where}.column")
        found = Stated(
            concept,
            column,
            None,
            str(given.get("unit", "")),
            mapping(given.get("codes"), f"{where}.codes"),
            gaps,
        )
        _refuse_unread(table, found)
        out[concept.name] = found
    return out


def _refuse_unread(table: ir.Table, of: Stated) -> None:
    cell = table[of.column]
    if of.concept.name == "age":
        read: ir.Column = cells.number(cell, of.missing)
        what, fix = "a number", "Correct it, or name the word that stands for no value under `missing:`."
    else:
        word = cells.sex(cell, of.codes, of.missing)
        read = cells.text(cell).lower().isin(cells.UNSTATED).ifelse("unstated", word)
        what, fix = "female or male", "Say what it means with `codes:`, e.g. codes: {1: male, 2: female}."
    cells.refuse_unread(table, cell, read, of.column, what, fix, of.missing)


def _persons(table: ir.Table, roles: dict[str, str], of: dict[str, Stated]) -> ir.Table:
    """One row per id. A person with two ages or two sexes on record has neither."""
    code = cells.text(table[roles["concept"]])
    years: Any = ibis.null("float64")
    if (age := of.get("age")) is not None:
        line = linear(age.unit or "a", "a", age.concept)
        if line is None:
            at = f"patients.columns.{age.column}" if age.code is None else f"patients.map.{age.code}"
            raise PatientsError(
                f"An age in {age.unit} is not known.", where=at, fix="Give it in years, months or days."
            )
        years = cells.number(table[age.column], age.missing) * line[0] + line[1]
        years = years if age.code is None else (code == age.code).ifelse(years, ibis.null("float64"))
    stated: Any = ibis.null("string")
    if (sex := of.get("sex")) is not None:
        stated = cells.sex(table[sex.column], sex.codes, sex.missing)
        stated = stated if sex.code is None else (code == sex.code).ifelse(stated, ibis.null("string"))
    base = table.select(person_id=cells.text(table[roles["id"]]), years=years, stated=stated)
    one = base.group_by("person_id").agg(
        youngest=base.years.min(), oldest=base.years.max(), a=base.stated.min(), b=base.stated.max()
    )
    return one.filter(one.person_id.notnull()).select(
        "person_id",
        age_years=(one.youngest == one.oldest).ifelse(one.oldest, ibis.null("float64")),
        sex=(one.a == one.b).ifelse(one.a, ibis.null("string")),
    )


def _refuse_bad_rows(table: ir.Table, roles: dict[str, str], persons: ir.Table, coded: list[Coded]) -> int:
    """The number of patients. Raises PatientsError for rows without an id and values that are not numbers."""
    without = cells.ask(table.aggregate(n=cells.text(table[roles["id"]]).isnull().sum())).to_pylist()[0]["n"]
    if without:
        raise PatientsError(
            f"{without} {'row has' if without == 1 else 'rows have'} no {roles['id']}.",
            where="patients.id",
            fix="Give every row the patient it belongs to.",
        )
    cell = table[roles["value"]]
    if cell.type().is_string():
        code = cells.text(table[roles["concept"]])
        measured = [c for c in coded if is_measured(c.concept) and c.concept.name != "sex"]
        mine = code.isin([c.code for c in measured])
        gaps = sorted({str(m) for c in measured for m in c.missing})
        read = mine.ifelse(cells.number(cell), 0.0)
        cells.refuse_unread(
            table, cell, read, roles["value"], "a number",
            "Correct it, or name the word that stands for no value under `missing:`.", gaps,
        )  # fmt: skip
    return int(cells.ask(persons.aggregate(n=persons.count())).to_pylist()[0]["n"])
