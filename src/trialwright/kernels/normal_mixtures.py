"""Mixtures of normals: moments, distribution, quantiles. weights (n,) sum to 1; means, sds (n,), sds > 0."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, ndtr

from trialwright.kernels.compiled import compiled
from trialwright.kernels.heterogeneity import Floats

_ROOT_HALF = math.sqrt(0.5)


class NormalMixture(NamedTuple):
    """A distribution as a weighted sum of normals."""

    weights: Floats
    means: Floats
    sds: Floats

    @property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        return float(np.sqrt(self.weights @ (self.sds**2 + (self.means - self.mean) ** 2)))

    def cdf(self, x: Floats | float) -> Floats:
        """P(X <= x), of x's shape."""
        return np.asarray(ndtr((np.asarray(x)[..., None] - self.means) / self.sds) @ self.weights)

    def density(self, x: Floats | float) -> Floats:
        return np.asarray(np.exp(self.log_density(x)))

    def log_density(self, x: Floats | float) -> Floats:
        z = (np.asarray(x)[..., None] - self.means) / self.sds
        return np.asarray(
            logsumexp(-0.5 * z**2 - np.log(self.sds) - 0.5 * math.log(2 * math.pi), b=self.weights, axis=-1)
        )

    def quantile(self, p: Floats | float) -> Floats:
        """The value below which X lies with chance p, 0 < p < 1."""
        return quantiles(self.weights, self.means, self.sds, np.atleast_1d(np.asarray(p, dtype=np.float64)))

    def mode(self) -> float:
        grid = self.quantile(np.linspace(0.01, 0.99, 99))
        at = int(np.argmax(self.density(grid)))
        low, high = grid[max(at - 1, 0)], grid[min(at + 1, len(grid) - 1)]
        found = minimize_scalar(
            lambda x: -float(self.log_density(x)),
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-9},
        )
        return float(found.x)


@compiled
def mixture_cdf(weights: Floats, means: Floats, sds: Floats, x: float) -> tuple[float, float]:
    """P(X <= x) and the density there."""
    total = density = 0.0
    for j in range(weights.size):
        z = (x - means[j]) / sds[j]
        if weights[j] > 0.0:
            total += weights[j] * 0.5 * math.erfc(-z * _ROOT_HALF)
            density += weights[j] * math.exp(-0.5 * z * z) / (sds[j] * 2.5066282746310002)
    return total, density


@compiled
def quantiles(weights: Floats, means: Floats, sds: Floats, p: Floats) -> Floats:
    """By Newton's steps, kept inside a bracket that shrinks."""
    out = np.empty(p.size)
    centre = np.sum(weights * means)
    spread = math.sqrt(np.sum(weights * (sds**2 + (means - centre) ** 2)))
    for i in range(p.size):
        low, high = centre - spread, centre + spread
        while mixture_cdf(weights, means, sds, low)[0] > p[i]:
            low -= 2.0 * (centre - low)
        while mixture_cdf(weights, means, sds, high)[0] < p[i]:
            high += 2.0 * (high - centre)
        x = min(max(centre, low), high)
        for _ in range(200):
            at, density = mixture_cdf(weights, means, sds, x)
            if at > p[i]:
                high = x
            else:
                low = x
            new = x - (at - p[i]) / density if density > 0.0 else 0.5 * (low + high)
            if not low < new < high:
                new = 0.5 * (low + high)
            if abs(new - x) <= 1e-12 * (spread + abs(x)):
                x = new
                break
            x = new
        out[i] = x
    return out


def updated(prior: NormalMixture, y: float, se: float) -> NormalMixture:
    """After a normal observation y with standard error se."""
    total = prior.sds**2 + se**2
    kept = prior.sds**2 / total
    logs = np.log(prior.weights) - 0.5 * np.log(total) - 0.5 * (y - prior.means) ** 2 / total
    return NormalMixture(
        np.exp(logs - logsumexp(logs)), kept * y + (1 - kept) * prior.means, np.sqrt(kept) * se
    )


