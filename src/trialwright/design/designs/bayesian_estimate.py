"""Estimate and interval of a trial of Bayesian decision rules: the posterior's own, or that of stage-wise ordering.

Under an informative prior the posterior mean is pulled to the prior's, whatever the stopping rule; what that does to bias and
coverage in repeated trials, simulation says. Under a flat one the posterior is the plain estimate's, and since its
probability is then Phi of z, its thresholds are bounds on z and the stage-wise ordering applies.
Source: Spiegelhalter, Abrams & Myles 2004, section 6.6; Tsiatis, Rosner & Mehta 1984, Biometrics 40:797.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, ndtri, polygamma

from trialwright.design.designs.stagewise_table import StagewiseTable

Floats = NDArray[np.float64]


def credible(mean: Floats, sd: Floats, sign: float, alpha: float) -> tuple[Floats, Floats, Floats]:
    """(m,) mean and ends of a normal posterior, on the scale of the measure; NaN where there is none. mean : in the better
    direction. sd : 0 where there is none."""
    known = sd > 0
    centre, half = np.where(known, sign * mean, np.nan), ndtri(1 - alpha) * sd
    return centre, centre - half, centre + half


def beta_credible(
    control: tuple[Floats, Floats], arm: tuple[Floats, Floats], difference: bool, alpha: float
) -> tuple[Floats, Floats, Floats]:
    """(m,) posterior mean of the log odds ratio, or of the difference of rates, and the interval that is normal about it
    with the posterior's variance. control, arm : parameters of each beta posterior, events and others, (m,) each."""
    moments = _of_rate if difference else _of_log_odds
    (mean0, variance0), (mean1, variance1) = moments(*control), moments(*arm)
    return credible(mean1 - mean0, np.sqrt(variance0 + variance1), 1.0, alpha)


def _of_log_odds(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    return np.asarray(digamma(a) - digamma(b)), np.asarray(polygamma(1, a) + polygamma(1, b))


def _of_rate(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    return a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))


def ordering(
    at: list[int], alpha: float, needed: float, futility: float, predictive: float
) -> StagewiseTable:
    """Under a flat prior: the thresholds as bounds on (estimate - delta) / standard error at looks of sizes `at`.

    needed, futility : posterior probabilities that show a benefit, or too little. predictive : probability of success at the
    end, z sqrt(g) being what z grows to in expectation and g - 1 its variance when information grows g times.
    """
    rates = np.array(at) / at[-1]
    reach = float(ndtri(needed))
    lower = np.full(len(at), ndtri(futility) if futility > 0 else -np.inf)
    if predictive > 0:
        grown = 1 / rates[:-1]
        lower[:-1] = np.maximum(
            lower[:-1], (reach + np.sqrt(grown - 1) * float(ndtri(predictive))) / np.sqrt(grown)
        )
    lower[-1] = -math.inf
    return StagewiseTable(lower, np.full(len(at), reach), rates, alpha)
