"""Weight over height squared. Each weight takes the height nearest in time, however far: adults do not grow."""

from __future__ import annotations

from collections.abc import Mapping

import ibis.expr.types as ir

from trialwright.screen.pairing import nearest

NAME = "BMI"
UNIT = "kg/m2"
INPUTS = {"weight": ("weight", "kg"), "height": ("height", "m")}
PERSONS: tuple[str, ...] = ()
SOURCE = "Weight (kg) / height (m) squared: Quetelet 1832; Keys 1972, J Chronic Dis 25:329."

EVER_HOURS = 1e9


def rows(inputs: Mapping[str, ir.Table], persons: ir.Table) -> ir.Table:
    """One row a weight: person_id, time_hours, value in kg/m2."""
    paired = nearest(inputs["weight"], inputs["height"], EVER_HOURS, EVER_HOURS, lasting=True)
    paired = paired.filter(paired.other > 0)
    return paired.select("person_id", "time_hours", value=paired.value / (paired.other * paired.other))
