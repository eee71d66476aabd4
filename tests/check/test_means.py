"""Checks on means: which test gives the p, SD or SE, difference, granularity, bounds, order."""

import importlib.util
from pathlib import Path

import pytest

from trialwright.adapters import concepts
from trialwright.check import (
    granularity,
    mean_difference,
    mean_test_p,
    median_order,
    sd_bound,
    sd_or_se,
    statistic_p,
)
from trialwright.model.result import Result
from trialwright.read import documents, read

_spec = importlib.util.spec_from_file_location(
    "means_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def pain(p, first=("4.1", "2.0"), second=("5.2", "1.9"), n=(30, 30), text="", after=" then", **more):
    page = e.Page(
        "pain",
        f"{text} Pain was {first[0]} ({first[1]}) on active and {second[0]} ({second[1]}) on placebo, p = {p}{after}.",
    )
    results = [
        e.mean(page, f"{first[0]} ({first[1]})", "active", *first, **more),
        e.mean(page, f"{second[0]} ({second[1]})", "placebo", *second, **more),
    ]
    if p:
        results.append(e.p_value(page, p, endpoint=more.get("endpoint", "pain score")))
    return page, e.reading(
        page, *results, arms=(("active", "experimental", n[0]), ("placebo", "control", n[1]))
    )


def test_a_p_after_three_arms_is_no_test_of_the_last_two() -> None:
    page, made = pain("0.0001", text="It was 9.0 (1.0) on slow active, else less: pain,")
    assert list(mean_test_p.check([made]))
    third = e.mean(page, "9.0 (1.0)", "slow active", "9.0", "1.0")
    # a p that names no two of the three
    *figures, p = made.results
    unnamed = p.model_copy(update={"arm": "", "versus": ""})
    assert list(mean_test_p.check([made.model_copy(update={"results": (third, *figures, unnamed)})])) == []


def test_a_p_against_baseline_is_no_test_of_the_arms() -> None:
    assert list(mean_test_p.check([pain("0.0001")[1]]))
    for after in (" for both versus baseline", " from baseline", ", compared with baseline"):
        assert list(mean_test_p.check([pain("0.0001", after=after)[1]])) == []


@pytest.mark.parametrize(
    ("p", "verdict", "why"),
    [
        ("0.033", "consistent", ""),  # t = 2.18 on 58: 0.033
        ("0.017", "explained", "one-sided"),
        ("0.07", "not checkable", "rank test"),
        ("0.79", "impossible", ""),
    ],
)
def test_the_test_behind_the_p_of_two_means(p, verdict, why):
    (found,) = mean_test_p.check([pain(p)[1]])
    assert found.verdict == verdict
    assert why in found.explanation


def test_a_crossover_is_not_judged_by_a_two_sample_test():
    (found,) = mean_test_p.check([pain("0.79", text="In a randomised crossover trial.")[1]])
    assert (found.verdict, found.severity) == ("not checkable", "none")
    assert "both treatments" in found.explanation


def test_standard_errors_are_told_from_standard_deviations():
    # SEs of 0.36 and 0.35 with n = 30: SDs 2.0 and 1.9; as SDs the p would be far below 0.001.
    _, reading = pain("0.033", first=("4.1", "0.36"), second=("5.2", "0.35"))
    (found,) = sd_or_se.check([reading])
    assert (found.verdict, found.severity) == ("explained", "major")
    assert found.recomputed["SD first"] == pytest.approx(1.97, abs=0.01)
    assert list(mean_test_p.check([reading])) == []
    assert list(sd_or_se.check([pain("0.033")[1]])) == []


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [("-2.1", "-0.1", "consistent"), ("-6.5", "4.3", "explained")]
)
def test_an_interval_says_which_the_spread_is(low, high, verdict):
    page, reading = pain("", text=f"Difference -1.1 ({low} to {high}).")
    more = e.difference(page, "-1.1", low, high, endpoint="pain score")
    (found,) = sd_or_se.check([reading.model_copy(update={"results": (*reading.results, more)})])
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("value", "verdict", "severity"),
    [
        ("-1.1", "consistent", "none"),
        ("1.1", "explained", "minor"),
        ("-1.3", "not checkable", "note"),
        ("-3.0", "not checkable", "minor"),
    ],
)
def test_differences(value, verdict, severity):
    page, reading = pain("", text=f"Difference {value}.")
    more = Result(
        measure="difference",
        value=e.printed(value),
        arm="active",
        versus="placebo",
        endpoint="pain score",
        quote=page.quote(value),
    )
    (found,) = mean_difference.check([reading.model_copy(update={"results": (*reading.results, more)})])
    assert (found.verdict, found.severity) == (verdict, severity)


def on_a_scale(value, sd, n, said="Mood was rated on a 7-point Likert scale"):
    page = e.Page("mood", f"{said}; mood was {value} ({sd}).")
    r = e.mean(page, f"{value} ({sd})", "active", value, sd, endpoint="mood", total=n)
    return [e.reading(page, r)]


@pytest.mark.parametrize(
    ("value", "sd", "n", "test"),
    [
        ("5.18", "1.59", 28, ""),
        ("5.19", "1.60", 28, "GRIM"),
        ("3.50", "1.01", 10, "GRIMMER"),
        ("6.50", "1.90", 10, "SPRITE"),
    ],
)
def test_whole_numbers(value, sd, n, test):
    (found,) = granularity.check(on_a_scale(value, sd, n))
    assert found.recomputed.get("test", "") == test
    assert found.verdict == ("impossible" if test else "consistent")


RATED = """Corvelin in gout: a randomised trial

Methods

We randomised 56 adults to corvelin (n = 28) or placebo (n = 28). Pain was rated from 0 to 10 in whole points. {methods}

Results

{first} was 5.19 (SD 1.86) with corvelin{size} and 6.04 (SD 1.90) with placebo.
"""


