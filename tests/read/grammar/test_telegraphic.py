"""Pairs without a verb whose arms stand in a bracket, what became of an outcome, and lists of up to six arms."""

from __future__ import annotations

import pytest

from trialwright.pool.meaning import _turning
from trialwright.read.grammar import grammar
from trialwright.read.grammar.polarity import better

LEAD = "Seventy women were randomised to zilomab (group A) or placebo (group B). "


def told(page, text: str, lead: str = LEAD) -> list[tuple[str, str, float | None, str]]:
    return [
        (r.measure, r.arm, r.count if r.count is not None else r.value and r.value.value, r.endpoint)
        for r in grammar(page(lead + text)).results
        if r.measure in ("mean", "median", "proportion")
    ]


@pytest.mark.parametrize(
    ("text", "measure", "name"),
    [
        ("Blood loss: 410 v 530 ml (A, B).", "mean", "Blood loss"),
        ("Mean blood loss 410 v 530 ml (zilomab, placebo).", "mean", "blood loss"),
        ("Nausea: 410 v 530 (A, B).", "proportion", "Nausea"),
        ("Results (zilomab v placebo): mean stay 410 v 530 min; fever was rare.", "mean", "stay"),
    ],
)
def test_a_pair_is_of_the_arms_in_its_bracket(page, text: str, measure: str, name: str) -> None:
    assert told(page, text) == [(measure, "zilomab", 410, name), (measure, "placebo", 530, name)]


def test_the_bracket_tells_the_order(page) -> None:
    assert [arm for _, arm, _, _ in told(page, "Blood loss: 530 v 410 ml (B, A).")] == ["placebo", "zilomab"]


@pytest.mark.parametrize(
    "text",
    [
        "Blood loss: 410 v 530 ml (before, after).",
        "Blood loss: 410 v 530 ml (A, A).",
        "Age: 41 v 53 years (A, B).",
        "Medians are given. Blood loss: 410 v 530 ml (A, B).",
    ],
)
def test_a_bracket_of_no_two_arms_tells_nothing(page, text: str) -> None:
    assert told(page, text) == []


def test_those_of_one_arm_of_a_pair_are_not_all_who_took_part(page) -> None:
    stated = grammar(
        page("Women were randomised to zilomab or placebo. Transfusion: 4 v 11 women (zilomab, placebo).")
    ).stated
    assert 11 not in [s.value for s in stated]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pain was relieved in 14 of 35 with zilomab and 6 of 35 with placebo.", "Pain relieved"),
        ("Bleeding was not controlled in 14 of 35 with zilomab and 6 of 35 with placebo.", "Bleeding not controlled"),
        ("Headache was absent in 40 % with zilomab and 17 % with placebo.", "Headache absent"),
        ("Ulcers healed in 14 of 35 with zilomab and 6 of 35 with placebo.", "Ulcers healed"),
        ("Zilomab prevented cramps in 40 % and placebo in 17 %.", "cramps prevented"),
        ("Rash was seen in 14 of 35 with zilomab and 6 of 35 with placebo.", "Rash"),
        ("Zilomab reduced cramps (17 % v 40 % with placebo).", "cramps"),
    ],
)  # fmt: skip
def test_what_became_of_it_is_what_is_counted(page, text: str, name: str) -> None:
    assert {found for *_, found in told(page, text)} == {name}


def test_pain_relieved_is_no_pain() -> None:
    assert better("Pain relieved") == ""
    assert better("Pain") == "lower"
    assert _turning(("pain", "relieved"), {"pain"}) == {"relieved"}
    assert _turning(("headache", "absent"), {"headache"}) == {"absent"}


def test_events_behind_a_fraction_are_read(page) -> None:
    text = "After a year 14 of 35 died with zilomab and 6 of 35 with placebo."
    assert told(page, text) == [("proportion", "zilomab", 14, "died"), ("proportion", "placebo", 6, "died")]


SIX = ["zinc", "copper", "iron", "iodine", "selenium", "placebo"]


@pytest.mark.parametrize(
    "lead",
    [
        "Adults were randomly assigned to one of six groups: zinc, copper, iron, iodine, selenium or placebo (n = 70 each). ",
        "We randomised 420 adults to zinc (n = 70), copper (n = 70), iron (n = 70), iodine (n = 70), selenium (n = 70) or placebo (n = 70). ",
    ],
)
def test_six_arms_are_six(page, lead: str) -> None:
    text = "Relapse occurred in 11, 13, 15, 17, 19 and 31 % of the zinc, copper, iron, iodine, selenium and placebo groups, respectively."
    found = grammar(page(lead + text))
    assert [(a.label, a.size) for a in found.arms] == [(name, 70) for name in SIX]
    assert [r.arm for r in found.results if r.measure == "proportion"] == SIX


def test_six_doses_are_no_counts(page) -> None:
    lead = "Adults were randomised to placebo (n = 51) or to zilomab 1 mg (n = 50), 2 mg (n = 52), 5 mg (n = 49), 10 mg (n = 50) or 20 mg (n = 48). "
    text = "Relief came to 12 %, 18 %, 22 %, 30 %, 41 % and 44 % with placebo and zilomab 1, 2, 5, 10 and 20 mg, respectively."
    found = told(page, text, lead)
    assert [(arm, n) for _, arm, n, _ in found] == [
        ("placebo", 12), ("zilomab 1 mg", 18), ("zilomab 2 mg", 22), ("zilomab 5 mg", 30), ("zilomab 10 mg", 41), ("zilomab 20 mg", 44),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lead",
    [
        "Randomised crossover trial. Each of 24 volunteers took, in random order: zilomab; ibuprofen; naproxen; and placebo. ",
        "In a crossover trial the treatments were (a) zilomab; (b) ibuprofen; (c) naproxen; and (d) placebo. ",
    ],
)
def test_semicolons_part_what_is_crossed_over(page, lead: str) -> None:
    found = grammar(page(lead + "Relief came to 13, 16, 18 and 5 volunteers, respectively."))
    assert [a.label for a in found.arms] == ["zilomab", "ibuprofen", "naproxen", "placebo"]


@pytest.mark.parametrize(
    "lead",
    [
        "In a crossover trial adults took zilomab or placebo. They received a diary; a thermometer; and a leaflet. ",
        "Adults took, in random order: a test of sight; a test of smell; and a test of touch. ",
    ],
)
def test_other_lists_are_no_arms(page, lead: str) -> None:
    labels = [
        a.label for a in grammar(page(lead + "Relief came to 13 with zilomab and 5 with placebo.")).arms
    ]
    assert labels == ["zilomab", "placebo"]
