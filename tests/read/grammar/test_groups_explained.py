"""Arms that are set out under letters or numbers, and what they are given."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TITLE = "Oxanol versus velamide for colds. "
REST = " Colds were seen in 13% of {0} and 19% of {1}. Falls were noted in 5% on oxanol and 7% on velamide."


def _read(page, text: str) -> tuple[list[str], list[tuple[str, float | None]]]:
    found = grammar(page(text))
    shares = [(r.arm, r.value.value) for r in found.results if r.measure == "proportion" and r.value]
    return [a.label for a in found.arms], shares


@pytest.mark.parametrize(
    ("dealt", "codes"),
    [
        ("122 adults were randomised to group A (oxanol, n=60) or group B (velamide, n=62).", ("group A", "group B")),
        ("122 adults were randomised to group A (n=60; oxanol) or group B (n=62; velamide).", ("group A", "group B")),
        ("122 adults were randomised to arm 1 (oxanol 5 mg daily, n=60) or arm 2 (velamide 2 mg daily, n=62).", ("arm 1", "arm 2")),
        ("122 adults were randomised to oxanol (group A, n=60) or velamide (group B, n=62).", ("A", "B")),
        ("122 adults were randomised: group A received oxanol (n=60) and group B received velamide (n=62).", ("group A", "group B")),
        ("Adults were randomised to two groups. Group 1 (n = 60) had oxanol and group 2 (n = 62) had velamide.", ("group 1", "group 2")),
    ],
)  # fmt: skip
def test_groups_are_called_by_what_they_are_given(page, dealt: str, codes: tuple[str, str]) -> None:
    arms, shares = _read(page, TITLE + dealt + REST.format(*codes))
    assert arms == ["oxanol", "velamide"]
    assert shares == [("oxanol", 13), ("velamide", 19), ("oxanol", 5), ("velamide", 7)]


def test_doses_tell_groups_apart(page) -> None:
    text = "122 adults were randomised to group A (oxanol 5 mg, n=60) or group B (oxanol 10 mg, n=62). Colds were seen in 13% of group A and 19% of group B."
    assert _read(page, text) == (["oxanol 5 mg", "oxanol 10 mg"], [("oxanol 5 mg", 13), ("oxanol 10 mg", 19)])


@pytest.mark.parametrize(
    "dealt",
    [
        "122 adults were randomised to group A (n=60) or group B (n=62).",
        "122 adults were randomised to group A (see Table 1, n=60) or group B (see Table 1, n=62).",
    ],
)
def test_groups_of_which_nothing_is_said_keep_their_letters(page, dealt: str) -> None:
    arms, _ = _read(page, dealt + " Colds were seen in 13% of group A and 19% of group B.")
    assert arms == ["group A", "group B"]
