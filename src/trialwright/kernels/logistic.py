"""Logistic regression by maximum likelihood, and by Firth's penalised likelihood, with profile limits.

Penalised by Jeffreys' prior, half the log determinant of the information, the estimates exist for every table and lose
their first-order bias. Source: Firth 1993, Biometrika 80:27; Heinze & Schemper 2002, Stat Med 21:2409.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import chi2

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STEPS, _LARGEST = 200, 5.0  # Newton steps at most; the longest step of a coefficient


class LogisticFit(NamedTuple):
    """b : (p,). information : (p, p) Fisher information at b. leverage : (n,) of the weighted design.

    loglik : log likelihood, with the penalty where it was asked for. converged : the score is nil to roundoff.
    """

    b: Floats
    information: Floats
    leverage: Floats
    loglik: float
    converged: bool

    @property
    def covariance(self) -> Floats:
        return np.asarray(np.linalg.inv(self.information))


class _State(NamedTuple):
    information: Floats
    leverage: Floats
    residual: Floats  # what the score multiplies
    loglik: float


def _state(x: Floats, y: Floats, w: Floats, b: Floats, penalised: bool) -> _State:
    eta = x @ b
    risk = expit(eta)
    root = w * risk * (1.0 - risk)
    loglik = float(np.sum(w * (y * eta - np.logaddexp(0.0, eta))))
    information = (x.T * root) @ x
    leverage, residual = np.zeros(len(y)), w * (y - risk)
    if penalised:
        sign, log_det = np.linalg.slogdet(information)
        if not (sign > 0 and np.isfinite(log_det)):
            return _State(information, leverage, residual, -math.inf)
        loglik += 0.5 * float(log_det)
        leverage = root * np.einsum("ij,ij->i", x @ np.linalg.inv(information), x)
        residual = residual + leverage * (0.5 - risk)
    return _State(information, leverage, residual, loglik)


def _newton(
    x: Floats, y: Floats, w: Floats, start: Floats, at: NDArray[np.int64], penalised: bool
) -> tuple[Floats, _State, bool]:
    """From start, moving the coefficients `at` alone."""
    b, state = start.copy(), _state(x, y, w, start, penalised)
    part = np.ix_(at, at)
    for _ in range(_STEPS if len(at) else 0):
        step = np.zeros(len(b))
        found = _solved(state.information[part], x[:, at].T @ state.residual)
        if found is None:
            return b, state, False
        step[at] = found
        longest = float(np.max(np.abs(step)))
        if longest < 1e-11 * (1.0 + float(np.max(np.abs(b)))):
            return b, state, True
        moved = _climbed(x, y, w, b, step * min(1.0, _LARGEST / longest), penalised, state.loglik)
        if moved is None:
            return b, state, longest < 1e-6
        b, state = moved
    return b, state, len(at) == 0


def _solved(information: Floats, score: Floats) -> Floats | None:
    """Newton's step; None where columns depend on one another. Scaled first: units of columns say nothing of that."""
    scale = np.sqrt(np.diag(information))
    if not (np.isfinite(scale).all() and scale.min() > 0):
        return None
    scaled = information / np.outer(scale, scale)
    return np.linalg.solve(scaled, score / scale) / scale if np.linalg.cond(scaled) < 1e15 else None


def along(b: Floats, covariance: Floats, j: int, value: float) -> Floats:
    """(p,) coefficients near the profile's at b_j = value, from those at another: along the likelihood's tangent.

    A start with the others unmoved can fit risks of 0 and 1 alone, from where no step is to be had.
    """
    moved = b + (value - b[j]) * covariance[:, j] / covariance[j, j]
    moved[j] = value
    return np.asarray(moved)


def _climbed(
    x: Floats, y: Floats, w: Floats, b: Floats, step: Floats, penalised: bool, loglik: float
) -> tuple[Floats, _State] | None:
    for half in range(30):
        trial = b + step * 0.5**half
        new = _state(x, y, w, trial, penalised)
        if new.loglik >= loglik - 1e-12 * (1.0 + abs(loglik)):
            return trial, new
    return None


