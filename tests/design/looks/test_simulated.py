"""Analytic answers of analyses at a look against simulation, each within four Monte Carlo errors."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import fisher, group_sequential
from trialwright.design.looks.conditional import conditional_power, conditional_rejection_probability
from trialwright.design.looks.conditional_dunnett import ConditionalDunnett
from trialwright.design.looks.datasets import Means, Rates, Survival
from trialwright.design.looks.expected import of_rates
from trialwright.design.looks.fisher import fisher_final_p, fisher_rejections
from trialwright.design.looks.means import MeansEvidence
from trialwright.design.looks.multi_arm import ManyToOne
from trialwright.design.looks.paths import combined
from trialwright.design.looks.repeated import repeated_interval
from trialwright.kernels import closed_testing, intersection_tests

TRIALS = 200_000
GS = group_sequential(3, 0.025, 0.2, 1, "obrien_fleming", [0.4, 0.7, 1.0])


def near(seen: float, expected: float, trials: int = TRIALS) -> bool:
    return abs(seen - expected) < 4 * np.sqrt(max(expected * (1 - expected), 1e-9) / trials)


def _later(design, z, stage, means, rng, trials=TRIALS):
    """Statistics at the looks after `stage`, given z there: (trials, k - stage)."""
    rates = design.information_rates
    steps = np.sqrt(np.diff(rates)[stage - 1 :])
    score = z * np.sqrt(rates[stage - 1]) + np.cumsum(
        steps * (rng.normal(size=(trials, len(steps))) + means), 1
    )
    return score / np.sqrt(rates[stage:])


@pytest.mark.parametrize("stage", [1, 2])
def test_conditional_rejection_probability_and_power(stage) -> None:
    rng, z = np.random.default_rng(stage), 1.4
    for means in (np.zeros(3 - stage), np.full(3 - stage, 1.2)):
        crossed = (_later(GS, z, stage, means, rng) >= GS.critical_values[stage:]).any(-1).mean()
        assert near(crossed, float(conditional_power(GS, z, stage, means)[-1]))
    assert conditional_rejection_probability(GS, z, stage) == pytest.approx(
        float(conditional_power(GS, z, stage, np.zeros(3 - stage))[-1])
    )


def test_two_sided_conditional_rejection_counts_both_sides_and_is_a_probability() -> None:
    design, rng = group_sequential(3, 0.05, 0.2, 2, "pocock"), np.random.default_rng(3)
    for z in (-2.2, 0.3, 3.0):
        crossed = np.abs(_later(design, z, 1, np.zeros(2), rng)) >= design.critical_values[1:]
        found = conditional_rejection_probability(design, z, 1)
        assert 0 <= found <= 1
        assert near(crossed.any(-1).mean(), found)


def test_the_conditional_error_rate_averages_to_the_level() -> None:
    rng = np.random.default_rng(17)
    z = rng.normal(size=4000)
    first = z >= GS.critical_values[0]
    later = np.array([conditional_rejection_probability(GS, float(x), 1) for x in z])
    total = np.where(first, 1.0, later)
    assert abs(total.mean() - 0.025) < 4 * total.std() / np.sqrt(len(z))


def test_fisher_product_over_two_later_stages() -> None:
    design, rng = (
        fisher(3, 0.025, futility_p_values=[0.5, 0.4], information_rates=[0.3, 0.7, 1.0]),
        np.random.default_rng(8),
    )
    first = 0.09
    for means in (np.zeros(2), np.array([1.0, 1.4])):
        p = ndtr(-(rng.normal(size=(TRIALS, 2)) + means))
        product = combined(design, np.column_stack([np.full(TRIALS, first), p]))
        at_two = product[:, 1] <= design.critical_values[1]
        at_three = ~at_two & (p[:, 0] <= 0.4) & (product[:, 2] <= design.critical_values[2])
        found = fisher_rejections(design, first, 1, means)
        assert near(at_two.mean(), found[0])
        assert near(at_three.mean(), found[1])


@pytest.mark.parametrize("alpha0", [0.5, 1.0])
def test_fisher_final_p_is_uniform_under_no_effect(alpha0) -> None:
    design, rng, trials = fisher(2, 0.025, futility_p_values=[alpha0]), np.random.default_rng(4), 20_000
    p = rng.uniform(size=(trials, 2))
    looks = np.where((p[:, 0] <= design.critical_values[0]) | (p[:, 0] > alpha0), 1, 2)
    final = np.array([fisher_final_p(design, row[:k], k) for row, k in zip(p, looks, strict=True)])
    for level in (0.025, 0.2):
        assert near((final <= level).mean(), level, trials)


def test_repeated_intervals_hold_the_effect_at_all_looks_together() -> None:
    rng, trials, effect = np.random.default_rng(6), 500, 0.4
    held = 0
    for _ in range(trials):
        x, y = rng.normal(effect, 1, (3, 25)), rng.normal(0, 1, (3, 25))
        data = Means(
            np.full((3, 2), 25.0),
            np.column_stack([x.mean(1), y.mean(1)]),
            np.column_stack([x.std(1, ddof=1), y.std(1, ddof=1)]),
        )
        ends = [
            repeated_interval(GS, MeansEvidence(data, True), MeansEvidence(data, False), k) for k in (1, 2, 3)
        ]
        held += all(low <= effect <= high for low, high in ends)
    assert near(held / trials, 0.95, trials)


def test_an_arm_chosen_at_the_interim_keeps_the_family_wise_error() -> None:
    """Two arms, the better goes on with twice the patients; closed Simes, inverse normal."""
    rng, alpha = np.random.default_rng(12), 0.025
    design = group_sequential(2, alpha, 0.2, 1, "lan_demets_pocock", [0.4, 1.0], kind="inverse normal")
    z1 = np.sqrt(0.5) * (rng.normal(size=(TRIALS, 1)) + rng.normal(size=(TRIALS, 2)))
    z2 = np.where(np.arange(2) == z1.argmax(1)[:, None], rng.normal(size=(TRIALS, 1)), np.nan)
    p = np.stack([intersection_tests.simes(ndtr(-z)) for z in (z1, z2)], axis=-1)
    path = combined(design, p)
    crossed = np.nan_to_num(path, nan=-9.0) >= design.critical_values
    wrong = closed_testing.rejected(crossed.any(-1)).any(-1).mean()
    assert wrong < alpha + 4 * np.sqrt(alpha * (1 - alpha) / TRIALS)
    assert wrong > 0.8 * alpha


@pytest.mark.parametrize("conditional", [True, False])
def test_the_conditional_dunnett_test_keeps_its_level_when_an_arm_is_dropped(conditional) -> None:
    rng, trials, alpha = np.random.default_rng(21), 1200, 0.1
    wrong = 0
    for _ in range(trials):
        z = np.sqrt(0.5) * (rng.normal(size=(2, 1)) + rng.normal(size=(2, 2)))
        z[1, z[0].argmin()] = np.nan
        events = np.where(np.isnan(z), np.nan, 50.0)
        data = Survival(events, z, np.where(np.isnan(z), np.nan, 1.0))
        test = ConditionalDunnett(ManyToOne(data, normal=True), 1.0, alpha, 0.5, conditional)
        wrong += bool(test.rejected[:, 1].any())
    assert wrong / trials < alpha + 4 * np.sqrt(alpha * (1 - alpha) / trials)
    assert wrong / trials > 0.5 * alpha


def test_conditional_power_of_rates_agrees_with_simulated_counts() -> None:
    rng, n, p1, p2 = np.random.default_rng(31), 600, 0.42, 0.30
    design = group_sequential(2, 0.025, 0.2, 1, "lan_demets_of", [0.5, 1.0], kind="inverse normal")
    z1 = 1.1
    critical = -float(ndtri(conditional_rejection_probability(design, z1, 1)))
    found = conditional_power(design, z1, 1, of_rates(p1, p2, 0.0, np.array([n]), 1.0, critical))[-1]
    x1, x2 = rng.binomial(n // 2, p1, TRIALS), rng.binomial(n // 2, p2, TRIALS)
    pooled = (x1 + x2) / n
    z2 = (x1 - x2) / (n / 2) / np.sqrt(pooled * (1 - pooled) * 4 / n)
    seen = ((z1 + z2) / np.sqrt(2) >= design.critical_values[1]).mean()
    assert abs(seen - found) < 0.01  # counts are discrete and the variance is estimated


def test_rates_data_sets_refuse_what_no_trial_gives() -> None:
    from trialwright.errors import DesignError

    with pytest.raises(DesignError, match="more events than patients"):
        Rates(np.array([[10.0, 10.0]]), np.array([[11.0, 2.0]]))
