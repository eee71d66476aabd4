"""How much past data count: power priors, and commensurate priors, of one source beside new data.

With one source the drift between past and present is not identified: a fixed power, or a prior of drift, is a
statement, and its results belong on a grid. Rates 0..1; normal means with standard errors > 0.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import betaln

from trialwright.kernels.beta_mixtures import BetaMixture
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.normal_mixtures import NormalMixture


def power_prior_rate(x: float, n: float, power: float, a: float = 1.0, b: float = 1.0) -> BetaMixture:
    """Past x of n to the power 0..1, after Beta(a, b). Source: Ibrahim & Chen 2000, Stat Sci 15:46."""
    return BetaMixture(np.ones(1), np.array([a + power * x]), np.array([b + power * (n - x)]))


def power_prior_mean(y: float, se: float, power: float) -> NormalMixture:
    """Past mean y to the power 0 < power <= 1: its variance over the power."""
    return NormalMixture(np.ones(1), np.array([y]), np.array([se / math.sqrt(power)]))


def normalised_power_rate(
    past_x: float, past_n: float, x: float, n: float, a: float = 1.0, b: float = 1.0, nodes: int = 64
) -> tuple[BetaMixture, Floats, Floats]:
    """Posterior of a rate after x of n, with the power itself uniform on 0..1 and learned.

    Returns the posterior, and the power's nodes with their posterior weights. The prior is normalised for each power,
    else its constant would favour none. Source: Duan, Ye & Smith 2006, Environmetrics 17:95.
    """
    at, w = np.polynomial.legendre.leggauss(nodes)
    power, w = (at + 1) / 2, w / 2
    one, two = a + power * past_x, b + power * (past_n - past_x)
    logs = np.log(w) + betaln(one + x, two + n - x) - betaln(one, two)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    return BetaMixture(weights, one + x, two + n - x), power, weights


def normalised_power_mean(
    past_y: float, past_se: float, y: float, se: float, nodes: int = 64
) -> tuple[NormalMixture, Floats, Floats]:
    """The same for normal means."""
    at, w = np.polynomial.legendre.leggauss(nodes)
    power, w = (at + 1) / 2, w / 2
    past = past_se**2 / power
    logs = np.log(w) - 0.5 * np.log(past + se**2) - 0.5 * (y - past_y) ** 2 / (past + se**2)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    kept = past / (past + se**2)
    return NormalMixture(weights, kept * y + (1 - kept) * past_y, np.sqrt(kept) * se), power, weights


def commensurate(y: float, se: float, drift_sd: float, nodes: int = 80) -> NormalMixture:
    """Prior of the present mean: past y plus a drift ~ N(0, tau^2), tau ~ half-normal(drift_sd).

    drift_sd 0 takes past and present as the same. Source: Hobbs et al. 2011, Biometrics 67:1047.
    """
    if drift_sd == 0:
        return NormalMixture(np.ones(1), np.array([y]), np.array([se]))
    at, w = np.polynomial.legendre.leggauss(nodes)
    tau = drift_sd * 4.25 * (at + 1)  # to 8.5 scales
    weights = w * np.exp(-0.5 * (tau / drift_sd) ** 2)
    return NormalMixture(weights / weights.sum(), np.full(nodes, y), np.sqrt(se**2 + tau**2))
