"""Test statistics of many trials in one pass: what kernels.two_sample works out step by step, for the simulation.

Tallies are (m, k) of any layout. A test holds both files to the same numbers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled, inlined

Floats = NDArray[np.float64]

ENOUGH = 30.0  # degrees of freedom for Hill's series


@inlined
def welch_of(
    n0: float, sum0: float, squares0: float, n1: float, sum1: float, squares1: float
) -> tuple[float, float, float]:
    """Of one trial, what `welch` gives of many; of at least two patients an arm."""
    mean0, mean1 = sum0 / n0, sum1 / n1
    v0 = max(squares0 - sum0 * mean0, 0.0) / (n0 * (n0 - 1.0))
    v1 = max(squares1 - sum1 * mean1, 0.0) / (n1 * (n1 - 1.0))
    v = v0 + v1
    df = v * v * (n0 - 1.0) * (n1 - 1.0) / (v0 * v0 * (n1 - 1.0) + v1 * v1 * (n0 - 1.0))
    return mean1 - mean0, v, df


@compiled
def welch(control: Floats, experimental: Floats) -> tuple[Floats, Floats, Floats]:
    """(m,) difference of means, its squared standard error, and Satterthwaite's degrees of freedom, from tallies of n,
    sum and sum of squares; NaN where an arm has fewer than two patients."""
    m = len(control)
    difference, variance, df = np.empty(m), np.empty(m), np.empty(m)
    for i in range(m):
        n0, n1 = control[i, 0], experimental[i, 0]
        if n0 < 2.0 or n1 < 2.0:
            both = n0 > 0.0 and n1 > 0.0
            difference[i] = experimental[i, 1] / n1 - control[i, 1] / n0 if both else np.nan
            variance[i] = df[i] = np.nan
            continue
        difference[i], variance[i], df[i] = welch_of(
            n0, control[i, 1], control[i, 2], n1, experimental[i, 1], experimental[i, 2]
        )
    return difference, variance, df


@inlined
def known_of(
    n0: float, sum0: float, squares0: float, n1: float, sum1: float, squares1: float
) -> tuple[float, float]:
    """Of one trial, what `known_variance` gives of many; of at least one patient an arm."""
    r0, r1 = 1.0 / n0, 1.0 / n1
    return sum1 * r1 - sum0 * r0, squares1 * r1 * r1 + squares0 * r0 * r0


@compiled
def known_variance(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """(m,) difference of means and its variance, from tallies of n, sum and n times a known variance; NaN where an arm
    has nobody."""
    m = len(control)
    difference, variance = np.empty(m), np.empty(m)
    for i in range(m):
        n0, n1 = control[i, 0], experimental[i, 0]
        if n0 <= 0.0 or n1 <= 0.0:
            difference[i] = variance[i] = np.nan
            continue
        difference[i], variance[i] = known_of(
            n0, control[i, 1], control[i, 2], n1, experimental[i, 1], experimental[i, 2]
        )
    return difference, variance


@compiled
def known_z(control: Floats, experimental: Floats) -> Floats:
    """(m,) the z of known_variance; -inf where an arm has nobody."""
    difference, variance = known_variance(control, experimental)
    z = np.empty(len(difference))
    for i in range(len(z)):
        z[i] = difference[i] / math.sqrt(variance[i]) if variance[i] > 0.0 else -np.inf
    return z


@inlined
def hill(difference: float, variance: float, df: float) -> float:
    """Of one trial, what `normal_scores` gives of many."""
    square = difference * difference / variance
    if not (df >= ENOUGH and square < np.inf):
        return np.nan
    a = df - 0.5
    b = 48.0 * a * a
    y = a * math.log1p(square / df)
    inner = (((0.4 * y + 3.3) * y + 24.0) * y + 85.5) / (0.8 * y * y + 100.0 + b)
    return math.copysign(math.sqrt(y) * (1.0 + (y + 3.0 - inner) / b), difference)


@compiled
def normal_scores(difference: Floats, variance: Floats, df: Floats) -> Floats:
    """(m,) the t statistics as standard normal scores, by Hill's series (kernels.two_sample.normal_score); NaN where it
    is not good enough, below 30 degrees of freedom, and where there is no test."""
    z = np.empty(len(df))
    for i in range(len(df)):
        z[i] = hill(difference[i], variance[i], df[i])
    return z


@compiled
def pooled_z(control: Floats, experimental: Floats) -> Floats:
    """(m,) pooled z of two proportions from counts without and with the event; -inf where there is no test."""
    z = np.empty(len(control))
    for i in range(len(control)):
        e0, e1 = control[i, 1], experimental[i, 1]
        n0, n1 = control[i, 0] + e0, experimental[i, 0] + e1
        events, n = e0 + e1, n0 + n1
        spread = events * (n - events) * n0 * n1
        z[i] = (e1 * n0 - e0 * n1) * math.sqrt(n / spread) if spread > 0.0 else -np.inf
    return z
