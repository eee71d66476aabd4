"""What coded clinical records have in common, whatever model they are kept in: results, events, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.keys import Spec

BOUND = "bound of "  # no unit begins so: the value is then named in a warning and cannot be told
YES = ("positive", "detected", "present", "yes", "reactive")
NO = ("negative", "not detected", "absent", "no", "none", "non-reactive", "nonreactive")
FACTS = ("person_id", "concept", "time_hours", "value", "unit", "upper")
_MOMENT = ("fact_second", "fact_day", "fact_timed")


def until(spec: Spec) -> float:
    """Hours after the index up to which facts count. Raises PatientsError for what is no number."""
    hours = spec.get("until", 0)
    if not isinstance(hours, int | float) or isinstance(hours, bool):
        raise PatientsError(
            f"{hours!r} is no number of hours.", where="patients.until", fix="Write `until: 48`."
        )
    return float(hours)


def bare(rows: ir.Table) -> ir.Table:
    """Events. A diagnosis coded by a measured concept's code would carry no value and says nothing."""
    rows = rows.filter(~rows.measured)
    nothing = ibis.null("float64")
    return rows.select("person_id", "concept", *_MOMENT, value=nothing, unit=ibis.literal(""), upper=nothing)


def valued(rows: ir.Table) -> ir.Table:
    """Results with the columns of bare(): of measured concepts with unit and upper limit, of events without."""
    return rows.select(
        "person_id",
        "concept",
        *_MOMENT,
        value=rows.value,
        unit=rows.measured.ifelse(rows.unit, ""),
        upper=rows.measured.ifelse(rows.upper, ibis.null("float64")),
    )


def up_to(timed: ir.Table, until: float) -> ir.Table:
    """The facts up to an hour; those without a time stay."""
    return timed.filter(ibis.coalesce(timed.time_hours <= until, True)).select(*FACTS)
