"""How much trials differ: estimators of the between-trial variance tau2, with or without moderators.

y : (k,) effects on an additive scale. v : (k,) their variances, > 0, same scale squared. x : (k, p) design matrix, of
full rank, p < k; a column of ones where nothing is explained. tau2 >= 0 is in the unit of v. The caller checks these.
All are functions of quadratic forms y'Py, with P the weighted residual projection of x.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2

Floats = NDArray[np.float64]

_STEPS, _TOLERANCE = 500, 1e-13
_NOISE = 1e-12  # of a log-likelihood
_ROUNDING = 64 * float(np.finfo(np.float64).eps)  # of an effect that a model fits exactly


class Estimate(NamedTuple):
    """tau2 and its standard error, both >= 0 in the unit of v."""

    tau2: float
    se: float


def projection(w: Floats, x: Floats) -> Floats:
    """P = W - W X (X'WX)^-1 X'W: (k, k), for weights w (k,)."""
    wx = w[:, None] * x
    return np.diag(w) - wx @ np.linalg.solve(x.T @ wx, wx.T)


def residual_q(y: Floats, v: Floats, x: Floats, tau2: float = 0.0) -> float:
    """Weighted residual sum of squares, weights 1 / (v + tau2). Source: Cochran 1954, Biometrics 10:101."""
    w = 1.0 / (v + tau2)
    beta = np.linalg.solve(x.T @ (w[:, None] * x), x.T @ (w * y))
    return float(np.sum(w * (y - x @ beta) ** 2))


def hartung_knapp_factor(y: Floats, v: Floats, x: Floats, tau2: float, floor: float) -> float:
    """What Hartung and Knapp multiply the variance of coefficients by, at least `floor`. NaN without a floor where
    trials agree to the last digit (rounded hazard ratios do): the factor is 0 or rounding noise, and an interval of no
    width would say that nothing is uncertain. Source: Knapp & Hartung 2003, Stat Med 22:2693."""
    beta = np.linalg.lstsq(x / np.sqrt(v + tau2)[:, None], y / np.sqrt(v + tau2), rcond=None)[0]
    agree = np.abs(y - x @ beta).max() <= _ROUNDING * np.abs(y).max()
    if agree and floor <= 0:
        return math.nan
    return max(floor, residual_q(y, v, x, tau2) / float(len(y) - x.shape[1]))


def typical_variance(v: Floats, x: Floats) -> float:
    """A within-trial variance that stands for all. Source: Higgins & Thompson 2002, Stat Med 21:1539, eq. 9."""
    return float((len(v) - x.shape[1]) / np.trace(projection(1.0 / v, x)))


def between_variance(y: Floats, v: Floats, x: Floats, method: str) -> Estimate:
    """tau2 by one of METHODS, with its large-sample standard error."""
    if (x[:, 0] == 1).all():
        y = y - y.mean()  # squares of far effects would lose digits
    return METHODS[method](y, v, x)


def _moments(y: Floats, v: Floats, p: Floats, shift: float, scale: float) -> Estimate:
    """(y'Py - shift) / scale, floored at 0; the variance of y'Py is 2 tr(P S P S) for S the variance of y."""
    tau2 = max(0.0, float((y @ p @ y - shift) / scale))
    return Estimate(tau2, _moment_error(v, p, tau2, scale))


def _moment_error(v: Floats, p: Floats, tau2: float, scale: float) -> float:
    ps = p * (v + tau2)
    return math.sqrt(2.0 * float(np.sum(ps * ps.T))) / scale


def dersimonian_laird(y: Floats, v: Floats, x: Floats) -> Estimate:
    """Source: DerSimonian & Laird 1986, Control Clin Trials 7:177; with moderators, Raudenbush 2009, eq. 16.23."""
    p = projection(1.0 / v, x)
    return _moments(y, v, p, len(y) - x.shape[1], float(np.trace(p)))


def hedges(y: Floats, v: Floats, x: Floats) -> Estimate:
    """Unweighted variance of y less the mean of v. Source: Hedges & Olkin 1985, ch. 9."""
    p = projection(np.ones_like(v), x)
    return _moments(y, v, p, float(np.diag(p) @ v), len(y) - x.shape[1])


def hunter_schmidt(y: Floats, v: Floats, x: Floats) -> Estimate:
    """Source: Hunter & Schmidt 1990; as in Viechtbauer 2005, J Educ Behav Stat 30:261, eq. 10. Biased downward."""
    w = 1.0 / v
    return _moments(y, v, projection(w, x), len(y), float(np.sum(w)))


def hunter_schmidt_small(y: Floats, v: Floats, x: Floats) -> Estimate:
    """With the residual sum of squares scaled by k / (k - p). Source: Brannick, Potter, Benitez & Morris 2019, Organ Res
    Methods 22:1."""
    k, w = len(y), 1.0 / v
    corrected = k / (k - x.shape[1])
    return _moments(y, v, corrected * projection(w, x), k, float(np.sum(w)))


def general_moments(y: Floats, v: Floats, x: Floats, weights: Floats) -> Estimate:
    """By the generalised Q of any weights > 0. Source: DerSimonian & Kacker 2007, Contemp Clin Trials 28:105, eq. 6."""
    p = projection(weights, x)
    return _moments(y, v, p, float(np.diag(p) @ v), float(np.trace(p)))


def median_unbiased(y: Floats, v: Floats, x: Floats) -> Estimate:
    """The tau2 at which Q is at the median of its law, or 0: as often too high as too low. Source: Viechtbauer 2021, in
    Schmid, Stijnen & White, Handbook of Meta-Analysis, ch. 11."""
    tau2 = _profile(y, v, x, float(chi2.ppf(0.5, len(y) - x.shape[1])))
    return Estimate(tau2, _paule_mandel_error(v, x, tau2))


def sidik_jonkman(y: Floats, v: Floats, x: Floats) -> Estimate:
    """Two steps from the crude variance of y; never 0 unless all y agree. Source: Sidik & Jonkman 2005, JRSS C 54:367."""
    crude = float(np.var(y))
    if crude == 0:
        return Estimate(0.0, 0.0)
    return _moments(y, v, crude * projection(1.0 / (v + crude), x), 0.0, len(y) - x.shape[1])


def paule_mandel(y: Floats, v: Floats, x: Floats) -> Estimate:
    """The tau2 at which Q equals its expectation k - p, or 0; the empirical Bayes estimator solves the same equation.

    Source: Paule & Mandel 1982, J Res Natl Bur Stand 87:377. Standard error: in Morris 1983, JASA 78:47, tau2 is the
    mean of k / (k - p) r^2 - v with weights w, whose sum of w r^2 is chi-squared on k - p.
    """
    tau2 = _profile(y, v, x, float(len(y) - x.shape[1]))
    return Estimate(tau2, _paule_mandel_error(v, x, tau2))


def _paule_mandel_error(v: Floats, x: Floats, tau2: float) -> float:
    k, p = x.shape
    return float(k * math.sqrt(2.0 / (k - p)) / np.sum(1.0 / (v + tau2)))


def _profile(y: Floats, v: Floats, x: Floats, target: float) -> float:
    """The tau2 at which the generalised Q falls to `target`; 0 where it starts below."""
    if residual_q(y, v, x) <= target:
        return 0.0
    high = float(np.var(y)) + float(v.max())
    while residual_q(y, v, x, high) > target:
        high *= 2.0
    return float(brentq(lambda t: residual_q(y, v, x, t) - target, 0.0, high, xtol=1e-15, rtol=1e-14))


def restricted_likelihood(y: Floats, v: Floats, x: Floats) -> Estimate:
    """Source: Viechtbauer 2005, J Educ Behav Stat 30:261; with moderators, Raudenbush 2009."""
    tau2 = _scored(y, v, x, restricted=True)
    return Estimate(tau2, likelihood_error(v, x, tau2, restricted=True))


def maximum_likelihood(y: Floats, v: Floats, x: Floats) -> Estimate:
    """Source: Hardy & Thompson 1996, Stat Med 15:619. Biased downward in few trials."""
    tau2 = _scored(y, v, x, restricted=False)
    return Estimate(tau2, likelihood_error(v, x, tau2, restricted=False))


def likelihood_error(v: Floats, x: Floats, tau2: float, restricted: bool) -> float:
    """Standard error that the expected information at tau2 gives its (restricted) maximum-likelihood estimate."""
    if not restricted:
        return math.sqrt(2.0 / float(np.sum((v + tau2) ** -2)))
    p = projection(1.0 / (v + tau2), x)
    return math.sqrt(2.0 / float(np.sum(p * p.T)))


def error_at(y: Floats, v: Floats, x: Floats, tau2: float, method: str) -> float:
    """Standard error that one of METHODS would have were `tau2` (>= 0, unit of v) its estimate: of a variance that is
    taken, not estimated, it says how well these trials could have told it. NaN where the method has none."""
    if method in ("reml", "ml"):
        return likelihood_error(v, x, tau2, method == "reml")
    if method in ("pm", "eb", "pmm"):
        return _paule_mandel_error(v, x, tau2)
    k, p = x.shape
    by_precision, crude = projection(1.0 / v, x), float(np.var(y))
    if method == "dl":
        return _moment_error(v, by_precision, tau2, float(np.trace(by_precision)))
    if method == "hs":
        return _moment_error(v, by_precision, tau2, float(np.sum(1.0 / v)))
    if method == "hsk":
        return _moment_error(v, k / (k - p) * by_precision, tau2, float(np.sum(1.0 / v)))
    if method == "he":
        return _moment_error(v, projection(np.ones_like(v), x), tau2, k - p)
    if method == "sj" and crude > 0:
        return _moment_error(v, crude * projection(1.0 / (v + crude), x), tau2, k - p)
    return math.nan


def log_likelihood(y: Floats, v: Floats, x: Floats, tau2: float, restricted: bool) -> float:
    """Normal log-likelihood at tau2, up to a constant, with the coefficients profiled out."""
    w = 1.0 / (v + tau2)
    total = np.sum(np.log(w)) - residual_q(y, v, x, tau2)
    if restricted:
        total -= np.linalg.slogdet(x.T @ (w[:, None] * x))[1]
    return float(0.5 * total)


def _scored(y: Floats, v: Floats, x: Floats, restricted: bool) -> float:
    """Fisher scoring from the moment estimate, with halved steps while the likelihood falls; a bounded search takes
    over where scoring does not settle. Few trials of unlike precision can have a second, lower maximum: what is less
    likely than no variance at all is none, as metafor (Viechtbauer 2010, J Stat Softw 36:3) has it."""
    tau2 = dersimonian_laird(y, v, x).tau2
    here = log_likelihood(y, v, x, tau2, restricted)
    for _ in range(_STEPS):
        step = _scoring_step(y, v, x, tau2, restricted)
        new = max(0.0, tau2 + step)
        there = log_likelihood(y, v, x, new, restricted)
        while there < here - 1e-14 * abs(here) and abs(step) > _TOLERANCE * (1.0 + tau2):
            step /= 2.0
            new = max(0.0, tau2 + step)
            there = log_likelihood(y, v, x, new, restricted)
        if abs(new - tau2) <= _TOLERANCE * max(tau2, float(v.min())):
            at_zero = log_likelihood(y, v, x, 0.0, restricted)
            return 0.0 if at_zero > there + _NOISE * abs(there) else new
        tau2, here = new, there
    return _searched(y, v, x, restricted)


def _scoring_step(y: Floats, v: Floats, x: Floats, tau2: float, restricted: bool) -> float:
    w = 1.0 / (v + tau2)
    one, two, three = (x.T @ (w[:, None] ** i * x) for i in (1, 2, 3))
    inverse = np.linalg.inv(one)
    py = w * (y - x @ (inverse @ (x.T @ (w * y))))
    trace, squares = float(np.sum(w)), float(np.sum(w**2))
    if restricted:  # of P and PP in place of W and WW
        bread = inverse @ two
        trace -= float(np.trace(bread))
        squares += float(np.sum(bread * bread.T)) - 2.0 * float(np.trace(inverse @ three))
    return (float(py @ py) - trace) / squares


def _searched(y: Floats, v: Floats, x: Floats, restricted: bool) -> float:
    top = 10.0 * float(np.var(y, ddof=1) + v.max())
    found = minimize_scalar(
        lambda t: -log_likelihood(y, v, x, t, restricted),
        bounds=(0.0, top), method="bounded", options={"xatol": 1e-12},
    )  # fmt: skip
    at_zero = log_likelihood(y, v, x, 0.0, restricted)
    return 0.0 if at_zero >= -float(found.fun) else float(found.x)


METHODS: dict[str, Callable[[Floats, Floats, Floats], Estimate]] = {
    "dl": dersimonian_laird,
    "he": hedges,
    "hs": hunter_schmidt,
    "sj": sidik_jonkman,
    "ml": maximum_likelihood,
    "reml": restricted_likelihood,
    "eb": paule_mandel,
    "pm": paule_mandel,
    "hsk": hunter_schmidt_small,
    "pmm": median_unbiased,
}


def q_profile(y: Floats, v: Floats, x: Floats, level: float = 0.95) -> tuple[float, float]:
    """A `level` interval for tau2 by the generalised Q's chi-squared law: exact for normal effects with known v.

    Both ends are 0 where even Q at tau2 = 0 lies below the lower quantile. Source: Viechtbauer 2007, Stat Med 26:37.
    """
    df = len(y) - x.shape[1]
    low, high = chi2.ppf([0.5 + level / 2, 0.5 - level / 2], df)
    return _profile(y, v, x, float(low)), _profile(y, v, x, float(high))
