"""A model of publication: trials whose one-sided p falls in an interval were published with its own probability.

Source: Hedges 1992, Stat Sci 7:246; Vevea & Hedges 1995, Psychometrika 60:419.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri
from scipy.stats import chi2

from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.mixed_effects import fit


class Selection(NamedTuple):
    """effect, se : mean with selection allowed for. tau2 by maximum likelihood. weights (steps,) : relative chance of
    publication in each interval after the first. ratio, p : likelihood-ratio test of no selection."""

    effect: float
    se: float
    tau2: float
    weights: Floats
    ratio: float
    p: float


def step_function(
    y: Floats, v: Floats, steps: Sequence[float] = (0.025,), greater: bool = True, most: float = 100.0
) -> Selection:
    """steps : ends of intervals of the one-sided p, ascending, below 1. greater : y above zero makes p small.

    most : greatest weight. Where an interval holds no trial its weight has no maximum; it is kept at the bound, and the
    standard error of the mean takes it as known.
    """
    way = 1.0 if greater else -1.0
    z, bounds = way * y, ndtri(1 - np.asarray(steps))
    group = np.sum(z[:, None] / np.sqrt(v)[:, None] < bounds[None, :], axis=1)
    start = fit(z, v, method="ml")
    initial = np.append(
        [start.beta[0], np.log(max(start.tau2, 1e-3 * float(v.mean())))], np.zeros(len(steps))
    )
    found = min(
        (_minimum(_with(initial, tau2), most, z, v, bounds, group) for tau2 in (None, -8.0)),
        key=lambda m: m[1],
    )
    at, value = found
    null = _negative(np.append([start.beta[0], start.tau2], np.ones(len(steps))), z, v, bounds, group)
    ratio = max(0.0, 2 * (null - value))
    natural = _natural(at, most)
    covariance = _inverse(_hessian(natural, z, v, bounds, group), natural[2:] >= most)
    return Selection(
        way * float(at[0]),
        float(np.sqrt(covariance[0, 0])) if covariance[0, 0] > 0 else float("nan"),
        float(natural[1]),
        natural[2:],
        ratio,
        float(chi2.sf(ratio, len(steps))),
    )


def _with(initial: Floats, log_tau2: float | None) -> Floats:
    out = initial.copy()
    if log_tau2 is not None:
        out[1] = log_tau2
    return out


def _natural(at: Floats, most: float) -> Floats:
    """Mean, tau2 and weights from the mean and logs."""
    return np.concatenate(
        [at[:1], np.exp(np.clip(at[1:2], -30, 15)), np.exp(np.clip(at[2:], -30, np.log(most)))]
    )


def _minimum(start: Floats, most: float, *data: Floats) -> tuple[Floats, float]:
    def on_logs(at: Floats) -> float:
        return _negative(_natural(at, most), *data)

    found = minimize(
        on_logs,
        start,
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 8000, "maxfev": 8000},
    )
    return np.asarray(found.x), float(found.fun)


def _negative(at: Floats, z: Floats, v: Floats, bounds: Floats, group: Floats) -> float:
    """Minus the log-likelihood at (mean, tau2, weights after the first)."""
    mean, tau2, weights = at[0], at[1], np.append(1.0, at[2:])
    if tau2 < 0 or np.any(weights < 0):
        return float("inf")
    total = v + tau2
    # Chance that a trial of variance v falls in each interval of p.
    edges = ndtr((bounds[None, :] * np.sqrt(v)[:, None] - mean) / np.sqrt(total)[:, None])
    cdf = np.column_stack([np.ones(len(z)), edges, np.zeros(len(z))])
    published = (cdf[:, :-1] - cdf[:, 1:]) @ weights
    density = -0.5 * (np.log(2 * np.pi * total) + (z - mean) ** 2 / total)
    return -float(np.sum(density + np.log(weights[group]) - np.log(published)))


def _hessian(at: Floats, *data: Floats) -> Floats:
    n = len(at)
    steps = np.maximum(np.abs(at), 1e-2) * 1e-4
    eye = np.diag(steps)
    out = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            corners = [
                _negative(at + a * eye[i] + b * eye[j], *data)
                for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            out[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * steps[i] * steps[j])
    return out


def _inverse(matrix: Floats, at_bound: NDArray[np.bool_]) -> Floats:
    """Over the parameters whose curvature can be seen; weights at their bound are held."""
    free = np.isfinite(np.diag(matrix)) & (np.diag(matrix) > 0)
    free[2:] &= ~at_bound
    out = np.zeros_like(matrix)
    if free.any():
        out[np.ix_(free, free)] = np.linalg.inv(matrix[np.ix_(free, free)])
    return out
