"""Groups that are called by less or by more than where they are set out, those who went without, and sizes told in a list or behind counts."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar

DEALT = "A total of 180 adults were randomised to honey (n = 88) or syrup (n = 92). "


def told(found: Grammar, measure: str = "proportion") -> list[tuple[str, int | float | None]]:
    return [(r.arm, r.value.value if r.value else r.count if measure == "proportion" else r.total) for r in found.results if r.measure == measure]  # fmt: skip


def sizes(found: Grammar) -> list[tuple[str, int | None]]:
    return [(r.arm, r.total) for r in found.results if r.measure == "size"]


@pytest.mark.parametrize(
    ("dealt", "said", "arms"),
    [
        ("honey plus lemon or honey alone", "Coughs eased in 38% (combination) and 31% (honey alone).", [("honey plus lemon", 38), ("honey", 31)]),
        ("weak green tea or strong black tea", "Weak tea gave 59 cures (48%) and black tea 36 (29%).", [("weak green tea", 48), ("strong black tea", 29)]),
        ("weak green tea or strong green tea", "Green tea gave 59 cures (48%).", [("", 48)]),
        ("ginger 1 g (53), ginger 2 g (52) or placebo (57)", "Nausea came in 3 adults in the low dose group, 6 in the high dose group and 2 on placebo.", [("ginger 1 g", 3), ("ginger 2 g", 6), ("placebo", 2)]),
    ],
)  # fmt: skip
def test_groups_by_other_names(page, dealt: str, said: str, arms: list[tuple[str, int]]) -> None:
    assert told(grammar(page(f"Adults were randomised to {dealt}. {said}"))) == arms


def test_a_control_group_beside_groups_by_letters(page) -> None:
    text = (
        "Group 1 (n = 50) had tea, group 2 (n = 50) milk and the control group (n = 50) water. Coughs were seen in 14 (28%) of group 1, 16 (32%) of "
        "group 2 and 27 (54%) of the control group."
    )
    assert told(grammar(page(text))) == [("group 1", 28), ("group 2", 32), ("control group", 54)]


def test_a_letter_that_is_the_control_group_is_no_third(page) -> None:
    text = "Group 1 (n = 50) had tea and group 2 (control group, n = 50) water. Coughs were seen in 14 (28%) of group 1 and 27 (54%) of group 2."
    assert told(grammar(page(text))) == [("tea", 28), ("control", 54)]


@pytest.mark.parametrize("more", ["same + zinc", "the same plus zinc", "same drink and zinc"])
def test_the_same_and_more_is_tried(page, more: str) -> None:
    text = f"Adults were randomised. Arm A: copper daily; arm B: {more}. 108 were in arm A and 110 in arm B."
    assert {a.label: a.role for a in grammar(page(text)).arms} == {
        "Arm A": "control",
        "arm B": "experimental",
    }


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("Thirty-one of the women who had honey and 22 of those who did not were dead.", [("honey", 31), ("syrup", 22)]),
        ("Recovery was seen in 31 adults given honey and 22 who were not.", [("honey", 31), ("syrup", 22)]),
        ("Recovery was seen in 31 adults who did not sleep.", []),
        ("Nine adults on honey and 5 on syrup missed the visit.", [("honey", 9), ("syrup", 5)]),
        ("Nine adults on honey and 5 on syrup never finished the course.", [("honey", 9), ("syrup", 5)]),
        ("Withdrawals totalled 27 and 35 respectively.", [("honey", 27), ("syrup", 35)]),
        ("At the end of the study 37 and 26 adults had died (HR 1.07; 95% CI 0.87-1.33).", [("honey", 37), ("syrup", 26)]),
        ("Adults in the honey group took two capsules and those in the syrup group three capsules.", []),
    ],
)  # fmt: skip
def test_counts_said_shortly(page, said: str, counts: list[tuple[str, int]]) -> None:
    found = [(r.arm, r.count) for r in grammar(page(DEALT + said)).results if r.count is not None]
    assert sorted(found) == counts


@pytest.mark.parametrize(
    ("said", "percents"),
    [
        ("The cough came back in 19 adults on honey and 24 on syrup, 21.6% and 26.1%.", [("honey", 21.6), ("syrup", 26.1)]),
        ("The cough came back in 19 adults with honey and 24 without, 21.6% and 26.1%.", [("honey", 21.6), ("syrup", 26.1)]),
        ("The cough came back in 19 adults on honey and 24 on syrup, 21.6% and 26.1% at one and two years.", [("", 21.6), ("", 26.1)]),
        ("The cough came back in 19 and 24 adults, 21.6% and 26.1%.", [("", 21.6), ("", 26.1)]),
    ],
)  # fmt: skip
def test_percents_behind_the_counts_of_both(page, said: str, percents: list[tuple[str, float]]) -> None:
    found = grammar(page(DEALT + said)).results
    assert [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value] == percents


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("We randomised adults to (1) tea, (2) milk or (3) water, the numbers being 51, 53 and 50.", [("tea", 51), ("milk", 53), ("water", 50)]),
        ("We randomised adults to tea, milk or water. The arms had 51, 53 and 50 adults.", [("tea", 51), ("milk", 53), ("water", 50)]),
        ("We randomised 154 adults to tea, milk or water; 51, 53 and 50 were in the three arms in that order.", [("tea", 51), ("milk", 53), ("water", 50)]),
        ("We randomised adults to tea, milk or water. The arms had 51, 53 and 50 falls.", []),
        ("Adults were randomised to tea or milk. There were 49 falls in the tea group (163 adults) and 72 falls in the milk group (161 adults).", [("tea", 163), ("milk", 161)]),
        ("Adults were randomised to tea or milk. There were 49 falls in the tea group (33 adults) and 72 falls in the milk group (41 adults).", []),
    ],
)  # fmt: skip
def test_sizes_in_lists_and_behind_counts(page, text: str, printed: list[tuple[str, int]]) -> None:
    assert sizes(grammar(page(text))) == printed


def test_those_by_whom_something_was_completed_stayed(page) -> None:
    found = grammar(
        page(DEALT + "The diary was completed by 80 adults in the honey group and 81 in the syrup group.")
    ).results
    assert [(r.arm, r.total, r.analysis) for r in found if r.measure == "size"][2:] == [
        ("honey", 80, "completed"),
        ("syrup", 81, "completed"),
    ]
    assert not [r for r in found if r.count is not None]
