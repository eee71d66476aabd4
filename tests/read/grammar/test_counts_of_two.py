"""Counts of both arms in the plain wordings of results, one outcome a sentence."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _counts(page, said: str) -> list[tuple[str, int]]:
    return [(r.arm, r.count) for r in grammar(page(DEALT + said)).results if r.count is not None]


@pytest.mark.parametrize(
    "said",
    [
        "Hypertension: 8 vs 12.",
        "Recurrent falls: 8 vs 12 patients, P = .04.",
        "Falls: zinc, 8; placebo, 12.",
        "Falls: 8 zinc, 12 placebo.",
        "Twenty adults fell (8 zinc, 12 placebo).",
        "Twenty adults fell: 8 in the zinc and 12 in the placebo group.",
        "More falls were seen in the zinc group than in the placebo group: 8 against 12.",
        "More falls were seen in the zinc group than in the placebo group (8 against 12).",
        "Falls were commoner with zinc (eight v twelve).",
        "In the zinc treated area 8 patients had grade 2 burns as compared with 12 patients in the placebo area.",
        "In the zinc group 8 patients had grade 2 burns as compared with 12 patients in the placebo group.",
        "Among women on zinc, 8 had a fall versus 12 for placebo.",
    ],
)
def test_counts_of_both_arms(page, said: str) -> None:
    assert _counts(page, said) == [("zinc", 8), ("placebo", 12)]


def test_one_of_one_arm_and_none_of_the_other(page) -> None:
    assert _counts(page, "There was 1 possible fall in the zinc group and none in the placebo group.") == [
        ("zinc", 1),
        ("placebo", 0),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "The cost of falls: 8 vs 12.",
        "Mean pain: 8 vs 12.",
        "Walking time: 8 vs 12 minutes.",
        "Twenty adults were studied (8 zinc, 12 placebo).",
        "Twenty adults were randomised in one town: 8 to zinc and 12 to placebo.",
        "Analysed: zinc, 58; placebo, 60.",
    ],
)
def test_numbers_of_both_arms_that_are_no_events(page, said: str) -> None:
    assert _counts(page, said) == []
