"""Generalised linear models by iteratively reweighted least squares, with prior weights and an offset.

Sources: Nelder & Wedderburn 1972, J R Stat Soc A 135:370; McCullagh & Nelder 1989, sections 2.5 (the iteration) and 8.3.6
(the dispersion from Pearson's statistic); Wedderburn 1974, Biometrika 61:439 (quasi-likelihood).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from trialwright.kernels.links import LINKS, Link

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PRINTED, EXACT = 1e-8, 1e-15  # relative change of the deviance at which the steps end
_STEPS = {PRINTED: 25, EXACT: 500}


class Family(NamedTuple):
    """variance : of the mean. deviance : of y about mu, each row's, for a weight of 1. start : first means. link : that
    is taken where none is named. loglik : of y at mu with weights; None of a quasi-likelihood. known : dispersion of 1.
    means : whether these means can be."""

    variance: Callable[[Floats], Floats]
    deviance: Callable[[Floats, Floats], Floats]
    start: Callable[[Floats, Floats], Floats]
    link: str
    loglik: Callable[[Floats, Floats, Floats], float] | None
    known: bool
    means: Callable[[Floats], bool]


def _binomial_deviance(y: Floats, mu: Floats) -> Floats:
    return np.asarray(2 * (xlogy(y, y) - xlogy(y, mu) + xlogy(1 - y, 1 - y) - xlogy(1 - y, 1 - mu)))


def _binomial_loglik(y: Floats, mu: Floats, w: Floats) -> float:
    constant = gammaln(w + 1) - gammaln(w * y + 1) - gammaln(w * (1 - y) + 1)
    return float(np.sum(constant + w * (xlogy(y, mu) + xlogy(1 - y, 1 - mu))))


def _poisson_deviance(y: Floats, mu: Floats) -> Floats:
    return np.asarray(2 * (xlogy(y, y) - xlogy(y, mu) - (y - mu)))


def _within(mu: Floats) -> bool:
    return bool((mu > 0).all() and (mu < 1).all())


def _above(mu: Floats) -> bool:
    return bool((mu > 0).all())


def _normal_loglik(y: Floats, mu: Floats, w: Floats) -> float:
    """At the variance that is likeliest, the deviance over n; nan where that is nil."""
    n, deviance = len(y), float(np.sum(w * (y - mu) ** 2))
    if deviance <= 0:
        return math.nan
    return 0.5 * (float(np.sum(np.log(w))) - n * (math.log(2 * math.pi * deviance / n) + 1))


def _gamma_loglik(y: Floats, mu: Floats, w: Floats) -> float:
    """At a dispersion of the deviance over the weights, as R has it: not the likeliest; nan where that is nil."""
    dispersion = float(np.sum(w * -2 * (np.log(y / mu) - (y - mu) / mu))) / float(np.sum(w))
    if dispersion <= 0:
        return math.nan
    shape, scale = 1 / dispersion, mu * dispersion
    return float(np.sum(w * ((shape - 1) * np.log(y) - y / scale - shape * np.log(scale) - gammaln(shape))))


BINOMIAL = Family(
    lambda mu: mu * (1 - mu), _binomial_deviance, lambda y, w: (w * y + 0.5) / (w + 1), "logit", _binomial_loglik,
    True, _within,
)  # fmt: skip
POISSON = Family(
    lambda mu: mu, _poisson_deviance, lambda y, w: y + 0.1, "log",
    lambda y, mu, w: float(np.sum(w * (xlogy(y, mu) - mu - gammaln(y + 1)))), True, _above,
)  # fmt: skip
FAMILIES = {
    "binomial": BINOMIAL,
    "poisson": POISSON,
    "quasibinomial": BINOMIAL._replace(loglik=None, known=False),
    "quasipoisson": POISSON._replace(loglik=None, known=False),
    "gaussian": Family(
        np.ones_like, lambda y, mu: (y - mu) ** 2, lambda y, w: y, "identity", _normal_loglik, False, lambda mu: True
    ),
    "Gamma": Family(
        np.square, lambda y, mu: -2 * (np.log(y / mu) - (y - mu) / mu), lambda y, w: y, "inverse", _gamma_loglik, False, _above
    ),
}  # fmt: skip

_END = 1e-10  # events that nobody would count on


class Fit(NamedTuple):
    """b : (p,). covariance : (p, p), times the dispersion. df : of the residuals. loglik : nan of a family without one."""

    b: Floats
    covariance: Floats
    deviance: float
    dispersion: float
    df: int
    loglik: float
    converged: bool


class Model(NamedTuple):
    """x : (n, p); y : (n,); weights : (n,) prior weights; offset : (n,) added to the predictor."""

    x: Floats
    y: Floats
    family: Family
    link: Link
    weights: Floats
    offset: Floats

    def without(self, columns: list[int]) -> Model:
        return self._replace(x=np.delete(self.x, columns, axis=1))

    def holding(self, column: int, value: float) -> Model:
        """One coefficient known: part of the offset."""
        return self.without([column])._replace(offset=self.offset + value * self.x[:, column])


def model(
    x: Floats, y: Floats, family: str, link: str = "", weights: Floats | None = None, offset: Floats | None = None
) -> Model:  # fmt: skip
    """family, link : names of FAMILIES and LINKS, the family's own link where none is named."""
    of = FAMILIES[family]
    n = len(y)
    return Model(
        np.asarray(x, float), np.asarray(y, float), of, LINKS[link or of.link],
        np.ones(n) if weights is None else np.asarray(weights, float),
        np.zeros(n) if offset is None else np.asarray(offset, float),
    )  # fmt: skip


