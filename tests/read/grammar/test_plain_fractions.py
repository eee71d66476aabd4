"""Fractions of people who are not counted: "half (1/2)", "one in three"."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

OPEN = "We randomised 240 adults to velamide or placebo. "


def shares(found) -> list[tuple[str, int | None, int | None]]:
    return [(r.arm, r.count, r.total) for r in found.results if r.measure in ("proportion", "size")]


@pytest.mark.parametrize(
    "said",
    [
        "Cramp came to half (1/2) of those taking velamide and to a third (1/3) of those taking placebo.",
        "Two thirds (2/3) of the velamide group had cramp.",
        "About 2/3 of those on velamide and 1/4 of those on placebo had cramp.",
        "One in three on velamide and one in two on placebo had cramp.",
        "Two in every five on velamide and one in every four on placebo had cramp.",
    ],
)
def test_they_count_nobody(page, said: str) -> None:
    assert shares(grammar(page(OPEN + said))) == []


def test_counts_out_of_people_are_read(page) -> None:
    found = grammar(
        page(OPEN + "Cramp was seen in 1/119 patients on velamide and 2/121 patients on placebo.")
    )
    assert shares(found) == [("velamide", 1, 119), ("placebo", 2, 121)]
