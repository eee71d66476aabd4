"""Estimated glomerular filtration rate from serum creatinine, age and sex, without race.

142 x min(c/k, 1)^a x max(c/k, 1)^-1.200 x 0.9938^age, x 1.012 in women, in mL/min per 1.73 m2; c is creatinine
in mg/dL, k 0.7 in women and 0.9 in men, a -0.241 in women and -0.302 in men. The equation was made for adults:
below 18 years there is no value. Age is that at the index. It assumes a stable creatinine.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

NAME = "eGFR"
UNIT = "mL/min/{1.73_m2}"
INPUTS = {"creatinine": ("creatinine", "mg/dL")}
PERSONS = ("age_years", "sex")
SOURCE = "CKD-EPI 2021, creatinine: Inker et al. 2021, N Engl J Med 385:1737, table 2."

ADULT_YEARS = 18


def rows(inputs: Mapping[str, ir.Table], persons: ir.Table) -> ir.Table:
    """One row a creatinine: person_id, time_hours, value in mL/min/1.73 m2. None without sex and an adult's age."""
    known = persons.filter(persons.sex.isin(["female", "male"]), persons.age_years >= ADULT_YEARS)
    both = inputs["creatinine"].inner_join(known.select("person_id", "age_years", "sex"), "person_id")
    both = both.filter(both.value > 0)
    woman = both.sex == "female"
    share = both.value / ibis.ifelse(woman, 0.7, 0.9)
    low, exponent = ibis.least(share, 1.0), ibis.ifelse(woman, -0.241, -0.302)
    rate = 142 * low.pow(exponent) * ibis.greatest(share, 1.0).pow(-1.2)
    rate = rate * ibis.literal(0.9938).pow(both.age_years) * ibis.ifelse(woman, 1.012, 1.0)
    return both.select("person_id", "time_hours", value=rate)
