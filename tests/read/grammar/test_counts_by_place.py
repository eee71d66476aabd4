"""Counts whose arm is told by their place, and sizes listed behind the names of the arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _told(page, said: str) -> list[tuple[str, int | None, float | None]]:
    found = grammar(page(said)).results
    return [(r.arm, r.count, r.value and r.value.value) for r in found if r.measure == "proportion"]


def _sizes(page, text: str) -> list[tuple[str, int]]:
    return [(arm.label, arm.size) for arm in grammar(page(text)).arms if arm.size]


@pytest.mark.parametrize(
    "said",
    [
        "Hives came in 12 adults of the former and 20 of the latter.",
        "Hives were seen in 12 of the former and in 20 of the latter (20% v 32%).",
        "Hives were seen in 20% of the former (12) and 32% of the latter (20).",
    ],
)
def test_the_former_and_the_latter(page, said: str) -> None:
    counts = [(arm, count) for arm, count, _ in _told(page, DEALT + said) if count]
    assert counts == [("zinc", 12), ("placebo", 20)]


def test_the_former_of_two_kinds_of_people(page) -> None:
    said = (
        "Rash struck men and women alike. Hives came in 12 of the former (men) and 20 of the latter (women)."
    )
    assert not {arm for arm, _, _ in _told(page, DEALT + said)} & {"zinc", "placebo"}


@pytest.mark.parametrize(
    "said",
    [
        "Of eighty-three women in the zinc group and eighty-one in the placebo group, hives were seen in 49 and 36.",
        "Of 83 women in the zinc group and 81 in the placebo group, 49 and 36 had hives (59 and 44%).",
    ],
)
def test_so_many_out_of_both(page, said: str) -> None:
    text = "We randomised women to zinc or placebo. " + said
    assert [(a, c) for a, c, _ in _told(page, text) if c] == [("zinc", 49), ("placebo", 36)]
    assert _sizes(page, text) == [("zinc", 83), ("placebo", 81)]


@pytest.mark.parametrize(
    "said",
    [
        "Of 83 relapses in the zinc group and 81 in the placebo group, 49 and 36 were local.",
        "Of 83 women in the zinc group and 81 in the placebo group, mean scores were 49 and 36.",
    ],
)
def test_of_events_and_of_scores_nothing_is_counted(page, said: str) -> None:
    text = "We randomised women to zinc or placebo. " + said
    assert not [c for a, c, v in _told(page, text) if c in (49, 36) and a]


def test_events_among_both(page) -> None:
    text = (
        "Adults were assigned to zinc or aspirin. There were 11 first events (strokes or emboli) among 239 adults "
        "assigned to zinc and 22 among 236 adults assigned to aspirin."
    )
    assert [(a, c) for a, c, _ in _told(page, text)] == [("zinc", 11), ("aspirin", 22)]
    assert _sizes(page, text) == [("zinc", 239), ("aspirin", 236)]


def test_a_count_of_deaths_in_the_bracket_of_its_percent(page) -> None:
    said = "Mortality was 5% (three deaths) in the zinc group and 11% (7 deaths) in the placebo group."
    assert _told(page, DEALT + said) == [("zinc", 3, 5), ("placebo", 7, 11)]


@pytest.mark.parametrize("behind", ["38, 39 and 37 adults respectively", "38, 39 and 37, respectively"])
def test_sizes_listed_behind_the_names(page, behind: str) -> None:
    text = f"At a clinic 114 adults were randomised to zinc, copper, or placebo, {behind}."
    assert _sizes(page, text) == [("zinc", 38), ("copper", 39), ("placebo", 37)]
