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
from scipy.stats import chi2

from trialwright.kernels.compiled import compiled

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


@compiled
def _state(x: Floats, y: Floats, w: Floats, b: Floats, penalised: bool) -> tuple[Floats, Floats, Floats, float]:
    """Information, its inverse's leverages, fitted risks and the log likelihood at b."""
    n, p = x.shape
    risk, root = np.empty(n), np.empty(n)
    total = 0.0
    information = np.zeros((p, p))
    for i in range(n):
        eta = 0.0
        for j in range(p):
            eta += x[i, j] * b[j]
        # log(1 + exp(eta)) without overflow on either side
        soft = eta + math.log1p(math.exp(-eta)) if eta > 0.0 else math.log1p(math.exp(eta))
        total += w[i] * (y[i] * eta - soft)
        risk[i] = 1.0 / (1.0 + math.exp(-eta)) if eta > 0.0 else math.exp(eta) / (1.0 + math.exp(eta))
        root[i] = w[i] * risk[i] * (1.0 - risk[i])
        for j in range(p):
            for k in range(j + 1):
                information[j, k] += root[i] * x[i, j] * x[i, k]
    for j in range(p):
        for k in range(j):
            information[k, j] = information[j, k]
    leverage = np.zeros(n)
    if penalised:
        sign, log_det = np.linalg.slogdet(information)
        if not (sign > 0.0 and np.isfinite(log_det)):
            return information, leverage, risk, -np.inf
        total += 0.5 * log_det
        inverse = np.linalg.inv(information)
        for i in range(n):
            h = 0.0
            for j in range(p):
                for k in range(p):
                    h += x[i, j] * inverse[j, k] * x[i, k]
            leverage[i] = root[i] * h
    return information, leverage, risk, total


@compiled
def _newton(
    x: Floats, y: Floats, w: Floats, start: Floats, free: Bools, penalised: bool
) -> tuple[Floats, Floats, Floats, float, bool]:
    n, p = x.shape
    at = np.flatnonzero(free)
    b = start.copy()
    information, leverage, risk, loglik = _state(x, y, w, b, penalised)
    converged = len(at) == 0
    for _ in range(_STEPS):
        if len(at) == 0:
            break
        score = np.zeros(len(at))
        for i in range(n):
            residual = w[i] * (y[i] - risk[i]) + leverage[i] * (0.5 - risk[i])
            for a in range(len(at)):
                score[a] += x[i, at[a]] * residual
        part = np.empty((len(at), len(at)))
        for a in range(len(at)):
            for c in range(len(at)):
                part[a, c] = information[at[a], at[c]]
        if not (np.linalg.cond(part) < 1e15):
            break
        step = np.linalg.solve(part, score)
        longest = np.max(np.abs(step))
        if longest > _LARGEST:
            step *= _LARGEST / longest
        if longest < 1e-11 * (1.0 + np.max(np.abs(b))):
            converged = True
            break
        scale, improved = 1.0, False
        for _half in range(30):
            trial = b.copy()
            for a in range(len(at)):
                trial[at[a]] += scale * step[a]
            new = _state(x, y, w, trial, penalised)
            if new[3] >= loglik - 1e-12 * (1.0 + abs(loglik)):
                b = trial
                information, leverage, risk, loglik = new
                improved = True
                break
            scale *= 0.5
        if not improved:
            converged = longest < 1e-6
            break
    return b, information, leverage, loglik, converged


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
    b, information, leverage, loglik, converged = _newton(matrix, np.asarray(y, float), w, b0, mask, penalised)
    # A fitted risk of 0 or 1 to roundoff is separation, whatever the steps say.
    separated = not penalised and bool(np.any(np.abs(matrix @ b) > 25.0)) and bool(np.max(np.abs(b)) > 15.0)
    return LogisticFit(b, information, leverage, float(loglik), bool(converged) and not separated)


def augmented_covariance(x: Floats, fitted: LogisticFit, weights: Floats | None = None) -> Floats:
    """(p, p): the inverse information of the data as Firth's score augments them, each weight raised by its leverage.

    Source: Heinze & Schemper 2002, section 2, the weights of the modified score.
    """
    w = np.ones(len(x)) if weights is None else weights
    risk = 1.0 / (1.0 + np.exp(-(x @ fitted.b)))
    return np.asarray(np.linalg.inv((x.T * ((w + fitted.leverage) * risk * (1 - risk))) @ x))


def likelihood_ratio(
    x: Floats, y: Floats, fitted: LogisticFit, held: list[int], weights: Floats | None = None, penalised: bool = False
) -> tuple[float, float]:
    """Statistic and p of the coefficients `held` being 0, on len(held) degrees of freedom."""
    free = np.ones(x.shape[1], dtype=np.bool_)
    free[held] = False
    start = np.where(free, 0.0, 0.0)
    under = fit(x, y, weights, penalised, start, free)
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
    error = math.sqrt(float(np.linalg.inv(fitted.information)[j, j]))
    warm = fitted.b.copy()

    def fall(value: float) -> float:
        start = warm.copy()
        start[j] = value
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
