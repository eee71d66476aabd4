"""Ratio of arterial oxygen pressure to inspired oxygen fraction.

Each PaO2 takes the latest FiO2 set at or before it, at most 4 hours old: an older setting is likely to
have been changed. The 4 hours are this file's choice. FiO2 is taken as a fraction of 1; what a source
records in percent is converted by its unit, and a "fraction" above 1 has been dropped as implausible.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis.expr.types as ir

from trialwright.screen.pairing import nearest

NAME = "PaO2/FiO2"
UNIT = "mm[Hg]"
INPUTS = {"pao2": ("PaO2", "mm[Hg]"), "fio2": ("FiO2", "1")}
PERSONS: tuple[str, ...] = ()
SOURCE = "PaO2 / FiO2, as in the Berlin definition: ARDS Definition Task Force 2012, JAMA 307:2526."

FIO2_HOURS = 4.0


def rows(inputs: Mapping[str, ir.Table], persons: ir.Table) -> ir.Table:
    """One row a pair: person_id, time_hours of the PaO2, value in mm[Hg]."""
    paired = nearest(inputs["pao2"], inputs["fio2"], before_hours=FIO2_HOURS, after_hours=0.0)
    paired = paired.filter(paired.other > 0)
    return paired.select("person_id", "time_hours", value=paired.value / paired.other)
