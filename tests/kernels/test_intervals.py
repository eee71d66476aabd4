"""Intervals against R 4.2.2: tests/reference/two_by_two.{json,R}; Newcombe 1998, table II, by hand."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels import intervals as k

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "two_by_two.json").read_text())


@pytest.mark.parametrize("row", REFERENCE["tables"], ids=lambda r: "{}/{} v {}/{}".format(*r["table"]))
def test_ratios_agree_with_r(row):
    t = row["table"]
    for function, names in (
        (k.odds_ratio, ("or", "or_low", "or_high")),
        (k.risk_ratio, ("rr", "rr_low", "rr_high")),
    ):
        got = function(*t)
        if row[names[0]] is None:
            assert all(math.isnan(x) for x in got)
        else:
            # Wald limits through R's glm agree to its convergence, not to the last digit.
            assert got == pytest.approx([row[n] for n in names], rel=1e-6)


@pytest.mark.parametrize("row", REFERENCE["tables"], ids=lambda r: "{}/{} v {}/{}".format(*r["table"]))
def test_conditional_odds_ratio_agrees_with_fisher_test(row):
    got = k.conditional_odds_ratio(*row["table"])
    # R finds its limits with uniroot at tolerance 1.2e-4 on the odds ratio or its inverse.
    assert got.estimate == pytest.approx(row["conditional_or"], rel=1e-3, abs=1e-4)
    assert got.low == pytest.approx(row["conditional_low"], rel=1e-3, abs=1e-4)
    if row["conditional_high"] is not None:
        assert got.high == pytest.approx(row["conditional_high"], rel=1e-3)


@pytest.mark.parametrize("row", REFERENCE["proportions"], ids=lambda r: f"{r['x']}/{r['n']}")
def test_one_proportion_agrees_with_r(row):
    x, n = row["x"], row["n"]
    assert k.clopper_pearson(x, n)[1:] == pytest.approx(row["clopper_pearson"], abs=1e-9)
    assert k.wilson(x, n)[1:] == pytest.approx(row["wilson"], abs=1e-9)
    assert k.upper_bound(x, n) == pytest.approx(row["upper"], abs=1e-9)


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 20), 0.6791, 1.0)],
)
def test_newcombe_as_published(table, low, high):
    got = k.newcombe(*table)
    assert (round(got.low, 4), round(got.high, 4)) == (low, high)


def test_no_event_in_seventeen():
    assert k.upper_bound(0, 17) == pytest.approx(1 - 0.05 ** (1 / 17))
    assert k.clopper_pearson(0, 17).high == pytest.approx(1 - 0.025 ** (1 / 17))


@settings(deadline=None)
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_one_proportion_intervals_hold_the_estimate(xn):
    x, n = xn
    for got in (k.clopper_pearson(x, n), k.wilson(x, n)):
        assert 0.0 <= got.low <= got.estimate + 1e-12
        assert got.estimate - 1e-12 <= got.high <= 1.0
    assert k.upper_bound(x, n) <= k.clopper_pearson(x, n).high + 1e-12


@settings(deadline=None)
@given(st.floats(-5, 5), st.floats(0.01, 3), st.sampled_from([80.0, 90.0, 95.0, 99.0]))
def test_the_way_back_from_an_interval(y, se, level):
    z = k.z_value(level)
    low, high = y - z * se, y + z * se
    assert k.standard_error(low, high, level) == pytest.approx(se)
    smallest, largest = k.p_range((y, y), (low, low), (high, high), level)
    assert smallest == pytest.approx(largest, abs=1e-12) == pytest.approx(k.two_sided_p(y / se), abs=1e-9)


def test_rounding_widens_the_range_of_p():
    # -0.171 (-0.308 to -0.034): z from 0.1705 x 3.92 / 0.275 = 2.430 to 0.1715 x 3.92 / 0.273 = 2.462.
    smallest, largest = k.p_range((-0.1715, -0.1705), (-0.3085, -0.3075), (-0.0345, -0.0335))
    assert smallest < 0.015 < largest
    assert (round(smallest, 4), round(largest, 4)) == (0.0138, 0.0151)