def fit(of: Model, epsilon: float = EXACT, start: Floats | None = None) -> Fit:
    """epsilon : PRINTED ends the steps where R's glm does, and takes the information of the last step's start as it
    does; EXACT takes it at the estimate. start : (p,) coefficients. Not converged where the deviance no longer settles.
    """
    x, y, w = of.x, of.y, of.weights
    eta = of.link.link(of.family.start(y, w)) if start is None else x @ start + of.offset
    mu = of.link.inverse(eta)
    before, converged = _deviance(of, mu), False
    b = np.zeros(x.shape[1]) if start is None else start
    working = np.ones(len(y))
    for _ in range(_STEPS[epsilon]):
        slope = of.link.slope(eta)
        working = w * slope**2 / of.family.variance(mu)
        root = np.sqrt(working)
        new = np.asarray(
            np.linalg.lstsq(x * root[:, None], root * (eta - of.offset + (y - mu) / slope), rcond=None)[0],
            dtype=np.float64,
        )
        b, eta, mu = _moved(of, b, new)
        deviance = _deviance(of, mu)
        converged = abs(deviance - before) / (abs(deviance) + 0.1) < epsilon
        before = deviance
        if converged:
            break
    return _finished(of, b, eta, mu, working if epsilon == PRINTED else None, before, converged)


def _moved(of: Model, b: Floats, new: Floats) -> tuple[Floats, Floats, Floats]:
    """The new coefficients, halfway back as often as needed for means that can be."""
    for _ in range(30):
        eta = of.x @ new + of.offset
        mu = of.link.inverse(eta)
        if np.isfinite(mu).all() and of.family.means(mu):
            break
        new = 0.5 * (new + b)
    return new, eta, mu


def _finished(
    of: Model, b: Floats, eta: Floats, mu: Floats, working: Floats | None, deviance: float, converged: bool
) -> Fit:
    slope = of.link.slope(eta)
    if working is None:
        working = of.weights * slope**2 / of.family.variance(mu)
    df = int(np.sum(of.weights > 0)) - of.x.shape[1]
    dispersion = 1.0
    if not of.family.known:
        dispersion = float(np.sum(working * ((of.y - mu) / slope) ** 2)) / df if df > 0 else math.nan
    information = (of.x.T * working) @ of.x
    covariance = _inverse(information)
    loglik = math.nan if of.family.loglik is None else of.family.loglik(of.y, mu, of.weights)
    return Fit(b, dispersion * covariance, deviance, dispersion, df, loglik, converged)


def _inverse(information: Floats) -> Floats:
    """NaN where the information is that of coefficients at infinity and tells nothing."""
    try:
        return np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(information, np.nan)


def at_an_end(of: Model, b: Floats) -> bool:
    """Whether a mean is, but for rounding, one that the family's outcomes reach at infinite coefficients alone: a rate of
    0 or a probability of 0 or 1, as in a group without events."""
    mu = of.link.inverse(of.x @ b + of.offset)
    if of.family.variance is BINOMIAL.variance:
        return bool((np.minimum(mu, 1 - mu) < _END).any())
    return of.family.variance is POISSON.variance and bool((mu < _END).any())


def _deviance(of: Model, mu: Floats) -> float:
    return float(np.sum(of.weights * of.family.deviance(of.y, mu)))
