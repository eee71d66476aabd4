"""Fisher's combination of independent p-values over stages: levels, and probabilities of stopping at each.

The statistic is the product of p_i ** w_i, w_1 = 1. In s_i = -log of it, each stage adds w_i times a standard
exponential under no effect. The sub-density of s_i among trials that go on is smooth between few kinks, and is held at
Chebyshev points of pieces that none of them cuts.
Sources: Bauer & Köhne 1994, Biometrics 50:1029; Wassmer 1999, Biometrical J 41:277.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]

N = 16  # points of a piece: exponentials over LONGEST of their scale to 1e-15
LONGEST = 3.0
ANGLES = (np.arange(N) + 0.5) * np.pi / N
POINTS = -np.cos(ANGLES)
BARYCENTRIC = np.where(np.arange(N) % 2 == 0, 1.0, -1.0) * np.sin(ANGLES)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(N)


@compiled
def level(critical: float, weights: Floats) -> float:
    """P(product of p_i ** w_i <= critical) for independent uniform p-values; weights (k,) > 0, critical in (0, 1].

    A sum of exponentials with rates 1 / w_i passes through k phases; made uniform, its tail is a Poisson mixture of
    the chance of having any phase left. Source: Neuts 1981, Matrix-Geometric Solutions, chapter 2.
    """
    k, far = len(weights), -math.log(critical)
    fastest = 1.0 / weights.min()
    phase = np.zeros(k)
    phase[0] = 1.0
    jumps = fastest * far
    total, log_poisson = 0.0, -jumps
    for n in range(int(jumps + 12.0 * math.sqrt(jumps) + 60.0)):
        total += math.exp(log_poisson) * phase.sum()
        for i in range(k - 1, -1, -1):
            leaves = phase[i] / (weights[i] * fastest)
            phase[i] -= leaves
            if i + 1 < k:
                phase[i + 1] += leaves
        log_poisson += math.log(jumps / (n + 1)) if jumps > 0.0 else -np.inf
    return total


def critical_value(alpha: float, weights: Floats) -> float:
    """The critical value of that level, alpha in (0, 1)."""
    far = 2.0 * float(np.sum(weights)) + float(np.max(weights)) * (40.0 - math.log(alpha))
    found = brentq(lambda d: level(math.exp(-d), weights) - alpha, 0.0, far, xtol=1e-13, rtol=1e-15)
    return math.exp(-float(found))


@compiled
def interpolated(values: Floats, x: float) -> float:
    """The polynomial through `values` (N,) at POINTS, at x in [-1, 1]. Source: Berrut & Trefethen 2004."""
    above, under = 0.0, 0.0
    for j in range(N):
        apart = x - POINTS[j]
        if apart == 0.0:
            return float(values[j])
        above += BARYCENTRIC[j] / apart * values[j]
        under += BARYCENTRIC[j] / apart
    return above / under


@compiled
def cut(kinks: Floats, last: float, width: float) -> tuple[Floats, Floats]:
    """Starts and stops of pieces no wider than `width` between kinks up to `last`."""
    starts, stops = [0.0], [0.0]
    for i in range(len(kinks) - 1):
        a, b = kinks[i], min(kinks[i + 1], last)
        if b - a > 1e-14:
            n = math.ceil((b - a) / width)
            for j in range(n):
                starts.append(a + (b - a) * j / n)
                stops.append(a + (b - a) * (j + 1) / n)
    return np.array(starts)[1:], np.array(stops)[1:]


@compiled
def reaching(starts: Floats, stops: Floats, values: Floats, end: float, weight: float) -> float:
    """P(going on with the density in pieces, and the next step reaches the end)."""
    total = 0.0
    for p in range(len(starts)):
        half = 0.5 * (stops[p] - starts[p])
        for j in range(N):
            s = starts[p] + half * (1.0 + NODES[j])
            reach = math.exp(-max(end - s, 0.0) / weight)
            total += half * WEIGHTS[j] * interpolated(values[p], NODES[j]) * reach
    return total


@compiled
def next_density(
    starts: Floats, stops: Floats, values: Floats, end: float, step: float, weight: float, width: float
) -> tuple[Floats, Floats, Floats]:
    """The density after a stage that adds at least `step`, below the end that rejects: at s, the integral of
    f(r) exp(-(s - step - r) / w) exp(-step / w) / w over r <= s - step."""
    if len(starts) == 0:
        return starts, stops, values
    kinks = np.append(np.append(starts, stops[-1]) + step, np.inf)
    a, b = cut(kinks, end, width)
    found = np.empty((len(a), N))
    running, old = 0.0, 0  # the integral at the piece's start; the old piece that covers it
    for p in range(len(a)):
        while old < len(starts) and stops[old] <= 0.5 * (a[p] + b[p]) - step:
            old += 1
        for j in range(N + 1):
            s = b[p] if j == N else a[p] + 0.5 * (b[p] - a[p]) * (1.0 + POINTS[j])
            value = running * math.exp(-(s - a[p]) / weight)
            if old < len(starts):
                half = 0.5 * (s - a[p])
                for q in range(N):
                    r = a[p] - step + half * (1.0 + NODES[q])
                    x = 2.0 * (r - starts[old]) / (stops[old] - starts[old]) - 1.0
                    value += (
                        half
                        * WEIGHTS[q]
                        * interpolated(values[old], x)
                        * math.exp(-(s - r) / weight)
                        / weight
                    )
            if j == N:
                running = value
            else:
                found[p, j] = value
    return a, b, found


@compiled
def rejection_probabilities(critical: Floats, futility: Floats, weights: Floats) -> Floats:
    """(k,) P(first reject at stage i | no effect): the product at or below critical[i], having gone on before.

    critical : (k,) in (0, 1], falling. futility : (k-1,) stage p-values above which the trial stops, in (0, 1].
    weights : (k,) > 0, the first 1. Accurate to about 1e-13.
    """
    k = len(critical)
    found = np.zeros(k)
    found[0] = critical[0]
    if k == 1:
        return found
    width = LONGEST * weights.min()
    starts, stops = cut(np.array([-math.log(futility[0]), np.inf]), -math.log(critical[0]), width)
    values = np.empty((len(starts), N))
    for p in range(len(starts)):
        for j in range(N):
            values[p, j] = math.exp(-(starts[p] + 0.5 * (stops[p] - starts[p]) * (1.0 + POINTS[j])))
    for i in range(1, k):
        end = -math.log(critical[i])
        found[i] = reaching(starts, stops, values, end, weights[i])
        if i + 1 < k:
            step = -math.log(futility[i]) * weights[i]
            starts, stops, values = next_density(starts, stops, values, end, step, weights[i], width)
    return found
