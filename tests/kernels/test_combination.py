"""Combination functions: definitions, monotonicity, and the type I error with sizes chosen from the data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import chi2

from trialwright.kernels import combination

p_values = st.lists(st.floats(1e-6, 1 - 1e-6), min_size=2, max_size=4)


@given(p=p_values, at=st.integers(0, 3), factor=st.floats(0.01, 0.99))
def test_a_smaller_p_never_means_less_evidence(p, at, factor) -> None:
    weights = np.sqrt(np.arange(1.0, len(p) + 1))
    better = list(p)
    better[at % len(p)] *= factor
    before, after = np.array(p), np.array(better)
    assert combination.inverse_normal(after, weights) >= combination.inverse_normal(before, weights)
    assert combination.fisher_product(after, weights) <= combination.fisher_product(before, weights)


@given(p=p_values)
def test_cumulative_forms_end_where_the_plain_forms_do(p) -> None:
    weights, values = np.sqrt(np.arange(1.0, len(p) + 1)), np.array([p])
    for k in range(1, len(p) + 1):
        z = combination.inverse_normal(values[:, :k], weights[:k])
        assert combination.cumulative_inverse_normal(values, weights)[0, k - 1] == pytest.approx(z[0])
        product = combination.fisher_product(values[:, :k], weights[:k])
        assert combination.cumulative_fisher_product(values, weights)[0, k - 1] == pytest.approx(product[0])


def test_one_stage_is_itself_and_a_missing_stage_stays_missing() -> None:
    one = combination.inverse_normal(np.array([0.03]), np.array([2.0]))
    assert combination.normal_p(one) == pytest.approx(0.03)
    assert np.isnan(combination.inverse_normal(np.array([0.03, np.nan]), np.ones(2)))
    assert combination.inverse_normal(np.array([0.0, 0.5]), np.ones(2)) == np.inf


@pytest.mark.parametrize("name", ["inverse normal", "Cui-Hung-Wang", "Fisher"])
def test_a_second_stage_sized_from_the_first_keeps_the_level(name) -> None:
    """The naive pooled z does not: the same rule takes its level above 4 Monte Carlo errors."""
    rng, trials, alpha = np.random.default_rng(7), 400_000, 0.025
    z1 = rng.normal(size=trials)
    share = np.where((z1 > 0.2) & (z1 < 1.6), 4.0, 0.25)  # second stage's information, first is 1
    z2 = rng.normal(size=trials)
    weights = np.ones(2)
    p = combination.normal_p(np.stack([z1, z2], -1))
    if name == "Fisher":
        critical = np.exp(-chi2.isf(alpha, 4) / 2)
        rejects = combination.fisher_product(p, weights) <= critical
    elif name == "inverse normal":
        rejects = combination.inverse_normal(p, weights) >= -ndtri(alpha)
    else:
        rejects = combination.combined_z(np.stack([z1, z2], -1), weights) >= -ndtri(alpha)
    error = 4 * np.sqrt(alpha * (1 - alpha) / trials)
    assert abs(rejects.mean() - alpha) < error
    naive = (z1 + np.sqrt(share) * z2) / np.sqrt(1 + share) >= -ndtri(alpha)
    assert naive.mean() > alpha + error
