"""interval_symmetry and interval_p."""

import importlib.util
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.check.interval_p import check as against_p
from trialwright.check.interval_symmetry import check as symmetry

_spec = importlib.util.spec_from_file_location(
    "check_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def one(check, measure, value, low, high, **more):
    page = e.Page("contrast", f"Estimate {value} ({low} to {high}).")
    arms = (("active", "experimental", more.pop("n1", None)), ("placebo", "control", more.pop("n2", None)))
    return list(check([e.reading(page, e.contrast(page, measure, value, low, high, **more), arms=arms)]))


@pytest.mark.parametrize(
    ("measure", "value", "low", "high", "verdict", "severity"),
    [
        ("odds_ratio", "1.762", "0.39", "7.93", "consistent", "none"),
        ("difference", "-0.171", "-0.308", "-0.034", "consistent", "none"),
        ("hazard_ratio", "0.86", "0.75", "0.99", "consistent", "none"),
        ("odds_ratio", "2.50", "1.00", "4.00", "explained", "note"),  # midway on the plain scale
        ("odds_ratio", "2.20", "1.00", "4.00", "explained", "note"),  # leaning a little
        ("odds_ratio", "3.60", "1.00", "4.00", "not checkable", "minor"),
        ("odds_ratio", "4.50", "1.00", "4.00", "impossible", "major"),
        ("odds_ratio", "2.00", "4.00", "1.00", "explained", "minor"),  # limits in reverse order
        ("odds_ratio", "5.00", "4.00", "1.00", "impossible", "major"),
        ("odds_ratio", "2.00", "-0.50", "4.00", "impossible", "major"),
        ("difference", "-0.30", "-0.308", "-0.034", "not checkable", "minor"),
    ],
)
def test_symmetry(measure, value, low, high, verdict, severity):
    (found,) = one(symmetry, measure, value, low, high)
    assert (found.verdict, found.severity) == (verdict, severity)


def test_quartiles_are_not_an_interval():
    assert one(symmetry, "median", "8.4", "4.4", "19.2", level=None) == []


@settings(deadline=None)
@given(st.floats(-2, 2), st.floats(0.05, 1), st.integers(1, 3))
def test_a_rounded_wald_interval_is_always_consistent(y, se, decimals):
    figures = [f"{math.exp(y + k * 1.959964 * se):.{decimals}f}" for k in (0, -1, 1)]
    if float(figures[1]) > 0:
        (found,) = one(symmetry, "odds_ratio", *figures)
        assert found.verdict == "consistent"


@pytest.mark.parametrize(
    ("p", "more", "verdict", "severity"),
    [
        ("0.015", {}, "consistent", "none"),
        ("0.016", {"n1": 29, "n2": 31}, "explained", "note"),  # t on 58 degrees of freedom
        ("0.007", {}, "explained", "minor"),  # one-sided
        ("0.018", {}, "not checkable", "note"),
        ("<0.05", {}, "consistent", "none"),
        ("0.15", {}, "impossible", "major"),  # the interval leaves out zero
        ("<0.001", {}, "impossible", "minor"),
    ],
)
def test_interval_and_p(p, more, verdict, severity):
    (found,) = one(against_p, "difference", "-0.171", "-0.308", "-0.034", p=p, **more)
    assert (found.verdict, found.severity) == (verdict, severity)


def test_a_fisher_p_beside_a_wald_interval_is_explained():
    made = e.two_arms(
        35, 40, 37, 40,
        lambda page: e.p_value(page, "0.712"),
        lambda page: e.contrast(page, "odds_ratio", "1.762", "0.39", "7.93"),
        text="p 0.712; OR 1.762 (0.39 to 7.93).",
    )  # fmt: skip
    (found,) = against_p([made])
    assert found.verdict == "explained"
    assert "Fisher" in found.explanation


@settings(deadline=None)
@given(st.floats(0.05, 3), st.floats(0.05, 1))
def test_the_p_of_the_interval_itself_is_consistent(y, se):
    from trialwright.kernels.intervals import two_sided_p

    figures = [f"{math.exp(y + k * 1.959964 * se):.4f}" for k in (0, -1, 1)]
    p = two_sided_p(y / se)
    if p > 0.0001:
        (found,) = one(against_p, "hazard_ratio", *figures, p=f"{p:.3f}")
        assert found.verdict == "consistent"


def test_a_p_for_non_inferiority_is_not_held_against_no_effect():
    page = e.Page("margin", "HR 1.27 (0.84 to 1.91), p < 0.0001 for non-inferiority.")
    result = e.contrast(page, "hazard_ratio", "1.27", "0.84", "1.91", p="<0.0001")
    (found,) = against_p([e.reading(page, result)])
    assert (found.verdict, found.severity) == ("not checkable", "none")


def test_a_record_that_says_superiority_has_no_margin():
    page = e.Page("record", "HR 1.27 (0.84 to 1.91), p < 0.0001. Non inferiority type: Superiority.")
    (found,) = against_p(
        [e.reading(page, e.contrast(page, "hazard_ratio", "1.27", "0.84", "1.91", p="<0.0001"))]
    )
    assert found.verdict == "impossible"


def test_a_p_that_stands_apart_is_not_the_contrasts():
    page = e.Page("apart", "OR 0.50 (0.30 to 0.83). In another analysis of the same people, p 0.88.")
    made = e.reading(page, e.contrast(page, "odds_ratio", "0.50", "0.30", "0.83"), e.p_value(page, "0.88"))
    assert list(against_p([made])) == []


def test_the_p_that_an_interval_leaves_open_is_said_in_words() -> None:
    from trialwright.check.evidence.ledger import p_between

    assert p_between(1e-9, 2e-8) == "p < 0.0001"
    assert p_between(1e-9, 0.00031) == "p < 0.0001 to 0.0003"
    assert p_between(0.0967, 0.1267) == "p = 0.097 to 0.127"
    assert p_between(0.0500, 0.0501) == "p = 0.050"