@pytest.mark.parametrize(
    ("more", "verdict", "why"),
    [
        ({}, "impossible", ""),
        ({"first": "The adjusted mean pain score"}, "not checkable", "adjusted"),
        ({"first": "The least-squares mean pain score"}, "not checkable", "adjusted"),
        ({"methods": "Missing scores were filled by multiple imputation."}, "not checkable", "imputed"),
        ({"methods": "Two patients were lost to follow-up."}, "not checkable", "27, 26"),
        ({"size": " (n = 27)"}, "consistent", ""),
    ],
)
def test_a_mean_of_another_number_of_patients_or_of_a_model_need_not_be_one_of_whole_numbers(
    more, verdict, why
):
    text = RATED.format(**{"methods": "", "first": "The mean pain score", "size": "", **more})
    (document,) = documents(text.encode(), "rated.txt")
    found = [c for c in granularity.check([read(document, concepts.load())]) if "5.19" in c.finding]
    assert [c.verdict for c in found] == [verdict]
    assert why in found[0].explanation


def test_without_a_scale_or_with_many_patients_nothing_is_said():
    assert list(granularity.check(on_a_scale("5.19", "1.60", 28, "Mood was measured"))) == []
    assert list(granularity.check(on_a_scale("5.19", "1.60", 280))) == []


@pytest.mark.parametrize(
    ("value", "sd", "verdict"),
    [("4.0", "2.9", "consistent"), ("6.5", "2.9", "impossible"), ("7.9", "1.0", "impossible")],
)
def test_the_largest_sd_of_a_scale(value, sd, verdict):
    (found,) = sd_bound.check(on_a_scale(value, sd, 40))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("median", "low", "high", "verdict"),
    [
        ("5", "3", "8", "consistent"),
        ("10", "3", "8", "impossible"),
        ("5", "8", "3", "impossible"),
        # Rounding to one number of digits keeps an order; to two numbers of digits it need not.
        ("3", "4", "8", "impossible"),
        ("5", "5", "8", "consistent"),
        ("5", "5.4", "8", "consistent"),
        ("5", "5.6", "8", "impossible"),
        ("-3", "-1", "-5", "explained"),  # a fall, told from its least to its most
        ("-2.0", "1.0", "-4.0", "explained"),
        ("-6", "-1", "-5", "impossible"),
    ],
)
def test_quartiles_are_in_order(median, low, high, verdict):
    page = e.Page("stay", f"Median stay {median} ({low} to {high}).")
    r = e.mean(
        page,
        f"{median} ({low} to {high})",
        "active",
        median,
        None,
        measure="median",
        low=e.printed(low),
        high=e.printed(high),
        analysis="interquartile range",
    )
    (found,) = median_order.check([e.reading(page, r)])
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("test", "value", "p", "verdict", "severity"),
    [
        ("t(28)", "2.20", "0.036", "consistent", "none"),
        ("t(28)", "2.20", "<0.05", "consistent", "none"),
        ("t(28)", "2.20", "0.018", "explained", "minor"),
        ("t(28)", "1.80", "0.041", "explained", "major"),
        ("t(28)", "1.50", "0.036", "impossible", "major"),
        ("F(2, 45)", "4.51", "0.016", "consistent", "none"),
        ("chi2(1)", "3.84", "0.05", "consistent", "none"),
        ("chi2(1)", "-3.84", "0.05", "impossible", "major"),
        ("r(58)", "0.31", "0.016", "consistent", "none"),
        ("r(58)", "1.31", "0.016", "impossible", "major"),
        ("z", "2.58", "0.010", "consistent", "none"),
        # R 4.2.2: pf(5.1, 1.2, 9.1, lower = FALSE) = 0.0453; 0.0466 with 1.15 and 9.05, 0.0441 with 1.25 and 9.15
        ("F(1.2, 9.1)", "5.100", "0.0445", "consistent", "none"),
        ("F(1.2, 9.1)", "5.100", "0.0400", "impossible", "minor"),
        # pf(3.2, 1, 58, lower = FALSE) = 0.0788, pchisq(3.2, 1, lower = FALSE) = 0.0736
        ("F(1, 58)", "3.20", "0.039", "explained", "major"),
        ("chi2(1)", "3.20", "0.037", "explained", "major"),
        ("F(2, 58)", "3.20", "0.024", "impossible", "minor"),
    ],
)  # fmt: skip
def test_statistics_and_their_p(test, value, p, verdict, severity):
    page = e.Page("statistic", f"{test} = {value}, p {p}.")
    r = Result(
        measure="statistic", value=e.printed(value), p=e.printed(p), analysis=test, quote=page.quote(value)
    )
    (found,) = statistic_p.check([e.reading(page, r)])
    assert (found.verdict, found.severity) == (verdict, severity)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("", "impossible"),
        (" with the Greenhouse-Geisser correction", "not checkable"),
        (", Bonferroni", "not checkable"),
        (", corrected for three comparisons", "not checkable"),
    ],
)
def test_a_p_that_allows_for_more_than_its_statistic_is_not_impossible(words, verdict):
    page = e.Page("statistic", f"Pain differed: F(2, 58) = 4.20, p = 0.031{words}.")
    r = Result(
        measure="statistic", value=e.printed("4.20"), p=e.printed("0.031"), analysis="F(2, 58)", quote=page.quote("F(2, 58) = 4.20, p = 0.031")
    )  # fmt: skip
    (found,) = statistic_p.check([e.reading(page, r)])
    assert (found.verdict, found.severity == "none") == (verdict, verdict != "impossible")
