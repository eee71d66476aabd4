"""Test statistics, participant flow, and how a sample size was planned."""

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.check import p_value_test


def reading(text):
    (document,) = read.documents(
        ("A randomised trial of apixine versus placebo.\n\n" + text).encode(), "made.txt"
    )
    return read.read(document, concepts.load())


@pytest.mark.parametrize(
    ("text", "analysis", "value", "p"),
    [
        ("Mood improved, t(28) = 2.20, p = .036.", "t(28)", 2.2, 0.036),
        ("Groups differed (F(2, 45) = 4.51, P < 0.05).", "F(2, 45)", 4.51, 0.05),
        ("Relapse differed (χ2(1) = 5.3, p = 0.02).", "chi2(1)", 5.3, 0.02),
        ("Relapse differed (chi-square = 5.3, df = 1, p = 0.02).", "chi2(1)", 5.3, 0.02),
        ("They were correlated, r(58) = −0.31; p=0.016.", "r(58)", -0.31, 0.016),
        ("The rank test gave z = -2.58, p = 0.01.", "z", -2.58, 0.01),
    ],
)
def test_statistics(text, analysis, value, p):
    (found,) = (r for r in reading(text).results if r.measure == "statistic")
    assert (found.analysis, found.value.value, found.p.value) == (analysis, value, p)
    assert found.quote.exact in text


@pytest.mark.parametrize(
    "text",
    ["Visit(28) = 2.20, p = .036.", "F(2) = 4.5, p = 0.01.", "The t(28) was high.", "HR = 0.7, p = 0.02."],
)
def test_what_is_no_statistic(text):
    assert not [r for r in reading(text).results if r.measure == "statistic"]


def test_flow():
    trial = reading(
        "Sixty patients were randomised. Fifty-two patients completed the trial and eight withdrew."
    ).trial
    assert {s.field: s.value for s in trial.stated if s.unit == "patients"} == {
        "randomised": 60,
        "completed": 52,
        "withdrew": 8,
    }
    both = reading(
        "Sixty patients were randomised. In the apixine group 25 completed the study; 27 patients completed the study on placebo."
    )
    assert both.trial.first("completed") is None or both.trial.first("completed").value == 27
    arms = reading("Sixty patients were randomised. Seven apixine and 5 placebo patients withdrew.")
    assert arms.trial.first("withdrew") is None


def test_a_p_value_within_one_group_compares_no_arms():
    found = reading(
        "Adults were randomised to apixine or placebo. Sleep improved within the apixine group (p=0.02) but not within the placebo group (p=0.11)."
    )
    pairs = [(r.arm, r.versus, r.value.value) for r in found.results if r.measure == "p_value"]
    assert pairs == [("apixine", "", 0.02), ("placebo", "", 0.11)]


def test_a_p_value_within_one_group_is_not_held_against_the_counts_of_both():
    found = reading(
        "Adults were randomised to apixine (n=60) or placebo (n=62). Cramps were gone in 14 of 60 (23%) with apixine and 29 of 62 (47%) with "
        "placebo and were rarer than at the start within the apixine group (p=0.4) and within the placebo group (p=0.9)."
    )
    assert not [c for c in p_value_test.check([found]) if c.verdict == "impossible"]


def test_what_a_power_calculation_assumes_is_no_mean():
    text = "Seventy patients per group would give 80% power to detect a difference of 4 points (SD 9)."
    assert not [r for r in reading(text).results if r.measure == "mean"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "With 80% power and a two-sided alpha of 0.05, 64 patients per group were needed to detect a difference of 10 points with a standard deviation of 20.",
            {"planned power": 80, "planned level": 5, "planned sides": 2, "planned size per arm": 64, "planned difference": 10, "planned sd": 20},
        ),
        (
            "A sample size of 438 gives a power of 0.8 to detect a reduction from 20% to 10%, allowing 10% dropout.",
            {"planned power": 80, "planned size": 438, "planned rates": "20 to 10", "planned loss": 10},
        ),
        ("We calculated that 166 patients would give 80% power to detect a fall in relapse from 40% to 20%.", {"planned power": 80, "planned size": 166, "planned rates": "40 to 20"}),
        ("Assuming relapse in 35% with placebo and 15% with velatinib, 150 patients were needed for 80% power.", {"planned power": 80, "planned size": 150, "planned rates": "35 to 15"}),
        ("The study had 90% power to detect a hazard ratio of 0.70 with 331 events.", {"planned power": 90, "planned hazard ratio": 0.7, "planned events": 331}),
        ("High-powered lasers were used in 64 patients per group.", {}),
    ],
)  # fmt: skip
def test_planned_size(text, said):
    assert {s.field: s.value for s in reading(text).trial.stated if s.field.startswith("planned")} == said
