"""More plain wordings of authors: lengths of one treatment, doses, groups that are none of the arms, lists of means, headings with dashes."""

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


def people(page, text: str) -> list[object]:
    found = grammar(page(text)).stated
    return [s.value for s in found if s.field in ("randomised", "recruited", "treated", "participants")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "Velatinib was added to standard therapy in 731 adults with heart failure; 724 adults received placebo. Deaths were fewer with velatinib than on placebo.",
            ["velatinib", "placebo"],
        ),
        (
            "The efficacy of zinc patches (n = 211) and oral zinc (n = 208) was compared. Cure was seen in 51% of the patch group and 48% of the oral group.",
            ["zinc patches", "oral zinc"],
        ),
        (
            "A randomised comparison of oral and intravenous zinc was made in 150 women. The oral group consisted of 74 women, the intravenous group of 76.",
            ["oral", "intravenous"],
        ),
    ],
)
def test_what_arms_are_called(page, text: str, want: list[str]) -> None:
    assert [label for label, _ in sizes(page, text)] == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "In this study 280 women took part, of whom 141 had telephone follow up and 139 had clinic follow up. Relapse was found in 9 women in the telephone group and 5 in the clinic group.",
            [141, 139],
        ),
        (
            "A total of 301 women were studied at three daily doses of velatinib: 1 mg (101 women), 5 mg (99 women) and 10 mg (101 women).",
            [101, 99, 101],
        ),
        (
            "A randomised comparison of oral and intravenous zinc was made in 150 women. The oral group consisted of 74 women, the intravenous group of 76.",
            [74, 76],
        ),
        (
            "OBJECTIVE--To compare zinc with copper. SUBJECTS--140 women with gout. INTERVENTIONS--Zinc (70 women) or copper (70 women). RESULTS--Gout was worse in the zinc group than in the copper group.",
            [70, 70],
        ),
        (
            "Women were given zinc 4 mg (group Z), copper 1 mg (group C) or saline (group S), 40 women in each group. Rescue drugs were required by 6 women in group Z, 9 in group C and 17 in group S.",
            [40, 40, 40],
        ),
    ],
)
def test_sizes(page, text: str, want: list[int]) -> None:
    assert [size for _, size in sizes(page, text)] == want


def test_who_are_all_people(page) -> None:
    assert people(
        page, "SUBJECTS--140 women with gout. INTERVENTIONS--Zinc (70 women) or copper (70 women)."
    ) == [140]
    text = "Velatinib was added to standard therapy in 731 adults with heart failure; 724 adults received placebo."
    assert people(page, text) == []
    text = "Adults were given zinc (group Z) or copper (group C). Rescue drugs were required by 6 adults in group Z and 9 in group C."
    assert people(page, text) == []


def test_without_a_thing_is_not_with_it(page) -> None:
    lead = "Women were randomised to a boost (n = 151) or no boost (n = 149). "
    text = "Relapse was found in 9 of 151 women with a boost and 16 of 149 without a boost."
    assert [t[1:] for t in told(page, text, lead)] == [("boost", 9), ("no boost", 16)]
    text = "Relapse was seen in 6% of women with a boost and 11% without a boost."
    assert [t[1:] for t in told(page, text, lead)] == [("boost", 6), ("no boost", 11)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Leukaemia was seen in 3 patients, all in the velatinib group.", [("Leukaemia", "velatinib", 3)]),
        ("Cramps were seen in 14 adults during velatinib treatment and in 5 adults during placebo treatment.", [("Cramps", "velatinib", 14), ("Cramps", "placebo", 5)]),
    ],
)  # fmt: skip
def test_more_results(page, text: str, want) -> None:
    assert told(page, text) == want


def test_a_few_given_each_are_no_sizes(page) -> None:
    text = "Fever followed infusion in 7 women given massage, 6 given yoga and 5 given music."
    assert [t[1:] for t in told(page, text, THREE)] == [("massage", 7), ("yoga", 6), ("music", 5)]


def test_counts_of_the_three_groups(page) -> None:
    text = "Distress was present at the end of the course in 4, 6 and 12 women of the three groups."
    assert [t[1:] for t in told(page, text, THREE)] == [("massage", 4), ("yoga", 6), ("music", 12)]


def test_medians_in_a_bracket_behind_what_they_are_of(page) -> None:
    text = "There was no difference in time to relapse (median, 9.1 v 5.8 months)."
    assert told(page, text, TWO, ("median",)) == [("time to relapse", "velatinib", 9.1), ("time to relapse", "placebo", 5.8)]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The groups were comparable with respect to age (mean 51.2 and 52.4 years).",
        "Velatinib showed superiority over placebo in every way (median, 9.1 v 5.8 months).",
        "Velatinib had less bleeding, quicker neck dissection (mean 41 vs. 55 min, P = 0.01).",
    ],
)
def test_how_two_compare_is_no_name_of_a_mean(page, text: str) -> None:
    assert {name for name, _, _ in told(page, text, TWO, ("mean", "median"))} <= {"", "neck dissection"}
