"""How long recruitment takes and how many it screens, in closed form.

Patients are screened as a Poisson process; each is enrolled with one probability, which may itself be
uncertain: it is then given as equally weighted values, the same throughout a trial.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv, gammainc

Floats = NDArray[np.float64]

_BETA_POINTS = 48


def beta_nodes(a: float, b: float) -> tuple[Floats, Floats]:
    """A Beta(a, b) distribution as values and weights: Gauss-Legendre in its probability."""
    x, w = np.polynomial.legendre.leggauss(_BETA_POINTS)
    return np.asarray(betaincinv(a, b, (x + 1) / 2)), w / 2


def months_cdf(months: float, patients: int, per_month: float, enrolled: Floats, weight: Floats) -> float:
    """P(the last of `patients` is enrolled within `months`): Erlang, mixed over `enrolled`.

    per_month : patients screened. enrolled : (k,) probability that a screened patient enters; weight
    (k,) adds to 1.
    """
    if months <= 0:
        return 0.0
    return float(np.sum(weight * gammainc(patients, per_month * enrolled * months)))


def screened_cdf(screened: int, patients: int, enrolled: Floats, weight: Floats) -> float:
    """P(`patients` are found among the first `screened`): negative binomial, mixed over `enrolled`."""
    if screened < patients:
        return 0.0
    return float(np.sum(weight * betainc(patients, screened - patients + 1, enrolled)))


def months_quantile(p: float, patients: int, per_month: float, enrolled: Floats, weight: Floats) -> float:
    """The p-quantile of the months until the last enrolment, to a relative error below 1e-9."""
    high = patients / (per_month * float(np.sum(weight * enrolled)))
    while months_cdf(high, patients, per_month, enrolled, weight) < p:
        high *= 2
    low = 0.0
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        if months_cdf(middle, patients, per_month, enrolled, weight) < p:
            low = middle
        else:
            high = middle
    return high


def screened_quantile(p: float, patients: int, enrolled: Floats, weight: Floats) -> int:
    """The p-quantile of patients screened until the last is enrolled: the smallest count with CDF >= p."""
    low, high = patients - 1, patients
    while screened_cdf(high, patients, enrolled, weight) < p:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if screened_cdf(middle, patients, enrolled, weight) < p:
            low = middle
        else:
            high = middle
    return high
