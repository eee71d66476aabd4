"""Contrasts and their critical values, against programs that share no code: an optimiser, SciPy's multivariate laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, stats

from trialwright.kernels import contrast_tests as ct

DOSES = np.array([0.0, 0.05, 0.2, 0.6, 1.0])
SHAPES = np.array([DOSES, DOSES / (0.2 + DOSES), np.expm1(DOSES / 0.28), np.log1p(5 * DOSES)])
N = np.array([30.0, 20.0, 20.0, 20.0, 25.0])
CONTRASTS = np.array([ct.optimal_contrast(s, N) for s in SHAPES])


@pytest.mark.parametrize("shape", SHAPES)
def test_no_contrast_finds_its_shape_more_surely(shape: np.ndarray) -> None:
    def sureness(c: np.ndarray) -> float:
        c = c - c.mean()
        return -float(c @ shape / np.sqrt((c**2 / N).sum()))

    best = optimize.minimize(sureness, np.linspace(-1, 1, 5), method="BFGS", options={"gtol": 1e-10})
    ours = ct.optimal_contrast(shape, N)
    assert ours.sum() == pytest.approx(0, abs=1e-12)
    assert ours @ ours == pytest.approx(1)
    assert sureness(ours) == pytest.approx(best.fun, rel=1e-8)


@pytest.mark.parametrize("df", [10.0, 110.0, math.inf])
def test_the_largest_statistic_exceeds_its_critical_value_with_probability_alpha(df: float) -> None:
    of = ct.correlation(CONTRASTS[:3], N)
    c = ct.critical_value(of, 0.025, df)
    law = stats.multivariate_t(shape=of, df=min(df, 1e9), seed=4)
    assert 1 - law.cdf(np.full(3, c), maxpts=200_000) == pytest.approx(0.025, abs=1e-4)


def test_two_independent_statistics_have_sidaks_value() -> None:
    assert ct.critical_value(np.eye(2), 0.025) == pytest.approx(stats.norm.isf(1 - 0.975**0.5), abs=1e-5)


def test_four_contrasts_of_three_doses_depend_on_each_other() -> None:
    """The law is singular; drawn contrasts of plain means are counted."""
    shapes = [np.array(s, float) for s in ((0, 1, 2, 3), (0, 2, 3, 3), (0, 0, 1, 3), (0, 3, 3, 3))]
    n = np.full(4, 10.0)
    contrasts = np.array([ct.optimal_contrast(s, n) for s in shapes])
    c = ct.critical_value(ct.correlation(contrasts, n), 0.05)
    means = np.random.default_rng(3).standard_normal((400_000, 4)) / np.sqrt(n)
    share = (
        (ct.statistics(contrasts, means, np.broadcast_to(n, means.shape), np.ones(len(means))) > c)
        .any(1)
        .mean()
    )
    assert share == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 400_000))


def test_means_that_are_all_the_same_have_no_contrast() -> None:
    with pytest.raises(ValueError, match="all the same"):
        ct.optimal_contrast(np.ones(3), np.ones(3))
