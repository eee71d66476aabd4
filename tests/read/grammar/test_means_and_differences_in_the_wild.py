"""Means, medians and differences as abstracts word them: what they are of, whose they are, and lists of them."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults were randomly assigned to zinc lozenges (n = 60) or placebo (n = 61). "
ZINC, PLACEBO = "zinc lozenges", "placebo"


def of_kind(page, text: str, *measures: str):
    return [r for r in grammar(page(ARMS + text)).results if r.measure in measures]


def told(found) -> list[tuple[str, str, float]]:
    return [(r.endpoint, r.arm, r.value.value) for r in found]


def test_changes_in_brackets_of_a_sentence_on_means(page) -> None:
    text = (
        "The zinc lozenges group had a significantly greater mean change in score compared to the placebo group for pain (-5.6 vs. "
        "-3.5, p = 0.003), hoarseness (-14.3 vs. -7.4, p = 0.001) and stiffness (-1.9 vs. -1.0, p = 0.002)."
    )
    assert told(of_kind(page, text, "mean")) == [
        ("change in score for pain", ZINC, -5.6),
        ("change in score for pain", PLACEBO, -3.5),
        ("hoarseness", ZINC, -14.3),
        ("hoarseness", PLACEBO, -7.4),
        ("stiffness", ZINC, -1.9),
        ("stiffness", PLACEBO, -1.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The mean age was 50 years and relapse was rarer (12 v 15).",  # counts
        "Cough was milder (-5.6 v -3.5).",  # of what?
    ],
)
def test_pairs_that_nothing_tells_to_be_means(page, text: str) -> None:
    assert [r.value.value for r in of_kind(page, text, "mean", "median") if r.value.value < 40] == []


@pytest.mark.parametrize("sign", ["SD ±", "SD +/-", "±"])
def test_a_standard_deviation_named_before_its_sign(page, sign: str) -> None:
    text = f"The zinc lozenges group received more fluid (1,914 {sign} 885 ml versus 1,211 {sign} 905 ml; p < 0.0001)."
    found = of_kind(page, text, "mean")
    assert told(found) == [("fluid", ZINC, 1914.0), ("fluid", PLACEBO, 1211.0)]
    assert [r.sd.value for r in found] == [885, 905]


def test_what_was_also_reduced(page) -> None:
    text = "The number of coughs per patient was also reduced (0.8 ± 1.0 versus 1.6 ± 1.7; p = 0.002)."
    found = of_kind(page, text, "mean", "p_value")
    assert {r.endpoint for r in found} == {"number of coughs"}


def test_a_median_that_was_reduced(page) -> None:
    text = (
        "The median duration of hospital stay in the zinc lozenges group was significantly reduced (13 days (IQR 8 to 17) versus 16 days "
        "(IQR 13 to 29); p = 0.001)."
    )
    assert told(of_kind(page, text, "median")) == [
        ("duration of hospital stay", ZINC, 13.0),
        ("duration of hospital stay", PLACEBO, 16.0),
    ]


def test_a_median_that_was_similar_with_units_that_end_with_a_point(page) -> None:
    text = "The median sick time was similar between groups (418 min. with zinc lozenges v 451 min. with placebo; P = 0.31)."
    found = of_kind(page, text, "median")
    assert told(found) == [("sick time", ZINC, 418.0), ("sick time", PLACEBO, 451.0)]
    assert [r.unit for r in found] == ["min", "min"]


def test_what_is_poorer_or_higher_than_in_others(page) -> None:
    text = (
        "Those receiving zinc lozenges had significantly poorer lung function than those receiving placebo (30.6 ± 6.2% vs. 43.3 ± 7.9%, "
        "respectively, p < 0.05) and also had higher cough scores (7.77 ± 1.5 vs. 12.9 ± 1.9, respectively, p < 0.05)."
    )
    assert told(of_kind(page, text, "mean")) == [
        ("lung function", ZINC, 30.6),
        ("lung function", PLACEBO, 43.3),
        ("cough scores", ZINC, 7.77),
        ("cough scores", PLACEBO, 12.9),
    ]


def test_more_of_it_than_of_something_else(page) -> None:
    text = "This led to a higher cure rate than one course of syrup (86% versus 43%; P < 0.01)."
    assert {r.endpoint for r in of_kind(page, text, "proportion")} == {"cure"}


def test_something_else_that_is_more_frequent_is_no_such_name(page) -> None:
    text = "Cramps were more frequent than rashes of the hand (86% versus 43%; P < 0.01)."
    assert "hand" not in " ".join(r.endpoint for r in of_kind(page, text, "proportion"))


def test_standard_errors_behind_a_semicolon(page) -> None:
    text = (
        "Hoarseness rose in the zinc lozenges group (mean yearly increase, 1.7 points; SE 0.2; p < 0.001) and placebo group (mean yearly "
        "increase, 1.9 points; SE 0.3; p < 0.001)."
    )
    found = of_kind(page, text, "mean")
    assert [(r.arm, r.value.value, r.se.value) for r in found] == [(ZINC, 1.7, 0.2), (PLACEBO, 1.9, 0.3)]


def test_a_difference_with_its_unit_behind_the_interval(page) -> None:
    text = (
        "Children in the zinc lozenges group had systolic blood pressure 1.17 (95% confidence interval, 0.29-2.03) mmHg higher than did "
        "untreated children."
    )
    (found,) = of_kind(page, text, "difference")
    assert (found.endpoint, found.arm, found.versus, found.unit) == (
        "systolic blood pressure",
        ZINC,
        PLACEBO,
        "mmHg",
    )
    assert (found.value.value, found.low.value, found.high.value) == (1.17, 0.29, 2.03)


def test_a_difference_from_people_that_are_no_arm(page) -> None:
    text = "Children in the zinc lozenges group had systolic blood pressure 1.17 (95% CI 0.29-2.03) mmHg higher than did older children."
    assert of_kind(page, text, "difference") == []


def test_how_different_two_groups_are(page) -> None:
    text = "The increase in hoarseness was not much different between study groups (0.14 points; 95% CI, −1.5–1.8; p = 0.86)."
    (found,) = of_kind(page, text, "difference")
    assert (found.endpoint, found.value.value, found.low.value, found.high.value) == (
        "increase in hoarseness",
        0.14,
        -1.5,
        1.8,
    )


def test_how_different_without_a_number(page) -> None:
    text = "The increase in hoarseness was not different between study groups (p = 0.86)."
    assert of_kind(page, text, "difference") == []


def test_two_differences_of_one_outcome(page) -> None:
    text = (
        "Cough scores were slightly higher for zinc lozenges versus placebo, for both the first hour and the first week (differences "
        "between means of 0.36, 95% C.I. -0.35, 1.09 and 0.60, 95% C.I. -0.42, 1.62)."
    )
    found = of_kind(page, text, "difference")
    assert [(r.endpoint, r.value.value, r.low.value, r.high.value) for r in found] == [
        ("Cough scores", 0.36, -0.35, 1.09),
        ("Cough scores", 0.60, -0.42, 1.62),
    ]


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("mean differences in", "difference"),
        ("odds ratios for", "odds_ratio"),
        ("hazard ratios for", "hazard_ratio"),
    ],
)
def test_contrasts_of_several_outcomes(page, name: str, measure: str) -> None:
    text = f"The {name} cough and fever were 0.36 (95% CI 0.14 to 1.09) and 0.60 (95% CI 0.42 to 1.62), respectively."
    assert [(r.endpoint, r.value.value) for r in of_kind(page, text, measure)] == [
        ("cough", 0.36),
        ("fever", 0.60),
    ]


def test_one_outcome_of_two_parts_stays_one(page) -> None:
    text = "The odds ratio for cough and fever was 0.36 (95% CI 0.14 to 1.09) with zinc lozenges."
    assert [r.endpoint for r in of_kind(page, text, "odds_ratio")] == ["cough and fever"]


def test_a_list_of_changes_that_share_a_verb(page) -> None:
    text = (
        "Pain level of the zinc lozenges group decreased by 54% [95% confidence interval (CI) = 48, 60], stiffness by 60% (95% CI = 53, 68) "
        "and function increased by 54% (95% CI = 48, 60)."
    )
    found = of_kind(page, text, "relative_change", "proportion")
    assert [
        (r.measure, r.endpoint, r.arm, r.value.value, r.low.value, r.high.value, r.analysis) for r in found
    ] == [
        ("relative_change", "Pain level", ZINC, 54.0, 48.0, 60.0, "reduction"),
        ("relative_change", "stiffness", ZINC, 60.0, 53.0, 68.0, "reduction"),
        ("relative_change", "function", ZINC, 54.0, 48.0, 60.0, "increase"),
    ]


def test_a_name_that_ends_with_a_digit(page) -> None:
    assert [
        r.endpoint
        for r in of_kind(page, "A 15% fall in FEV1 was seen with zinc lozenges.", "relative_change")
    ] == ["FEV1"]


def test_groups_by_number_that_the_word_is_said_once_for(page) -> None:
    text = "Adults were randomised to zinc (group 1, n = 45) or copper (group 2, n = 45). The mean size was 4.9 ± 1.89 mm and 4.0 ± 1.00 mm in the group 1 and 2 respectively."
    found = [r for r in grammar(page(text)).results if r.measure == "mean"]
    assert [r.arm for r in found] == ["zinc", "copper"]


def test_a_count_behind_a_group_by_number_is_no_group(page) -> None:
    text = "Adults were randomised to zinc (group 1, n = 45) or copper (group 2, n = 45). Cough was seen in 12 patients in group 1 and 3 in group 2."
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("zinc", 12), ("copper", 3)]


def test_what_people_are_like_is_named_behind_each_percent(page) -> None:
    text = "The trial included 488 women: mean age 53.6 years, 51.8% African American, 55.2% non-Hispanic white, and 99.0% below the poverty level."
    found = [r.endpoint for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found[:2] == ["African American", "non-Hispanic white"]
    assert "488" not in found[2]


def test_white_cells_are_no_people(page) -> None:
    found = of_kind(page, "Infection was seen in 12% white cell counts apart.", "proportion")
    assert "white" not in [r.endpoint for r in found]


def test_a_name_is_not_cut_within_a_word(page) -> None:
    text = (
        "Prescription of antibiotics Setting: A tertiary care referral hospital of a very large university of the capital that attended "
        "more than three thousand births each year in the years of the trial, with a rate of forceps of 14%."
    )
    for found in of_kind(page, text, "proportion"):
        assert not found.endpoint or f" {found.endpoint}" in f" {text}"


def test_what_stands_between_a_name_and_its_bracket(page) -> None:
    text = (
        "Zinc lozenges reduced the mean cough index compared with placebo (0.95 vs 1.26, P = 0.004). Mean duration of sleep (41.6 min versus "
        "60.9 min) and volume of sputum at 2 weeks (488 ml versus 836 ml) differed between the zinc lozenges and placebo groups."
    )
    assert told(of_kind(page, text, "mean")) == [
        ("cough index", ZINC, 0.95),
        ("cough index", PLACEBO, 1.26),
        ("duration of sleep", ZINC, 41.6),
        ("duration of sleep", PLACEBO, 60.9),
        ("volume of sputum", ZINC, 488.0),
        ("volume of sputum", PLACEBO, 836.0),
    ]


def test_a_list_of_changes_that_one_arm_has_against_the_other(page) -> None:
    text = (
        "At six months the zinc lozenges group showed a reduction in systolic (2.72 mmHg [-1.55 to 7.00]) and diastolic (4.23 mmHg [0.83 to "
        "7.61], p = 0.016) pressure when compared to placebo."
    )
    found = of_kind(page, text, "difference")
    assert [(r.endpoint, r.value.value, r.low.value, r.high.value) for r in found] == [
        ("systolic", 2.72, -1.55, 7.00),
        ("diastolic", 4.23, 0.83, 7.61),
    ]
    assert {(r.arm, r.versus) for r in found} == {(PLACEBO, ZINC)}  # of which the one has more


@pytest.mark.parametrize(
    "text",
    [
        "There was a fall in weight (2.7 kg [95% CI 1.5 to 3.6]) with zinc lozenges, and none with placebo.",
        "The zinc lozenges group showed a fall in weight (2.7 kg [95% CI 1.5 to 3.6]) compared with baseline.",
        "The zinc lozenges group showed a fall in weight (2.7 kg [95% CI 1.5 to 3.6]), as did 12 others compared with placebo.",
    ],
)
def test_a_change_within_one_arm_is_no_difference(page, text: str) -> None:
    assert of_kind(page, text, "difference") == []
