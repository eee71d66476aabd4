"""Contrasts of means of several groups, tested by the largest of several: the multiple contrast test.

Sources: Bretz, Pinheiro & Branson 2005, Biometrics 61:738; Genz & Bretz 1999, J Stat Comput Simul 63:361 (the integral).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri, ndtr, ndtri, stdtrit

Floats = NDArray[np.float64]

_POINTS = 1 << 14  # of the lattice: the integral is good to about 1e-5, the critical value to 1e-4
_RIDGE = 1e-8  # more contrasts than groups less one depend on each other


def optimal_contrast(means: Floats, n: Floats) -> Floats:
    """(groups,) adding to 0 and of unit length, that finds these means most surely in groups of sizes n, any multiple.

    Raises ValueError for means that are all the same. Source: Bretz et al. 2005, section 3.2.
    """
    contrast = n * (means - means @ n / n.sum())
    length = float(np.linalg.norm(contrast))
    if length <= 1e-12 * float(np.abs(n * means).max(initial=1.0)):
        raise ValueError("there is no contrast of means that are all the same")
    return np.asarray(contrast / length)


def statistics(contrasts: Floats, means: Floats, n: Floats, sd: Floats) -> Floats:
    """(m, contrasts) from means, n (m, groups) and the common sd (m,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = sd[:, None] * np.sqrt((1 / n) @ (contrasts**2).T)
        return np.asarray((means @ contrasts.T) / spread)


def correlation(contrasts: Floats, n: Floats) -> Floats:
    """(contrasts, contrasts) of their statistics, groups of sizes n having one variance."""
    covariance = (contrasts / n) @ contrasts.T
    spread = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(spread, spread))


def all_below(limit: float, correlations: Floats, df: float = math.inf) -> float:
    """Probability that no statistic exceeds `limit`: multivariate t with df degrees of freedom, or normal.

    By separated variables on a fixed lattice, so that it is a smooth function of the limit.
    """
    k = len(correlations)
    if k == 1 and math.isinf(df):
        return float(ndtr(limit))
    root = np.linalg.cholesky(correlations + _RIDGE * np.eye(k))
    points = _lattice(k)
    scale = np.ones(len(points)) if math.isinf(df) else np.sqrt(chdtri(df, 1 - points[:, 0]) / df)
    drawn, product = np.zeros((len(points), k)), np.ones(len(points))
    for i in range(k):
        below = ndtr((limit * scale - drawn[:, :i] @ root[i, :i]) / root[i, i])
        product *= below
        drawn[:, i] = ndtri(np.clip(points[:, i + 1] * below, 1e-300, 1 - 1e-16))
    return float(product.mean())


def _lattice(k: int) -> Floats:
    """(points, k + 1) in (0, 1): Richtmyer's, folded, which smooth functions like."""
    primes = np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41])[: k + 1]
    steps = (np.arange(1, _POINTS + 1)[:, None] * np.sqrt(primes)) % 1.0
    return np.asarray(np.clip(np.abs(2 * steps - 1), 1e-9, 1 - 1e-9))


def critical_value(correlations: Floats, alpha: float, df: float = math.inf) -> float:
    """What the largest statistic exceeds with probability alpha where no means differ."""
    if len(correlations) == 1:
        return float(-ndtri(alpha)) if math.isinf(df) else float(stdtrit(df, 1 - alpha))
    low = critical_value(np.eye(1), alpha, df)
    high = critical_value(np.eye(1), alpha / len(correlations), df)
    return float(brentq(lambda c: all_below(c, correlations, df) - (1 - alpha), low - 0.01, high + 0.01))
