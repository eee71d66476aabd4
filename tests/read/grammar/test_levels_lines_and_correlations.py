"""Numbers that are no share, no effect and no arm's: limits and levels of intervals, lines that are drawn, work loads, correlations."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "A randomized trial compared zinc lozenges with placebo. Adults were randomly assigned to zinc lozenges or placebo. "


def of_kind(page, text: str, measure: str):
    return [r for r in grammar(page(ARMS + text)).results if r.measure == measure]


@pytest.mark.parametrize(
    "text",
    [
        "Cure at day 28 was 91.7% (95% CI 81.6, 97.2%) for zinc lozenges and 83.6% (95% CI 71.9, 91.8%) for placebo.",
        "Cure at day 28 was 91.7% (CI 81.6; 97.2%) for zinc lozenges and 83.6% (CI 71.9; 91.8%) for placebo.",
    ],
)
def test_limits_that_share_a_percent_sign_are_no_shares(page, text: str) -> None:
    found = [(r.arm, r.value.value) for r in of_kind(page, text, "proportion")]
    assert found == [("zinc lozenges", 91.7), ("placebo", 83.6)]


def test_a_list_of_shares_that_share_a_percent_sign_stays(page) -> None:
    text = "Cough was seen in 21, 22 and 19% of adults in three winters."
    assert [r.value.value for r in of_kind(page, text, "proportion")] == [21.0, 22.0, 19.0]


@pytest.mark.parametrize(
    "ratio", ["RR 0.68 CI 95%: 0.36 to 1.21", "RR 0.68, CI 95% 0.36-1.21", "RR 0.68 (CI 95% 0.36, 1.21)"]
)
def test_a_level_behind_its_name(page, ratio: str) -> None:
    text = f"Fever was seen in 12/60 with zinc lozenges v 19/61 with placebo ({ratio})."
    (found,) = of_kind(page, text, "risk_ratio")
    assert (found.value.value, found.low.value, found.high.value, found.level) == (0.68, 0.36, 1.21, 95.0)
    assert [(r.count, r.total) for r in of_kind(page, text, "proportion")] == [(12, 60), (19, 61)]


def test_a_share_of_95_percent_is_one(page) -> None:
    text = "Taste was back in 95% with zinc lozenges and in 90% with placebo."
    assert [r.value.value for r in of_kind(page, text, "proportion")] == [95.0, 90.0]


@pytest.mark.parametrize(
    "text",
    [
        "Men walked at 60% of their individual VO2max.",
        "Meals had 30% of total energy as fat.",
        "They lifted 70% of their one-repetition maximum.",
        "They rode at 55% of heart rate reserve.",
    ],
)
def test_loads_and_diets_are_no_shares(page, text: str) -> None:
    assert of_kind(page, text, "proportion") == []


def test_a_share_of_their_own_is_one(page) -> None:
    text = "Cough was gone in 60% of their own patients."
    assert [r.value.value for r in of_kind(page, text, "proportion")] == [60.0]


@pytest.mark.parametrize(
    "text",
    [
        "A 15% fall in peak flow defined a bad day.",
        "Response was defined as a 50% reduction in pain.",
        "A 30% decrease in peak flow was considered a positive test.",
        "A 30% decrease in peak flow was regarded as clinically meaningful.",
    ],
)
def test_a_line_that_is_drawn_is_no_change(page, text: str) -> None:
    assert of_kind(page, text, "relative_change") == []


def test_a_change_that_is_seen_is_one(page) -> None:
    text = "A 20% reduction in pain was seen with zinc lozenges and was considered by most to be worth the taste."
    (found,) = of_kind(page, text, "relative_change")
    assert (found.value.value, found.arm) == (20.0, "zinc lozenges")


@pytest.mark.parametrize(
    "text",
    [
        "Adults (62 ± 7 years) were randomized to zinc lozenges (n = 13) or placebo (n = 12).",
        "Twenty-five adults (mean age 62 ± 7 years) were then randomly allocated to zinc lozenges or placebo.",
    ],
)
def test_the_age_of_everybody_is_no_arms(page, text: str) -> None:
    (found,) = of_kind(page, text, "mean")
    assert (found.arm, found.value.value, found.sd.value) == ("", 62.0, 7.0)


def test_the_mean_of_an_arm_is_its_own(page) -> None:
    text = "Taste score in adults (3.4 ± 0.8 points) given zinc lozenges was lower than in those (4.1 ± 1.0 points) given placebo."
    found = of_kind(page, text, "mean")
    assert [(r.arm, r.value.value) for r in found] == [("zinc lozenges", 3.4), ("placebo", 4.1)]


@pytest.mark.parametrize(
    "text",
    [
        "The change in taste went along with zinc uptake, as measured by hair zinc (r=0.57, P=0.02).",
        "The change in weight correlated with zinc uptake (p = 0.02).",
    ],
)
def test_a_correlation_sets_no_arms_apart(page, text: str) -> None:
    (found,) = of_kind(page, text, "p_value")
    assert (found.arm, found.versus, found.endpoint, found.analysis) == ("", "", "", "correlation")


def test_a_comparison_sets_arms_apart(page) -> None:
    (found,) = of_kind(
        page, "Cough was less common with zinc lozenges than with placebo (p = 0.04).", "p_value"
    )
    assert (found.arm, found.versus, found.endpoint) == ("zinc lozenges", "placebo", "Cough")


@pytest.mark.parametrize(
    "did", ["did not significantly reduce", "didn't significantly change", "did not affect"]
)
def test_what_an_arm_did_not_do_is_no_part_of_the_name(page, did: str) -> None:
    text = f"Zinc lozenges {did} cough rates (23/60 [35%] with zinc lozenges v 34/61 [52%] with placebo; P = 0.32)."
    found = of_kind(page, text, "proportion")
    assert [(r.arm, r.count, r.endpoint) for r in found] == [
        ("zinc lozenges", 23, "cough"),
        ("placebo", 34, "cough"),
    ]


@pytest.mark.parametrize("did", ["did not change significantly", "didn't differ", "did not differ"])
def test_what_did_not_change_is_the_name(page, did: str) -> None:
    found = of_kind(page, f"Pain {did} (12% v 14%).", "proportion")
    assert [r.endpoint for r in found] == ["Pain", "Pain"]


def test_a_subject_that_is_said_once(page) -> None:
    text = "Strength fell from 41 to 36 kg with placebo (p = 0.01) and did not change with zinc lozenges (p = 0.4)."
    found = of_kind(page, text, "p_value")
    assert [(r.arm, r.endpoint) for r in found] == [("placebo", "Strength"), ("zinc lozenges", "Strength")]
