"""Mixtures of beta distributions as priors of a response rate: moments, updates, fits, decisions.

weights (n,) sum to 1; a, b (n,) > 0.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, betaln, digamma, logsumexp, polygamma
from scipy.stats import betabinom, binom

from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.posterior import difference_exceeds


class BetaMixture(NamedTuple):
    """A distribution on 0..1 as a weighted sum of betas."""

    weights: Floats
    a: Floats
    b: Floats

    @property
    def mean(self) -> float:
        return float(self.weights @ (self.a / (self.a + self.b)))

    @property
    def sd(self) -> float:
        total = self.a + self.b
        second = self.a * (self.a + 1) / (total * (total + 1))
        return float(np.sqrt(self.weights @ second - self.mean**2))

    def cdf(self, x: Floats | float) -> Floats:
        """P(X <= x), of x's shape."""
        return np.asarray(betainc(self.a, self.b, np.asarray(x)[..., None]) @ self.weights)

    def log_density(self, x: Floats | float) -> Floats:
        at = np.asarray(x)[..., None]
        logs = (self.a - 1) * np.log(at) + (self.b - 1) * np.log1p(-at) - betaln(self.a, self.b)
        return np.asarray(logsumexp(logs, b=self.weights, axis=-1))

    def quantile(self, p: Floats | float) -> Floats:
        """The value below which X lies with chance p, 0 < p < 1."""
        ends = 1e-12, 1 - 1e-12
        return np.array(
            [brentq(lambda x: float(self.cdf(x)) - q, *ends, xtol=1e-13) for q in np.atleast_1d(p)]  # noqa: B023
        )

    def mode(self) -> float:
        """By a fine grid; 0 or 1 where the density rises without end."""
        grid = np.linspace(0.0005, 0.9995, 2001)
        for _ in range(3):
            at = grid[int(np.argmax(self.log_density(grid)))]
            step = grid[1] - grid[0]
            grid = np.linspace(max(1e-12, at - step), min(1 - 1e-12, at + step), 2001)
        return float(at)

    def updated(self, x: Floats | float, n: float) -> BetaMixture:
        """After x of n responded; x an array (m,) gives weights, a, b of shape (m, components)."""
        r = np.asarray(x, dtype=np.float64)[..., None]
        a, b = self.a + r, self.b + n - r
        logs = np.log(self.weights) + betaln(a, b) - betaln(self.a, self.b)
        return BetaMixture(np.exp(logs - logsumexp(logs, axis=-1, keepdims=True)), a, b)

    def robust(self, weight: float, mean: float, size: float = 1.0) -> BetaMixture:
        """With a component of `weight` that knows little: Beta of this mean worth size + 1 patients' information.

        Source: Schmidli et al. 2014, Biometrics 70:1023.
        """
        return BetaMixture(
            np.append(self.weights * (1 - weight), weight),
            np.append(self.a, mean * (size + 1)),
            np.append(self.b, (1 - mean) * (size + 1)),
        )


def information(prior: BetaMixture, x: Floats) -> Floats:
    """-d2/dx2 log density, of x's shape."""
    at = x[..., None]
    logs = (prior.a - 1) * np.log(at) + (prior.b - 1) * np.log1p(-at) - betaln(prior.a, prior.b)
    share = np.exp(logs - logsumexp(logs, b=prior.weights, axis=-1, keepdims=True)) * prior.weights
    slope = (prior.a - 1) / at - (prior.b - 1) / (1 - at)
    curve = -(prior.a - 1) / at**2 - (prior.b - 1) / (1 - at) ** 2
    first = np.sum(share * slope, axis=-1)
    return np.asarray(first**2 - np.sum(share * (slope**2 + curve), axis=-1))


@cache
def _legendre(points: int) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return nodes, weights


def effective_size_elir(prior: BetaMixture) -> float:
    """Expected local information ratio: the prior's information over one patient's, averaged over the prior.

    It alone is predictively consistent: after n patients it is, on average, n more. Integrated on the log odds, with
    nodes at each component. Source: Neuenschwander et al. 2020, Biometrics 76:578.
    """
    nodes, weights = _legendre(400)
    low = np.log(prior.a / prior.b) - 30 / np.sqrt(np.minimum(prior.a, 1e4))
    high = np.log(prior.a / prior.b) + 30 / np.sqrt(np.minimum(prior.b, 1e4))
    total = 0.0
    # Each component over its own range: all are smooth there.
    for share, a, b, start, end in zip(prior.weights, prior.a, prior.b, low, high, strict=True):
        t = (start + end) / 2 + (end - start) / 2 * nodes
        x = np.clip(1 / (1 + np.exp(-t)), 1e-14, 1 - 1e-14)
        density = np.exp(a * np.log(x) + b * np.log1p(-x) - betaln(a, b))
        ratio = information(prior, x) * x * (1 - x)
        total += share * float(np.sum(weights * density * ratio)) * (end - start) / 2
    return total


def effective_size_moment(prior: BetaMixture) -> float:
    """a + b of the beta with the same mean and variance."""
    return prior.mean * (1 - prior.mean) / prior.sd**2 - 1


def effective_size_morita(prior: BetaMixture, inflation: float = 10_000.0) -> float:
    """Patients whose expected information, after a prior that knows next to nothing, equals the prior's at its mode.

    Their number of responders is predicted from the prior; the empty prior has the same means, with a and b over
    `inflation`. Between whole numbers of patients it is linear. Source: Morita, Thall & Mueller 2008, Biometrics 64:595.
    """
    at = np.array(prior.mode())
    known = float(information(prior, at))
    empty = BetaMixture(prior.weights, prior.a / inflation, prior.b / inflation)

    def expected(n: int) -> float:
        x = np.arange(n + 1, dtype=np.float64)
        chance = betabinom.pmf(x[:, None], n, prior.a, prior.b) @ prior.weights
        return float(
            sum(c * float(information(empty.updated(r, n), at)) for c, r in zip(chance, x, strict=True))
        )

    low, high = 1, 2
    if expected(low) >= known:
        return float(low) * known / expected(low)
    while expected(high) < known:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if expected(middle) < known else (low, middle)
    below, above = expected(low), expected(high)
    return low + (known - below) / (above - below)


