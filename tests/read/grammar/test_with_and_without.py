"""Pairs "of those with and without X", and the second factor of a factorial trial."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Women were randomised to ondansetron or no ondansetron. "
FACTORIAL = (
    "In a factorial design 400 women were randomised to ondansetron (200) or no ondansetron (200), and at the same time to droperidol "
    "(200) or no droperidol (200). Vomiting occurred in 60 (30%) women given ondansetron and 84 (42%) not given ondansetron. "
)


def percents(page, text: str) -> list[tuple[str, float]]:
    found = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value]


@pytest.mark.parametrize(
    "text",
    [
        "Rescue was needed by 17% v 28% of those with and without ondansetron.",
        "Rescue was needed by 17% and 28% of women with and without ondansetron, respectively.",
    ],
)
def test_with_and_without_are_two_arms(page, text: str) -> None:
    assert percents(page, TWO + text) == [("ondansetron", 17), ("no ondansetron", 28)]


def test_with_and_without_what_is_no_arm(page) -> None:
    text = "Rescue was needed by 17% v 28% of those with and without diabetes."
    assert {arm for arm, _ in percents(page, TWO + text)} == {""}


def test_pairs_of_the_other_factor_are_not_those_of_the_first(page) -> None:
    text = (
        "Rescue was needed by 17% v 28% of those with and without ondansetron and by 21% v 26% of those with and without droperidol. "
        "Sedation was seen more often with droperidol (16.5% v 8.5%)."
    )
    assert percents(page, FACTORIAL + text)[2:] == [
        ("ondansetron", 17),
        ("no ondansetron", 28),
        ("", 21),
        ("", 26),
        ("", 16.5),
        ("", 8.5),
    ]
