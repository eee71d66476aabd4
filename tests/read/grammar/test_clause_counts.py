"""Counts and shares of clauses that each tell of one arm, or of which only the clause before names one."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _told(page, said: str) -> list[tuple[str, int | None, float | None]]:
    found = grammar(page(DEALT + said)).results
    return [(r.arm, r.count, r.value and r.value.value) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "In the zinc group, 8 adults caught a cold. In the placebo group, 12 adults caught a cold.",
        "In the zinc group 8 adults had colds. In the placebo group 12 adults had colds.",
        "Eight adults from the zinc group moved away. Twelve adults from the placebo group moved away.",
        "Eight adults on zinc and 12 adults on placebo were not at work.",
        "Among adults on zinc, 8 slept badly; among those on placebo, 12 slept badly.",
    ],
)
def test_what_became_of_people_in_an_arm(page, said: str) -> None:
    assert [(arm, count) for arm, count, _ in _told(page, said)] == [("zinc", 8), ("placebo", 12)]


@pytest.mark.parametrize(
    "said",
    [
        "In the zinc group, 48 adults were analysed.",
        "In the zinc group, 12 months of treatment were given.",
        "Within 4 months after it, the adults in the zinc group felt better.",
        "In the zinc group, 41 adults had a lower score than before.",
        "At baseline, 8 adults in the zinc group smoked.",
        "In the zinc group, 90 adults caught a cold.",
    ],
)
def test_people_studied_times_and_scores_are_no_counts(page, said: str) -> None:
    assert _told(page, said) == []


@pytest.mark.parametrize(
    "said",
    [
        "The score was smaller with zinc (P=0.011); severe burns were seen in 25% and 60%.",
        "Burns were less bad with zinc, being severe in 25% and 60%.",
        "Zinc reduced severe burns (25% and 60%).",
        "Zinc significantly lowered the rate of burns (25% and 60%, P = .01).",
    ],
)
def test_two_shares_behind_a_clause_that_compares_one_arm(page, said: str) -> None:
    assert [(arm, value) for arm, _, value in _told(page, said)] == [("zinc", 25), ("placebo", 60)]


def test_shares_that_the_comparison_tells_against(page) -> None:
    assert [arm for arm, _, _ in _told(page, "Zinc reduced severe burns (60% and 25%).")] == ["", ""]


@pytest.mark.parametrize(
    "said",
    [
        "Burns were rarer on zinc, being severe in 25% and 60% at 2 and 4 weeks.",
        "With zinc, burns were severe in 25% and moderate in 60%.",
    ],
)
def test_two_shares_of_one_arm(page, said: str) -> None:
    assert {arm for arm, _, _ in _told(page, said)} <= {"zinc", ""}


@pytest.mark.parametrize(
    "said",
    [
        "Falls were more common with zinc (8, 13%, v 12 adults, 19%).",
        "Falls were seen in 8 adults, 13%, on zinc and 12, 19%, on placebo.",
        "Toxic effects included falls (8 13% vs 12 19%).",
        "Falls were seen more often (8 13% with zinc and 12 19% with placebo).",
        "Falls were noted in 8 adults, 13%, with zinc v 12, 19%, with placebo.",
    ],
)
def test_counts_with_percents_that_no_bracket_holds(page, said: str) -> None:
    assert _told(page, said) == [("zinc", 8, 13), ("placebo", 12, 19)]


def test_a_count_whose_percent_is_less_than_one(page) -> None:
    assert _told(page, "Colds were seen in 6 (10%) vs one (<1%).") == [("zinc", 6, 10), ("placebo", 1, 1)]


@pytest.mark.parametrize(
    "said", ["Falls were seen in 8, 13, and 19% at one, two and three weeks.", "Grade 3 13% and grade 4 19%."]
)
def test_numbers_before_a_percent_that_are_no_counts(page, said: str) -> None:
    assert not [c for _, c, _ in _told(page, said) if c is not None]
