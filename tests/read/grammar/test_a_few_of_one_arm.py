"""Counts of a few people of one arm, and of none in one arm beside some in the other."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "We randomised 182 adults to velarin (n = 90) or placebo (n = 92). "


def counts(page, text: str, before: str = SET) -> list[tuple[str, int]]:
    return [
        (r.arm, r.count)
        for r in grammar(page(before + text)).results
        if r.arm and r.measure == "proportion" and r.count is not None and r.quote.start >= len(before)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One woman in the velarin group had a transient palsy.", [("velarin", 1)]),
        ("Two children receiving placebo had a seizure.", [("placebo", 2)]),
        ("Three men on velarin developed gout.", [("velarin", 3)]),
        ("One child in the placebo group died of sepsis.", [("placebo", 1)]),
        (
            "No severe cases occurred in the velarin group and 15 in the placebo group.",
            [("velarin", 0), ("placebo", 15)],
        ),
        (
            "No stroke was seen with velarin, compared with seven with placebo.",
            [("velarin", 0), ("placebo", 7)],
        ),
    ],
)
def test_a_few_of_one_arm(page, text: str, expected: list[tuple[str, int]]) -> None:
    assert counts(page, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 90 adults in the velarin group had a mean age of 61 years.",
        "Ninety adults in the velarin group had a lower score.",
        "Five children in the velarin group had diabetes at baseline.",
        "Twelve women in the velarin group had a history of gout.",
    ],
)
def test_all_of_an_arm_and_what_some_had_before_are_no_events(page, text: str) -> None:
    assert counts(page, text) == []


def test_codes_in_brackets_behind_counts(page) -> None:
    before = "We randomised 300 children to velarin (VE), nortamab (NO) and placebo (PL): 100 VE, 101 NO and 99 PL. "
    found = counts(page, "Eggs on day 9 were found in 3 (VE), 5 (NO) and 26 (PL) children.", before)
    assert [n for _, n in found] == [3, 5, 26]


def test_percents_behind_a_sign_have_their_counts(page) -> None:
    found = counts(
        page,
        "In the end 28 (=31%) and 46 (=50%) of the velarin- and placebo-treated adults, respectively, relapsed.",
    )
    assert found == [("velarin", 28), ("placebo", 46)]


def test_how_likely_it_is_that_an_arm_is_worth_its_cost_is_no_share(page) -> None:
    text = "The probability of velarin being cost effective at 30 000 a year was 82%."
    assert [r for r in grammar(page(SET + text)).results if r.arm and r.measure == "proportion"] == []
