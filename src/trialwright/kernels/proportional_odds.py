"""The proportional odds model: logit P(Y <= j) = threshold_j - x b, one data set or many.

A positive coefficient moves patients to higher categories. Source: McCullagh 1980, J R Stat Soc B 42:109.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from trialwright.kernels.compiled import compiled
from trialwright.kernels.copying import copy_matrix, copy_vector

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_STEPS = 100


class OrdinalFit(NamedTuple):
    """parameters : (k - 1 + p,) thresholds, ascending, then coefficients. covariance : of them, from the observed
    information. converged : False where the likelihood has no maximum that the steps reach."""

    parameters: Floats
    covariance: Floats
    loglik: float
    converged: bool


@compiled
def _derivatives(
    x: Floats, y: Integers, w: Floats, k: int, at: Floats, score: Floats, information: Floats
) -> float:
    """The log likelihood at `at`; its gradient and minus its Hessian are filled in. -inf where thresholds cross."""
    n, p = x.shape
    q = k - 1
    for j in range(1, q):
        if not at[j] > at[j - 1]:
            return -np.inf
    score[:] = 0.0
    information[:] = 0.0
    total = 0.0
    for i in range(n):
        c = y[i]
        eta = 0.0
        for j in range(p):
            eta += x[i, j] * at[q + j]
        upper, lower = 1.0, 0.0
        if c < q:
            upper = 1.0 / (1.0 + math.exp(eta - at[c]))
        if c > 0:
            lower = 1.0 / (1.0 + math.exp(eta - at[c - 1]))
        f1, f0 = upper * (1.0 - upper), lower * (1.0 - lower)
        if c == q:  # 1 - lower keeps its digits only this way
            chance = 1.0 / (1.0 + math.exp(at[c - 1] - eta))
        elif c == 0:
            chance = upper
        else:
            # upper - lower without cancellation
            chance = (1.0 - math.exp(at[c - 1] - at[c])) * upper * (1.0 - lower)
        if chance <= 0.0:
            return -np.inf
        wi = w[i]
        total += wi * math.log(chance)
        g1, g0 = f1 / chance, f0 / chance
        # of the log chance by the upper and lower limits u, l of the category: g1 and -g0
        h11 = g1 * (1.0 - 2.0 * upper) - g1 * g1
        h00 = -g0 * (1.0 - 2.0 * lower) - g0 * g0
        h10 = g1 * g0
        ge = g0 - g1  # by eta, which lowers both limits alike
        if c < q:
            score[c] += wi * g1
            information[c, c] -= wi * h11
        if c > 0:
            score[c - 1] -= wi * g0
            information[c - 1, c - 1] -= wi * h00
            if c < q:
                information[c, c - 1] -= wi * h10
        hue, hle, hee = -(h11 + h10), -(h00 + h10), h11 + h00 + 2.0 * h10
        for j in range(p):
            xj = wi * x[i, j]
            score[q + j] += xj * ge
            if c < q:
                information[q + j, c] -= xj * hue
            if c > 0:
                information[q + j, c - 1] -= xj * hle
            for m in range(j + 1):
                information[q + j, q + m] -= xj * x[i, m] * hee
    size = q + p
    for a in range(size):
        for b in range(a):
            information[b, a] = information[a, b]
    return total


@compiled
def solve_positive(matrix: Floats, right: Floats) -> bool:
    """Solve in place by Cholesky, the answer in `right`; False where the matrix is not positive definite."""
    n = len(right)
    for i in range(n):
        for j in range(i + 1):
            s = matrix[i, j]
            for m in range(j):
                s -= matrix[i, m] * matrix[j, m]
            if i == j:
                if not s > 1e-300:
                    return False
                matrix[i, i] = math.sqrt(s)
            else:
                matrix[i, j] = s / matrix[j, j]
    for i in range(n):
        for m in range(i):
            right[i] -= matrix[i, m] * right[m]
        right[i] /= matrix[i, i]
    for i in range(n - 1, -1, -1):
        for m in range(i + 1, n):
            right[i] -= matrix[m, i] * right[m]
        right[i] /= matrix[i, i]
    return True


@compiled
def _newton(
    x: Floats, y: Integers, w: Floats, k: int, at: Floats, score: Floats, information: Floats
) -> tuple[float, bool]:
    """Newton's method from `at`, which holds the answer; the information is that at the answer."""
    size = len(at)
    trial, step = np.empty(size), np.empty(size)
    factor = np.empty((size, size))
    loglik = _derivatives(x, y, w, k, at, score, information)
    for _ in range(_STEPS):
        copy_matrix(factor, information)
        copy_vector(step, score)
        ridge = 0.0
        while not solve_positive(factor, step):
            ridge = 1e-6 if ridge == 0.0 else 10.0 * ridge
            if ridge > 1e12:
                return loglik, False
            copy_matrix(factor, information)
            copy_vector(step, score)
            for a in range(size):
                factor[a, a] += ridge * (1.0 + abs(information[a, a]))
        gain, largest = 0.0, 0.0
        for a in range(size):
            gain += step[a] * score[a]
            largest = max(largest, abs(at[a]))
        if gain < 1e-16 and ridge == 0.0:
            return loglik, largest < 25.0
        scale = 1.0
        for _half in range(40):
            for a in range(size):
                trial[a] = at[a] + scale * step[a]
            new = _derivatives(x, y, w, k, trial, score, information)
            if new >= loglik - 1e-12 * (1.0 + abs(loglik)):
                break
            scale *= 0.5
        else:
            _derivatives(x, y, w, k, at, score, information)
            return loglik, gain < 1e-8
        copy_vector(at, trial)
        loglik = new
    return loglik, False


