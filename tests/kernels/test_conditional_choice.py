"""Estimate and interval of a chosen effect: against the pooled normal, an integral of another kind, and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtri
from scipy.stats import norm

from trialwright.kernels.conditional_choice import chosen_effect

NODES = np.linspace(-9.0, 9.0, 145)


def one(x1, i1, x2, i2, chosen, alpha=0.025):
    args = [np.array([float(v)]) for v in (x1, i1, x2, i2)]
    return chosen_effect(*args, NODES, np.asarray(chosen, bool)[None, :], alpha)[:, 0]


@pytest.mark.parametrize(("x1", "x2"), [(0.4, 0.1), (-0.3, 0.5), (0.0, 0.0)])
def test_where_any_estimate_would_have_been_chosen_it_is_the_pooled_normal(x1, x2):
    value, low, high = one(x1, 40.0, x2, 60.0, np.ones(145))
    pooled, half = 0.4 * x1 + 0.6 * x2, ndtri(0.975) / 10
    assert (low, high) == pytest.approx((pooled - half, pooled + half), abs=2e-6)
    assert value == pytest.approx(pooled, abs=2e-6)


def test_an_end_leaves_alpha_beyond_the_pooled_estimate():
    """Chosen above a bound that lies between two nodes: P(pooled >= seen | x1 above it) by adaptive quadrature."""
    x1, i1, x2, i2 = 0.30, 50.0, 0.05, 40.0
    bound = x1 + 0.5 * (NODES[66] + NODES[67]) / np.sqrt(i1)
    assert bound < x1
    _, low, high = one(x1, i1, x2, i2, x1 + NODES / np.sqrt(i1) > bound)
    seen = i1 * x1 + i2 * x2
    for effect, wanted in ((low, 0.025), (high, 0.975)):
        first = norm(effect, i1**-0.5)
        above = quad(
            lambda x, e=effect, f=first: f.pdf(x) * norm.sf((seen - i1 * x) / i2, e, i2**-0.5), bound, 3.0
        )[0]
        # the region's edge is known to a node, 0.125 standard errors
        assert above / first.sf(bound) == pytest.approx(wanted, abs=0.002)


def test_given_the_choice_it_is_unbiased_and_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(4)
    n, i1, i2, truth = 20_000, 50.0, 30.0, 0.1
    x1 = truth + rng.standard_normal(n) / np.sqrt(i1)
    x1 = x1[x1 > 0.15]  # far more than half are not chosen
    x2 = truth + rng.standard_normal(len(x1)) / np.sqrt(i2)
    chosen = x1[:, None] + NODES / np.sqrt(i1) > 0.15
    some = np.full(len(x1), i1), np.full(len(x1), i2)
    value, low, high = chosen_effect(x1, some[0], x2, some[1], NODES, chosen, 0.05)
    m = len(x1)
    assert ((i1 * x1 + i2 * x2) / (i1 + i2)).mean() - truth > 0.08
    assert abs(value.mean() - truth) < 4 * value.std() / np.sqrt(m) + 0.001
    for side in (low > truth, high < truth):
        assert side.mean() == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / m) + 0.001)


def test_a_stage_that_shows_nothing_gives_none():
    assert np.isnan(one(np.nan, 40.0, 0.1, 60.0, np.ones(145))).all()
    assert np.isnan(one(0.1, 40.0, 0.1, 0.0, np.ones(145))).all()


def test_stages_that_contradict_one_another_keep_their_order():
    value, low, high = one(0.9, 40.0, -0.4, 60.0, NODES >= 0)
    assert low < value < high
