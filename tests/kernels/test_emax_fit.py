"""The Emax curve by profile least squares: R's nls, its own optimum, its ends."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from trialwright.kernels import emax_fit

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "emax_fit.json").read_text())


def of_reference() -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Doses, means (1, g), sizes (1, g) and the squares within doses."""
    dose, y = np.array(REFERENCE["dose"]), np.array(REFERENCE["y"])
    doses = np.unique(dose)
    means = np.array([y[dose == d].mean() for d in doses])
    within = sum(((y[dose == d] - m) ** 2).sum() for d, m in zip(doses, means, strict=True))
    return doses, means[None], np.array([[(dose == d).sum() for d in doses]], float), within


def test_fit_and_profile_intervals_are_those_of_r() -> None:
    doses, means, n, within = of_reference()
    fitted = emax_fit.fit(doses, means, n)
    assert [fitted.e0[0], fitted.emax[0], fitted.ed50[0]] == pytest.approx(REFERENCE["fit"], rel=2e-6)
    assert fitted.lack[0] + within == pytest.approx(REFERENCE["rss"], rel=1e-9)
    df = len(REFERENCE["y"]) - 3
    allowed = (fitted.lack + within) / df * stdtrit(df, 0.975) ** 2
    profile = emax_fit.profile(doses, means, n, fitted, allowed)
    ends = np.ravel(profile.dose(REFERENCE["target"]))
    assert fitted.dose(REFERENCE["target"])[0] == pytest.approx(REFERENCE["target_dose"], rel=2e-6)
    assert ends == pytest.approx(REFERENCE["target_dose_interval"], rel=1e-4)
    assert ends == pytest.approx(REFERENCE["target_dose_confint"], rel=1e-3)  # MASS interpolates its profile
    ends = np.ravel(profile.effect(np.array([REFERENCE["at"]])))
    assert fitted.effect(REFERENCE["at"])[0] == pytest.approx(REFERENCE["effect"], rel=2e-6)
    assert ends == pytest.approx(REFERENCE["effect_interval"], rel=1e-5)


@given(st.floats(-3, 3), st.floats(0.1, 5), st.floats(0.02, 8), st.integers(0, 1000))
def test_a_curve_without_noise_is_found_again(e0: float, emax: float, ed50: float, seed: int) -> None:
    doses = np.array([0.0, 0.5, 2.0, 6.0])
    weights = np.random.default_rng(seed).uniform(0.5, 2, (1, 4))
    fitted = emax_fit.fit(doses, (e0 + emax * doses / (ed50 + doses))[None], weights)
    assert fitted.effect(2.0)[0] == pytest.approx(emax * 2 / (ed50 + 2), rel=1e-4)
    assert fitted.dose(0.5 * fitted.effect(6.0)[0])[0] == pytest.approx(
        fitted.ed50[0] * 6 / (2 * fitted.ed50[0] + 6)
    )
    profile = emax_fit.profile(
        doses, (e0 + emax * doses / (ed50 + doses))[None], weights, fitted, np.array([0.1])
    )
    low, high = profile.effect(np.array([2.0]))
    assert low[0] < emax * 2 / (ed50 + 2) < high[0]


def test_no_effect_has_no_target_dose_and_an_interval_without_end() -> None:
    doses, flat, n = np.array([0.0, 1.0, 2.0, 4.0]), np.zeros((1, 4)), np.full((1, 4), 30.0)
    fitted = emax_fit.fit(doses, flat, n)
    assert np.isinf(fitted.dose(0.5))
    low, high = emax_fit.profile(doses, flat, n, fitted, np.array([4.0])).dose(0.5)
    assert 0 < low[0] < np.inf
    assert np.isinf(high)
