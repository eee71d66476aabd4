"""Trials that hardly tell anything: what they cannot tell is missing, and said to be, and no traceback."""

from __future__ import annotations

import math

import numpy as np
import pytest

from trialwright.analyse import generalised, negative_binomial, survival
from trialwright.errors import AnalysisError
from trialwright.kernels import log_rank_groups


def test_whether_hazards_are_proportional_is_not_told_by_two_times_of_events():
    data = {
        "time": [1.0, 1.0, 1.0, 2.0, 3.0, 1.0, 1.0, 4.0, 5.0, 1.0],
        "status": [1, 1, 0, 0, 1, 0, 0, 0, 1, 1],
        "arm": [0, 0, 1, 1, 1, 0, 1, 1, 1, 1],
        "x": [0.51, 0.88, -0.61, -0.48, 1.17, 0.0, -0.13, -1.41, 0.15, 0.65],
    }
    found = survival.cox("~ arm + x", data)
    told = [n for n in found.notes if n.kind == "assumption" and n.p is None]
    assert any("cannot be tested" in n.what and n.concern for n in told)


def test_nor_where_no_group_with_an_event_can_be_told_from_the_others():
    data = {
        "time": [4.0, 3.0, 7.0, 1.0, 2.0, 3.0],
        "status": [0, 1, 1, 0, 1, 0],
        "arm": [0, 1, 0, 1, 1, 1],
        "x": [0.56, -0.93, -2.24, 0.22, -0.84, -0.95],
    }
    found = survival.cox("~ arm + x", data)
    assert any(n.kind == "convergence" and n.concern for n in found.notes)
    assert np.isnan(found.proportionality()[1].p).all()


@pytest.mark.parametrize("name", ["arm", "x"])
def test_a_rate_at_infinity_is_a_note_and_not_a_figure_alone(name):
    """An arm without events: R 4.2.2's glm gives -36.6 with an error of 67108864, and no word."""
    counts = [0, 0, 0, 2, 1, 3, 4, 1]
    data = {"y": counts, "arm": [1, 1, 1, 0, 0, 0, 0, 0], "x": [int(c == 0) for c in counts]}
    found = generalised.generalised_linear(f"y ~ {name}", data, family="poisson")
    assert [n.what for n in found.notes if n.concern] == [generalised.AT_AN_END]


def test_rates_that_are_small_and_finite_are_no_concern():
    data = {"y": [1, 0, 2, 1], "arm": [0, 0, 1, 1], "t": [1e6, 2e6, 1e6, 3e6]}
    found = generalised.generalised_linear("y ~ arm + offset(log(t))", data, family="poisson")
    assert not [n for n in found.notes if n.concern]


def test_as_many_coefficients_as_counts_have_no_errors():
    data = {"y": [12, 0, 0, 3], "arm": [1, 0, 1, 1], "x": [1.16, 1.39, -0.5, -1.43]}
    found = generalised.generalised_linear("y ~ arm + x", data, family="poisson")
    assert any(n.concern for n in found.notes)
    with pytest.raises(AnalysisError, match="Poisson"):
        negative_binomial.negative_binomial("y ~ arm + x", {**data, "y": [1, 0, 1, 1]})


def test_a_group_that_left_before_the_first_event_takes_no_degree_of_freedom():
    """R 4.2.2, survival 3.5-3: survdiff(Surv(time, event) ~ group) of these rows, chi-squared 0.296696511 on 1, p 0.585961."""
    time = np.array([1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0])
    event = np.array([False, False, True, True, True, True, False])
    group = np.array([2, 2, 0, 1, 1, 0, 1])
    found = log_rank_groups.log_rank(time, event, group)
    two = log_rank_groups.log_rank(time[2:], event[2:], group[2:])
    assert found.df == two.df == 1
    assert (found.chi_squared, found.p) == pytest.approx((two.chi_squared, two.p), rel=1e-12)
    assert (found.chi_squared, found.p) == pytest.approx((0.296696511, 0.585961), rel=1e-6)


def test_without_events_groups_are_not_alike():
    found = log_rank_groups.log_rank(np.arange(1.0, 7), np.zeros(6, bool), np.array([0, 1] * 3))
    assert found.df == 0
    assert all(math.isnan(x) for x in (found.chi_squared, found.p))


def test_survival_before_the_first_event_has_no_limits():
    data = {"time": [3.0, 4, 5], "status": [1, 0, 1]}
    (s, low, high) = survival.curves(data).survival_at(1.0)[0]
    assert s == 1
    assert all(math.isnan(x) for x in (low, high))