def fit(x: Floats, weights: Floats, components: int, steps: int = 500) -> BetaMixture:
    """The mixture nearest, in Kullback-Leibler divergence, to a distribution on a grid: x (m,) in 0..1 with weights.

    EM from quantile slices; Newton's steps for each component. weights (m,) sum to 1.
    """
    log_x, log_1x = np.log(x), np.log1p(-x)
    a, b, share = _slices(x, weights, components)
    last = -np.inf
    for _ in range(steps):
        logs = np.log(share) + (a - 1) * log_x[:, None] + (b - 1) * log_1x[:, None] - betaln(a, b)
        total = logsumexp(logs, axis=1)
        member = np.exp(logs - total[:, None]) * weights[:, None]
        share = np.maximum(member.sum(0), 1e-12)
        for j in range(components):
            a[j], b[j] = _beta_mle(
                a[j], b[j], float(member[:, j] @ log_x) / share[j], float(member[:, j] @ log_1x) / share[j]
            )
        now = float(weights @ total)
        if abs(now - last) < 1e-9:
            break
        last = now
    return BetaMixture(share / share.sum(), a, b)


def _slices(x: Floats, weights: Floats, components: int) -> tuple[Floats, Floats, Floats]:
    """Starting values: every component at another quantile, with spreads from narrow to wide."""
    mean = float(weights @ x)
    variance = float(weights @ (x - mean) ** 2)
    size = mean * (1 - mean) / variance - 1
    sizes = size * np.geomspace(3.0, 0.3, components) if components > 1 else np.array([size])
    return (
        np.maximum(mean * sizes, 0.5),
        np.maximum((1 - mean) * sizes, 0.5),
        np.full(components, 1 / components),
    )


def _beta_mle(a: float, b: float, log_x: float, log_1x: float) -> tuple[float, float]:
    """Beta with these mean logs, by Newton on log a, log b."""
    at = np.log([a, b])
    for _ in range(50):
        p, q = np.exp(at)
        gradient = np.array(
            [(log_x - digamma(p) + digamma(p + q)) * p, (log_1x - digamma(q) + digamma(p + q)) * q]
        )
        both = polygamma(1, p + q)
        hessian = np.array(
            [
                [(both - polygamma(1, p)) * p * p, both * p * q],
                [both * p * q, (both - polygamma(1, q)) * q * q],
            ]
        )
        step = np.clip(np.linalg.solve(hessian, gradient), -1.0, 1.0)
        at = np.clip(at - step, np.log(1e-3), np.log(1e6))
        if np.abs(step).max() < 1e-10:
            break
    return float(np.exp(at[0])), float(np.exp(at[1]))


def exceeds(first: BetaMixture, second: BetaMixture, delta: float) -> float:
    """P(p1 - p2 > delta) for independent mixtures."""
    i, j = (k.ravel() for k in np.meshgrid(np.arange(len(first.a)), np.arange(len(second.a)), indexing="ij"))
    chance = difference_exceeds(second.a[j], second.b[j], first.a[i], first.b[i], delta)
    return float((first.weights[i] * second.weights[j]) @ chance)


def success_one_arm(prior: BetaMixture, n: int, needed: float, above: float) -> Floats:
    """(n + 1,) whether P(p > above | x of n) > needed, for x = 0..n."""
    after = prior.updated(np.arange(n + 1.0), n)
    tail = np.sum(after.weights * betainc(after.b, after.a, 1 - above), axis=-1)
    return np.asarray(tail > needed, dtype=np.float64)


def success_two_arms(
    first: BetaMixture, n1: int, second: BetaMixture, n2: int, needed: float, delta: float
) -> Floats:
    """(n1 + 1, n2 + 1) whether P(p1 - p2 > delta | x1 of n1, x2 of n2) > needed."""
    one, two = first.updated(np.arange(n1 + 1.0), n1), second.updated(np.arange(n2 + 1.0), n2)
    chance = np.zeros((n1 + 1, n2 + 1))
    for i in range(len(first.a)):
        for j in range(len(second.a)):
            a1, a2 = np.broadcast_arrays(one.a[:, None, i], two.a[None, :, j])
            b1, b2 = np.broadcast_arrays(one.b[:, None, i], two.b[None, :, j])
            exceed = difference_exceeds(a2.ravel(), b2.ravel(), a1.ravel(), b1.ravel(), delta)
            chance += one.weights[:, None, i] * two.weights[None, :, j] * exceed.reshape(chance.shape)
    return np.asarray(chance > needed, dtype=np.float64)


def chance_one_arm(success: Floats, p: Floats) -> Floats:
    """(m,) chance of success at true rates p (m,), exact."""
    n = len(success) - 1
    return np.asarray(binom.pmf(np.arange(n + 1), n, p[:, None]) @ success)


def chance_two_arms(success: Floats, p1: Floats, p2: Floats) -> Floats:
    """(m,) chance of success at pairs of true rates, exact."""
    n1, n2 = success.shape[0] - 1, success.shape[1] - 1
    one, two = binom.pmf(np.arange(n1 + 1), n1, p1[:, None]), binom.pmf(np.arange(n2 + 1), n2, p2[:, None])
    return np.asarray(np.einsum("mi,ij,mj->m", one, success, two))
