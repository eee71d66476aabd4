"""Cumulative link models with any link, effects of their own at each threshold, and effects on the scale:
link P(Y <= j) = (threshold_j - z d_j - x b) / exp(s c).

With the logistic link and no z it is the proportional odds model. A positive coefficient moves patients to higher
categories. Sources: McCullagh 1980, J R Stat Soc B 42:109; Peterson & Harrell 1990, Appl Stat 39:205 (partial); Cox 1995,
Stat Med 14:1191 (location and scale).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

from trialwright.kernels.proportional_odds import OrdinalFit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_STEPS = 100
_FAR = 700.0  # exp() of more overflows


class Distribution(NamedTuple):
    """Of the latent outcome: its distribution function, density, the density's derivative, and its quantiles."""

    below: Callable[[Floats], Floats]
    density: Callable[[Floats], Floats]
    bend: Callable[[Floats], Floats]
    quantile: Callable[[Floats], Floats]


def _normal(x: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * x**2) / math.sqrt(2 * math.pi))


def _logistic(x: Floats) -> Floats:
    return np.asarray(expit(x) * expit(-x))


def _least(x: Floats) -> Floats:
    """Density of the extreme value distribution of minima."""
    return np.asarray(np.exp(np.minimum(x, _FAR) - np.exp(np.minimum(x, _FAR))))


LINKS = {
    "logit": Distribution(expit, _logistic, lambda x: _logistic(x) * (1 - 2 * expit(x)), logit),
    "probit": Distribution(ndtr, _normal, lambda x: -x * _normal(x), ndtri),
    "cloglog": Distribution(
        lambda x: -np.expm1(-np.exp(np.minimum(x, _FAR))), _least,
        lambda x: _least(x) * (1 - np.exp(np.minimum(x, _FAR))), lambda p: np.log(-np.log1p(-p)),
    ),
    "loglog": Distribution(
        lambda x: np.exp(-np.exp(np.minimum(-x, _FAR))), lambda x: _least(-x),
        lambda x: -_least(-x) * (1 - np.exp(np.minimum(-x, _FAR))), lambda p: -np.log(-np.log(p)),
    ),
    "cauchit": Distribution(
        lambda x: 0.5 + np.arctan(x) / np.pi, lambda x: 1 / (np.pi * (1 + x**2)),
        lambda x: -2 * x / (np.pi * (1 + x**2) ** 2), lambda p: np.tan(np.pi * (p - 0.5)),
    ),
}  # fmt: skip


class _Rows(NamedTuple):
    """upper, lower : (n, size) designs of the limits of each row's category. has_upper, has_lower : whether it has one,
    (n,) each. scale : (n, m) design of the logarithm of the latent scale, m may be 0."""

    upper: Floats
    lower: Floats
    has_upper: NDArray[np.bool_]
    has_lower: NDArray[np.bool_]
    weights: Floats
    scale: Floats


