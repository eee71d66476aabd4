"""Change from baseline: a value minus the patient's earliest dated value, in the concept's unit."""

from __future__ import annotations

import ibis.expr.types as ir

from trialwright.screen.bound import CHANGE
from trialwright.screen.relative._baseline import with_baseline

MEASURE = CHANGE
SOURCE = "Change = value - baseline value: ICH E9 1998, glossary and section 5.1; baseline = earliest on record is this file's choice."


def rows(values: ir.Table) -> ir.Table:
    """One row for each dated value after the baseline: person_id, time_hours, value in the concept's unit."""
    both = with_baseline(values)
    return both.select("person_id", "time_hours", value=both.value - both.base)
