"""Logistic regression whose estimates are median unbiased, each as likely too large as too small, to second order.

The score is adjusted; like Firth's, the estimates are finite for every table. Source: Kenne Pagui, Salvan & Sartori 2017,
Biometrika 104:923, section 3 (the vector of adjustments of a canonical exponential family).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

_STEPS = 500


def fit(x: Floats, y: Floats, weights: Floats | None = None) -> tuple[Floats, Floats, bool]:
    """Coefficients (p,), their covariance (p, p) by the information at them, and whether the adjusted score is nil.

    x : (n, p); y : (n,) in [0, 1]; weights : (n,) counts."""
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    b = np.zeros(x.shape[1])
    covariance = np.eye(x.shape[1])
    for _ in range(_STEPS):
        risk = expit(x @ b)
        spread = w * risk * (1 - risk)
        covariance = np.linalg.inv((x.T * spread) @ x)
        skew = spread * (1 - 2 * risk)  # third cumulants
        step = covariance @ (x.T @ (w * (y - risk)) + _adjustment(x, covariance, spread, skew))
        longest = float(np.max(np.abs(step)))
        b = b + step * min(1.0, 2.0 / max(longest, 1e-300))
        if longest < 1e-12 * (1 + float(np.max(np.abs(b)))):
            return b, covariance, True
    return b, covariance, False


def _adjustment(x: Floats, covariance: Floats, spread: Floats, skew: Floats) -> Floats:
    """(p,) : Firth's for the mean, less what turns the mean into the median."""
    leverage = np.einsum("ij,jk,ik->i", x, covariance, x)
    mean = 0.5 * x.T @ (leverage * skew)
    along = x @ covariance  # (n, p): rows of x by columns of the inverse information
    each = (x.T @ (skew[:, None] * along**2)) / (3 * np.diag(covariance))  # (p, p): column r of parameter r
    turned = np.einsum("tr,tr->r", covariance, each)
    return np.asarray(mean - np.linalg.solve(covariance, turned))
