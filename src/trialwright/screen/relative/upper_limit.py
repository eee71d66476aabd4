"""A value as a multiple of the upper limit of normal that its own laboratory printed beside it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import TIMES_UPPER

MEASURE = TIMES_UPPER
SOURCE = "Value / upper limit of its own reference interval: CLSI EP28-A3c 2010; the xULN grades of NCI CTCAE v5.0 2017."


def rows(values: ir.Table) -> ir.Table:
    """One row a value; null where its row has no upper limit above zero."""
    ratio = (values.upper > 0).ifelse(values.value / values.upper, ibis.null("float64"))
    return values.select("person_id", "time_hours", value=ratio)
