"""What one visit measured against what people usually have."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.design.usual_values import regressed, usual_values
from trialwright.errors import DesignError
from trialwright.model.scenario import Marker


def sample(values: np.ndarray, **noise: float) -> Marker:
    return Marker(name="crp", values=tuple(map(float, values)), **noise)


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.6))
def test_adding_the_noise_again_gives_back_the_measured_spread(seed: int, within: float) -> None:
    rng = np.random.default_rng(seed)
    measured = sample(np.exp(rng.normal(1, 1, 500)), within_sd=within, assay_cv=0.1)
    logs, usual = np.log(measured.values), np.log(usual_values(measured).values)
    noise = within**2 + math.log1p(0.1**2)
    assert usual.mean() == pytest.approx(logs.mean())
    assert usual.var() + noise == pytest.approx(logs.var())


def test_a_lognormal_is_recovered_from_its_measurements() -> None:
    """Usual SD 1.0 and noise 0.5 of the log; quartiles of the measurements give back the usual quartiles."""
    z = 0.6744897501960817  # normal quartile
    spread = math.hypot(1.0, 0.5)
    knots = {p: math.exp(0.8 + s * z * spread) for p, s in ((0.25, -1), (0.5, 0), (0.75, 1))}
    marker = Marker(name="crp", probabilities=tuple(knots), values=tuple(knots.values()), within_sd=0.5)
    # Knots at the quartiles are joined by log-linear pieces, so the spread is close to but not the lognormal's.
    low, middle, high = usual_values(marker).values
    assert middle == pytest.approx(math.exp(0.8), rel=0.01)
    assert math.log(high / low) / (2 * z) == pytest.approx(1.0, rel=0.02)


def test_without_noise_nothing_moves() -> None:
    marker = sample(np.array([1.0, 2.0, 9.0]))
    assert usual_values(marker).values == pytest.approx(marker.values)
    assert regressed(marker, marker).values == pytest.approx(marker.values)


def test_who_measured_high_is_usually_lower() -> None:
    population = sample(np.exp(np.random.default_rng(1).normal(0, 1, 2000)), within_sd=0.5)
    variance = np.log(population.values).var()
    seen = Marker(name="crp", probabilities=(0.5,), values=(math.e**2,))
    (usual,) = regressed(seen, population).values
    mean = np.log(population.values).mean()
    assert math.log(usual) == pytest.approx(mean + (1 - 0.25 / variance) * (2 - mean))
    assert usual < math.e**2


def test_noise_larger_than_the_spread_is_refused() -> None:
    with pytest.raises(DesignError, match="exceeds the whole spread"):
        usual_values(sample(np.array([1.0, 1.1, 1.2, 1.3]), within_sd=0.9))
