"""Random numbers by address, the normal quantile, curves, and what the loop counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import kstest

from trialwright.kernels import simulation as s

NONE = np.empty(0)
CONSTANT = s.CurveTable(s.CONSTANT, 0.5, 1.0, 0.0, 0.0, np.zeros(1), np.zeros(1))
LOGNORMAL = s.MarkerTable(False, np.array([0.25, 0.75]), np.array([-1.0, 1.0]), 0.0, 1.4826, 1.4826)
NORMAL = s.OutcomeTable(2.0, NONE, NONE, NONE, 0.0)


def lanes(cutoffs, sizes, experimental=2, total=4):
    """One lane a cut-off, each with the same sizes."""
    n = len(cutoffs)
    return s.LaneTable(
        np.log(np.array(cutoffs)) if cutoffs[0] > 0 else np.array([-np.inf, *np.log(cutoffs[1:])]),
        np.arange(n + 1) * len(sizes),
        np.array(list(sizes) * n),
        np.full(n, experimental),
        np.full(n, total),
    )


def run(lane_table, trials=200, marker=LOGNORMAL, curve=CONSTANT, outcome=NORMAL, eligible=1.0, seed=1):
    keys = np.random.default_rng(seed).integers(0, 2**64, trials, dtype=np.uint64)
    return s.simulate(keys, np.full(trials, eligible), marker, curve, outcome, lane_table, 10**6)


def test_splitmix64_matches_its_published_outputs():
    """First outputs of SplitMix64 from seed 1234567, as printed by Rosetta Code and by Vigna's splitmix64.c."""
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    ours = [s.uniform(np.uint64(1234567), 0, np.uint64(slot)) for slot in range(4)]
    assert ours == [((x >> 11) + 0.5) * 2.0**-53 for x in published]


def test_numbers_of_one_patient_and_of_neighbours_are_uniform_and_unrelated():
    key = np.uint64(99)
    u = np.array([[s.uniform(key, i, np.uint64(slot)) for slot in range(6)] for i in range(20_000)])
    assert all(kstest(u[:, slot], "uniform").pvalue > 1e-4 for slot in range(6))
    together = np.corrcoef(np.hstack([u[:-1], u[1:]]).T) - np.eye(12)
    assert np.abs(together).max() < 5 / np.sqrt(len(u))


@settings(deadline=None)
@given(st.floats(min_value=1e-300, max_value=1 - 1e-16, exclude_min=True))
def test_normal_quantile_is_scipys(p):
    assert s.normal_quantile(p) == pytest.approx(float(ndtri(p)), rel=4e-15, abs=1e-15)


def quantile(p):
    table = LOGNORMAL
    return s.log_quantile(p, table.probabilities, table.log_values, table.left_slope, table.right_slope)


def test_quantile_function_passes_its_knots_and_rises_through_its_tails():
    p = np.linspace(0.0005, 0.9995, 2001)
    q = np.array([quantile(x) for x in p])
    assert np.all(np.diff(q) > 0)
    assert [quantile(x) for x in (0.25, 0.5, 0.75)] == pytest.approx([-1.0, 0.0, 1.0])


@pytest.mark.parametrize(
    ("kind", "at", "expected"),
    [
        (s.CONSTANT, 3.0, 2.0),
        (s.STEP, 5.0, 2.0),
        (s.STEP, 4.999, 0.0),
        (s.LOG_LINEAR, 5 * np.e, 2.0 + 0.3),
        (s.EMAX, 5.0, 1.0),
        (s.EMAX, 15.0, 1.5),
        (s.POINTS, 2.0, 0.5),  # half-way between 1 and 4 in the logarithm
        (s.POINTS, 100.0, 1.0),
    ],
)
def test_effect_curves(kind, at, expected):
    curve = s.CurveTable(kind, 2.0, 5.0, np.log(5.0), 0.3, np.log([1.0, 4.0]), np.array([0.0, 1.0]))
    assert s.effect_at(curve, np.log(at)) == pytest.approx(expected, abs=1e-12)


def test_blocks_hold_the_allocation_ratio():
    tallies, *_ = run(lanes([0], [30, 60], experimental=4, total=6))
    assert np.all(tallies[:, :, s.EXPERIMENTAL, 0] == [20, 40])
    assert np.all(tallies[:, :, s.CONTROL, 0] == [10, 20])


