"""Lines as trials print them, and the tree each must become."""

from __future__ import annotations

import pytest

INCLUSION = [
    ("Age 18 years or older", "age >= 18 years"),
    ("18 years of age or older", "age >= 18 years"),
    ("from 18 to 65 years old", "age between 18..65 years"),
    ("Eastern Cooperative Oncology Group (ECOG) performance status =< 1", "ecog performance status <= 1"),
    ("Adult patient, age 18-80 years-old", "age between 18..80 years"),
    ("Adults aged between 18 and 75 years, inclusive", "age between 18..75 years"),
    ("18-80 years", "age between 18..80 years"),
    ("18 ≤ age ≤ 75 years", "all(age >= 18 years, age <= 75 years)"),
    ("Age ≥ 18 and < 65 years", "all(age >= 18 years, age < 65 years)"),
    ("Age not less than 18 years", "age >= 18 years"),
    ("Age equal to or greater than 18", "age >= 18 a"),
    ("Male or female, aged 40+ years", "age >= 40 years"),
    ("Aged 6+ months", "age >= 6 months"),
    ("Between 6 and 24 months of age", "age between 6..24 months"),
    ("Infants 6 to 12 weeks old", "age between 6..12 weeks"),
    ("Age (months): 6-12", "age between 6..12 months"),
    ("Hb (g/dL) > 9", "haemoglobin > 9 g/dL"),
    ("Male and females aged 18 to 70 years", "age between 18..70 years"),
    ("Acute coronary syndrome within the past 14 days", "has acute coronary syndrome [-336..0]"),
    ("hsCRP > 2 mg/L", "high-sensitivity c-reactive protein > 2 mg/L"),
    ("hsCRP ≥ 2 mg/L at screening", "high-sensitivity c-reactive protein >= 2 mg/L"),
    ("IL-6 > 10 pg/mL", "interleukin 6 > 10 pg/mL"),
    ("Neutrophils ≥ 1.5 x 10⁹/L", "neutrophils >= 1.5 x 10⁹/L"),
    ("Neutrophils ≥ 1.5 x 109/L", "neutrophils >= 1.5 x 109/L"),
    ("Platelets ≥ 100,000/mm3", "platelets >= 100000 /mm3"),
    ("Haemoglobin >/= 9 g/dL", "haemoglobin >= 9 g/dL"),
    ("Creatinine ≤1.5×ULN or 133 µmol/L", "any(creatinine <= 1.5 ULN, creatinine <= 133 µmol/L)"),
    ("AST > 5 times upper normal range", "aspartate aminotransferase > 5 ULN"),
    ("AST and ALT ≤ 2.5 x ULN", "all(aspartate aminotransferase <= 2.5 ULN, alanine aminotransferase <= 2.5 ULN)"),
    ("BMI ≥ 18.5 and ≤ 27.0 kg/m2", "all(body mass index >= 18.5 kg/m2, body mass index <= 27 kg/m2)"),
    ("BMI between 18.5 and 35", "body mass index between 18.5..35 kg/m2"),
    ("ECOG 0~2", "ecog performance status between 0..2"),
    ("ECOG performance status of 0,1, or 2", "ecog performance status between 0..2"),
    ("ASA I-III", "asa physical status between 1..3"),
    ("NYHA class III or IV", "nyha class between 3..4"),
    ("Left ventricular ejection fraction (LVEF) ≤ 40 %", "left ventricular ejection fraction <= 40 %"),
    ("Life expectancy of no less than 6 months", "life expectancy >= 6 months"),
    ("PaO2/FiO2 ratio ≤ 300 mmHg with PEEP ≥ 5 cmH2O", "all(p/f ratio <= 300 mmHg, positive end-expiratory pressure >= 5 cmH2O)"),
    ("Troponin I ≥ 0.2 ng/mL within 48 hours of randomisation", "troponin i >= 0.2 ng/mL [-48..48]"),
    ("Lactate > 4 mmol/L within 24 hours after admission", "lactate > 4 mmol/L [0..24 admission]"),
    ("Age ≥ 18 years unless parental consent", 'any(age >= 18 years, judge "unless parental consent")'),
    ("Female patients older than 18 years", "all(has female, age > 18 years)"),
    ("Non-pregnant women", "all(has female, not(has pregnancy))"),
    ("Negative swab for COVID-19", "not(has covid-19)"),
    ("No history of myocardial infarction or stroke", "not(any(has myocardial infarction, has stroke))"),
    ("Informed consent", 'judge "Informed consent"'),
    ("Adults between the ages of 20-65", "age between 20..65 a"),
    ("American Society of Anesthesiologists (ASA) physical status II - III", "asa physical status between 2..3"),
    ("Men and women, between 20 and 70 years", "age between 20..70 years"),
    ("Volunteers of 30-60 years", "age between 30..60 years"),
    ("≥ 5 and ≤ 12 years of age", "all(age >= 5 years, age <= 12 years)"),
    ("more or equal 21 years old", "age >= 21 years"),
    ("Aged between 20- and 60-years", "age between 20..60 years"),
    ("Minimum age: 21 years", "age >= 21 years"),
    ("A minimum life expectancy of 16 weeks", "life expectancy >= 16 weeks"),
    ("Maximum BMI of 32 kg/m2", "body mass index <= 32 kg/m2"),
    ("HbA1c with values between 6 and 8 %", "hba1c between 6..8 %"),
    ("MMSE = 22 or higher", "mini-mental state examination >= 22"),
    ("NRS ≥ 5 (0-10)", "numeric pain rating scale >= 5"),
    ("NRS (0 to 10) of at least 5", "numeric pain rating scale >= 5"),
    ("NRS of 5 or more on a scale from 0 to 10", "numeric pain rating scale >= 5"),
    ("EDSS 0 to 6.5", "expanded disability status scale between 0..6.5"),
    ("ECOG (0-2)", "ecog performance status between 0..2"),
]  # fmt: skip

