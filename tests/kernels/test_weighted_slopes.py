"""Weighted lines of two groups: R's nlme where weights are 1, and what weights must mean otherwise."""

import math

import numpy as np
import pytest

from trialwright.kernels import weighted_slopes as kernel


def people():
    """As tests/reference/weighted_slopes.R makes them."""
    of, month, score, group = [], [], [], []
    for i in range(24):
        g = i % 3 == 0
        for t in range(9):
            if (i * 7 + t * 5) % 6 != 0:
                of.append(i)
                month.append(float(t))
                line = 40 + 4 * math.sin(1.7 * i) + (-0.9 + 0.3 * g + 0.5 * math.cos(2.3 * i)) * t
                score.append(line + 2 * math.sin(12.9898 * i + 78.233 * t))
        group.append(g)
    return np.array(of), np.array(month), np.array(score), np.array(group)


OF, MONTH, SCORE, GROUP = people()
SUMS = kernel.persons(OF, MONTH, SCORE)


def test_with_weights_of_one_it_is_the_mixed_model_of_nlme():
    # R 4.2.2, nlme 3.1-162, method ML: tests/reference/weighted_slopes.R
    found = kernel.fit(SUMS, GROUP, np.ones(24))
    assert found.slopes == pytest.approx([-0.8840792113, -0.6896638261], abs=2e-6)
    assert found.d == pytest.approx(np.array([[7.481904, -0.063648], [-0.063648, 0.080081]]), abs=2e-4)
    assert found.residual == pytest.approx(2.570274223, rel=2e-5)
    assert found.log_likelihood == pytest.approx(-389.455280765, abs=1e-7)


def test_a_person_of_weight_two_is_two_people():
    weights = np.ones(24)
    weights[[0, 5, 7]] = 2
    rows = np.concatenate([np.arange(24), [0, 5, 7]])
    one, two = kernel.fit(SUMS, GROUP, weights), kernel.fit(SUMS.rows(rows), GROUP[rows], np.ones(27))
    assert one.slopes == pytest.approx(two.slopes, abs=1e-6)
    assert one.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-7)


def test_a_person_of_weight_zero_is_not_there():
    weights = np.ones(24)
    weights[3] = 0
    kept = np.delete(np.arange(24), 3)
    one, two = kernel.fit(SUMS, GROUP, weights), kernel.fit(SUMS.rows(kept), GROUP[kept], np.ones(23))
    assert one.difference == pytest.approx(two.difference, abs=1e-9)
    assert one.se == pytest.approx(two.se, rel=1e-6)


def test_scaling_a_whole_group_changes_no_error_of_its_slope_by_much():
    """Sandwich errors take weights as relative: ten times the weight is not ten times the people."""
    plain = kernel.fit(SUMS, GROUP, np.ones(24))
    scaled = kernel.fit(SUMS, GROUP, np.full(24, 10.0))
    assert scaled.se == pytest.approx(plain.se, rel=1e-5)
    assert scaled.df == pytest.approx(plain.df, rel=1e-5)


def test_its_sandwich_error_is_the_spread_of_estimates():
    rng = np.random.default_rng(5)
    months, n = np.arange(10.0), 60
    of, group = np.repeat(np.arange(n), 10), np.arange(n) < 25
    weights = np.where(group, 1.0, rng.uniform(0.3, 2.0, n))
    found, errors = [], []
    for _ in range(300):
        slopes = -1 + 0.5 * rng.standard_normal(n)
        y = slopes[of] * np.tile(months, n) + 5 * rng.standard_normal(n)[of] + 2 * rng.standard_normal(10 * n)
        lines = kernel.fit(kernel.persons(of, np.tile(months, n), y), group, weights, tolerance=1e-6)
        found.append(lines.difference)
        errors.append(lines.se)
    assert np.mean(found) == pytest.approx(0, abs=4 * np.std(found) / math.sqrt(300))
    assert np.mean(errors) / np.std(found) == pytest.approx(1, abs=4 / math.sqrt(600))


def test_a_group_seen_once_has_no_slope():
    sums = kernel.persons(np.arange(4), np.zeros(4), np.ones(4))
    with pytest.raises(ArithmeticError, match="slope"):
        kernel.fit(sums, np.array([True, True, False, False]), np.ones(4))