def fit(
    x: Floats,
    z: Floats,
    y: Integers,
    k: int,
    weights: Floats | None = None,
    link: str = "logit",
    scale: Floats | None = None,
    thresholds: Floats | None = None,
) -> OrdinalFit:
    """x : (n, p) without an intercept; z : (n, r), r may be 0; y : (n,) 0 to k - 1, each category seen; weights : counts;
    scale : (n, m) without an intercept. thresholds : (q, c), what the q thresholds are of c parameters that stand in
    their place, z then being empty.

    parameters : q = k - 1 thresholds, their q x r effects of z by threshold, the p common coefficients, the m of scale. Where an effect
    runs to infinity at one threshold the likelihood still has a limit, at which it counts as converged.
    """
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    q, of = k - 1, LINKS[link]
    by_scale = np.zeros((len(y), 0)) if scale is None else scale
    upper, lower = _designs(x, z, y, q)
    if thresholds is not None:
        upper, lower = (np.column_stack([d[:, :q] @ thresholds, d[:, q:]]) for d in (upper, lower))
    rows = _Rows(upper, lower, np.asarray(y < q), np.asarray(y > 0), w, by_scale)
    at = np.zeros(rows.upper.shape[1] + by_scale.shape[1])
    share = np.cumsum(np.bincount(y, w, k))[:-1] / w.sum()
    begin = of.quantile(share)
    if thresholds is None:
        at[:q] = begin
    else:
        at[: thresholds.shape[1]] = np.linalg.lstsq(thresholds, begin, rcond=None)[0]
    value, gradient, hessian = _likelihood(rows, of, at)
    for _ in range(_STEPS):
        values, vectors = np.linalg.eigh(-hessian)
        step = vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), 1e-10))
        gain = float(step @ gradient)
        length = min(1.0, 5.0 / max(float(np.max(np.abs(step))), 1e-300))
        while length > 1e-9:
            new = _likelihood(rows, of, at + length * step)
            if new[0] >= value - 1e-12 * (1 + abs(value)):
                break
            length *= 0.5
        else:
            return _finished(at, value, hessian, gain < 1e-8)
        at = at + length * step
        value, gradient, hessian = new
        if gain < 1e-9:
            return _finished(at, value, hessian, True)
    return _finished(at, value, hessian, False)


def _finished(at: Floats, value: float, hessian: Floats, converged: bool) -> OrdinalFit:
    return OrdinalFit(at, np.asarray(np.linalg.pinv(-hessian)), value, converged)


def _designs(x: Floats, z: Floats, y: Integers, q: int) -> tuple[Floats, Floats]:
    """(n, size) designs of the upper and the lower limit of each patient's category, zero where there is none."""
    n, r, p = len(y), z.shape[1], x.shape[1]
    size = q + q * r + p

    def at(category: Integers, there: NDArray[np.bool_]) -> Floats:
        out = np.zeros((n, size))
        rows = np.flatnonzero(there)
        j = category[rows]
        out[rows, j] = 1.0
        for c in range(r):
            out[rows, q + j * r + c] = -z[rows, c]
        out[rows, q + q * r :] = -x[rows]
        return out

    return at(np.asarray(y), y < q), at(np.asarray(y) - 1, y > 0)


def _likelihood(rows: _Rows, of: Distribution, at: Floats) -> tuple[float, Floats, Floats]:
    """Log likelihood, gradient and Hessian; -inf where thresholds cross."""
    size, places = len(at), rows.upper.shape[1]
    shrink = np.exp(-rows.scale @ at[places:])
    u, v = (rows.upper @ at[:places]) * shrink, (rows.lower @ at[:places]) * shrink
    with np.errstate(over="ignore", under="ignore"):
        chance = np.where(rows.has_upper, of.below(u), 1.0) - np.where(rows.has_lower, of.below(v), 0.0)
        if not (chance > 0).all():
            return -math.inf, np.zeros(size), np.zeros((size, size))
        f1, f0 = np.where(rows.has_upper, of.density(u), 0.0), np.where(rows.has_lower, of.density(v), 0.0)
        b1, b0 = np.where(rows.has_upper, of.bend(u), 0.0), np.where(rows.has_lower, of.bend(v), 0.0)
    w = rows.weights
    upper = np.column_stack([rows.upper * shrink[:, None], -rows.scale * u[:, None]])
    lower = np.column_stack([rows.lower * shrink[:, None], -rows.scale * v[:, None]])
    by = upper * (f1 / chance)[:, None] - lower * (f0 / chance)[:, None]
    hessian = (upper.T * (w * b1 / chance)) @ upper - (lower.T * (w * b0 / chance)) @ lower
    if rows.scale.shape[1]:  # the limits themselves curve in the scale's coefficients
        mixed = -(by[:, :places].T * w) @ rows.scale
        hessian[:places, places:] += mixed
        hessian[places:, :places] += mixed.T
        hessian[places:, places:] += (rows.scale.T * (w * (f1 * u - f0 * v) / chance)) @ rows.scale
    return float(np.sum(w * np.log(chance))), by.T @ w, hessian - (by.T * w) @ by
