"""Limits that hold for some patients only are neither asked of everybody nor let in for everybody, and a name is not
taken for the wider or other thing that it resembles."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("side", "text", "tree"),
    [
        # A second limit in brackets that lets more in is an alternative; one that lets fewer in is a further condition.
        (
            "inclusion",
            "Platelets ≥ 60 x 10^9/L (≥ 40 x 10^9/L in the presence of a large spleen)",
            'any(platelets >= 60 x 10^9/L, person "≥ 40 x 10^9/L in the presence of a large spleen")',
        ),
        (
            "inclusion",
            "Platelets ≥ 60 x 10^9/L (≥ 90 x 10^9/L in patients with bleeding)",
            'all(platelets >= 60 x 10^9/L, person "≥ 90 x 10^9/L in patients with bleeding")',
        ),
        (
            "inclusion",
            "AST and ALT ≤ 3 x ULN (≤ 6 x ULN in the presence of liver disease)",
            'any(all(aspartate aminotransferase <= 3 ULN, alanine aminotransferase <= 3 ULN), person "≤ 6 x ULN in the presence of liver disease")',
        ),
        (
            "exclusion",
            "Creatinine > 2 mg/dL (> 1.4 mg/dL in women over 70)",
            'any(creatinine > 2 mg/dL, person "> 1.4 mg/dL in women over 70")',
        ),
        (
            "exclusion",
            "Creatinine > 2 mg/dL (> 3 mg/dL in those with a transplant)",
            'all(creatinine > 2 mg/dL, person "> 3 mg/dL in those with a transplant")',
        ),
        (
            "inclusion",
            "ECOG 0-2 (patients over 75 must have ECOG 0-1)",
            'all(ecog performance status between 0..2, person "patients over 75 must have ECOG 0-1")',
        ),
        (
            "inclusion",
            "Neutrophils ≥ 1.2 x 10^9/L (patients with familial neutropenia: ≥ 0.7 x 10^9/L)",
            'any(neutrophils >= 1.2 x 10^9/L, person "patients with familial neutropenia: ≥ 0.7 x 10^9/L")',
        ),
        (
            "inclusion",
            "Creatinine < 2 mg/dL in women over 65",
            'person "Creatinine < 2 mg/dL in women over 65"',
        ),
        (
            "inclusion",
            "Karnofsky > 60 for patients > 16 years",
            'person "Karnofsky > 60 for patients > 16 years"',
        ),
        # What is not permitted is asked for in addition; what is permitted is an exception.
        (
            "inclusion",
            "Haemoglobin ≥ 9 g/dL; a transfusion in the week before is not permitted",
            'all(haemoglobin >= 9 g/dL, person "a transfusion in the week before is not permitted")',
        ),
        (
            "inclusion",
            "Haemoglobin ≥ 9 g/dL; a transfusion in the week before is permitted",
            'any(haemoglobin >= 9 g/dL, person "a transfusion in the week before is permitted")',
        ),
    ],
)
def test_limits_for_some_patients(said, side: str, text: str, tree: str) -> None:
    assert said(text, side) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Creatinine clearance ≥ 40 mL/min (Cockcroft-Gault)", "creatinine clearance >= 40 mL/min"),
        (
            "Creatinine clearance ≥ 40 mL/min by the Cockcroft-Gault formula",
            "creatinine clearance >= 40 mL/min",
        ),
        ("eGFR ≥ 40 mL/min/1.73 m2 (CKD-EPI)", "egfr >= 40 mL/min/1.73 m2"),
        ("eGFR ≥ 40 mL/min/1.73 m2 (MDRD)", 'all(egfr >= 40 mL/min/1.73 m2, person "MDRD")'),
        ("eGFR ≥ 40 mL/min/1.73 m2 (CKD-EPI 2009)", 'all(egfr >= 40 mL/min/1.73 m2, person "CKD-EPI 2009")'),
        ("eGFR ≥ 40 ml per minute per 1.73 m2 of body-surface area", "egfr >= 40 ml per minute per 1.73 m2"),
    ],
)
def test_the_formula_that_screening_uses_asks_nothing_more(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Warfarin", "has warfarin"),
        ("Systemic corticosteroids", "has systemic corticosteroids"),
        ("Active tuberculosis", "has active tuberculosis"),
        ("Seizures", "has seizure"),
        ("IGA ≥ 3", 'person "IGA ≥ 3"'),
        ("IgA < 0.7 g/L", "immunoglobulin a < 0.7 g/L"),
        ("ECOG > 60", 'person "ECOG > 60"'),
    ],
)
def test_a_name_is_not_the_wider_or_other_thing(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("warfarin", "anticoagulants"),
        ("enoxaparin", "anticoagulants"),
        ("oral corticosteroids", "corticosteroids"),
        ("major surgery", "surgery"),
        ("latent tuberculosis", "tuberculosis"),
        ("acute pancreatitis", "pancreatitis"),
    ],
)
def test_the_wider_thing_is_met_by_its_kinds(concepts, narrow: str, wide: str) -> None:
    kinds, above = {narrow}, set()
    while kinds:
        broader = {b for k in kinds for b in concepts.by_name[k].broader} - above
        above |= broader
        kinds = broader
    assert wide in above
