"""Numbers in the bracket of the arm that is compared with."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "Women took zinc (n = 50) or placebo (n = 54). "


def told(page, text: str) -> list[tuple[str, float | None]]:
    return [
        (r.arm, r.count if r.count is not None else r.value and r.value.value)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion" and r.quote.start >= len(LEAD)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Zinc cured a greater proportion of severe cough (32%) and wheeze (37%) than placebo (6% and 15%, respectively).",
        "Zinc cured more of the severe cough (32%) and of the wheeze (37%) compared with the placebo group (6% and 15%, resp.).",
    ],
)
def test_one_number_for_each_thing(page, text: str) -> None:
    assert told(page, text) == [("zinc", 32), ("zinc", 37), ("placebo", 6), ("placebo", 15)]


def test_brackets_within_it(page) -> None:
    text = (
        "Zinc cured more severe cough (32%) (16/50) (P < 0.01) and wheeze (38%) (19/50) (P < 0.01) than placebo "
        "(7% (4/54) and 13% (7/54), respectively)."
    )
    assert told(page, text)[-2:] == [("placebo", 4), ("placebo", 7)]
    assert {arm for arm, _ in told(page, text)[:-2]} == {"zinc"}


def test_two_numbers_with_none_before_are_of_two_arms(page) -> None:
    text = "Cough was less common with zinc than with placebo (12% and 24%, respectively)."
    assert told(page, text) == [("zinc", 12), ("placebo", 24)]


def test_a_pair_before_and_a_pair_behind(page) -> None:
    text = "Cough (12% and 24%) and wheeze were less common with zinc than with placebo (6% and 15%, respectively)."
    assert ("placebo", 6) not in told(page, text)
