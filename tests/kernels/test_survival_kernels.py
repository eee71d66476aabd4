"""Events, accrual and event probabilities; counts; slopes: quadrature, invariants, boundaries."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from trialwright.kernels import (
    event_probability,
    log_rank_events,
    negative_binomial,
    random_slopes,
    stepped_accrual,
)
from trialwright.kernels.event_probability import Hazard

BOUNDS, RATES = np.array([0.0, 6.0, 18.0]), np.array([20.0, 50.0])


def density_seen(hazard: Hazard, s: float) -> float:
    """Of an event seen at time s since entry."""
    rates, starts = np.array(hazard.rates), np.array(hazard.starts)
    if hazard.shape != 1:
        rate, k = rates[0], hazard.shape
        return k * rate**k * s ** (k - 1) * math.exp(-((rate * s) ** k) - hazard.dropout * s)
    inside = np.clip(s - starts, 0, np.append(starts[1:], np.inf) - starts)
    now = rates[np.searchsorted(starts, s, side="right") - 1]
    return now * math.exp(-float(np.sum(rates * inside)) - hazard.dropout * s)


@pytest.mark.parametrize(
    "hazard",
    [
        Hazard((0.05,)),
        Hazard((0.05, 0.04, 0.02), (0.0, 6.0, 12.0), dropout=0.01),
        Hazard((0.05,), shape=1.7),
        Hazard((0.05,), shape=0.6, dropout=0.02),
    ],
    ids=["exponential", "steps and dropout", "Weibull", "Weibull and dropout"],
)
@pytest.mark.parametrize("time", [4.0, 15.0, 40.0])
def test_event_probabilities_are_those_of_double_quadrature(hazard, time):
    cuts = [c for c in (6.0, 12.0) if len(hazard.starts) > 1]

    def seen(s):
        return quad(
            lambda x: density_seen(hazard, x), 0, s, points=[c for c in cuts if c < s] or None, limit=200
        )[0]

    total = 0.0
    for start, end, rate in zip(BOUNDS[:-1], BOUNDS[1:], RATES, strict=True):
        end = min(end, time)
        if end > start:
            total += rate * quad(lambda u: seen(time - u), start, end, limit=200)[0]
    expected = total / float(np.sum(RATES * np.diff(BOUNDS)))
    ours = float(event_probability.by_calendar_time(time, hazard, BOUNDS, RATES))
    assert ours == pytest.approx(expected, rel=1e-7)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0, 0.1), st.floats(0.1, 60), st.floats(0.01, 30))
@example(0.9375, 1.0, 0.0, 22.0, 30.0)
def test_events_come_with_time_and_go_with_dropout(rate1, rate2, dropout, time, more):
    staying = Hazard((rate1, rate2), (0.0, 5.0))
    leaving = Hazard((rate1, rate2), (0.0, 5.0), dropout=dropout)
    now, later = event_probability.by_calendar_time([time, time + more], leaving, BOUNDS, RATES)
    assert 0 <= now <= later + 1e-12
    assert later <= 1
    assert now <= float(event_probability.by_calendar_time(time, staying, BOUNDS, RATES)) + 1e-12


def test_nobody_has_an_event_before_the_start_or_without_a_hazard():
    assert float(event_probability.by_calendar_time(0.0, Hazard((0.1,)), BOUNDS, RATES)) == 0
    assert float(event_probability.by_calendar_time(50.0, Hazard((0.0,)), BOUNDS, RATES)) == 0
    assert event_probability.dropout_hazard(0.0, 12) == 0


@given(st.floats(1, 5000))
def test_accrual_that_ends_with_n_has_entered_n(n):
    bounds = stepped_accrual.end_of_accrual(np.array([0.0, 6.0]), np.array([10.0, 25.0]), n)
    rates = np.array([10.0, 25.0])[: len(bounds) - 1]
    assert float(stepped_accrual.entered(1e9, bounds, rates)) == pytest.approx(n, rel=1e-12)
    assert stepped_accrual.entered([0.0, 1e-3], bounds, rates) == pytest.approx([0.0, 0.01], abs=1e-12)


@pytest.mark.parametrize(
    ("ratio", "formula", "expected"),
    # 1:1, alpha 0.05 two-sided, power 0.8, hazard ratio 0.5:
    # Schoenfeld 4 z^2 / log(hr)^2; Freedman 1982 (z (1 + hr) / (1 - hr))^2, his Table I: 71 at 1 - beta = 0.8
    [(0.5, "Schoenfeld", 65.35), (0.5, "Freedman", 70.64), (0.5, "HsiehFreedman", 70.64)],
)
def test_events_are_the_textbooks(ratio, formula, expected):
    unit = log_rank_events.unit_drift(ratio, 1.0, 1.0, formula)
    assert log_rank_events.events(unit, 0.05, 0.8, 2) == pytest.approx(expected, abs=0.01)


@given(st.floats(0.2, 0.95), st.floats(0.2, 5))
def test_the_formulas_mirror_and_agree_near_one(ratio, allocation):
    for formula in ("Schoenfeld", "Freedman", "HsiehFreedman"):
        unit = log_rank_events.unit_drift(ratio, allocation, 1.0, formula)
        assert unit == pytest.approx(
            -log_rank_events.unit_drift(1 / ratio, 1 / allocation, 1.0, formula), rel=1e-12
        )
        assert log_rank_events.unit_drift(1.0, allocation, 1.0, formula) == 0
        near = log_rank_events.unit_drift(0.9999, allocation, 1.0, formula)
        assert near == pytest.approx(log_rank_events.unit_drift(0.9999, allocation), rel=2e-4)


def test_zhu_and_lakkis_size():
    """Rates 0.7 and 1, dispersion 0.5, one unit of exposure, one-sided 0.025, power 0.9: 284 an arm (rpact 4.5.0: 568)."""
    unit = negative_binomial.unit_variance(0.7, 1.0, 1.0, 0.5, 1.0)
    n = negative_binomial.size(-math.log(0.7), unit, unit, 0.025, 0.9)
    assert math.ceil(n / 2) == 284


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 3), st.floats(0, 2), st.floats(1, 40), st.floats(1, 40))
def test_information_of_staggered_exposure_is_that_of_quadrature(rate, dispersion, time, longest):
    bounds, intensity = np.array([0.0, 4.0, 12.0]), np.array([3.0, 7.0])
    expected = 0.0
    for start, end, per in zip(bounds[:-1], bounds[1:], intensity, strict=True):
        end = min(end, time)
        if end > start:
            kinks = [c for c in (time - longest,) if start < c < end]
            expected += per * quad(
                lambda u: float(
                    negative_binomial.patient_information(rate, min(longest, time - u), dispersion)
                ),
                start, end, points=kinks or None,
            )[0]  # fmt: skip
    ours = negative_binomial.information(rate, time, bounds, intensity, dispersion, longest)
    assert ours == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.floats(0.2, 3), st.floats(0.2, 3), st.floats(0, 2), st.floats(0.3, 3))
def test_restricted_rates_lie_between_and_obey_the_null(rate1, rate2, dispersion, allocation):
    null = 1.2
    q1, q2 = negative_binomial.null_rates(rate1, rate2, 1.5, dispersion, allocation, null, "restricted")
    assert q1 == pytest.approx(null * q2)
    assert min(rate1 / null, rate2) - 1e-12 <= q2 <= max(rate1 / null, rate2) + 1e-12


def test_without_overdispersion_the_restricted_rate_is_the_pooled_one():
    q1, q2 = negative_binomial.null_rates(0.6, 1.0, 2.0, 0.0, 3.0, 1.0, "restricted")
    assert q1 == q2 == pytest.approx((3 * 0.6 + 1.0) / 4)


COURSE = random_slopes.Course((0.0, 1.0, 2.0, 3.0, 4.0), 2.0, 1.5, 0.5, 0.2)


def test_balanced_complete_slopes_are_two_stage_slopes():
    """With everyone seen at all visits the mixed model's slope is the mean of patients' own: Laird & Ware 1982."""
    ours = random_slopes.unit_variance(COURSE, 1.0)
    assert ours == pytest.approx(random_slopes.two_stage_unit_variance(COURSE, 1.0), rel=1e-12)
    assert ours == pytest.approx(4 * (0.25 + 4 / 10))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.3, 1), min_size=4, max_size=4), st.floats(0.3, 3))
def test_dropout_costs_precision_and_a_common_baseline_gains_it(stays, allocation):
    stays = (1.0, *sorted(stays, reverse=True))
    leaving = random_slopes.Course(COURSE.visits, 2.0, 1.5, 0.5, 0.2, stays)
    whole, less = (random_slopes.unit_variance(c, allocation) for c in (COURSE, leaving))
    assert less >= whole - 1e-9
    assert random_slopes.unit_variance(leaving, allocation, same_baseline=True) <= less + 1e-9


def test_slopes_without_random_effects_are_those_of_least_squares():
    """Diggle et al. 2002, section 2.4: variance sigma^2 / sum (t - mean)^2 for an arm's patient without correlation."""
    plain = random_slopes.Course((0.0, 1.0, 2.0), 1.0)
    assert random_slopes.unit_variance(plain, 1.0) == pytest.approx(4 * 1 / 2)
