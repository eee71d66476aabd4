"""Checks on whole texts: what is right must not alarm, and a finding says the figure of the method that it names."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

TEXT = """Corvelin in gout: a randomised trial

Methods

We randomised 124 adults to corvelin (n = 62) or placebo (n = 62).

Results

{}
"""


def findings(results, name):
    (document,) = documents(TEXT.format(results).encode(), "text.txt")
    return [c for c in check([read(document, concepts.load())]) if c.name == name]


@pytest.mark.parametrize(
    ("p", "verdict"),
    [
        ("one-sided p = 0.006", "consistent"),
        ("p = 0.006, one-sided", "consistent"),
        ("p = 0.006", "explained"),
    ],
)
def test_a_p_that_is_said_to_be_one_sided(p, verdict):
    """z = 4 x 3.92 / 6.2 = 2.529: two-sided 0.0114, one-sided 0.0057."""
    (found,) = findings(f"The mean difference was 4.0 (95% CI 0.9 to 7.1; {p}).", "interval_p")
    assert found.verdict == verdict
    assert ("as it is said" in found.finding) == (verdict == "consistent")


def test_a_difference_told_as_a_size_is_no_major_finding():
    """R 4.2.2: 12/62 - 23/62 = -17.7 points, Wald -33.3 to -2.2."""
    text = "Relapse occurred in 12 of 62 given corvelin and 23 of 62 given placebo (absolute difference 17.7 percentage points, 95% CI 2.2 to 33.3)."
    (found,) = findings(text, "ratio_interval")
    assert (found.severity, found.recomputed["direction"]) == ("note", "inverse")
    assert "without its sign" in found.explanation


def test_a_misprinted_limit_is_told_with_the_limits_of_the_method_that_fits():
    """R 4.2.2, fisher.test of 2/60 v 9/60: odds ratio 0.198 (0.0199 to 1.018); the Wald limits are 0.0403 to 0.947."""
    text = "Relapse occurred in 2 of 60 given corvelin and 9 of 60 given placebo (odds ratio 0.20, 95% CI 0.02 to 1.01)."
    (found,) = findings(text, "ratio_interval")
    assert "0.0199 to 1.018" in found.finding
    assert "exact conditional" in found.finding


@pytest.mark.parametrize(
    ("p", "reason"),
    [
        ("p for noninferiority = 0.003", "non-inferiority"),
        ("p < 0.001 for non-inferiority", "non-inferiority"),
        ("adjusted p < 0.001", "adjusted"),
        ("p = 0.002, logistic regression", "logistic regression"),
        ("p = 0.002, McNemar's chi-squared test", "McNemar"),
        ("p = 0.002, chi-squared test for trend", "trend"),
        ("p < 0.001", ""),
        ("p < 0.001; Non-inferiority type: Superiority", ""),
        ("p = 0.002, chi-squared test", ""),
    ],
)
def test_a_p_of_a_test_that_counts_do_not_give_is_not_impossible(p, reason):
    """R 4.2.2, chisq.test(correct = FALSE) of 12/62 v 15/62: 0.514, one-sided 0.257; fisher.test 0.664."""
    (found,) = findings(
        f"Relapse occurred in 12 of 62 given corvelin and 15 of 62 given placebo ({p}).", "p_value_test"
    )
    assert (found.verdict, found.severity == "none") == (
        ("not checkable", True) if reason else ("impossible", False)
    )
    assert reason in found.explanation


@pytest.mark.parametrize(
    ("words", "verdict", "severity"),
    [
        ("one-sided p < 0.03", "consistent", "none"),
        ("one-sided p = 0.022", "consistent", "none"),
        ("p < 0.05", "explained", "major"),
        ("p < 0.03", "explained", "minor"),
        ("p < 0.01", "impossible", "major"),
    ],
)
def test_a_bound_that_only_one_sided_tests_keep(words, verdict, severity):
    """R 4.2.2, prop.test of 12/62 v 21/62, correct = FALSE: 0.0674, alternative "less" 0.0337; of 12 v 22 0.0441 and 0.0221."""
    second = 21 if words == "p < 0.05" else 22
    text = f"Relapse occurred in 12 of 62 given corvelin and {second} of 62 given placebo ({words})."
    (found,) = findings(text, "p_value_test")
    assert (found.verdict, found.severity) == (verdict, severity)


def test_a_document_that_says_its_tests_are_one_sided():
    """R 4.2.2, fisher.test(matrix(c(12, 50, 22, 40), 2, byrow = TRUE)): 0.0692; alternative "less": 0.0346."""
    text = "All tests were one-sided. Relapse occurred in 12 of 62 given corvelin and 22 of 62 given placebo (p = 0.035)."
    (found,) = findings(text, "p_value_test")
    assert found.verdict == "consistent"


@pytest.mark.parametrize(
    ("p", "verdict"), [("p < 0.001", "impossible"), ("p < 0.001 for non-inferiority", "not checkable"),
    ("p < 0.001, mixed model", "not checkable"), ("p < 0.001, adjusted for age", "not checkable")],
)  # fmt: skip
def test_a_p_of_another_analysis_of_means_is_not_impossible(p, verdict):
    """Student's t of 5.1 ± 2.0 and 5.3 ± 2.1, 62 each: t = 0.54, p = 0.588."""
    text = f"The mean pain score was 5.1 (SD 2.0) with corvelin and 5.3 (SD 2.1) with placebo ({p})."
    (found,) = findings(text, "mean_test_p")
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("p", "verdicts"),
    [
        ("P = 0.38", ["impossible"]),
        ("P = 0.38 for interaction", []),
        ("P for trend = 0.38", []),
        ("P = 0.38 for heterogeneity", []),
        ("Bonferroni-adjusted P = 0.38", ["not checkable"]),
        ("P = 0.38 after adjustment for multiple comparisons", ["not checkable"]),
    ],
)
def test_a_p_of_subgroups_or_of_many_tests_is_not_that_of_the_interval(p, verdicts):
    """ln 0.71 / ((ln 0.94 - ln 0.54) / 3.92) = -2.42: p = 0.015."""
    text = f"Relapse was rarer with corvelin (hazard ratio 0.71, 95% CI 0.54 to 0.94; {p})."
    assert [c.verdict for c in findings(text, "interval_p")] == verdicts


