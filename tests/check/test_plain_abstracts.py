"""Plain sentences of many authors: what cannot be is told, and its neighbour that can be is not."""

from __future__ import annotations

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

TWO = "Adults with gout were randomised to corvelin (n = 150) or placebo (n = 150). "
SMALL = "Adults with gout were randomised to corvelin (n = 14) or placebo (n = 14). "


def told(text: str, name: str) -> list[tuple[str, str]]:
    (document,) = documents(text.encode(), "text.txt")
    return [(c.verdict, c.severity) for c in check([read(document, concepts.load())]) if c.name == name]


def alarms(text: str, name: str) -> list[tuple[str, str]]:
    return [t for t in told(text, name) if t[1] in ("minor", "major")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # R 4.2.2: log(1 - 30/150) / log(1 - 31/150) = 0.964; the least SE of the log is sqrt(1/30 + 1/31) = 0.256.
        ("30 adults on corvelin and 31 on placebo died (hazard ratio 0.42, 95% CI 0.24 to 0.73).", "not checkable"),
        ("The primary outcome occurred in 30 adults (20%) in the corvelin group and in 31 adults (20.7%) in the placebo group (hazard ratio, 0.42; 95% CI, 0.24 to 0.73; P=0.002).", "not checkable"),
        ("There were 30 deaths in the corvelin group and 31 deaths in the placebo group (hazard ratio for death, 0.42; 95% CI, 0.24 to 0.73).", "not checkable"),
        # sqrt(1/12 + 1/16) = 0.382, and log(0.84/0.62) / (2 x 1.96) = 0.077
        ("Twelve men (8%) in the corvelin group and 16 men (11%) in the placebo group died; the hazard ratio for death was 0.72 (95% CI 0.62 to 0.84).", "impossible"),
        ("30 adults in the corvelin group and 31 in the placebo group had flares within 16 weeks (hazard ratio 0.42, 95% CI 0.24 to 0.73).", "not checkable"),
        ("Flares were less common with corvelin (30 of 150 adults) than with placebo (31 of 150 adults): HR 0.42 (0.24 to 0.73).", "not checkable"),
        ("Stroke: 45 (30%) v 24 (16%), HR 0.51 (95% CI 0.31 to 0.84).", "explained"),
    ],
)  # fmt: skip
def test_a_hazard_ratio_right_behind_its_counts(text: str, expected: str) -> None:
    assert [v for v, _ in alarms(TWO + text, "event_hazard")] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "30 adults on corvelin and 45 on placebo died (hazard ratio 0.62, 95% CI 0.39 to 0.98).",
        # other outcomes, and a ratio of times
        "Pneumonia was seen in 30 and 31 adults. Mortality was lower with corvelin (hazard ratio 0.42, 95% CI 0.24 to 0.73).",
        "Gout flared in 30 adults on corvelin and 31 on placebo, but the time to flare was longer (hazard ratio 0.42, 95% CI 0.24 to 0.73).",
        # nearly all had it, and when they had it says the rest
        "Disease had progressed in 120 adults (80%) on corvelin and 129 (86%) on placebo (hazard ratio 0.55; 95% CI 0.43 to 0.70).",
    ],
)
def test_a_hazard_ratio_that_may_be(text: str) -> None:
    assert alarms(TWO + text, "event_hazard") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of 120 adults 60 were randomised to corvelin and 60 to placebo. In the corvelin group 7 withdrew and 4 were lost to follow-up, and 52 completed.", ["impossible"]),
        ("Of 120 adults 60 were randomised to corvelin and 60 to placebo. In the corvelin group 5 withdrew and 3 were lost to follow-up, and 52 completed.", []),
        ("Adults were randomised to corvelin (n = 60) or placebo (n = 60). Four adults in the corvelin group withdrew, leaving 58 for analysis; none withdrew from the placebo group.", ["impossible"]),
        ("A total of 120 adults were randomised to corvelin or placebo (60 per group). Six adults in the corvelin group and nine in the placebo group discontinued, and 109 completed the 12-week study.", ["impossible"]),
        ("A total of 120 adults were randomised to corvelin or placebo (60 per group). Six adults in the corvelin group and nine in the placebo group discontinued, and 105 completed the 12-week study.", []),
        # the 60 are those out of whom
        ("Adults were randomised to corvelin (n = 60) or placebo (n = 60). In the corvelin group 3 died and 2 withdrew, and 55 of 60 completed.", []),
        ("Sixty adults were randomised to corvelin or placebo. Fifty-five of the 60 adults completed the study and 5 withdrew.", []),
        ("Of 80 adults randomised, 9 were lost to follow-up and 75 were analysed.", ["not checkable"]),
        ("Of the 300 adults randomly assigned, 276 (92%) completed the trial and 30 (10%) withdrew.", ["impossible"]),
        ("A total of 400 adults were randomised. At 12 months, 45 had been lost to follow-up and 372 were included in the analysis.", ["not checkable"]),
        # who stops the drug may stay
        ("Of the 300 adults randomly assigned, 285 (95%) completed follow-up, although 36 (12%) discontinued the study drug.", []),
    ],
)  # fmt: skip
def test_those_who_left_and_those_who_stayed(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms(text, "flow_sums")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We screened 180 adults, of whom 210 were randomised to corvelin or placebo.", ["impossible"]),
        ("We screened 210 adults, of whom 180 were randomised to corvelin or placebo.", []),
        ("Of 150 adults assessed for eligibility, 160 were enrolled and randomly assigned to corvelin or placebo.", ["impossible"]),
        ("Among 95 eligible women, 102 consented and were randomised.", ["impossible"]),
        ("Of 60 randomised adults, 64 received the allocated treatment.", ["impossible"]),
        # evaluable afterwards
        ("In all, 520 adults were randomised. In total 512 adults were eligible.", []),
    ],
)  # fmt: skip
def test_a_flow_that_widens(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms(text, "screened_randomised")] == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        # R 4.2.2: 100 * (1 - 0.05^(1/14)) = 19.264, of all 28 10.147
        ("No deaths occurred in the corvelin group and 4 in the placebo group.", "19.3 %"),
        ("Perforation did not occur in any adult in the corvelin group and occurred in 1 of the placebo group.", "19.3 %"),
        ("There were no serious adverse events.", "10.1 %"),
        ("No patient died.", "10.1 %"),
        ("None had a serious adverse event.", "10.1 %"),
        ("Perforation was not seen in any adult in the corvelin group.", "19.3 %"),
        ("Neither death nor stroke occurred in the corvelin group, whereas two deaths occurred in the placebo group.", "19.3 %"),
    ],
)  # fmt: skip
def test_none_leaves_a_rate_possible(text: str, bound: str) -> None:
    (document,) = documents((SMALL + text).encode(), "text.txt")
    (found,) = [c for c in check([read(document, concepts.load())]) if c.name == "zero_events"]
    assert bound in found.finding


