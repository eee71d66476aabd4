"""Numbers that look as if they were the arms' and are of as many times, of other people, or of no people at all."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

THREE = "Ninety adults with gout were randomised to orvelin, tazid or placebo. "
TWO = "Adults with gout were randomised to orvelin or placebo. "


def arms(page, text: str) -> list[str]:
    return [r.arm for r in grammar(page(text)).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "text",
    [
        "Survival at 2, 4 and 6 years was 91%, 83% and 72%.",
        "Survival was 91%, 83% and 72% at 2, 4 and 6 years.",
        "Flares came back in 14%, 17% and 21% in the first, second and third month.",
        "At weeks 3, 6 and 9, flares were seen in 14%, 17% and 21%.",
        "Mild, moderate and severe flares were seen in 14%, 17% and 21%.",
        "At 3, 6 and 9 weeks flares occurred in 5, 8 and 11 adults.",
        "A flare was seen in 5, 8 and 11 adults in the first, second and third month.",
    ],
)
def test_as_many_numbers_as_times_or_things_are_of_no_arms(page, text: str) -> None:
    assert set(arms(page, THREE + text)) <= {""}


@pytest.mark.parametrize(
    "text", ["Flares came back in 14%, 17% and 21%.", "A flare was seen in 5, 8 and 11 adults."]
)
def test_as_many_numbers_as_arms_are_theirs(page, text: str) -> None:
    assert arms(page, THREE + text) == ["orvelin", "tazid", "placebo"]


@pytest.mark.parametrize(
    "text",
    [
        "Flares occurred in 13 (9%) younger adults and 22 (15%) placebo patients.",
        "Flares occurred in 13 (9%) pregnant women and 22 (15%) placebo users.",
        "In all, 13 (9%) smokers and 22 (15%) placebo users had a flare.",
    ],
)
def test_the_name_of_the_second_people_is_not_that_of_the_first(page, text: str) -> None:
    assert arms(page, TWO + text) == ["", "placebo"]


def test_a_name_behind_two_kinds_of_people_is_of_both(page) -> None:
    text = "Flares occurred in 13 (9%) women and 22 (15%) men on placebo."
    assert arms(page, TWO + text) == ["placebo", "placebo"]


@pytest.mark.parametrize(
    "text",
    [
        "Mean acuity was 20/50 on orvelin and 20/80 on placebo.",
        "Visual acuity rose to 6/12 for those on orvelin and 6/18 taking placebo.",
        "Vision was 20/50 for orvelin and 20/80 for placebo.",
    ],
)
def test_the_acuity_of_eyes_is_no_fraction_of_people(page, text: str) -> None:
    assert arms(page, TWO + text) == []


@pytest.mark.parametrize(
    "text",
    [
        "At 4 years of follow-up 13% had died.",
        "After 8 years of treatment 13% had died.",
        "By 8 years of age 13% had a flare.",
    ],
)
def test_so_many_years_may_be_a_time_and_no_arm(page, text: str) -> None:
    set_out = "Adults were randomised to 4 years or 8 years of orvelin. "
    assert arms(page, set_out + text) == [""]
    told = "After 4 years of orvelin 17% had a flare and after 8 years of orvelin 11%."
    assert arms(page, set_out + told) == ["4-year", "8-year"]


@pytest.mark.parametrize(
    "text",
    [
        "Overall 31% had a flare, in the orvelin group 13% and in the placebo group 19%.",
        "Overall, 31% had a flare: on orvelin 13% and on placebo 19%.",
        "Overall 31% had a flare; in the orvelin group 13% stopped and in the placebo group 19% stopped.",
        "A flare was seen in 31%, with orvelin in 13% and with placebo in 19%.",
    ],
)
def test_the_number_of_all_ahead_of_names_that_open_their_clauses_is_of_no_arm(page, text: str) -> None:
    assert arms(page, TWO + text) == ["", "orvelin", "placebo"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A flare was seen in 31%; on orvelin 13% stopped.", ["", "orvelin"]),
        ("A flare was seen in 31% of women and 24% of men; on orvelin 13% stopped.", ["", "", "orvelin"]),
        ("A flare was seen in 13%, with orvelin, and in 19%, with placebo.", ["orvelin", "placebo"]),
    ],
)
def test_a_name_that_opens_the_second_clause_is_not_of_the_first(page, text: str, told: list[str]) -> None:
    assert arms(page, TWO + text) == told


@pytest.mark.parametrize(
    "text",
    [
        "A flare was seen in 13% on orvelin and 19% on placebo; falls in 7% and 5% of smokers and non-smokers.",
        "A flare was seen in 13% on orvelin and 19% on placebo; falls were seen in 7% and 5% at two and four years.",
        "A flare was seen in 13% on orvelin and 19% on placebo, and major and minor bruises in 7% and 5%.",
        "A flare was seen in 13% on orvelin and 19% on placebo, while in women and men 7% and 5% fell.",
    ],
)
def test_a_later_list_of_other_things_does_not_keep_the_order_of_the_first(page, text: str) -> None:
    assert arms(page, TWO + text) == ["orvelin", "placebo", "", ""]


def test_a_later_list_of_one_thing_keeps_the_order_of_the_first(page) -> None:
    text = "A flare was seen in 13% on orvelin and 19% on placebo, and a fall in 7% and 5%."
    assert arms(page, TWO + text) == ["orvelin", "placebo", "orvelin", "placebo"]


@pytest.mark.parametrize(
    "text",
    [
        "The 2-, 4- and 6-year survival rates were 91%, 83% and 72%.",
        "Flares were absent, mild and severe in 14%, 17% and 21%.",
        "The 20th, 50th and 80th percentiles were 14%, 17% and 21%.",
    ],
)
def test_hyphened_times_kinds_and_percentiles_are_of_no_arms(page, text: str) -> None:
    assert arms(page, THREE + text) == ["", "", ""]


@pytest.mark.parametrize(
    "text", ["The quartiles were 14% and 21%.", "Agreement of the two raters was 81% and 84%."]
)
def test_what_is_no_share_of_people_is_of_no_arms(page, text: str) -> None:
    assert arms(page, TWO + text) == ["", ""]


@pytest.mark.parametrize(
    "set_out",
    [
        "Adults were randomised to orvelin 10 mg or the combination orvelin/tazide. ",
        "Adults were randomised to orvelin/tazide 10 mg/2.5 mg (n = 90) or orvelin 10 mg (n = 90). ",
    ],
)
def test_two_drugs_in_one_are_not_the_arm_of_the_first(page, set_out: str) -> None:
    first, second = arms(page, set_out + "A flare was seen in 13% on orvelin/tazide and 19% on orvelin.")
    assert second == "orvelin"
    assert "tazide" in first


def test_degrees_of_what_happened_are_no_arms(page) -> None:
    set_out = "Women were randomised to immediate or delayed cord clamping. "
    assert arms(
        page, set_out + "Immediate complications were seen in 13% and delayed complications in 9%."
    ) == ["", ""]


def test_a_share_of_eyes_is_not_taken_for_an_acuity(page) -> None:
    found = grammar(
        page(TWO + "Vision improved in 20/40 (50%) eyes on orvelin and 6/40 (15%) on placebo.")
    ).results
    assert [(r.arm, r.count) for r in found if r.measure == "proportion"] == [("orvelin", 20), ("placebo", 6)]
