"""Counts that only a sentence before gives their arms, sizes in sentences that name no arm, and what groups of radiotherapy are called."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "Women were allocated to zinc (76) or placebo (78). Hives were found in 17% (13/76) on zinc and 32% (25/78) on placebo. "


def _told(page, text: str) -> list[tuple[str, int | None, float | None]]:
    found = grammar(page(text)).results
    return [(r.arm, r.count, r.value and r.value.value) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "The corresponding numbers for cramp were 9 and 13.",
        "By one year the figures were nine and 13.",
        "The numbers at six months were nine and thirteen, respectively.",
    ],
)
def test_figures_in_the_order_of_the_sentence_before(page, said: str) -> None:
    assert _told(page, DEALT + said)[2:] == [("zinc", 9, None), ("placebo", 13, None)]


@pytest.mark.parametrize(
    "said",
    [
        "By one year the figures were 19 and 33.",
        "The numbers for mean weight were 59 and 63.",
        "The numbers of visits in men and women were nine, 13 and 12.",
    ],
)
def test_percents_scores_and_longer_lists_are_no_such_counts(page, said: str) -> None:
    assert _told(page, DEALT + said)[2:] == []


@pytest.mark.parametrize("entered", ["entered these groups", "made up the three groups", "formed the groups"])
def test_sizes_of_groups_in_the_order_of_the_arms(page, entered: str) -> None:
    text = f"Pupils were randomised to zinc, copper, or placebo. Of 453 pupils, 150, 152 and 151 {entered}."
    assert [arm.size for arm in grammar(page(text)).arms] == [150, 152, 151]


def test_the_treated_and_the_controls(page) -> None:
    text = "Adults were randomised to zinc (n=23) or placebo (n=23). By day 8, 16 treated patients (70%) and six controls (26%) were well."
    assert _told(page, text) == [("zinc", 16, 70), ("placebo", 6, 26)]


FRACTIONS = (
    "In all 231 women were randomised to 40 Gy in 15 fractions (115) or to 50 Gy in 25 fractions (116). "
)


@pytest.mark.parametrize("second", ["conventional group", "standard arm", "conventional fractionation group"])
def test_hypofractionated_and_conventional(page, second: str) -> None:
    said = f"Redness was found in 36% of the hypofractionated group and 69% of the {second}."
    text = "Hypofractionated breast irradiation. " + FRACTIONS + said
    assert _told(page, text) == [("15 fractions", None, 36), ("25 fractions", None, 69)]


def test_a_conventional_group_is_none_of_two_schedules_alone(page) -> None:
    said = "Redness was found in 69% of those with a conventional diet."
    assert [arm for arm, _, _ in _told(page, "Breast irradiation. " + FRACTIONS + said)] == [""]


def test_so_many_each_is_no_part_of_a_name(page) -> None:
    text = "Women were randomised to zinc or water, 37 each. Hives came in 27% of the zinc group and 43% of the water group."
    assert [arm.label for arm in grammar(page(text)).arms] == ["zinc", "water"]
