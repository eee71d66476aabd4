"""Stage-wise ordering: coverage by simulation, duality of interval and test, closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from trialwright.kernels.stagewise import stagewise_drift, stagewise_p

INFORMATION = np.array([0.4, 0.7, 1.0])
UPPER = np.array([3.1803, 2.4041])
NONE = np.full(2, -np.inf)


def test_one_look_is_the_plain_normal_test() -> None:
    empty, one = np.empty(0), np.ones(1)
    assert stagewise_p(1.7, empty, empty, one, np.zeros(1)) == pytest.approx(ndtr(-1.7))
    assert stagewise_drift(1.7, empty, empty, one, one, 0.025) == pytest.approx(1.7 + ndtri(0.025))
    assert stagewise_drift(1.7, empty, empty, one, one, 0.5) == pytest.approx(1.7)


@settings(deadline=None, max_examples=40)
@given(z=st.floats(-3, 5), looks=st.integers(1, 3), probability=st.floats(0.01, 0.99))
def test_the_interval_is_what_the_test_does_not_reject(z, looks, probability) -> None:
    rates = INFORMATION[:looks]
    before = (NONE[: looks - 1], UPPER[: looks - 1])
    drift = stagewise_drift(z, *before, rates, np.sqrt(rates), probability)
    for shift, sign in ((-0.05, -1), (0.05, 1)):
        p = stagewise_p(z, *before, rates, (drift + shift) * np.sqrt(rates))
        assert sign * (p - probability) > 0


@settings(deadline=None, max_examples=40)
@given(z=st.floats(-3, 5), more=st.floats(0.01, 2))
def test_more_evidence_has_a_smaller_p_and_an_earlier_stop_a_smaller_one_still(z, more) -> None:
    p = [stagewise_p(z + d, NONE, UPPER, INFORMATION, np.zeros(3)) for d in (0.0, more)]
    assert 0 <= p[1] <= p[0] <= 1
    earlier = stagewise_p(UPPER[1], NONE[:1], UPPER[:1], INFORMATION[:2], np.zeros(2))
    assert earlier <= p[1] + 1e-12


@pytest.mark.parametrize("drift", [0.0, 1.5, 3.0])
def test_p_at_the_true_drift_is_uniform_so_that_intervals_cover_and_the_estimate_is_median_unbiased(
    drift,
) -> None:
    rng, trials = np.random.default_rng(5), 8000
    steps = np.sqrt(np.diff(INFORMATION, prepend=0.0))
    score = np.cumsum(steps * rng.normal(size=(trials, 3)) + drift * steps**2, axis=1)
    z = score / np.sqrt(INFORMATION)
    stopped = np.where(z[:, 0] >= UPPER[0], 1, np.where(z[:, 1] >= UPPER[1], 2, 3))
    means = drift * np.sqrt(INFORMATION)
    p = np.array(
        [
            stagewise_p(z[i, k - 1], NONE[: k - 1], UPPER[: k - 1], INFORMATION[:k], means[:k])
            for i, k in enumerate(stopped)
        ]
    )
    for level in (0.025, 0.5, 0.975):
        assert abs((p <= level).mean() - level) < 4 * np.sqrt(level * (1 - level) / trials)


def test_binding_futility_bounds_take_away_what_they_stop() -> None:
    bound = np.array([0.5, 0.7])
    with_bounds = stagewise_p(2.0, bound, UPPER, INFORMATION, np.zeros(3))
    assert with_bounds < stagewise_p(2.0, NONE, UPPER, INFORMATION, np.zeros(3))
