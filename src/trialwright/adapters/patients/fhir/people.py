"""Patients of an export: sex, age at the index, and the encounter that the index is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.fhir import moments
from trialwright.adapters.patients.keys import closest, mapping, words
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.fhir.export import Export
    from trialwright.adapters.patients.keys import Spec

WHICH = ("first", "last")
SHORT = {"first encounter": {"encounter": "first"}, "last encounter": {"encounter": "last"}}
NOT_AN_ENCOUNTER = ("cancelled", "entered-in-error", "planned")

_ENCOUNTERS = """
select (body->>'$.subject.reference') as subject, (body->>'$.period.start') as started,
  (body->>'$.class.code') as class, coalesce((body->>'$.status'), '') as status
from lines where kind = 'Encounter'
"""
_PATIENTS = """
select (body->>'$.id') as id, (body->>'$.gender') as gender, (body->>'$.birthDate') as born, file, line
from lines where kind = 'Patient' and coalesce((body->>'$.active'), 'true') <> 'false'
"""


def starts(spec: Spec, source: Export) -> tuple[ir.Table, str]:
    """Who is indexed when, as moments.parts() with the prefix index; and the rule in words."""
    index = spec.get("index")
    asked = SHORT.get(index) if isinstance(index, str) else index
    given = mapping(asked, "patients.index") if isinstance(asked, dict) else {}
    if set(given) - {"encounter", "of"} or given.get("encounter") not in WHICH:
        raise PatientsError(
            "The plan says no index that a FHIR export knows.",
            where="patients.index",
            fix="Write `index: last encounter`, or {encounter: first, of: [IMP]}. "
            + closest(str(given.get("encounter", index)), (*WHICH, *SHORT)),
        )
    rows = source.table(_ENCOUNTERS)
    rows = rows.filter(~rows.status.isin(NOT_AN_ENCOUNTER))
    if of := words(given.get("of")):
        rows = rows.filter(rows["class"].isin([str(w) for w in of]))
    timed = rows.select(index_id=moments.subject(rows.subject), **moments.parts(rows.started, "index"))
    timed = timed.filter(timed.index_day.notnull(), timed.index_id.notnull())
    # A date alone is before every instant of its day for the first, and gives way to it for the last.
    order = ibis.coalesce(timed.index_second, timed.index_day)
    order = order if given["encounter"] == "first" else -order
    first = timed.mutate(
        place=ibis.row_number().over(group_by=timed.index_id, order_by=[order, timed.index_timed])
    )
    return first.filter(first.place == 0).drop("place"), f"{given['encounter']} encounter"


def persons(source: Export, starts: ir.Table) -> ir.Table:
    """person_id, age_years, sex. Raises PatientsError for a patient without an id, or on two lines."""
    patients = source.table(_PATIENTS)
    bad = cells.ask(patients.filter(patients.id.isnull()).order_by("file", "line").limit(1)).to_pylist()
    if bad:
        raise PatientsError(
            "A Patient has no id.", where=f"{bad[0]['file']}, line {bad[0]['line']}", fix="Export it again."
        )
    counted = patients.group_by("id").agg(
        n=patients.count(), line=patients.line.max(), file=patients.file.max()
    )
    if twice := cells.ask(counted.filter(counted.n > 1).order_by("id").limit(1)).to_pylist():
        raise PatientsError(
            f"The Patient {twice[0]['id']} is there {twice[0]['n']} times.",
            where=f"{twice[0]['file']}, line {twice[0]['line']}",
            fix="Keep the newest version of each patient.",
        )
    both = patients.inner_join(starts, patients.id == starts.index_id)
    return both.select(
        person_id=both.id,
        age_years=_age(both),
        sex=both.gender.isin(["female", "male"]).ifelse(both.gender, ibis.null("string")),
    )


def _age(both: ir.Table) -> Any:
    """Completed months over 12, and the days since as thirty-firsts of a month, from a full date of birth; with a
    month alone the middle of what is possible, outside the month of birth. Otherwise unknown."""
    full = both.born.re_search(r"^\d{4}-\d{2}-\d{2}$")
    month_known = both.born.re_search(r"^\d{4}-\d{2}(-\d{2})?$")
    year, month = (both.born.substr(a, n).try_cast("int64") for a, n in ((0, 4), (5, 2)))
    day = both.born.substr(8, 2).try_cast("int64")
    date = both.index_date
    months = 12 * (date.year() - year) + (date.month() - month)
    ahead = date.day() < day
    exact = months - ahead.ifelse(1, 0) + (date.day() - day + ahead.ifelse(31, 0)).cast("float64") / 31.0
    return ibis.cases(
        (full, exact / 12.0),
        (month_known & (date.month() != month), (months.cast("float64") - 0.5) / 12.0),
        else_=ibis.null("float64"),
    )


def counts(source: Export, persons: ir.Table) -> tuple[int, int]:
    """Patients of the export, and those with an index."""
    patients = source.table(_PATIENTS)
    asked, kept = (cells.ask(t.aggregate(n=t.count())).to_pylist()[0]["n"] for t in (patients, persons))
    return int(asked), int(kept)
