"""Integrals over a marker with a known law."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from trialwright.kernels import marker

NO_BREAKS = np.empty(0)


def lognormal(sd, probabilities=(0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)):
    p = np.array(probabilities)
    return p, sd * ndtri(p)


def test_uniform_between_two_knots():
    nodes = marker.nodes_of_knots(np.array([0.0, 1.0]), np.array([0.0, 2.0]), NO_BREAKS)
    assert nodes.mean(nodes.log_x) == pytest.approx(1.0, abs=1e-12)
    assert nodes.mean(nodes.log_x**2) == pytest.approx(4 / 3, abs=1e-12)


def test_a_jump_on_a_break_is_integrated_exactly():
    nodes = marker.nodes_of_knots(np.array([0.0, 1.0]), np.array([0.0, 2.0]), np.array([0.7]))
    assert nodes.mean((nodes.log_x >= 0.7).astype(float)) == pytest.approx(0.65, abs=1e-12)


def test_tails_continue_as_a_lognormal():
    """Two quartiles of a standard lognormal fix its tails: beyond them the law is the lognormal's own."""
    p, v = np.array([0.25, 0.75]), ndtri(np.array([0.25, 0.75]))
    nodes = marker.nodes_of_knots(p, v, np.array([-1.5, 1.5]))
    assert nodes.mean((nodes.log_x >= 1.5).astype(float)) == pytest.approx(1 - ndtr(1.5), abs=1e-9)
    assert nodes.mean((nodes.log_x < -1.5).astype(float)) == pytest.approx(ndtr(-1.5), abs=1e-9)


def test_knots_that_reach_the_ends_have_no_tails():
    assert marker.tail_slopes(np.array([0.0, 0.3, 0.6, 1.0]), np.arange(4.0)) == (0.0, 0.0)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 1.5), st.floats(-1.0, 1.0))
def test_noise_adds_variance_to_a_lognormal(noise, cutoff):
    """P(measured >= c) of a standard lognormal measured with log noise is a normal tail. The knots are
    dense, so that interpolation in probability is not what is tested."""
    p = np.concatenate([[1e-4], np.linspace(0.001, 0.999, 999), [1 - 1e-4]])
    nodes = marker.nodes_of_knots(p, ndtri(p), cutoff + noise * np.arange(-6.0, 7))
    share = nodes.mean(marker.enrolled(nodes.log_x, cutoff, noise))
    assert share == pytest.approx(1 - ndtr(cutoff / np.sqrt(1 + noise**2)), abs=2e-5)


def test_noise_sd_joins_person_and_assay():
    assert marker.log_noise_sd(0.0, 0.0) == 0
    assert marker.log_noise_sd(0.4, 0.0) == pytest.approx(0.4)
    # A lognormal with this log SD has a coefficient of variation of 5 %.
    assert np.sqrt(np.expm1(marker.log_noise_sd(0.0, 0.05) ** 2)) == pytest.approx(0.05)


def test_without_noise_the_boundary_itself_enters():
    assert list(marker.enrolled(np.array([0.9, 1.0, 1.1]), 1.0, 0.0)) == [0, 1, 1]
