"""The binomial hierarchical model by quadrature: x_i ~ Binomial(n_i, expit(theta_i)), theta_i ~ N(mu, tau^2).

mu ~ N(mean, sd^2); tau has one of normal_hierarchy.PRIORS. A grid over mu and tau, and an adaptive rule for each trial:
no sampler and no normal approximation of counts, so trials with no event are as good as any.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from trialwright.kernels.binomial_normal import log_marginal
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.normal_hierarchy import EXPONENTIAL, HALF_NORMAL
from trialwright.kernels.normal_mixtures import NormalMixture

_MU, _TAU, _NODES = 81, 72, 15
_DEEP = 24.0


class Posterior(NamedTuple):
    """mu, tau, weights : (n,) grid points with their posterior weights, which sum to 1."""

    mu: Floats
    tau: Floats
    weights: Floats

    @property
    def new(self) -> NormalMixture:
        """Log odds in a further trial: the meta-analytic-predictive distribution."""
        return NormalMixture(self.weights, self.mu, self.tau)

    def moments(self, name: str) -> tuple[float, float]:
        """Mean and sd of "mu" or "tau"."""
        values = self.mu if name == "mu" else self.tau
        mean = float(self.weights @ values)
        return mean, float(np.sqrt(self.weights @ (values - mean) ** 2))

    def rate_moments(self) -> tuple[float, float]:
        """Mean and sd of the response rate in a further trial."""
        z, w = np.polynomial.hermite_e.hermegauss(40)
        rates = expit(self.mu[:, None] + self.tau[:, None] * z)
        weights = self.weights[:, None] * w / math.sqrt(2 * math.pi)
        mean = float(np.sum(weights * rates))
        return mean, float(np.sqrt(np.sum(weights * (rates - mean) ** 2)))

    def rate_quantile(self, p: Floats) -> Floats:
        """Of the response rate in a further trial."""
        return np.asarray(expit(self.new.quantile(p)))


def posterior(x: Floats, n: Floats, mean: float, sd: float, prior: int, scale: float) -> Posterior:
    """x of n (k,). mean, sd : of the normal prior of mu on the log odds. prior, scale : of tau.

    tau = scale exp(t - exp(-t)) on an even grid of t, as in normal_hierarchy; mu on an even grid. Both rules converge
    geometrically. Source: Neuenschwander et al. 2010, Clin Trials 7:5; Schmidli et al. 2014, Biometrics 70:1023.
    """
    rough = _grid(x, n, mean, sd, prior, scale, *_wide(x, n, mean, sd), 31, 31)
    return _pruned(scale, *_grid(x, n, mean, sd, prior, scale, *_active(*rough), _MU, _TAU))


def _wide(x: Floats, n: Floats, mean: float, sd: float) -> tuple[float, float, float, float]:
    own = logit((x + 0.5) / (n + 1.0))
    spread = 6.0 / math.sqrt(len(x)) * (float(np.std(own)) + 1.5)
    centre = float(np.average(own, weights=n))
    return max(centre - spread, mean - 8 * sd), min(centre + spread, mean + 8 * sd), -3.4, 4.0


Grid = tuple[Floats, Floats, Floats]


def _grid(
    x: Floats, n: Floats, mean: float, sd: float, prior: int, scale: float,
    low: float, high: float, first: float, last: float, points: int, taus: int,
) -> Grid:  # fmt: skip
    """mu (points,), t (taus,) and the log density in (mu, t)."""
    mu, t = np.linspace(low, high, points), np.linspace(first, last, taus)
    tau = scale * np.exp(t - np.exp(-t))
    log = -0.5 * ((mu - mean) / sd) ** 2
    r = tau / scale
    log_tau = -0.5 * r**2 if prior == HALF_NORMAL else -r if prior == EXPONENTIAL else -np.log1p(r**2)
    log_tau = log_tau + t - np.exp(-t) + np.log1p(np.exp(-t))
    density = log[:, None] + log_tau[None, :]
    for one, of in zip(x, n, strict=True):
        density = density + log_marginal(one, of, mu[:, None], tau[None, :], _NODES)
    return mu, t, density


def _active(mu: Floats, t: Floats, density: Floats) -> tuple[float, float, float, float]:
    """The box outside which the density is negligible, a step wider."""
    here = density > density.max() - _DEEP
    rows, columns = np.flatnonzero(here.any(1)), np.flatnonzero(here.any(0))
    ends = [mu[max(rows[0] - 1, 0)], mu[min(rows[-1] + 1, len(mu) - 1)]]
    ends += [t[max(columns[0] - 1, 0)], t[min(columns[-1] + 1, len(t) - 1)]]
    a, b, c, d = (float(e) for e in ends)
    return a, b, c, d


def _pruned(scale: float, mu: Floats, t: Floats, density: Floats) -> Posterior:
    weights = np.exp(density - density.max()).ravel()
    m, at = (g.ravel() for g in np.meshgrid(mu, t, indexing="ij"))
    keep = weights > 1e-14
    tau = scale * np.exp(at[keep] - np.exp(-at[keep]))
    return Posterior(m[keep], tau, weights[keep] / weights[keep].sum())