def test_untreated_outcomes_differ_from_treated_by_the_effect_alone():
    tallies, *_ = run(lanes([0], [40]))
    treated, untreated = tallies[:, 0, s.EXPERIMENTAL], tallies[:, 0, s.UNTREATED]
    assert treated[:, 1] - untreated[:, 1] == pytest.approx(0.5 * treated[:, 0])


def test_a_smaller_size_is_the_beginning_of_a_larger_one():
    small, large = run(lanes([0, 1.5], [20])), run(lanes([0, 1.5], [20, 50]))
    assert np.array_equal(small[0], large[0][:, [0, 2]])
    assert np.array_equal(small[1], large[1][:, [0, 2]])


def test_a_lane_does_not_depend_on_the_lanes_beside_it():
    alone, beside = run(lanes([1.5], [20])), run(lanes([0, 1.5, 3.0], [20]))
    assert np.array_equal(alone[0][:, 0], beside[0][:, 1])
    assert np.array_equal(alone[1][:, 0], beside[1][:, 1])


def test_screening_failures_are_geometric():
    """Mean patients screened for 20 eligible ones is 20 / 0.3, variance 20 * 0.7 / 0.09."""
    counts = run(lanes([0], [20]), trials=4000, eligible=0.3)[1][:, 0, 1]
    assert counts.mean() == pytest.approx(20 / 0.3, abs=4 * np.sqrt(20 * 0.7 / 0.09 / 4000))
    assert counts.var() == pytest.approx(20 * 0.7 / 0.09, rel=0.12)


def test_without_noise_nobody_below_the_cutoff_gets_in():
    assert run(lanes([2.0], [50]))[1][:, 0, 2].sum() == 0
    noisy = LOGNORMAL._replace(noise_sd=0.5)
    assert run(lanes([2.0], [50]), marker=noisy)[1][:, 0, 2].mean() > 1


def test_dropout_leaves_the_enrolled_but_not_the_analysed():
    tallies, *_ = run(lanes([0], [200]), outcome=NORMAL._replace(dropout=0.25), trials=400)
    analysed = tallies[:, 0, [s.CONTROL, s.EXPERIMENTAL], 0].sum(1)
    assert analysed.mean() == pytest.approx(150, abs=4 * np.sqrt(200 * 0.25 * 0.75 / 400))


def test_categories_have_their_probabilities_and_odds_ratio():
    cuts = np.log([0.2 / 0.8, 0.7 / 0.3])  # shares 0.2, 0.5, 0.3
    outcome = s.OutcomeTable(1.0, cuts, NONE, NONE, 0.0)
    tallies, *_ = run(lanes([0], [400]), outcome=outcome, trials=500)
    control, treated = (tallies[:, 0, arm].sum(0) for arm in (s.CONTROL, s.EXPERIMENTAL))
    n = control.sum()
    assert control / n == pytest.approx([0.2, 0.5, 0.3], abs=4 * np.sqrt(0.25 / n))
    higher = np.array([treated[1:].sum() / treated[0], treated[2] / treated[:2].sum()])
    assert np.log(higher) == pytest.approx(0.5 - cuts, abs=4 * 2.5 / np.sqrt(n))


def test_a_sample_gives_each_trial_its_own_population():
    """Draws under Bayesian-bootstrap weights: the share above a cut-off is Beta(30, 70) over trials, so its
    variance is 0.21 / 101 plus binomial noise."""
    sample = s.MarkerTable(True, NONE, np.log(np.array([1.0] * 70 + [9.0] * 30)), 0.0, 0.0, 0.0)
    seen = run(lanes([5.0], [300]), marker=sample, trials=3000)[1][:, 0, 0]
    share = 300 / seen
    assert share.mean() == pytest.approx(0.3, abs=0.01)
    assert share.var() == pytest.approx(0.21 / 101 + 0.3**2 * 0.7 / 300, rel=0.15)


def test_a_population_that_cannot_fill_a_trial_is_given_up():
    keys = np.arange(5, dtype=np.uint64)
    table = lanes([1e9], [10])
    assert s.simulate(keys, np.ones(5), LOGNORMAL, CONSTANT, NORMAL, table, 500)[3] == 5


def test_shift_follows_its_table():
    bent = NORMAL._replace(shift_effect=np.array([0.0, 1.0]), shift_value=np.array([0.0, 8.0]))
    tallies, *_ = run(lanes([0], [40]), outcome=bent)
    treated, untreated = tallies[:, 0, s.EXPERIMENTAL], tallies[:, 0, s.UNTREATED]
    assert treated[:, 1] - untreated[:, 1] == pytest.approx(4.0 * treated[:, 0])
