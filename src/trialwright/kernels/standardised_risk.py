"""Risks and their difference averaged over the patients' covariates: g-computation after a logistic regression."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class StandardisedRisks(NamedTuple):
    """risk1, risk0 : mean risk had everyone, or no one, been treated; errors by the delta method.

    log_ratio, log_odds_ratio : of the two mean risks (marginal), with their errors.
    """

    risk1: float
    risk0: float
    se1: float
    se0: float
    difference: float
    difference_se: float
    log_ratio: float
    log_ratio_se: float
    log_odds_ratio: float
    log_odds_ratio_se: float


def standardised(x1: Floats, x0: Floats, b: Floats, covariance: Floats) -> StandardisedRisks:
    """x1, x0 : (n, p) the design with the treatment set to 1 and to 0 for everybody. The covariates are taken as fixed.

    Source: Lane & Nelder 1982, Biometrics 38:613; Ge et al. 2011, Drug Inf J 45:481 (delta method).
    """
    r1, r0 = 1.0 / (1.0 + np.exp(-(x1 @ b))), 1.0 / (1.0 + np.exp(-(x0 @ b)))
    p1, p0 = float(r1.mean()), float(r0.mean())
    g1 = (x1 * (r1 * (1 - r1))[:, None]).mean(0)
    g0 = (x0 * (r0 * (1 - r0))[:, None]).mean(0)

    def error(gradient: Floats) -> float:
        return math.sqrt(float(gradient @ covariance @ gradient))

    odds = g1 / (p1 * (1 - p1)) - g0 / (p0 * (1 - p0))
    return StandardisedRisks(
        p1, p0, error(g1), error(g0), p1 - p0, error(g1 - g0),
        math.log(p1 / p0), error(g1 / p1 - g0 / p0),
        math.log(p1 / (1 - p1) * (1 - p0) / p0), error(odds),
    )  # fmt: skip
