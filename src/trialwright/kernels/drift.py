"""What drift between past controls and today's does to a comparison of slopes, by simulation.

Slopes in points a month: person i's is normal with SD slope_sd; visits add residual error. Treatment has no effect, so
every claim of benefit is false. Past controls' mean slope is the present one less the drift.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import t

from trialwright.kernels.heterogeneity import Floats


def slopes(
    rng: np.random.Generator,
    shape: tuple[int, int],
    mean: float,
    slope_sd: float,
    residual_sd: float,
    months: Floats,
) -> Floats:
    """Least-squares slopes of persons (replicates, persons), from visits that are drawn one by one."""
    centred = months - months.mean()
    true = mean + slope_sd * rng.standard_normal(shape)
    # Levels do not matter to a slope: centred months sum to zero.
    seen = np.zeros(shape)
    for at in centred:
        seen += at * (true * at + residual_sd * rng.standard_normal(shape))
    return seen / float(centred @ centred)


def slopes_at_once(
    rng: np.random.Generator,
    shape: tuple[int, int],
    mean: float,
    slope_sd: float,
    residual_sd: float,
    months: Floats,
) -> Floats:
    """The same in distribution: a least-squares slope is normal around the person's own with variance
    residual_sd^2 / sum((t - mean t)^2)."""
    centred = months - months.mean()
    return np.asarray(
        mean + math.sqrt(slope_sd**2 + residual_sd**2 / float(centred @ centred)) * rng.standard_normal(shape)
    )


def claims_pooled(treated: Floats, controls: Floats, level: float) -> Floats:
    """(replicates,) whether the one-sided pooled t test claims a benefit: treated against all controls as one group.

    For complete visits at common times it is the test of the random-slope model.
    """
    n1, n2 = treated.shape[1], controls.shape[1]
    pooled = (n1 - 1) * treated.var(1, ddof=1) + (n2 - 1) * controls.var(1, ddof=1)
    se = np.sqrt(pooled / (n1 + n2 - 2) * (1 / n1 + 1 / n2))
    statistic = (treated.mean(1) - controls.mean(1)) / se
    return np.asarray(statistic > t.ppf(1 - level, n1 + n2 - 2), dtype=np.float64)


def claims_robust(
    treated: Floats, concurrent: Floats, past: Floats, level: float, weight: float, drift_sd: float
) -> Floats:
    """(replicates,) whether P(treated > control | data) > 1 - level, past controls entering as a robust prior.

    The prior of the present control slope: with 1 - weight, past mean with its error and drift ~ N(0, drift_sd^2); with
    weight, the past mean as uncertain as one person. concurrent : (replicates, n), n may be 0. Variances are taken as
    known, from all persons pooled. Source: Schmidli et al. 2014, Biometrics 70:1023.
    """
    n1, n2, n0 = treated.shape[1], concurrent.shape[1], past.shape[1]
    squares = (n1 - 1) * treated.var(1, ddof=1) + (n0 - 1) * past.var(1, ddof=1)
    squares = squares + ((n2 - 1) * concurrent.var(1, ddof=1) if n2 > 1 else 0.0)
    one = squares / (n1 + n0 - 2 + max(n2 - 1, 0))  # variance of one person's slope
    centre = past.mean(1)
    variances = np.stack([one / n0 + drift_sd**2, one])
    shares = np.array([1 - weight, weight])[:, None] * np.ones((1, len(one)))
    means = np.stack([centre, centre])
    if n2:
        y, v = concurrent.mean(1), one / n2
        total = variances + v
        shares = shares * np.exp(-0.5 * (y - means) ** 2 / total) / np.sqrt(total)
        shares = shares / shares.sum(0)
        kept = variances / total
        means, variances = kept * y + (1 - kept) * means, kept * v
    z = (treated.mean(1) - means) / np.sqrt(variances + one / n1)
    return np.asarray((shares * ndtr(z)).sum(0) > 1 - level, dtype=np.float64)


def chance_normal(drift: float, one: float, n1: int, n0: int, level: float) -> float:
    """Chance of the false claim with the variance of one person's slope known: the simulation's check."""
    return float(ndtr(drift / math.sqrt(one * (1 / n1 + 1 / n0)) + ndtri(level)))
