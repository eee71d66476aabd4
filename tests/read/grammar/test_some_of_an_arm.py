"""Numbers of some people of whom a sentence about one arm tells: no sizes of it."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

OPEN = "We randomised 460 women to velamide or placebo. "


@pytest.mark.parametrize(
    "said",
    [
        "Velamide lowered relapse in small tumours (n=172) from 9% to 4%.",
        "Velamide worked best in women with large tumours (n = 133).",
        "Velamide helped, in particular in Turin (n = 133).",
        "In the velamide group, women with large tumours (n = 61) fared worse.",
    ],
)
def test_they_are_no_size(page, said: str) -> None:
    found = grammar(page(OPEN + said))
    assert [r for r in found.results if r.measure == "size"] == []


@pytest.mark.parametrize(
    "said", ["Velamide (n = 228) was well liked.", "Those given velamide by mouth (n = 228)."]
)
def test_a_number_that_its_name_leads_to_is_one(page, said: str) -> None:
    found = grammar(page(OPEN + said))
    assert [(r.arm, r.total) for r in found.results if r.measure == "size"] == [("velamide", 228)]


@pytest.mark.parametrize(
    "said",
    [
        "Velamide helped smokers (n = 150) and non-smokers (n = 310) alike.",
        "Velamide caused more rashes (n = 31) than placebo (n = 12).",
    ],
)
def test_what_an_arm_did_is_no_name_of_one(page, said: str) -> None:
    assert [a.label for a in grammar(page(OPEN + said)).arms] == ["velamide", "placebo"]
