"""Dunnett's test against published tables, closed forms and its own table of scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri, owens_t
from scipy.stats import t as student

from trialwright.kernels import dunnett, dunnett_table


@pytest.mark.parametrize(
    ("m", "df", "critical"),
    # Dunnett 1955, J Am Stat Assoc 50:1096, table 1a: one-sided 5 %, equal sizes; printed to two places.
    [(2, 10, 2.15), (3, 20, 2.19), (4, 15, 2.36), (9, 60, 2.48), (5, np.inf, 2.23), (2, np.inf, 1.92)],
)
def test_critical_values_of_1955(m, df, critical) -> None:
    loadings = np.full(m, np.sqrt(0.5))
    assert dunnett.largest_t_reaches(critical - 0.006, loadings, df) > 0.05
    assert dunnett.largest_t_reaches(critical + 0.006, loadings, df) < 0.05


@settings(deadline=None)
@given(h=st.floats(-5, 7), r=st.floats(0.01, 0.95))
def test_two_comparisons_have_a_closed_form(h, r) -> None:
    found = dunnett.largest_reaches(np.full(2, h), np.full(2, np.sqrt(r)))
    assert found == pytest.approx(ndtr(-h) + 2 * owens_t(h, np.sqrt((1 - r) / (1 + r))), rel=1e-10)


@settings(deadline=None)
@given(h=st.floats(-3, 5), df=st.integers(1, 300))
def test_one_comparison_is_students_t(h, df) -> None:
    found = dunnett.largest_t_reaches(h, np.array([0.7]), df)
    assert found == pytest.approx(student.sf(h, df), rel=1e-6)


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 0.95), min_size=2, max_size=5), st.floats(-2, 4))
def test_more_comparisons_reach_a_limit_more_often_and_bonferroni_bounds_them(loadings, h) -> None:
    every = dunnett.largest_reaches(np.full(len(loadings), h), np.array(loadings))
    fewer = dunnett.largest_reaches(np.full(len(loadings) - 1, h), np.array(loadings[1:]))
    assert fewer - 1e-12 <= every <= len(loadings) * ndtr(-h) + 1e-12
    below = dunnett.all_below(np.full(len(loadings), h), np.array(loadings))
    assert every + below == pytest.approx(1.0, abs=1e-10)


def test_unequal_limits_and_sizes_agree_with_simulation() -> None:
    rng, trials = np.random.default_rng(11), 400_000
    loadings, limits = dunnett.shared_control(np.array([30.0, 60.0, 15.0]), 40.0), np.array([1.8, 2.2, 1.5])
    z = loadings * rng.normal(size=(trials, 1)) + np.sqrt(1 - loadings**2) * rng.normal(size=(trials, 3))
    seen, p = (z >= limits).any(-1).mean(), dunnett.largest_reaches(limits, loadings)
    assert abs(seen - p) < 4 * np.sqrt(p * (1 - p) / trials)


@pytest.mark.parametrize("r", [0.2, 0.5, 0.8])
def test_the_table_is_the_quadrature(r) -> None:
    table = dunnett_table.tables(4, r)
    for m in (2, 3, 4):
        h = np.linspace(-6.01, 7.9, 233)
        found = dunnett_table.scores(np.repeat(h[:, None], m, axis=1), table)[:, 0]
        upper = np.array([dunnett.largest_reaches(np.full(m, x), np.full(m, np.sqrt(r))) for x in h])
        assert np.abs(ndtr(-found) - upper).max() < 1e-10
        late = h > 1
        assert found[late] == pytest.approx(-ndtri(upper[late]), abs=1e-9)


def test_a_dropped_arm_leaves_the_others_with_their_own_number() -> None:
    table = dunnett_table.tables(3, 0.5)
    found = dunnett_table.scores(np.array([[1.2, np.nan, 2.5]]), table)[0]
    pair = dunnett_table.scores(np.array([[1.2, 2.5]]), table)[0]
    assert found[[0, 1, 2, 4, 6]] == pytest.approx([pair[0], 1.2, pair[0], 1.2, 2.5])
    assert np.isnan(found[5])
    assert dunnett_table.scores(np.array([[9.0, -9.0]]), table)[0, 1:] == pytest.approx([9.0, -9.0])
