"""The figures that common programs print of a logistic regression, where they stop short of the exact ones.

Iteratively reweighted least squares ends when the deviance falls by less than 1e-8 of itself (plus 0.1), and the errors
printed are those of the weights of the step before: up to 1e-4 away from the information at the estimate. Profile limits
are read off a cubic spline through the profile at every half a standard error (or so), not solved for.
Sources: McCullagh & Nelder 1989, section 2.5 (the iteration); Venables & Ripley 2002, section 7.2 (the profile); Forsythe,
Malcolm & Moler 1977, chapter 4 (the spline and its ends).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import chi2, norm

from trialwright.kernels import logistic

Floats = NDArray[np.float64]

EPSILON, MOST = 1e-8, 25
STEPS = 10  # of a profile on either side, at most


def covariance(x: Floats, y: Floats, weights: Floats | None = None) -> Floats:
    """(p, p) as printed: the inverse information at the last step's start. y : (n,) in [0, 1]."""
    w = np.ones(len(y)) if weights is None else weights
    mu = (w * y + 0.5) / (w + 1)
    eta = np.log(mu / (1 - mu))
    information = np.eye(x.shape[1])
    before = _deviance(y, mu, w)
    for _ in range(MOST):
        working = w * mu * (1 - mu)
        information = (x.T * working) @ x
        b = np.linalg.solve(information, x.T @ (working * eta + w * (y - mu)))
        eta = x @ b
        mu = expit(eta)
        deviance = _deviance(y, mu, w)
        if abs(deviance - before) / (abs(deviance) + 0.1) < EPSILON:
            break
        before = deviance
    return np.asarray(np.linalg.inv(information))


def _deviance(y: Floats, mu: Floats, w: Floats) -> float:
    with np.errstate(divide="ignore"):
        return float(
            -2
            * np.sum(
                w * np.where(y > 0, y * np.log(mu), 0.0) + w * np.where(y < 1, (1 - y) * np.log1p(-mu), 0.0)
            )
        )


def profile_limits(
    x: Floats,
    y: Floats,
    fitted: logistic.LogisticFit,
    j: int,
    level: float = 95.0,
    weights: Floats | None = None,
) -> tuple[float, float]:
    """Of coefficient j, as interpolated; nan where the profile does not reach the level within its steps."""
    free = np.ones(x.shape[1], dtype=np.bool_)
    free[j] = False
    printed = covariance(x, y, weights)
    warm = fitted.b

    def fall(value: float) -> float:
        nonlocal warm
        # Steps start at the estimate on either side.
        near = warm if (warm[j] - fitted.b[j]) * (value - fitted.b[j]) > 0 else fitted.b
        held = logistic.fit(x, y, weights, False, logistic.along(near, printed, j, value), free)
        warm = held.b
        return 2 * (fitted.loglik - held.loglik)

    return interpolated(float(fitted.b[j]), math.sqrt(float(printed[j, j])), fall, level)


def interpolated(
    estimate: float, error: float, fall: Callable[[float], float], level: float = 95.0
) -> tuple[float, float]:
    """Limits of a coefficient by its profile. fall : its value → by how much the deviance rises there."""
    furthest = math.sqrt(float(chi2.ppf(1 - (1 - level / 100) / 4, 1)))
    points = [(estimate, 0.0)]
    for sign in (-1.0, 1.0):
        for k in range(1, STEPS + 1):
            place = estimate + sign * k * furthest / 5 * error
            root = sign * math.sqrt(max(0.0, fall(place)))
            points.append((place, root))
            if abs(root) > furthest:
                break
    points.sort()
    value, z = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    grid = np.linspace(value[0], value[-1], 3 * len(value))
    smooth = _spline(value, z, grid)
    cut = float(norm.ppf(0.5 + level / 200))
    low, high = np.interp([-cut, cut], smooth, grid, left=math.nan, right=math.nan)
    return float(low), float(high)


def _spline(x: Floats, y: Floats, at: Floats) -> Floats:
    """Cubic spline whose end third derivatives are those of the cubics through the four end points."""
    n, h = len(x), np.diff(x)
    slope = np.diff(y) / h
    matrix, right = np.zeros((n, n)), np.zeros(n)
    for i in range(1, n - 1):
        matrix[i, i - 1 : i + 2] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
        right[i] = slope[i] - slope[i - 1]
    matrix[0, 0], matrix[0, 1] = -h[0], h[0]
    matrix[-1, -1], matrix[-1, -2] = -h[-1], h[-1]
    if n > 3:
        second = (slope[1:] - slope[:-1]) / (x[2:] - x[:-2])
        third = (second[1:] - second[:-1]) / (x[3:] - x[:-3])
        right[0], right[-1] = h[0] ** 2 * third[0], -(h[-1] ** 2) * third[-1]
    c = np.linalg.solve(matrix, right)  # a sixth of the second derivatives
    k = np.clip(np.searchsorted(x, at, side="right") - 1, 0, n - 2)
    d = at - x[k]
    b = slope[k] - h[k] * (c[k + 1] + 2 * c[k])
    return np.asarray(y[k] + d * (b + d * (3 * c[k] + d * (c[k + 1] - c[k]) / h[k])))
