"""Effects that are not independent: several of one trial or group (three levels), or two outcomes of each (bivariate).

y (k,) effects; sampling (k, k) their known covariance; x (k, p) design matrix. The covariance between effects is a
function of few parameters, fitted by restricted maximum likelihood, or by maximum likelihood (`restricted` False).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import t

from trialwright.kernels.effect_structures import (
    Component,
    Labels,
    contribution,
    size,
    start,
)
from trialwright.kernels.effect_structures import natural as natural_of
from trialwright.kernels.heterogeneity import Floats

# The value of what is no likelihood, and how few parameters are searched again without their slope.
_NONE = 1e10
_FEW = 3


class Fit(NamedTuple):
    """beta (p,) with covariance (p, p); parameters of the model's own; marginal (k, k) covariance of y."""

    beta: Floats
    covariance: Floats
    parameters: Floats
    log_likelihood: float
    marginal: Floats

    @property
    def se(self) -> Floats:
        return np.sqrt(np.diag(self.covariance))

    def p(self, df: float = math.inf) -> Floats:
        """(p,) two-sided, by the normal or t of df."""
        return np.asarray(2 * t.sf(np.abs(self.beta / self.se), df))


def three_level(
    y: Floats, v: Floats, x: Floats, outer: Labels, inner: Labels, restricted: bool = True
) -> Fit:
    """Effects within inner groups within outer ones; parameters: variances of outer, of inner within outer.

    outer, inner : (k,) labels; inner ones are told apart within their outer group. Source: Konstantopoulos 2011, Res
    Synth Methods 2:61.
    """
    return crossed(y, v, x, [outer, outer * (int(inner.max()) + 1) + inner], restricted)


def crossed(y: Floats, v: Floats, x: Floats, groups: list[Labels], restricted: bool = True) -> Fit:
    """Effects in groups of several kinds that need not be nested; parameters: the variance between groups of each kind.

    groups : (k,) labels of each kind. Source: Konstantopoulos 2011, whose levels are the nested case.
    """
    kinds = [Component(g, np.zeros_like(g)) for g in groups]
    return dependent(y, np.diag(v), x, kinds, restricted)


def dependent(
    y: Floats, sampling: Floats, x: Floats, components: list[Component], restricted: bool = True
) -> Fit:
    """Effects that share random effects of any structures; parameters: those of the components, one after another.

    sampling : (k, k). Source: the likelihood of a linear mixed model, Harville 1977, JASA 72:320.
    """
    scale = (float(np.var(y)) or 1.0) / max(len(components), 1)
    split = np.cumsum([size(c) for c in components])[:-1]

    def natural(at: Floats) -> Floats:
        each = zip(components, np.split(at, split), strict=True) if components else ()
        return np.concatenate([np.empty(0), *(natural_of(c, part) for c, part in each)])

    def marginal(at: Floats) -> Floats:
        each = zip(components, np.split(natural(at), split), strict=True) if components else ()
        return np.asarray(
            sampling + sum((contribution(c, part) for c, part in each), np.zeros_like(sampling))
        )

    first = np.concatenate([np.empty(0), *(start(c, scale) for c in components)])
    known = np.concatenate([np.empty(0), *(_known(c) for c in components)])
    return _fitted(y, x, marginal, first, np.isnan(known), natural, restricted)


def _known(of: Component) -> Floats:
    return np.full(size(of), np.nan) if of.known is None else of.known


def bivariate(
    y: Floats,
    sampling: Floats,
    x: Floats,
    trial: Labels,
    outcome: Labels,
    restricted: bool = True,
    structure: str = "UN",
) -> Fit:
    """Two outcomes (0, 1) of each trial with correlated true effects; parameters: tau2 of each, their correlation.

    structure : "UN" or, the same of two, "HCS"; "CS", one tau2; "DIAG", no correlation; "ID", neither. The parameters are
    those that it has. A trial may report one of the two. Sources: van Houwelingen, Arends & Stijnen 2002, Stat Med 21:589;
    Berkey et al. 1998, Stat Med 17:2537.
    """
    return dependent(y, sampling, x, [Component(trial, outcome, structure)], restricted)


def _fitted(
    y: Floats,
    x: Floats,
    marginal: Callable[[Floats], Floats],
    start: Floats,
    free: NDArray[np.bool_],
    natural: Callable[[Floats], Floats],
    restricted: bool,
) -> Fit:
    def full(at: Floats) -> Floats:
        out = start.copy()
        out[free] = at
        return out

    def negative(at: Floats) -> tuple[float, Floats]:
        if np.any(np.abs(at) > 40):
            return _NONE, np.zeros_like(at)
        return _with_slope(y, x, lambda a: marginal(full(a)), at, restricted)

    at = _searched(negative, start[free]) if free.any() else np.empty(0)
    v = marginal(full(at))
    best = _log_likelihood(y, x, v, restricted)
    solved = np.linalg.solve(v, np.column_stack([x, y]))
    covariance = np.asarray(np.linalg.inv(x.T @ solved[:, :-1]), dtype=np.float64)
    return Fit(covariance @ (x.T @ solved[:, -1]), covariance, natural(full(at)), best, v)