def test_a_p_against_a_margin_is_not_that_of_the_interval():
    text = "Corvelin met the margin of 1.30 (hazard ratio 1.03, 95% CI 0.87 to 1.22; P = 0.004)."
    assert [c.verdict for c in findings(text, "interval_p")] == ["not checkable"]


def test_a_p_for_interaction_behind_counts_is_not_of_their_arms():
    text = (
        "Relapse occurred in 12 of 62 given corvelin and 23 of 62 given placebo (P = 0.64 for interaction)."
    )
    assert findings(text, "p_value_test") == []


@pytest.mark.parametrize(
    ("words", "percents", "verdicts"),
    [
        ("Kaplan-Meier estimates", ("22.4", "40.3"), ["not checkable"] * 2),
        (
            "Kaplan-Meier estimates",
            ("17.4", "35.3"),
            ["impossible"] * 2,
        ),  # below the plain shares, 19.4 and 37.1
        ("crude", ("22.4", "40.3"), ["impossible"] * 2),
    ],
)
def test_an_estimate_that_allows_for_censoring_is_above_the_plain_share(words, percents, verdicts):
    text = f"Relapse occurred in 12 ({percents[0]}%) of 62 given corvelin and 23 ({percents[1]}%) of 62 given placebo ({words})."
    assert [c.verdict for c in findings(text, "percent_count")] == verdicts


def test_a_p_of_percents_is_not_that_of_the_counts_of_a_subgroup():
    text = """Methods: Patients were randomised 1:1 to zelimab with or without orvelin.

Results: In all 190 patients were randomised; 94 received orvelin and 96 did not. The response rate was 54.3% in the orvelin arm compared
with 36.5% in the control arm (odds ratio 2.07; P = 0.013). Among carriers, response was achieved in 9 of 15 and 8 of 16 patients,
respectively."""
    (document,) = documents(text.encode(), "text.txt")
    found = check([read(document, concepts.load())])
    assert [c for c in found if c.name == "p_value_test" and c.verdict == "impossible"] == []


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        (
            "P = 0.03 for group 1 v group 2",
            ["explained"],
        ),  # R 4.2.2: chisq.test(correct = FALSE) 0.0276, prop.test 0.041
        ("P = 0.03", []),
        ("P = 0.03 for group 2 v group 3", ["impossible"]),
    ],
)
def test_a_p_of_three_arms_is_held_against_those_it_names(said, verdicts):
    text = (
        "Adults were randomised to three groups: group 1 had placebo, group 2 one dose of zelimab, and group 3 zelimab for a day. Of 642 "
        "adults, 215 were randomised to group 1, 213 to group 2 and 214 to group 3. Infection within 30 days: group 1 29 (13.5%), group 2 15 "
        f"(7.0%), group 3 13 (6.1%); {said}."
    )
    (document,) = documents(text.encode(), "text.txt")
    found = check([read(document, concepts.load())])
    assert [c.verdict for c in found if c.name == "p_value_test"] == verdicts
