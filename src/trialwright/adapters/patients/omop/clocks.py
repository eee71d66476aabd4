"""When a row of the model happened, and how many hours from the index that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from trialwright.adapters.patients import cells

if TYPE_CHECKING:
    import ibis.expr.types as ir

SECONDS_PER_HOUR = 3600.0
HOURS_PER_DAY = 24.0


def seconds(stamp: ir.TimestampValue) -> ir.FloatingValue:
    """Whole seconds since 1970, the same on every engine."""
    return stamp.truncate("s").epoch_seconds().cast("float64")


def stamp(table: ir.Table, date: str, datetime: str) -> ir.TimestampValue:
    """The moment of a row: its datetime, or its date at midnight."""
    moments = [cells.moment(table[name]) for name in (datetime, date) if name in table.columns]
    return ibis.coalesce(*moments) if moments else ibis.null("timestamp")


def at(stamp: ir.TimestampValue, prefix: str) -> dict[str, ir.Value]:
    """Columns that hours() takes: second and day in seconds since 1970, and whether the hour is known."""
    day = seconds(stamp.truncate("D"))
    return {
        f"{prefix}_second": seconds(stamp),
        f"{prefix}_day": day,
        f"{prefix}_timed": seconds(stamp) != day,
    }


def hours(rows: ir.Table) -> ir.FloatingValue:
    """Hours of a fact (fact_*) from the index (index_*), negative before it; see the package's docstring."""
    exact = (rows.fact_second - rows.index_second) / SECONDS_PER_HOUR
    days = (rows.fact_day - rows.index_day) / SECONDS_PER_HOUR
    return ibis.cases(
        (~rows.fact_timed, days),
        (rows.index_timed, exact),
        (days == 0.0, 0.0),
        (days < 0.0, exact),
        (days > 0.0, exact - HOURS_PER_DAY),
        else_=ibis.null("float64"),
    )
