import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.check.percent_count import check
from trialwright.model.base import Because

_spec = importlib.util.spec_from_file_location(
    "check_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def one(count, total, percent, **more):
    page = e.Page("share", "a share of patients had it")
    result = e.events(page, "a share", "active", count, total, value=e.printed(percent), **more)
    return check([e.reading(page, result)])


@pytest.mark.parametrize(
    ("count", "total", "percent", "verdict", "severity"),
    [
        (16, 17, "94", "consistent", "none"),
        (35, 40, "87.5", "consistent", "none"),
        (1, 8, "12", "consistent", "none"),  # 12.5 under half-to-even
        (1, 8, "13", "consistent", "none"),
        (2, 3, "66", "explained", "note"),  # truncated
        (3, 20, "85", "explained", "minor"),  # the others
        (16, 17, "95", "impossible", "minor"),
        (16, 17, "49", "impossible", "major"),
        (18, 17, "94", "impossible", "major"),
        (16, 17, "~95", "consistent", "none"),  # "about" allows a unit
        (16, 17, "~92", "impossible", "major"),
    ],
)
def test_verdicts(count, total, percent, verdict, severity):
    (found,) = one(count, total, percent)
    assert (found.verdict, found.severity) == (verdict, severity)


def test_totals_that_would_fit_are_named():
    (found,) = one(35, 45, "87.5")
    assert "87.5 % of 40" in found.finding
    (found,) = one(35, None, "87.5")
    assert found.verdict == "not checkable"
    assert found.recomputed["totals that fit"] == "40"
    (found,) = one(1, None, "60")
    assert (found.verdict, found.severity) == ("not checkable", "minor")
    assert "no whole number" in found.finding


def test_a_total_solved_from_the_percentage_is_not_a_test_of_it():
    (found,) = one(35, 40, "87.5", because=Because(rule="read.grammar.solve.totals"))
    assert (found.verdict, found.severity) == ("consistent", "note")
    assert "solved" in found.finding


def test_nothing_to_check_is_no_finding():
    page = e.Page("share", "a share of patients had it")
    assert list(check([e.reading(page, e.events(page, "a share", "active", 3, 17))])) == []


@settings(deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 2))
def test_a_rightly_rounded_percentage_is_consistent(xn, decimals):
    (found,) = one(*xn, f"{100 * xn[0] / xn[1]:.{decimals}f}")
    assert found.verdict == "consistent"


def test_the_level_of_an_interval_is_no_percentage():
    page = e.Page("level", "The change was 20/100 (95% confidence interval 0.4 to 39.7)")
    assert (
        list(
            check([e.reading(page, e.events(page, "20/100 (95%", "active", 20, 100, value=e.printed("95")))])
        )
        == []
    )
