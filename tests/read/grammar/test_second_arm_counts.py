"""Counts of two arms of which the second is told in fewer words, and those in brackets and lists behind what they are counts of."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "Zinc for colds. 931 women were randomised to zinc (n = 464) or placebo (n = 467). "


def _told(page, said: str) -> list[tuple[str, int | None]]:
    return [(r.arm, r.count) for r in grammar(page(DEALT + said)).results if r.measure == "proportion"]


def _about(page, said: str) -> list[tuple[str, int | None, str]]:
    found = grammar(page(DEALT + said)).results
    return [(r.arm, r.count, r.endpoint) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "The zinc group had 12 strokes, the placebo group 19.",
        "The zinc group suffered 12 falls and the placebo group only 19.",
        "Zinc was stopped in 12 women and placebo in 19.",
        "Falls were recorded in 12 women on zinc, among controls in 19.",
        "Relapses were recorded in 12 women on zinc and in 19 without.",
        "Strokes: zinc 12, placebo 19.",
        "There was no difference in colds between the zinc (12 cases) and placebo (19) groups.",
        "As many women died on zinc (12) as on placebo (19).",
    ],
)
def test_the_second_arm_in_fewer_words(page, said: str) -> None:
    assert _told(page, said) == [("zinc", 12), ("placebo", 19)]


def test_lists_behind_labels(page) -> None:
    said = "Strokes: zinc 12, placebo 19; falls: zinc 3, placebo 5."
    assert _told(page, said) == [("zinc", 12), ("placebo", 19), ("zinc", 3), ("placebo", 5)]


@pytest.mark.parametrize(
    ("said", "count"),
    [("There was one toxic death, in the zinc arm.", 1), ("Three women died, of whom two were on zinc.", 2)],
)
def test_some_of_those_told_before(page, said: str, count: int) -> None:
    assert ("zinc", count) in _told(page, said)
    assert not [arm for arm, _ in _told(page, said) if arm == "placebo"]


@pytest.mark.parametrize(
    "said",
    [
        "Median days in hospital: zinc 12, placebo 19.",
        "Patients evaluated: zinc 412, placebo 419.",
        "The zinc group had 12 courses, the placebo group 19.",
        "Zinc was given to 412 women and placebo to 419.",
        "The score differed between the zinc (12) and placebo (19) groups.",
    ],
)
def test_measurements_and_sizes_are_no_counts(page, said: str) -> None:
    assert _told(page, said) == []


def test_parts_of_a_count_in_the_bracket_behind_it(page) -> None:
    said = (
        "In the zinc group 53 women had colds (29 viral colds and 24 bacterial colds). "
        "In the placebo group 83 women had colds (44 viral colds, 39 bacterial colds)."
    )
    told = _about(page, said)
    assert [(arm, count) for arm, count, _ in told] == [
        ("zinc", 53), ("zinc", 29), ("zinc", 24), ("placebo", 83), ("placebo", 44), ("placebo", 39),
    ]  # fmt: skip
    assert [about for _, _, about in told][1:3] == ["viral colds", "bacterial colds"]
    assert "viral" not in told[0][2]


def test_a_bracket_whose_numbers_are_not_its_parts(page) -> None:
    said = "In the zinc group 53 women had colds (12 days of rest and 24 visits)."
    assert _told(page, said) == [("zinc", 53)]


def test_lists_go_on_in_the_order_of_the_arms(page) -> None:
    said = "Falls were seen in ten women on zinc and eight on placebo; three and nine wrist fractures; and 34 and 25 bruises."
    assert _about(page, said)[2:] == [
        ("zinc", 3, "wrist fractures"), ("placebo", 9, "wrist fractures"), ("zinc", 34, "bruises"), ("placebo", 25, "bruises"),
    ]  # fmt: skip
