"""Whose people a number is of where only one arm is named, and numbers that are none of people."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _told(page, said: str, dealt: str = DEALT) -> list[tuple[str, int | None, float | None]]:
    found = grammar(page(dealt + said)).results
    return [(r.arm, r.count, r.value and r.value.value) for r in found if r.measure == "proportion"]


def _sizes(page, text: str) -> list[tuple[str, int | None]]:
    return [(r.arm, r.total) for r in grammar(page(text)).results if r.measure == "size"]


@pytest.mark.parametrize(
    "said",
    [
        "Hives were seen in 12% of the supplemented women and 20% of those having placebo.",
        "Hives were seen in 12% of treated adults versus 20% of those on placebo.",
    ],
)
def test_those_who_were_treated_are_of_the_other_arm(page, said: str) -> None:
    assert _told(page, said) == [("zinc", None, 12), ("placebo", None, 20)]


def test_a_kind_of_people_is_no_arm(page) -> None:
    said = "Hives were seen in 12% of the older women and 20% of those having placebo."
    assert _told(page, said) == [("", None, 12), ("placebo", None, 20)]


@pytest.mark.parametrize(
    "said",
    [
        "Strokes befell 3 zinc adults and 10 placebo adults (5% and 16%).",
        "Strokes befell 3 adults on zinc and 10 on placebo (5% v 16%).",
    ],
)
def test_percents_behind_two_counts_have_their_order(page, said: str) -> None:
    shares = [(arm, value) for arm, _, value in _told(page, said) if value]
    assert shares == [("zinc", 5), ("placebo", 16)]


def test_a_pair_behind_one_arm_keeps_its_order(page) -> None:
    assert [a for a, _, _ in _told(page, "Strokes were rarer with zinc (5% v 16%).")] == ["zinc", "placebo"]


@pytest.mark.parametrize("versus", ["v", "vs", "versus"])
def test_count_and_percent_of_both_in_one_bracket(page, versus: str) -> None:
    said = f"Hives were rarer with zinc (3, 5.0% {versus} 10, 16.1%)."
    assert _told(page, said) == [("zinc", 3, 5.0), ("placebo", 10, 16.1)]


def test_what_is_listed_with_the_arm_set_against_is_not_it(page) -> None:
    dealt = "Adults were assigned to zinc cream (n=33), copper (n=34) or rinsing with soap only (n=35). "
    said = "Sores came in fewer of those with zinc (7 [21%] of 33) than of those with copper (17 [50%] of 34) or soap only (19 [54%] of 35)."
    assert _told(page, said, dealt)[1:] == [("copper", 17, 50), ("", 19, 54)]


def test_how_long_is_no_total(page) -> None:
    dealt = "Adults had zinc for 3 weeks (3-week group, n=50) or 6 weeks (6-week group, n=52). "
    said = "Hives were seen in 16 (32%) of the 3-week and 18 (35%) of the 6-week adults."
    assert [(c, v) for _, c, v in _told(page, said, dealt)] == [(16, 32), (18, 35)]
    assert {size for _, size in _sizes(page, dealt + said)} == {50, 52}


@pytest.mark.parametrize(
    "said",
    [
        "Two controls and one adult on zinc did not come for a scan.",
        "Three adults in the placebo group, but none in the zinc group, had been sent to a dentist.",
    ],
)
def test_a_few_are_not_the_size(page, said: str) -> None:
    text = f"Adults were randomised to zinc or placebo. Hives were seen in 4 of 60 on zinc. {said}"
    assert not {2, 3} & {size for _, size in _sizes(page, text)}


@pytest.mark.parametrize("verb", ["allotted", "given", "dispensed"])
def test_what_was_given_to_so_many(page, verb: str) -> None:
    text = (
        f"Women were randomly assigned to zinc or placebo. Zinc was {verb} to 438 and placebo to 443 women."
    )
    assert _sizes(page, text) == [("zinc", 438), ("placebo", 443)]


@pytest.mark.parametrize("kept", ["continued usual care", "ongoing standard care"])
def test_care_that_goes_on_is_called_without_it(page, kept: str) -> None:
    care = kept.split(" ", 1)[1]
    said = f"At the end 40 of 60 intervention adults (67%) and 15 of 62 {care} adults (24%) slept well."
    told = _told(page, said, f"Adults were allocated to better sleep care (60) or {kept} (62). ")
    assert told == [("better sleep care", 40, 67), (care, 15, 24)]
