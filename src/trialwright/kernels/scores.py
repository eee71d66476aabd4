"""Test statistics of many trials in one pass: what kernels.two_sample works out step by step, for the simulation.

Tallies are (m, k) of any layout. A test holds both files to the same numbers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]


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
        mean0, mean1 = control[i, 1] / n0, experimental[i, 1] / n1
        v0 = max(control[i, 2] - control[i, 1] * mean0, 0.0) / (n0 * (n0 - 1.0))
        v1 = max(experimental[i, 2] - experimental[i, 1] * mean1, 0.0) / (n1 * (n1 - 1.0))
        v = v0 + v1
        difference[i], variance[i] = mean1 - mean0, v
        df[i] = v * v * (n0 - 1.0) * (n1 - 1.0) / (v0 * v0 * (n1 - 1.0) + v1 * v1 * (n0 - 1.0))
    return difference, variance, df


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
        r0, r1 = 1.0 / n0, 1.0 / n1
        difference[i] = experimental[i, 1] * r1 - control[i, 1] * r0
        variance[i] = experimental[i, 2] * r1 * r1 + control[i, 2] * r0 * r0
    return difference, variance


@compiled
def known_z(control: Floats, experimental: Floats) -> Floats:
    """(m,) the z of known_variance; -inf where an arm has nobody."""
    difference, variance = known_variance(control, experimental)
    z = np.empty(len(difference))
    for i in range(len(z)):
        z[i] = difference[i] / math.sqrt(variance[i]) if variance[i] > 0.0 else -np.inf
    return z


@compiled
def normal_scores(difference: Floats, variance: Floats, df: Floats) -> Floats:
    """(m,) the t statistics as standard normal scores, by Hill's series (kernels.two_sample.normal_score); NaN where it
    is not good enough, below 30 degrees of freedom, and where there is no test."""
    z = np.empty(len(df))
    for i in range(len(df)):
        f = df[i]
        square = difference[i] * difference[i] / variance[i]
        if not (f >= 30.0 and square < np.inf):
            z[i] = np.nan
            continue
        a = f - 0.5
        b = 48.0 * a * a
        y = a * math.log1p(square / f)
        inner = (((0.4 * y + 3.3) * y + 24.0) * y + 85.5) / (0.8 * y * y + 100.0 + b)
        z[i] = math.copysign(math.sqrt(y) * (1.0 + (y + 3.0 - inner) / b), difference[i])
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
