"""Numbers that belong to no arm, and percents that are no shares of people."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "Zinc lozenges versus placebo for colds: a randomized trial. Eighty adults were randomly assigned to zinc lozenges or placebo. "
A, B = "zinc lozenges", "placebo"


def linked(document) -> list[tuple[str, int | None, float | None]]:
    return [
        (r.arm, r.count, r.value and r.value.value)
        for r in grammar(document).results
        if r.measure == "proportion" and r.arm
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The first number is of all people, whom the sentence then divides.
        ("Of these, 18 (23%) had fever: 14 on zinc lozenges and four on placebo.", [(A, 14, None), (B, 4, None)]),
        ("18 (23%) had fever with zinc lozenges, 14 at home and 4 elsewhere.", [(A, 18, 23.0)]),
        # Shares of all people by arm are sizes of the arms.
        ("Ulcers: 36 (45.0%) in the zinc lozenges group and 44 (55.0%) in the placebo group.", []),
        ("Ulcers: 36 (90.0%) in the zinc lozenges group and 4 (10.0%) in the placebo group.", []),
        ("Ulcers: 18 (45.0%) in the zinc lozenges group and 4 (10.0%) in the placebo group.", [(A, 18, 45.0), (B, 4, 10.0)]),
        # A line that is drawn, a strength, a level, a change and a spread are no shares.
        ("Zinc lozenges helped those with a risk >20%, and a dose of ≥ 85% was taken.", []),
        ("Fever occurred in <1% of adults on zinc lozenges.", [(A, None, 1.0)]),
        ("Zinc lozenges had a gel of lidocaine 0.5% (n = 40).", []),
        ("The score was 20/100 (95% confidence interval, 10 to 30) with zinc lozenges.", []),
        ("Copper rose with zinc lozenges (+20.4% vs. -11.5%), as did iron (1,300%).", []),
        ("Pain fell by 1.6 points (29%) on zinc lozenges, and use was great (SD, 28%).", []),
        ("Use was 78% +/- 50 with zinc lozenges, who accounted for 53% of the adults.", []),
        ("The mean loss of zinc was 71% for zinc lozenges and 79% for the placebo group.", []),
        ("Harms were like those previously reported; rash was rarer with zinc lozenges (31%) than with placebo (41%).",
            [(A, None, 31.0), (B, None, 41.0)]),
        ("Sixty-two percent of those on zinc lozenges coughed.", [(A, None, 62.0)]),
        ("A cure could be achieved in 70% (28 of 40) on zinc lozenges.", [(A, 28, 70.0)]),
        # Numbers of groups, of things and of what is measured count no people.
        ("Fever in groups 2 and 3 on zinc lozenges went on.", []),
        ("We compared two dosing schedules of zinc lozenges in those who had died.", []),
        ("Adults on zinc lozenges needed less (109 versus 246 gum units).", []),
        ("Fewer colds were seen on zinc lozenges (14 vs 20, odds ratio 0.5).", [(A, 14, None), (B, 20, None)]),
        ("There were 5 deaths among 40 adults (12.5%) on zinc lozenges.", [(A, 5, 12.5)]),
    ],
)  # fmt: skip
def test_numbers_of_arms_and_of_none(page, text: str, expected: list) -> None:
    assert linked(page(SET + text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rest was needed by 42% in both groups.", [(A, None, 42.0), (B, None, 42.0)]),
        ("Rest was needed by less than 2 percent of the adults in each group who had events.", []),
        ("Rest was needed by 42% and 40% of adults in both groups.", []),
        ("Rest was rarer with zinc lozenges than with placebo. Survival was 96% and 94% (HR 0.8; P = 0.2).",
            [(A, None, 96.0), (B, None, 94.0)]),
        ("Coughs, colds and fever were cured in 50%, 45% and 40% with zinc lozenges, more than in the placebo group (20%, 10% and 15%).",
            [(A, None, 50.0), (A, None, 45.0), (A, None, 40.0), (B, None, 20.0), (B, None, 10.0), (B, None, 15.0)]),
        ("At a year more were well (71% [95% CI 61-78] with zinc lozenges, v 56% [46-65] without; P = 0.01).",
            [(A, None, 71.0), (B, None, 56.0)]),
        ("Deaths were alike (2.6% [1.5-4.3] for zinc lozenges vs 1.9% [1.1-3.2] for placebo).", [(A, None, 2.6), (B, None, 1.9)]),
        ("Of all, 40 coughed (50%): 30 in the placebo group (60%) and ten in the zinc lozenges group (40%).",
            [(B, 30, 60), (A, 10, 40)]),
        # Counts of those who fared somehow, where the sentence begins with its one arm; numbers after both names.
        ("In the placebo group, six adults had died of fever and four were alive.", [(B, 6, None), (B, 4, None)]),
        ("In the placebo group, fever of grade 3, 2 and 1 developed at night.", []),
        ("The number of colds in the zinc lozenges group (2) was lower than in the placebo group (4).", [(A, 2, None), (B, 4, None)]),
    ],
)  # fmt: skip
def test_numbers_by_what_the_sentence_sets_against_what(page, text: str, expected: list) -> None:
    assert linked(page(SET + text)) == expected


def test_a_group_that_may_be_any_of_several_has_no_number(page) -> None:
    text = "Adults were randomised to zinc lozenges, gargled tea or placebo. Fever ended in 64% of the intervention group and 55% of the placebo group."
    assert linked(page(text)) == [("placebo", None, 55.0)]


def test_a_control_group_is_given_placebo_where_no_arm_is_called_so(page) -> None:
    text = "Forty adults were randomised to zinc lozenges or to a control group. Fever ended in 64% of the zinc lozenges group and 55% of the placebo group."
    assert [(arm != A, value) for arm, _, value in linked(page(text))] == [(False, 64.0), (True, 55.0)]


def test_more_than_the_standard_is_the_arm_that_adds(page) -> None:
    text = "Adults were randomised to aspirin plus radiation or aspirin alone. Relapse was seen in 1% of those given aspirin plus irradiation and 4% of those given aspirin alone."
    (first, _, _), (second, _, _) = linked(page(text))
    assert "radiation" in first
    assert "radiation" not in second
