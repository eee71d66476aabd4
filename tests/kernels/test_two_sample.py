"""Tests on tallies against R's t.test, prop.test, fisher.test and wilcox.test (reference/design_tests.R)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels import two_sample

R = json.loads((Path(__file__).parents[1] / "reference" / "design_tests.json").read_text())
C0 = [2.1, 3.4, 1.9, 2.8, 3.0, 2.2, 2.6, 3.9]
C1 = [3.2, 4.1, 2.9, 5.5, 3.3, 4.8]
EVENTS0, EVENTS1 = np.array([11.0, 29.0]), np.array([3.0, 37.0])
K0, K1 = np.array([12.0, 20, 9, 4]), np.array([7.0, 15, 14, 11])

counts = st.lists(st.integers(0, 30), min_size=3, max_size=3).map(lambda x: np.array(x, dtype=float))


def tally(values, about=0.0):
    x = np.array(values) - about
    return np.array([len(x), x.sum(), (x * x).sum()])


@pytest.mark.parametrize("about", [0.0, 3.0])
def test_t_tests_match_r_whatever_the_sums_are_about(about):
    c, e = tally(C0, about), tally(C1, about)
    assert two_sample.welch_t(c, e) == pytest.approx(R["welch"], rel=1e-10)
    assert two_sample.pooled_t(c, e) == pytest.approx(R["pooled_t"], rel=1e-10)


def test_tests_of_counts_match_r():
    assert two_sample.pooled_z(EVENTS0, EVENTS1) == pytest.approx(R["pooled_z"], rel=1e-10)
    assert two_sample.fisher(EVENTS0, EVENTS1) == pytest.approx(R["fisher"], rel=1e-10)
    assert two_sample.fisher(EVENTS1, EVENTS0) == pytest.approx(R["fisher_lower"], rel=1e-10)
    assert two_sample.wilcoxon(K0, K1) == pytest.approx(R["wilcoxon"], rel=1e-10)
    assert two_sample.wilcoxon(K1, K0) == pytest.approx(R["wilcoxon_lower"], rel=1e-10)


def test_many_trials_at_once_are_each_trial_alone():
    rng = np.random.default_rng(3)
    c, e = rng.integers(1, 30, (2, 5, 4, 3)).astype(float)
    together = two_sample.wilcoxon(c, e)
    assert together.shape == (5, 4)
    assert together[2, 3] == two_sample.wilcoxon(c[2, 3], e[2, 3])
    two = two_sample.fisher(c[..., :2], e[..., :2])
    assert two[4, 1] == two_sample.fisher(c[4, 1, :2], e[4, 1, :2])


@settings(deadline=None)
@given(counts, counts)
def test_swapping_arms_turns_a_rank_test_round(c, e):
    there, back = two_sample.wilcoxon(c, e), two_sample.wilcoxon(e, c)
    assert 0 <= there <= 1
    assert there + back == pytest.approx(1, abs=1e-9) or there == back == 1


@pytest.mark.parametrize("test", [two_sample.welch_t, two_sample.pooled_t])
def test_data_that_cannot_carry_a_t_test_show_nothing(test):
    assert test(tally([]), tally(C1)) == 1
    assert test(tally([2.0, 2.0]), tally([2.0, 2.0])) == 1


def test_counts_that_cannot_carry_a_test_show_nothing():
    assert two_sample.pooled_z(np.array([20.0, 0]), np.array([20.0, 0])) == 1
    assert two_sample.pooled_z(np.array([0.0, 0]), np.array([5.0, 5])) == 1
    assert two_sample.fisher(np.array([0.0, 0]), np.array([5.0, 5])) == 1
    assert two_sample.wilcoxon(np.array([0.0, 9, 0]), np.array([0.0, 9, 0])) == 1
