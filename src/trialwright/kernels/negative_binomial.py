"""Counts with overdispersion: the information that arms hold about a log rate ratio, sizes and power.

Rates are events per unit of exposure, > 0. dispersion k >= 0: variance = mean + k mean^2 (0 is Poisson).
The Wald test of the log rate ratio; its variance is 1 / information1 + 1 / information2.
Source: Zhu & Lakkis 2014, Stat Med 33:376; Mütze, Glimm, Schmidli & Friede 2019, SMMR 28:2326.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
NullVariance = Literal["assumed", "reference", "restricted"]


def patient_information(rate: ArrayLike, exposure: ArrayLike, dispersion: float) -> Floats:
    """What one patient tells of log rate after an exposure."""
    mean = np.asarray(rate, float) * np.asarray(exposure, float)
    return np.asarray(mean / (1 + dispersion * mean))


def mean_information(rate: float, low: ArrayLike, high: ArrayLike, dispersion: float) -> Floats:
    """The mean of `patient_information` over exposures uniform on [low, high]."""
    a, b = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
    x = dispersion * rate * (b - a) / (1 + dispersion * rate * a)
    nodes = a[..., None] + (b - a)[..., None] * (NODES + 1) / 2
    by_quadrature = np.sum(WEIGHTS / 2 * patient_information(rate, nodes, dispersion), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        closed = (1 - np.log1p(x) / (dispersion * rate * (b - a))) / dispersion
    # The closed form loses its digits where the spread x is small, and there quadrature is exact.
    return np.asarray(np.where(x < 1, by_quadrature, closed))


def information(
    rate: float, time: float, bounds: Floats, intensity: Floats, dispersion: float, longest: float = math.inf
) -> float:
    """What all patients entered by a calendar time tell of log rate, each followed to then, for `longest` at most.

    bounds (k + 1,), intensity (k,) : entry in steps, patients of this arm per unit of time.
    """
    total = 0.0
    for start, end, per_time in zip(bounds[:-1], bounds[1:], intensity, strict=True):
        end = min(float(end), time)
        full = min(max(time - longest, start), end)  # those who entered before have the longest exposure
        if full > start:
            total += per_time * (full - start) * float(patient_information(rate, longest, dispersion))
        if end > max(full, start):
            begun = max(full, start)
            mean = float(mean_information(rate, time - end, time - begun, dispersion))
            total += per_time * (end - begun) * mean
    return total


def exposure(time: float, bounds: Floats, intensity: Floats, longest: float = math.inf) -> float:
    """All patients' exposure by a calendar time, in the same terms."""
    return information(1.0, time, bounds, intensity, 0.0, longest)


def unit_variance(rate1: float, rate2: float, exposure: float, dispersion: float, allocation: float) -> float:
    """n times the variance of the log rate ratio with n in all, everyone followed for `exposure`. allocation : n1 / n2."""
    of1 = float(patient_information(rate1, exposure, dispersion))
    of2 = float(patient_information(rate2, exposure, dispersion))
    return (1 + allocation) / (allocation * of1) + (1 + allocation) / of2


def null_rates(
    rate1: float,
    rate2: float,
    exposure: float,
    dispersion: float,
    allocation: float,
    null: float,
    how: NullVariance,
) -> tuple[float, float]:
    """The rates under the null whose variance the test's critical value takes.

    Zhu & Lakkis's methods: "reference" group's rate in both arms (1), the "assumed" rates (2), and those of greatest
    likelihood under the null, "restricted" (3).
    """
    if how == "assumed":
        return rate1, rate2
    if how == "reference":
        return null * rate2, rate2

    def score(rate: float) -> float:
        m1, m2 = null * rate * exposure, rate * exposure
        first = allocation * (rate1 * exposure - m1) / (1 + dispersion * m1)
        return first + (rate2 * exposure - m2) / (1 + dispersion * m2)

    edge = sorted((rate1 / null, rate2))
    both = float(brentq(score, edge[0], edge[1], xtol=1e-15)) if edge[0] < edge[1] else rate2
    return null * both, both


def size(
    distance: float, null_variance: float, variance: float, alpha: float, target: float, sided: int = 1
) -> float:
    """Patients in all, not rounded. distance : |log ratio - log null|; variances : n times that of the log ratio."""
    z = float(ndtri(1 - alpha / sided)) * math.sqrt(null_variance) + float(ndtri(target)) * math.sqrt(
        variance
    )
    return (z / distance) ** 2


def power(
    distance: float, null_variance: float, variance: float, n: float, alpha: float, sided: int = 1
) -> float:
    """P(reject), both sides counted if two-sided; distance positive in the direction of the alternative."""
    critical = float(ndtri(1 - alpha / sided)) * math.sqrt(null_variance / variance)
    drift = distance * math.sqrt(n / variance)
    return float(ndtr(drift - critical)) + (float(ndtr(-drift - critical)) if sided == 2 else 0.0)
