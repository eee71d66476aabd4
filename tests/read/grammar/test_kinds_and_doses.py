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
        "Responses were obtained in 22 patients of the oxanol group (CR 5, PR 17) and in 19 of the velamide group (CR 4, PR 15).",
        "Twenty-two patients on oxanol responded (5 completely, 17 partially), and 19 patients on velamide (four completely, 15 partially).",
    ],
)
def test_kinds_of_response(page, said: str) -> None:
    assert [(arm, n) for arm, n, _ in _told(page, DEALT + said)] == [
        ("oxanol", 22), ("oxanol", 5), ("oxanol", 17), ("velamide", 19), ("velamide", 4), ("velamide", 15),
    ]  # fmt: skip
    kinds = {r.count: r.endpoint for r in grammar(page(DEALT + said)).results if r.measure == "proportion"}
    assert (kinds[5], kinds[17]) == ("complete response", "partial response")


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
        "Patients were randomised between six cycles of FEC with epirubicin 100 mg/m2 (FEC 100) and six with 50 mg/m2 (FEC 50). "
        "Among 537 patients, 268 got FEC 100 and 269 FEC 50. Fever was seen in 67 women on FEC 100 (25%) and 30 on FEC 50 (11%)."
    )
    assert _told(page, text) == [("FEC 100", 67, 25), ("FEC 50", 30, 11)]


def test_some_out_of_controls(page) -> None:
    said = "Cough affected six of the 29 surviving oxanol women (21%) and eight of the 22 surviving controls (36%)."
    assert [(n, p) for _, n, p in _told(page, DEALT + said)] == [(6, 21), (8, 36)]


@pytest.mark.parametrize(
    ("dealt", "arms"),
    [
        ("Oxanol versus velamide. Women were randomised to oxanol or velamide. Of 366 women, 181 had been given oxanol and 185 velamide.", ["oxanol", "velamide"]),
        ("Oxanol for pain. Women took oxanol or matching placebo. 83 were randomised; five from the oxanol group and two from the placebo group were excluded.", ["oxanol", "placebo"]),
    ],
)  # fmt: skip
def test_verbs_and_prepositions_name_no_arm(page, dealt: str, arms: list[str]) -> None:
    assert [a.label.lower() for a in grammar(page(dealt)).arms] == arms
