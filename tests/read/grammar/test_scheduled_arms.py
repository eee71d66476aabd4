"""Arms that a time, a dose or a way alone tells apart, and other words for two arms that follow from how they differ."""

from __future__ import annotations

import pytest

from trialwright.adapters.concepts import load
from trialwright.read import documents, read, sides
from trialwright.read.grammar import grammar


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Velatinib for 6 months versus 12 months: a randomised trial. In all, 90 adults were assigned to 12 months of velatinib and 88 to 6 months.",
            [("12-month", 90), ("6-month", 88)]),
        ("Adults were randomised to velatinib every 12 weeks or every 4 weeks. In all, 90 were assigned to the 12-week group and 88 to the 4-week group.",
            [("12-week", 90), ("4-week", 88)]),
        ("Two doses of velatinib. Adults were randomised to 160 mg/day (n=80) or 480 mg/day (n=81).", [("160 mg", 80), ("480 mg", 81)]),
        ("Oral versus intravenous velatinib. Adults were randomised; 52 were treated on oral and 54 on intravenous velatinib.", [("oral", 52), ("intravenous", 54)]),
        ("Weekly versus three-weekly velatinib: a randomised trial. In all, 52 adults had weekly and 54 had three-weekly velatinib.",
            [("three-weekly", 54), ("weekly", 52)]),
        # One dose, a time of measurement, and a text that divides nobody tell no arms apart.
        ("Adults were randomised to 160 mg of velatinib.", []),
        ("Adults were randomised. They were seen after 12 months or 6 months.", []),
        ("Of the adults, 90 were treated with 20 mg and 88 were treated with 40 mg.", []),
    ],
)  # fmt: skip
def test_arms_and_sizes(page, text: str, expected: list) -> None:
    found = [(r.arm, r.total) for r in grammar(page(text)).results if r.measure == "size"]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what one arm has and the other has not
        ("Adults were randomised to frozen gloves or no gloves. Rash was seen in 7 of 32 adults with gloves versus 19 of 32 without gloves.",
            [("frozen gloves", 7), ("no gloves", 19)]),
        ("Adults were randomised to velatinib plus orsatinib or orsatinib plus placebo. Rash was seen in 12 adults in the combination group and 9 in the orsatinib-alone group.",
            [("velatinib", 12), ("orsatinib", 9)]),
        # codes with what they stand for in brackets
        ("Velatinib and orsatinib versus velatinib and taratinib. Adults were randomised to VO (velatinib 6 mg plus orsatinib) or VT (velatinib 6 mg plus taratinib). "
            "Rash was seen in 12 VO and 9 VT adults.", [("Velatinib and orsatinib", 12), ("velatinib and taratinib", 9)]),
    ],
)  # fmt: skip
def test_other_words_for_two_arms(page, text: str, expected: list) -> None:
    assert [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"] == expected


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("Women were randomised to biopsy with green dye alone (n = 62) or green dye and blue dye (n = 65).", "green dye and blue dye"),
        ("Two doses of velatinib. Adults were randomised to 160 mg/day (n=80) or 480 mg/day (n=81).", "480 mg"),
        ("Velatinib at two dose levels. Adults were allocated to VEL 50 (velatinib 50 mg; 89 adults) or VEL 100 (velatinib 100 mg; 76 adults).", "VEL 100"),
        ("Adults were randomised. Group A (n = 40) received normal saline and group B (n = 41) received velatinib.", "velatinib"),
        ("Adults were divided into two groups: 40 adults received velatinib plus orsatinib (group A) and 41 adults received orsatinib (group B).", "velatinib plus orsatinib"),
        ("Adults were divided into groups. Group A received 5 mg of orsatinib, group B received velatinib plus orsatinib.", "group B"),
        ("Adults were randomised to velatinib (group A, n = 40) or standard care (group B, n = 41).", "velatinib"),
    ],
)  # fmt: skip
def test_sides(text: str, tried: str) -> None:
    (document,) = documents(text.encode(), "note.txt")
    assert sides(read(document, load())).intervention == (tried,)


def test_the_code_of_one_letter_beside_a_known_code(page) -> None:
    text = (
        "Velatinib plus orsatinib versus orsatinib monotherapy. Adults were randomised to VO (velatinib 6 mg plus orsatinib 9 mg) "
        "or O (orsatinib at the same dose). In all, 66 adults were treated with VO and 63 treated with O."
    )
    assert [r.total for r in grammar(page(text)).results if r.measure == "size"] == [66, 63]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Single versus multiple fractions for hip pain. Adults were randomised to 8 Gy in a single fraction or 30 Gy in 10 fractions. Relief was seen in 40% of the SF group and 45% of the MF group.",
            [("single fraction", 40), ("multiple fractions", 45)]),
        ("Adults were randomised to 55 Gy in 20 fractions or 70 Gy in 35 fractions. Cough was seen in 12% after 55 Gy and 15% after 70 Gy.",
            [("20 fractions", 12), ("35 fractions", 15)]),
        # nobody is divided by the numbers of fractions, or by three of them
        ("Adults were given 55 Gy in 20 fractions. Those of 1990 had 70 Gy in 35 fractions. Cough was seen in 12% after 55 Gy.", [("", 12)]),
    ],
)  # fmt: skip
def test_arms_by_numbers_of_fractions(page, text: str, expected: list) -> None:
    found = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == expected


def test_fewer_fractions_are_tried_but_not_where_more_are_the_point() -> None:
    told = "Adults were randomised to 70 Gy in 35 fractions or 55 Gy in 20 fractions. Cough was seen in 15% after 70 Gy and 12% after 55 Gy."
    assert sides(read(documents(told.encode(), "a.txt")[0], load())).intervention == ("20 fractions",)
    other = "Hyperfractionated radiotherapy. " + told
    assert sides(read(documents(other.encode(), "a.txt")[0], load())).intervention != ("20 fractions",)
