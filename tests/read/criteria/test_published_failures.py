"""Lines that a published parser of eligibility text reads wrongly or not at all, reproduced; each has one right reading."""

from __future__ import annotations

import pytest

FAILURES = [
    ("inclusion", "18 years of age or older", "age >= 18 years"),
    ("inclusion", "from 18 to 65 years old", "age between 18..65 years"),
    ("exclusion", "IL-6 > 10 pg/mL", "interleukin 6 > 10 pg/mL"),  # the 6 is part of the name
    ("inclusion", "Neutrophils ≥ 1.5 x 10⁹/L", "neutrophils >= 1.5 x 10⁹/L"),
    ("exclusion", "Sepsis within 48 hours of randomisation", "has sepsis [-48..48]"),
    ("inclusion", "Creatinine ≤1.5×ULN or 133 µmol/L", "any(creatinine <= 1.5 ULN, creatinine <= 133 µmol/L)"),
    ("exclusion", "LDH > 200 U/L", "lactate dehydrogenase > 200 U/L"),  # not inches
    ("exclusion", "AST > 5 times upper normal range", "aspartate aminotransferase > 5 ULN"),
    ("exclusion", "CRP increase of at least twice basal", "c-reactive protein (times baseline) >= 2"),
    ("exclusion", "Platelets <50.000", "platelets < 50000 /uL"),
    ("inclusion", "ECOG 0~2", "ecog performance status between 0..2"),
    ("inclusion", "ECOG 0,1, or 2", "ecog performance status between 0..2"),
    ("inclusion", "HbA1c ≤ 12 weeks prior", 'person "HbA1c ≤ 12 weeks prior"'),  # a time, not a value
]  # fmt: skip


@pytest.mark.parametrize(("side", "text", "tree"), FAILURES)
def test_it_is_read_rightly_here(said, side: str, text: str, tree: str) -> None:
    assert said(text, side) == tree
