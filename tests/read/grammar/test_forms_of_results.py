"""Forms that results are told in, each with its answer, and a twin in which the same words tell something else."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "We randomised 160 adults to zilomab (n = 80) or placebo (n = 80). "

Told = list[tuple[str, str, float | None, str]]


def told(page, text: str, lead: str = LEAD) -> Told:
    return [
        (r.measure, r.arm, r.count if r.count is not None else r.value and r.value.value, r.endpoint)
        for r in grammar(page(lead + text)).results
        if r.measure in ("mean", "median", "proportion")
    ]


def pair(measure: str, first: float, second: float, name: str) -> Told:
    return [(measure, "zilomab", first, name), (measure, "placebo", second, name)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        # "or more" compares no arms
        ("Fewer adults on zilomab had blood loss of 300 ml or more (11 [14%] of 80 v 19 [24%] of 80).", pair("proportion", 11, 19, "blood loss of 300 ml")),
        # a length is no count of people
        ("Walking distance increased 51 m (SD 30) with zilomab and 14 m (SD 33) with placebo.", pair("mean", 51, 14, "")),
        ("Creatinine doubled in 11 (14%) on zilomab and 19 (24%) on placebo.", pair("proportion", 11, 19, "Creatinine doubled")),
        # a time that something is measured at is no median
        ("The median fatigue score at 24 h was 7 (IQR 3-14) with zilomab and 13 (IQR 7-18) with placebo.", pair("median", 7, 13, "fatigue score")),
        ("Median survival was 9.4 months (95% CI 7.9-11.2) with zilomab v 5.8 months (4.9-6.7) with placebo.", pair("median", 9.4, 5.8, "survival")),
        ("Fatigue averaged 2.1 (95% CI 1.7-2.5) with zilomab and 3.8 (3.3-4.3) with placebo.", pair("mean", 2.1, 3.8, "Fatigue")),
        ("Healing took 13.2 ± 4.1 days with zilomab and 16.9 ± 5.0 days with placebo.", pair("mean", 13.2, 16.9, "Healing")),
        ("Sleep latency was reduced by 22 min with zilomab vs 9 min with placebo.", pair("mean", 22, 9, "reduction in Sleep latency")),
        ("The mobility score decreased by 0.56 on zilomab but by only 0.21 on placebo.", pair("mean", 0.56, 0.21, "decrease in mobility score")),
        ("HbA1c below 7% was reached by 44 of 80 given zilomab and 21 of 80 given placebo.", pair("proportion", 44, 21, "HbA1c below 7%")),
        ("Live birth followed in 31% with zilomab and 22% with placebo.", pair("proportion", 31, 22, "Live birth")),
        ("Acute retention developed in 2 men on zilomab and 5 men on placebo.", pair("proportion", 2, 5, "Acute retention")),
        ("Cramps were told of by 28 of 80 zilomab users and 36 of 80 placebo recipients.", pair("proportion", 28, 36, "Cramps")),
        ("Of the adults, 28 of 80 on zilomab and 36 of 80 on placebo fell at least once.", pair("proportion", 28, 36, "fell")),
        ("Patients on zilomab were more likely to be discharged by day 5 (54% v 41%).", pair("proportion", 54, 41, "discharged")),
        ("Treatment was stopped because of cramps in 9 on zilomab and 2 on placebo.", pair("proportion", 9, 2, "Treatment stopped")),
        ("The number of patients with at least one fall was 22 with zilomab and 35 with placebo.", pair("proportion", 22, 35, "fall")),
        ("No relapse occurred in either group.", pair("proportion", 0, 0, "relapse")),
    ],
)  # fmt: skip
def test_each_form_is_read(page, text: str, numbers: Told) -> None:
    assert told(page, text) == numbers


def test_what_was_before_has_its_time_with_a_unit_of_two_words(page) -> None:
    text = "Mean pressure fell from 25.1 (SD 3.2) mm Hg at baseline to 18.4 (2.9) mm Hg with zilomab."
    found = [r for r in grammar(page(LEAD + text)).results if r.measure == "mean"]
    assert [(r.value.value, r.time) for r in found if r.value] == [(25.1, "baseline")]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        (
            "Cessation at 6 months: intervention 64/310 (20.6%), control 38/305 (12.5%).",
            ["text messages", "control"],
        ),
        ("Cessation at 6 months: women 64/310 (20.6%), control 38/305 (12.5%).", None),
    ],
)
def test_the_intervention_before_its_number(page, text: str, arms: list[str] | None) -> None:
    lead = "Smokers (n = 615) were randomised to text messages (n = 310) or a control group (n = 305). "
    found = [arm for _, arm, _, _ in told(page, text, lead)]
    assert found == arms if arms else "text messages" not in found


@pytest.mark.parametrize(
    "text",
    [
        # those of both sexes are told for their own sake
        "There were 21 men and 39 women on zilomab and 25 men and 36 women on placebo.",
        "No difference in relapse occurred in either group.",
        "Relapse was seen in 1 in 5 patients on zilomab and 1 in 3 on placebo.",
        # a fall with no number says nothing of who fell
        "Pressure fell in both groups.",
    ],
)
def test_twins_tell_nothing(page, text: str) -> None:
    assert told(page, text) == []


def test_a_median_of_days_is_one(page) -> None:
    assert told(page, "Median stay was 7 days with zilomab and 9 days with placebo.") == pair(
        "median", 7, 9, "stay"
    )


def test_more_compares_where_it_is_said_of_people(page) -> None:
    text = "More adults on placebo had hives (31% v 12%)."
    assert [(arm, n) for _, arm, n, _ in told(page, text)] == [("placebo", 31), ("zilomab", 12)]


def test_a_verb_without_a_subject_names_nothing(page) -> None:
    text = "Antibodies developed or increased in 31 % with zilomab and 22 % with placebo."
    assert "increased" not in {name for *_, name in told(page, text)}
