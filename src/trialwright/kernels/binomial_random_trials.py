"""Both groups of one law, trials' levels and log ratios both normal and independent: by Laplace's approximation (UM.RS).

Arguments as in binomial_models.py. Source: Jackson et al. 2018, Stat Med 37:1059, model 4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.binomial_models import Fit, curvature, maximum, standard_error
from trialwright.kernels.binomial_normal import BINOMIAL, Law, log_marginal
from trialwright.kernels.heterogeneity import Floats

_HALF, _FIRST = np.array([0.5, -0.5]), np.array([1.0, 0.0])
_FAR = 16.0
Booleans = NDArray[np.bool_]


def random_trials(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, alike: bool = False, law: Law = BINOMIAL
) -> Fit:
    """Parameters: the mean log ratio and its SD between trials, the mean level and its SD. alike : one ratio."""
    x, n = np.stack([x1, x2], -1), np.stack([n1, n2], -1)

    def negative(at: Floats) -> float:
        return -float(np.sum(_laplace(x, n, at[2], abs(at[3]), at[0], abs(at[1]), law)))

    levels = law.link(x.sum(0), n.sum(0))
    start = np.array([levels[0] - levels[1], 0.5, levels.mean(), 0.7])
    one = _common(x, n, start, law)
    common = -one[1]
    if alike:
        ratio, sd, level = one[0]
        at, value = np.array([ratio, 0.0, level + ratio / 2, sd]), one[1]
    else:
        at, value = maximum(negative, start, 1)
        at[3] = abs(at[3])
    saturated, wald, df = _saturated(x, n, start, law)
    return Fit(
        float(at[0]), standard_error(negative, at, 1), float(at[1]) ** 2, -value, 2 * (saturated - common),
        len(x) - 1, wald, df,
    )  # fmt: skip


def _laplace(
    x: Floats, n: Floats, level: float, level_sd: float, theta: float, tau: float, law: Law
) -> Floats:
    """(k,) log likelihoods."""
    z = np.zeros((len(x), 2))
    load = np.stack([np.full(2, level_sd), tau * _HALF])  # of the two effects on the two groups
    for _ in range(80):
        eta = level + theta * _HALF + z @ load
        gradient = (x - n * law.mean(eta)) @ load.T - z
        hessian = np.einsum("aj,kj,bj->kab", load, n * law.variance(eta), load) + np.eye(2)
        step = np.clip(np.linalg.solve(hessian, gradient[..., None])[..., 0], -1.5, 1.5)
        z = z + step
        if np.abs(step).max() < 1e-11:
            break
    eta = level + theta * _HALF + z @ load
    hessian = np.einsum("aj,kj,bj->kab", load, n * law.variance(eta), load) + np.eye(2)
    value = (x * eta - n * law.total(eta) + law.constant(x, n)).sum(1) - 0.5 * (z**2).sum(1)
    return np.asarray(value - 0.5 * np.linalg.slogdet(hessian)[1])


def _level_only(x: Floats, n: Floats, level: float, sd: float, theta: Floats, law: Law) -> Floats:
    """(k,) log likelihoods with each trial's own log ratio theta (k,), added to the second group's random level."""
    return log_marginal(x, n, level + theta[:, None] * _FIRST, sd, 1, joint=True, law=law)


def _common(x: Floats, n: Floats, start: Floats, law: Law) -> tuple[Floats, float]:
    """One ratio of all trials, the SD of the second group's levels and their mean; minus the log likelihood."""

    def negative(at: Floats) -> float:
        return -float(np.sum(_level_only(x, n, at[2], abs(at[1]), np.full(len(x), at[0]), law)))

    return maximum(negative, np.array([start[0], 0.7, start[2]]), 1)


def _saturated(x: Floats, n: Floats, start: Floats, law: Law) -> tuple[float, float, int]:
    """Log likelihood with a log odds ratio for each trial, and the Wald test that they are one.

    A trial whose first group has no event, or nothing but events, has an infinite ratio: it is held far out, where the
    likelihood no longer changes, and takes no part in the Wald test.
    """

    last = law.link(x[:, 0], n[:, 0]) - law.link(x[:, 1], n[:, 1])

    def ratios(level: float, sd: float) -> Floats:
        nonlocal last  # the search moves little between calls
        theta, h = last, 1e-3
        for _ in range(80):
            up, here, down = (_level_only(x, n, level, sd, theta + d, law) for d in (h, 0.0, -h))
            slope, bend = (up - down) / (2 * h), (up - 2 * here + down) / h**2
            step = np.clip(-slope / np.minimum(bend, -1e-3), -1.0, 1.0)
            new = np.clip(theta + step, -_FAR, _FAR)
            moved, theta = float(np.abs(new - theta).max()), new
            if moved < 1e-6:
                break
        last = np.asarray(theta)
        return last

    def negative(at: Floats) -> float:
        return -float(np.sum(_level_only(x, n, at[0], abs(at[1]), ratios(at[0], abs(at[1])), law)))

    at, value = maximum(negative, np.array([start[2], 0.7]), 1)
    finite = (x[:, 0] > 0) & ((x[:, 0] < n[:, 0]) | (law is not BINOMIAL))
    return -value, *_wald(x, n, at, ratios(at[0], at[1]), finite, law)


def _wald(x: Floats, n: Floats, at: Floats, theta: Floats, finite: Booleans, law: Law) -> tuple[float, int]:
    def negative(values: Floats) -> float:
        full = theta.copy()
        full[finite] = values[2:]
        return -float(np.sum(_level_only(x, n, values[0], abs(values[1]), full, law)))

    covariance = np.linalg.inv(curvature(negative, np.append(at, theta[finite]), 1e-3))[2:, 2:]
    k = int(finite.sum())
    contrast = np.column_stack([-np.ones(k - 1), np.eye(k - 1)])
    apart = contrast @ theta[finite]
    return float(apart @ np.linalg.solve(contrast @ covariance @ contrast.T, apart)), k - 1
