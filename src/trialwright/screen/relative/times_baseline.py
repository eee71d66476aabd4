"""Relative change: a value as a multiple of the patient's earliest dated value."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import TIMES_BASELINE
from trialwright.screen.relative._baseline import with_baseline

MEASURE = TIMES_BASELINE
SOURCE = "Value / baseline value, as KDIGO 2012 (Kidney Int Suppl 2:8) stages creatinine; baseline = earliest on record is this file's choice."


def rows(values: ir.Table) -> ir.Table:
    """One row for each dated value after the baseline: person_id, time_hours, value; null for a baseline not above 0."""
    both = with_baseline(values)
    ratio = (both.base > 0).ifelse(both.value / both.base, ibis.null("float64"))
    return both.select("person_id", "time_hours", value=ratio)
