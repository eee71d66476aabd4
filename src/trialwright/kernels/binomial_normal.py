"""Counts with normal log odds, or log rates: the likelihood of each trial by adaptive Gauss-Hermite quadrature.

x of n, all arrays that broadcast; centre and spread of the log odds likewise. Of a Poisson law n is the person-time, and
log odds are log rates.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import expit, gammaln

from trialwright.kernels.heterogeneity import Floats

_STEPS = 60


class Law(NamedTuple):
    """Of a count x of n at eta: log probability x eta - n total(eta) + constant(x, n); mean and variance n times their own."""

    total: Callable[[Floats], Floats]
    mean: Callable[[Floats], Floats]
    variance: Callable[[Floats], Floats]
    constant: Callable[[Floats, Floats], Floats]
    link: Callable[[Floats, Floats], Floats]  # of x of n, with a half added to whatever is counted


BINOMIAL = Law(
    lambda eta: np.logaddexp(0.0, eta),
    expit,
    lambda eta: expit(eta) * expit(-eta),
    lambda x, n: gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1),
    lambda x, n: np.log((x + 0.5) / (n - x + 0.5)),
)
POISSON = Law(
    np.exp, np.exp, np.exp,
    lambda x, n: x * np.log(n) - gammaln(x + 1),
    lambda x, n: np.log((x + 0.5) / n),
)  # fmt: skip


@cache
def hermite(nodes: int) -> tuple[Floats, Floats]:
    """Nodes and log weights for the integral of exp(-z^2 / 2) f(z)."""
    z, w = np.polynomial.hermite_e.hermegauss(nodes)
    return z, np.log(w)


def log_marginal(
    x: Floats,
    n: Floats,
    centre: Floats | float,
    spread: Floats | float,
    nodes: int,
    joint: bool = False,
    law: Law = BINOMIAL,
) -> Floats:
    """log of the integral of the law of x, of n at centre + spread z, over standard normal z.

    joint : the last axis holds counts that share one z, with their own centre and spread; it is gone in the result.
    nodes : of the rule, placed about the integrand's own mode with its own curvature; 1 is Laplace's approximation.
    Source: Pinheiro & Bates 1995, J Comput Graph Stat 4:12.
    """
    x, n, centre, spread = np.broadcast_arrays(
        *(np.asarray(k, dtype=np.float64) for k in (x, n, centre, spread))
    )
    if not joint:
        x, n, centre, spread = (k[..., None] for k in (x, n, centre, spread))
    mode, curvature = _mode(x, n, centre, spread, law)
    scale = curvature**-0.5
    at, log_w = hermite(nodes)
    z = mode[..., None] + scale[..., None] * at
    eta = centre[..., None] + spread[..., None] * z[..., None, :]
    counts = x[..., None] * eta - n[..., None] * law.total(eta)
    value = counts.sum(-2) - 0.5 * z**2 + 0.5 * at**2 + log_w
    top = value.max(-1)
    total = top + np.log(np.exp(value - top[..., None]).sum(-1))
    constant = law.constant(x, n).sum(-1) - 0.5 * math.log(2 * math.pi)
    return np.asarray(total + np.log(scale) + constant)


def _mode(x: Floats, n: Floats, centre: Floats, spread: Floats, law: Law) -> tuple[Floats, Floats]:
    """Of the integrand in z: log-concave, so damped Newton from 0 finds it. The last axis is summed over."""
    z = np.zeros(x.shape[:-1])
    for _ in range(_STEPS):
        eta = centre + spread * z[..., None]
        gradient = (spread * (x - n * law.mean(eta))).sum(-1) - z
        curvature = (spread**2 * n * law.variance(eta)).sum(-1) + 1.0
        # A step that overshoots where the logistic is flat is held to one unit of log odds.
        step = np.clip(gradient / curvature, -1.5, 1.5)
        z = z + step
        if np.abs(step).max() < 1e-11:
            break
    return z, (spread**2 * n * law.variance(centre + spread * z[..., None])).sum(-1) + 1.0
