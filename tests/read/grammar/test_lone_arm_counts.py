"""Counts of those to whom something happened, in a clause that names one arm alone, and what is no such count."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar

DEALT = "A total of 180 adults were randomised to honey (n = 88) or syrup (n = 92). "
SIZES = "Adults were randomised to honey (n = 88) or syrup (n = 92). "


def counts(found: Grammar) -> list[tuple[str, int]]:
    return [(r.arm, r.count) for r in found.results if r.count is not None]


@pytest.mark.parametrize("before", [DEALT, SIZES])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Seven adults of the honey group refused a second visit.", [7]),
        ("Eleven women of the honey group asked to stop the spoonfuls.", [11]),
        ("At one month three honey adults became hoarse.", [3]),
        ("Nine adults who had honey developed caries.", [9]),
        ("Fourteen of the honey adults went through a scan.", [14]),
        (
            "Of the adults on honey, 14 complained of toothache, 5 vomited and one refused the drink.",
            [14, 5, 1],
        ),
        ("In the honey group 40 adults had a dry mouth and 6 stopped treatment.", [40, 6]),
        ("In the honey arm, 11 (12.5%) felt sick and 3 withdrew.", [11, 3]),
        ("Hoarseness was noted in only four adults from the honey arm.", [4]),
        ("Caries was diagnosed clinically in four adults on honey.", [4]),
        ("Staining was noticed in 8 of the honey adults, none of whom minded.", [8]),
        ("Two sudden deaths occurred, both on honey.", [2]),
    ],
)
def test_what_happened_to_some_of_one_arm(page, before: str, said: str, told: list[int]) -> None:
    assert counts(grammar(page(before + said))) == [("honey", n) for n in told]


def test_one_arm_a_clause(page) -> None:
    said = "Of the honey adults, 22 were sleeping well; among syrup adults only 9 were."
    assert counts(grammar(page(DEALT + said))) == [("honey", 22), ("syrup", 9)]


@pytest.mark.parametrize(
    "said",
    [
        "In the honey group 80 adults completed the course.",
        "In the honey group, 30 adults were treated at home.",
        "Twelve adults of the honey group aged over 60 were examined.",
        "In the honey group, 30 were women.",
        "At baseline nine adults of the honey group had caries.",
        "Of the adults on honey, 4 days were lost.",
        "Nine adults of the honey group had fewer colds than the rest.",
        "Seven cups of honey were needed.",
        "Caries was assessed in 40 adults of the honey group.",
    ],
)
def test_people_of_whom_nothing_is_told(page, said: str) -> None:
    assert not counts(grammar(page(DEALT + said)))


@pytest.mark.parametrize(
    ("said", "people"), [("Nine women of the honey group asked to stop.", 180), ("", 180)]
)
def test_some_of_one_arm_are_not_the_people_of_the_trial(page, said: str, people: int) -> None:
    stated = grammar(page(SIZES + said)).stated
    assert [s.value for s in stated if s.field == "participants"] == [people]
