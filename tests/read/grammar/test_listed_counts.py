"""Counts that are told by the order of the arms, by the names just beside them, or by a list after the names."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = (
    "Zinc lozenges versus placebo for colds: a randomized trial. Eighty adults were randomly assigned to zinc lozenges (n = 41) "
    "or placebo (n = 39). "
)
A, B = "zinc lozenges", "placebo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nausea was seen in 9 adults on zinc lozenges and 4 on placebo. Fever occurred in 3 and 2 adults, respectively.", [(A, 9), (B, 4), (A, 3), (B, 2)]),
        ("Nausea was seen in 9 adults on placebo and 4 on zinc lozenges. Fever occurred in 3 and 2 adults, respectively.", [(B, 9), (A, 4), (B, 3), (A, 2)]),
        ("Vomiting occurred in 2 vs. 10 adults.", [(A, 2), (B, 10)]),
        ("Deaths numbered 2 and 4, respectively.", [(A, 2), (B, 4)]),
        ("Fever was more common with placebo (6 vs 15; P = 0.02).", [(B, 6), (A, 15)]),
        ("Relapses: zinc lozenges 12, placebo 9.", [(A, 12), (B, 9)]),
        ("Sixteen adults relapsed: zinc lozenges, 9 adults (3 deaths); placebo, 7 adults (4 deaths).", [(A, 9), (A, 3), (B, 7), (B, 4)]),
        ("In all, 12 (29%) zinc lozenges versus 8 (21%) placebo adults had fever.", [(A, 12), (B, 8)]),
        ("There were 12 events (8 mild and 5 grave) in the zinc lozenges group and 9 events in the placebo group.", [(A, 12), (B, 9)]),
        ("Nausea was seen in 9 adults on placebo and 4 on zinc lozenges. Fever occurred in 3 and 2 adults.", [(B, 9), (A, 4), (B, 3), (A, 2)]),
        ("Nausea was seen in 9 adults on zinc lozenges and 4 on placebo. Overall, 3 and 2 adults died in the two groups.", [(A, 9), (B, 4), (A, 3), (B, 2)]),
        ("Nausea was seen in 9 adults on zinc lozenges and 4 on placebo. Fever occurred in 3 and 2, respectively.", [(A, 9), (B, 4), (A, 3), (B, 2)]),
        ("Relapses occurred in 37 and 28 adults treated with zinc lozenges and placebo, respectively.", [(A, 37), (B, 28)]),
        ("Vomiting: zinc lozenges 3, placebo 11.", [(A, 3), (B, 11)]),
        ("Headaches: 3 vs 11.", [(A, 3), (B, 11)]),
        ("Of the 40 adults treated with zinc lozenges, 7 had a relapse.", [(A, 7)]),
        ("Colds had been seen: 9 colds were seen; 9 deaths were seen in 40 adults in the zinc lozenges group and 5 in 38 in the placebo group.", [(A, 9), (B, 5)]),
        # What was measured, what is no count of people, and whom nobody names.
        ("Fever lasted 3 and 4 days, respectively.", []),
        ("The worst fever seen was lower (3 vs 5, P = .02).", []),
        ("The adults completed 3 and 4, respectively.", []),
        ("Fever was seen in 3 and 4 of the lower limbs.", []),
    ],
)  # fmt: skip
def test_counts(page, text: str, expected: list) -> None:
    found = [(r.arm, r.count) for r in grammar(page(SET + text)).results if r.measure == "proportion"]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then 41 were randomised to receive zinc lozenges and 39, placebo.", [(A, 41), (B, 39)]),
        ("Zinc lozenges were given to 41 adults and 39 received placebo.", [(A, 41), (B, 39)]),
        ("The zinc lozenges group comprised 41 and the placebo group 39 adults.", [(A, 41), (B, 39)]),
        ("There were two groups of 40 adults each.", [(A, 40), (B, 40)]),
        ("In 21 adults (51.2%) on zinc lozenges and 14 (35.9%) on placebo sleep was good.", []),
        ("Cough resumed in 31 adults given zinc lozenges and 22 given placebo.", []),
    ],
)  # fmt: skip
def test_sizes(page, text: str, expected: list) -> None:
    set_out = SET.replace(" (n = 41)", "").replace(" (n = 39)", "")
    assert [
        (r.arm, r.total) for r in grammar(page(set_out + text)).results if r.measure == "size"
    ] == expected


def test_a_number_after_and_is_no_number_of_an_arm(page) -> None:
    text = (
        "Adults were randomised to walking (arm 1, n = 40) or rest (arm 2, n = 41). "
        "Falls were detected in 7 adults in arm 1 and 3 in arm 2."
    )
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("walking", 7), ("rest", 3)]


def test_groups_by_letter_in_the_plural(page) -> None:
    text = (
        "Adults were randomised to three groups: group K got silk, group M got wool and group S got nylon. "
        "Rash was seen by 6, 8 and 17 adults in groups K, M and S, respectively."
    )
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("silk", 6), ("wool", 8), ("nylon", 17)]


def test_arms_named_together_by_letter_or_amount(page) -> None:
    text = "Adults were randomised: 40 to group A and 41 to group B. Rash was seen in 9% and 4% of groups A and B, respectively."
    assert [r.arm for r in grammar(page(text)).results if r.measure == "proportion"] == ["group A", "group B"]
    text = (
        "Adults were assigned to 12 months (n = 80) or 6 months (n = 90) of velatinib. There were 170 adults. "
        "There were 9 (10.0%) and 12 (15.0%) relapses in the 6- and 12-month groups."
    )
    assert [r.arm for r in grammar(page(text)).results if r.measure == "proportion"] == [
        "6 months",
        "12 months",
    ]


def test_a_solutions_strength_is_no_share_of_the_arm(page) -> None:
    text = (
        "Pain after surgery: a randomised trial. Eighty adults were randomised to a block with ropivacaine 0.25% (n = 41) "
        "or a block with saline (n = 39)."
    )
    assert [r.total for r in grammar(page(text)).results if r.measure == "size"] == [41, 39]


def test_a_number_behind_each_groups_name_and_things_behind_the_last(page) -> None:
    text = (
        "Adults were randomised to silk or nylon. In the silk group 34 and in the nylon group 21 wounds were closed by trainees. "
        "In the silk group 40 and in the nylon group 41 were men."
    )
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("silk", 34), ("nylon", 21)]
