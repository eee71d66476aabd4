"""Numbers of one arm that are told of several things: each is of what stands in its place, and who people are is told before their share."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "We randomised 160 adults to zilomab (n = 80) or placebo (n = 80). "


def told(page, text: str) -> list[tuple[str, float | None, str]]:
    return [
        (r.arm, r.count if r.count is not None else r.value and r.value.value, r.endpoint)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion"
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In the zilomab group, hives, wheeze and cramps occurred in 15, 10 and 5 %.", ["hives", "wheeze", "cramps"]),
        ("Hives, wheeze and cramps occurred in 15 %, 10 % and 5 % of the zilomab group, respectively.", ["Hives", "wheeze", "cramps"]),
        ("Zilomab caused hives and wheeze in 15 and 10 %.", ["hives", "wheeze"]),
        ("With zilomab, mild, moderate and severe wheeze occurred in 15, 10 and 5 %.", ["mild wheeze", "moderate wheeze", "severe wheeze"]),
        ("Hives, wheeze and cramps occurred in 15, 10 and 5 % with zilomab and 11, 6 and 4 % with placebo.", ["Hives", "wheeze", "cramps"] * 2),
    ],
)  # fmt: skip
def test_each_number_of_one_arm_is_of_the_name_in_its_place(page, text: str, names: list[str]) -> None:
    assert [name for _, _, name in told(page, text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hives and wheeze occurred in 15 and 10 % of zilomab and placebo patients.", "Hives and wheeze"),
        (
            "Nausea or vomiting occurred in 15 and 10 % of the zilomab and placebo groups.",
            "Nausea or vomiting",
        ),
        ("Hives and wheeze occurred in 15 % on zilomab at weeks 4 and 8.", "Hives and wheeze"),
    ],
)
def test_numbers_of_two_arms_are_of_all_that_is_named(page, text: str, name: str) -> None:
    assert {found for _, _, found in told(page, text)} == {name}


def test_those_in_a_bracket_are_of_what_those_before_it_are_of(page) -> None:
    text = "Fewer adults on zilomab had hives (15 %) and wheeze (10 %) than with placebo (31 % and 22 %, respectively)."
    assert told(page, text) == [
        ("zilomab", 15, "hives"), ("zilomab", 10, "wheeze"), ("placebo", 31, "hives"), ("placebo", 22, "wheeze"),
    ]  # fmt: skip


def test_a_bracket_with_fewer_is_left_with_all_that_is_named(page) -> None:
    text = "Zilomab eased hives (15 %), cramps (12 %) and wheeze (10 %) more often than placebo (31 % and 22 %, respectively)."
    assert "hives" not in [name for arm, _, name in told(page, text) if arm == "placebo"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("African Americans were 57 % of the adults.", ["African Americans"]),
        ("Asians made up 57 % and 49 %.", ["Asians", "Asians"]),
        ("Hispanics comprised 57 % of the zilomab group and smokers 31 %.", ["Hispanics"]),
    ],
)
def test_who_they_are_stands_before_their_share(page, text: str, names: list[str]) -> None:
    assert [name for _, _, name in told(page, text)][: len(names)] == names


@pytest.mark.parametrize(
    "text",
    [
        "African Americans were 57 % more likely to relapse.",
        "Whites were 57 % of all deaths.",
        "Whites were not 57 % of the adults.",
    ],
)
def test_a_likelihood_is_no_share_of_who_they_are(page, text: str) -> None:
    assert not {"African Americans", "Whites"} & {name for _, _, name in told(page, text)}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("The risk of relapse with placebo exceeded that of zilomab (HR 1.5, 95% CI 1.1 to 2.0).", ("placebo", "zilomab")),
        ("Relapse on placebo surpassed relapse on zilomab (HR 1.5, 95% CI 1.1 to 2.0).", ("placebo", "zilomab")),
        ("The risk of relapse on placebo was 1.5 times that on zilomab (HR 1.5, 95% CI 1.1 to 2.0).", ("placebo", "zilomab")),
        ("The hazard of relapse with zilomab exceeded that with placebo (HR 1.5, 95% CI 1.1 to 2.0).", ("zilomab", "placebo")),
        ("On placebo and on zilomab relapses exceeded 10 (HR 1.5, 95% CI 1.1 to 2.0).", ("zilomab", "placebo")),
    ],
)  # fmt: skip
def test_what_exceeds_comes_first(page, text: str, pair: tuple[str, str]) -> None:
    (ratio,) = [r for r in grammar(page(LEAD + text)).results if r.measure == "hazard_ratio"]
    assert (ratio.arm, ratio.versus) == pair
    if "10" not in text:
        assert ratio.endpoint.lower() == "relapse"
