"""What the figure of survival shows: the band against R's survfit, the numbers at risk against R and pandas."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.analyse import survival
from trialwright.analyse.survival_figure import MOST_TICKS, round_times, survival_figure

R = json.loads((Path(__file__).parents[1] / "reference" / "survival_band.json").read_text())["sets"]


@pytest.mark.parametrize("r", R)
def test_the_band_is_that_of_r_with_none_where_r_has_none(r):
    drawn = survival_figure(survival.curves({"time": r["time"], "status": r["event"]}, level=r["level"]))
    band = drawn.bands["all"]
    after = {x: (low, high) for x, low, high in band[::2]}  # each step's own corner
    steps = [
        s for s in zip(r["step"], r["survival"], r["low"], r["high"], strict=True) if s[0] in set(times(r))
    ]
    assert set(after) == {x for x, _, low, _ in steps if low is not None}
    for x, _, low, high in steps:
        if low is not None:
            assert after[x] == pytest.approx((low, high), abs=1e-9)
    starts, ends = band[::2], band[1::2]
    assert all(a[1:] == b[1:] for a, b in zip(starts, ends, strict=True))  # level between events
    assert all(b[0] == a[0] for b, a in zip(ends[:-1], starts[1:], strict=True))  # without a gap


def times(r):
    return [t for t, e in zip(r["time"], r["event"], strict=True) if e]


def test_the_reference_has_the_awkward_cases():
    assert any(r["low"][0] is None and r["survival"][0] == 1 for r in R)  # censored before any event
    assert any(r["survival"][-1] == 0 for r in R)
    assert any(len(set(r["time"])) < len(r["time"]) for r in R)


@pytest.mark.parametrize("r", R)
def test_numbers_at_risk_are_those_of_r(r):
    curve = survival.curves({"time": r["time"], "status": r["event"]}).curves[0]
    assert [curve.risk_at(t) for t in r["at"]] == r["at_risk"]


def test_numbers_at_risk_at_the_ticks_are_those_that_pandas_counts():
    rng = np.random.default_rng(3)
    data = pd.DataFrame(
        {
            "time": rng.integers(0, 21, 90) / 10,
            "status": rng.integers(0, 2, 90),
            "arm": rng.permutation(["a", "b", "c"] * 30),
        }
    )
    at_risk = survival_figure(survival.survival("arm", data)).at_risk
    ticks = [t for t, _ in at_risk["a"]]
    assert 0.3 in ticks  # a tick that 3 x 0.1 misses
    counted = {t: data[data.time >= t].groupby("arm").size() for t in ticks}
    for arm, row in at_risk.items():
        assert [n for _, n in row] == [int(counted[t].get(arm, 0)) for t in ticks]
    assert sum(row[0][1] for row in at_risk.values()) == 90


@given(st.floats(1e-6, 1e7))
def test_ticks_of_time_begin_at_0_and_are_even_few_and_no_later_than_follow_up(last):
    ticks = round_times(last)
    assert ticks[0] == 0
    assert 3 <= len(ticks) <= MOST_TICKS
    assert ticks[-1] <= last < ticks[-1] + ticks[1] * 1.000001
    assert np.allclose(np.diff(ticks), ticks[1])


def test_no_follow_up_at_all_has_one_tick():
    assert round_times(0.0) == (0.0,)


def test_an_arm_without_an_event_has_a_level_curve_and_no_band():
    data = {"time": [1.0, 2, 3, 4], "status": [1, 1, 0, 0], "arm": ["a", "a", "b", "b"]}
    drawn = survival_figure(survival.survival("arm", data))
    assert drawn.steps["b"] == ((0.0, 1.0), (4.0, 1.0))
    assert drawn.bands["b"] == ()
    assert drawn.at_risk["b"][0] == (0.0, 2)
