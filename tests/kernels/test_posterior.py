"""Posterior and predictive probabilities against exact sums, symmetry, and simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, ndtr, ndtri

from trialwright.kernels.posterior import difference_exceeds, largest_of_normals, predictive_normal


def exact(a0, b0, a1, b1):
    """P(p1 > p0), a1 a whole number: Cook 2003, exact calculation of beta inequalities."""
    i = np.arange(a1)
    return np.exp(betaln(a0 + i, b0 + b1) - np.log(b1 + i) - betaln(1 + i, b1) - betaln(a0, b0)).sum()


@given(*[st.integers(1, 300)] * 4)
@settings(max_examples=200, deadline=None)
def test_two_rates_are_compared_as_the_exact_sum_does(a0, b0, a1, b1):
    found = difference_exceeds(*(np.array([float(v)]) for v in (a0, b0, a1, b1)), 0.0)[0]
    # The sum is P(Beta(a1, b1) > Beta(a0, b0)).
    assert found == pytest.approx(exact(a0, b0, a1, b1), abs=1e-7)


@given(*[st.floats(1.0, 200)] * 4, st.floats(-0.4, 0.4))
@settings(max_examples=100, deadline=None)
def test_either_the_one_exceeds_or_the_other(a0, b0, a1, b1, delta):
    one = difference_exceeds(*(np.array([v]) for v in (a0, b0, a1, b1)), delta)[0]
    other = difference_exceeds(*(np.array([v]) for v in (a1, b1, a0, b0)), -delta)[0]
    assert one + other == pytest.approx(1.0, abs=1e-4)


def test_a_difference_of_more_than_one_is_impossible_and_less_than_minus_one_certain():
    a = np.array([3.0])
    assert difference_exceeds(a, a, a, a, 1.0)[0] == pytest.approx(0.0, abs=1e-9)
    assert difference_exceeds(a, a, a, a, -1.0)[0] == pytest.approx(1.0, abs=1e-9)


def test_two_rates_apart_by_delta_as_simulated():
    rng = np.random.default_rng(3)
    n = 1_000_000
    seen = (rng.beta(30, 12, n) - rng.beta(20, 22, n) > 0.1).mean()
    found = difference_exceeds(*(np.array([v]) for v in (20.0, 22.0, 30.0, 12.0)), 0.1)[0]
    assert abs(found - seen) < 4 * np.sqrt(seen * (1 - seen) / n)


def test_the_largest_of_two_normals_is_phi_and_of_alike_ones_a_share():
    mean, sd = np.array([[0.0, 0.7]]), np.array([[0.5, 1.2]])
    assert largest_of_normals(mean, sd)[0, 1] == pytest.approx(ndtr(0.7 / 1.3), abs=1e-6)
    assert largest_of_normals(np.zeros((1, 5)), np.full((1, 5), 2.0))[0] == pytest.approx(
        np.full(5, 0.2), abs=1e-9
    )


def test_predictive_probability_as_simulated():
    rng = np.random.default_rng(4)
    n, mean, variance, final, delta = 400_000, 0.2, 0.04, 0.01, 0.05
    at_the_end = mean + np.sqrt(variance - final) * rng.standard_normal(n)
    seen = (ndtr((at_the_end - delta) / np.sqrt(final)) >= 0.95).mean()
    found = predictive_normal(*(np.array([v]) for v in (mean, variance, final)), delta, 0.95)[0]
    assert abs(found - seen) < 4 * np.sqrt(seen * (1 - seen) / n)
    sure = predictive_normal(np.array([mean]), np.array([final]), np.array([final]), delta, float(ndtr(1.0)))[
        0
    ]
    assert sure == pytest.approx(1.0)
    assert ndtri(0.95) > 0
