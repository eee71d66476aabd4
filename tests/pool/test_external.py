"""External controls: what balance promises, and what drift does, against closed forms."""

import itertools
import math

import numpy as np
import pytest

from trialwright.errors import EvidenceError
from trialwright.kernels import balancing, drift
from trialwright.pool import external, ordinal, scales
from trialwright.pool.multilevel import bivariate, three_level


def people(seed, n1=40, n0=120):
    rng = np.random.default_rng(seed)
    treated = np.arange(n1 + n0) < n1
    x = rng.normal(0, 1, (n1 + n0, 3)) + 0.6 * treated[:, None]
    x[:, 2] = x[:, 2] > 0.3
    return x, treated, x[:, 0] - 0.5 * x[:, 1] + 0.4 * treated + rng.normal(0, 0.1, n1 + n0)


def test_entropy_weights_balance_means_exactly_and_overlap_weights_too():
    x, of, y = people(1)
    entropy, overlap, none = (external.balance(x, of, m) for m in ("entropy", "overlap", "none"))
    assert entropy.worst < 1e-8
    assert overlap.worst < 1e-8
    assert none.worst > 0.4
    assert none.effective == (40, 120)
    assert entropy.effective[0] == 40
    assert 10 < entropy.effective[1] < 120
    assert external.compare(y, of, entropy) == pytest.approx(0.4, abs=0.1)
    assert external.compare(y, of, none) > 0.5


def test_full_matching_is_the_least_total_distance_by_exhaustion():
    rng = np.random.default_rng(5)
    for _ in range(6):
        distance = rng.random((3, 4))
        treated = np.array([True] * 3 + [False] * 4)
        weights, sets = balancing.full_match(distance, treated)
        total = sum(distance[i, j] for i in range(3) for j in range(4) if sets[i] == sets[3 + j])
        edges = list(itertools.product(range(3), range(4)))
        best = min(
            sum(distance[e] for e in chosen)
            for size in range(4, 7)
            for chosen in itertools.combinations(edges, size)
            if {e[0] for e in chosen} == {0, 1, 2} and {e[1] for e in chosen} == {0, 1, 2, 3}
        )
        assert total == pytest.approx(best)
        assert weights[3:].sum() == pytest.approx(3)


def test_optimal_matching_is_no_worse_than_greedy():
    x, of, _ = people(2)
    score, _ = external.propensity(x, of)
    logits = np.log(score / (1 - score))

    def total(weights):
        one, two = np.sort(logits[of & (weights > 0)]), np.sort(logits[~of & (weights > 0)])
        return np.abs(one - two).sum()

    totals = [total(external.balance(x, of, m).weights) for m in ("optimal", "nearest", "sweep")]
    assert totals[0] <= min(totals[1:]) + 1e-9


def test_groups_that_do_not_overlap_are_refused():
    x, of, _ = people(3)
    for method in ("odds", "entropy", "nearest"):
        with pytest.raises(EvidenceError, match="tell treated and controls apart"):
            external.balance(np.where(of, 5.0, -5.0) + 0.01 * x[:, 0], of, method)
    with pytest.raises(EvidenceError, match="finite"):
        external.balance(x * np.nan, of, "odds")
    with pytest.raises(EvidenceError, match="two persons"):
        external.balance(x, np.zeros(len(x)), "odds")


def test_bootstrap_errors_include_the_weighting():
    x, of, y = people(4)
    got = external.bootstrap(y, x, of, "entropy", np.random.default_rng(1), 120)
    assert got.low < 0.4 < got.high
    assert got.failed == 0
    assert 0.01 < got.se < 0.1


def test_false_benefit_over_drift_is_the_theory_and_flat_without_borrowing():
    setting = {"treated": 17, "past": 47, "slope": -0.95, "slope_sd": 0.55, "residual_sd": 2.0, "visits": 12}
    drifts = [0.0, 0.1, 0.2, 0.3]
    got = external.false_benefit(drifts, np.random.default_rng(7), replicates=4000, **setting)
    variance = 0.55**2 + 2.0**2 / 143
    for f in got:
        # The normal with known variance, of which t on 62 degrees of freedom falls a little short.
        assert f.chance == pytest.approx(
            drift.chance_normal(f.drift, variance, 17, 47, 0.025), abs=4 * f.error + 0.012
        )
    none = external.false_benefit(
        drifts, np.random.default_rng(8), concurrent=20, analysis="none", replicates=4000, **setting
    )
    assert all(abs(f.chance - 0.025) < 4 * f.error for f in none)


