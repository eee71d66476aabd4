"""The greater and the smaller dose, "with it" behind "without X", and groups that are no arm's, beside an arm's name."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Adults with gout were randomised to orvelin or placebo. "
DOSES = "Adults with gout were randomised to orvelin 15 mg, orvelin 45 mg or placebo. "
DEGREES = "Adults with gout were randomised to high-dose or low-dose orvelin. "


def arms(page, text: str) -> list[str]:
    return [r.arm for r in grammar(page(text)).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A flare was seen in 13% on the lower dose, 11% on the higher dose and 19% on placebo.",
            ["orvelin 15 mg", "orvelin 45 mg", "placebo"],
        ),
        ("The higher dose led to more rash than placebo (21% v 8%).", ["orvelin 45 mg", "placebo"]),
        ("With higher doses of morphine rash was seen in 31%.", [""]),
        ("A flare was seen in 13% on the middle dose and 19% on placebo.", ["", "placebo"]),
    ],
)
def test_the_higher_and_the_lower_dose_are_arms(page, text: str, told: list[str]) -> None:
    assert arms(page, DOSES + text) == told


def test_the_higher_dose_is_that_of_the_arm_called_high(page) -> None:
    first = "A flare was rarer with low-dose orvelin than with high-dose orvelin (8% v 17%). "
    text = DEGREES + first + "The higher dose led to more rash (21% v 12%)."
    low, high, greater, smaller = arms(page, text)
    assert (greater, smaller) == (high, low)


def test_a_term_is_no_arm_before_what_happened(page) -> None:
    text = "Adults were randomised to short-term or long-term therapy with orvelin. Long-term follow-up was complete in 91%."
    assert arms(page, text) == [""]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A flare was seen in 17% without orvelin and 9% with it.", ["placebo", "orvelin"]),
        ("Without orvelin 17% had a flare and with it 9%.", ["placebo", "orvelin"]),
        ("A flare was seen in 9% with orvelin and 17% without it.", ["orvelin", "placebo"]),
    ],
)
def test_those_with_it_are_not_those_without(page, text: str, told: list[str]) -> None:
    assert arms(page, TWO + text) == told


def test_a_group_of_its_own_is_not_the_next_name(page) -> None:
    assert arms(page, TWO + "A flare was seen in 9% in the older group and 17% on placebo.") == [
        "",
        "placebo",
    ]


def test_those_of_whom_so_many_were_evaluable_are_no_arm(page) -> None:
    text = "Adults were randomised to orvelin or placebo, of whom 117 and 118 were evaluable for safety and efficacy."
    assert [a.label for a in grammar(page(text)).arms] == ["orvelin", "placebo"]


def test_all_of_an_arm_are_no_count(page) -> None:
    text = "Flares were rarer on orvelin (9%) than in the 130 adults in the placebo group (17%)."
    found = [r for r in grammar(page(TWO + text)).results if r.measure == "proportion"]
    assert [r.count for r in found] == [None, None]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A flare was seen in 9% on orvelin compared with 17% at baseline.", ["orvelin", ""]),
        ("A flare was seen in 9% of those on orvelin, as against 17% in the literature.", ["orvelin", ""]),
        (
            "A flare was seen in 9% on orvelin compared with 17% of those given placebo.",
            ["orvelin", "placebo"],
        ),
        ("Of 25 relapses 17 (68%) were on placebo.", [""]),
        ("68% of relapses were on placebo.", [""]),
        ("Flares fell by 35% with orvelin and by 15% with placebo.", []),
        ("Flares were reported by 9% on orvelin and by 17% on placebo.", ["orvelin", "placebo"]),
    ],
)
def test_what_is_set_against_an_arm_may_be_no_arm(page, text: str, told: list[str]) -> None:
    assert arms(page, TWO + text) == told


@pytest.mark.parametrize(
    "text", ["Those who needed a higher dose (13%) did worse.", "Higher doses were needed in 13%."]
)
def test_a_higher_dose_that_some_needed_is_no_arm(page, text: str) -> None:
    assert arms(page, DOSES + text) == [""]
