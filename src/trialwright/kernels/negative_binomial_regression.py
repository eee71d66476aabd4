"""Counts whose variance is mu + mu^2 / theta: a log-linear model, theta by maximum likelihood beside the coefficients.

Sources: Lawless 1987, Can J Stat 15:209; Venables & Ripley 2002, section 7.4 (the two in turn, errors as if theta were known).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import digamma, gammaln, polygamma, xlogy

from trialwright.kernels import generalised_linear as linear

Floats = NDArray[np.float64]

_TURNS = 500
_LOW, _HIGH = math.log(1e-6), math.log(1e7)  # beyond which counts are Poisson, or say nothing


class Fit(NamedTuple):
    """fit : coefficients with theta known. theta, theta_error : nan, and converged False, where no theta is best: counts that
    vary no more than Poisson ones."""

    fit: linear.Fit
    theta: float
    theta_error: float
    converged: bool


def family(theta: float) -> linear.Family:
    """The negative binomial distribution of known theta."""

    def deviance(y: Floats, mu: Floats) -> Floats:
        return np.asarray(2 * (xlogy(y, y / mu) - (y + theta) * np.log((y + theta) / (mu + theta))))

    def loglik(y: Floats, mu: Floats, w: Floats) -> float:
        constant = gammaln(theta + y) - gammaln(theta) - gammaln(y + 1)
        each = constant + theta * math.log(theta) + xlogy(y, mu) - (theta + y) * np.log(theta + mu)
        return float(np.sum(w * each))

    return linear.Family(
        lambda mu: mu + mu**2 / theta, deviance, lambda y, w: y + (y == 0) / 6, "log", loglik, True,
        lambda mu: bool((mu > 0).all()),
    )  # fmt: skip


def _score(theta: float, y: Floats, mu: Floats, w: Floats) -> float:
    each = digamma(theta + y) - digamma(theta) + np.log(theta / (theta + mu)) + 1 - (y + theta) / (mu + theta)
    return float(np.sum(w * each))


def _information(theta: float, y: Floats, mu: Floats, w: Floats) -> float:
    each = (
        polygamma(1, theta + y)
        - polygamma(1, theta)
        + 1 / theta
        - 2 / (mu + theta)
        + (y + theta) / (mu + theta) ** 2
    )
    return -float(np.sum(w * each))


def fit(of: linear.Model) -> Fit:
    """of : a Poisson model with the log link, from which it begins."""
    found, theta = linear.fit(of), math.nan
    for _ in range(_TURNS):
        mu = of.link.inverse(of.x @ found.b + of.offset)

        def score(log_theta: float, mu: Floats = mu) -> float:
            return _score(math.exp(log_theta), of.y, mu, of.weights)

        if score(_HIGH) >= 0 or score(_LOW) <= 0:
            return Fit(found, math.nan, math.nan, False)
        new = math.exp(brentq(score, _LOW, _HIGH, xtol=1e-14, rtol=1e-14))
        model = of._replace(family=family(new))
        found, before = linear.fit(model, start=found.b), found
        settled = abs(new - theta) <= 1e-11 * new and np.allclose(found.b, before.b, rtol=1e-11, atol=1e-12)
        theta = new
        if settled:
            break
    mu = of.link.inverse(of.x @ found.b + of.offset)
    information = _information(theta, of.y, mu, of.weights)
    error = 1 / math.sqrt(information) if information > 0 else math.nan
    return Fit(found, theta, error, bool(settled and found.converged))
