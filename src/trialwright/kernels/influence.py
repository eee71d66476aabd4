"""How much each trial moves a meta-analysis: case deletion diagnostics.

Shapes and units as in heterogeneity.py. Source: Viechtbauer & Cheung 2010, Res Synth Methods 1:112.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.mixed_effects import Fit, fit


class Influence(NamedTuple):
    """(k,) each, trial i left out where "without" is said; dfbetas (k, p).

    rstudent : residual against the fit without i, in its standard errors. dffits : change of the fitted value in its
    standard errors. cook : squared Mahalanobis distance of the coefficients with and without. cov_ratio : generalised variance of
    the coefficients without over with. tau2, q : of the fit without. hat : leverage. weight : percent of all weights.
    """

    rstudent: Floats
    dffits: Floats
    cook: Floats
    cov_ratio: Floats
    tau2: Floats
    q: Floats
    hat: Floats
    weight: Floats
    dfbetas: Floats


def influence(y: Floats, v: Floats, x: Floats, method: str = "reml", test: str = "z") -> Influence:
    """x : (k, p) design of full rank, and of full rank without any one trial, which the caller checks; k > p + 1."""
    whole = fit(y, v, x, method, test)
    w = 1.0 / (v + whole.tau2)
    inside = np.linalg.inv(x.T @ (w[:, None] * x))
    hat = np.sum((x @ inside) * x, axis=1) * w
    precision = np.linalg.inv(whole.covariance)
    spread = np.linalg.det(whole.covariance)
    keep = ~np.eye(len(y), dtype=bool)
    left = [fit(y[rows], v[rows], x[rows], method, test) for rows in keep]
    rows = [_without(i, y, v, x, f, whole, hat) for i, f in enumerate(left)]
    rstudent, dffits, dfbetas = zip(*rows, strict=True)
    moved = whole.beta - np.array([f.beta for f in left])
    return Influence(
        np.array(rstudent),
        np.array(dffits),
        np.sum((moved @ precision) * moved, axis=1),
        np.array([np.linalg.det(f.covariance) / spread for f in left]),
        np.array([f.tau2 for f in left]),
        np.array([f.q for f in left]),
        hat,
        100 * w / w.sum(),
        np.array(dfbetas),
    )


def _without(
    i: int, y: Floats, v: Floats, x: Floats, left: Fit, whole: Fit, hat: Floats
) -> tuple[float, float, Floats]:
    """Of trial i, against the fit without it: studentised residual, dffits and dfbetas."""
    away, others = y[i] - x[i] @ left.beta, np.arange(len(y)) != i
    plain = np.linalg.inv(x[others].T @ (x[others] / (v[others] + left.tau2)[:, None]))
    # Hartung and Knapp's factor of the fit without it stands for the spread of all trials; 1 of another test.
    factor = float(np.trace(left.covariance) / np.trace(plain))
    own = factor * (v[i] + left.tau2)
    rstudent = away / np.sqrt(own + x[i] @ left.covariance @ x[i])
    dffits = x[i] @ (whole.beta - left.beta) / np.sqrt(hat[i] * own)
    # Errors of all trials' coefficients, under the heterogeneity without this one.
    errors = np.sqrt(factor * np.diag(np.linalg.inv(x.T @ (x / (v + left.tau2)[:, None]))))
    return float(rstudent), float(dffits), (whole.beta - left.beta) / errors
