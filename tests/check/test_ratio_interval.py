import importlib.util
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trialwright.check.ratio_interval import check
from trialwright.kernels import intervals

_spec = importlib.util.spec_from_file_location(
    "check_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def one(measure, value, low, high, counts=(35, 40, 37, 40), **more):
    made = e.two_arms(
        *counts, lambda page: e.contrast(page, measure, value, low, high, **more),
        text=f"Estimate {value} ({low} to {high}).",
    )  # fmt: skip
    return list(check([made]))


def test_as_stated():
    (found,) = one("odds_ratio", "0.568", "0.126", "2.554")
    assert (found.verdict, found.severity) == ("consistent", "none")
    assert found.recomputed["direction"] == "as printed"


def test_the_inverse_direction_is_found_and_corrected():
    (found,) = one("odds_ratio", "1.762", "0.39", "7.93")
    assert (found.verdict, found.severity) == ("explained", "major")
    assert found.recomputed["direction"] == "inverse"
    assert found.recomputed["method"] == "Wald"
    got = [round(float(found.recomputed[k]), 3) for k in ("odds_ratio", "low", "high")]
    assert got == [0.568, 0.126, 2.554]
    assert "0.568" in found.corrected


def test_a_direction_that_is_not_stated_is_only_noted():
    page = e.Page("n", "35 of 40 on red", "37 of 40 on blue", "OR 1.762 (0.39 to 7.93)")
    made = e.reading(
        page,
        e.events(page, "35 of 40", "red", 35, 40),
        e.events(page, "37 of 40", "blue", 37, 40),
        e.contrast(page, "odds_ratio", "1.762", "0.39", "7.93", arm="", versus=""),
        arms=(),
    )
    (found,) = check([made])
    assert (found.verdict, found.severity, found.recomputed["direction"]) == ("explained", "note", "unstated")


@pytest.mark.parametrize(
    ("value", "low", "high", "orientation"),
    [
        ("0.946", "0.817", "1.095", "relapse, active v placebo"),
        ("1.057", "0.913", "1.224", "relapse, placebo v active"),
        ("1.667", "0.427", "6.510", "no relapse, active v placebo"),
        ("0.600", "0.154", "2.343", "no relapse, placebo v active"),
    ],
)
def test_the_four_orientations_of_a_risk_ratio(value, low, high, orientation):
    (found,) = one("risk_ratio", value, low, high)
    assert found.recomputed["orientation"] == orientation


def test_a_risk_ratio_called_an_odds_ratio():
    (found,) = one("odds_ratio", "3.00", "1.18", "7.63", (15, 50, 5, 50))
    assert (found.verdict, found.severity) == ("explained", "major")
    assert found.recomputed["measure_fits"] == "risk_ratio"


def test_an_exact_interval_and_another_level_are_recognised():
    # R 4.2.2: fisher.test(matrix(c(15, 35, 5, 45), 2, byrow = TRUE)): 3.806 (1.171 to 14.719).
    (found,) = one("odds_ratio", "3.81", "1.17", "14.72", (15, 50, 5, 50))
    assert (found.verdict, found.recomputed["method"]) == ("consistent", "exact conditional")
    low, high = intervals.odds_ratio(15, 50, 5, 50, 90.0)[1:]
    (found,) = one("odds_ratio", "3.86", f"{low:.2f}", f"{high:.2f}", (15, 50, 5, 50), level=None)
    assert (found.verdict, found.recomputed["level"]) == ("consistent", 90.0)


def test_another_interval_about_the_right_estimate():
    (found,) = one("odds_ratio", "3.86", "1.60", "9.30", (15, 50, 5, 50))
    assert (found.verdict, found.severity) == ("explained", "note")
    assert "another method" in found.explanation


@pytest.mark.parametrize(
    ("value", "low", "high", "part"),
    [
        ("3.68", "1.28", "11.64", "estimate"),
        ("3.86", "1.82", "11.64", "lower limit"),
        ("3.86", "1.28", "11.82", "upper limit"),
    ],
)
def test_one_number_of_three_is_misprinted(value, low, high, part):
    # Woolf's interval of 15/50 v 5/50: 3.857 (1.278 to 11.640).
    (found,) = one("odds_ratio", value, low, high, (15, 50, 5, 50))
    assert (found.verdict, found.severity) == ("explained", "minor")
    assert found.recomputed["misprinted"] == part


def test_what_the_counts_do_not_give():
    (found,) = one("odds_ratio", "9.90", "7.00", "14.00", (15, 50, 5, 50))
    assert (found.verdict, found.severity) == ("impossible", "major")
    (found,) = one("odds_ratio", "9.90", "7.00", "14.00", (15, 50, 5, 50), analysis="adjusted for age")
    assert found.verdict == "not checkable"
    (found,) = one("odds_ratio", "4.20", "1.50", "11.80", (15, 50, 5, 50))
    assert found.verdict == "not checkable"


def test_a_chance_match_of_another_measure_without_its_interval_is_not_taken():
    # The risk ratio is 3.0; an adjusted odds ratio may print the same.
    (found,) = one("odds_ratio", "3.0", None, None, (15, 50, 5, 50))
    assert found.recomputed["odds_ratio"] == pytest.approx(3.857, abs=0.001)
    assert found.verdict == "not checkable"


def test_risk_difference_in_percentage_points():
    (found,) = one("risk_difference", "20.0", "4.8", "35.2", (15, 50, 5, 50), unit="%")
    assert (found.verdict, found.recomputed["method"]) == ("consistent", "Wald")
    (found,) = one("risk_difference", "-20.0", "-35.2", "-4.8", (15, 50, 5, 50), unit="%")
    assert found.recomputed["direction"] == "inverse"
    # By hand: 0.2 -+ 1.95996 x sqrt(0.3 x 0.7 / 50 + 0.1 x 0.9 / 50).
    assert "20.000 percentage points (95 % CI 4.818 to 35.182)" in found.corrected


sizes = st.integers(12, 90)


@settings(deadline=None)
@given(sizes, sizes, st.data())
def test_a_right_wald_interval_is_always_consistent(n1, n2, data):
    x1, x2 = data.draw(st.integers(2, n1 - 2)), data.draw(st.integers(2, n2 - 2))
    got = intervals.odds_ratio(x1, n1, x2, n2)
    assume(got.low > 0.01)
    (found,) = one("odds_ratio", *(f"{g:.3f}" for g in got), counts=(x1, n1, x2, n2))
    assert found.verdict == "consistent"


def test_an_adjusted_interval_beside_the_crude_estimate_is_not_corrected():
    """The crude limits of 35/40 v 37/40 are 0.126 to 2.554; an adjusted analysis may well have others."""
    (found,) = one("odds_ratio", "0.568", "0.15", "2.10", analysis="adjusted for age")
    assert (found.verdict, found.explanation, found.corrected) == (
        "explained",
        "the analysis is adjusted",
        "",
    )
    assert (found.severity, found.restated) == ("none", ())
    (crude,) = one("odds_ratio", "0.568", "0.15", "2.10")
    assert "misprinted" in crude.explanation
    assert crude.restated


def test_the_name_of_another_measure_has_its_article():
    """The risk ratio of 12/75 v 25/77 is 0.493 (0.268 to 0.907), by Katz et al."""
    (found,) = one("odds_ratio", "0.49", "0.27", "0.91", (12, 75, 25, 77))
    assert found.explanation == "it is a risk ratio, not an odds ratio"
