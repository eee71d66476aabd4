"""What stands beside a mean or a median is named: standard deviation, standard error or confidence limits."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

HEAD = "We randomised 89 adults to corvelin (n = 44) or placebo (n = 45). "


def middles(page, told: str):
    return [
        (r.value.value, r.sd and r.sd.value, r.se and r.se.value, r.low and (r.low.value, r.high.value), r.level, r.arm)
        for r in grammar(page(HEAD + told)).results
        if r.measure in ("mean", "median")
    ]  # fmt: skip


LIMITS = [
    (3.4, None, None, (2.8, 4.0), 95.0, "corvelin"),
    (4.6, None, None, (4.1, 5.1), 95.0, "placebo"),
]
ERRORS = [(3.4, None, 0.3, None, None, "corvelin"), (4.6, None, 0.4, None, None, "placebo")]
DEVIATIONS = [(3.4, 0.3, None, None, None, "corvelin"), (4.6, 0.4, None, None, None, "placebo")]


@pytest.mark.parametrize(
    "told",
    [
        "Mean pain was 3.4 (95% CI 2.8 to 4.0) with corvelin and 4.6 (95% CI 4.1 to 5.1) with placebo.",
        "The mean pain score was 3.4 (95% CI, 2.8-4.0) in the corvelin group and 4.6 (95% CI, 4.1-5.1) in the placebo group.",
        "Mean pain was 3.4 points (95% confidence interval 2.8 to 4.0) versus 4.6 points (95% confidence interval 4.1 to 5.1).",
        "Mean (95% CI) pain was 3.4 (2.8 to 4.0) with corvelin and 4.6 (4.1 to 5.1) with placebo.",
        "The median stay was 3.4 days (95% CI 2.8 to 4.0) with corvelin and 4.6 days (95% CI 4.1 to 5.1) with placebo.",
        "The mean change in weight was 3.4 kg (95% CI 2.8 to 4.0) with corvelin and 4.6 kg (95% CI 4.1 to 5.1) with placebo.",
    ],
)
def test_the_limits_of_each_arm_are_read(page, told: str) -> None:
    assert middles(page, told) == LIMITS


@pytest.mark.parametrize(
    "told",
    [
        "Mean pain was 3.4 with corvelin and 4.6 with placebo (difference 1.2, 95% CI 0.4 to 2.0).",
        "Mean pain was 5.6 with placebo and 1.6 with corvelin (95% CI 0.9 to 7.1; p = 0.02).",
        "Mean pain was 3.4 versus 1.6 (95% CI for the difference 0.9 to 2.7; p = 0.02).",
        "Mean pain was 3.4 with corvelin and 4.6 with placebo (95% CI 0.4 to 2.0).",
    ],
)
def test_limits_of_a_difference_are_those_of_no_mean(page, told: str) -> None:
    found = middles(page, told)
    assert len(found) == 2
    assert [limits for *_, limits, _, _ in found] == [None, None]


@pytest.mark.parametrize(
    "told",
    [
        "Mean pain was 3.4 (SE 0.3) with corvelin and 4.6 (SE 0.4) with placebo.",
        "Mean pain was 3.4 (SE 0.3) with corvelin and 4.6 (0.4) with placebo.",
        "Mean (SE) pain was 3.4 (0.3) with corvelin and 4.6 (0.4) with placebo.",
        "Mean pain was 3.4 (standard error 0.3) with corvelin and 4.6 (standard error 0.4) with placebo.",
        "Results are given as means ± SEM. Pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo.",
        "Pain (mean ± s.e.m.) was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo.",
        "The mean difference is given ± SD. Values are means ± standard errors. Pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo.",
    ],
)
def test_a_standard_error_is_kept_as_one(page, told: str) -> None:
    assert middles(page, told) == ERRORS


@pytest.mark.parametrize(
    "told",
    [
        "Mean pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo.",
        "Values are mean ± SD. Pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo.",
        "Values are mean ± SD. Adjusted means (SE) are in the annex. Pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo.",
    ],
)
def test_else_it_is_a_standard_deviation(page, told: str) -> None:
    assert middles(page, told) == DEVIATIONS


def test_where_a_document_says_both_a_bare_spread_is_neither(page) -> None:
    told = "Ages are means ± SD, scores means ± SEM. Pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo."
    assert [x[:3] for x in middles(page, told)] == [(3.4, None, None), (4.6, None, None)]


def test_a_coefficient_with_its_error_is_no_mean(page) -> None:
    assert middles(page, "The regression coefficient of age was 0.31 (SE 0.10).") == []


def test_the_second_of_those_on_the_other_arm_is_its_own(page) -> None:
    told = "Adults on corvelin had a mean pain score of 3.4 (2.8 to 4.0) and those on placebo one of 4.6 (4.1 to 5.1)."
    assert [(x[0], x[-1]) for x in middles(page, told)] == [(3.4, "corvelin"), (4.6, "placebo")]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("The mean change in the 6-minute walk was 16.1 m with corvelin and 3.3 m with placebo.", "change in the 6-minute walk"),
        ("The mean change from baseline to week 12 in weight was 3.4 kg with corvelin and 1.6 kg with placebo.", "change in weight"),
    ],
)  # fmt: skip
def test_a_change_is_named_by_what_changed(page, told: str, name: str) -> None:
    means = [r for r in grammar(page(HEAD + told)).results if r.measure == "mean"]
    assert [r.endpoint for r in means] == [name, name]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Weight fell by 6.2 kg with corvelin and by 2.1 kg with placebo.", [(6.2, None, "corvelin"), (2.1, None, "placebo")]),
        ("Weight fell by a mean of 6.2 kg (SD 4.0) with corvelin and 2.1 kg (SD 4.4) with placebo.", [(6.2, 4.0, "corvelin"), (2.1, 4.4, "placebo")]),
        ("By week 9, weight decreased by 6.2 ± 4.0 with corvelin and 2.1 ± 4.4 with placebo.", [(6.2, 4.0, "corvelin"), (2.1, 4.4, "placebo")]),
    ],
)  # fmt: skip
def test_what_changed_by_how_much_is_a_mean_of_the_change(page, told: str, expected) -> None:
    means = [r for r in grammar(page(HEAD + told)).results if r.measure == "mean"]
    assert [(r.value.value, r.sd and r.sd.value, r.arm) for r in means] == expected
    name = "decrease in weight" if "decreased" in told else "fall in Weight"
    assert [r.endpoint for r in means] == [name, name]


@pytest.mark.parametrize(
    "told",
    [
        "Weight fell by 6.2 kg more with corvelin than with placebo.",
        "Weight fell by 6.2 kg at 4 weeks and by 7.4 kg at 8 weeks in both groups.",
        "Weight fell by 6 kg with corvelin and 4 patients fainted.",
    ],
)
def test_what_no_two_arms_are_told_of_is_no_pair_of_means(page, told: str) -> None:
    assert len([r for r in grammar(page(HEAD + told)).results if r.measure == "mean" and r.arm]) < 2


@pytest.mark.parametrize(
    "told",
    [
        "Ejection fraction was 46% with corvelin and 41% with placebo.",
        "Mean adherence was 46% with corvelin and 41% with placebo.",
        "Mean HbA1c was 46% (95% CI 44 to 48) in the corvelin group and 41% (95% CI 39 to 43) in the placebo group.",
    ],
)
def test_a_quantity_in_percent_is_a_mean_and_nobodys_share(page, told: str) -> None:
    found = [r for r in grammar(page(HEAD + told)).results if r.measure in ("mean", "proportion")]
    assert [(r.measure, r.value.value, r.unit, r.arm) for r in found] == [
        ("mean", 46, "%", "corvelin"),
        ("mean", 41, "%", "placebo"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Improvement in ejection fraction was seen in 46% with corvelin and 41% with placebo.",
        "Ejection fraction was normal in 46% with corvelin and 41% with placebo.",
    ],
)
def test_those_whose_quantity_changed_are_people(page, told: str) -> None:
    found = [r for r in grammar(page(HEAD + told)).results if r.measure in ("mean", "proportion")]
    assert [(r.measure, r.value.value) for r in found] == [("proportion", 46), ("proportion", 41)]


def test_geometric_means_are_no_means(page) -> None:
    told = "The geometric mean titre was 120 (95% CI 90 to 160) with corvelin and 60 (95% CI 44 to 82) with placebo."
    assert middles(page, told) == []


def test_a_mean_behind_a_comma_and_its_limits(page) -> None:
    assert (
        middles(page, "Mean pain score, 3.4 [95% CI, 2.8 to 4.0] vs 4.6 [95% CI, 4.1 to 5.1]; P = .003.")
        == LIMITS
    )


@pytest.mark.parametrize(
    "behind",
    [
        "; the standard error of the difference was 0.4",
        " (difference 1.2, SE 0.4)",
        ", and the drug per se did no harm",
    ],
)
def test_an_error_of_something_else_makes_no_error_of_a_deviation(page, behind: str) -> None:
    told = f"Mean pain was 3.4 ± 0.3 with corvelin and 4.6 ± 0.4 with placebo{behind}."
    assert middles(page, told)[:2] == DEVIATIONS


def test_a_difference_with_its_standard_error_is_no_mean_of_an_arm(page) -> None:
    assert middles(page, "The mean difference in pain was -1.2 (SE 0.4) for corvelin versus placebo.") == []
    assert (
        middles(page, "Mean pain was 1.2 mm (95% CI 0.6 to 1.8) lower with corvelin than with placebo.") == []
    )


@pytest.mark.parametrize(
    "told",
    [
        "Mean pain with corvelin was 3.4 mm and with placebo 4.6 mm.",
        "In the corvelin group mean pain was 3.4 and in the placebo group 4.6.",
    ],
)
def test_a_second_mean_stands_behind_its_arm(page, told: str) -> None:
    assert [(m[0], m[-1]) for m in middles(page, told)] == [(3.4, "corvelin"), (4.6, "placebo")]


def test_a_mean_reduction_in_percent_with_its_deviation_is_a_mean_of_its_arm(page) -> None:
    told = "The mean reduction in cramps was 34% (SD 12) with corvelin and 16% (SD 13) with placebo."
    assert [(m[0], m[1], m[-1]) for m in middles(page, told)] == [(34, 12, "corvelin"), (16, 13, "placebo")]


@pytest.mark.parametrize("unit", ["dB", "L/min", "cm H2O", "µm", "letters", "steps"])
def test_a_deviation_stands_behind_any_of_these_units(page, unit: str) -> None:
    told = f"Mean flow was 3.4 {unit} (SD 0.3) with corvelin and 4.6 {unit} (SD 0.4) with placebo."
    assert middles(page, told) == DEVIATIONS


def test_an_error_in_a_bracket_behind_a_unit_is_as_the_head_says(page) -> None:
    told = "Mean pain (SE) was 3.4 mm (0.3) with corvelin and 4.6 mm (0.4) with placebo."
    assert middles(page, told) == ERRORS


def test_a_sign_told_beside_the_first_mean_holds_for_the_others(page) -> None:
    text = (
        "Women took zinc or placebo. Scores were higher with zinc (walking: M ± SE = 71.2 ± 0.7) than with placebo (68.4 ± 0.8). "
        "At one year the score was 72.0 ± 0.9 with zinc and 66.3 ± 0.6 with placebo."
    )
    means = [r for r in grammar(page(text)).results if r.measure == "mean"]
    assert [(r.se and r.se.value, r.sd) for r in means] == [
        (0.7, None),
        (0.8, None),
        (0.9, None),
        (0.6, None),
    ]
