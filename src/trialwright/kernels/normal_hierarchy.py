"""The normal-normal hierarchical model by quadrature: y_i ~ N(theta_i, s_i^2), theta_i ~ N(mu, tau^2).

mu ~ N(mean, sd^2), sd may be inf; tau has one of PRIORS. Given tau everything is normal, so one sum over tau gives every
posterior as a mixture of normals, without a sampler. y (k,), s (k,) > 0 on one additive scale; tau in its unit.

The sum is a trapezoid rule over x in tau = u exp(x - exp(-x)), under which the density falls off at both ends faster
than any exponential or as a power, so the rule converges geometrically (Takahasi & Mori 1974, Publ RIMS 9:721).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.interpolate import CubicSpline

from trialwright.kernels.compiled import compiled
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.normal_mixtures import NormalMixture, quantiles

HALF_NORMAL, HALF_CAUCHY, EXPONENTIAL = 0, 1, 2
PRIORS = {"half-normal": HALF_NORMAL, "half-cauchy": HALF_CAUCHY, "exponential": EXPONENTIAL}

_LOW, _HIGH, _COARSE, _DEEP = -3.6, 14.0, 0.16, 36.0
NODES = 96


class Posterior(NamedTuple):
    """(n,) nodes: tau with its weight, and mu's mean and sd given tau. x : the nodes' place in the rule.

    log_evidence : log marginal likelihood of the data, with proper priors.
    """

    x: Floats
    tau: Floats
    weights: Floats
    mean: Floats
    sd: Floats
    log_evidence: float

    @property
    def mu(self) -> NormalMixture:
        return NormalMixture(self.weights, self.mean, self.sd)

    @property
    def new(self) -> NormalMixture:
        """theta of a further trial: the meta-analytic-predictive distribution."""
        return NormalMixture(self.weights, self.mean, np.sqrt(self.sd**2 + self.tau**2))

    def theta(self, y: float, s: float) -> NormalMixture:
        """theta of a trial in the data, with its own y and s."""
        kept = self.tau**2 / (self.tau**2 + s**2)
        variance = kept * s**2 + (1 - kept) ** 2 * self.sd**2
        return NormalMixture(self.weights, kept * y + (1 - kept) * self.mean, np.sqrt(variance))

    @property
    def tau_mean(self) -> float:
        return float(self.weights @ self.tau)

    @property
    def tau_sd(self) -> float:
        return float(np.sqrt(self.weights @ (self.tau - self.tau_mean) ** 2))

    def tau_quantile(self, p: Floats) -> Floats:
        """Of tau, by a spline through its distribution function on the rule's own scale."""
        unit = math.log(float(self.tau[-1])) - (self.x[-1] - math.exp(-self.x[-1]))
        steps = CubicSpline(self.x, self.weights).antiderivative()
        x = np.linspace(self.x[0], self.x[-1], 4001)
        chance = np.maximum.accumulate(steps(x))
        at = np.interp(np.asarray(p) * chance[-1], chance, x)
        return np.asarray(np.exp(unit + at - np.exp(-at)))

    def tau_mode(self) -> float:
        """Where tau's density is greatest; 0 where it falls from there."""
        change = self.tau * (1 + np.exp(-self.x))  # d tau / d x
        use = change > 1e-9 * float(self.tau.max())
        density = CubicSpline(self.tau[use], self.weights[use] / change[use])
        tau = np.linspace(0.0, float(self.tau[use].max()), 20001)
        return float(tau[int(np.argmax(density(tau)))])


def posterior(
    y: Floats, s: Floats, mean: float, sd: float, prior: int, scale: float, nodes: int = NODES
) -> Posterior:
    """prior, scale : of tau, one of PRIORS' numbers with its scale (median of |Cauchy|, mean of the exponential).

    nodes : of the rule. Sources: Neuenschwander et al. 2010, Clin Trials 7:5; Roever 2020, J Stat Softw 93(6).
    """
    x, tau, weights, means, sds, evidence = _nodes(y, s, mean, sd, prior, scale, nodes)
    return Posterior(x, tau, weights, means, sds, evidence)


def predictive_many(
    y: Floats, s: Floats, mean: float, sd: float, prior: int, scale: float, p: Floats, nodes: int = NODES
) -> Floats:
    """The predictive for a new trial from each data set: y, s (m, k) → (m, 2 + len(p)): mean, sd, quantiles at p."""
    return _predictive_many(
        np.ascontiguousarray(y),
        np.ascontiguousarray(s),
        mean,
        sd,
        prior,
        scale,
        np.ascontiguousarray(p),
        nodes,
    )


