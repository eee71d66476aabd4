"""Kinds of response behind their short forms, doses in the names of arms, and the arm behind the second of two counts."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def _told(page, text: str) -> list[tuple[str, int | None, float | None]]:
    found = grammar(page(text)).results
    return [(r.arm, r.count, r.value and r.value.value) for r in found if r.measure == "proportion"]


DEALT = (
    "Oxanol versus velamide. 136 women were randomised to oxanol (69 patients) or velamide (67 patients). "
)


@pytest.mark.parametrize(
    "said",
    [
        "Responses were obtained in 21 patients of the oxanol group (CR 8, PR 13) and in 16 of the velamide group (CR 6, PR 10).",
        "Twenty-one patients on oxanol responded (8 completely, 13 partially), and 16 patients on velamide (six completely, 10 partially).",
    ],
)
def test_kinds_of_response(page, said: str) -> None:
    assert [(arm, n) for arm, n, _ in _told(page, DEALT + said)] == [
        ("oxanol", 21), ("oxanol", 8), ("oxanol", 13), ("velamide", 16), ("velamide", 6), ("velamide", 10),
    ]  # fmt: skip
    kinds = {r.count: r.endpoint for r in grammar(page(DEALT + said)).results if r.measure == "proportion"}
    assert (kinds[8], kinds[13]) == ("complete response", "partial response")


def test_kinds_that_are_not_the_count_before_them(page) -> None:
    said = "Responses were obtained in 22 patients of the oxanol group (CR 9, PR 30)."
    assert 9 not in [n for _, n, _ in _told(page, DEALT + said)]


def test_rates_behind_the_counts_of_both_arms(page) -> None:
    said = "Relapse was seen in 22 patients of the oxanol group and in 19 of the velamide group, giving relapse rates of 32% and 28%."
    shares = [(arm, p) for arm, _, p in _told(page, DEALT + said) if p]
    assert shares == [("oxanol", 32), ("velamide", 28)]
    later = "Relapse was seen in 22 patients on oxanol and in 19 on velamide, giving relapse rates of 32% and 28% at 1 and 2 years."
    assert not [arm for arm, _, p in _told(page, DEALT + later) if p and arm]


def test_the_arm_behind_the_second_count(page) -> None:
    said = "Headache was the commonest complaint with oxanol (seven patients, as against two with velamide)."
    assert _told(page, DEALT + said) == [("oxanol", 7, None), ("velamide", 2, None)]


def test_a_number_of_an_arms_name_is_no_count(page) -> None:
    text = (
        "Patients were randomised between five courses of ABX with oxanol 80 mg/m2 (ABX 80) and five with 40 mg/m2 (ABX 40). "
        "Among 241 patients, 120 got ABX 80 and 121 ABX 40. Fever was seen in 48 women on ABX 80 (40%) and 17 on ABX 40 (14%)."
    )
    assert _told(page, text) == [("ABX 80", 48, 40), ("ABX 40", 17, 14)]


def test_some_out_of_controls(page) -> None:
    said = "Cough affected five of the 25 older oxanol women (20%) and nine of the 30 older controls (30%)."
    assert [(n, p) for _, n, p in _told(page, DEALT + said)] == [(5, 20), (9, 30)]


@pytest.mark.parametrize(
    ("dealt", "arms"),
    [
        ("Oxanol versus velamide. Women were randomised to oxanol or velamide. Of 290 women, 141 had been given oxanol and 149 velamide.", ["oxanol", "velamide"]),
        ("Oxanol for pain. Women took oxanol or matching placebo. 91 were randomised; seven from the oxanol group and four from the placebo group were left out.", ["oxanol", "placebo"]),
    ],
)  # fmt: skip
def test_verbs_and_prepositions_name_no_arm(page, dealt: str, arms: list[str]) -> None:
    assert [a.label.lower() for a in grammar(page(dealt)).arms] == arms


@pytest.mark.parametrize(
    "said",
    [
        "Colds were seen in 8 patients of the oxanol group (12%) and in 12 of the velamide group (18%).",
        "Colds were seen in 8 in the oxanol group (12%) and 12 in the velamide group (18%).",
    ],
)
def test_a_percent_behind_the_group_is_its_counts(page, said: str) -> None:
    assert _told(page, DEALT + said) == [("oxanol", 8, 12), ("velamide", 12, 18)]