def fit(
    x: Floats,
    y: Floats,
    weights: Floats | None = None,
    penalised: bool = False,
    start: Floats | None = None,
    free: Bools | None = None,
) -> LogisticFit:
    """x : (n, p); y : (n,) in [0, 1]; weights : (n,) counts. free : coefficients to estimate, the others stay at start.

    Under separation the likelihood has no maximum: converged is then False, and penalised=True is the way out. With
    penalised and some coefficients held, the penalty is that of the whole design, as a profile needs it.
    """
    n, p = x.shape
    w = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    b0 = np.zeros(p) if start is None else np.asarray(start, dtype=np.float64)
    mask = np.ones(p, dtype=np.bool_) if free is None else free
    matrix = np.ascontiguousarray(x, dtype=np.float64)
    b, state, converged = _newton(matrix, np.asarray(y, float), w, b0, np.flatnonzero(mask), penalised)
    # A fitted risk of 0 or 1 to roundoff is separation, whatever the steps say.
    separated = not penalised and bool(np.any(np.abs(matrix @ b) > 25.0)) and bool(np.max(np.abs(b)) > 15.0)
    return LogisticFit(b, state.information, state.leverage, state.loglik, converged and not separated)


def augmented_covariance(x: Floats, fitted: LogisticFit, weights: Floats | None = None) -> Floats:
    """(p, p): the inverse information of the data as Firth's score augments them, each weight raised by its leverage.

    Source: Heinze & Schemper 2002, section 2, the weights of the modified score.
    """
    w = np.ones(len(x)) if weights is None else weights
    risk = 1.0 / (1.0 + np.exp(-(x @ fitted.b)))
    return np.asarray(np.linalg.inv((x.T * ((w + fitted.leverage) * risk * (1 - risk))) @ x))


def likelihood_ratio(
    x: Floats,
    y: Floats,
    fitted: LogisticFit,
    held: list[int],
    weights: Floats | None = None,
    penalised: bool = False,
) -> tuple[float, float]:
    """Statistic and p of the coefficients `held` being 0, on len(held) degrees of freedom."""
    free = np.ones(x.shape[1], dtype=np.bool_)
    free[held] = False
    under = fit(x, y, weights, penalised, None, free)
    statistic = max(0.0, 2.0 * (fitted.loglik - under.loglik))
    return statistic, float(chi2.sf(statistic, len(held)))


def profile_limits(
    x: Floats,
    y: Floats,
    fitted: LogisticFit,
    j: int,
    level: float = 95.0,
    weights: Floats | None = None,
    penalised: bool = False,
) -> tuple[float, float]:
    """Values of coefficient j where twice the fall of the profile (penalised) log likelihood is the chi-squared quantile.

    -inf or inf where the likelihood never falls so far. Source: Venzon & Moolgavkar 1988, Appl Stat 37:87.
    """
    target = 0.5 * float(chi2.ppf(level / 100.0, 1))
    free = np.ones(x.shape[1], dtype=np.bool_)
    free[j] = False
    covariance = fitted.covariance
    error = math.sqrt(float(covariance[j, j]))

    def fall(value: float) -> float:
        start = along(fitted.b, covariance, j, value)
        return fitted.loglik - fit(x, y, weights, penalised, start, free).loglik - target

    def side(sign: float) -> float:
        near, far = 0.0, 1.5 * error
        for _ in range(40):
            if fall(fitted.b[j] + sign * far) > 0.0:
                found = brentq(lambda d: fall(fitted.b[j] + sign * d), near, far, xtol=1e-11, rtol=1e-12)
                return float(fitted.b[j] + sign * float(found))
            near, far = far, 1.6 * far
        return sign * math.inf

    return side(-1.0), side(1.0)
