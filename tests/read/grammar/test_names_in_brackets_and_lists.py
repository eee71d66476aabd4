"""What numbers are of where a long bracket, a comparison in words or a list of what people are like stands before them."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.outcomes_in_brackets import of_segment

ARMS = "Adults were randomly assigned to zinc lozenges (n = 197) or honey (n = 189). "


def results(page, text: str, *measures: str):
    return [r for r in grammar(page(ARMS + text)).results if r.measure in measures]


def test_each_part_of_a_long_bracket_has_its_own_name(page) -> None:
    text = (
        "We found no differences (throat infection: 42/197 [23%] with zinc lozenges v 27/189 [15%] with honey; RR 0.71 CI 95%: 0.48 to "
        "1.10; ear infection 36/198 [19%] with zinc lozenges v 40/186 [23%] with honey; RR 1.20, 95% CI 0.81 to 1.78), and median sick "
        "time was similar between groups (418 min. with zinc lozenges v 451 min. without zinc lozenges; P = 0.31)."
    )
    found = [
        (r.measure, r.endpoint) for r in results(page, text, "proportion", "risk_ratio", "median", "p_value")
    ]
    assert found == [
        *[("proportion", "throat infection")] * 2,
        ("risk_ratio", "throat infection"),
        *[("proportion", "ear infection")] * 2,
        ("risk_ratio", "ear infection"),
        *[("median", "sick time")] * 2,
        ("p_value", "sick time"),
    ]


def test_a_short_bracket_is_of_what_stands_before_it(page) -> None:
    text = "Throat infection was rarer (42 [23%] v 27 [15%]; RR 0.71, 95% CI 0.48 to 1.10)."
    assert {r.endpoint for r in results(page, text, "proportion", "risk_ratio")} == {"Throat infection"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Zinc lozenges plus tea was superior to honey alone for the relief of cramps (P = 0.02).",
            "relief of cramps",
        ),
        (
            "There was no significant difference for stiffness relief between the two plans (P > 0.05).",
            "stiffness relief",
        ),
        ("There was a difference in sleep between those in both places (P = 0.02).", "sleep"),
    ],
)
def test_what_is_compared_in_words(page, text: str, name: str) -> None:
    assert [r.endpoint for r in results(page, text, "p_value")] == [name]


def test_whom_it_is_superior_for_is_no_name(page) -> None:
    text = "Zinc lozenges were superior to honey for women (P < 0.05)."
    assert [r.endpoint for r in results(page, text, "p_value")] != ["women"]


@pytest.mark.parametrize(
    "text",
    [
        "There was a positive relationship between salt intake and pressure (2.32 mmHg per 50 mmol, p < 0.001).",
        "A lower weight was associated with a lower pressure (p = 0.03).",
    ],
)
def test_how_two_measurements_go_together(page, text: str) -> None:
    assert [(r.arm, r.versus, r.analysis) for r in results(page, text, "p_value")] == [
        ("", "", "correlation")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Zinc lozenges were associated with a lower pressure (p = 0.04).",
        "Treatment was associated with a lower pressure (p = 0.04).",
    ],
)
def test_what_a_treatment_goes_together_with(page, text: str) -> None:
    assert [r.analysis for r in results(page, text, "p_value")] == [""]


def test_a_list_with_numbers_of_its_own_names_nothing(page) -> None:
    text = "The trial included 488 poor women: mean age 53.6 years, 51.8% African American, 55.2% non-Hispanic white, and 99.0% below the line."
    assert [r.endpoint for r in results(page, text, "proportion")] == [
        "African American",
        "non-Hispanic white",
        "",
    ]


def test_a_line_in_percent_is_a_part_of_the_name(page) -> None:
    text = "A fat intake reduction of ≥ 50% was reached in 42 (23%) with zinc lozenges and in 27 (15%) with honey."
    assert {r.endpoint for r in results(page, text, "proportion")} == {"fat intake reduction of ≥ 50%"}


def test_a_figure_behind_a_colon_is_no_part_of_the_name(page) -> None:
    text = "Throat strictures: 3 of 197 with zinc lozenges and 12 of 189 with honey (P = 0.02)."
    assert {r.endpoint for r in results(page, text, "proportion", "p_value")} <= {"Throat strictures", ""}


def test_effects_of_something_are_no_arm(page) -> None:
    text = "Local versus systemic effect of zinc in the feed of goats. Goats were assigned randomly to 2 groups. Weaning was seen in 86% and 43%."
    assert [a.label for a in grammar(page(text)).arms] == []


@pytest.mark.parametrize(
    "told", ["between dairy and meat diets", "in the second six-week period", "in the 20 mg group"]
)
def test_what_is_told_apart_is_no_measure(page, told: str) -> None:
    text = f"There were differences {told} (5.6 ± 1.9 and 2.8 ± 1.8 kg, P = 0.001)."
    assert [r.endpoint for r in results(page, text, "mean")] == ["", ""]


def test_two_brackets_are_of_two_things(page) -> None:
    text = "More nodes came out (4.1 ± 1.6 versus 2.7 ± 1.3, P = 0.01), and the mean time to find each was shorter (4.18 ± 2.00 versus 5.65 ± 2.95 min)."
    found = [r.endpoint for r in results(page, text, "mean")]
    assert found[2:] == ["time to find each"] * 2
    assert "time to find each" not in found[:2]


def test_parts_of_a_bracket_that_are_named_by_short_forms(page) -> None:
    text = "Disease control was alike (honey: CR, 3 [6%]; PR, 8 [15%]; SD, 20 [38%])."
    assert [r.endpoint for r in results(page, text, "proportion")][-1] != "PR"


def test_a_name_with_a_figure_of_its_own() -> None:
    text = "Survival was longer in both (MAROON-2: 21.2 vs 14.9 months, hazard ratio, 0.61 [95% CI, 0.44-0.85]; MAROON-3: 11.3 vs 6.8 months, hazard ratio, 0.57 [95% CI, 0.41-0.79])."
    assert list(of_segment(text, text.index("0.57"))) == []
    assert list(of_segment(text.replace("MAROON-3:", "death:"), text.index("0.57") - 3)) == ["death"]
