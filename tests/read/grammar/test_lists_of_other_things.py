"""Numbers of a list that are of as many outcomes, kinds of people or places, and so of no arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults were randomised to singing or chess. Rest came in 53% with singing and 41% with chess. "
THREE = "Adults were randomised to singing, chess or maps. Rest came in 53% with singing, 47% with chess and 41% with maps. "


def arms_of(page, text: str, values: tuple[float, ...]) -> list[str]:
    found = grammar(page(text)).results
    return [
        r.arm
        for r in found
        if r.measure == "proportion" and (r.value.value if r.value else r.count) in values
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Itching and cramp occurred in 16 and 11 adults, respectively.",
        "Cramp was seen in 16 and 11 women and men, respectively.",
        "Cramp was seen in 16 and 11 adults in the two towns, respectively.",
        "Cramp occurred in 16 v 11 adults with and without gout.",
        "Cramp occurred in 16 v 11 girls and boys.",
        "Cramp occurred in 16 and 11 adults of class II and III, respectively.",
        "In girls and boys, cramp was seen in 16% and 11%.",
        "Cramp was seen in 16% (mild) and 11% (severe).",
    ],
)
def test_two_numbers_of_two_things_are_of_no_arms(page, said: str) -> None:
    assert set(arms_of(page, ARMS + said, (16, 11))) <= {""}


def test_three_numbers_of_three_things_are_of_no_arms(page) -> None:
    said = "Itching, cramp and thirst occurred in 16, 11 and 8 adults, respectively."
    assert set(arms_of(page, THREE + said, (16, 11, 8))) <= {""}


@pytest.mark.parametrize(
    "said",
    [
        "Cramp occurred in 16 and 11 adults, respectively.",
        "Relapse or death had occurred in 16 and 11 adults, respectively.",
        "Cramp was seen in 16% (12 to 20) and 11% (8 to 14).",
    ],
)
def test_two_numbers_of_one_thing_are_the_arms(page, said: str) -> None:
    assert arms_of(page, ARMS + said, (16, 11)) == ["singing", "chess"]


def test_a_pair_out_of_a_pilot_is_of_no_arms(page) -> None:
    assert set(arms_of(page, ARMS + "In the pilot, cramp was seen in 16% and 11%.", (16, 11))) <= {""}


def test_a_sentence_of_both_orders_lends_none(page) -> None:
    text = (
        "Adults were randomised to singing or chess. Rest came in 53% with singing and 41% with chess; itching in 6% with chess and 9% with singing. "
        "Cramp was seen in 16% and 11%."
    )
    assert set(arms_of(page, text, (16, 11))) <= {""}
