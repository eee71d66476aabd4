"""Random-effects models of counts themselves, with no correction of zero cells and no normal approximation of trials.

x1 of n1 events in the first group, x2 of n2 in the second: (k,) arrays. tau2 is the variance of the log odds ratio
between trials. Trials without events, or with nothing but events, in both groups carry no information and are left out
by the caller. alike : trials share one effect, and tau2 is 0. Source: Stijnen, Hamza & Ozdemir 2010, Stat Med 29:3046; Jackson et al. 2018, Stat Med 37:1059.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, gammaln, logsumexp

from trialwright.kernels.binomial_normal import BINOMIAL, POISSON, Law, hermite, log_marginal
from trialwright.kernels.heterogeneity import Floats

Likelihood = Callable[[Floats], float]
_FAR = 30.0  # a log odds ratio beyond which no table of whole people can tell


class Fit(NamedTuple):
    """effect with se, a log odds ratio or log odds; tau2; log_likelihood at both; likelihood ratio and Wald statistics of
    homogeneity with their degrees of freedom (trials with a zero cell have no Wald one and are passed over)."""

    effect: float
    se: float
    tau2: float
    log_likelihood: float
    ratio: float
    ratio_df: int
    wald: float
    wald_df: int


def maximum(negative: Likelihood, start: Floats, spread: int) -> tuple[Floats, float]:
    """Where `negative` is least, and its value. Parameter number `spread` is a standard deviation: its sign is free."""
    best = None
    for sd in (0.3, 1.0):
        at = start.copy()
        at[spread] = sd
        found = minimize(
            negative, at, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 4000}
        )
        best = found if best is None or found.fun < best.fun else best
    assert best is not None
    out = np.asarray(best.x)
    out[spread] = abs(out[spread])
    return out, float(best.fun)


def curvature(negative: Likelihood, at: Floats, step: float = 1e-3) -> Floats:
    """Second derivatives by central differences."""
    n = len(at)
    eye = np.eye(n) * step
    out = np.empty((n, n))
    for i in range(n):
        for j in range(i + 1):
            corners = [
                negative(at + a * eye[i] + b * eye[j]) for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            out[i, j] = out[j, i] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step * step)
    return out


def standard_error(negative: Likelihood, at: Floats, spread: int, which: int = 0) -> float:
    """Of parameter `which`; a standard deviation at zero is held there."""
    free = [i for i in range(len(at)) if i != spread or at[i] > 5e-3]

    def of(values: Floats) -> float:
        full = at.copy()
        full[free] = values
        return negative(full)

    step = min(1e-3, at[spread] / 3) if spread in free else 1e-3
    return math.sqrt(
        float(np.linalg.inv(curvature(of, at[free], step))[free.index(which), free.index(which)])
    )


def held_together(
    negative: Likelihood, start: Floats, spread: int, log_likelihood: float
) -> tuple[Floats, float]:
    """As `maximum` gives, of trials that share one effect: `start` is where it is most likely."""
    at = start.copy()
    at[spread] = 0.0
    return at, -log_likelihood


def _finished(
    negative: Likelihood,
    start: Floats,
    spread: int,
    common: float,
    saturated: float,
    own: tuple[Floats, Floats],
    df: int,
    alike: bool,
) -> Fit:
    at, value = held_together(negative, start, spread, common) if alike else maximum(negative, start, spread)
    se = standard_error(negative, at, spread)
    use = np.isfinite(own[1]) & np.isfinite(own[0])
    w = 1 / own[1][use]
    wald = float(np.sum(w * (own[0][use] - np.sum(w * own[0][use]) / w.sum()) ** 2))
    return Fit(
        float(at[0]),
        se,
        float(at[spread]) ** 2,
        -value,
        2 * (saturated - common),
        df,
        wald,
        max(int(use.sum()) - 1, 0),
    )


def log_odds(x: Floats, n: Floats, alike: bool = False, nodes: int = 7) -> Fit:
    """One group: events x of n with normal log odds; alike : with one log odds."""

    def negative(at: Floats) -> float:
        return -float(np.sum(log_marginal(x, n, at[0], abs(at[1]), nodes)))

    p = x.sum() / n.sum()
    common, saturated = (
        float(np.sum(_binomial(x, n, np.full(len(x), p)))),
        float(np.sum(_binomial(x, n, x / n))),
    )
    with np.errstate(all="ignore"):
        own = np.log(x / (n - x)), 1 / x + 1 / (n - x)
    return _finished(
        negative, np.array([math.log(p / (1 - p)), 0.5]), 1, common, saturated, own, len(x) - 1, alike
    )


def conditional_approximate(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, alike: bool = False, nodes: int = 7
) -> Fit:
    """Given each trial's events, those of the first group are about binomial: right where events are rare (CM.AL)."""
    x, offset = x1 + x2, np.log(n1 / n2)

    def negative(at: Floats) -> float:
        return -float(np.sum(log_marginal(x1, x, at[0] + offset, abs(at[1]), nodes)))

    def at_common(theta: float) -> float:
        return float(np.sum(_binomial(x1, x, expit(theta + offset))))

    theta = _peak(at_common)
    with np.errstate(all="ignore"):
        own = np.log(x1 / x2) - offset, 1 / x1 + 1 / x2
    saturated = float(np.sum(_binomial(x1, x, x1 / x)))
    return _finished(
        negative, np.array([theta, 0.5]), 1, at_common(theta), saturated, own, len(x1) - 1, alike
    )


