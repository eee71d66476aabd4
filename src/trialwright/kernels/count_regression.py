"""Counts with normal log odds or log rates whose mean depends on covariates: one binomial or Poisson count of each trial.

A logistic-normal or Poisson-normal regression; of two groups, the first one's share of all events given these (CM.AL of
odds ratios where events are rare, CM.EL of rate ratios). Source: Stijnen, Hamza & Ozdemir 2010, Stat Med 29:3046.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from trialwright.kernels.binomial_models import curvature, maximum
from trialwright.kernels.binomial_normal import POISSON, Law, log_marginal
from trialwright.kernels.heterogeneity import Floats


class Regression(NamedTuple):
    """beta (p,) with covariance (p, p); tau2; log_likelihood. ratio : twice how much likelier each trial's own level is than
    beta with no tau2; ratio_df its degrees of freedom."""

    beta: Floats
    covariance: Floats
    tau2: float
    log_likelihood: float
    ratio: float
    ratio_df: int


def regression(
    x: Floats, n: Floats, design: Floats, offset: Floats, law: Law, alike: bool = False, nodes: int = 7
) -> Regression:
    """x of n by the law; design (k, p) of full rank, p < k; offset (k,) of the log odds or log rate. alike : tau2 is 0."""
    p = design.shape[1]
    # Covariates far from zero, as years, are told apart from the mean's column before anything is searched for.
    basis, root = np.linalg.qr(design)
    basis, root = basis * np.sqrt(len(x)), root / np.sqrt(len(x))

    def negative(at: Floats) -> float:
        return -float(np.sum(log_marginal(x, n, basis @ at[:p] + offset, abs(at[p]), nodes, law=law)))

    plain = minimize(lambda b: negative(np.append(b, 0.0)), _start(x, n, basis, offset, law), method="BFGS", options={"gtol": 1e-7})  # fmt: skip
    at = np.append(plain.x, 0.0)
    value = float(plain.fun)
    if not alike:
        at, value = maximum(negative, np.append(plain.x, 0.5), p)
    ratio = 2 * (_saturated(x, n, law) + float(plain.fun))
    back = np.linalg.inv(root)
    return Regression(
        back @ at[:p], back @ _covariance(negative, at) @ back.T, float(at[p]) ** 2, -value, ratio, len(x) - p
    )


def _start(x: Floats, n: Floats, design: Floats, offset: Floats, law: Law) -> Floats:
    return np.asarray(np.linalg.lstsq(design, law.link(x, n) - offset, rcond=None)[0])


def _saturated(x: Floats, n: Floats, law: Law) -> float:
    if law is POISSON:
        with np.errstate(all="ignore"):
            return float(np.sum(law.constant(x, n) + np.where(x > 0, x * np.log(x / n), 0.0) - x))
    with np.errstate(all="ignore"):
        logs = np.where(x > 0, x * np.log(x / n), 0.0) + np.where(n > x, (n - x) * np.log1p(-x / n), 0.0)
    return float(np.sum(law.constant(x, n) + logs))


def _covariance(negative, at: Floats) -> Floats:  # type: ignore[no-untyped-def]
    """From the information at the estimate; a standard deviation at zero is held there."""
    p = len(at) - 1
    free = list(range(p + 1)) if at[p] > 5e-3 else list(range(p))

    def of(values: Floats) -> float:
        full = at.copy()
        full[free] = values
        return float(negative(full))

    step = min(1e-3, at[p] / 3) if p in free else 1e-3
    return np.asarray(np.linalg.inv(curvature(of, at[free], step))[:p, :p])
