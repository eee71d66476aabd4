"""Ratios and differences with interval, level and p, in the shapes they are printed in."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Patients were randomised to velatinib or placebo. "


def contrasts(document):
    return [
        r
        for r in grammar(document).results
        if r.low is not None or r.measure.endswith("ratio") or "difference" in r.measure
    ]


SHAPES = [
    ("The odds ratio for relapse was 0.36 (95% CI 0.26 to 0.50).", "odds_ratio", 0.36, 0.26, 0.50, 95, None, "relapse"),
    ("Relapse was rarer (OR = 1.762 (95%CI: 0.39-7.93)).", "odds_ratio", 1.762, 0.39, 7.93, 95, None, "Relapse"),
    ("Relapse differed (OR, 0.36; 95% CI, 0.26–0.50; P<.001).", "odds_ratio", 0.36, 0.26, 0.50, 95, ("<", 0.001), "Relapse"),
    ("The adjusted hazard ratio [HR] = 0.66, and 95% confidence interval [CI] = 0.41-1.07.", "hazard_ratio", 0.66, 0.41, 1.07, 95, None, ""),
    ("Overall survival improved (HR 0.80; 90% CI 0.70, 0.92; p = 0.004).", "hazard_ratio", 0.80, 0.70, 0.92, 90, ("=", 0.004), "Overall survival"),
    ("The relative risk of death at 28 days was 0.9 [95% confidence interval 0·8–1·1].", "risk_ratio", 0.9, 0.8, 1.1, 95, None, "death"),
    ("The mean difference in pain score was \u22120.31 [\u22120.58, \u22120.03].", "difference", -0.31, -0.58, -0.03, None, None, "pain score"),
    ("The between-group difference in mean TBRmax was -0.171 (95% CI -0.308 to -0.034; p = 0.015).", "difference", -0.171, -0.308, -0.034, 95, ("=", 0.015), "TBRmax"),
    ("The risk difference was -5.2% (95% CI -9.1% to -1.3%).", "risk_difference", -5.2, -9.1, -1.3, 95, None, ""),
    ("The common odds ratio for a worse scale was 0.36 (95% CrI 0.26 to 0.50).", "odds_ratio", 0.36, 0.26, 0.50, 95, None, "worse scale"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "measure", "value", "low", "high", "level", "p", "endpoint"), SHAPES)
def test_shapes(page, text, measure, value, low, high, level, p, endpoint) -> None:
    document = page(ARMS + text)
    (found,) = contrasts(document)
    assert (found.measure, found.value.value, found.low.value, found.high.value) == (
        measure,
        value,
        low,
        high,
    )
    assert (found.level, found.p and (found.p.relation, found.p.value), found.endpoint) == (
        level,
        p,
        endpoint,
    )
    assert (found.arm, found.versus) == ("velatinib", "placebo")
    assert found.quote.exact == document.text[found.quote.start : found.quote.end]


def test_the_kind_of_interval_and_adjustment_are_told(page) -> None:
    (found,) = contrasts(page(ARMS + SHAPES[-1][0]))
    assert found.analysis == "common, credible interval"


@pytest.mark.parametrize(
    "text",
    [
        "Two or 3 patients relapsed, or 4 at most.",
        "The odds ratio was not estimated in 40 patients.",
        "The hazard ratio for death at 28 days was estimated.",
        "A difference of 3 points was the margin.",
        "The mean difference at 28 days was small.",
    ],
)
def test_what_is_no_contrast(page, text: str) -> None:
    assert contrasts(page(ARMS + text)) == []


def test_the_order_of_the_document_is_kept(page) -> None:
    (found,) = contrasts(
        page(ARMS + "For placebo versus velatinib the odds ratio was 2.1 (95% CI 1.2 to 3.7).")
    )
    assert (found.arm, found.versus) == ("placebo", "velatinib")


def test_arms_that_are_not_clear_stay_empty(page) -> None:
    text = "Patients were randomised to velatinib, osorelin, or placebo. The odds ratio was 2.1 (95% CI 1.2 to 3.7)."
    (found,) = contrasts(page(text))
    assert (found.arm, found.versus) == ("", "")


@pytest.mark.parametrize(
    ("text", "relation", "value", "analysis"),
    [
        ("Relapse did not differ (p = 0.712).", "=", 0.712, ""),
        ("Relapse differed (P < .001, log-rank test).", "<", 0.001, "log-rank test"),
        ("Relapse did not differ (P≤0.05; Fisher's exact test).", "<=", 0.05, "Fisher's exact test"),
        ("There was no heterogeneity (p for interaction = 0.62).", "=", 0.62, "interaction test"),
    ],
)
def test_p_values_alone(page, text: str, relation: str, value: float, analysis: str) -> None:
    (p,) = [r for r in grammar(page(ARMS + text)).results if r.measure == "p_value"]
    assert (p.value.relation, p.value.value, p.analysis) == (relation, value, analysis)


@pytest.mark.parametrize(
    "text",
    [
        "P < 0.05 was considered significant.",
        "Analysis was by intention to treat, with a p of <0.05.",
        "Group 5 had more.",
    ],
)
def test_thresholds_are_no_results(page, text: str) -> None:
    assert [r for r in grammar(page(ARMS + text)).results if r.measure == "p_value"] == []


@pytest.mark.parametrize(
    ("text", "value", "relation", "analysis", "endpoint"),
    [
        (
            "Velatinib reduced arterial stiffness by an average of nearly 9%.",
            9,
            "~",
            "reduction",
            "arterial stiffness",
        ),
        ("Velatinib gave a 12.5% increase in walking distance.", 12.5, "=", "increase", "walking distance"),
        ("The relative reduction was 7.7%.", 7.7, "=", "reduction", ""),
    ],
)
def test_relative_changes(page, text, value, relation, analysis, endpoint) -> None:
    (found,) = [r for r in grammar(page(ARMS + text)).results if r.measure == "relative_change"]
    assert (found.value.value, found.value.relation, found.analysis, found.endpoint) == (
        value,
        relation,
        analysis,
        endpoint,
    )


@pytest.mark.parametrize(
    ("text", "measure", "value", "sd", "low", "high", "unit", "endpoint"),
    [
        ("The mean age was 49.9 years (SD = 11.7).", "mean", 49.9, 11.7, None, None, "years", "age"),
        ("Mean pain was 12.3 ± 4.5 on day 3.", "mean", 12.3, 4.5, None, None, "", "pain"),
        ("The median ferritin was 10.1 mg/L (IQR 5.0-29.1).", "median", 10.1, None, 5.0, 29.1, "mg/L", "ferritin"),
        ("The mean slope of the score was -1.02 points per month (SD 2.3).", "mean", -1.02, 2.3, None, None, "points per month", "slope of the score"),
        ("Mean pain (SE) was 12.3 ± 0.5.", "mean", 12.3, None, None, None, "", "pain"),
    ],
)  # fmt: skip
def test_averages(page, text, measure, value, sd, low, high, unit, endpoint) -> None:
    (found,) = [r for r in grammar(page(ARMS + text)).results if r.measure in ("mean", "median")]
    got = (
        found.measure,
        found.value.value,
        found.sd and found.sd.value,
        found.low and found.low.value,
        found.high and found.high.value,
    )
    assert got == (measure, value, sd, low, high)
    assert (found.unit, found.endpoint) == (unit, endpoint)


def test_baseline_is_told_from_outcome(page) -> None:
    text = (
        ARMS
        + "Mean pain at baseline was 6.1 (SD 1.1) in the velatinib group and 6.3 (SD 1.2) in the placebo group."
    )
    found = [r for r in grammar(page(text)).results if r.measure == "mean"]
    assert [(r.arm, r.value.value, r.time, r.endpoint) for r in found] == [
        ("velatinib", 6.1, "baseline", "pain"),
        ("placebo", 6.3, "baseline", "pain"),
    ]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Relapse was commoner with placebo (placebo v velatinib: hazard ratio 2.08, 95% CI 1.19 to 3.57).", ("placebo", "velatinib")),
        ("The hazard ratio (placebo/velatinib) was 2.08 (95% CI 1.19 to 3.57).", ("placebo", "velatinib")),
        ("Compared with velatinib, placebo had a higher risk of relapse (risk ratio 1.93, 95% CI 1.13 to 3.30).", ("placebo", "velatinib")),
        ("Compared with placebo, velatinib had a lower risk of relapse (risk ratio 0.52, 95% CI 0.30 to 0.89).", ("velatinib", "placebo")),
        ("The mean difference in pain, placebo minus velatinib, was 4.0 (95% CI 0.9 to 7.1).", ("placebo", "velatinib")),
        ("Relapse occurred in 9 of 41 given velatinib and 18 of 42 given placebo (hazard ratio for placebo versus velatinib 2.08, 95% CI 1.19 to 3.57).", ("placebo", "velatinib")),
        ("Relapse occurred in 9 of 41 given velatinib and 18 of 42 given placebo (hazard ratio 0.48, 95% CI 0.28 to 0.84).", ("velatinib", "placebo")),
    ],
)  # fmt: skip
def test_which_arm_is_compared_with_which_is_what_the_words_nearest_say(page, text: str, pair) -> None:
    (found,) = contrasts(page(ARMS + text))
    assert (found.arm, found.versus) == pair
