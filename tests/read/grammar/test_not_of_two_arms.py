"""Numbers that look as if they were of two arms, or of people, and are not: times, sexes, places, measurements, and what was before."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

PLAIN = "We randomised 200 adults to zinc or placebo. "
SIZED = "We randomised 200 adults to zinc (n=100) or placebo (n=100). "
COUGH = "Cough was seen in 9 adults on zinc and 12 on placebo"


def _counts(page, text: str) -> list[int]:
    return [r.count for r in grammar(page(text)).results if r.measure == "proportion" and r.count is not None]


def _sizes(page, text: str) -> list[int | None]:
    return [r.total for r in grammar(page(text)).results if r.measure == "size"]


@pytest.mark.parametrize(
    "said",
    [
        "At weeks 4 and 8, data were available for 98 and 92.",
        "For fever and cough, data were available for 98 and 90.",
        "Baseline and final data were available for 100 and 98, respectively.",
        "Data were available for 120 and 80, men and women respectively.",
        "Data were available for 98 and 92 at baseline.",
    ],
)
def test_sizes_of_times_and_kinds(page, said: str) -> None:
    assert _sizes(page, PLAIN + said) == []


@pytest.mark.parametrize(
    "said",
    [
        ". The numbers at 3 and 6 months were 5 and 16.",
        ". The corresponding numbers for men and women were 10 and 11.",
        ". The numbers of centres were 10 and 11.",
        "; 15 and 38 before and after Christmas.",
    ],
)
def test_pairs_of_times_and_kinds_behind_counts(page, said: str) -> None:
    assert _counts(page, SIZED + COUGH + said) == [9, 12]


@pytest.mark.parametrize(
    "said",
    [
        "There were 2 deaths and 3 strokes on zinc or placebo.",
        "Blood pressure (zinc 130, placebo 140) fell.",
        "Length of stay (zinc 6, placebo 8) was short.",
        "Pain (zinc 6, placebo 5) fell.",
        "Colds (zinc 5, placebo 3) per year were seen.",
        "Fewer sick days in adults on zinc (14) than on placebo (22) were seen.",
        "Twice as many tablets were left on zinc (24) as on placebo (12).",
        "For zinc 12 were needed to treat and for placebo none.",
        "In the zinc group, 33 had diabetes and 21 had hypertension before the trial.",
        "The zinc arm had 8 local and 3 distant recurrences at entry.",
    ],
)
def test_numbers_of_no_people_or_of_both_arms(page, said: str) -> None:
    assert _counts(page, SIZED + said) == []


def test_of_all_together(page) -> None:
    said = "Among 140 smokers, 12 on zinc and 20 on placebo died, and 15 had a cold in all."
    assert _counts(page, SIZED + said) == [12, 20]


def test_each_arm_with_a_fate_of_its_own(page) -> None:
    assert 88 not in _counts(
        page, SIZED + "In the zinc group, 12 relapsed, and in the placebo group 88 did not."
    )
    assert 39 not in _counts(
        page, SIZED + "In the zinc group 41 died or left, in the placebo group 39 stayed."
    )


@pytest.mark.parametrize(
    "inside",
    [("n=40; Leeds", "n=40; York"), ("blinded", "open"), ("n=40; morning clinic", "n=40; evening clinic")],
)
def test_brackets_that_are_no_treatment(page, inside: tuple[str, str]) -> None:
    text = f"80 adults were randomised to group A ({inside[0]}) or group B ({inside[1]}). Colds were seen in 10% of group A and 20% of group B."
    assert [a.label for a in grammar(page(text)).arms] == ["group A", "group B"]
