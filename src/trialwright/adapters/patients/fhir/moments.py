"""FHIR's dateTime: an instant with its offset, a date, or less than a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

_INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$"
_DATE = r"^\d{4}-\d{2}-\d{2}(T|$)"
SECONDS_PER_HOUR = 3600.0
HOURS_PER_DAY = 24.0


def parts(text: ir.StringValue, prefix: str) -> dict[str, ir.Value]:
    """Columns that hours() takes: the instant in seconds since 1970, null for a date; the day that was written, in
    seconds too, null for less than a date; whether it is an instant; and the day as a date."""
    instant = text.re_search(_INSTANT)
    date = text.re_search(_DATE).ifelse(text.substr(0, 10), ibis.null("string")).try_cast("date")
    second = instant.ifelse(text, ibis.null("string")).try_cast("timestamp('UTC')").epoch_seconds()
    return {
        f"{prefix}_second": second.cast("float64"),
        f"{prefix}_day": date.cast("timestamp").epoch_seconds().cast("float64"),
        f"{prefix}_timed": second.notnull(),
        f"{prefix}_date": date,
    }


def hours(rows: ir.Table) -> ir.FloatingValue:
    """Hours of a fact (fact_*) from the index (index_*): to the second between instants, else in whole days of the
    dates as written, so that no offset moves a date. Null where the fact has no date."""
    exact = (rows.fact_second - rows.index_second) / SECONDS_PER_HOUR
    days = (rows.fact_day - rows.index_day) / SECONDS_PER_HOUR
    return (rows.fact_timed & rows.index_timed).ifelse(exact, days)


def subject(reference: ir.StringValue) -> ir.StringValue:
    """ "Patient/p1", a full address or its history → "p1"; null for anything but a Patient."""
    found = reference.re_extract(r"(?:^|/)Patient/([A-Za-z0-9.\-]{1,64})(?:/_history/.*)?$", 1)
    return (found == "").ifelse(ibis.null("string"), found)
