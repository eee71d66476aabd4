"""More plain wordings of authors: lengths of one treatment, doses, groups that are none of the arms, lists of means."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.sentences import readable

TWO = "355 adults were randomly assigned to velatinib (n = 180) or placebo (n = 175). "
THREE = "Ninety women were randomised to massage (n = 30), yoga (n = 31) or music (n = 29). "


def told(page, text: str, lead: str = TWO, measures: tuple[str, ...] = ("proportion",)):
    return [
        (r.endpoint, r.arm, r.count if r.count is not None else r.value and r.value.value)
        for r in grammar(page(lead + text)).results
        if r.quote.start >= len(lead) and r.measure in measures
    ]


def sizes(page, text: str) -> list[tuple[str, int | None]]:
    return [(a.label, a.size) for a in grammar(page(text)).arms]


def test_a_limb_is_no_group(page) -> None:
    lead = "We studied 701 women in the zinc arm and 688 in the copper arm. "
    text = "Swelling of the skin in the ipsilateral arm was noted significantly more often after copper than after zinc at 5 years (24% vs 13%)."
    assert [t[1:] for t in told(page, text, lead)] == [("copper", 24), ("zinc", 13)]


def test_a_third_group_takes_no_pair_away(page) -> None:
    lead = "We studied 701 women in the zinc arm and 688 in the copper arm. "
    text = "Relapse, as in the registry group, was found much more often, and rather earlier, after copper than after zinc at 5 years (24% vs 13%)."
    assert [t[1:] for t in told(page, text, lead)] == [("copper", 24), ("zinc", 13)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "Women were randomised to observation (n = 410), one year of velatinib (n = 416) or two years of velatinib (n = 409).",
            [("observation", 410), ("1 year velatinib", 416), ("2 year velatinib", 409)],
        ),
        (
            "Women were randomised to velatinib for two years (n = 410), velatinib for five years (n = 416) or no velatinib (n = 409).",
            [("2 year velatinib", 410), ("5 year velatinib", 416), ("no velatinib", 409)],
        ),
        (
            "In this study 61 women took velatinib 2.5 mg, 63 took velatinib 5 mg and 60 took placebo.",
            [("velatinib 2.5 mg", 61), ("velatinib 5 mg", 63), ("placebo", 60)],
        ),
        (
            "In total 2,411 women entered the trial of zinc against copper: zinc 1,203; copper 1,208.",
            [("zinc", 1203), ("copper", 1208)],
        ),
        (
            "Zinc was compared with copper in gout. 248 women were randomized, 124 each to zinc and to copper.",
            [("zinc", 124), ("copper", 124)],
        ),
        (
            "The effect of zinc was studied in 151 women with gout treated with copper. Seventy-eight patients received copper with zinc and 73 copper without zinc.",
            [("copper with zinc", 78), ("copper without zinc", 73)],
        ),
    ],
)
def test_arms_and_sizes(page, text: str, want: list[tuple[str, int]]) -> None:
    assert sizes(page, text) == want


def test_what_a_length_is_called_by(page) -> None:
    lead = "Women were randomised to velatinib for two years (n = 410), velatinib for five years (n = 416) or no velatinib (n = 409). "
    text = "Relapse occurred in 81 women in the two-year group, 62 in the five-year group and 97 given no velatinib."
    found = told(page, text, lead)
    assert [t[1:] for t in found] == [("2 year velatinib", 81), ("5 year velatinib", 62), ("no velatinib", 97)]  # fmt: skip


def test_letters_that_begin_with_a_joining_word_stand_for_nothing(page) -> None:
    text = "Women had doxorubicin and cyclophosphamide followed by docetaxel (AC-T, 305 patients)."
    own, _ = readable(page(text))
    assert "AC-T" not in abbreviations(own)


def test_an_interval_is_no_arm(page) -> None:
    lead = "We randomly assigned 803 women to stop the tablets (400 women) or to continue it for 5 years (403 women). "
    text = "Gout occurred in 41 women in the stop group and 30 in the continue group (hazard ratio 0.81, 95% CI 0.52-1.13)."
    found = grammar(page(lead + text)).arms
    assert [(a.label, a.size) for a in found] == [("stop the tablets", 400), ("continue it", 403)]
    text = (
        "Gout or death was reported in 41 and 30 women, respectively (hazard ratio 0.81, 95% CI 0.52-1.13)."
    )
    assert [t[1:] for t in told(page, text, lead)] == [("stop the tablets", 41), ("continue it", 30)]


def test_lists_of_means_of_three_arms(page) -> None:
    found = told(page, "Median nausea ratings were 11, 18 and 24 mm.", THREE, ("median",))
    assert found == [("nausea ratings", "massage", 11), ("nausea ratings", "yoga", 18), ("nausea ratings", "music", 24)]  # fmt: skip
    found = told(page, "Mean pain scores were 31, 36 and 44 at 1, 2 and 3 days.", THREE, ("mean",))
    assert all(not arm for _, arm, _ in found)


def test_a_spread_is_no_part_of_a_name(page) -> None:
    found = told(
        page,
        "The mean ± SD stay was 5.1 ± 2.2 days with velatinib and 6.3 ± 2.4 with placebo.",
        TWO,
        ("mean",),
    )
    assert found == [("stay", "velatinib", 5.1), ("stay", "placebo", 6.3)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Deaths numbered 51 and 64 in the velatinib and placebo groups.", [("Deaths", "velatinib", 51), ("Deaths", "placebo", 64)]),
        ("Toxic deaths: two in the velatinib group, none in the placebo group.", [("Toxic deaths", "velatinib", 2), ("Toxic deaths", "placebo", 0)]),
        ("Seromas formed in 9 patients (5%) treated with velatinib and 14 controls (8%).", [("Seromas", "velatinib", 9), ("Seromas", "placebo", 14)]),
        ("Dry skin troubled 9 women on velatinib and 14 on placebo.", [("Dry skin", "velatinib", 9), ("Dry skin", "placebo", 14)]),
        ("Disease recurred in 29 women on velatinib and 34 women on placebo.", [("Disease recurred", "velatinib", 29), ("Disease recurred", "placebo", 34)]),
        ("Nine women on velatinib and 14 on placebo stopped treatment.", [("stopped treatment", "velatinib", 9), ("stopped treatment", "placebo", 14)]),
        ("No difference in gout was apparent (51% v 49%).", [("gout", "velatinib", 51), ("gout", "placebo", 49)]),
        ("Fever complicated 11% of cycles on velatinib and 6% on placebo.", []),
    ],
)  # fmt: skip
def test_results(page, text: str, want) -> None:
    assert told(page, text) == want


def test_this_complication_is_the_one_told_before(page) -> None:
    text = "Gout was seen in 12 patients on velatinib; two patients on placebo had this complication."
    assert ("complication", "placebo", 2) not in told(page, text)


def test_the_combination_of_three_arms(page) -> None:
    text = (
        "Women received copper (211 women), zinc for 24 months (214 women), or zinc plus iron (209 women). "
    )
    text += "Survival was 82% for copper, 81% for zinc and 86% for the combination."
    assert sizes(page, text) == [("copper", 211), ("zinc", 214), ("combination", 209)]


def test_women_in_brackets_of_all_who_are_women(page) -> None:
    text = "We randomly assigned 803 women to stop the tablets (400 women) or to continue it for 5 years (403 women)."
    assert sizes(page, text) == [("stop the tablets", 400), ("continue it", 403)]


def test_one_arm_beside_a_name_that_is_not_known(page) -> None:
    lead = "We compared velatinib with placebo in gout. "
    text = "Three women on placebo and eight on salvage therapy stopped treatment."
    assert sizes(page, lead + text) == [("velatinib", None), ("placebo", None)]
