"""What is no arm though two of its kind stand beside numbers: what all people have, kinds of people, percentiles, outcomes."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.phrases import arm_phrase

GIVEN = "in the prevention of itching in adults with gout receiving weakly or strongly uricosuric drugs. "


def labels(page, text: str) -> list[str]:
    return [a.label.lower() for a in grammar(page(text)).arms]


def test_what_all_people_are_given_is_no_arm(page) -> None:
    text = (
        f"Orvelin versus taxomab {GIVEN}Adults had weakly uricosuric drugs (WUD) or strongly uricosuric drugs (SUD). "
        "Adults were randomised to orvelin or taxomab. "
        "Response was alike (orvelin: WUD 61%, SUD 58%; taxomab: WUD 63%, SUD 55%), later too (orvelin: WUD 41%, SUD 38%; taxomab: WUD 43%, SUD 35%)."
    )
    assert labels(page, text) == ["orvelin", "taxomab"]


def test_what_people_are_allocated_to_is_an_arm_though_all_had_it(page) -> None:
    text = (
        "A switch to orvelin in adults taking taxomab. Adults were randomly assigned to switch to orvelin or to continue with taxomab. "
        "Flares were seen in 21% of the orvelin group and 34% of the taxomab group."
    )
    assert set(labels(page, text)) == {"orvelin", "taxomab"}


def test_a_first_sentence_that_says_what_people_were_given_is_no_title(page) -> None:
    text = "Adults with gout were given orvelin plus taxomab (OT) or taxomab alone (T). 131 adults were treated: 66 with OT and 65 with T."
    assert labels(page, text) == ["orvelin plus taxomab", "taxomab alone"]


@pytest.mark.parametrize(
    "text",
    [
        "Outcomes of adults with gout or sepsis: a randomised trial. Pain fell in 21% of adults with gout and 14% of those with sepsis.",
        "The width was 63 mm (P25 = 41, P75 = 88) and 49 mm (P25 = 32, P75 = 77).",
    ],
)
def test_kinds_of_people_and_percentiles_are_no_arms(page, text: str) -> None:
    assert labels(page, text) == []


def test_who_takes_an_arm_s_drug_is_no_part_of_its_name(page) -> None:
    text = (
        "Velatinib and placebo in gout or sepsis: a randomised trial. Adults with gout or sepsis took velatinib or placebo. "
        "Pain fell in 21% on velatinib and 14% on placebo."
    )
    assert labels(page, text) == ["velatinib", "placebo"]


def test_a_group_is_called_by_what_stands_just_before_it(page) -> None:
    text = (
        "Effect of orvelin on itching. Adults were randomly assigned to two groups, 37 in the treated group and 36 in the control group. "
        "The state of sleep in the treated group was better in 21 (57%); while the state of sleep in the control group was better in 13 (36%)."
    )
    assert labels(page, text) == ["orvelin", "control"]


def test_a_title_that_finds_one_as_good_as_the_other(page) -> None:
    text = (
        "Palpation is at least as good as thermography in finding gout. "
        "Thermography found 54% of nodes. With palpation, this was 63%."
    )
    found = grammar(page(text)).results
    assert [(r.arm.lower(), r.value.value) for r in found if r.value] == [("thermography", 54), ("palpation", 63)]  # fmt: skip


def test_a_strength_in_percent_is_no_part_of_a_name() -> None:
    assert arm_phrase("0.3% orvelin") == "orvelin"


def test_more_numbers_than_arms_are_of_the_one_that_follows(page) -> None:
    text = (
        "Orvelin versus taxomab in gout. Adults were randomised to orvelin (n = 60) or taxomab (n = 26). Itching was seen in 41.1%, 67.2% and 51.3% and rash in 20.4%, 9.3% and 11.8% "
        "of adults receiving orvelin 30, 40 and 50 mg, respectively; in adults receiving taxomab, 48.2% had itching."
    )
    found = grammar(page(text)).results
    shares = [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value]
    assert shares == [
        ("orvelin", 41.1),
        ("orvelin", 67.2),
        ("orvelin", 51.3),
        ("orvelin", 20.4),
        ("orvelin", 9.3),
        ("orvelin", 11.8),
        ("taxomab", 48.2),
    ]


def test_what_people_were_like_is_no_result(page) -> None:
    text = (
        "Orvelin versus taxomab in gout. Adults were randomised to orvelin or taxomab. "
        "Baseline characteristics were alike but for tophi (orvelin, 31% v taxomab, 44%); flares were seen in 12% of the orvelin and 17% of the taxomab group."
    )
    found = grammar(page(text)).results
    assert [(r.arm, r.value.value) for r in found if r.unit == "%" and r.value] == [("orvelin", 12), ("taxomab", 17)]  # fmt: skip


def test_those_treated_or_not(page) -> None:
    text = (
        "Late zinc in gout. Adults were randomly assigned to late zinc capsules (n = 40) or no zinc capsules (n = 41). "
        "Survival was 91% and 87% for adults treated or not with capsules."
    )
    found = grammar(page(text)).results
    shares = [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value]
    assert [v for _, v in shares] == [91, 87]
    assert shares[1][0].startswith("no ")
    assert shares[0][0] == shares[1][0].removeprefix("no ") or "late" in shares[0][0]


def test_of_three_letters_the_one_given_something_else_is_compared_with(page) -> None:
    text = (
        "A trial of two schedules of orvelin or taxomab with zinc. Adults were randomly assigned to orvelin 16 mg weekly plus zinc (arm A: n = 46), "
        "orvelin 40 mg monthly plus zinc (arm B: n = 45), or taxomab 90 mg weekly plus zinc (arm C: n = 32). "
        "Response was 48%, 71% and 63% in arms A, B and C, respectively."
    )
    roles = [a.role for a in grammar(page(text)).arms]
    assert roles == ["experimental", "experimental", "control"]