@pytest.mark.parametrize(
    "text",
    [
        "There were no differences in blood loss between the groups.",
        "There was no nausea, or only mild nausea, in most.",
        "No woman had had a previous caesarean section.",
        "None had received steroids previously.",
        "There was no heart in the field.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert told(SMALL + text, "zero_events") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adults were randomised to anakinra 900 mg/kg intravenously daily or placebo.", ["not checkable"]),
        ("Children with asthma were randomised to prednisolone 150 mg/kg/day or placebo for 3 days.", ["not checkable"]),
        ("Children with asthma were randomised to prednisolone 1.5 mg/kg/day or placebo for 3 days.", []),
        ("Adults were randomised to tocilizumab (8 mg/kg, intravenous infusion) or placebo.", []),
        ("Rats were given aspirin 1500 mg/kg or vehicle.", []),
    ],
)  # fmt: skip
def test_a_dose_for_each_kilogram(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms(text, "dose_plausible")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adults with a viral load below 104 copies/mL were randomised to corvelin or placebo.", ["not checkable"]),
        ("Infants were randomised to Bifidobacterium 109 CFU/day or placebo.", ["explained"]),
        ("Women were randomised to a probiotic (1010 colony-forming units) or placebo.", ["explained"]),
        ("Adults swallowed 3 × 1010 bacteria or placebo daily and were randomised.", ["explained"]),
        ("Adults were randomised. The HIV RNA level fell to 102.3 copies/ml.", ["explained"]),
        ("Adults with a viral load below 50 copies/mL were randomised to corvelin or placebo.", []),
        ("Creatinine was 105 µmol/L with corvelin and 109 with placebo in the randomised trial.", []),
    ],
)  # fmt: skip
def test_a_power_of_ten_without_its_factor(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms(text, "lost_superscript")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We randomly assigned 72 adults (44 men, 33 women; mean age 58 years) to tea or water.", ["impossible"]),
        ("We randomly assigned 72 adults (44 men, 28 women; mean age 58 years) to tea or water.", []),
        ("Of the 130 adults randomised, 75 were men and 65 were women.", ["impossible"]),
        ("Seventy adults (41 females and 36 males) took part: 35 were randomised to tea and 35 to water.", ["impossible"]),
        ("Adults were randomised. The corvelin group (n = 40) comprised 25 men and 19 women.", ["impossible"]),
        ("Adults were randomised. The corvelin group (n = 40) comprised 25 men and 15 women.", []),
        ("Of 150 adults screened (80 men and 70 women), 120 were randomised.", []),
    ],
)  # fmt: skip
def test_women_and_men(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms(text, "baseline_table")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # R 4.2.2, pt: r = 0.21 with 38 degrees of freedom p = 0.193, r = 0.52 p = 0.0006; pf(2.3, 1, 52, lower = FALSE) = 0.135
        ("Age correlated with pain (r = 0.21, n = 40, p = 0.001).", ["impossible"]),
        ("Age correlated with pain (r = 0.52, n = 40, p = 0.001).", []),
        ("The interaction was significant (F1,52 = 2.30, P = 0.01).", ["impossible"]),
        ("Adherence differed between arms, X2(1) = 2.2, p = 0.01.", ["impossible"]),
        # pf(1.9, 2, 60, lower = FALSE) = 0.158; 2 * pt(-1.45, 28) = 0.158, 2 * pt(-3.05, 28) = 0.0050
        ("There was a time by group interaction (F = 1.90; df = 2, 60; p = 0.004).", ["impossible"]),
        ("Age correlated with pain (n = 40, r = 0.21, p = 0.001).", ["impossible"]),
        ("Mood improved (t28 = 1.45, P = 0.005).", ["impossible"]),
        ("Mood improved (t28 = 3.05, P = 0.005).", []),
        ("Age correlated with pain (Spearman r = 0.21, n = 40, p = 0.001).", []),
    ],
)  # fmt: skip
def test_more_ways_to_print_a_statistic(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms("Adults were randomised. " + text, "statistic_p")] == expected


