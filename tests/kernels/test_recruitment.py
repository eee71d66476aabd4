"""Months and patients screened against simulation and textbook laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trialwright.kernels import recruitment

ONE = np.array([1.0])


def test_one_patient_waits_an_exponential():
    assert recruitment.months_quantile(0.5, 1, 10.0, np.array([0.5]), ONE) == pytest.approx(
        np.log(2) / 5, rel=1e-8
    )


def test_quantiles_match_scipys_gamma_and_negative_binomial():
    for p in (0.05, 0.5, 0.95):
        months = recruitment.months_quantile(p, 120, 20.0, np.array([0.25]), ONE)
        assert months == pytest.approx(stats.gamma.ppf(p, 120, scale=1 / 5), rel=1e-8)
        screened = recruitment.screened_quantile(p, 120, np.array([0.25]), ONE)
        assert screened == 120 + stats.nbinom.ppf(p, 120, 0.25)


def test_everyone_enrolled_means_nobody_more_is_screened():
    assert recruitment.screened_quantile(0.95, 50, np.array([1.0]), ONE) == 50


@settings(deadline=None)
@given(st.floats(0.6, 60), st.floats(0.6, 60))
def test_beta_nodes_have_the_betas_moments(a, b):
    values, weight = recruitment.beta_nodes(a, b)
    assert weight.sum() == pytest.approx(1)
    assert weight @ values == pytest.approx(a / (a + b), abs=2e-4)
    assert weight @ (values - a / (a + b)) ** 2 == pytest.approx(stats.beta.var(a, b), rel=0.03)


def test_uncertain_entry_widens_the_range_of_months():
    known = [recruitment.months_quantile(p, 200, 20.0, np.array([0.3]), ONE) for p in (0.05, 0.95)]
    values, weight = recruitment.beta_nodes(9.0, 21.0)
    unsure = [recruitment.months_quantile(p, 200, 20.0, values, weight) for p in (0.05, 0.95)]
    rng = np.random.default_rng(5)
    drawn = rng.gamma(200, 1, 200_000) / (20 * rng.beta(9, 21, 200_000))
    assert unsure[0] < known[0] < known[1] < unsure[1]
    assert unsure == pytest.approx(np.quantile(drawn, [0.05, 0.95]), rel=0.01)


@settings(deadline=None)
@given(st.integers(2, 300), st.floats(0.02, 1.0))
def test_the_median_is_the_first_count_to_reach_a_half(n, entry):
    at = recruitment.screened_quantile(0.5, n, np.array([entry]), ONE)
    assert recruitment.screened_cdf(at, n, np.array([entry]), ONE) >= 0.5
    assert recruitment.screened_cdf(at - 1, n, np.array([entry]), ONE) < 0.5