def test_a_concurrent_arm_restores_control():
    setting = {
        "treated": 17, "past": 47, "slope": -0.95, "slope_sd": 0.55, "residual_sd": 2.0, "visits": 12, "weight": 0.5,
        "replicates": 1500,
    }  # fmt: skip
    needed = external.smallest_concurrent_arm(0.3, np.random.default_rng(3), 0.06, most=60, **setting)
    assert needed is None or 0 < needed <= 60
    strict = external.smallest_concurrent_arm(0.3, np.random.default_rng(3), 0.0001, most=4, **setting)
    assert strict is None


def test_more_drift_allowed_means_less_certain_benefit():
    found = external.over_drift((-0.6, 0.12), (-0.95, 0.08), [0.0, 0.1, 0.3, 1.0])
    benefit = [f.benefit for f in found]
    assert benefit == sorted(benefit, reverse=True)
    assert benefit[0] == pytest.approx(0.9924, abs=1e-3)  # normal: 0.35 / hypot(0.12, 0.08)
    tip = external.tipping_point(0.35, 0.144)
    assert tip.drift == pytest.approx(0.35 - 1.96 * 0.144, abs=1e-4)
    assert external.tipping_point(0.1, 0.144).drift == 0


def test_slopes_of_persons():
    names, slopes = external.slopes_of_persons(["b", "a", "b", "a", "c"], [0, 0, 2, 4, 1], [10, 8, 8, 8, 1])
    assert names == ("a", "b")
    assert slopes.tolist() == [0.0, -1.0]


def test_three_levels_without_an_outer_variance_are_two():
    rng = np.random.default_rng(9)
    outer, v = np.repeat(np.arange(12), 4), np.full(48, 0.05)
    y = rng.normal(0.2, np.sqrt(v + 0.1))
    got = three_level(y, v, outer.tolist(), list(range(48)))
    assert got.fit.parameters.sum() == pytest.approx(max(np.var(y, ddof=1) - 0.05, 0), rel=0.05)
    assert got.fit.beta[0] == pytest.approx(y.mean(), abs=1e-3)
    assert 5 < got.robust.df[0] <= 11.01
    with pytest.raises(EvidenceError, match="one outer group"):
        three_level(y, v, ["a"] * 48, list(range(48)))


def test_two_outcomes_with_no_correlation_are_two_analyses():
    from trialwright.pool.models import meta_analysis

    rng = np.random.default_rng(2)
    v = rng.uniform(0.02, 0.1, 60)
    y = rng.normal(0.3, np.sqrt(v + 0.08))
    trial, outcome = np.repeat(np.arange(30), 2), ["a", "b"] * 30
    fit, names = bivariate(y, np.diag(v), trial.tolist(), outcome)
    assert names == ("a", "b")
    for j in range(2):
        alone = meta_analysis(y[j::2], v[j::2])
        assert fit.beta[j] == pytest.approx(alone.beta[0], abs=0.02)
    with pytest.raises(EvidenceError, match="positive definite"):
        bivariate(y, -np.diag(v), trial.tolist(), outcome)


SETTING = {
    "treated": 9, "past": 20, "slope": -1.0, "slope_sd": 0.5, "residual_sd": 1.0, "visits": 6, "concurrent": 5, "analysis": "robust", "replicates": 20
}  # fmt: skip


@pytest.mark.parametrize("wrong", [
    {"slope_sd": -1.0}, {"level": 2.0}, {"weight": 2.0}, {"replicates": 0}, {"concurrent": -3}, {"drift_sd": -0.1},
    {"slope_sd": 0.0, "residual_sd": 0.0},
])  # fmt: skip
def test_a_setting_that_cannot_be_is_refused(wrong):
    with pytest.raises(EvidenceError, match="not negative"):
        external.false_benefit([0.0], np.random.default_rng(1), **SETTING | wrong)


@pytest.mark.parametrize("call", [
    lambda: external.over_drift((1.0, 0.2), (0.5, 0.2), [-1.0]),
    lambda: external.over_drift((math.nan, 0.2), (0.5, 0.2), [0.1]),
    lambda: external.tipping_point(math.nan, 0.1),
    lambda: external.balance([["a"], ["b"], ["c"], ["d"]], [1, 1, 0, 0], "none"),
    lambda: external.bootstrap([1, 2, 3, 4], [1, 2, 3, 4], [1, 1, 0, 0], "none", np.random.default_rng(1), 1),
    lambda: ordinal.win_probability([1, 2, 3], [1, 1]),
    lambda: ordinal.win_probability([-1, 2], [1, 1]),
    lambda: scales.log_odds_ratio_to_smd(math.nan, 0.1),
    lambda: scales.smd_to_win_probability(0.5, -1.0),
])  # fmt: skip
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(EvidenceError):
        call()
