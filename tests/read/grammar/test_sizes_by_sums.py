"""Sizes that words give to the wrong arm, or to none, and that sums and contradictions tell."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def sizes(page, text: str) -> list[tuple[str, int]]:
    results = grammar(page(text)).results
    return [(r.arm.lower(), r.total) for r in results if r.measure == "size"]


def test_one_arm_has_no_two_sizes_in_one_sentence(page) -> None:
    text = (
        "The objective was to compare the response of adults with gout to treatment with bravol alone (BRA) or bravol and cosmetin (BRA + COS). "
        "Adults were randomly assigned to receive either BRA 4 mg/day (n = 58) or the combination of BRA 4 mg/day and four infusions of COS "
        "2 mg every 3 weeks (n = 63) for a year. Response was seen in 50% of the BRA group and in 60% of the BRA + COS group."
    )
    assert [n for _, n in sizes(page, text)] == [58, 63]
    assert len({arm for arm, _ in sizes(page, text)}) == 2


def test_what_one_arm_leaves_of_the_people_is_the_other_arm(page) -> None:
    text = (
        "Early against late feeding after surgery. After 131 adults were randomised to early feeding or late feeding, the trial was stopped. "
        "Of 67 adults randomised to early feeding, eight vomited. In contrast, of 64 whose meals came on the third day, 20 vomited."
    )
    found = [r for r in grammar(page(text)).results if r.measure == "size"]
    assert [(r.arm, r.total, r.because.formula) for r in found] == [
        ("early feeding", 67, ""),
        ("late feeding", 64, "131 - 67 = 64"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Of 64 whose meals came on the third day, 20 vomited, and 64 were weighed.",  # two places
        "Of 60 whose meals came on the third day, 20 vomited.",  # no sum
        "Meals of 64 g came on the third day.",  # no people
    ],
)
def test_a_difference_that_is_not_sure_is_no_size(page, text: str) -> None:
    start = (
        "Early against late feeding after surgery. After 131 adults were randomised to early feeding or late feeding, the trial was stopped. "
        "Of 67 adults randomised to early feeding, eight vomited. "
    )
    assert sizes(page, start + text) == [("early feeding", 67)]


@pytest.mark.parametrize(("alone", "kept"), [(71, True), (48, False), (90, False)])
def test_a_number_that_stands_alone_is_the_arm_or_nearly(page, alone: int, kept: bool) -> None:
    text = (
        "Zelvapril for ankle swelling: a randomised trial. Adults on zelvapril (n = 74) and adults on placebo (n = 71) were followed for a year. "
        f"At the end zelvapril (n = {alone}) was stopped."
    )
    assert (("zelvapril", alone) in sizes(page, text)) is kept
