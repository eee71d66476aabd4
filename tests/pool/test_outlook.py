"""What a pool says of the next trial, against what is known in closed form."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from trialwright import pool
from trialwright.model.pooled import Effect
from trialwright.pool import outlook


def effects(*rows, scale="log_odds_ratio"):
    return [
        Effect(trial=f"t{i}", label=f"t{i}", scale=scale, y=y, v=v, n=n) for i, (y, v, n) in enumerate(rows)
    ]


FOUR = effects(
    (-0.5, 0.08, (50, 50)), (-0.1, 0.04, (100, 100)), (-0.6, 0.16, (25, 25)), (-0.3, 0.05, (80, 80))
)


def look(found, patients=200, better="lower", **more):
    return outlook.outlook(pool.pool("p", found), patients, better, np.random.default_rng(3), **more)


def test_the_next_trials_error_is_that_of_trials_of_its_size():
    """v (n1 n2 / (n1 + n2)) is 2, 2, 2 and 2 for the four: so 4 u / n with u = 2."""
    assert look(FOUR).se == pytest.approx(math.sqrt(4 * 2 / 200))


def test_assurance_loses_by_what_is_uncertain_and_starts_at_power():
    found = look(FOUR, dropout=0.2)
    pooled = pool.pool("p", FOUR)
    power = norm.cdf(-pooled.mean / found.se - norm.ppf(0.975))
    assert found.assurance[0].chance == pytest.approx(power, abs=1e-12)
    assert [a.what for a in found.assurance][-1] == "dropout"
    last = found.se / math.sqrt(0.8)
    spread = math.sqrt(pooled.se**2 + pooled.tau2)
    chance = norm.cdf((-pooled.mean - norm.ppf(0.975) * last) / math.hypot(last, spread))
    assert found.assurance[-1].chance == pytest.approx(chance, abs=1e-12)


def test_the_other_direction_is_the_mirror():
    one, other = look(FOUR), look([e.model_copy(update={"y": -e.y}) for e in FOUR], better="higher")
    assert one.assurance == other.assurance
    assert one.prior.mean == pytest.approx(-other.prior.mean)
    assert one.prior.worth == pytest.approx(other.prior.worth, rel=1e-6)


def test_a_prior_is_worth_less_than_its_trials_and_vaguer_ones_less_still():
    prior = look(FOUR).prior
    assert 0 < prior.robust_worth < prior.worth < 510
    assert prior.low < prior.mean < prior.high


def test_a_large_trial_of_a_clear_effect_is_likely_to_move_the_interval():
    small, large = look(FOUR, 20).moved, look(FOUR, 2000).moved
    assert small.below + small.above + small.across == pytest.approx(1)
    assert large.crosses > small.crosses


def test_one_trial_says_what_it_cannot():
    found = look(FOUR[:1])
    assert found.moved is None
    assert "in one" in found.note
    assert [a.what.split(":")[0] for a in found.assurance] == ["none", "the mean is not known exactly"]


def test_without_sizes_or_a_comparison_nothing_is_said():
    unsized = [e.model_copy(update={"n": None}) for e in FOUR]
    assert "sizes" in look(unsized).why
    assert look(unsized).assurance == ()
    rates = effects((0.2, 0.05, (30, 0)), (0.1, 0.04, (40, 0)), scale="logit_proportion")
    assert "compares nothing" in look(rates).why


def test_worth_grows_with_size_and_the_best_question_is_marked():
    dear, cheap = look(FOUR, worth=1e9, patient_cost=1.0), look(FOUR, worth=1e3, patient_cost=1000.0)
    values = [w.value for w in dear.worth]
    assert values == sorted(values)
    assert dear.worth[0].net == pytest.approx(dear.worth[0].value - dear.worth[0].patients)
    named = cheap.model_copy(update={"name": "other"})
    assert [o.best for o in outlook.best([named, dear])] == [False, True]
    assert [o.best for o in outlook.best([named])] == [False]
