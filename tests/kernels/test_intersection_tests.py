"""Intersection tests against their definitions, closure, and type I error by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from trialwright.kernels import closed_testing, dunnett_table, intersection_tests

SYMMETRIC = [intersection_tests.bonferroni, intersection_tests.sidak, intersection_tests.simes]
p_values = st.integers(1, 5).flatmap(
    lambda m: arrays(np.float64, (3, m), elements=st.floats(1e-9, 1.0) | st.just(np.nan))
)


def _by_definition(name: str, p: np.ndarray) -> float:
    p = np.sort(p[~np.isnan(p)])
    m = len(p)
    if m == 0:
        return np.nan
    if name == "bonferroni":
        return min(1.0, m * p[0])
    if name == "sidak":
        return 1 - (1 - p[0]) ** m
    return float(np.min(p * m / np.arange(1, m + 1)))


def test_the_order_of_intersections_is_by_falling_size() -> None:
    rows = closed_testing.intersections(3).astype(int).tolist()
    assert rows == [[1, 1, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("test", SYMMETRIC)
@settings(deadline=None)
@given(p=p_values)
def test_every_intersection_is_what_the_definition_says(test, p) -> None:
    found = test(p)
    for t in range(len(p)):
        for row, members in enumerate(closed_testing.intersections(p.shape[1])):
            expected = _by_definition(test.__name__, p[t, members])
            assert found[t, row] == pytest.approx(expected, rel=1e-9, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize("test", SYMMETRIC)
@settings(deadline=None)
@given(p=p_values, alpha=st.floats(0.001, 0.5))
def test_a_symmetric_closed_test_keeps_no_smaller_p_than_one_it_rejects(test, p, alpha) -> None:
    found = test(p)
    fallen = closed_testing.rejected(np.nan_to_num(found, nan=0.0) <= alpha)
    for t in range(len(p)):
        there = ~np.isnan(p[t])
        if (fallen[t] & there).any():
            worst = p[t][fallen[t] & there].max()
            assert not ((p[t] < worst) & there & ~fallen[t]).any()


@settings(deadline=None)
@given(p=p_values.filter(lambda p: not np.isnan(p).any()))
def test_simes_is_never_above_bonferroni_and_all_are_probabilities(p) -> None:
    simes, bonferroni = intersection_tests.simes(p), intersection_tests.bonferroni(p)
    assert (simes <= bonferroni * (1 + 1e-12)).all()
    for test in SYMMETRIC:
        assert ((test(p) >= 0) & (test(p) <= 1)).all()
        assert (closed_testing.adjusted(test(p)) >= p * (1 - 1e-12)).all()


def test_hierarchical_takes_the_first_member_and_stops_where_it_is_missing() -> None:
    p = np.array([[0.04, 0.001, np.nan], [np.nan, 0.001, 0.2]])
    found = intersection_tests.hierarchical(p)
    assert found[0].tolist()[:6] == [0.04, 0.04, 0.04, 0.001, 0.04, 0.001]
    assert np.isnan(found[0, 6])
    assert found[1].tolist()[:4] == [1.0, 1.0, 1.0, 0.001]


def test_more_hypotheses_than_taken_is_said() -> None:
    with pytest.raises(ValueError, match="at most 10"):
        intersection_tests.simes(np.ones((1, 11)))


def test_spiessens_debois_is_the_bivariate_normal() -> None:
    z, r = np.array([[2.1, 1.4], [-0.3, 0.8], [np.nan, 1.2], [1.1, np.nan]]), np.array([0.7, 0.2, 0.5, 0.5])
    found = intersection_tests.spiessens_debois(z, r)
    for i in range(2):
        largest = z[i].max()
        joint = multivariate_normal([0, 0], [[1, r[i]], [r[i], 1]]).cdf([largest, largest])
        assert found[i, 0] == pytest.approx(1 - joint, abs=1e-7)
    assert found[2, 0] == found[2, 2] == pytest.approx(ndtr(-1.2))
    assert found[3, 0] == found[3, 1] == pytest.approx(ndtr(-1.1))
    ends = intersection_tests.spiessens_debois(np.array([[1.5, 1.0]] * 2), np.array([1.0, 0.0]))[:, 0]
    assert ends == pytest.approx([ndtr(-1.5), 1 - ndtr(1.5) ** 2])


@pytest.mark.parametrize(
    "name", ["bonferroni", "sidak", "simes", "hierarchical", "dunnett", "spiessens_debois"]
)
def test_the_family_wise_error_of_the_closed_test_is_held(name) -> None:
    rng, trials, alpha = np.random.default_rng(20240101), 200_000, 0.025
    m = 2 if name == "spiessens_debois" else 3
    r = 0.5
    z = np.sqrt(r) * rng.normal(size=(trials, 1)) + np.sqrt(1 - r) * rng.normal(size=(trials, m))
    if name == "dunnett":
        p = ndtr(-dunnett_table.scores(z, dunnett_table.tables(m, r)))
    elif name == "spiessens_debois":
        p = intersection_tests.spiessens_debois(z, np.full(trials, r))
    else:
        p = getattr(intersection_tests, name)(ndtr(-z))
    wrong = closed_testing.rejected(p <= alpha).any(-1).mean()
    error = 4 * np.sqrt(alpha * (1 - alpha) / trials)
    assert wrong <= alpha + error
    if name in ("dunnett", "spiessens_debois", "hierarchical"):  # these are exact here
        assert wrong >= alpha - error
