"""Linear models by least squares, with model-based and heteroscedasticity-consistent errors."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution

Floats = NDArray[np.float64]
Kind = Literal["HC0", "HC1", "HC2", "HC3", "HC4", "HC4m", "HC5"]


class LinearFit(NamedTuple):
    """b : (p,). covariance : (p, p) under equal variances. residual, leverage : (n,). sigma2 : residual variance on df."""

    b: Floats
    covariance: Floats
    residual: Floats
    leverage: Floats
    sigma2: float
    df: int
    rss: float


def fit(x: Floats, y: Floats, weights: Floats | None = None) -> LinearFit:
    """x : (n, p) of full column rank, n > p, which the caller checks; y : (n,). weights : (n,) > 0, inverse to each
    observation's variance but for a factor; rss, sigma2 and leverage are then of the weighted residuals."""
    root_w = np.ones(len(y)) if weights is None else np.sqrt(weights)
    q, r = np.linalg.qr(root_w[:, None] * x)
    b = np.linalg.solve(r, q.T @ (root_w * y))
    residual = y - x @ b
    df = len(y) - x.shape[1]
    rss = float(np.sum((root_w * residual) ** 2))
    root = np.linalg.inv(r)
    return LinearFit(b, root @ root.T * rss / df, residual, np.sum(q * q, axis=1), rss / df, df, rss)


def sandwich(x: Floats, fitted: LinearFit, kind: Kind = "HC3", weights: Floats | None = None) -> Floats:
    """(p, p) covariance that allows each observation its own variance; weights : those of the fit.

    Source: White 1980, Econometrica 48:817 (HC0); MacKinnon & White 1985, J Econometrics 29:305 (HC1 to HC3); Cribari-Neto 2004,
    Comput Stat Data Anal 45:215 (HC4); Cribari-Neto & da Silva 2011, AStA 95:129 (HC4m); Cribari-Neto, Souza &
    Vasconcellos 2007, Commun Stat Theory 36:1877 (HC5).
    """
    n, p = x.shape
    free = 1.0 - fitted.leverage
    # Each leverage against their mean, p / n.
    high = n * fitted.leverage / p
    power = {
        "HC2": 1.0, "HC3": 2.0, "HC4": np.minimum(4.0, high), "HC4m": np.minimum(1.0, high) + np.minimum(1.5, high),
        "HC5": np.minimum(high, max(4.0, 0.7 * float(high.max()))) / 2,
    }.get(kind, 0.0)  # fmt: skip
    scale = (n / (n - p) if kind == "HC1" else 1.0) / free**power
    w = np.ones(n) if weights is None else weights
    bread = np.linalg.inv((x.T * w) @ x)
    return np.asarray(bread @ (x.T * ((w * fitted.residual) ** 2 * scale)) @ x @ bread)


def wald_f(contrast: Floats, b: Floats, covariance: Floats, df: float) -> tuple[float, float]:
    """F and its p of contrast @ b = 0; contrast : (q, p) of full row rank."""
    estimate = contrast @ b
    rank = len(contrast)
    statistic = float(estimate @ np.linalg.solve(contrast @ covariance @ contrast.T, estimate)) / rank
    return statistic, float(f_distribution.sf(statistic, rank, df))
