"""Neutrophils over lymphocytes, both as counts of the same differential.

Each neutrophil count takes the lymphocyte count nearest in time, at most an hour apart: two counts of different
samples have no ratio. The hour is this file's choice, for laboratories that stamp the results of one sample apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis.expr.types as ir

from trialwright.screen.pairing import nearest

NAME = "neutrophil-to-lymphocyte ratio"
UNIT = "1"
INPUTS = {"neutrophils": ("neutrophils", "10*9/L"), "lymphocytes": ("lymphocytes", "10*9/L")}
PERSONS: tuple[str, ...] = ()
SOURCE = "Absolute neutrophils / absolute lymphocytes: Zahorec 2001, Bratisl Lek Listy 102:5."

SAMPLE_HOURS = 1.0


def rows(inputs: Mapping[str, ir.Table], persons: ir.Table) -> ir.Table:
    """One row a neutrophil count: person_id, time_hours, value."""
    paired = nearest(inputs["neutrophils"], inputs["lymphocytes"], SAMPLE_HOURS, SAMPLE_HOURS)
    paired = paired.filter(paired.other > 0)
    return paired.select("person_id", "time_hours", value=paired.value / paired.other)
