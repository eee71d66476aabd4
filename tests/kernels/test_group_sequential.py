"""Group-sequential probabilities: against other integrators, by invariants, and at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.special import ndtr
from scipy.stats import norm

from trialwright.kernels.group_sequential import (
    bound_with,
    delayed_decisions,
    exit_probabilities,
    spending_bounds,
    stage_probabilities,
)

NONE = -np.inf


def test_two_looks_agree_with_adaptive_quadrature() -> None:
    """P(Z1 in (0.2, 2.5), Z2 > 2.0) at drift 1.7, from the bivariate density itself."""
    t = np.array([0.35, 1.0])
    lower, upper, drift = np.array([0.2, 2.0]), np.array([2.5, 2.0]), 1.7

    def joint(b: float, a: float) -> float:
        step = np.sqrt(1 - 0.35)
        later = (b - a * np.sqrt(0.35) - drift * (1 - 0.35)) / step
        return float(norm.pdf(a - drift * np.sqrt(0.35)) * norm.pdf(later) / step)

    expected, _ = dblquad(joint, 0.2, 2.5, 2.0, 12.0, epsabs=1e-12)
    below, above = stage_probabilities(lower, upper, t, drift)
    assert above[1] == pytest.approx(expected, abs=1e-11)
    assert above[0] == pytest.approx(ndtr(drift * np.sqrt(0.35) - 2.5), abs=1e-15)
    assert below[0] == pytest.approx(ndtr(0.2 - drift * np.sqrt(0.35)), abs=1e-15)


@pytest.mark.parametrize("k", [2, 5, 10, 20])
def test_no_early_bounds_leave_the_normal_tail(k: int) -> None:
    t = np.arange(1, k + 1) / k
    open_until_the_end = np.append(np.full(k - 1, np.inf), 1.96)
    below, above = stage_probabilities(np.append(np.full(k - 1, NONE), 1.96), open_until_the_end, t, 2.8)
    assert above[-1] == pytest.approx(ndtr(2.8 - 1.96), abs=1e-13)
    assert below[-1] == pytest.approx(ndtr(1.96 - 2.8), abs=1e-13)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.02, 1.0), st.floats(-3.0, 1.0), st.floats(0.05, 3.0)), min_size=1, max_size=7
    ),
    st.floats(-5.0, 6.0),
)
def test_every_trial_ends_once_and_mirrors(looks: list[tuple[float, float, float]], drift: float) -> None:
    information = np.cumsum([gain for gain, _, _ in looks])
    lower = np.array([low for _, low, _ in looks])
    upper = lower + np.array([gap for _, _, gap in looks])
    lower[-1] = upper[-1]
    below, above = stage_probabilities(lower, upper, information, drift)
    assert np.all(below >= 0)
    assert np.all(above >= 0)
    assert below.sum() + above.sum() == pytest.approx(1.0, abs=1e-11)
    mirrored_below, mirrored_above = stage_probabilities(-upper, -lower, information, -drift)
    np.testing.assert_allclose(mirrored_above, below, atol=1e-12)
    np.testing.assert_allclose(mirrored_below, above, atol=1e-12)


def test_information_has_no_unit() -> None:
    t, upper, lower = np.array([0.2, 0.5, 1.0]), np.array([3.0, 2.5, 2.0]), np.array([-1.0, 0.0, 2.0])
    _, above = stage_probabilities(lower, upper, t, 2.0)
    _, scaled = stage_probabilities(lower, upper, 80 * t, 2.0 / np.sqrt(80))
    np.testing.assert_allclose(scaled, above, rtol=1e-12)


def test_a_look_right_after_another_adds_next_to_nothing() -> None:
    t = np.array([0.5, 0.5 + 1e-7, 1.0])
    _, above = stage_probabilities(np.full(3, NONE), np.array([2.5, 2.5, 2.0]), t, 0.0)
    _, without = stage_probabilities(np.full(2, NONE), np.array([2.5, 2.0]), t[[0, 2]], 0.0)
    assert above[1] < 1e-5
    assert above.sum() == pytest.approx(without.sum(), abs=1e-5)


def test_nobody_goes_on_where_the_bounds_meet() -> None:
    below, above = stage_probabilities(np.array([1.0, 1.0]), np.array([1.0, 1.0]), np.array([0.5, 1.0]), 0.0)
    assert below[0] + above[0] == pytest.approx(1.0, abs=1e-15)
    assert below[1] == above[1] == 0.0


def test_an_inner_wedge_is_what_a_trial_without_it_has_inside() -> None:
    t, c = np.array([0.5, 1.0]), np.array([2.5, 2.0])
    under, within, over = exit_probabilities(-c, np.array([0.7, 2.0]), c, t, 1.0)
    assert within[0] == pytest.approx(ndtr(0.7 - np.sqrt(0.5)) - ndtr(-0.7 - np.sqrt(0.5)), abs=1e-14)
    assert (under + within + over).sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("target", [1e-300, 1e-40, 1e-12, 1e-4, 0.3, 0.9])
def test_a_bound_has_its_probability(target: float) -> None:
    none = np.empty(0)
    z = bound_with(none, none, 0.0, 0.25, 0.8, target, 1.0)
    assert norm.sf(z - 0.4) == pytest.approx(target, rel=1e-9, abs=1e-299)
    mirrored = bound_with(none, none, 0.0, 0.25, -0.8, target, -1.0)
    assert mirrored == pytest.approx(-z, rel=1e-12)


def test_bounds_of_nothing_and_everything_are_infinite() -> None:
    none = np.empty(0)
    assert bound_with(none, none, 0.0, 1.0, 0.0, 0.0, 1.0) == np.inf
    assert bound_with(none, none, 0.0, 1.0, 0.0, 1.0, 1.0) == -np.inf


def test_spent_errors_are_what_the_bounds_give_back() -> None:
    t = np.array([0.3, 0.6, 1.0])
    alpha, beta = np.array([0.003, 0.007, 0.015]), np.array([0.02, 0.03, 0.05])
    given_ = np.full(3, np.nan)
    for binding in (False, True):
        lower, upper, excess = spending_bounds(alpha, beta, given_, given_, t, 3.2, binding, True)
        counted = lower if binding else np.append(np.full(2, NONE), upper[-1])
        np.testing.assert_allclose(stage_probabilities(counted, upper, t, 0.0)[1], alpha, rtol=1e-9)
        missed = stage_probabilities(lower, upper, t, 3.2)[0]
        np.testing.assert_allclose(missed[:-1], beta[:-1], rtol=1e-9)
        assert missed.sum() - beta.sum() == pytest.approx(excess, abs=1e-12)


def test_final_decisions_share_out_what_stopped() -> None:
    t, pipeline = np.array([0.4, 0.7, 1.0]), np.array([0.2, 0.0])
    lower, upper = np.array([0.0, 0.5, 2.0]), np.array([3.0, 2.4, 2.0])
    found = delayed_decisions(lower, upper, np.array([2.1, 2.4]), t, pipeline, 1.5)
    below, above = stage_probabilities(lower, upper, t, 1.5)
    np.testing.assert_allclose(found[0] + found[1], above[:-1], atol=1e-12)
    np.testing.assert_allclose(found[2] + found[3], below[:-1], atol=1e-12)
    assert found[1, 1] == found[2, 1] == 0.0
