"""Plain wordings of authors once more: what is no arm, who is counted, headings with dashes, and bare medians in brackets."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

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
def test_results(page, text: str, want) -> None:
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