def _searched(negative: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    """Where it is least: by its slope from two sides, then without it, for variances that end at 0."""
    found = [
        minimize(negative, first, jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 500})
        for first in (start, start - 1.0)
    ]
    best = min(found, key=lambda f: float(f.fun))
    if len(start) <= _FEW:
        options = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}
        again = minimize(lambda a: negative(a)[0], best.x, method="Nelder-Mead", options=options)
        best = again if again.fun < best.fun else best
    return np.asarray(best.x)


def _with_slope(
    y: Floats, x: Floats, marginal: Callable[[Floats], Floats], at: Floats, restricted: bool
) -> tuple[float, Floats]:
    """The negative log-likelihood and its slope: half of tr(P dV) - y'P dV P y, dV by central differences."""
    v = marginal(at)
    value = -_log_likelihood(y, x, v, restricted)
    if value >= _NONE:
        return value, np.zeros_like(at)
    inverse = np.linalg.inv(v)
    wx = inverse @ x
    p = inverse - wx @ np.linalg.solve(x.T @ wx, wx.T)
    py, weight = p @ y, p if restricted else inverse
    slope = np.empty_like(at)
    for j in range(len(at)):
        step = np.zeros_like(at)
        step[j] = 1e-5
        dv = (marginal(at + step) - marginal(at - step)) / 2e-5
        slope[j] = 0.5 * float(np.sum(weight * dv) - py @ dv @ py)
    return value, slope


def _log_likelihood(y: Floats, x: Floats, v: Floats, restricted: bool) -> float:
    """With the coefficients profiled out. Restricted, with the constant that makes it comparable between parametrisations of x."""
    k, p = x.shape
    try:
        lower = np.linalg.cholesky(v)
    except np.linalg.LinAlgError:
        return -_NONE
    z = np.linalg.solve(lower, np.column_stack([x, y]))
    xx = z[:, :-1].T @ z[:, :-1]
    residual = z[:, -1] - z[:, :-1] @ np.linalg.solve(xx, z[:, :-1].T @ z[:, -1])
    determinant, constants = 2 * np.sum(np.log(np.diag(lower))), k
    if restricted:
        determinant += np.linalg.slogdet(xx)[1] - np.linalg.slogdet(x.T @ x)[1]
        constants = k - p
    return float(-0.5 * (constants * math.log(2 * math.pi) + determinant + residual @ residual))


class Robust(NamedTuple):
    """(p,) arrays: bias-reduced cluster-robust standard errors, Satterthwaite's degrees of freedom, two-sided p."""

    se: Floats
    df: Floats
    p: Floats


def cluster_robust(fit: Fit, y: Floats, x: Floats, cluster: Labels) -> Robust:
    """CR2 with the fitted covariance as working model: right for any correlation within clusters if they are many.

    Source: Pustejovsky & Tipton 2018, J Bus Econ Stat 36:672, eqs 6, 7 and 9.
    """
    v, bread = fit.marginal, fit.covariance
    wx = np.linalg.solve(v, x)
    residual_maker = np.eye(len(y)) - x @ bread @ wx.T
    residual, scores, leverage = y - x @ fit.beta, [], []
    for c in np.unique(cluster):
        rows = np.flatnonzero(cluster == c)
        weight = np.linalg.solve(v, np.eye(len(y)))[np.ix_(rows, rows)]
        upper = np.linalg.cholesky(v[np.ix_(rows, rows)]).T
        own = residual_maker[rows]
        middle = upper @ own @ v @ own.T @ upper.T
        adjust = upper.T @ _inverse_root(middle) @ upper
        side = bread @ x[rows].T @ weight @ adjust
        scores.append(side @ residual[rows])
        leverage.append(side @ own)
    covariance = sum(np.outer(s, s) for s in scores)
    se = np.sqrt(np.diag(np.asarray(covariance)))
    df = np.empty(x.shape[1])
    for j in range(x.shape[1]):
        rows_of = np.array([part[j] for part in leverage])
        inner = rows_of @ v @ rows_of.T
        df[j] = np.trace(inner) ** 2 / np.sum(inner**2)
    return Robust(se, df, np.asarray(2 * t.sf(np.abs(fit.beta / se), df)))


def cluster_robust_adjusted(fit: Fit, y: Floats, x: Floats, cluster: Labels, adjusted: bool = True) -> Robust:
    """The sandwich of scores summed by cluster, times m / (m - p) with m clusters where it is adjusted; t on m - p, nan
    where that is none.

    Source: Hedges, Tipton & Johnson 2010, Res Synth Methods 1:39, with the fitted covariance as working model.
    """
    scores = np.linalg.solve(fit.marginal, x) * (y - x @ fit.beta)[:, None]
    of = np.unique(cluster, return_inverse=True)[1]
    m, p = int(of.max()) + 1, x.shape[1]
    summed = np.zeros((m, p))
    np.add.at(summed, of, scores)
    factor = (m / (m - p) if adjusted else 1.0) if m > p else math.nan
    covariance = factor * fit.covariance @ summed.T @ summed @ fit.covariance
    se, df = np.sqrt(np.diag(covariance)), np.full(p, float(m - p))
    return Robust(se, df, np.asarray(2 * t.sf(np.abs(fit.beta / se), df)))


def _inverse_root(matrix: Floats) -> Floats:
    """Symmetric, of what is not null."""
    values, vectors = np.linalg.eigh(matrix)
    use = values > 1e-10 * values.max()
    return np.asarray(vectors[:, use] / np.sqrt(values[use]) @ vectors[:, use].T)
