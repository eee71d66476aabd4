"""Effects over trials: common and random effects, heterogeneity and prediction.

y : (k,) effects on an additive scale. v : (k,) their variances, > 0, same scale squared.
Between-trial variance tau2 >= 0 is in the unit of v. The caller checks shapes and signs.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm, t

Floats = NDArray[np.float64]

_STEPS, _TOLERANCE = 200, 1e-12


class Mean(NamedTuple):
    """mean and se on y's scale; df : degrees of freedom of its reference t, inf for the normal."""

    mean: float
    se: float
    df: float


def weighted_mean(y: Floats, v: Floats, tau2: float = 0.0) -> Mean:
    """Inverse-variance mean with its Wald standard error. Source: Hedges & Vevea 1998, eq. 6."""
    w = 1.0 / (v + tau2)
    return Mean(float(np.sum(w * y) / np.sum(w)), float(np.sum(w) ** -0.5), math.inf)


def hartung_knapp(y: Floats, v: Floats, tau2: float, floor: float = 0.0) -> Mean:
    """The same mean with the Hartung-Knapp-Sidik-Jonkman standard error and t on k - 1. Needs k >= 2.

    floor : least value of the variance factor q; 1 keeps the interval from being narrower than Wald's
    standard error allows. Source: Hartung & Knapp 2001, Stat Med 20:3875; floor: Knapp & Hartung 2003.
    """
    w = 1.0 / (v + tau2)
    mean, se, _ = weighted_mean(y, v, tau2)
    q = float(np.sum(w * (y - mean) ** 2)) / (len(y) - 1)
    return Mean(mean, se * math.sqrt(max(floor, q)), float(len(y) - 1))


def cochran_q(y: Floats, v: Floats, tau2: float = 0.0) -> float:
    """Weighted sum of squares about the weighted mean. Source: Cochran 1954, Biometrics 10:101."""
    return float(np.sum((y - weighted_mean(y, v, tau2).mean) ** 2 / (v + tau2)))


def dersimonian_laird_tau2(y: Floats, v: Floats) -> float:
    """Between-trial variance by the method of moments. Needs k >= 2.

    Source: DerSimonian & Laird 1986, Control Clin Trials 7:177.
    """
    w = 1.0 / v
    c = np.sum(w) - np.sum(w**2) / np.sum(w)
    # The estimator goes negative when trials agree better than chance allows.
    return max(0.0, float((cochran_q(y, v) - (len(y) - 1)) / c))


def paule_mandel_tau2(y: Floats, v: Floats) -> float:
    """The tau2 at which Q equals its expectation k - 1, or 0. Needs k >= 2.

    Source: Paule & Mandel 1982, J Res Natl Bur Stand 87:377.
    """
    target = float(len(y) - 1)
    if cochran_q(y, v) <= target:
        return 0.0
    high = float(np.var(y, ddof=1)) + float(v.max())
    while cochran_q(y, v, high) > target:
        high *= 2.0
    return float(brentq(lambda tau2: cochran_q(y, v, tau2) - target, 0.0, high, xtol=1e-14, rtol=1e-14))


def reml_tau2(y: Floats, v: Floats) -> float:
    """Between-trial variance by restricted maximum likelihood. Needs k >= 2.

    Fisher scoring from the moment estimate, with halved steps while the likelihood falls; a bounded
    search takes over where scoring does not settle. Source: Viechtbauer 2005, J Educ Behav Stat 30:261.
    """
    tau2 = dersimonian_laird_tau2(y, v)
    here = _restricted_log_likelihood(y, v, tau2)
    for _ in range(_STEPS):
        step = _scoring_step(y, v, tau2)
        new = max(0.0, tau2 + step)
        there = _restricted_log_likelihood(y, v, new)
        while there < here - 1e-14 * abs(here) and abs(step) > _TOLERANCE:
            step /= 2.0
            new = max(0.0, tau2 + step)
            there = _restricted_log_likelihood(y, v, new)
        if abs(new - tau2) <= _TOLERANCE * (1.0 + tau2):
            return new
        tau2, here = new, there
    return _reml_by_search(y, v)


def _scoring_step(y: Floats, v: Floats, tau2: float) -> float:
    w = 1.0 / (v + tau2)
    s1, s2, s3 = float(np.sum(w)), float(np.sum(w**2)), float(np.sum(w**3))
    residual = y - np.sum(w * y) / s1
    return (float(np.sum((w * residual) ** 2)) - (s1 - s2 / s1)) / (s2 - 2.0 * s3 / s1 + (s2 / s1) ** 2)


def _restricted_log_likelihood(y: Floats, v: Floats, tau2: float) -> float:
    w = 1.0 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    return float(0.5 * (np.sum(np.log(w)) - np.log(np.sum(w)) - np.sum(w * (y - mean) ** 2)))


def _reml_by_search(y: Floats, v: Floats) -> float:
    top = 10.0 * float(np.var(y, ddof=1) + v.max())
    found = minimize_scalar(
        lambda tau2: -_restricted_log_likelihood(y, v, tau2),
        bounds=(0.0, top),
        method="bounded",
        options={"xatol": 1e-12},
    )
    at_zero = _restricted_log_likelihood(y, v, 0.0)
    return 0.0 if at_zero >= -float(found.fun) else float(found.x)


def i_squared(v: Floats, tau2: float) -> float:
    """Percent of variation that lies between trials: tau2 over tau2 plus a typical within-trial variance.

    Needs k >= 2. Source: Higgins & Thompson 2002, Stat Med 21:1539, eq. 9 for the typical variance.
    """
    w = 1.0 / v
    typical = (len(v) - 1) * np.sum(w) / (np.sum(w) ** 2 - np.sum(w**2))
    return float(100.0 * tau2 / (tau2 + typical))


def i_squared_from_q(y: Floats, v: Floats) -> float:
    """The same percent from Cochran's Q, where no tau2 is estimated. Needs k >= 2.

    Source: Higgins et al. 2003, BMJ 327:557.
    """
    q = cochran_q(y, v)
    return max(0.0, 100.0 * (q - (len(y) - 1)) / q) if q > 0 else 0.0


def quantile(df: float, level: float = 95.0) -> float:
    """Two-sided critical value at `level` percent; the normal's for infinite df."""
    p = 0.5 + level / 200.0
    return float(norm.ppf(p) if math.isinf(df) else t.ppf(p, df))


def outcome_sd(v: float, n1: int, n2: int) -> float:
    """Outcome SD, the same in both arms, that gives a difference in means the variance v.

    Source: v = sd^2 (1/n1 + 1/n2), solved for sd; Cochrane Handbook 6.5.2.3.
    """
    return math.sqrt(v / (1.0 / n1 + 1.0 / n2))
