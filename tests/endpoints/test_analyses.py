"""Analyses of counts, baselines, slopes and win odds, against other programs and their own definitions."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from trialwright.endpoints import (
    ancova,
    binary,
    change_from_baseline,
    continuous,
    count,
    endpoint,
    slope,
    win_odds,
)
from trialwright.errors import DesignError
from trialwright.kernels import random_slopes
from trialwright.kernels.win_probability import brunner_munzel

R = json.loads((Path(__file__).parents[1] / "reference" / "endpoints.json").read_text())
VISITS = tuple(float(v) for v in range(13))
DECLINE = {"slope": -0.95, "sd_slope": 0.55, "sd_residual": 1.5, "visits": VISITS, "leaving": 0.4}


def of(part):
    return tuple(np.array(R[part][arm], float) for arm in ("control", "experimental"))


def weighed(slopes, weights):
    w = np.broadcast_to(weights, slopes.shape)
    ww = w * w
    return np.array(
        [len(slopes), w.sum(), (w * slopes).sum(), ww.sum(), (ww * slopes).sum(), (ww * slopes**2).sum()]
    )


def test_a_log_rate_ratio_is_that_of_greatest_likelihood():
    """The arms' means are, whatever the dispersion; of moments and of likelihood it differs, so the errors nearly agree."""
    got, r = of("count"), R["count"]
    assert count.estimate(*got) == pytest.approx(r["log_rate_ratio"], abs=1e-7)
    assert count.standard_error(*got) == pytest.approx(r["se"], rel=0.05)


def test_the_dispersion_of_moments_is_the_true_one_in_large_samples():
    rng = np.random.default_rng(3)
    y = rng.negative_binomial(1 / 0.8, 1 / (1 + 0.8 * np.array([[2.0], [1.3]])), (2, 400_000)).astype(float)
    tallies = [np.array([len(a), a.sum(), (a**2).sum()]) for a in y]
    assert count.dispersion(*tallies) == pytest.approx(0.8, abs=0.02)


def test_counts_less_variable_than_poisson_have_no_dispersion():
    assert count.dispersion(np.array([10.0, 20, 42]), np.array([10.0, 20, 41])) == 0


def test_arms_without_events_are_compared_with_half_an_event():
    got = count.estimate(np.array([50.0, 10, 14]), np.array([50.0, 0, 0]))
    assert got == pytest.approx(np.log(0.5 / 10.5))
    assert count.score(np.array([50.0, 0, 0]), np.array([50.0, 0, 0])) == 0


def test_adjusting_for_a_baseline_is_the_linear_model():
    got, r = of("ancova"), R["ancova"]
    assert ancova.estimate(*got) == pytest.approx(r["estimate"], rel=1e-9)
    assert ancova.standard_error(*got) == pytest.approx(r["se"], rel=1e-9)
    assert 2 * ancova.p_value(*got) == pytest.approx(r["p_two_sided"], rel=1e-7)
    assert stats.norm.sf(ancova.score(*got)) * 2 == pytest.approx(r["p_two_sided"], rel=1e-6)


def test_a_baseline_needs_four_patients():
    one = np.array([1.0, 2, 4, 1, 1, 2])
    assert np.isnan(ancova.standard_error(one, one))
    assert ancova.score(one, one) == -np.inf
    assert ancova.p_value(one, one) == 1


def test_changes_are_what_their_own_tally_says():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(2, 40)), rng.normal(size=(2, 40))
    both = [
        np.array([40, b.sum(), (b**2).sum(), a.sum(), (a**2).sum(), (a * b).sum()])
        for a, b in zip(x, y, strict=True)
    ]
    expected = stats.ttest_ind(*(y - x), equal_var=False, alternative="less").pvalue
    assert change_from_baseline.p_value(*both) == pytest.approx(expected, rel=1e-9)


def test_slopes_with_every_visit_seen_are_the_mixed_models():
    """All seen, patients weigh alike, and the average of their own slopes is the model's estimate and nearly its error."""
    tallies = [weighed(a, 1.0) for a in of("slope")]
    assert slope.estimate(*tallies) == pytest.approx(R["slope"]["difference"], abs=1e-8)
    assert slope.standard_error(*tallies) == pytest.approx(R["slope"]["se"], rel=0.01)


def test_equal_weights_are_a_plain_sample():
    x = np.random.default_rng(1).normal(size=25)
    got = slope.summary(weighed(x, 1.0))
    np.testing.assert_allclose(got, [25, x.sum(), (x**2).sum()])
    np.testing.assert_allclose(slope.summary(weighed(x, 7.0)), got)


def test_a_patients_slope_has_its_law_when_measured_visit_by_visit():
    rng = np.random.default_rng(8)
    n, t = 40_000, np.array(VISITS)
    y = rng.normal(40, 6, (n, 1)) + rng.normal(-0.95, 0.55, (n, 1)) * t + rng.normal(0, 1.5, (n, 13))
    outcome = slope.latent(DECLINE)
    for seen in (2, 5, 13):
        centred = t[:seen] - t[:seen].mean()
        fitted = y[:, :seen] @ centred / (centred @ centred)
        assert fitted.mean() == pytest.approx(-0.95, abs=4 * fitted.std() / np.sqrt(n))
        assert outcome.precisions[seen - 2][1] == pytest.approx(fitted.std(), rel=0.02)


