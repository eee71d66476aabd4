"""Group-sequential probabilities by recursive integration over the density of the statistic that goes on.

Statistic: Z_i ~ N(drift * sqrt(I_i), 1) with independent increments of Z_i sqrt(I_i) over information I.
The sub-density of Z_i on the continuation region (lower_i, upper_i) is held at Gauss-Legendre nodes of equal
panels, as narrow as the next transition is sharp, so that each integral is exact to about 1e-13.
Sources: Armitage, McPherson & Rowe 1969, J R Stat Soc A 132:235; Jennison & Turnbull 2000, chapter 19.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]

# 16 Gauss-Legendre nodes integrate exp(-x^2/2) over a panel of 5 sd to 1e-14.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
PANEL = 5.0
REACH = 8.2  # sd beyond which the density is left out: 1.2e-16 of the mass
ROOT2 = math.sqrt(2.0)
ROOT2PI = math.sqrt(2.0 * math.pi)


@compiled
def below(x: float) -> float:
    """P(N(0, 1) < x), accurate in the lower tail."""
    return 0.5 * math.erfc(-x / ROOT2)


@compiled
def grid(lower: float, upper: float, mean: float, width: float) -> tuple[Floats, Floats]:
    """Nodes and weights on [lower, upper] as far as N(mean, 1) reaches, in panels of PANEL * width at most."""
    a, b = max(lower, mean - REACH), min(upper, mean + REACH)
    if not a < b:
        return np.empty(0), np.empty(0)
    panels = math.ceil((b - a) / (PANEL * width))
    half = 0.5 * (b - a) / panels
    z, w = np.empty(panels * len(NODES)), np.empty(panels * len(NODES))
    for p in range(panels):
        middle = a + (2 * p + 1) * half
        for j in range(len(NODES)):
            z[p * len(NODES) + j] = middle + half * NODES[j]
            w[p * len(NODES) + j] = half * WEIGHTS[j]
    return z, w


@compiled
def sharpness(before: float, now: float, after: float) -> float:
    """The sd, on the z scale at look `now`, of what is integrated there: the density's own scale, sqrt of the
    last increment over the information, times the next transition's, sqrt of the next increment over it."""
    own = (now - before) / now
    if after <= now:
        return math.sqrt(own)
    return math.sqrt(1.0 / (1.0 / own + now / (after - now)))


@compiled
def density(z: Floats, mass: Floats, here: Floats, before: float, now: float, drift: float) -> Floats:
    """Sub-density at points `here` of the look with information `now`, from nodes z with masses (density times
    weight) of the look with information `before`. before = 0: the first look, where z and mass are not used."""
    found = np.zeros(len(here))
    if before == 0.0:
        for j in range(len(here)):
            found[j] = math.exp(-0.5 * (here[j] - drift * math.sqrt(now)) ** 2) / ROOT2PI
        return found
    step = now - before
    a, b, c = math.sqrt(now / step), math.sqrt(before / step), drift * math.sqrt(step)
    for j in range(len(here)):
        x = a * here[j] - c
        total = 0.0
        for i in range(len(z)):
            total += mass[i] * math.exp(-0.5 * (x - b * z[i]) ** 2)
        found[j] = total * a / ROOT2PI
    return found


@compiled
def beyond(
    z: Floats, mass: Floats, bound: float, before: float, now: float, drift: float, upper: bool
) -> float:
    """P(still going, then Z of this look above the bound), or below it where `upper` is False."""
    if math.isinf(bound) and (bound > 0) == upper:
        return 0.0
    sign = -1.0 if upper else 1.0
    if before == 0.0:
        return below(sign * (bound - drift * math.sqrt(now)))
    step = now - before
    a, b, c = math.sqrt(now / step), math.sqrt(before / step), drift * math.sqrt(step)
    total = 0.0
    for i in range(len(z)):
        total += mass[i] * below(sign * (a * bound - b * z[i] - c))
    return total


@compiled
def stage_probabilities(
    lower: Floats, upper: Floats, information: Floats, drift: float
) -> tuple[Floats, Floats]:
    """P(first exit at look i through the lower, through the upper bound).

    lower, upper : (k,) on the z scale, -inf or inf for none, lower <= upper. information : (k,) > 0, increasing,
    in any unit. drift : expected Z at information 1. Returns (below, above), each (k,), exact to about 1e-12.
    """
    k = len(information)
    out, over = np.zeros(k), np.zeros(k)
    z, mass, before = np.empty(0), np.empty(0), 0.0
    for i in range(k):
        now = information[i]
        out[i] = beyond(z, mass, lower[i], before, now, drift, False)
        over[i] = beyond(z, mass, upper[i], before, now, drift, True)
        if i + 1 < k:
            here, weights = grid(
                lower[i], upper[i], drift * math.sqrt(now), sharpness(before, now, information[i + 1])
            )
            mass = density(z, mass, here, before, now, drift) * weights
            z, before = here, now
    return out, over
