"""Effects over trials: common and random effects, heterogeneity and prediction.

y : (k,) effects on an additive scale. v : (k,) their variances, > 0, same scale squared.
Between-trial variance tau2 >= 0 is in the unit of v. The caller checks shapes and signs.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from trialwright.kernels import heterogeneity

Floats = NDArray[np.float64]


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
    standard error allows. Without one, se is nan where trials agree exactly. Source: Hartung & Knapp 2001, Stat Med
    20:3875; floor: Knapp & Hartung 2003.
    """
    mean, se, _ = weighted_mean(y, v, tau2)
    factor = heterogeneity.hartung_knapp_factor(y, v, np.ones((len(y), 1)), tau2, floor)
    return Mean(mean, se * math.sqrt(factor), float(len(y) - 1))


def cochran_q(y: Floats, v: Floats, tau2: float = 0.0) -> float:
    """Weighted sum of squares about the weighted mean. Source: Cochran 1954, Biometrics 10:101."""
    return float(np.sum((y - weighted_mean(y, v, tau2).mean) ** 2 / (v + tau2)))


def between_variance(y: Floats, v: Floats, method: str = "reml") -> float:
    """tau2 by one of heterogeneity.METHODS, without moderators. Needs k >= 2."""
    return heterogeneity.between_variance(y, v, np.ones((len(y), 1)), method).tau2


def dersimonian_laird_tau2(y: Floats, v: Floats) -> float:
    """By the method of moments: see heterogeneity.dersimonian_laird. Needs k >= 2."""
    return between_variance(y, v, "dl")


def paule_mandel_tau2(y: Floats, v: Floats) -> float:
    """The tau2 at which Q equals its expectation: see heterogeneity.paule_mandel. Needs k >= 2."""
    return between_variance(y, v, "pm")


def reml_tau2(y: Floats, v: Floats) -> float:
    """By restricted maximum likelihood: see heterogeneity.restricted_likelihood. Needs k >= 2."""
    return between_variance(y, v, "reml")


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