def test_an_estimate_outside_its_interval_has_no_p() -> None:
    text = TWO + "The hazard ratio for death was 0.61 (95% CI 0.66 to 0.94; p = 0.01)."
    assert [v for v, _ in alarms(text, "interval_symmetry")] == ["impossible"]
    assert told(text, "interval_p") == []


def test_a_p_that_goes_with_no_level() -> None:
    """z of the interval is 2.5 at 95 % and 2.1 at 90 %; that of the p 1.28."""
    assert alarms(TWO + "The relative risk of relapse was 0.74 (0.59 to 0.94), P = 0.20.", "interval_level")
    assert not alarms(
        TWO + "The relative risk of relapse was 0.74 (0.59 to 0.94), P = 0.02.", "interval_level"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # R 4.2.2: odds ratio of 24/120 v 36/120 is 0.583, of 36/120 v 24/120 1.714 (Wald 0.947 to 3.103)
        ("Relapse was seen in 24/120 v 36/120, odds ratio 0.25 (95% CI 0.13 to 0.46).", ["impossible"]),
        ("Relapse was seen in 24/120 v 36/120, odds ratio 0.58 (95% CI 0.32 to 1.06).", []),
        ("Relapse was seen in 24/120 v 36/120, odds ratio 1.71 (95% CI 0.95 to 3.10).", []),
    ],
)  # fmt: skip
def test_counts_that_no_name_parts(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms("Adults were randomised. " + text, "ratio_interval")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Median stay was 5 (range 3 to 12) days and 17 (4-11) days.", ["impossible"]),
        ("Ferritin (median, IQR) was 35 (40-62) µg/L with corvelin and 180 (120-240) with placebo.", ["impossible"]),
        ("Median stay was 9 days (Q1-Q3: 10 to 15) with corvelin and 12 (9 to 17) with placebo.", ["impossible"]),
        ("Median [interquartile range] pressure was 16 [14-18] with corvelin and 16 [11-20] with placebo.", []),
    ],
)  # fmt: skip
def test_the_second_of_two_medians(text: str, expected: list[str]) -> None:
    assert [v for v, _ in alarms(TWO + text, "median_order")] == expected


def test_any_event_in_at_least_one() -> None:
    text = TWO + (
        "At least one adverse event was reported in 31% of the corvelin group and 28% of the placebo group; "
        "serious adverse events were reported in 36% and 5%, respectively."
    )
    assert [v for v, _ in alarms(text, "adverse_events")] == ["not checkable"]


@pytest.mark.parametrize(("serious", "expected"), [("36% and 5%", 1), ("6% and 5%", 0)])
def test_an_outcome_named_without_a_verb(serious: str, expected: int) -> None:
    text = (
        TWO
        + f"Adverse events occurred in 31% of adults on corvelin and 28% on placebo, and serious adverse events in {serious}."
    )
    assert len(alarms(text, "adverse_events")) == expected
