"""Two means of one group, before and after, and whose they are."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Sixty adults with gout were randomised to tea (n = 30) or coffee (n = 30). "


def told(page, text: str) -> list[tuple[str, str, str, float, str]]:
    return [
        (r.measure, r.arm, r.endpoint, r.value.value, r.time)
        for r in grammar(page(TWO + text)).results
        if r.measure in ("mean", "median") and r.value
    ]


@pytest.mark.parametrize(
    ("text", "measure", "about", "values"),
    [
        ("Systolic pressure decreased from 148.2 to 140.8 mmHg (p=0.001) with tea and from 147.1 to 146.0 mmHg with coffee (p = 0.4).", "mean", "Systolic pressure", (148.2, 140.8, 147.1, 146.0)),
        ("In the tea group, HbA1c fell from 8.1% to 7.2%, and in the coffee group from 8.0% to 7.9%.", "mean", "HbA1c", (8.1, 7.2, 8.0, 7.9)),
        ("In the tea group, the mean pain score fell from 6.1 to 3.2, but in the coffee group only from 6.0 to 5.8.", "mean", "pain score", (6.1, 3.2, 6.0, 5.8)),
        ("Wellbeing improved from 41.2 to 50.3 points with tea (P < 0.01), compared with an increase from 42.0 to 43.1 points with coffee.", "mean", "Wellbeing", (41.2, 50.3, 42.0, 43.1)),
        ("Median FEV1 decreased from 2.6 to 2.4 l in the tea group and from 2.6 to 2.5 l in the coffee group.", "median", "FEV1", (2.6, 2.4, 2.6, 2.5)),
    ],
)  # fmt: skip
def test_before_and_after(page, text: str, measure: str, about: str, values: tuple[float, ...]) -> None:
    whose = (("tea", "baseline"), ("tea", ""), ("coffee", "baseline"), ("coffee", ""))
    want = [(measure, arm, about, v, when) for v, (arm, when) in zip(values, whose, strict=True)]
    assert told(page, text) == want


def test_each_with_a_name_of_its_own(page) -> None:
    text = "In those given tea, IL-6 fell from 12.1 to 8.3 pg/ml and malondialdehyde (MDA) from 2.4 to 1.7 nmol/ml."
    assert [(about, v) for _, _, about, v, _ in told(page, text)] == [
        ("IL-6", 12.1), ("IL-6", 8.3), ("malondialdehyde (MDA)", 2.4), ("malondialdehyde (MDA)", 1.7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The dose was increased from 20 to 40 mg with tea.",
        "Follow-up was extended from 6 to 12 months, and the interval rose from 3 to 5 days.",
        "Relapse rose from 12 to 20% with tea and from 14 to 15% with coffee.",
        "Enrolment rose from 10 to 12 women a month, and the number of visits from 3 to 4.",
        "Pressure was stable from 3 to 6 hours, and pain decreased from 2 to 4 weeks after tea.",
    ],
)
def test_what_is_no_mean(page, text: str) -> None:
    assert told(page, text) == []


def test_with_spreads_in_the_one_arm_that_opens(page) -> None:
    text = "In the tea group all remained as they were: filtration capacity changed from 4.0 ± 0.2 to 3.2 ± 0.5 ml/min; and body water changed from 0.52 ± 0.02 to 0.50 ± 0.02 l."
    assert told(page, text) == [
        ("mean", "tea", "filtration capacity", 4.0, "baseline"), ("mean", "tea", "filtration capacity", 3.2, ""),
        ("mean", "tea", "body water", 0.52, "baseline"), ("mean", "tea", "body water", 0.50, ""),
    ]  # fmt: skip


def test_both_are_of_the_arm_behind_them(page) -> None:
    text = "Strength fell from 41 to 36 kg with tea (p = 0.01) and did not change with coffee (p = 0.4)."
    assert [(arm, v) for _, arm, _, v, _ in told(page, text)] == [("tea", 41), ("tea", 36)]


def test_what_a_treatment_lowered_may_be_of_both_arms(page) -> None:
    """What it was lowered from may be what it was in the other arm."""
    assert told(page, "Tea reduced the pain score from 3.4 to 2.6 and fatigue from 4.1 to 3.2 points.") == []


@pytest.mark.parametrize(
    "behind", ["; overall, it rose from 3.1 ± 0.2 to 3.3 ± 0.3 ml", "; it was 3.1 ± 0.2 and 3.3 ± 0.3 ml"]
)
def test_what_is_not_said_of_that_arm_alone(page, behind: str) -> None:
    text = f"In the tea group capacity changed from 4.0 ± 0.2 to 3.2 ± 0.5 ml{behind}."
    assert not {arm for _, arm, _, v, _ in told(page, text) if v in (3.1, 3.3)} - {""}


def test_days_that_were_measured_are_no_time(page) -> None:
    text = "Tea was better: mean stay fell from 6 to 4 days with tea (p = 0.02)."
    assert {r.time for r in grammar(page(TWO + text)).results if r.measure == "p_value"} == {""}
    text = "The score improved from 6 to 12 weeks with tea (p = 0.02)."
    assert {r.time for r in grammar(page(TWO + text)).results if r.measure == "p_value"} == {"12 weeks"}


def test_what_has_a_name_of_its_own_is_not_called_by_the_one_before(page) -> None:
    text = "Diastolic pressure fell from 91.2 to 85.3 mmHg (p=0.002) and Cr decreased from 1.62 to 1.53 mg/dl (p=0.04) with tea."
    found = [
        (about, r_unit, v)
        for about, r_unit, v in (
            (r.endpoint, r.unit, r.value.value)
            for r in grammar(page(TWO + text)).results
            if r.measure == "mean" and r.value
        )
        if v < 2
    ]
    assert found == [("", "mg/dl", 1.62), ("", "mg/dl", 1.53)]
