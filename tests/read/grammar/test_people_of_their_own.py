"""Numbers whose own words say that they are of other people than the arm beside them, or of some of it."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults were randomised to singing or control. "


def shares(page, text: str) -> list[tuple[str, float]]:
    found = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value]


@pytest.mark.parametrize(
    "said",
    [
        "Rest came in 46% of singers in the singing group and 29% of smokers.",
        "Rest came in 46% of the singing group and 29% of women with poor hearing.",
        "Rest came in 46% of the singing group, and 29% of those with severe cough.",
        "Rest came in 46% of the singing group and in 29% of those who had moved away.",
        "Rest was 46% in the singing group and 29% in printed cohorts.",
        "Rest came in 46% among singing adults and 29% among women over 70.",
        "Rest came in 46% with singing and 29% of nurses.",
        "Rest came in 46% of the singing group and 29% of the per-protocol group.",
        "Rest came in 46% of the singing group and 29% of the low-risk group.",
        "Sound rest was told by 46% on singing and 29% with sound rest before.",
        "Rest came in 46% with singing and 29% with earlier lessons.",
        "Rest came in 46% of singing adults and 29% of relatives.",
    ],
)
def test_other_people_are_not_the_other_arm(page, said: str) -> None:
    found = {value: arm for arm, value in shares(page, ARMS + said)}
    assert found.get(46) == "singing"
    assert found.get(29, "") == ""


@pytest.mark.parametrize(
    "said",
    [
        "In all, 29% of adults had rest and 46% of the singing group slept.",
        "In all, 29% of invited people and 46% of the singing group were women.",
        "Letters came from 29% of clinics and 46% of the singing group.",
    ],
)
def test_nor_are_they_where_they_come_first(page, said: str) -> None:
    found = {value: arm for arm, value in shares(page, ARMS + said)}
    assert found == {29: "", 46: "singing"}


@pytest.mark.parametrize(
    "said",
    [
        "Rest came in 46% of the singing group and 29% of the others.",
        "Rest came in 46% with singing and 29% of the rest.",
        "Rest came in 46% of singing adults and 29% of those who were not treated.",
        "Rest came in 46% of the singing group and 29% of the second group.",
    ],
)
def test_the_others_are_the_other_arm(page, said: str) -> None:
    assert shares(page, ARMS + said) == [("singing", 46), ("control", 29)]


@pytest.mark.parametrize(
    ("arms", "text"),
    [
        (
            "wire boost or conformal boost",
            "Fever came in 9 men (11%) after wire boost, six of whom were admitted, and four (5%) after beam boost.",
        ),
        (
            "early suture or late suture",
            "Leaks were seen in 9 adults (11%) after early suture, and in four (5%) after wire suture.",
        ),
        (
            "home visits or clinic visits",
            "Falls came in 11% with home visits, with pain, and 5% with ward visits.",
        ),
    ],
)
def test_what_ends_like_the_arms_is_not_the_first_of_them(page, arms: str, text: str) -> None:
    found = grammar(page(f"Adults were randomised to {arms}. {text}"))
    first = arms.partition(" or ")[0]
    told = {r.value.value: r.arm for r in found.results if r.measure == "proportion" and r.value}
    assert told[11] == first
    assert told[5] != first


def test_calls_that_were_due_are_no_people(page) -> None:
    text = "Adults were randomised to counselling or control. Those on counselling made 12 calls (78% of those scheduled)."
    assert [r.value.value for r in grammar(page(text)).results if r.measure == "proportion" and r.value] == []
