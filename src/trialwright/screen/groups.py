"""Columns of persons by which a cohort can be counted: age band, sex, and any other that the source has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.errors import PatientsError

NOT_RECORDED = "not recorded"
AGE = "age"
# Completed years at the index. The upper ends follow ICH E7 (65 and over, 75 and over).
AGE_BANDS = ((18, "under 18"), (45, "18 to 44"), (65, "45 to 64"), (75, "65 to 74"))
OLDEST = "75 and over"


def with_levels(persons: ir.Table, by: Sequence[str]) -> tuple[ir.Table, tuple[str, ...]]:
    """persons with a column of levels for each grouping, and the names of these columns.

    by : "age" for its bands, "sex", or a column of persons. Raises PatientsError for any other.
    """
    levels = {f"group_{g}": _level(persons, name) for g, name in enumerate(by)}
    return (persons.mutate(**levels) if levels else persons), tuple(levels)


def level_of(value: Any) -> str:
    """A level as it is named; what is not recorded is a level of its own."""
    return NOT_RECORDED if value is None else str(value)


def _level(persons: ir.Table, name: str) -> ir.Value:
    if name == AGE:
        bands = ((persons.age_years < below, band) for below, band in AGE_BANDS)
        return ibis.cases((persons.age_years.isnull(), ibis.null("string")), *bands, else_=OLDEST)
    if name in persons.columns and name != "person_id":
        return persons[name].cast("string")
    others = [c for c in persons.columns if c not in ("person_id", "age_years")]
    raise PatientsError(
        f"The patients have no column {name} to count by.",
        where="--by",
        fix=f"Use one of {', '.join([AGE, *others])}.",
    )
