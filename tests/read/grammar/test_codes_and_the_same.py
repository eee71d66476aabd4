"""Arms by a code in brackets where no verb allocates, and by what is said to be the same."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arms import find_arms
from trialwright.read.grammar.sentences import sentences


def labels(page, text: str) -> list[str]:
    own = sentences(page(text))
    return [e.label for e in find_arms(own, abbreviations(own))]


@pytest.mark.parametrize(
    "text",
    [
        "Adults were randomly allocated to weekly cispran 25 mg/m2 (C) or to the same drug with velatinib (CV).",
        "Adults were randomised to cispran (C) or the same regimen plus velatinib (CV).",
        "Adults were randomised to cispran (n = 40) or the same treatment with velatinib (n = 44).",
    ],
)
def test_the_same_is_what_stands_before_it(page, text: str) -> None:
    more = "Response came in 45% on CV and 24% on C." if "(CV)" in text else "Cough came in 45% on velatinib."
    assert labels(page, text + " " + more) == ["cispran", "cispran plus velatinib"]


def test_two_doses_are_told_by_their_codes(page) -> None:
    text = (
        "We set out to compare four courses of cispran at 60 mg/m2 (low dose, LD) or 100 mg/m2 (high dose, HD) in men. "
        "Response was 69% in the LD arm and 73% in the HD arm."
    )
    shares = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert shares == [("cispran 60 mg/m2", 69), ("cispran 100 mg/m2", 73)]


def test_three_arms_of_a_study_with_codes(page) -> None:
    text = (
        "Two hundred men were treated in a randomised study with cispran (CI; 20 mg daily), velatinib (VE; 1 g daily), "
        "or cispran plus velatinib (CI+VE). Response came in 31% on CI, 22% on VE and 40% on CI+VE."
    )
    assert labels(page, text) == ["cispran", "velatinib", "cispran plus velatinib"]
    shares = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert shares == [("cispran", 31), ("velatinib", 22), ("cispran plus velatinib", 40)]


def test_codes_of_what_is_measured_are_no_arms(page) -> None:
    text = "We compared forced volume (FEV) and peak flow (PEF) in 90 adults. FEV fell in 31% and PEF in 22%."
    assert labels(page, text) == []
