"""Sizes of those who stayed or were analysed, told in the order of the arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "Zinc for colds. 122 adults were randomly assigned to zinc (60) or placebo (62)"


def _sizes(page, said: str) -> list[tuple[str, int | None]]:
    return [(r.arm, r.total) for r in grammar(page(DEALT + said)).results if r.measure == "size"]


@pytest.mark.parametrize(
    "said",
    [
        ". Forty-four and 42 adults, respectively, completed the study.",
        ". Forty-four and 42 adults completed the study, respectively.",
        ", of whom 44 and 42, respectively, completed the study.",
        ". Of these, 44 and 42 were evaluable.",
        ". Outcome data were available for 44 and 42, respectively.",
        "; 44 and 42, respectively, were analysed.",
        ". Eighty-six were analysed, 44 and 42 respectively.",
    ],
)
def test_those_who_stayed_in_the_order_of_the_arms(page, said: str) -> None:
    found = grammar(page(DEALT + said))
    assert _sizes(page, said) == [("zinc", 60), ("placebo", 62), ("zinc", 44), ("placebo", 42)]
    assert [a.size for a in found.arms] == [60, 62]
    assert not [r for r in found.results if r.measure == "proportion"]
    assert 42 not in [s.value for s in found.stated]


@pytest.mark.parametrize(
    "said",
    [
        ". Eighty-seven were analysed, 44 and 42 respectively.",
        ". One hundred and eleven were evaluable.",
        ". In each clinic, 8 and 9 were available.",
        ". Data were available at 14 and 42 days.",
    ],
)
def test_numbers_that_are_no_sizes_of_those_who_stayed(page, said: str) -> None:
    assert _sizes(page, said) == [("zinc", 60), ("placebo", 62)]


def test_sizes_that_add_up_to_nobody_do_not_tell_which_were_dealt(page) -> None:
    text = "130 adults were randomised to zinc (n = 60) or placebo (n = 62). In all, 44 zinc and 42 placebo recipients were analysed."
    assert [a.size for a in grammar(page(text)).arms] == [None, None]
