"""Persons of an OMOP source: sex, and age at the index from what is known of the birth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from trialwright.adapters.patients import cells
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.keys import Spec
    from trialwright.adapters.patients.omop.source import Cdm

MALE, FEMALE = 8507, 8532  # concept ids of the vocabulary Gender
MONTHS = 12
CALENDAR_YEARS = "calendar years"


def persons(spec: Spec, cdm: Cdm, starts: ir.Table) -> ir.Table:
    """person_id, age_years, sex of the persons who have an index. Raises PatientsError for a person on two rows."""
    if spec.get("age") not in (None, CALENDAR_YEARS):
        raise PatientsError(
            f"Age by {spec['age']} is not known.", where="patients.age", fix=f"Write `age: {CALENDAR_YEARS}`."
        )
    person = cdm.table("person")
    twice = person.group_by("person_id").agg(n=person.count()).filter(ibis._.n > 1).limit(1)
    if found := cells.ask(twice).to_pylist():
        raise PatientsError(
            f"The person {found[0]['person_id']} has {found[0]['n']} rows.",
            where="person",
            fix="Export the table again: it has one row a person.",
        )
    gender = whole(cdm.column("person", "gender_concept_id"))
    born = person.select(
        born_id=cells.text(person.person_id),
        sex=ibis.cases((gender == MALE, "male"), (gender == FEMALE, "female"), else_=ibis.null("string")),
        **_birth(person),
    )
    both = born.inner_join(starts, born.born_id == starts.index_id)
    by_year = both.index_year.cast("float64") - both.year.cast("float64")
    age = _age(both)
    age = ibis.coalesce(age, by_year) if spec.get("age") == CALENDAR_YEARS else age
    return both.select(person_id=both.born_id, age_years=age, sex=both.sex)


def whole(cell: ir.Column) -> ir.IntegerValue:
    """A whole number, from text where the source is CSV; "9201.0" is 9201."""
    if not cell.type().is_string():
        return cell.cast("int64")
    return ibis.coalesce(cell.try_cast("int64"), cell.try_cast("float64").cast("int64"))


def _birth(person: ir.Table) -> dict[str, Any]:
    """Year, month and day of birth, each null where it is not recorded."""
    parts: dict[str, Any] = {}
    moment = cells.moment(person["birth_datetime"]) if "birth_datetime" in person.columns else None
    for part in ("year", "month", "day"):
        name = f"{part}_of_birth"
        stated = [whole(person[name])] if name in person.columns else []
        # A birth_datetime without the parts that the model asks for is taken for what it says.
        told = [] if moment is None else [getattr(moment, part)().cast("int64")]
        parts[part] = ibis.coalesce(*stated, *told) if stated or told else ibis.null("int64")
    return parts


def _age(both: ir.Table) -> Any:
    """Completed months over 12, and the days since as thirty-firsts of a month, so that a birthday is a whole year.

    Null where the record leaves open whether the birthday has passed: without a month always, without a day in
    the month of birth.
    """
    months = MONTHS * (both.index_year - both.year) + (both.index_month - both.month)
    ahead = both.index_day_of_month < both.day
    completed = months - ahead.ifelse(1, 0)
    days = both.index_day_of_month - both.day + ahead.ifelse(31, 0)
    exact = (completed.cast("float64") + days.cast("float64") / 31.0) / MONTHS
    middle = (months.cast("float64") - 0.5) / MONTHS
    return ibis.cases(
        (both.month.isnull(), ibis.null("float64")),
        (both.day.notnull(), exact),
        (both.index_month != both.month, middle),
        else_=ibis.null("float64"),
    )


def counts(cdm: Cdm, persons: ir.Table) -> tuple[int, int, int]:
    """Persons of the source, those with an index, and those of them whose age cannot be told."""
    asked = cells.ask(cdm.table("person").aggregate(n=cdm.table("person").count())).to_pylist()[0]["n"]
    row = cells.ask(
        persons.aggregate(n=persons.count(), ageless=persons.age_years.isnull().cast("int64").sum())
    ).to_pylist()[0]
    return int(asked), int(row["n"]), int(row["ageless"] or 0)


def warnings(ageless: int) -> tuple[str, ...]:
    if not ageless:
        return ()
    return (
        f"The age of {ageless} persons is unknown: their date of birth is not recorded closely enough. "
        f"`age: {CALENDAR_YEARS}` takes the difference of years, up to a year too high.",
    )
