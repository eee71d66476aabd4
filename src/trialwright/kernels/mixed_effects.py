"""Common- and random-effects models with moderators: one fit, its tests and its predictions.

Shapes and units as in heterogeneity.py.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, f, norm, t

from trialwright.errors import EvidenceError
from trialwright.kernels.heterogeneity import (
    Floats,
    between_variance,
    general_moments,
    hartung_knapp_factor,
    residual_q,
    typical_variance,
)

Integers = NDArray[np.int64]

TESTS = ("z", "t", "knha", "adhoc")


class Fit(NamedTuple):
    """beta (p,) coefficients with covariance (p, p). df : of their reference t, inf for the normal.

    q, q_df : residual heterogeneity under common-effect weights. i2 in percent, h2 >= 1 under random effects.
    qm, qm_df : omnibus test of all coefficients but the intercept (of all, without one): chi-squared under z, F else.
    """

    beta: Floats
    covariance: Floats
    df: float
    tau2: float
    tau2_se: float
    q: float
    q_df: int
    i2: float
    h2: float
    qm: float
    qm_df: int

    @property
    def se(self) -> Floats:
        return np.sqrt(np.diag(self.covariance))

    @property
    def statistic(self) -> Floats:
        return np.asarray(self.beta / self.se)

    @property
    def p(self) -> Floats:
        """Two-sided, (p,)."""
        return np.asarray(2 * reference(self.df).sf(np.abs(self.statistic)))

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high of each coefficient."""
        half = critical(self.df, level) * self.se
        return self.beta - half, self.beta + half

    @property
    def q_p(self) -> float:
        return float(chi2.sf(self.q, self.q_df)) if self.q_df else 1.0

    @property
    def qm_p(self) -> float:
        if math.isinf(self.df):
            return float(chi2.sf(self.qm, self.qm_df))
        return float(f.sf(self.qm, self.qm_df, self.df))


def reference(df: float):  # type: ignore[no-untyped-def]
    """The normal for infinite df, Student's t otherwise."""
    return norm if math.isinf(df) else t(df)


def critical(df: float, level: float = 0.95) -> float:
    """Two-sided critical value; level a fraction. Raises EvidenceError where it is none (95 for 0.95 had no quantile)."""
    if not 0 < level < 1:
        raise EvidenceError(
            f"level = {level:g} is no fraction between 0 and 1.", where="level", fix="Give, say, 0.95."
        )
    return float(reference(df).ppf(0.5 + level / 2))


def fit(
    y: Floats,
    v: Floats,
    x: Floats | None = None,
    method: str = "reml",
    test: str = "z",
    tau2: float = math.nan,
    weights: Floats | None = None,
) -> Fit:
    """method : "common", one of heterogeneity.METHODS, or "genq", which takes weights. tau2 : where it is given, it is taken and not estimated.

    weights : (k,) > 0, those of the coefficients in place of 1 / (v + tau2); their covariance is then the one that v and
    tau2 give for such weights. Hartung and Knapp's factor remains that of the inverse variances.

    test : "z"; "t", the same errors with t and F on k - p; "knha", Hartung-Knapp, with its variance factor, and no
    covariance (nan) where trials agree exactly; "adhoc", the same with that factor floored at 1.
    Sources: Raudenbush 2009, Handbook of Research Synthesis, ch. 16; Knapp & Hartung 2003, Stat Med 22:2693; I2 from
    tau2 and a typical variance, Higgins & Thompson 2002, from Q for a common effect.
    """
    x = np.ones((len(y), 1)) if x is None else x
    k, p = x.shape
    # One trial says nothing of how trials differ.
    estimated, se = (tau2, math.nan) if not math.isnan(tau2) else (0.0, math.nan)
    if math.isnan(tau2) and method != "common" and k > p:
        if method == "genq" and weights is not None:
            estimated, se = general_moments(y, v, x, weights)
        else:
            estimated, se = between_variance(y, v, x, method)
    w = 1.0 / (v + estimated) if weights is None else weights
    covariance: Floats = np.asarray(np.linalg.inv(x.T @ (w[:, None] * x)), dtype=np.float64)
    beta = covariance @ (x.T @ (w * y))
    if weights is not None:
        side = covariance @ (w[:, None] * x).T
        covariance = (side * (v + estimated)) @ side.T
    df = math.inf
    if test != "z" and k > p:
        if test != "t":
            floor = 1.0 if test == "adhoc" else 0.0
            covariance = covariance * hartung_knapp_factor(y, v, x, estimated, floor)
        df = float(k - p)
    q = residual_q(y, v, x)
    i2, h2 = _shares(v, x, estimated, q, method == "common")
    qm, qm_df = _omnibus(beta, covariance, x, math.isinf(df))
    return Fit(beta, covariance, df, estimated, se, q, k - p, i2, h2, qm, qm_df)