def test_the_information_of_slopes_is_that_of_the_mixed_model_with_unknown_intercepts():
    shares = np.array(slope.latent(DECLINE).precisions)
    stays = np.concatenate([[1.0], 1 - np.concatenate([[0.0], np.cumsum(shares[:-1, 0])])])
    course = random_slopes.Course(VISITS, 1.5, 1e4, 0.55, 0.0, tuple(float(s) for s in stays))
    mine = 4 / (shares[:, 0] @ (1 / shares[:, 1] ** 2))
    assert mine == pytest.approx(random_slopes.unit_variance(course, 1.0), rel=1e-5)


def test_slopes_with_nobody_leaving_are_of_two_stages():
    ((share, sd, weight),) = (p for p in slope.latent(DECLINE | {"leaving": 0.0}).precisions if p[0] > 0)
    assert share == weight == pytest.approx(1)
    course = random_slopes.Course(VISITS, 1.5, 0.0, 0.55)
    assert 4 * sd**2 == pytest.approx(random_slopes.two_stage_unit_variance(course, 1.0))


def test_who_leaves():
    got = slope.last_visits(np.array(VISITS), 0.4)
    assert got.sum() == pytest.approx(1)
    assert got[-1] == pytest.approx(0.6)
    assert slope.last_visits(np.array([0.0, 6.0]), 0.4) == pytest.approx(1)


@pytest.mark.parametrize("visits", [(0.0,), (0.0, 0.0), (3.0, 1.0)])
def test_visits_that_give_no_slope_are_refused(visits):
    with pytest.raises(DesignError, match="The visits are"):
        slope.latent(DECLINE | {"visits": visits})


def test_win_probability_is_brunner_and_munzels():
    c, e = np.array([12.0, 9, 14, 5]), np.array([6.0, 8, 13, 16])
    values = [np.repeat(np.arange(4), t.astype(int)) for t in (c, e)]
    expected = stats.brunnermunzel(*values, alternative="less")
    win, variance, _ = brunner_munzel(c, e)
    assert (win - 0.5) / np.sqrt(variance) == pytest.approx(expected.statistic)
    assert win_odds.p_value(c, e) == pytest.approx(expected.pvalue)
    pairs = values[1][:, None] - values[0]
    assert win == pytest.approx(np.mean(pairs > 0) + np.mean(pairs == 0) / 2)
    assert win_odds.estimate(c, e) == pytest.approx(np.log(win / (1 - win)))


def test_tests_of_a_binary_outcome_by_hand():
    c, e = np.array([[60.0, 40.0]]), np.array([[45.0, 55.0]])
    wald = 0.15 / np.sqrt(0.4 * 0.6 / 100 + 0.55 * 0.45 / 100)
    assert endpoint("binary", "risk_difference").score(c, e)[0] == pytest.approx(wald)
    woolf = np.log(55 * 60 / (45 * 40)) / np.sqrt(1 / 60 + 1 / 40 + 1 / 45 + 1 / 55)
    assert endpoint("binary", "log_odds_ratio").score(c, e)[0] == pytest.approx(woolf)
    exact = stats.fisher_exact([[55, 45], [40, 60]], alternative="greater").pvalue
    assert stats.norm.sf(endpoint("binary", "fisher").score(c, e)[0]) == pytest.approx(exact)
    assert endpoint("binary", "pooled").score(c, e)[0] == binary.score(c, e)[0]


def test_students_test_of_means():
    rng = np.random.default_rng(9)
    x, y = rng.normal(size=12), rng.normal(0.8, 2.0, size=20)
    tallies = [np.array([[len(v), v.sum(), (v**2).sum()]]) for v in (x, y)]
    expected = stats.ttest_ind(x, y, alternative="less").pvalue
    assert stats.norm.sf(endpoint("continuous", "pooled").score(*tallies)[0]) == pytest.approx(expected)
    assert endpoint("continuous", "welch").score(*tallies)[0] == continuous.score(*tallies)[0]


def test_a_margin_of_rates_is_farrington_and_mannings():
    """62 of 100 against 65 of 100, margin 0.15: z by their restricted rates, found here by search."""
    c, e = np.array([[35.0, 65.0]]), np.array([[38.0, 62.0]])
    grid = np.linspace(0.151, 0.999, 200_001)  # control's rate under the null
    likelihood = (
        65 * np.log(grid) + 35 * np.log(1 - grid) + 62 * np.log(grid - 0.15) + 38 * np.log(1.15 - grid)
    )
    q0 = grid[np.argmax(likelihood)]
    q1 = q0 - 0.15
    expected = (0.62 - 0.65 + 0.15) / np.sqrt(q0 * (1 - q0) / 100 + q1 * (1 - q1) / 100)
    assert endpoint("binary", margin=0.15).score(c, e)[0] == pytest.approx(expected, rel=1e-5)


def test_a_margin_of_means_moves_the_second_arm():
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=30), rng.normal(size=25)
    tallies = [np.array([[len(v), v.sum(), (v**2).sum()]]) for v in (x, y)]
    expected = stats.ttest_ind(x, y + 0.4, equal_var=False, alternative="less").pvalue
    assert stats.norm.sf(endpoint("continuous", margin=0.4).score(*tallies)[0]) == pytest.approx(expected)


def test_a_margin_is_refused_where_there_is_no_test_against_it():
    with pytest.raises(DesignError, match="no test against a margin"):
        endpoint("count", margin=0.1)
    with pytest.raises(DesignError, match="no test `fisher` against a margin"):
        endpoint("binary", "fisher", margin=0.1)