@compiled
def _start(y: Integers, w: Floats, k: int, at: Floats) -> None:
    counts = np.zeros(k)
    for i in range(len(y)):
        counts[y[i]] += w[i]
    total, below = counts.sum(), 0.0
    at[:] = 0.0
    for j in range(k - 1):
        below += counts[j]
        share = below / total
        at[j] = math.log(share / (1.0 - share))


def fit(x: Floats, y: Integers, k: int, weights: Floats | None = None) -> OrdinalFit:
    """x : (n, p) without an intercept; y : (n,) 0 to k - 1, each category seen (the caller checks); weights : counts."""
    w = np.ones(len(y)) if weights is None else np.require(weights, np.float64, ["C", "W"])
    size = k - 1 + x.shape[1]
    at, score, information = np.empty(size), np.empty(size), np.empty((size, size))
    # Writable too: of arrays that are not, the loops would be compiled once more.
    matrix, outcome = np.require(x, np.float64, ["C", "W"]), np.require(y, np.int64, ["C", "W"])
    _start(outcome, w, k, at)
    loglik, converged = _newton(matrix, outcome, w, k, at, score, information)
    return OrdinalFit(at, np.asarray(np.linalg.pinv(information)), float(loglik), bool(converged))


class OrdinalFits(NamedTuple):
    """Of many data sets: parameters, errors (sets, k - 1 + p); loglik, converged (sets,)."""

    parameters: Floats
    errors: Floats
    loglik: Floats
    converged: NDArray[np.bool_]


def fit_many(x: Floats, y: Integers, k: int) -> OrdinalFits:
    """x : (sets, n, p); y : (sets, n). A data set without one of the categories comes back as nan, not converged."""
    sets, n, p = x.shape
    size, w = k - 1 + p, np.ones(n)
    at, errors = np.full((sets, size), np.nan), np.full((sets, size), np.nan)
    loglik, converged = np.full(sets, np.nan), np.zeros(sets, np.bool_)
    score, information = np.empty(size), np.empty((size, size))
    matrix, outcome = np.require(x, np.float64, ["C", "W"]), np.require(y, np.int64, ["C", "W"])
    for s in range(sets):
        if len(np.unique(outcome[s])) < k:
            continue
        _start(outcome[s], w, k, at[s])
        loglik[s], converged[s] = _newton(matrix[s], outcome[s], w, k, at[s], score, information)
        if converged[s]:
            errors[s] = np.sqrt(np.diag(np.linalg.inv(information)))
    return OrdinalFits(at, errors, loglik, converged)


def likelihood_ratio_p(larger: float, smaller: float, df: int) -> float:
    """p of twice the difference of two nested log likelihoods."""
    return float(chi2.sf(max(0.0, 2.0 * (larger - smaller)), df))