def _shares(v: Floats, x: Floats, tau2: float, q: float, common: bool) -> tuple[float, float]:
    df = len(v) - x.shape[1]
    if df < 1:
        return 0.0, 1.0
    if common:
        return (max(0.0, 100 * (q - df) / q) if q > 0 else 0.0), q / df
    typical = typical_variance(v, x)
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1


def _omnibus(beta: Floats, covariance: Floats, x: Floats, chi_squared: bool) -> tuple[float, int]:
    tested = np.ones(len(beta), dtype=bool)
    if np.all(x[:, 0] == 1) and len(beta) > 1:
        tested[0] = False
    return _wald(beta, covariance, np.flatnonzero(tested), chi_squared)


def _wald(beta: Floats, covariance: Floats, tested: Integers, chi_squared: bool) -> tuple[float, int]:
    b, m = beta[tested], len(tested)
    wald = float(b @ np.linalg.solve(covariance[np.ix_(tested, tested)], b))
    return (wald if chi_squared else wald / m), m


def tested_together(of: Fit, columns: Integers) -> Fit:
    """The same fit with its omnibus test of these coefficients."""
    qm, qm_df = _wald(of.beta, of.covariance, columns, math.isinf(of.df))
    return of._replace(qm=qm, qm_df=qm_df)


class Prediction(NamedTuple):
    """(m,) arrays: the mean at given moderators, its interval, and the interval for a new trial there."""

    mean: Floats
    low: Floats
    high: Floats
    new_low: Floats
    new_high: Floats


def predict(fitted: Fit, x: Floats, new_df: float, level: float = 0.95) -> Prediction:
    """At rows of x (m, p). new_df : degrees of freedom of the new trial's interval, inf for the normal.

    A new trial's interval is mean -+ quantile * sqrt(tau2 + se^2). Source: Higgins, Thompson & Spiegelhalter 2009,
    J R Stat Soc A 172:137, who take t on k - 2.
    """
    mean = x @ fitted.beta
    variance = np.sum((x @ fitted.covariance) * x, axis=1)
    half = critical(fitted.df, level) * np.sqrt(variance)
    wide = critical(new_df, level) * np.sqrt(variance + fitted.tau2)
    return Prediction(mean, mean - half, mean + half, mean - wide, mean + wide)


def leave_one_out(y: Floats, v: Floats, method: str = "reml", test: str = "z") -> list[Fit]:
    """The fit without each trial in turn; k >= 2."""
    keep = ~np.eye(len(y), dtype=bool)
    return [fit(y[rows], v[rows], method=method, test=test) for rows in keep]


def cumulative(y: Floats, v: Floats, order: Floats, method: str = "reml", test: str = "z") -> list[Fit]:
    """The fit of the first 1, 2, ... k trials, by `order` (k,), ties as they stand."""
    rows = np.argsort(order, kind="stable")
    return [fit(y[rows[: i + 1]], v[rows[: i + 1]], method=method, test=test) for i in range(len(y))]
