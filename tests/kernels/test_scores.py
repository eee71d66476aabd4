"""One pass over many trials gives what kernels.two_sample gives step by step."""

import numpy as np
import pytest
from scipy.special import ndtr, stdtrit

from trialwright.endpoints import binary, continuous
from trialwright.kernels import two_sample


def tallies(rng, n, m=400):
    y = rng.normal(0.3, 1.2, (m, n))
    return np.stack([np.full(m, float(n)), y.sum(1), (y * y).sum(1)], -1)


@pytest.mark.parametrize(("n0", "n1"), [(2, 2), (5, 9), (14, 40), (60, 50), (300, 200)])
def test_welch(n0, n1):
    rng = np.random.default_rng(n0)
    control, treated = tallies(rng, n0), tallies(rng, n1)
    score, p = continuous.score(control, treated), continuous.p_value(control, treated)
    kept = (p > 1e-12) & (p < 1 - 1e-12)
    assert ndtr(-score)[kept] == pytest.approx(p[kept], rel=3e-7)
    value, se = continuous.estimate_and_error(control, treated)
    assert value == pytest.approx(continuous.estimate(control, treated), rel=1e-12)
    assert se == pytest.approx(continuous.standard_error(control, treated), rel=1e-12)
    assert score == pytest.approx(two_sample.welch_score(control, treated), rel=1e-9, abs=1e-9)


def test_pooled_z_and_the_log_odds_ratio():
    rng = np.random.default_rng(3)
    control, treated = (np.stack([20 - e, e], -1).astype(float) for e in rng.integers(0, 21, (2, 400)))
    assert binary.score(control, treated) == pytest.approx(
        two_sample.pooled_z_score(control, treated), rel=1e-12
    )
    assert ndtr(-binary.score(control, treated)) == pytest.approx(binary.p_value(control, treated))
    value, se = binary.estimate_and_error(control, treated)
    assert value == pytest.approx(binary.estimate(control, treated), rel=1e-12, abs=1e-12)
    assert se == pytest.approx(binary.standard_error(control, treated), rel=1e-12)


@pytest.mark.parametrize("kind", [binary, continuous])
def test_data_that_carry_no_test_show_nothing(kind):
    k = 2 if kind is binary else 3
    empty, some = np.zeros((1, k)), np.array([[5.0, 0.0, 0.0][:k]])
    assert kind.score(empty, some)[0] == kind.score(some, empty)[0] == -np.inf
    assert kind.score(some, some)[0] == -np.inf  # no variance


@pytest.mark.parametrize("df", [3, 8, 29, 30, 31, 80, 1000])
def test_the_series_for_t_meets_the_distributions_at_its_edge(df):
    z = np.linspace(-6, 6, 121)
    t = -np.sign(z) * stdtrit(df, ndtr(-np.abs(z)))
    assert two_sample.normal_score(t, float(df)) == pytest.approx(z, abs=3e-8)
