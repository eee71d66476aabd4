"""Numbers in a clause of its own that names no arm, in a sentence that names them elsewhere; counts behind the second of two names."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Zinc lozenges versus placebo for colds. Patients were randomly assigned to zinc lozenges (n = 83) or placebo (n = 78). "
THREE = (
    "Zinc, honey or placebo for colds. Patients were randomly assigned to zinc, honey or placebo. "
    "Relapse was seen in 29% on zinc, 24% on honey and 23% on placebo. Cure was seen in 21% on zinc, 44% on honey and 53% on placebo. "
)
Z, P = "zinc", "placebo"


def _read(page, text: str) -> list:
    found = [r for r in grammar(page(text)).results if r.measure == "proportion" and r.arm]
    return [(r.arm.split()[0], r.count if r.count is not None else r.value.value) for r in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rash was seen in 9 adults on placebo and 4 on zinc lozenges; hives occurred in 13 and 17.", [(P, 9), (Z, 4)]),  # in another order than the title
        ("Rash was seen in 9 adults on zinc lozenges and 4 on placebo, and hives in 13 and 17.", [(Z, 9), (P, 4), (Z, 13), (P, 17)]),
        ("Rash was seen in 9 adults on zinc lozenges and 4 on placebo, and 13 and 17 adults have died.", [(Z, 9), (P, 4), (Z, 13), (P, 17)]),
        ("Rash was seen in 9 adults on zinc lozenges and 4 on placebo; 2-week relief was 81% and 71% (P = 0.3).", [(Z, 9), (P, 4), (Z, 81), (P, 71)]),
        # named twice in two orders, of two things, or not parted
        ("Rash was seen in 9 adults on zinc lozenges and 4 on placebo, cough in 5 on placebo and 6 on zinc lozenges; hives occurred in 13 and 17.", [(Z, 9), (P, 4), (P, 5), (Z, 6)]),
        ("Rash was seen in 9 adults on zinc lozenges and 4 on placebo; hives and cough occurred in 13 and 17.", [(Z, 9), (P, 4)]),
        ("Rash was seen in 9 adults on zinc lozenges; hives occurred in 13 and 17.", [(Z, 9)]),
    ],
)  # fmt: skip
def test_two(page, text: str, expected: list) -> None:
    assert _read(page, TWO + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two women on zinc and three on honey had a rash; hives occurred in 13 (6.5%), 17 (8.5%) and 15 (7.5%).", [(Z, 2), ("honey", 3), (Z, 13), ("honey", 17), (P, 15)]),
        ("Hives developed in 13, 17 and 15; rash was seen in 31% of those on placebo.", [(Z, 13), ("honey", 17), (P, 15), (P, 31)]),
        ("Two women on honey and three on zinc had a rash; hives occurred in 13, 17 and 15.", [("honey", 2), (Z, 3)]),
    ],
)  # fmt: skip
def test_three(page, text: str, expected: list) -> None:
    assert _read(page, THREE + text)[6:] == expected


def test_counts_with_percents_of_recipients(page) -> None:
    text = TWO + "Hives were seen in 13 zinc lozenges recipients (16%) and 17 placebo recipients (22%)."
    found = [r for r in grammar(page(text)).results if r.measure == "proportion"]
    assert [(r.arm.split()[0], r.count, r.value.value) for r in found] == [(Z, 13, 16), (P, 17, 22)]


def test_counts_in_words_beside_the_parts_of_a_trial(page) -> None:
    text = (
        "Sixty towns were randomly assigned to the intervention group or the control group. "
        "Deaths numbered eight in the intervention and eleven in the control group."
    )
    assert _read(page, text) == [("intervention", 8), ("control", 11)]
