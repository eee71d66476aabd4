"""Priors against brute force on grids of our own, closed forms, and what their mathematics promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import beta, betabinom, binom, norm

from trialwright.errors import EvidenceError
from trialwright.kernels import binomial_normal, normal_mixtures
from trialwright.kernels.beta_mixtures import BetaMixture
from trialwright.kernels.normal_mixtures import NormalMixture
from trialwright.pool import models, priors

Y, SE = np.array([-0.4, -0.1, 0.2, -0.7, -0.3]), np.array([0.2, 0.15, 0.3, 0.36, 0.13])
MIX = BetaMixture(np.array([0.7, 0.3]), np.array([12.0, 2.0]), np.array([30.0, 3.0]))


def brute_force(log_tau_prior, mean, sd):
    """mu and tau on a fine rectangle, by Simpson-like sums."""
    mu, tau = np.linspace(-2.5, 2.5, 401)[:, None], np.linspace(1e-5, 6, 1501)[None, :]
    log = norm.logpdf(mu, mean, sd) + log_tau_prior(tau)
    for y, s in zip(Y, SE, strict=True):
        log = log + norm.logpdf(y, mu, np.sqrt(s**2 + tau**2))
    w = np.exp(log - log.max())
    w /= w.sum()
    m = float((w * mu).sum())
    variance = float((w * ((mu - m) ** 2 + tau**2)).sum())
    return m, np.sqrt(variance), float((w * tau).sum())


@pytest.mark.parametrize(
    ("name", "log_prior"),
    [
        ("half-normal", lambda t: -0.5 * (t / 0.5) ** 2),
        ("half-cauchy", lambda t: -np.log1p((t / 0.5) ** 2)),
        ("exponential", lambda t: -t / 0.5),
    ],
)
def test_hierarchical_model_by_quadrature_and_by_brute_force(name, log_prior):
    got = priors.normal_hierarchy_posterior(Y, SE, 0.0, 1.0, name, 0.5)
    want = brute_force(log_prior, 0.0, 1.0)
    # The rectangle is the coarser of the two; half-Cauchy's tail is cut there.
    assert (got.mu.mean, got.new.sd, got.tau_mean) == pytest.approx(want, abs=3e-3)


def test_many_data_sets_at_once_are_the_same_as_one_by_one():
    rng = np.random.default_rng(3)
    v = rng.uniform(0.01, 0.3, (40, 6))
    y = rng.normal(0.3, np.sqrt(v + 0.05 * rng.integers(0, 2, (40, 1))))
    many, made = models.meta_analyses(y, v), priors.map_priors(y, np.sqrt(v), 0.0, 2.0)
    for i in range(40):
        one = models.meta_analysis(y[i], v[i], test="knha")
        assert (many.tau2[i], many.mean[i]) == pytest.approx((one.tau2, one.beta[0]), rel=1e-6, abs=1e-9)
        assert (many.q[i], many.i2[i]) == pytest.approx((one.q, one.i2), rel=1e-6, abs=1e-7)
        assert many.se[i] * np.sqrt(many.factor[i]) == pytest.approx(one.se[0], rel=1e-6)
        new = priors.normal_hierarchy_posterior(y[i], np.sqrt(v[i]), 0.0, 2.0).new
        assert tuple(made[i]) == pytest.approx(
            (new.mean, new.sd, *new.quantile([0.025, 0.5, 0.975])), rel=1e-9
        )


def test_one_precise_trial_with_no_drift_gives_its_own_effect():
    got = priors.normal_hierarchy_posterior([0.4], [0.1], scale=1e-4)
    assert (got.new.mean, got.new.sd) == pytest.approx((0.4, 0.1), rel=1e-3)


def test_binomial_hierarchy_of_large_trials_is_the_normal_one():
    x, n = np.array([2000, 2600, 1800, 2300]), np.full(4, 10_000)
    p = x / n
    exact = priors.binomial_hierarchy_posterior(x, n, 0.0, 2.0)
    y, se = np.log(p / (1 - p)), 1 / np.sqrt(n * p * (1 - p))
    normal = priors.normal_hierarchy_posterior(y, se, 0.0, 2.0, scale=1.0)
    assert (exact.new.mean, exact.new.sd) == pytest.approx((normal.new.mean, normal.new.sd), rel=5e-3)
    assert exact.moments("tau")[0] == pytest.approx(normal.tau_mean, rel=5e-3)


def test_binomial_normal_likelihood_sums_to_one_and_is_binomial_without_spread():
    x = np.arange(13)
    assert np.exp(binomial_normal.log_marginal(x, 12, -1.0, 1.7, 25)).sum() == pytest.approx(1.0, abs=1e-7)
    assert np.exp(binomial_normal.log_marginal(x, 12, -1.0, 0.0, 3)) == pytest.approx(
        binom.pmf(x, 12, expit(-1.0))
    )


def test_beta_mixture_update_is_bayes_on_a_grid():
    p = (np.arange(200_000) + 0.5) / 200_000
    prior = 0.7 * beta.pdf(p, 12, 30) + 0.3 * beta.pdf(p, 2, 3)
    after = prior * p**9 * (1 - p) ** 11
    after /= after.sum()
    got = priors.updated(MIX, x=9, n=20)
    assert got.mean == pytest.approx(float(after @ p), rel=1e-8)
    assert float(got.cdf(0.4)) == pytest.approx(float(after[p < 0.4].sum()), rel=1e-5)
    assert float(got.cdf(got.quantile(0.2)[0])) == pytest.approx(0.2, abs=1e-9)


def test_effective_sizes_of_a_single_beta_are_its_own():
    one = BetaMixture(np.ones(1), np.array([7.0]), np.array([13.0]))
    assert priors.effective_size(one, "elir") == pytest.approx(20, rel=1e-6)
    assert priors.effective_size(one, "moment") == pytest.approx(20)
    assert priors.effective_size(one, "morita") == pytest.approx(18 / 1.0, abs=3)


def test_elir_is_predictively_consistent():
    n, x = 12, np.arange(13)
    chance = sum(w * betabinom.pmf(x, n, a, b) for w, a, b in zip(MIX.weights, MIX.a, MIX.b, strict=True))
    later = sum(
        c * priors.effective_size(priors.updated(MIX, x=float(k), n=n))
        for c, k in zip(chance, x, strict=True)
    )
    assert later == pytest.approx(priors.effective_size(MIX) + n, rel=2e-3)


def test_normal_mixture_sizes_updates_and_fit():
    one = NormalMixture(np.ones(1), np.array([0.3]), np.array([0.2]))
    for method in priors.SIZES:
        assert priors.effective_size(one, method, 1.0) == pytest.approx(25.0, rel=1e-6)
    after = priors.updated(one, y=0.7, se=0.2)
    assert (after.mean, after.sd) == pytest.approx((0.5, 0.2 / np.sqrt(2)))
    target = priors.normal_hierarchy_posterior(Y, SE, 0.0, 1.0).new
    fitted = priors.fit_normal_mixture(target)
    assert 1 < len(fitted.mixture.weights) <= 4
    assert fitted.divergence < 2e-3
    assert fitted.mixture.quantile([0.05, 0.5, 0.95]) == pytest.approx(
        target.quantile([0.05, 0.5, 0.95]), abs=0.03
    )
    low, high = normal_mixtures.shortest_interval(target.quantile)
    assert float(target.cdf(high) - target.cdf(low)) == pytest.approx(0.95, abs=1e-6)


def test_beta_mixture_fitted_to_a_map_prior():
    found = priors.binomial_hierarchy_posterior([5, 9, 4, 8], [40, 45, 38, 50])
    fitted = priors.fit_beta_mixture(found.new)
    mean, sd = found.rate_moments()
    assert (fitted.mixture.mean, fitted.mixture.sd) == pytest.approx((mean, sd), rel=0.03)
    assert fitted.divergence < 1e-2


def test_borrowing_breaks_the_level_where_controls_have_drifted_and_robustness_bounds_it():
    flat = BetaMixture(np.ones(1), np.ones(1), np.ones(1))
    strong = BetaMixture(np.ones(1), np.array([40.0]), np.array([120.0]))
    careful = priors.robust(strong, 0.5, 0.5)
    rates = np.array([0.25, 0.4, 0.5])
    error = {
        name: priors.success_chance_two_arms(flat, 24, prior, 12, 0.975, rates, rates)
        for name, prior in (("none", flat), ("strong", strong), ("robust", careful))
    }
    assert error["none"].max() < 0.04
    assert error["strong"][2] > 0.5
    assert error["robust"][2] < 0.4 * error["strong"][2]


def test_power_priors_run_from_nothing_to_pooling():
    assert priors.power_prior_rate(20, 80, 0.0).a[0] == 1
    assert priors.power_prior_rate(20, 80, 1.0).b[0] == 61
    agree, _, w_agree = priors.normalised_power_mean(0.0, 0.1, 0.02, 0.1)
    differ, power, w_differ = priors.normalised_power_mean(0.0, 0.1, 0.9, 0.1)
    assert power @ w_agree > power @ w_differ
    assert differ.mean > 0.8
    assert agree.sd < 0.1
    rate, power, weight = priors.normalised_power_rate(20, 80, 24, 40)
    assert power @ weight < 0.4
    assert 0.45 < rate.mean < 0.6


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: priors.power_prior_rate(5, 3, 0.5), "5 of 3"),
        (lambda: priors.power_prior_rate(2, 30, 1.5), "between 0"),
        (lambda: priors.power_prior_rate(2, 30, 0.5, a=0.0), "positive"),
        (lambda: priors.power_prior_mean(1.0, 0.2, 0.0), "between 0"),
        (lambda: priors.power_prior_mean(np.nan, 0.2, 1.0), "no mean"),
        (lambda: priors.normalised_power_rate(2, 9, 7, 5), "7 of 5"),
        (lambda: priors.normalised_power_mean(1.0, -0.2, 0.3, 0.2), "positive"),
        (lambda: priors.commensurate(1.0, 0.2, -0.1), "0 or more"),
        (lambda: priors.robust(priors.power_prior_mean(1.0, 0.2, 1.0), 0.2, np.nan), "no number"),
        (lambda: priors.fit_normal_mixture(priors.power_prior_mean(1.0, 0.2, 1.0), -1), "counted"),
        (lambda: priors.success_chance_one_arm(priors.power_prior_rate(3, 9, 1.0), 10, 1.5, 0.3, [0.3]), "probability"),
    ],
)  # fmt: skip
def test_a_prior_of_what_is_none_is_refused(call, words):
    with pytest.raises(EvidenceError, match=words):
        call()


@given(st.floats(0.01, 1.0), st.floats(0.05, 2.0))
@settings(max_examples=25, deadline=None)
def test_more_drift_makes_a_commensurate_prior_wider(se, drift):
    narrow, wide = priors.commensurate(0.2, se, drift), priors.commensurate(0.2, se, 2 * drift)
    assert se < narrow.sd < wide.sd
    assert narrow.sd == pytest.approx(np.sqrt(se**2 + drift**2), rel=1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: priors.normal_hierarchy_posterior([1.0], [0.0]), "not positive"),
        (lambda: priors.normal_hierarchy_posterior([1.0], [1.0], tau="flat"), "flat"),
        (lambda: priors.binomial_hierarchy_posterior([5], [4]), "5 of 4"),
        (lambda: priors.binomial_hierarchy_posterior([1], [4], sd=np.inf), "proper"),
        (lambda: priors.robust(MIX, 1.2, 0.5), "between 0 and 1"),
        (lambda: priors.effective_size(MIX, "magic"), "magic"),
        (lambda: priors.map_priors([1.0], [1.0]), "tables"),
        (lambda: priors.success_chance_one_arm(MIX, 0, 0.9, 0.3, [0.3]), "whole number"),
        (lambda: models.meta_analyses([[1.0]], [[1.0]]), "two trials"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(EvidenceError, match=words):
        call()
