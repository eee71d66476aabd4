"""Two arms' means adjusted for a baseline, of many trials at once.

Tallies are (..., 6): n, sum y, sum y^2, sum x, sum x^2, sum x y of outcomes y and baselines x.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from trialwright.kernels import noncentral_t

Floats = NDArray[np.float64]

_POINTS = 64  # Gauss-Legendre in the probability of the baselines' imbalance


def ancova(control: Floats, experimental: Floats) -> tuple[Floats, Floats, Floats]:
    """Difference of adjusted means, its squared standard error and degrees of freedom, each (...); NaN where fewer
    than four patients, or an arm without any, cannot carry the model.

    One slope on the baseline and one residual variance for both arms. Source: Fisher 1932, Statistical Methods for
    Research Workers, 4th ed., section 49.1; Cochran 1957, Biometrics 13:261.
    """
    n0, n1 = control[..., 0], experimental[..., 0]
    df = n0 + n1 - 3
    with np.errstate(invalid="ignore", divide="ignore"):
        yy, xx, xy = (
            _within(control, *of) + _within(experimental, *of) for of in ((2, 1, 1), (4, 3, 3), (5, 3, 1))
        )
        slope = xy / xx
        apart = experimental[..., 3] / n1 - control[..., 3] / n0
        difference = experimental[..., 1] / n1 - control[..., 1] / n0 - slope * apart
        residual = np.maximum(yy - slope * xy, 0.0) / np.where(df > 0, df, np.nan)
        variance = residual * (1 / n0 + 1 / n1 + apart**2 / xx)
    return difference, np.asarray(variance), np.asarray(df)


def pooled_residual(tally: Floats) -> Floats:
    """(...) variance of outcomes about one line on their baselines, arms not told apart; NaN of fewer than three."""
    n = tally[..., 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        yy, xx, xy = (_within(tally, *of) for of in ((2, 1, 1), (4, 3, 3), (5, 3, 1)))
        return np.where(n > 2, np.maximum(yy - xy**2 / xx, 0.0) / np.maximum(n - 2, 1.0), np.nan)


def _within(tally: Floats, product: int, one: int, other: int) -> Floats:
    """Sum of products about the arm's means."""
    return np.asarray(tally[..., product] - tally[..., one] * tally[..., other] / tally[..., 0])


def changes(tally: Floats) -> Floats:
    """(..., 3) n, sum and sum of squares of the changes y - x."""
    squares = tally[..., 2] - 2 * tally[..., 5] + tally[..., 4]
    return np.stack([tally[..., 0], tally[..., 1] - tally[..., 3], squares], -1)


def ancova_power(
    difference: float, variance0: float, variance1: float, n0: float, n1: float, alpha: float
) -> float:
    """Power of `ancova` for normal outcomes with a normal baseline; exact where the variances are equal.

    variance0, variance1 : of the outcome given the baseline, in each arm. Given the baselines' imbalance the
    statistic is a noncentral t; the imbalance, Student's t over the root of its degrees of freedom, is integrated out.
    Source: Shieh 2020, Psychometrika 85:101.
    """
    x, weight = np.polynomial.legendre.leggauss(_POINTS)
    df, of_means = n0 + n1 - 3, 1 / n0 + 1 / n1
    imbalance = 1 + stdtrit(df + 1, (x + 1) / 2) ** 2 / (df + 1)
    variance = variance0 / n0 + variance1 / n1
    pooled = ((n0 - 1) * variance0 + (n1 - 1) * variance1) / (n0 + n1 - 2) * of_means
    critical = stdtrit(df, 1 - alpha) * np.sqrt(pooled / variance)
    shown = 1 - noncentral_t.cdf(df, difference / np.sqrt(variance * imbalance), critical)
    return float(np.sum(weight / 2 * shown))
