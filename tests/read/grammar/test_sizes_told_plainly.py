"""Sizes of two arms in the plain wordings of abstracts."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TITLE = "Zinc versus placebo for colds: a randomised trial. "


def _sizes(page, said: str) -> list[tuple[str, int | None]]:
    found = grammar(page(TITLE + said + " Colds were seen in 13% on zinc and 19% on placebo."))
    return [(r.arm, r.total) for r in found.results if r.measure == "size"]


@pytest.mark.parametrize(
    "said",
    [
        "Adults were randomised into a zinc group of 60 and a placebo group of 62.",
        "Sixty and 62 adults were assigned to zinc and placebo, respectively.",
        "Sixty of 122 adults were randomised to zinc, 62 to placebo.",
        "60 (49%) of 122 adults were randomised to zinc and 62 (51%) to placebo.",
        "122 adults were randomised in a 1:1 ratio to zinc (60 [49%]) or placebo (62 [51%]).",
        "Patients were randomly allocated to zinc or placebo (60 and 62 patients, respectively).",
        "122 adults were randomised. The zinc and placebo groups had 60 and 62 adults, respectively.",
        "In a randomised trial we compared zinc, given to 60 patients, with placebo, given to 62.",
    ],
)
def test_sizes_of_both_arms(page, said: str) -> None:
    assert _sizes(page, said) == [("zinc", 60), ("placebo", 62)]


@pytest.mark.parametrize(
    "said",
    [
        "122 adults were randomised to zinc (6 [10%] smokers) or placebo (8 [13%] smokers).",
        "One hundred and eleven adults were assigned to zinc and placebo, respectively.",
        "122 adults were randomised to zinc or placebo (12 and 24 weeks, respectively).",
    ],
)
def test_other_numbers_beside_arms(page, said: str) -> None:
    assert _sizes(page, said) == []
