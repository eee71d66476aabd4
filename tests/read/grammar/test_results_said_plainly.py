"""Results of two arms in the plain wordings of abstracts: whose each number is, what it is of, and what is no share."""

from __future__ import annotations

import pytest

from trialwright.model.result import Result
from trialwright.read.grammar import grammar

TWO = "355 adults were randomly assigned to velatinib (n = 180) or placebo (n = 175). "
KNEES = "330 adults were randomly assigned to keyhole repair (n = 170) or open repair (n = 160). "


def results(page, text: str, lead: str = TWO) -> list[Result]:
    return [
        r
        for r in grammar(page(lead + text)).results
        if r.quote.start >= len(lead) and r.measure not in ("size", "p_value")
    ]


def shares(page, text: str, lead: str = TWO) -> list[tuple[str, float | None]]:
    return [
        (r.arm, r.count if r.count is not None else r.value and r.value.value)
        for r in results(page, text, lead)
        if r.measure == "proportion"
    ]


def means(page, text: str) -> list[tuple[str, float, float | None]]:
    return [
        (r.arm, r.value.value, r.sd and r.sd.value)
        for r in results(page, text)
        if r.measure in ("mean", "median") and r.value
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In the velatinib group and the placebo group, 31 (17%) and 44 (25%) patients reported cramps.",
        "In the velatinib group and in the placebo group 31 (17%) and 44 (25%) patients reported cramps.",
        "With velatinib and placebo, 31 (17%) and 44 (25%) patients reported cramps.",
        "At 9 weeks, in velatinib and placebo, 31 (17%) and 44 (25%) reported cramps.",
    ],
)
def test_two_names_and_then_two_numbers(page, text: str) -> None:
    assert shares(page, text) == [("velatinib", 31), ("placebo", 44)]


def test_percents_in_a_bracket_behind_two_counts(page) -> None:
    text = "Cramps were seen in 31 patients allocated to velatinib and in 44 allocated to placebo (17.2% and 25.1%)."
    assert shares(page, text)[2:] == [("velatinib", 17.2), ("placebo", 25.1)]


@pytest.mark.parametrize(
    "text",
    [
        "Leaks were seen in 11 of 170 adults who had keyhole repair and 23 of 160 who had open repair.",
        "Leaks were seen in 11/170 adults who had keyhole repair and 23/160 who had open repair.",
    ],
)
def test_the_people_of_the_second_fraction_are_not_named(page, text: str) -> None:
    assert shares(page, text, KNEES) == [("keyhole repair", 11), ("open repair", 23)]


@pytest.mark.parametrize(
    "text",
    [
        "Mean cramp score was lower in the velatinib group than in the placebo group (21.3 [SD 4.4] v 27.9 [5.1]).",
        "Mean cramp score was 21.3 (SD 4.4) with velatinib and 27.9 (5.1) with placebo.",
    ],
)
def test_the_second_spread_is_as_the_first(page, text: str) -> None:
    assert means(page, text) == [("velatinib", 21.3, 4.4), ("placebo", 27.9, 5.1)]


@pytest.mark.parametrize(
    "text",
    [
        "In the velatinib group and the placebo group, mean stay was 6.2 and 8.1 days, respectively.",
        "Mean stay was 6.2 and 8.1 days in the velatinib and placebo groups.",
        "Mean stay (days) was 6.2 v 8.1 with velatinib and placebo.",
        "Mean stay was 6.2 days v 8.1 days with velatinib and placebo.",
    ],
)
def test_two_means_with_their_unit_behind_one(page, text: str) -> None:
    assert means(page, text) == [("velatinib", 6.2, None), ("placebo", 8.1, None)]


def test_two_lengths_of_follow_up_are_no_outcome(page) -> None:
    assert not means(page, "The mean length of follow-up was 21.3 and 22.9 months, respectively.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("A mean length of stay of 6.2 days (SD 1.1) was found with velatinib.", "length of stay"),
        ("12/180 patients on velatinib fell versus 24/175 on placebo.", ""),
        ("A total of 19 falls were seen (7 with velatinib v 12 with placebo).", "falls"),
        (
            "Rates of cramps in the velatinib and placebo groups did not differ (17.2% v 18.1%).",
            "cramps",
        ),
    ],
)
def test_what_the_numbers_are_of(page, text: str, label: str) -> None:
    assert {r.endpoint for r in results(page, text)} == {label}
