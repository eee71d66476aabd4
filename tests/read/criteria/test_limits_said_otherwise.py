"""Limits in less usual forms: outside a range, twice normal, a change from baseline, a time in the middle, how long ago."""

from __future__ import annotations

import pytest

READ = [
    # outside a range, and not the range itself
    ("Age outside 18 to 80", "any(age < 18 a, age > 80 a)"),
    ("Age not between 20 and 70 years", "any(age < 20 years, age > 70 years)"),
    ("Potassium outside the range of 3.5 to 5.5 mmol/L", "any(potassium < 3.5 mmol/L, potassium > 5.5 mmol/L)"),
    ("Age between 20 and 70 years", "age between 20..70 years"),
    # a space that separates thousands, where a unit says so
    ("Platelets between 120 000 and 450 000 /uL", "platelets between 120000..450000 /uL"),
    ("Platelets 120 000 - 450 000 /uL", "platelets between 120000..450000 /uL"),
    ("Platelets between 120 000 and 450 000", 'person "Platelets between 120 000 and 450 000"'),
    ("Platelets between 12 345 and 678 /uL", 'person "Platelets between 12 345 and 678 /uL"'),
    # twice normal
    ("Ferritin at least twice ULN within 5 days", "ferritin >= 2 ULN [-120..0]"),
    ("ALT more than double the upper limit of normal", "alanine aminotransferase > 2 ULN"),
    ("AST > twice normal", "aspartate aminotransferase > 2 ULN"),
    ("AST measured twice > 80 U/L", 'person "AST measured twice > 80 U/L"'),
    # changes
    ("Troponin increased by more than 30% from baseline", "troponin (times baseline) > 1.3"),
    ("Haemoglobin decreased by at least 2 g/dL from baseline", "haemoglobin (change) <= -2 g/dL"),
    ("SOFA score increase of at least 3 points from baseline", "sofa score (change) >= 3"),
    ("SOFA increase of 3 points", 'person "SOFA increase of 3 points"'),  # since when?
    ("Troponin increased to more than 30 ng/L", 'person "Troponin increased to more than 30 ng/L"'),
    ("Troponin not increased by more than 30% from baseline", 'person "Troponin not increased by more than 30% from baseline"'),
    # a window between the concept and its number
    ("Platelets within 10 days of randomisation ≥ 90 x 10^9/L", "platelets >= 90 x 10^9/L [-240..240]"),
    ("Haemoglobin, within 10 days before enrolment, ≥ 9 g/dL", "haemoglobin >= 9 g/dL [-240..0]"),
    ("LVEF (within 3 months) ≤ 35 %", "left ventricular ejection fraction <= 35 % [-2191.5..0]"),
    ("Platelets for 10 days ≥ 90 x 10^9/L", 'person "Platelets for 10 days ≥ 90 x 10^9/L"'),  # how long, not when
    ("Platelets fell within 10 days < 90 x 10^9/L", 'person "Platelets fell within 10 days < 90 x 10^9/L"'),
    # a name in brackets that is a unit of something else
    ("LVEF (EF) ≥ 40%", "left ventricular ejection fraction >= 40 %"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), READ)
@pytest.mark.parametrize("side", ["inclusion", "exclusion"])
def test_a_limit_is_the_same_to_let_in_and_to_keep_out(said, text: str, wanted: str, side: str) -> None:
    assert said(text, side) == wanted


@pytest.mark.parametrize("side", ["inclusion", "exclusion"])
def test_how_long_ago_asks_for_the_event_once_and_then(said, side: str) -> None:
    longer = said("More than 36 h since intubation", side)
    assert longer.startswith("any(all(has intubation [..-36], not(has intubation [-36..0])), all(any(")
    shorter = said("Less than 36 h since intubation", side)
    assert shorter.startswith("any(all(has intubation [-36..0], not(has intubation [..-36])), all(has")


@pytest.mark.parametrize(
    "text",
    ["Less than 36 h from surgery", "More than 3 months before surgery", "Pneumonia clinic more than 36 h since intubation"],
)  # fmt: skip
def test_an_operation_to_come_or_another_event_is_not_how_long_ago(said, text: str) -> None:
    assert "has " not in said(text)


