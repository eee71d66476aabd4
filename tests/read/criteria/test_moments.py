"""A value is asked of as it was at the moment that the words name; the index date's own names bound nothing else."""

from __future__ import annotations

import pytest

BEFORE = [
    ("mRS ≤ 1 before the index stroke", "modified rankin scale <= 1 [..0 stroke]"),
    ("Pre-stroke mRS of 0-1", "modified rankin scale between 0..1 [..0 stroke]"),
    ("mRS (pre-stroke) ≤ 2", "modified rankin scale <= 2 [..0 stroke]"),
    ("Premorbid modified Rankin Scale < 3", "modified rankin scale < 3 [..0 illness]"),
    ("pre-morbid mRS 0 or 1", "modified rankin scale between 0..1 [..0 illness]"),
    ("mRS score before encephalitis of 0-2", "modified rankin scale between 0..2 [..0 encephalitis]"),
    ("Creatinine < 1.5 mg/dL before surgery", "creatinine < 1.5 mg/dL [..0 surgery]"),
    ("LVEF ≥ 50% (prior to chemotherapy)", "left ventricular ejection fraction >= 50 % [..0 chemotherapy]"),
    ("LVEF ≥ 50% prior to treatment with rituximab", "left ventricular ejection fraction >= 50 % [..0 treatment with rituximab]"),
    ("Preoperative haemoglobin < 13 g/dL", "haemoglobin < 13 g/dL [..0 surgery]"),
    ("Prior to surgery: haemoglobin ≥ 10 g/dL and platelets ≥ 100 x 10^9/L",
     "all(haemoglobin >= 10 g/dL [..0 surgery], platelets >= 100 x 10^9/L [..0 surgery])"),
    ("LVEF ≤ 40% within 6 months before ablation", "left ventricular ejection fraction <= 40 % [-4383..0 ablation]"),
]  # fmt: skip
AT_AND_AFTER = [
    ("SpO2 < 92% after surgery", "spo2 < 92 % [0.. surgery]"),
    (
        "Post-bronchodilator FEV1 ≥ 40 %",
        "forced expiratory volume in one second >= 40 % [0.. bronchodilator]",
    ),
    ("mRS 0-2 at discharge", "modified rankin scale between 0..2 [0..0 discharge]"),
    ("Creatinine > 2 mg/dL during the operation", "creatinine > 2 mg/dL [0.. operation]"),
    ("SBP < 90 mmHg since onset", "systolic blood pressure < 90 mmHg [0.. onset]"),
    ("CD4 count < 200 /uL at HIV diagnosis", "cd4 count < 200 /uL [0..0 hiv diagnosis]"),
    ("Creatinine < 2 mg/dL at the time of transplant", "creatinine < 2 mg/dL [0..0 transplant]"),
    ("Older than 40 years at symptom onset", "age > 40 years [0..0 symptom onset]"),
    ("HbA1c ≥ 8 % at visit 3", "hba1c >= 8 % [0..0 visit 3]"),
    ("Haemoglobin < 8 g/dL before and after surgery", "haemoglobin < 8 g/dL [.. surgery]"),
    ("GCS ≤ 8 on admission", "glasgow coma scale <= 8 [.. admission]"),
    ("Admission GCS 3-8", "glasgow coma scale between 3..8 [.. admission]"),
]
AT_INDEX = [
    ("Haemoglobin < 10 g/dL before randomisation", "haemoglobin < 10 g/dL [..0]"),
    ("Platelets ≥ 100 x 10^9/L prior to the first dose", "platelets >= 100 x 10^9/L [..0]"),
    ("Haemoglobin < 10 g/dL prior to enrollment", "haemoglobin < 10 g/dL [..0]"),
    ("Pre-treatment LVEF > 50%", "left ventricular ejection fraction > 50 % [..0]"),
    ("HbA1c ≥ 7.5% at screening", "hba1c >= 7.5 %"),
    ("HbA1c ≥ 7.5% at the baseline visit", "hba1c >= 7.5 %"),
    ("Age ≥ 18 years on the day of inclusion", "age >= 18 years"),
    ("Age ≥ 18 years at the time of signing informed consent", "age >= 18 years"),
]


@pytest.mark.parametrize(("text", "tree"), [*BEFORE, *AT_AND_AFTER, *AT_INDEX])
def test_a_value_is_asked_of_at_its_moment(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_the_moment_is_told_in_plain_words(parse) -> None:
    from trialwright.read.criteria import in_words

    (criterion,) = parse("mRS ≤ 1 before the index stroke")
    assert in_words(criterion) == "Include if modified rankin scale is at most 1 (before the index stroke)."


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("SpO2 < 90 % at rest", 'all(spo2 < 90 %, person "rest")'),
        ("SpO2 < 90 % on room air", 'all(spo2 < 90 %, person "room air")'),
        ("HbA1c > 7% on metformin", "all(hba1c > 7 %, has metformin)"),
    ],
)
def test_how_a_value_is_measured_is_no_moment(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_a_second_event_is_not_taken_for_something_the_patient_has(said) -> None:
    tree = said("LVEF ≥ 50 % prior to surgery or chemotherapy")
    assert "has" not in tree
    assert "[..0 surgery]" in tree


def test_a_moment_in_front_is_of_its_own_value_alone(said) -> None:
    tree = said("SBP < 100 mmHg or preoperative heart rate > 110 /min", "exclusion")
    assert tree == "any(systolic blood pressure < 100 mmHg, heart rate > 110 /min [..0 surgery])"


def test_a_moment_behind_one_value_may_be_of_both(said) -> None:
    tree = said("SBP < 100 mmHg and heart rate > 110 /min after surgery")
    assert "systolic blood pressure < 100 mmHg [0.. surgery]" in tree
    assert "person" in tree


def test_a_disease_beside_a_value_at_a_moment_keeps_its_own_time(said) -> None:
    tree = said("Diabetes or glucose > 11 mmol/L after surgery", "exclusion")
    assert tree == "any(has diabetes mellitus, glucose > 11 mmol/L [0.. surgery])"


@pytest.mark.parametrize(
    "words", ["creatinine (urine) > 3 mg/dL", "bilirubin (direct) > 1 mg/dL", "albumin (CSF) > 3 g/dL"]
)
def test_brackets_can_make_a_name_another_thing(said, words: str) -> None:
    assert said(words) == f'person "{words}"'


@pytest.mark.parametrize("words", ["creatinine (Cr) > 3 mg/dL", "creatinine (SCr) > 3 mg/dL"])
def test_brackets_can_shorten_a_name(said, words: str) -> None:
    assert said(words) == "creatinine > 3 mg/dL"
