"""Creatinine clearance from serum creatinine, age, weight and sex.

(140 - age) x weight in kg / (72 x creatinine in mg/dL), x 0.85 in women, in mL/min. Each creatinine takes
the weight nearest in time, within 7 days either side (this file's choice: weight moves slowly). Age is
that at the index. The formula assumes a stable creatinine and actual body weight.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from trialwright.screen.pairing import nearest

NAME = "creatinine clearance"
UNIT = "mL/min"
INPUTS = {"creatinine": ("creatinine", "mg/dL"), "weight": ("weight", "kg")}
PERSONS = ("age_years", "sex")
SOURCE = "Cockcroft & Gault 1976, Nephron 16:31."

WEIGHT_HOURS = 7 * 24.0


def rows(inputs: Mapping[str, ir.Table], persons: ir.Table) -> ir.Table:
    """One row a creatinine: person_id, time_hours, value in mL/min. None without age below 140 and sex."""
    paired = nearest(inputs["creatinine"], inputs["weight"], WEIGHT_HOURS, WEIGHT_HOURS, lasting=True)
    known = persons.filter(persons.sex.isin(["female", "male"]), persons.age_years < 140)
    both = paired.inner_join(known.select("person_id", "age_years", "sex"), "person_id")
    both = both.filter(both.value > 0)
    of_sex = ibis.ifelse(both.sex == "female", 0.85, 1.0)
    clearance = (140 - both.age_years) * both.other / (72 * both.value) * of_sex
    return both.select("person_id", "time_hours", value=clearance)