def test_days_since_an_event_come_after_it(said) -> None:
    assert said("Stroke more than 2 days since surgery") == "has stroke [48.. surgery]"


ONE_SEX = [
    ("Men, and women who use condoms, aged 20 to 70 years", 'all(person "Men, and women who use condoms", age between 20..70 years)'),
    ("Male patients and female patients who are not pregnant, breast-feeding or dieting", 'person "Male patients and female patients who are not pregnant, breast-feeding or dieting"'),
    ("Females who are not pregnant, and males, aged 20 to 70 years", 'person "Females who are not pregnant, and males, aged 20 to 70 years"'),
    ("Male and female patients aged 20 to 70 years", "age between 20..70 years"),
    ("Men, and women, aged 20 years or older", "age >= 20 years"),
    ("Male and female patients with asthma", "has asthma"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ONE_SEX)
def test_what_is_said_of_one_sex_is_not_asked_of_the_other(said, text: str, wanted: str) -> None:
    assert said(text) == wanted


SEVERAL_PARTS = [
    # "unless" is an exception to its own part, and takes no other part with it
    ("exclusion", "ALT > 4 x ULN; total bilirubin > 2 x ULN unless on dialysis", "any(alanine aminotransferase > 4 ULN, all(total bilirubin > 2 ULN, not(has renal replacement therapy)))"),
    ("exclusion", "Creatinine > 3 mg/dL unless on dialysis; lactate > 5 mmol/L", "any(all(creatinine > 3 mg/dL, not(has renal replacement therapy)), lactate > 5 mmol/L)"),
    # "allowed" may be an exception to any part before it
    ("exclusion", "Stroke; asthma; patients with migraine are allowed", 'all(any(has stroke, has asthma), person "patients with migraine are allowed")'),
    ("inclusion", "Asthma. Smokers are allowed. BMI < 30 kg/m2", 'any(all(has asthma, body mass index < 30 kg/m2), person "Smokers are allowed. BMI < 30 kg/m2")'),
    # "if" asks more of some patients, who cannot be told from the others
    ("inclusion", "Hb ≥ 10 g/dL; if transfused, Hb ≥ 8 g/dL; platelets ≥ 90 G/L", 'person "Hb ≥ 10 g/dL; if transfused, Hb ≥ 8 g/dL; platelets ≥ 90 G/L"'),
    # how it was measured is no condition
    ("inclusion", "LVEF < 45 % by echo, MRI or MUGA", 'all(left ventricular ejection fraction < 45 %, person "echo, MRI or MUGA")'),
    ("exclusion", "LVEF < 45 % by echo, MRI or MUGA", 'all(left ventricular ejection fraction < 45 %, person "echo, MRI or MUGA")'),
    ("exclusion", "LVEF < 45 % by echo or stroke", 'any(all(left ventricular ejection fraction < 45 %, person "echo"), has stroke)'),
    # another limit in brackets is for some patients, and lets the others be
    ("inclusion", "Total bilirubin ≤ 2 x ULN (≤ 4 x ULN in Gilbert's syndrome)", 'any(total bilirubin <= 2 ULN, person "≤ 4 x ULN in Gilbert\'s syndrome")'),
    ("exclusion", "Total bilirubin > 2 x ULN (> 4 x ULN in Gilbert's syndrome)", 'all(total bilirubin > 2 ULN, person "> 4 x ULN in Gilbert\'s syndrome")'),
    ("inclusion", "Creatinine ≤ 1.5 mg/dL (≤ 133 µmol/L)", "creatinine <= 1.5 mg/dL"),
    # one of several suffices, whatever they are called
    ("inclusion", "At least one comorbidity: asthma, diabetes, stroke", 'person "At least one comorbidity: asthma, diabetes, stroke"'),
    # units that no other test prints
    ("exclusion", "Heart rate > 115 bpm", "heart rate > 115 bpm"),
    ("exclusion", "TSH > 6 mIU/L", "thyroid stimulating hormone > 6 mIU/L"),
    ("inclusion", "PaO2 < 9 kPa", "pao2 < 9 kPa"),
    ("exclusion", "Pulmonary vascular resistance > 4 Wood units", "pulmonary vascular resistance > 4 Wood units"),
    ("inclusion", "PEEP of at least 10", "positive end-expiratory pressure >= 10 cm[H2O]"),
    # with or without: nothing is asked
    ("inclusion", "Asthma with or without diabetes", "has asthma"),
    ("exclusion", "HbA1c > 8 % with or without metformin", "hba1c > 8 %"),
    ("inclusion", "Asthma with or without diabetes, FEV1 < 80 %", "all(has asthma, forced expiratory volume in one second < 80 %)"),
    ("inclusion", "Asthma with or without diabetes, stroke or cancer", 'person "Asthma with or without diabetes, stroke or cancer"'),
    # a number with its own name behind it
    ("inclusion", "SpO2 ≥ 91% on ≤ 50% FiO2", "all(spo2 >= 91 %, fio2 <= 50 %)"),
    ("inclusion", "Minimum age: 21 years maximum age: 88 years", "all(age >= 21 years, age <= 88 years)"),
    ("exclusion", "LVEF < 25 % or not measured", 'any(left ventricular ejection fraction < 25 %, person "not measured")'),
    ("inclusion", "No or mild asthma", 'person "No or mild asthma"'),
    ("inclusion", "No, or well-controlled, asthma", 'person "No, or well-controlled, asthma"'),
    ("inclusion", "Not pregnant and not lactating", "all(not(has pregnancy), not(has lactation))"),
    ("exclusion", "ALT > 4 N or AST > 4N", "any(alanine aminotransferase > 4 ULN, aspartate aminotransferase > 4 ULN)"),
    ("exclusion", "Handgrip strength < 150 N", 'person "Handgrip strength < 150 N"'),  # newtons
    ("inclusion", "Slow vital capacity ≥ 70% of predicted", "slow vital capacity >= 70 %"),  # and not the forced one
    ("inclusion", "Boys and girls aged 4 to 9 years", "age between 4..9 years"),
    ("exclusion", "Asthma within 2 to 9 days before enrolment", 'all(has asthma, person "within 2 to 9 days before enrolment")'),
    ("exclusion", "hs-CRP > 3 mg/L at least 20 days after the index infarction", 'all(high-sensitivity c-reactive protein > 3 mg/L, person "at least 20 days after the index infarction")'),
]  # fmt: skip


@pytest.mark.parametrize(("side", "text", "wanted"), SEVERAL_PARTS)
def test_parts_of_a_line_keep_to_themselves(said, side: str, text: str, wanted: str) -> None:
    assert said(text, side) == wanted


def test_an_example_of_part_of_a_phrase_does_not_let_in(said) -> None:
    read = said("Hypertension treated with 4 drugs including a diuretic")
    assert read.startswith("any(all(has hypertension, person")
    assert 'person "diuretic"' in read


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("RASS -3 to +2", "rass between -3..2"),
        ("RASS between -2 and +1", "rass between -2..1"),
        ("T-score between -1.2 and -2.4", "bone mineral density t-score between -2.4..-1.2"),
    ],
)
def test_a_range_with_signs(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("eGFR (CKD-EPI) ≥ 21 mL/min/1.73m2", "egfr >= 21 mL/min/1.73m2"),
        ("Proteinuria > 1.1 g/24h", "urine protein > 1.1 g/d"),
        ("19 =< age =< 66", "all(age >= 19 a, age <= 66 a)"),
        ("Most recent HbA1c < 9.1 %", "hba1c < 9.1 %"),
        ("Serum K > 5,6 mmol/l", "potassium > 5.6 mmol/l"),
        ("LVEF ≥ 52 % by MUGA within 20 days",
         'all(left ventricular ejection fraction >= 52 % [-480..0], person "MUGA")'),
    ],
)  # fmt: skip
def test_limits_as_they_are_typed(said, text: str, tree: str) -> None:
    assert said(text) == tree
