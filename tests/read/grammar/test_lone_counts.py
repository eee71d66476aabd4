"""Counts of a few people of one arm, of whom the words before or behind them tell what befell them."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _counts(page, said: str) -> list[tuple[str, int | None]]:
    return [(r.arm, r.count) for r in grammar(page(DEALT + said)).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "Hives were seen in seven women on zinc.",
        "Hives were later diagnosed in 7 adults who took zinc.",
        "Hives were noted in seven zinc patients.",
        "Hives led seven men using zinc to stop.",
        "Hives led to withdrawal of 7 adults taking zinc.",
        "Hives occurred during the second month in seven of the zinc patients.",
        "Seven adults stopped zinc.",
        "Zinc had to be stopped early in 7 adults.",
        "Seven adults allocated to zinc asked to leave.",
        "Seven of the zinc group found the tablets bitter.",
        "Seven zinc recipients refused the last visit.",
        "Seven pupils taking zinc had hives.",
        "One pupil, in the zinc group, was admitted.",
    ],
)
def test_a_few_of_one_arm(page, said: str) -> None:
    assert _counts(page, said)[0] in [("zinc", 7), ("zinc", 1)]


@pytest.mark.parametrize(
    "said",
    [
        "Seven adults in the zinc group and two in the placebo group slept badly.",
        "Seven adults from the zinc group, but two from the placebo group, had been sent to a dentist.",
        "Seven withdrew from zinc and 2 from placebo.",
    ],
)
def test_of_both_arms(page, said: str) -> None:
    assert _counts(page, said) == [("zinc", 7), ("placebo", 2)]


def test_none_of_the_other_arm(page) -> None:
    said = "Seven adults in the zinc group, but none in the placebo group, had been sent to a dentist."
    assert _counts(page, said) == [("zinc", 7), ("placebo", 0)]


@pytest.mark.parametrize(
    "said",
    [
        "Blood samples were found in seven women on zinc.",
        "The 16 women allocated to zinc had a modest gain.",
        "Sixteen adults who were assigned to the zinc group performed exercises.",
        "Hives were seen in 58 adults on zinc.",
        "The difference was seen in seven adults on zinc.",
        "Seven adults stopped zinc and copper.",
        "Hives were seen in 7 of 10 places on zinc.",
    ],
)
def test_what_is_no_event_of_a_few(page, said: str) -> None:
    assert _counts(page, said) in ([], [("", 7)])