def conditional_exact(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, alike: bool = False, nodes: int = 21
) -> Fit:
    """Given each trial's events, those of the first group are non-central hypergeometric (CM.EL)."""
    table = _Hypergeometric(x1, n1, x2, n2)

    def negative(at: Floats) -> float:
        return -float(np.sum(table.marginal(at[0], abs(at[1]), nodes)))

    def at_common(theta: float) -> float:
        return float(np.sum(table.log_likelihood(np.full(len(x1), theta))))

    theta, own = _peak(at_common), table.own()
    saturated = float(np.sum(table.log_likelihood(np.clip(own[0], -_FAR, _FAR))))
    return _finished(
        negative, np.array([theta, 0.5]), 1, at_common(theta), saturated, own, len(x1) - 1, alike
    )


class _Hypergeometric:
    """Non-central hypergeometric laws of k tables, as exponential families over their support."""

    def __init__(self, x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> None:
        x = x1 + x2
        low, high = np.maximum(0, x - n2), np.minimum(n1, x)
        self.seen = x1
        self.values = low[:, None] + np.arange(int((high - low).max()) + 1.0)
        inside = self.values <= high[:, None]
        c = np.where(inside, self.values, low[:, None])
        rest = x[:, None] - c
        logs = (
            -gammaln(c + 1)
            - gammaln(n1[:, None] - c + 1)
            - gammaln(rest + 1)
            - gammaln(n2[:, None] - rest + 1)
        )
        self.logs = np.where(inside, logs, -np.inf)
        self.low, self.high = low, high

    def log_likelihood(self, theta: Floats) -> Floats:
        """theta (k,) or (k, m) log odds ratios → the same shape."""
        at = np.asarray(theta)[..., None]
        extra = (slice(None),) + (None,) * (at.ndim - 2) + (slice(None),)
        logs = self.logs[extra] + at * self.values[extra]
        at_seen = np.where(self.values == self.seen[:, None], self.logs, -np.inf).max(1)
        seen = at_seen.reshape(-1, *(1,) * (at.ndim - 2)) + at[..., 0] * self.seen.reshape(
            -1, *(1,) * (at.ndim - 2)
        )
        return np.asarray(seen - logsumexp(logs, axis=-1))

    def moments(self, theta: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of the first group's events, (k,)."""
        logs = self.logs + theta[:, None] * self.values
        p = np.exp(logs - logsumexp(logs, axis=1, keepdims=True))
        mean = (p * self.values).sum(1)
        return mean, (p * (self.values - mean[:, None]) ** 2).sum(1)

    def marginal(self, centre: float, spread: float, nodes: int) -> Floats:
        """(k,) log likelihoods with theta ~ N(centre, spread^2), by an adaptive rule."""
        z = np.zeros(len(self.seen))
        for _ in range(60):
            mean, variance = self.moments(centre + spread * z)
            step = np.clip((spread * (self.seen - mean) - z) / (spread**2 * variance + 1), -1.5, 1.5)
            z = z + step
            if np.abs(step).max() < 1e-10:
                break
        scale = (spread**2 * self.moments(centre + spread * z)[1] + 1) ** -0.5
        at, log_w = hermite(nodes)
        points = z[:, None] + scale[:, None] * at
        value = self.log_likelihood(centre + spread * points) - 0.5 * points**2 + 0.5 * at**2 + log_w
        return np.asarray(logsumexp(value, axis=1) + np.log(scale) - 0.5 * math.log(2 * math.pi))

    def own(self) -> tuple[Floats, Floats]:
        """Each table's conditional estimate and variance: infinite at the ends of its support."""
        theta = np.zeros(len(self.seen))
        for _ in range(200):
            mean, variance = self.moments(theta)
            theta = theta + np.clip((self.seen - mean) / np.maximum(variance, 1e-10), -1.0, 1.0)
        end = (self.seen == self.low) | (self.seen == self.high)
        theta = np.where(self.seen == self.low, -np.inf, np.where(self.seen == self.high, np.inf, theta))
        with np.errstate(all="ignore"):
            variance = np.where(end, np.inf, 1 / self.moments(np.clip(theta, -_FAR, _FAR))[1])
        return theta, variance


def fixed_trials(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, alike: bool = False, nodes: int = 7, law: Law = BINOMIAL
) -> Fit:
    """Both groups of the law; each trial its own level, as a parameter; normal log ratios (UM.FS).

    The ratio is split evenly over the groups, as is its deviation, so that neither varies more than the other.
    """
    x, n = np.stack([x1, x2], -1), np.stack([n1, n2], -1)
    half = np.array([0.5, -0.5])

    def profile(theta: float, tau: float) -> float:
        """Over the trials' levels: each a search of its own, all at once."""
        level = law.link(x.sum(1), n.sum(1))
        h = 1e-3
        for _ in range(40):
            up, here, down = (at_level(level + d, theta, tau) for d in (h, 0.0, -h))
            slope, bend = (up - down) / (2 * h), (up - 2 * here + down) / h**2
            step = np.clip(-slope / np.minimum(bend, -1e-3), -1.0, 1.0)
            level = level + step
            if np.abs(step).max() < 1e-6:
                break
        return float(np.sum(at_level(level, theta, tau)))

    def at_level(level: Floats, theta: float, tau: float) -> Floats:
        spread = tau * half * np.ones_like(x)
        return log_marginal(x, n, level[:, None] + theta * half, spread, nodes, joint=True, law=law)

    def negative(at: Floats) -> float:
        return -profile(at[0], abs(at[1]))

    theta = _peak(lambda t: profile(t, 0.0))
    start = np.array([theta, 0.5])
    own, saturated = _own(x, n, law)
    return _finished(negative, start, 1, profile(theta, 0.0), saturated, own, len(x1) - 1, alike)


def _own(x: Floats, n: Floats, law: Law) -> tuple[tuple[Floats, Floats], float]:
    """Each trial's log ratio and variance, and the log likelihood with all of them. x, n : (k, 2)."""
    if law is POISSON:
        with np.errstate(all="ignore"):
            logs = np.log(x / n)
            own = logs[:, 0] - logs[:, 1], np.sum(1 / x, 1)
            each = law.constant(x, n) + np.where(x > 0, x * logs, 0.0) - x
        return own, float(np.sum(each))
    with np.errstate(all="ignore"):
        logs = np.log(x / (n - x))
        own = logs[:, 0] - logs[:, 1], np.sum(1 / x + 1 / (n - x), 1)
    return own, float(np.sum(_binomial(x, n, x / n)))


def _binomial(x: Floats, n: Floats, p: Floats) -> Floats:
    """log probability, with 0 log 0 = 0."""
    constant = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    with np.errstate(all="ignore"):
        return np.asarray(
            constant + np.where(x > 0, x * np.log(p), 0.0) + np.where(n > x, (n - x) * np.log1p(-p), 0.0)
        )


def _peak(function: Callable[[float], float]) -> float:
    """Where a concave function of a log odds ratio is greatest."""
    found = minimize(
        lambda t: -function(float(t[0])),
        np.array([0.0]),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12},
    )
    return float(found.x[0])
