"""Counts that no name stands beside and that fit the arms' sizes the other way round than the document's order has them."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.turned_pairs import RULE

SIZED = "Adults were randomised to velamide (n = 64) or placebo (n = 48). "


def shares(page, text: str) -> list[tuple[str, int | None, int | None]]:
    found = grammar(page(SIZED + text)).results
    return [(r.arm, r.count, r.total) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize("between", [" and ", " v "])
def test_they_are_turned_and_say_why(page, between: str) -> None:
    text = f"Flares came in 12 (25%){between}8 (12.5%)."
    assert shares(page, text) == [("placebo", 12, 48), ("velamide", 8, 64)]
    results = [r for r in grammar(page(SIZED + text)).results if r.measure == "proportion"]
    assert [r.because.rule for r in results] == [RULE, RULE]
    assert results[0].because.formula.startswith("12/48 = 25 %")


def test_a_pair_that_fits_as_it_stands_stays(page) -> None:
    assert shares(page, "Flares came in 8 (12.5%) and 12 (25%).") == [("velamide", 8, 64), ("placebo", 12, 48)]  # fmt: skip


def test_one_that_fits_neither_way_stays(page) -> None:
    assert [arm for arm, _, _ in shares(page, "Flares came in 12 (31%) and 8 (12.5%).")] == ["velamide", "placebo"]  # fmt: skip


def test_words_are_stronger_than_sums(page) -> None:
    text = "Flares came in 12 (25%) on velamide and 8 (12.5%) on placebo."
    assert [arm for arm, _, _ in shares(page, text)] == ["velamide", "placebo"]


def test_an_order_that_nothing_tells_is_told_by_sums(page) -> None:
    text = "Placebo and velamide were well liked. Flares came in 8 (12.5%) and 12 (25%), respectively."
    assert shares(page, text) == [("velamide", 8, 64), ("placebo", 12, 48)]


@pytest.mark.parametrize("percents", ["(25% v 12.5%)", "(25% and 12.5%)"])
def test_counts_are_turned_with_the_percents_behind_both(page, percents: str) -> None:
    text = f"Flares were rarer with velamide than with placebo. Falls occurred in 12 and 8 adults {percents}."
    assert shares(page, text) == [
        ("placebo", 12, 48),
        ("velamide", 8, 64),
        ("placebo", None, None),
        ("velamide", None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Flares were rarer with velamide than with placebo: 12 (25%) and 8 (12.5%), respectively.",
        "Flares were rarer with velamide than with placebo (12/48 v 8/64).",
    ],
)
def test_names_in_an_order_that_the_sums_deny_take_no_number(page, text: str) -> None:
    assert [arm for arm, _, _ in shares(page, text)] == ["", ""]


@pytest.mark.parametrize(
    "text",
    [
        "Falls at weeks 2 and 4 came in 12 (25%) and 8 (12.5%).",
        "Falls and fever were seen in 12 (25%) and 8 (12.5%), respectively.",
    ],
)
def test_sums_say_nothing_of_two_times_or_things(page, text: str) -> None:
    assert [arm for arm, _, _ in shares(page, text)] == ["", ""]


def test_falls_of_people_are_no_relative_change(page) -> None:
    found = grammar(page(SIZED + "Falls in women were seen in 12 (19%) on velamide.")).results
    assert [r.measure for r in found if r.measure != "size"] == ["proportion"]


def test_a_share_between_two_others_has_the_arm_that_its_own_sum_tells(page) -> None:
    text = "Flares came in 12 (25%) and 8 (12.5%), and 6 (12.5%) and 16 (25%)."
    assert shares(page, text) == [
        ("placebo", 12, 48),
        ("velamide", 8, 64),
        ("placebo", 6, 48),
        ("velamide", 16, 64),
    ]
