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
