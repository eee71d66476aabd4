"""Lists of arms parted by semicolons and adjectives by commas, words that name no arm, and changes of one arm or between two."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults were randomly assigned to zinc lozenges (n = 60) or placebo (n = 61). "
ZINC, PLACEBO = "zinc lozenges", "placebo"


def arms(page, text: str) -> list[str]:
    return [a.label for a in grammar(page(text)).arms]


def of_kind(page, text: str, measure: str):
    return [r for r in grammar(page(ARMS + text)).results if r.measure == measure]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            "1) yoga classes; 2) speech lessons; or 3) usual care",
            ["yoga classes", "speech lessons", "usual care"],
        ),
        ("yoga classes; speech lessons; or usual care", ["yoga classes", "speech lessons", "usual care"]),
        (
            "1) yoga classes; 2) speech lessons; 3) both; or 4) a reading control",
            ["yoga classes", "speech lessons", "yoga classes plus speech lessons", "reading control"],
        ),
        (
            "yoga classes, speech lessons, both, or a reading control",
            ["yoga classes", "speech lessons", "yoga classes plus speech lessons", "reading control"],
        ),
    ],
)
def test_arms_parted_by_semicolons_and_both(page, listed: str, expected: list[str]) -> None:
    assert arms(page, f"In a trial 164 residents were randomly assigned to {listed}.") == expected


def test_a_semicolon_behind_the_arms_parts_none(page) -> None:
    text = "In a trial 164 residents were randomly assigned to yoga classes or usual care; falls or fractures were counted."
    assert arms(page, text) == ["yoga classes", "usual care"]


def test_a_comma_between_two_adjectives_of_one_arm(page) -> None:
    text = "Callers were randomly assigned to either an original, interactive quitting course or to a modified course."
    assert arms(page, text) == ["original interactive quitting course", "modified course"]


@pytest.mark.parametrize(
    "listed", ["a diuretic, verapamil or a placebo", "a short course, yoga course, or a long course"]
)
def test_a_comma_between_arms(page, listed: str) -> None:
    assert len(arms(page, f"Callers were randomly assigned to {listed}.")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "There was no net benefit compared with the control group.",
        "They knew less of the relationship between control and complications than the urban population.",
    ],
)
def test_words_that_name_no_arm(page, text: str) -> None:
    told = "The intervention group walked further than the control group (P = 0.02). "
    assert set(arms(page, f"Residents were randomised. {told}{text}")) == {"intervention", "control"}


def test_how_a_trial_is_run_is_no_arm(page) -> None:
    text = "A multi-site prospective, randomised controlled study was done in clinics. There was no change in walking with the control."
    assert "multi-site prospective" not in arms(page, text)


@pytest.mark.parametrize("counted", ["0.7 units", "0.7 daily administrations"])
def test_what_is_counted_is_no_arm(page, counted: str) -> None:
    text = f"Use of sprays fell by {counted} in zinc-treated compared to placebo-treated adults."
    assert arms(page, f"Adults were randomised. {text}") == ["zinc", "placebo"]


def test_a_difference_between_arms_is_between_arms(page) -> None:
    assert arms(page, "Adults were randomised. There was no difference between zinc and placebo.") == [
        "zinc",
        "placebo",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The placebo group also showed some improvement in mood (P = 0.04).",
        "There were also changes in the placebo group; respectively in sleep and in mood (P = 0.04).",
        "The placebo group also gained weight (P = 0.04), but the difference between the groups was not significant.",
    ],
)
def test_what_changed_in_the_control_too_is_its_own(page, text: str) -> None:
    assert [(r.arm, r.versus) for r in of_kind(page, text, "p_value")] == [(PLACEBO, "")]


@pytest.mark.parametrize(
    "text",
    [
        "The zinc lozenges group also showed some improvement in mood (P = 0.04).",
        "Mood also improved more with zinc lozenges than with placebo (P = 0.04).",
    ],
)
def test_what_the_treated_have_also_is_a_contrast(page, text: str) -> None:
    assert [(r.arm, r.versus) for r in of_kind(page, text, "p_value")] == [(ZINC, PLACEBO)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "Systolic pressure fell by 4.1 mmHg (95% CI 1.4 to 7.4) in the zinc lozenges group compared with placebo.",
            (PLACEBO, ZINC),
        ),
        (
            "Body weight increased by 4.1 kg (95% CI 1.4 to 7.4) with zinc lozenges relative to placebo (P = 0.01).",
            (ZINC, PLACEBO),
        ),
    ],
)
def test_a_change_in_one_arm_compared_with_the_other(page, text: str, pair: tuple[str, str]) -> None:
    [found] = of_kind(page, text, "difference")
    assert (found.arm, found.versus) == pair
    assert (found.value.value, found.low.value, found.high.value) == (4.1, 1.4, 7.4)


@pytest.mark.parametrize(
    "behind",
    [
        "in the zinc lozenges group compared with 2.2 kg (0.6 to 3.7) in the placebo group",
        "in the zinc lozenges group compared with baseline",
        "in the zinc lozenges group compared with placebo, in which it fell by 1 kg",
    ],
)
def test_a_change_that_has_another_beside_it_is_no_difference(page, behind: str) -> None:
    assert of_kind(page, f"Body weight increased by 4.1 kg (95% CI 1.4 to 7.4) {behind}.", "difference") == []


def test_a_change_that_sorts_people_is_no_result(page) -> None:
    text = (
        "If ferritin of placebo patients decreased by ≥ 15% on day 2, their risk of relapse rose. Zinc lozenges lowered the number of "
        "patients who had a ≥ 15% decrease in ferritin."
    )
    assert of_kind(page, text, "relative_change") == []


def test_a_change_of_more_than_a_number_is_a_result(page) -> None:
    [found] = of_kind(page, "Pain was reduced by >20% with zinc lozenges.", "relative_change")
    assert (found.arm, found.value.value) == (ZINC, 20.0)


def test_a_change_in_brackets_behind_its_time_is_no_share(page) -> None:
    assert of_kind(page, "The mean stay was reduced in 2 days (20%) with zinc lozenges.", "proportion") == []


def test_people_in_whom_something_was_reduced_are_a_share(page) -> None:
    [found] = of_kind(page, "Pain was reduced in 12 patients (20%) with zinc lozenges.", "proportion")
    assert (found.arm, found.count, found.value.value) == (ZINC, 12, 20.0)


def test_people_with_a_habit_are_no_arm_that_ends_it(page) -> None:
    arms = "Callers were randomly assigned to interactive smoking cessation letters or to a leaflet. "
    text = "A first survey was answered by 1830 current (71%) and former (29%) smokers."
    assert {(r.arm, r.value.value) for r in grammar(page(arms + text)).results} == {("", 71.0), ("", 29.0)}


def test_letters_on_smoking_are_the_arm(page) -> None:
    arms = "Callers were randomly assigned to interactive smoking cessation letters or to a leaflet. "
    text = "Abstinence was reached by 12% with smoking cessation letters and 8% with the leaflet."
    found = [(r.arm, r.value.value) for r in grammar(page(arms + text)).results]
    assert found == [("interactive smoking cessation letters", 12.0), ("leaflet", 8.0)]


@pytest.mark.parametrize(
    "text",
    [
        "If ferritin of placebo patients stayed low on day 2, their odds of relapse rose (odds ratio = 2.94, P < 0.001).",
        "Cough was common, and when it lasted for a week the risk of relapse rose (odds ratio = 2.94, P < 0.001).",
    ],
)
def test_what_holds_on_a_condition_is_no_contrast_of_the_arms(page, text: str) -> None:
    [found] = of_kind(page, text, "odds_ratio")
    assert (found.arm, found.versus) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "If zinc lozenges were given early, the odds of relapse fell (odds ratio 0.46, 95% CI 0.3 to 0.9).",
        "When treatment was given early, the odds of relapse fell (odds ratio 0.46, 95% CI 0.3 to 0.9).",
        "With zinc lozenges the odds of relapse fell (odds ratio 0.46, 95% CI 0.3 to 0.9).",
    ],
)
def test_what_treatment_does_is_a_contrast_of_the_arms(page, text: str) -> None:
    [found] = of_kind(page, text, "odds_ratio")
    assert (found.endpoint, found.arm, found.versus) == ("relapse", ZINC, PLACEBO)


def test_a_limit_is_no_name(page) -> None:
    text = "If ferritin of placebo patients remained ≤ 35% at day 1 their odds of relapse rose (odds ratio = 2.94, P < 0.001)."
    assert [r.endpoint for r in of_kind(page, text, "odds_ratio")] == [""]


def test_a_limit_with_its_measure_is_a_name(page) -> None:
    text = (
        "≥4-point decrease was rarer with zinc lozenges than placebo (odds ratio = 0.80, 95% CI 0.7 to 1.0)."
    )
    assert [r.endpoint for r in of_kind(page, text, "odds_ratio")] == ["≥4-point decrease"]