@compiled
def _predictive_many(
    y: Floats, s: Floats, mean: float, sd: float, prior: int, scale: float, p: Floats, nodes: int
) -> Floats:
    out = np.empty((y.shape[0], 2 + p.size))
    for i in range(y.shape[0]):
        _, tau, weights, means, sds, _ = _nodes(y[i], s[i], mean, sd, prior, scale, nodes)
        spread = np.sqrt(sds**2 + tau**2)
        centre = np.sum(weights * means)
        out[i, 0] = centre
        out[i, 1] = math.sqrt(np.sum(weights * (spread**2 + (means - centre) ** 2)))
        out[i, 2:] = quantiles(weights, means, spread, p)
    return out


@compiled
def _nodes(
    y: Floats, s: Floats, mean: float, sd: float, prior: int, scale: float, nodes: int
) -> tuple[Floats, Floats, Floats, Floats, Floats, float]:
    unit = 1.0 / math.sqrt(np.mean(1.0 / s**2))
    low, high = _active(y, s, mean, sd, prior, scale, unit)
    step = (high - low) / (nodes - 1)
    x, tau, weights, means, sds = (
        np.empty(nodes),
        np.empty(nodes),
        np.empty(nodes),
        np.empty(nodes),
        np.empty(nodes),
    )
    best = -np.inf
    for j in range(nodes):
        x[j] = low + step * j
        tau[j] = unit * math.exp(x[j] - math.exp(-x[j]))
        weights[j], means[j], sds[j] = _given_tau(y, s, mean, sd, prior, scale, tau[j])
        weights[j] += math.log(tau[j] * (1.0 + math.exp(-x[j]))) if tau[j] > 0.0 else -np.inf
        best = max(best, weights[j])
    total = 0.0
    for j in range(nodes):
        weights[j] = math.exp(weights[j] - best)
        total += weights[j]
    return x, tau, weights / total, means, sds, best + math.log(total * step)


@compiled
def _active(
    y: Floats, s: Floats, mean: float, sd: float, prior: int, scale: float, unit: float
) -> tuple[float, float]:
    """The range of x outside which the density is below exp(-_DEEP) of its maximum."""
    n = int((_HIGH - _LOW) / _COARSE) + 1
    heights = np.empty(n)
    for j in range(n):
        x = _LOW + _COARSE * j
        tau = unit * math.exp(x - math.exp(-x))
        heights[j] = (
            _given_tau(y, s, mean, sd, prior, scale, tau)[0] + x - math.exp(-x) + math.log1p(math.exp(-x))
        )
    most = heights.max()
    first, last = 0, n - 1
    while heights[first] < most - _DEEP:
        first += 1
    while heights[last] < most - _DEEP:
        last -= 1
    return _LOW + _COARSE * (max(first, 1) - 1), _LOW + _COARSE * (min(last, n - 2) + 1)


@compiled
def _given_tau(
    y: Floats, s: Floats, mean: float, sd: float, prior: int, scale: float, tau: float
) -> tuple[float, float, float]:
    """Log of prior times marginal likelihood at tau; mean and sd of mu given it."""
    t2 = tau * tau
    precision = 0.0 if np.isinf(sd) else 1.0 / (sd * sd)
    s1, sy = precision, precision * mean
    logs, product = 0.0, 1.0
    for i in range(y.size):
        total = s[i] * s[i] + t2
        w = 1.0 / total
        s1 += w
        sy += w * y[i]
        product *= w
        if i % 4 == 3:  # one logarithm for four trials
            logs += math.log(product)
            product = 1.0
    logs += math.log(product)
    centre = sy / s1
    squares = precision * (mean - centre) ** 2
    for i in range(y.size):
        squares += (y[i] - centre) ** 2 / (s[i] * s[i] + t2)
    value = 0.5 * (logs - math.log(s1) - squares - 1.8378770664093453 * (y.size - 1.0))
    value += 0.5 * (math.log(precision) - 1.8378770664093453) if precision > 0.0 else 0.0
    return value + _log_prior(tau, prior, scale), centre, 1.0 / math.sqrt(s1)


@compiled
def _log_prior(tau: float, prior: int, scale: float) -> float:
    r = tau / scale
    if prior == HALF_NORMAL:
        return -0.5 * r * r + math.log(0.7978845608028654 / scale)
    if prior == HALF_CAUCHY:
        return math.log(0.6366197723675814 / (scale * (1.0 + r * r)))
    return -r - math.log(scale)
