"""Codes in brackets behind what each arm is given, and sizes beside every name that add up."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

NOT_SIZES = (
    "Adults were randomised to orvelin or taxomab. Relapses were seen in 119 patients: 63 in the orvelin group and 56 in the taxomab group.",
    "Adults were randomised to orvelin or taxomab. In all 119 relapses had occurred (63 in the orvelin group and 56 in the taxomab group).",
    "Adults were randomised to orvelin (n = 90) or taxomab (n = 88). 26 women in the orvelin group could be given more than 70 mg.",
)


def test_codes_name_the_arms_that_they_stand_behind(page) -> None:
    text = (
        "We randomised 96 adults to a guided rowing course (EX), a home-based band course (RB) or usual care (UC). Worse sleep was seen in 16% of EX, "
        "27% of RB and 48% of UC participants."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["guided rowing course", "home-based band course", "usual care"]
    assert [(r.arm.split()[0], r.value.value) for r in found.results if r.measure == "proportion"] == [
        ("guided", 16), ("home-based", 27), ("usual", 48),
    ]  # fmt: skip


def test_single_letters_in_brackets(page) -> None:
    text = (
        "Adults were randomised to the plain letter (S), the plain letter with a web-based aid (W), or a printed aid (P). Of 900 adults asked, 414 "
        "answered: 138 in S, 142 in W and 134 in P. A choice was made by 24% in S, 31% in W and 34% in P."
    )
    found = grammar(page(text))
    assert [r.value.value for r in found.results if r.arm and r.value and r.unit == "%"] == [24, 31, 34]
    assert [a.size for a in found.arms] == [138, 142, 134]


def test_a_code_behind_the_time_of_each_arm(page) -> None:
    text = (
        "Adults were randomised to 50 Gy in 25 fractions over 5 weeks (CF) or 43.5 Gy in 15 fractions over 3 weeks (HF). Relapse came in 7.9% "
        "(90% CI 5.6-10.2) in the CF group and 8.4% (90% CI 6.0-10.8) in the HF group."
    )
    found = {r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion"}
    assert "25" in found[7.9]
    assert "15" in found[8.4]


@pytest.mark.parametrize(
    "said",
    [
        "Of 560 adults, 547 let us use their data (275 orvelin, 272 taxomab).",
        "547 adults were allocated (orvelin arm, 275; taxomab arm, 272).",
        "547 adults could be looked at (275 in orvelin and 272 in taxomab).",
        "The 547 adults, 275 orvelin and 272 taxomab, were alike.",
    ],
)
def test_sizes_beside_every_name_that_add_up(page, said: str) -> None:
    found = grammar(page("Adults were randomised to orvelin or taxomab. " + said))
    assert [(a.label, a.size) for a in found.arms] == [("orvelin", 275), ("taxomab", 272)]


@pytest.mark.parametrize("text", NOT_SIZES)
def test_counts_that_are_no_sizes(page, text: str) -> None:
    assert not {a.size for a in grammar(page(text)).arms} & {63, 56, 26}


def test_a_number_behind_a_name_is_not_the_next_name_s(page) -> None:
    text = "Adults were randomised to orvelin, orvelin + zinc or orvelin + light. Numbers randomised were: orvelin alone 77, orvelin + zinc 76, orvelin + light 75."
    assert [a.size for a in grammar(page(text)).arms] == [77, 76, 75]
