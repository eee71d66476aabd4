"""Kinds of people in a bracket behind people who are counted: they are no size of an arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def sizes(found) -> list[tuple[str, int]]:
    return [(r.arm, r.total) for r in found.results if r.measure == "size"]


@pytest.mark.parametrize(
    "text",
    [
        "We assigned 231 adults at random: 116 to velamide (67 women), 115 to placebo (59 women).",
        "Of 231 adults, 116 were randomised to velamide (67 females) and 115 to placebo (59 females).",
        "A total of 116 women received velamide (67 smokers) and 115 women received placebo (59 smokers).",
        "We randomised 231 adults to velamide (116; 67 women) or placebo (115; 59 women).",
    ],
)
def test_they_are_a_part_of_those_counted(page, text: str) -> None:
    assert sizes(grammar(page(text))) == [("velamide", 116), ("placebo", 115)]


def test_alone_they_are_all_there_are(page) -> None:
    found = grammar(page("Adults were randomised to velamide (67 women) or placebo (59 women)."))
    assert sizes(found) == [("velamide", 67), ("placebo", 59)]
