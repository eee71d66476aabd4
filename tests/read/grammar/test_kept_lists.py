"""Counts and percents of sentences that name no arm, in documents which keep an order of their arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = (
    "Zinc lozenges versus placebo for colds. Eighty adults were randomly assigned to zinc lozenges (n = 41) or placebo (n = 39). "
    "Rash was seen in 9 adults on zinc lozenges and 4 on placebo. "
)
THREE = (
    "Zinc, honey or placebo for colds. Adults were randomly assigned to zinc, honey or placebo. "
    "Relapse was seen in 9% on zinc, 4% on honey and 3% on placebo. Cure was seen in 31% on zinc, 44% on honey and 23% on placebo. "
)


def _counts(page, text: str) -> list:
    found = [
        r for r in grammar(page(text)).results if r.measure == "proportion" and r.arm and r.count is not None
    ]
    return [(r.arm.split()[0], r.count) for r in found if r.count not in (9, 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wheeze was met with in 13 and 17 adults.", [13, 17]),
        ("A return to work could be arranged by 13 and 17 adults.", [13, 17]),
        ("Loss of 6% of weight or more was seen in 13 and 17 adults.", [13, 17]),
        ("Wheeze was noted in 13 and 17 adults, hives in 6 and 7, and loss of taste in 3 and 8.", [13, 17, 6, 7, 3, 8]),
        ("Wheeze was troublesome in 13 and 7, respectively.", [13, 7]),
        ("After 20 months 13 and 17 adults had died (hazard ratio 0.8).", [13, 17]),
        ("Thirteen and 17 adults were lost by 6 weeks.", [13, 17]),
        ("A total of 13 and 17 adults did not return the diary.", [13, 17]),
        ("Wheeze was rare, with 3 and 1 cases.", [3, 1]),
        ("Survival was 81% and 84% (13 and 11 deaths).", [13, 11]),
        ("Headache (13 and 17 adults) was usual.", [13, 17]),
        ("Toxic deaths: 3 and 1.", [3, 1]),
        ("Falls at two years: 3 and 1.", [3, 1]),
        # two kinds of people, two outcomes, those of whom something is known, and plans
        ("Wheeze was met with in 13 and 17 adults with mild and grave colds.", []),
        ("In women and men wheeze was met with in 13 and 17.", []),
        ("Wheeze and hives were met with in 13 and 17.", []),
        ("There were 13 and 17 relapses at the two sites.", []),
        ("The numbers available were, after 2 weeks, 13 and 17 adults.", []),
        ("We calculated that wheeze would be met with in 13 and 17 adults.", []),
        ("Wheeze was met with in 13 and 17 days.", []),
        # what was measured of those to whom it happened
        ("Months to relapse: 13 and 17.", []),
        ("Days with headache: 13 and 17.", []),
        ("Odds of relapse: 13 and 17.", []),
    ],
)  # fmt: skip
def test_lists_of_two(page, text: str, expected: list) -> None:
    arms = ["zinc", "placebo"] * 3
    assert _counts(page, TWO + text) == list(zip(arms, expected, strict=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wheeze was met with in 13, 7 and 11 adults.", [13, 7, 11]),
        ("By day 28, 13, 7 and 11 adults had died.", [13, 7, 11]),
        ("Complete responses: 13, 7 and 11.", [13, 7, 11]),
        ("Oedema (13, 7 and 11 adults) and cough (5, 2 and 3 adults) were seen.", [13, 7, 11, 5, 2, 3]),
        ("Thirteen, 7 and 11 adults in the three groups withdrew.", [13, 7, 11]),
        ("Wheeze was met with in 13 and 7 adults.", []),
    ],
)
def test_lists_of_three(page, text: str, expected: list) -> None:
    arms = ["zinc", "honey", "placebo"] * 2
    assert _counts(page, THREE + text) == list(zip(arms, expected, strict=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dialysis: 13 vs 7.", [13, 7]),
        ("Cure: 33.9% vs 32.0%; a new cold at school: 13 vs 7.", [13, 7]),
        ("Wheeze was seen in 31% vs 22%, and a night on the ward in 13 vs 7.", [13, 7]),
        ("Headache (13 vs 7), dreams (6 vs 5) and sweats (3 vs 8) were noted.", [13, 7, 6, 5, 3, 8]),
        ("There were 13 vs 7 miscarriages.", [13, 7]),
        ("Bleeds in the first year numbered 13 vs 7.", [13, 7]),
        ("We calculated that there would be 13 vs 7 relapses.", []),
        ("The cost of headache: 13 vs 7.", []),
        ("Headache (13 vs 7) and pain score (6 vs 5) were noted.", [13, 7]),
        ("Wheeze was seen in 31% vs 22%, and the stay was longer in 3 vs 5.", []),
    ],
)
def test_counts_set_against_each_other(page, text: str, expected: list) -> None:
    assert _counts(page, TWO + text) == list(zip(["zinc", "placebo"] * 3, expected, strict=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hives were usual (31% and 22%), and wheeze was seen (17% and 18%).", [31, 22, 17, 18]),
        ("Diaries were returned at 12 weeks by 31% and 22%.", [31, 22]),
        ("Sleep at 20 weeks stood at 31% and 22%.", [31, 22]),
        ("Praise was given by 31% and 22% of respondents.", [31, 22]),
        ("Loss of all colds from any cause: 31% and 22%.", [31, 22]),
        ("At data cutoff 31% and 22% had relapsed or died.", [31, 22]),
        ("Calls between visits were made by 31% and 22% of adults.", [31, 22]),
        ("Early and late hives were usual (31% and 22%).", []),
        ("At 1 and 2 weeks hives were usual (31% and 22%).", []),
        ("Calls between sons and mothers were made by 31% and 22% of adults.", []),
    ],
)
def test_percents(page, text: str, expected: list) -> None:
    found = [r for r in grammar(page(TWO + text)).results if r.measure == "proportion" and r.arm and r.value]
    assert [(r.arm.split()[0], r.value.value) for r in found] == list(
        zip(["zinc", "placebo"] * 2, expected, strict=False)
    )
