"""Factorial trials: the two arms of each factor, and numbers of all who had a thing where the arms are the four cells."""

from __future__ import annotations

import pytest

from trialwright import pool
from trialwright.adapters import concepts
from trialwright.errors import EvidenceError
from trialwright.read import documents, read
from trialwright.read.grammar import grammar


def told(page, text: str) -> list[tuple[str, float | None]]:
    return [
        (r.arm, r.count if r.count is not None else r.value and r.value.value)
        for r in grammar(page(text)).results
        if r.measure == "proportion"
    ]


MARGINS = [
    (
        "In a factorial trial 640 adults were randomised to zinc or placebo and to iron or placebo. Falls occurred in 7 % with zinc and 11 % with placebo (HR 0.61, 95 % CI 0.40 to 0.93) and in 8 % with iron and 9 % with placebo (HR 0.90, 95 % CI 0.60 to 1.35).",
        [("zinc", 7), ("zinc placebo", 11), ("iron", 8), ("iron placebo", 9)],
    ),
    (
        "Adults (n = 640) were randomly assigned, in a factorial design, to yoga or no yoga and to diet or no diet. Falls occurred in 7 % with yoga and 11 % without yoga (HR 0.61, 95 % CI 0.40 to 0.93), and in 8 % with diet and 9 % without diet (HR 0.90, 95 % CI 0.60 to 1.35).",
        [("yoga", 7), ("no yoga", 11), ("diet", 8), ("no diet", 9)],
    ),
    (
        "A factorial trial. Adults were randomised to velamide or zolamide, and to 60 Gy or 50 Gy. Cure came in 7 % with velamide and 11 % with zolamide (HR 0.61, 95 % CI 0.40 to 0.93), and in 8 % with 60 Gy and 9 % with 50 Gy (HR 0.90, 95 % CI 0.60 to 1.35).",
        [("velamide", 7), ("zolamide", 11), ("60 Gy", 8), ("50 Gy", 9)],
    ),
    (
        "In a 2x2 factorial design, 640 adults were assigned to zinc (n = 320) or no zinc (n = 320) and to iron (n = 320) or no iron (n = 320). Falls occurred in 7 with zinc and 11 without, and in 8 with iron and 9 without.",
        [("zinc", 7), ("no zinc", 11), ("iron", 8), ("no iron", 9)],
    ),
]


@pytest.mark.parametrize(("text", "numbers"), MARGINS)
def test_each_factor_has_two_arms(page, text: str, numbers: list[tuple[str, float]]) -> None:
    found = grammar(page(text))
    assert [a.label for a in found.arms] == [arm for arm, _ in numbers]
    assert told(page, text) == numbers
    ratios = [(r.arm, r.versus) for r in found.results if r.measure == "hazard_ratio"]
    assert ratios in ([], [(numbers[0][0], numbers[1][0]), (numbers[2][0], numbers[3][0])])


def test_a_pair_that_is_told_of_one_arm_is_of_its_factor(page) -> None:
    text = "In a factorial trial 640 adults were randomised to zinc or placebo and to iron or placebo. Zinc and iron did not interact, and zinc prevented falls (7 % v 11 %). Iron did not (8 % v 9 %)."
    assert told(page, text) == [("zinc", 7), ("zinc placebo", 11), ("iron", 8), ("iron placebo", 9)]


def test_a_parallel_trial_has_no_factors(page) -> None:
    text = "640 adults were randomised to zinc or placebo and to see a nurse or doctor. Falls occurred in 7 % with zinc and 11 % with placebo."
    assert [a.label for a in grammar(page(text)).arms][:2] == ["zinc", "placebo"]


CELLS = "In a factorial trial, 400 adults were randomised to zinc plus iron (n = 100), zinc alone (n = 100), iron alone (n = 100) or placebo (n = 100). "


def test_cells_and_margins_are_told_apart(page) -> None:
    text = CELLS + (
        "Falls occurred in 9 of 100 with zinc plus iron, 14 of 100 with zinc alone, 16 of 100 with iron alone and 29 of 100 with placebo. "
        "Falls occurred in 23 of 200 who received zinc and 45 of 200 who did not, and in 25 of 200 who received iron and 43 of 200 who did not."
    )
    assert told(page, text) == [
        ("zinc plus iron", 9), ("zinc", 14), ("iron", 16), ("placebo", 29),
        ("all with zinc", 23), ("all without zinc", 45), ("all with iron", 25), ("all without iron", 43),
    ]  # fmt: skip


def test_more_than_a_cell_holds_is_of_no_cell(page) -> None:
    text = (
        CELLS
        + "The effect of zinc (23 of 200 v 45 of 200) was larger than that of iron (25 of 200 v 43 of 200)."
    )
    assert {arm for arm, _ in told(page, text)} == {""}


def effects(text: str):
    (document,) = documents(text.encode(), "factorial.txt")
    return pool.effects([read(document, concepts.load())], [], "falls", "log_odds_ratio")


def test_arms_of_two_factors_are_no_pair() -> None:
    # what zinc has is not set against those who had no iron
    lead = "In a factorial trial 640 adults were randomised to zinc or placebo and to iron or placebo. "
    (effect,) = effects(
        lead
        + "Falls occurred in 22 of 320 with zinc and 35 of 320 with placebo. Cramps occurred in 19 of 320 with iron and 30 of 320 with placebo."
    )
    assert "zinc 22/320 v zinc placebo 35/320" in effect.because.formula
    with pytest.raises(EvidenceError, match="several results"):
        effects(
            lead
            + "Falls occurred in 22 of 320 with zinc and 35 of 320 with placebo, and in 26 of 320 with iron and 31 of 320 with placebo."
        )
    with pytest.raises(EvidenceError, match="cannot be paired"):
        effects(
            lead + "Falls occurred in 22 of 320 with zinc. Falls occurred in 31 of 320 with iron placebo."
        )