def robust(prior: NormalMixture, weight: float, mean: float, sd: float) -> NormalMixture:
    """With a vague component. Source: Schmidli et al. 2014, Biometrics 70:1023."""
    return NormalMixture(
        np.append(prior.weights * (1 - weight), weight),
        np.append(prior.means, mean),
        np.append(prior.sds, sd),
    )


def information(prior: NormalMixture, x: Floats) -> Floats:
    """-d2/dx2 log density at x (m,)."""
    z = (x[:, None] - prior.means) / prior.sds
    logs = -0.5 * z**2 - np.log(prior.sds)
    share = np.exp(logs - logsumexp(logs, b=prior.weights, axis=1, keepdims=True)) * prior.weights
    slope = -z / prior.sds
    first = np.sum(share * slope, axis=1)
    return np.asarray(first**2 - np.sum(share * (slope**2 - 1 / prior.sds**2), axis=1))


def effective_size_elir(prior: NormalMixture, sigma: float) -> float:
    """Patients of outcome SD sigma: the expected local information ratio. Source: Neuenschwander et al. 2020."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(200)
    total = 0.0
    for share, mean, sd in zip(prior.weights, prior.means, prior.sds, strict=True):
        local = information(prior, mean + sd * nodes)
        total += share * float(weights @ local) / math.sqrt(2 * math.pi)
    return total * sigma**2


def effective_size_moment(prior: NormalMixture, sigma: float) -> float:
    """sigma^2 over the variance."""
    return sigma**2 / prior.sd**2


def effective_size_morita(prior: NormalMixture, sigma: float) -> float:
    """sigma^2 times the information at the mode. Source: Morita, Thall & Mueller 2008, Biometrics 64:595."""
    return sigma**2 * float(information(prior, np.array([prior.mode()]))[0])


def fit(target: NormalMixture, components: int, steps: int = 2000) -> NormalMixture:
    """The mixture of few normals nearest to one of many, in Kullback-Leibler divergence, by EM on its quantiles."""
    x = target.quantile((np.arange(400) + 0.5) / 400)
    sds = target.sd * np.geomspace(0.5, 1.8, components) if components > 1 else np.array([target.sd])
    means, weights = np.full(components, target.mean), np.full(components, 1 / components)
    last = -np.inf
    for _ in range(steps):
        z = (x[:, None] - means) / sds
        logs = np.log(weights) - np.log(sds) - 0.5 * z**2
        total = logsumexp(logs, axis=1)
        member = np.exp(logs - total[:, None])
        size = np.maximum(member.sum(0), 1e-9)
        weights, means = size / size.sum(), (member * x[:, None]).sum(0) / size
        sds = np.sqrt((member * (x[:, None] - means) ** 2).sum(0) / size + 1e-12 * target.sd**2)
        now = float(total.mean())
        if abs(now - last) < 1e-10:
            break
        last = now
    return NormalMixture(weights, means, sds)


def divergence(target: NormalMixture, other: NormalMixture) -> float:
    """Kullback-Leibler divergence of `other` from `target`, nats."""
    x = target.quantile((np.arange(2000) + 0.5) / 2000)
    return float(np.mean(target.log_density(x) - other.log_density(x)))


def shortest_interval(quantile, mass: float = 0.95) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """The shortest interval with this mass, from a quantile function of arrays of p; the density has one mode."""
    low, high = 1e-9, 1 - mass - 1e-9
    for _ in range(6):
        p = np.linspace(low, high, 41)
        widths = quantile(p + mass) - quantile(p)
        at, step = p[int(np.argmin(widths))], p[1] - p[0]
        low, high = max(1e-9, at - step), min(1 - mass - 1e-9, at + step)
    return float(quantile(np.array([at]))[0]), float(quantile(np.array([at + mass]))[0])
