"""Sample-size re-estimation and predictive power: definitions, limits, and type I error by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from trialwright.design.boundaries import fisher, group_sequential
from trialwright.design.looks.conditional import conditional_power
from trialwright.design.looks.reestimation import (
    naive_z_is_safe,
    predictive_power,
    promising_zone,
    size_for_conditional_power,
)
from trialwright.errors import DesignError

DESIGN = group_sequential(2, 0.025, 0.2, 1, "lan_demets_of", [0.5, 1.0], kind="inverse normal")


@settings(deadline=None)
@given(z=st.floats(-1, 3.5))
def test_zones_are_ordered_and_the_stage_grows_only_in_the_promising_one(z) -> None:
    found = promising_zone(DESIGN, z, z / np.sqrt(0.5), promising_from=0.36, target=0.9, most=2.5)
    assert 1 <= found.factor <= 2.5
    assert found.power_resized >= found.power_planned - 1e-12
    if found.zone != "promising":
        assert found.factor == 1
    elif found.factor < 2.5:
        assert found.power_resized == pytest.approx(0.9)
        assert size_for_conditional_power(DESIGN, z, z / np.sqrt(0.5), 0.9) == pytest.approx(found.factor)


def test_resizing_keeps_the_level_with_planned_weights_and_not_with_the_plain_z() -> None:
    rng, trials, alpha = np.random.default_rng(9), 300_000, 0.025
    z1, z2 = rng.normal(size=(2, trials))
    # An interim far from promising is enlarged most: what the plain z cannot take.
    factor = np.where((z1 > 0.3) & (z1 < 1.3), 8.0, 1.0)
    weighted = (z1 + z2) / np.sqrt(2)
    plain = (z1 + np.sqrt(factor) * z2) / np.sqrt(1 + factor)
    early = z1 >= DESIGN.critical_values[0]
    error = 4 * np.sqrt(alpha * (1 - alpha) / trials)
    assert abs((early | (weighted >= DESIGN.critical_values[1])).mean() - alpha) < error
    assert (early | (plain >= DESIGN.critical_values[1])).mean() > alpha + error
    # Enlarged only where that is safe for the plain z, it keeps the level too.
    grid = np.linspace(-3, 4, 701)
    safe = np.array([naive_z_is_safe(DESIGN, float(z), 2.0) for z in grid])
    allowed = safe[np.clip(np.searchsorted(grid, z1), 0, 700)]
    factor = np.where(allowed & (z1 < 2.5), 2.0, 1.0)
    plain = (z1 + np.sqrt(factor) * z2) / np.sqrt(1 + factor)
    assert (early | (plain >= DESIGN.critical_values[1])).mean() < alpha + error


@pytest.mark.parametrize("prior", [(0.0, np.inf), (2.0, 1.5)])
def test_predictive_power_averages_conditional_power_over_what_is_believed(prior) -> None:
    design = group_sequential(3, 0.025, 0.2, 1, "obrien_fleming", [0.3, 0.7, 1.0])
    rng, z, trials = np.random.default_rng(2), 1.2, 200_000
    precision = 0.3 + (0.0 if np.isinf(prior[1]) else prior[1] ** -2)
    mean = (z * np.sqrt(0.3) + (0.0 if np.isinf(prior[1]) else prior[0] * prior[1] ** -2)) / precision
    drift = mean + rng.normal(size=trials) / np.sqrt(precision)
    steps = np.sqrt([0.4, 0.3])
    score = z * np.sqrt(0.3) + np.cumsum(
        steps * (rng.normal(size=(trials, 2)) + drift[:, None] * steps), axis=1
    )
    crossed = (score / np.sqrt([0.7, 1.0]) >= design.critical_values[1:]).any(-1).mean()
    found = predictive_power(design, z, 1, *prior)
    assert abs(crossed - found[-1]) < 4 * np.sqrt(crossed * (1 - crossed) / trials)
    assert (np.diff(found) >= 0).all()


def test_a_sure_prior_is_conditional_power_and_a_flat_one_before_the_last_look_has_a_closed_form() -> None:
    steps = np.sqrt([0.5])
    sure = predictive_power(DESIGN, 1.1, 1, 2.5, 1e-6)
    assert sure == pytest.approx(conditional_power(DESIGN, 1.1, 1, 2.5 * steps), rel=1e-6)
    flat = predictive_power(DESIGN, 1.1, 1)[-1]
    # z at the end given z now, drift unknown: mean z / root(t), variance 1 / t - 1 times the share to come over it.
    expected = ndtr((1.1 / np.sqrt(0.5) - DESIGN.critical_values[1]) / np.sqrt(0.5 + 0.5**2 / 0.5))
    assert flat == pytest.approx(float(expected), rel=1e-6)


def test_what_has_no_zone_is_said() -> None:
    with pytest.raises(DesignError, match="two looks"):
        promising_zone(group_sequential(3), 1.0, 1.0)
    with pytest.raises(DesignError, match="two looks"):
        promising_zone(fisher(2), 1.0, 1.0)
    with pytest.raises(DesignError, match="not in order"):
        promising_zone(DESIGN, 1.0, 1.0, promising_from=0.9, target=0.5)
    with pytest.raises(DesignError, match="above 0"):
        predictive_power(DESIGN, 1.0, 1, 0.0, 0.0)
    assert size_for_conditional_power(DESIGN, 0.5, -0.1, 0.9) == np.inf
    assert size_for_conditional_power(DESIGN, 9.0, 1.0, 0.9) == 0


REFUSED = {
    "predictive power of Fisher's product": lambda: predictive_power(fisher(2), 1.0, 1),
    "predictive power at the last look": lambda: predictive_power(DESIGN, 1.0, 2),
    "predictive power of nothing seen": lambda: predictive_power(DESIGN, float("nan"), 1),
    "a size with three looks": lambda: size_for_conditional_power(group_sequential(3), 1.0, 2.0, 0.8),
    "a size of Fisher's product": lambda: size_for_conditional_power(fisher(2), 1.0, 2.0, 0.8),
    "a size for certainty": lambda: size_for_conditional_power(DESIGN, 1.0, 2.0, 1.0),
    "the plain z with three looks": lambda: naive_z_is_safe(group_sequential(3), 1.0, 1.5),
    "the plain z of no second stage": lambda: naive_z_is_safe(DESIGN, 1.0, 0.0),
    "a zone of no drift": lambda: promising_zone(DESIGN, 1.0, float("nan")),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_what_two_looks_and_a_normal_score_do_not_carry_is_refused(refused) -> None:
    with pytest.raises(DesignError) as error:
        REFUSED[refused]()
    assert error.value.fix
