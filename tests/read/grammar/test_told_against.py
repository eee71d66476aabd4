"""Numbers of a sentence that names one arm only as what is compared with."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "We randomised 240 adults to velamide or placebo. "
THREE = "We randomised 240 adults to velamide, zorafen or placebo. "


def arms(found) -> list[str]:
    return [r.arm for r in found.results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "At 14%, cramp was rarer than with placebo.",
        "Cramp, at 14%, was less common than in the placebo group.",
        "Cramp occurred in 14%, fewer than on placebo.",
        "Seventeen adults (14%) had cramp, fewer than in the placebo group.",
        "Compared with placebo, cramp was less common (14%).",
        "Less often than with placebo, cramp occurred in 14%.",
    ],
)
def test_they_are_of_the_other_arm_of_two_and_of_none_of_three(page, said: str) -> None:
    assert arms(grammar(page(TWO + said))) == ["velamide"]
    assert arms(grammar(page(THREE + said))) == [""]


@pytest.mark.parametrize(
    "said",
    [
        "Overall 14% had cramp, no more than with placebo.",
        "Cramp was rarer than with placebo and occurred in only 14%.",
        "Cramp was seen in 14%, as opposed to placebo.",
    ],
)
def test_they_are_of_no_arm_where_nothing_is_said_to_be_more_or_less(page, said: str) -> None:
    assert arms(grammar(page(TWO + said))) == [""]


def test_two_such_numbers_may_be_of_two_things(page) -> None:
    assert arms(grammar(page(TWO + "At 14% and 9%, cramp and fever were rarer than with placebo."))) == [
        "",
        "",
    ]


def test_a_number_behind_the_name_is_its_own(page) -> None:
    assert arms(grammar(page(TWO + "At 14%, cramp was rarer than with placebo (22%)."))) == [
        "velamide",
        "placebo",
    ]


def test_a_name_in_a_bracket_is_of_the_number_that_it_stands_with(page) -> None:
    assert arms(grammar(page(TWO + "Relief came to 19% (placebo) and 34%."))) == ["placebo", "velamide"]
    assert arms(grammar(page(TWO + "Pills were needed by 31% (placebo, 44%)."))) == ["velamide", "placebo"]
    assert arms(grammar(page(THREE + "Pills were needed by 31% (placebo, 44%)."))) == ["", "placebo"]


def test_a_change_from_one_arm_to_another_is_of_neither(page) -> None:
    said = "Switching from placebo to velamide was asked for by 24%, and from velamide to placebo by 9%."
    assert arms(grammar(page(TWO + said))) == ["", ""]


def test_who_had_had_it_before_is_no_arm(page) -> None:
    assert arms(grammar(page(TWO + "Adults who had taken velamide before (14%) did no better."))) == [""]


def test_names_that_lead_to_their_numbers_keep_them_beside_a_pair(page) -> None:
    said = "On velamide 52% and on placebo 41% were well, and 12% and 9% sick."
    assert arms(grammar(page(TWO + said)))[:2] == ["velamide", "placebo"]