EXCLUSION = [
    ("Creatinine clearance < 30 mL/min", "creatinine clearance < 30 mL/min"),
    ("Age less than 18 years old or under guardianship", 'any(age < 18 years, judge "under guardianship")'),
    ("Age under 18 years or over 80 years", "any(age < 18 years, age > 80 years)"),
    ("Age＜18 years，or age＞80 years", "any(age < 18 years, age > 80 years)"),
    ("Creatinine >_ 1.6 mg/dl", "creatinine >= 1.6 mg/dl"),
    ("Surgery within 3 months", "has surgery [-2191.5..0]"),
    ("eGFR < 30 mL/min", "egfr < 30 mL/min"),
    ("LDH > 200 U/L", "lactate dehydrogenase > 200 U/L"),
    ("Platelets <50.000", "platelets < 50000 /uL"),
    ("SBP < 90 or > 180 mmHg", "any(systolic blood pressure < 90 mmHg, systolic blood pressure > 180 mmHg)"),
    ("SBP < 90 and > 180 mmHg", "any(systolic blood pressure < 90 mmHg, systolic blood pressure > 180 mmHg)"),
    ("Neutropenia (neutrophils < 1.5 x 109/L)", "neutrophils < 1.5 x 109/L"),
    ("Chronic kidney disease (eGFR < 30 mL/min/1.73 m2) or dialysis", "any(egfr < 30 mL/min/1.73 m2, has renal replacement therapy)"),
    ("Severe renal insufficiency, creatinine clearance < 60 ml/minute", "creatinine clearance < 60 ml/minute"),
    ("Creatinine > 1.5 mg/dL (133 µmol/L)", "creatinine > 1.5 mg/dL"),
    ("Severe heart failure (NYHA class III or IV)", "all(has heart failure, nyha class between 3..4)"),
    ("Pregnant or lactating patients", "any(has pregnancy, has lactation)"),
    ("Pregnant and breastfeeding women", "any(has pregnancy, has lactation)"),
    ("Pre-existing malignancies", "has malignancy [..0]"),
    ("History of stroke within the last 6 months", "has stroke [-4383..0]"),
    ("Corticosteroids in the 3 months before the first dose", "has corticosteroids [-2191.5..0]"),
    ("Malignancy diagnosed within the past 3 years", "has malignancy [-26298..0]"),
    ("Creatinine clearance < 30 mL/min unless on dialysis", "all(creatinine clearance < 30 mL/min, not(has renal replacement therapy))"),
    ("Known hypersensitivity to anakinra", "has hypersensitivity to anakinra"),
    ("Allergy to acetylsalicylic acid", "has hypersensitivity to aspirin"),
    ("Hypersensitivity to purplimab", 'all(has hypersensitivity, person "to purplimab")'),
    ("Ischaemic stroke", "has ischaemic stroke"),
    ("Ischemic stroke in the last 30 days", "has ischaemic stroke [-720..0]"),
    ("Active cancer", "has active malignancy"),
    ("Active asthma", 'all(person "Active", has asthma)'),
    ("Inflammatory bowel disease", "has inflammatory bowel disease"),
    ("mRS above 2", "modified rankin scale > 2"),
    ("suPAR < 3 ng/mL", "soluble urokinase plasminogen activator receptor < 3 ng/mL"),
    ("Bacterial pneumonia", 'all(person "Bacterial", has pneumonia)'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), INCLUSION)
def test_a_line_that_lets_in(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize(("text", "tree"), EXCLUSION)
def test_a_line_that_keeps_out(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


def test_examples_are_any_of_and_never_all_there_is(said) -> None:
    words = "raised inflammatory markers (e.g. IL-6 > 60 pg/ml, CRP > 90 mg/l)"
    assert said(words) == (
        'any(person "raised inflammatory markers", interleukin 6 > 60 pg/ml, c-reactive protein > 90 mg/l)'
    )


def test_a_further_limit_for_some_can_only_let_in(said) -> None:
    words = "AST/ALT ≤ 2.5 ULN (≤ 5 x ULN if liver metastases)"
    both = "all(aspartate aminotransferase <= 2.5 ULN, alanine aminotransferase <= 2.5 ULN)"
    assert said(words) == f'any({both}, person "≤ 5 x ULN if liver metastases")'
