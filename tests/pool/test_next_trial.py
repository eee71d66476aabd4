"""The next trial, other scales, modifiers and ordinal pools: closed forms, simulation, and what cannot be."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import norm

from trialwright.errors import EvidenceError
from trialwright.pool import modifiers, next_trial, ordinal, scales
from trialwright.pool.models import meta_analysis


def test_assurance_is_what_simulation_gives():
    rows = next_trial.assurance(0.4, 0.1, 0.15, 0.12, drift_sd=0.05, dropout=0.2)
    assert rows[0].chance == pytest.approx(norm.cdf(0.4 / 0.12 - norm.ppf(0.975)))
    rng = np.random.default_rng(1)
    true = rng.normal(0.4, math.sqrt(0.1**2 + 0.15**2 + 0.05**2), 200_000)
    se = 0.12 / math.sqrt(0.8)
    success = (rng.normal(true, se) / se > norm.ppf(0.975)).mean()
    assert rows[-1].chance == pytest.approx(success, abs=0.005)
    assert sum(r.lost for r in rows) == pytest.approx(rows[0].chance - rows[-1].chance)


def test_worth_of_a_sample_is_what_simulation_gives_and_nears_perfect_information():
    rows = next_trial.sample_information(0.05, 0.2, 4.0, [1, 100, 10**7], worth=1000.0, patient_cost=0.1)
    rng = np.random.default_rng(2)
    true = rng.normal(0.05, 0.2, 400_000)
    seen = rng.normal(true, math.sqrt(4.0 / 100))
    after = (0.05 / 0.04 + seen / 0.04) / (1 / 0.04 + 1 / 0.04)
    assert rows[1].value == pytest.approx(1000 * (np.maximum(after, 0).mean() - 0.05), abs=0.6)
    assert rows[2].value == pytest.approx(1000 * (np.maximum(true, 0).mean() - 0.05), abs=0.6)
    assert rows[0].value < rows[1].value < rows[2].value
    assert rows[1].net == pytest.approx(rows[1].value - 10)
    name, best = next_trial.which_question([("a", rows), ("b", rows[:1])])
    assert (name, best) == ("a", rows[1])


def test_a_large_agreeing_trial_moves_the_interval_and_a_tiny_one_does_not():
    y, v = [0.42, 0.5, 0.4, 0.44], [0.02, 0.03, 0.03, 0.04]
    large = next_trial.next_trial_moves(y, v, 0.001, np.random.default_rng(1), replicates=1500)
    tiny = next_trial.next_trial_moves(y, v, 50.0, np.random.default_rng(1), replicates=1500)
    assert large.now == "above"
    assert tiny.crosses < 0.15
    assert large.below + large.above + large.across == pytest.approx(1)
    with pytest.raises(EvidenceError, match="3 trials"):
        next_trial.next_trial_moves(y[:2], v[:2], 0.1, np.random.default_rng(1))


@given(st.floats(-2, 2), st.floats(0.01, 0.99))
@settings(max_examples=40, deadline=None)
def test_converted_risks_are_those_of_the_odds(y, risk):
    odds = risk / (1 - risk) * math.exp(y)
    p = odds / (1 + odds)
    ratio, difference = (
        scales.log_odds_ratio_to_log_risk_ratio(y, 0.1, risk),
        scales.log_odds_ratio_to_risk_difference(y, 0.1, risk),
    )
    assert math.exp(ratio.y) * risk == pytest.approx(p)
    assert difference.y == pytest.approx(p - risk, abs=1e-12)
    # The delta method, by differences.
    h = 1e-5
    for convert, got in (
        (scales.log_odds_ratio_to_log_risk_ratio, ratio),
        (scales.log_hazard_ratio_to_log_risk_ratio, None),
    ):
        slope = (convert(y + h, 0.1, risk).y - convert(y - h, 0.1, risk).y) / (2 * h)
        assert (got or convert(y, 0.1, risk)).v == pytest.approx(0.1 * slope**2, rel=1e-3, abs=1e-9)
    there_and_back = scales.smd_to_log_odds_ratio(*scales.log_odds_ratio_to_smd(y, 0.1)[:2])
    assert there_and_back[:2] == pytest.approx((y, 0.1))


def test_win_probabilities_by_simulation():
    rng = np.random.default_rng(3)
    a, b = rng.logistic(0.8, 1, 200_000), rng.logistic(0, 1, 200_000)
    assert scales.log_odds_ratio_to_win_probability(0.8, 0.1).y == pytest.approx((a > b).mean(), abs=0.005)
    assert scales.log_odds_ratio_to_win_probability(0.0, 0.1).y == pytest.approx(0.5)
    assert scales.smd_to_win_probability(0.5, 0.1).y == pytest.approx(norm.cdf(0.5 / math.sqrt(2)))
    assert scales.smd_to_correlation(1.0, 0.1).y == pytest.approx(1 / math.sqrt(5))


def test_within_and_across_are_kept_apart():
    # Inside trials the modifier does nothing; trials with more of it have larger effects, for another reason.
    mean = np.array([0.2, 0.4, 0.6, 0.8, 1.0])
    found = modifiers.interaction(np.zeros(5) + 0.01, np.full(5, 0.02), 2.0 * mean, np.full(5, 0.01), mean)
    assert found.within.beta[0] == pytest.approx(0.01)
    assert found.across.beta[1] == pytest.approx(2.0)
    assert found.p_differ < 0.01
    assert found.prior_mean == pytest.approx(0.01)
    few = modifiers.interaction([0.1, 0.2], [0.1, 0.1], [0.1, 0.2], [0.1, 0.1], [1, 2])
    assert few.across is None
    y, v = modifiers.from_subgroups(([0.9], [0.04]), ([0.1], [0.05]), 2.0)
    assert (y[0], v[0]) == pytest.approx((0.4, 0.0225))


def test_transport_reaches_the_means_and_tells_its_cost():
    x = np.random.default_rng(4).normal(0, 1, (300, 2))
    got = modifiers.transport(x, [0.5, -0.3])
    assert got.weights @ x == pytest.approx([0.5, -0.3], abs=1e-6)
    assert 100 < got.effective < 290
    same = modifiers.transport(x, x.mean(0))
    assert same.effective == pytest.approx(300)
    with pytest.raises(EvidenceError, match="No weights"):
        modifiers.transport(x, [9.0, 0.0])


def categories(rng, n, shift):
    cuts = np.array([-1.0, 0.0, 1.2])
    p = np.diff(np.concatenate([[0.0], expit(cuts - shift), [1.0]]))
    return rng.multinomial(n, p)


def test_a_proportional_odds_effect_is_found_and_its_assumption_holds():
    rng = np.random.default_rng(5)
    first, second = ([categories(rng, 4000, s) for _ in range(4)] for s in (0.5, 0.0))
    got = ordinal.pool_categories(first, second)
    assert got.fit.beta[0] == pytest.approx(0.5, abs=4 * got.fit.se[0] + 1e-3)
    assert got.df == 8
    assert got.p > 0.001
    assert all(abs(b.beta[0] - 0.5) < 0.15 for b in got.binary)
    assert ordinal.win_probability(first[0], second[0]) == pytest.approx(
        scales.log_odds_ratio_to_win_probability(0.5, 0.1).y, abs=0.03
    )


def test_odds_that_are_not_proportional_are_told():
    got = ordinal.pool_categories([[400, 100, 100, 400]] * 2, [[250, 250, 250, 250]] * 2)
    assert got.p < 1e-6


def test_the_common_ratio_of_two_categories_is_the_odds_ratio():
    got = ordinal.common_odds([30, 20], [25, 40])
    assert got.effect == pytest.approx(math.log(20 * 25 / (30 * 40)))
    assert got.variance == pytest.approx(1 / 20 + 1 / 25 + 1 / 30 + 1 / 40)
    assert (got.df, got.p) == (0, 1.0)
    empty_category = ordinal.common_odds([30, 0, 20], [25, 0, 40])
    assert empty_category.effect == pytest.approx(got.effect)
    alone = meta_analysis([got.effect] * 2, [got.variance] * 2)
    assert ordinal.pool_categories([[30, 20]] * 2, [[25, 40]] * 2, test="z").fit.beta == pytest.approx(
        alone.beta
    )


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: next_trial.assurance(0.1, -0.1, 0.1, 0.1), "positive"),
        (lambda: next_trial.sample_information(0.1, 0.1, 1.0, [0], worth=1), "1 or more"),
        (lambda: next_trial.which_question([]), "No question"),
        (lambda: scales.log_odds_ratio_to_log_risk_ratio(0.1, 0.1, 1.2), "between 0 and 1"),
        (lambda: ordinal.pool_categories([[1, 2]], [[1, 2, 3]]), "same trials"),
        (lambda: ordinal.pool_categories([[1, -2]], [[1, 2]]), "Counts of people"),
        (lambda: ordinal.common_odds([5, 0], [3, 2]), "no cut"),
        (lambda: modifiers.from_subgroups(([1], [1]), ([1], [1]), 0.0), "apart"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(EvidenceError, match=words):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: next_trial.assurance(math.nan, 0.1, 0.1, 0.1),
        lambda: next_trial.assurance(0.1, 0.1, 0.1, 0.1, level=2.0),
        lambda: next_trial.sample_information(0.1, 0.1, 1.0, [10], worth=math.nan),
        lambda: next_trial.next_trial_moves([1, 2, 3], [1, 1, 1], 1.0, np.random.default_rng(1), replicates=0),
        lambda: modifiers.transport("people", [1.0]),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(call):
    with pytest.raises(EvidenceError):
        call()
