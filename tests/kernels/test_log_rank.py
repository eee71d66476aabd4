"""Log-rank tests against R's survdiff and coxph (reference/log_rank.R), and against the sums written out."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import multivariate_normal

from trialwright.kernels import log_rank
from trialwright.kernels.max_combo import max_combo_p
from trialwright.kernels.risk_tables import risk_tables

R = json.loads((Path(__file__).parents[1] / "reference" / "log_rank.json").read_text())
SETS = R["sets"]


def tables(s):
    strata = np.array(s["strata"]) if s["stratified"] else None
    return risk_tables(s["time"], np.array(s["event"]) == 1, np.array(s["arm"]) == 1, strata)


def test_the_reference_is_as_large_as_it_was_made():
    assert len(SETS) == 59
    assert sum(s["stratified"] for s in SETS) > 15
    assert sum(len(set(s["time"])) < len(s["time"]) / 2 for s in SETS) > 15


@pytest.mark.parametrize("s", SETS, ids=range(len(SETS)))
def test_tests_match_r(s):
    made = tables(s)
    for ref in s["tests"]:
        score, variance = log_rank.scores(made, log_rank.fleming_harrington((ref["rho"], 0.0)))
        assert score[0, 0] == pytest.approx(ref["observed"][1] - ref["expected"][1], rel=1e-11, abs=1e-11)
        assert variance[0, 0, 0] == pytest.approx(ref["variance"], rel=1e-11)
        assert log_rank.z_values(score, variance)[0, 0] ** 2 == pytest.approx(ref["chisq"], rel=1e-10)
    assert log_rank.events(made)[0] == pytest.approx(s["tests"][0]["observed"])
    assert log_rank.expected_events(made)[0] == pytest.approx(s["tests"][0]["expected"], rel=1e-11)


@pytest.mark.parametrize("s", SETS, ids=range(len(SETS)))
def test_cox_matches_r(s):
    for ties in ("efron", "breslow"):
        estimate, error = log_rank.cox(tables(s), efron=ties == "efron")
        if np.isinf(estimate[0]):  # R stops on its way to infinity
            assert abs(s[ties][0]) > 10
            assert np.sign(estimate[0]) == np.sign(s[ties][0])
            continue
        assert estimate[0] == pytest.approx(s[ties][0], rel=1e-8, abs=1e-9)
        assert error[0] == pytest.approx(s[ties][1], rel=1e-8)


def drawn(seed, n=60, sets=1, months=None):
    rng = np.random.default_rng(seed)
    arm = rng.random((sets, n)) < 0.5
    time = rng.exponential(np.where(arm, 14.0, 10.0))
    censored = rng.uniform(2, 25, (sets, n))
    event = time <= censored
    time = np.minimum(time, censored)
    return (time if months is None else np.ceil(time / months) * months), event, arm


def written_out(time, event, arm, weight):
    """Score and covariance of tests by the definition; weight(t, S(t-)) → (k,)."""
    survival, score, covariance = 1.0, 0.0, 0.0
    for t in np.unique(time[event]):
        at_risk, dead = time >= t, event & (time == t)
        n, n1, d, d1 = at_risk.sum(), (at_risk & arm).sum(), dead.sum(), (dead & arm).sum()
        w = np.atleast_1d(weight(t, survival))
        score = score + w * (d1 - d * n1 / n)
        v = d * n1 * (n - n1) * (n - d) / (n**2 * (n - 1)) if n > 1 else 0.0
        covariance = covariance + np.outer(w, w) * v
        survival *= 1 - d / n
    return score, covariance


@pytest.mark.parametrize("seed", range(8))
def test_weighted_tests_are_the_sums_written_out(seed):
    time, event, arm = (x[0] for x in drawn(seed, months=1 if seed % 2 else None))
    made = risk_tables(time, event, arm)
    combo = ((0, 0), (0, 1), (1, 0), (0.5, 0.5), (1, 1))
    got = log_rank.scores(made, log_rank.fleming_harrington(*combo))
    want = written_out(time, event, arm, lambda t, s: [s**r * (1 - s) ** g for r, g in combo])
    assert got[0][0] == pytest.approx(want[0], abs=1e-10)
    assert got[1][0] == pytest.approx(want[1], abs=1e-10)

    def late(t, _):
        return 0.0 if t < 3 else 1.0 if t < 8 else 2.5

    got = log_rank.scores(made, log_rank.piecewise((0, 3, 8), (0, 1, 2.5)))
    want = written_out(time, event, arm, late)
    assert (got[0][0, 0], got[1][0, 0, 0]) == pytest.approx((want[0][0], want[1][0, 0]), abs=1e-10)


@pytest.mark.parametrize("seed", range(6))
def test_the_modest_weight_is_that_of_its_authors(seed):
    time, event, arm = (x[0] for x in drawn(seed, months=2 if seed % 2 else None))

    def before(t):
        """The pooled Kaplan-Meier estimate just before t."""
        s = 1.0
        for u in np.unique(time[event & (time < t)]):
            s *= 1 - (event & (time == u)).sum() / (time >= u).sum()
        return s

    def upto(t):
        return before(np.nextafter(t, np.inf))

    for largest in (np.inf, 1.5):
        got = log_rank.scores(risk_tables(time, event, arm), log_rank.modestly_weighted(6.0, largest))
        want = written_out(time, event, arm, lambda t, s, m=largest: min(1 / max(before(t), upto(6.0)), m))
        assert (got[0][0, 0], got[1][0, 0, 0]) == pytest.approx((want[0][0], want[1][0, 0]), abs=1e-10)


def test_without_delay_the_modest_weight_is_the_log_rank_test():
    made = risk_tables(*drawn(1))
    assert log_rank.scores(made, log_rank.modestly_weighted(0.0))[0] == pytest.approx(
        log_rank.scores(made)[0]
    )


def test_cox_is_where_the_partial_likelihood_is_highest():
    time, event, arm = (x[0] for x in drawn(5))

    def minus_log_likelihood(beta):
        risk = np.exp(beta * arm)
        return -sum(beta * arm[i] - np.log(risk[time >= time[i]].sum()) for i in np.flatnonzero(event))

    best = minimize_scalar(minus_log_likelihood, tol=1e-10).x
    assert log_rank.cox(risk_tables(time, event, arm))[0][0] == pytest.approx(best, abs=1e-6)


def test_one_step_is_near_cox_for_a_small_effect():
    rng = np.random.default_rng(8)
    arm = np.tile([False, True], 5000)
    time = rng.exponential(np.where(arm, 10.5, 10.0))
    made = risk_tables(time, np.ones(10_000, bool), arm)
    score, variance = log_rank.scores(made)
    step, error = log_rank.peto_log_hazard_ratio(score[:, 0], variance[:, 0, 0])
    fit, fit_error = log_rank.cox(made)
    assert step[0] == pytest.approx(fit[0], abs=2e-3)
    assert error[0] == pytest.approx(fit_error[0], rel=1e-3)


def test_many_sets_at_once_are_each_set_alone():
    time, event, arm = drawn(3, n=50, sets=7, months=1)
    strata = np.random.default_rng(4).integers(0, 3, time.shape)
    combo = log_rank.fleming_harrington((0, 0), (0, 1))
    together = log_rank.scores(risk_tables(time, event, arm, strata), combo)
    for i in range(7):
        alone = log_rank.scores(risk_tables(time[i], event[i], arm[i], strata[i]), combo)
        assert np.array_equal(together[0][i], alone[0][0])
        assert np.array_equal(together[1][i], alone[1][0])


lives = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.booleans(), st.integers(0, 2)), min_size=1, max_size=25
).map(lambda rows: [np.array(column) for column in zip(*rows, strict=True)])


@settings(deadline=None, max_examples=150)
@given(lives, st.randoms())
def test_order_does_not_matter_swapping_arms_turns_the_score_and_events_add_up(rows, random):
    time, event, arm, strata = rows
    shuffled = list(range(len(time)))
    random.shuffle(shuffled)
    made = risk_tables(time, event, arm, strata)
    again = risk_tables(*(x[shuffled] for x in rows))
    turned = risk_tables(time, event, ~arm, strata)
    score, variance = log_rank.scores(made)
    assert log_rank.scores(again)[0] == pytest.approx(score, abs=1e-12)
    assert log_rank.scores(turned)[0] == pytest.approx(-score, abs=1e-12)
    assert log_rank.scores(turned)[1] == pytest.approx(variance, abs=1e-12)
    assert log_rank.events(made).sum() == event.sum()
    assert log_rank.expected_events(made).sum() == pytest.approx(event.sum())
    assert tuple(made.enrolled[0]) == ((~arm).sum(), arm.sum())


@settings(deadline=None, max_examples=60)
@given(lives, st.floats(0.1, 90.0))
def test_the_unit_of_time_does_not_matter(rows, unit):
    time, event, arm, strata = rows
    there = log_rank.scores(risk_tables(time, event, arm, strata), log_rank.fleming_harrington((1, 1)))
    scaled = log_rank.scores(
        risk_tables(time * unit, event, arm, strata), log_rank.fleming_harrington((1, 1))
    )
    assert there[0] == pytest.approx(scaled[0], abs=1e-12)


def test_data_that_cannot_tell_the_arms_apart():
    nothing = [
        risk_tables([1.0, 2.0], [False, False], [True, False]),
        risk_tables([1.0, 2.0, 3.0], [True] * 3, [True] * 3),
    ]
    for made in nothing:
        score, variance = log_rank.scores(made)
        assert variance[0, 0, 0] == 0
        assert log_rank.z_values(score, variance)[0, 0] == 0
        assert np.isnan(log_rank.cox(made)[0][0])
        assert np.isnan(log_rank.peto_log_hazard_ratio(score[:, 0], variance[:, 0, 0])[1][0])
    one_sided = risk_tables([1.0, 2.0, 3.0, 4.0], [True, True, False, False], [True, True, False, False])
    assert log_rank.cox(one_sided)[0][0] == np.inf


@pytest.mark.parametrize("time", [[1.0, np.nan], [1.0, np.inf], [1.0, -1.0]])
def test_times_that_are_none_are_refused(time):
    with pytest.raises(ValueError, match="finite"):
        risk_tables(time, [True, True], [True, False])


def test_the_strongest_of_several_tests_against_scipys_normal_integral():
    made = risk_tables(*drawn(11, n=120, sets=12))
    score, covariance = log_rank.scores(made, log_rank.fleming_harrington((0, 0), (0, 1), (1, 0), (1, 1)))
    p = max_combo_p(score, covariance)
    for i in range(12):
        sd = np.sqrt(np.diag(covariance[i]))
        smallest = (score[i] / sd).min()
        # The log-rank weight is the sum of two of the others, so the matrix is singular.
        correlation = covariance[i] / np.outer(sd, sd)
        want = 1 - multivariate_normal.cdf(
            np.full(4, -smallest), np.zeros(4), correlation, abseps=1e-6, allow_singular=True
        )
        assert p[i] == pytest.approx(want, abs=1e-4)


def test_the_strongest_of_one_or_of_equal_tests_is_that_test():
    made = risk_tables(*drawn(12, sets=20))
    for weights in (log_rank.LOG_RANK, log_rank.fleming_harrington((0, 0), (0, 0), (0, 0))):
        score, covariance = log_rank.scores(made, weights)
        z = log_rank.z_values(score, covariance)[:, 0]
        one = max_combo_p(score[:, :1], covariance[:, :1, :1])
        assert max_combo_p(score, covariance) == pytest.approx(one, abs=1e-9)
        assert (one < 0.5).tolist() == (z < 0).tolist()
