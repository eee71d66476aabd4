"""Percents of arms that are named together, told apart by a comparative, or listed outcome by outcome."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Zelotinib versus placebo for colds: a randomized trial. Adults were randomly assigned to zelotinib (n = 150) or placebo (n = 150). "
DOSES = (
    "We randomised 360 adults to zelotinib 20 mg (n = 120), zelotinib 40 mg (n = 120) or placebo (n = 120). "
)
LETTERS = (
    "Adults (n = 270) were randomised to arm A (docetaxel), arm B (capecitabine) or arm C (vinorelbine). "
)
TEL = "Adults were randomised to the control arm TE (n = 50) or to TEL (n = 50). Cure was the end point. "
MONTHS = "We studied 81 adults. Adults were randomly assigned to 12 months (n = 40) or 6 months (n = 41) of zelotinib. "
Z, P, L, H = "zelotinib", "placebo", "zelotinib 20 mg", "zelotinib 40 mg"
A, B, C = "docetaxel", "capecitabine", "vinorelbine"


def linked(page, text: str) -> list[tuple[str, float]]:
    results = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in results if r.measure == "proportion" and r.value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The smaller number is that of whom "fewer" is said, whichever stands first.
        (TWO + "Compared with placebo, zelotinib caused fewer relapses (25% versus 14%).", [(P, 25), (Z, 14)]),
        (TWO + "Compared with placebo, zelotinib caused fewer relapses (14% versus 25%).", [(Z, 14), (P, 25)]),
        (TWO + "Adding zelotinib increased the rate of rash (3% v 9%).", [(P, 3), (Z, 9)]),
        (TWO + "Rash was more common than with placebo (9% v 3%).", [(Z, 9), (P, 3)]),
        (TWO + "Rash was seen in 9%, compared with 3% of those on placebo.", [(Z, 9), (P, 3)]),
        (TWO + "Rates of cure were 88% and 83%, and rates of relief 95% and 93%, with zelotinib and placebo, respectively.",
            [(Z, 88), (P, 83), (Z, 95), (P, 93)]),
        (TWO + "On zelotinib 12% smoked, and on placebo 20% relapsed; of the others 9% did.", [(Z, 12), (P, 20), ("", 9)]),
        # A percent of all people that the arms' percents enclose, and one that is said to be of all.
        (TWO + "Overall, 17% stopped: 23% in the zelotinib group and 11% in the placebo group.", [("", 17), (Z, 23), (P, 11)]),
        (TWO + "Adherence was 91% [zelotinib (90%) versus placebo (92%)].", [("", 91), (Z, 90), (P, 92)]),
        (TWO + "Fever was found in 97% of all adults. Cough was rarer on zelotinib (3%) than on placebo (8%).",
            [("", 97), (Z, 3), (P, 8)]),
        # Kinds of people in brackets are not their arm.
        (TWO + "Cure was seen in 24% of the zelotinib arm (women, 31%; men, 18%) and 9% of the placebo arm (women, 12%; men, 7%).",
            [(Z, 24), ("", 31), ("", 18), (P, 9), ("", 12), ("", 7)]),
        (TWO + "Cure was seen in 24% (ER+ 31%, ER- 18%) on zelotinib and 9% (ER+ 12%, ER- 7%) on placebo.",
            [(Z, 24), ("", 18), (P, 9), ("", 7)]),
        (TWO + "Cure was seen in 49% (95% CI 40 to 58) for zelotinib and 29% (95% CI 21 to 37).", [(Z, 49), (P, 29)]),
        # Changes are no shares of people, each of a list whose first one is said to be a change; nor are rates by the year.
        (TWO + "After 1, 2 and 6 months swelling had decreased by 31, 42 and 55% with zelotinib and 18, 22 and 30% with placebo.", []),
        (TWO + "Levels fell to 12% of baseline values with zelotinib and 41% with placebo.", []),
        (TWO + "Fewer adults died on zelotinib (12 deaths, 0.031% per year) than on placebo (19 deaths, 0.052% per year).", []),
        # A pair keeps the order of the one before it.
        (TWO + "Zelotinib did not differ from placebo in cough (54% vs. 49%) or fever (30% vs. 27%), nor did adults on zelotinib differ in sleep (26% vs. 21%).",
            [(Z, 54), (P, 49), (Z, 30), (P, 27), (Z, 26), (P, 21)]),
        (LETTERS + "Rates of cure in arms A, B and C were 48%, 71% and 63%. More adults in arm C had a fever (4%, 0% and 10%).",
            [(A, 48), (B, 71), (C, 63), (A, 4), (B, 0), (C, 10)]),
        (TEL + "The addition of L (39% v 13%) raised cure.", [("TEL", 39), ("control", 13)]),
        (TWO + "Cure was seen in 87% with and 76% without zelotinib.", [(Z, 87), (P, 76)]),
        (TWO + "Cough was gone in 25% of those receiving zelotinib versus 15% of those who did not.", [(Z, 25), (P, 15)]),
        (TWO + "In the zelotinib and placebo groups cure was 76% and 60%. Cure rose from 9% with placebo to 24% with zelotinib.",
            [(Z, 76), (P, 60), (P, 9), (Z, 24)]),
        (TWO + "Fever was more frequent with zelotinib (12%) than with placebo (2%); deaths were rare (1% and 0.5%).",
            [(Z, 12), (P, 2), (Z, 1), (P, 0.5)]),
        (LETTERS + "Rates of cure in arms A, B and C were 48%, 71% and 63%. Fever was rare (3%, 2% and 4%).",
            [(A, 48), (B, 71), (C, 63), (A, 3), (B, 2), (C, 4)]),
        # By arm or by outcome: that is not said.
        (TWO + "Cough and fever were gone in 88% and 83%, and 78% and 73%, with zelotinib and placebo, respectively.",
            [("", 88), ("", 83), ("", 78), ("", 73)]),
        (TWO + "Cough was gone in 4% and fever in 8% of the zelotinib arm, and in 5% and 11% of the placebo arm.",
            [(Z, 4), (Z, 8), (P, 5), (P, 11)]),
        (TWO + "There were 12 relapses (a year, 3.1%) with zelotinib. Cure was more frequent: 87% zelotinib versus 76% placebo.",
            [(Z, 3.1), (Z, 87), (P, 76)]),
        (DOSES + "Rash was more frequent (40, 51 and 12% for zelotinib 20, 40 mg, and placebo, respectively).",
            [(L, 40), (H, 51), (P, 12)]),
        (LETTERS + "Rash was more common in arm B (60%) than in arms A (16%) or C (22%).", [(B, 60), (A, 16), (C, 22)]),
        (LETTERS + "Rates of cure in arms A, B and C were 48%, 71% and 63%.", [(A, 48), (B, 71), (C, 63)]),
        (MONTHS + "There were relapses in 7% and 12% of the 12- and 6-month groups.", [("12 months", 7), ("6 months", 12)]),
    ],
)  # fmt: skip
def test_whose_percents(page, text: str, expected: list[tuple[str, float]]) -> None:
    assert linked(page, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The percentage change in weight was greater with zelotinib than with placebo (14.5% v 2.5%).",
        "Adults given zelotinib lost more than those given placebo (3.5 v 1.5 kg or 4.5% v 2.5%).",
        "Colds affect 20% of adults, and 10% of adults on zelotinib develop a second one.",
        "The zelotinib group attended 95% of the planned sessions.",
    ],
)
def test_what_is_no_share_of_people(page, text: str) -> None:
    assert linked(page, TWO + text) == []


def test_fewer_than_expected_were_seen(page) -> None:
    text = "Relapses were rarer than expected: 6% in the zelotinib group and 9% in the placebo group."
    assert linked(page, TWO + text) == [(Z, 6), (P, 9)]


def test_people_who_gained_are_a_share(page) -> None:
    text = "On zelotinib 65% lost weight and 15% gained weight."
    assert linked(page, TWO + text) == [(Z, 65), (Z, 15)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A pair whose comparative is behind it
        ("Sweats (31% v 17%) were less frequent with zelotinib.", [(P, 31), (Z, 17)]),
        ("Sweats (17% v 31%) were more common in the zelotinib group.", [(P, 17), (Z, 31)]),
        ("Sweats (31% v 17%) were more common in the zelotinib group.", [(Z, 31), (P, 17)]),
        ("Sweats (31% v 17%) and cramps (12% v 7%) were less frequent on zelotinib than on placebo.",
            [(P, 31), (Z, 17), (P, 12), (Z, 7)]),
        ("Sweats (31% v 17%), cramps and rash were significantly less frequent with zelotinib.", [(P, 31), (Z, 17)]),
        ("Sweats (31% v 17%) were seen. Cramps were less frequent with zelotinib.", [(Z, 31), (P, 17)]),
        ("Sweats (31% v 17%) were not less frequent with zelotinib.", [(Z, 31), (P, 17)]),
        # ... or before it, with the name behind
        ("Sweats were reduced (31% v 17%) with zelotinib.", [(P, 31), (Z, 17)]),
        ("Cure was higher (17% v 31%) with zelotinib.", [(P, 17), (Z, 31)]),
    ],
)  # fmt: skip
def test_the_name_is_behind_the_pair(page, text: str, expected: list[tuple[str, float]]) -> None:
    assert linked(page, TWO + text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Relapses (31% v 17%) were rare and remission (22% v 46%) was higher with zelotinib.",
        "Relapses were less common (31% v 17%) and remission more common (22% v 46%) with zelotinib.",
    ],
)
def test_a_pair_in_one_bracket_has_one_endpoint(page, text: str) -> None:
    results = [r for r in grammar(page(TWO + text)).results if r.measure == "proportion"]
    assert [(r.endpoint.lower(), r.value.value) for r in results if r.value] == [
        ("relapses", 31), ("relapses", 17), ("remission", 22), ("remission", 46),
    ]  # fmt: skip
