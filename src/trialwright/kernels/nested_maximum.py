"""The largest of many standard scores of nested populations, and closed tests by it.

The score of a subset is a part of the score of every population that holds it: corr(Z_i, Z_j) = root(I_i / I_j) for
information I_i <= I_j. So root(I) Z over rising information is Brownian motion, and "some score reaches h" is a
crossing of h by it at the times I: one recursive integral for any number of populations (Armitage, McPherson & Rowe
1969, J R Stat Soc A 132:235), of which two populations are the test of Spiessens & Debois 2010, Contemp Clin Trials
31:647. Absolute error below 1e-6 where neighbouring information differs by 2 % or more. Neighbours closer than that
are taken to correlate as if it did: by Slepian's inequality the p-value is then too large, never too small.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]

_LOW = -7.0  # Q(7) = 1e-12
_STEEPEST = 0.98  # the share of the next larger information that a subset is taken to have at most
_SAME = 1 - 1e-9  # from here on the two have the same patients, and one test
_LEAST, _MOST = 32, 160
_DENSITY = 0.39894228040143268

_rules = [np.polynomial.legendre.leggauss(n) for n in range(1, _MOST + 1)]
_NODES = np.array([np.pad((x + 1) / 2, (0, _MOST - len(x))) for x, _ in _rules])
_WEIGHTS = np.array([np.pad(w / 2, (0, _MOST - len(w))) for _, w in _rules])


def reaches(h: Floats, information: Floats) -> Floats:
    """(n,) P(some Z reaches h) for n families of k nested populations.

    h : (n,). information : (n, k) of each population, falling along a row; 0 for one without patients.
    """
    out = np.empty(len(h))
    _reaches(np.ascontiguousarray(h, float), np.ascontiguousarray(information, float), _NODES, _WEIGHTS, out)
    return out


def adjusted(z: Floats, information: Floats) -> Floats:
    """(n, k) p-values adjusted by the closed test whose intersections are tested by their largest score.

    Of all intersections that hold hypothesis s the largest p is among those of every score up to a given one, since
    with the same largest score a larger family has the larger p: so k integrals do for 2^k - 1 (Dunnett & Tamhane
    1991, Stat Med 10:939). z : (n, k), -inf where a population has no data. information as in `reaches`.
    """
    out = np.empty(z.shape)
    _adjusted(np.ascontiguousarray(z, float), np.ascontiguousarray(information, float), _NODES, _WEIGHTS, out)
    return out


@compiled
def _reaches(h: Floats, information: Floats, nodes: Floats, weights: Floats, out: Floats) -> None:
    k = information.shape[1]
    times = np.empty(k)
    room = np.empty((3, _MOST))
    everyone = np.ones(k, np.bool_)
    for t in range(len(h)):
        m = _times(information[t], everyone, times)
        out[t] = _crossing(h[t], times, m, nodes, weights, room)


@compiled
def _adjusted(z: Floats, information: Floats, nodes: Floats, weights: Floats, out: Floats) -> None:
    n, k = z.shape
    times = np.empty(k)
    room = np.empty((3, _MOST))
    members = np.empty(k, np.bool_)
    for t in range(n):
        # From the largest score down: the family loses its largest member at every step.
        order = np.argsort(-z[t])
        members[:] = True
        worst = 0.0
        for s in order:
            m = _times(information[t], members, times)
            worst = max(worst, _crossing(z[t, s], times, m, nodes, weights, room))
            out[t, s] = worst
            members[s] = False


@compiled
def _times(information: Floats, members: NDArray[np.bool_], times: Floats) -> int:
    """The members' information, rising, each population of the same patients once; returns how many."""
    m, above = 0, np.inf
    for i in range(len(information)):  # falling
        if members[i] and information[i] > 0.0 and information[i] < _SAME * above:
            times[m] = information[i]
            above = information[i]
            m += 1
    for i in range(m // 2):
        times[i], times[m - 1 - i] = times[m - 1 - i], times[i]
    return m


@compiled
def _upper(x: float) -> float:
    return 0.5 * math.erfc(x * 0.70710678118654752)


@compiled
def _crossing(h: float, times: Floats, m: int, nodes: Floats, weights: Floats, room: Floats) -> float:
    """P(some of m scores at rising times reaches h)."""
    if m == 0 or not h > -np.inf:
        return 1.0
    if h <= _LOW:
        return 1.0
    total = _upper(h)
    if m == 1 or h >= 30.0:
        return total * m if m > 1 else total
    steepest = 1.0
    for i in range(1, m):
        steepest = min(steepest, math.sqrt(1.0 - min(_STEEPEST, times[i - 1] / times[i])))
    low, high = _LOW, min(h, -_LOW)
    width = high - low
    count = min(_MOST, max(_LEAST, math.ceil(2.6 * width / steepest)))
    x, w = nodes[count - 1], weights[count - 1]
    y, density, moved = room[0], room[1], room[2]
    for i in range(count):
        y[i] = low + width * x[i]
        density[i] = width * w[i] * _DENSITY * math.exp(-0.5 * y[i] * y[i])
    for step in range(1, m):
        r = math.sqrt(min(_STEEPEST, times[step - 1] / times[step]))
        s = math.sqrt(1.0 - r * r)
        for i in range(count):
            total += density[i] * _upper((h - r * y[i]) / s)
        if step == m - 1:
            break
        for j in range(count):
            moved[j] = 0.0
        for i in range(count):
            for j in range(count):
                d = (y[j] - r * y[i]) / s
                moved[j] += density[i] * math.exp(-0.5 * d * d)
        for j in range(count):
            density[j] = moved[j] * width * w[j] * _DENSITY / s
    return min(1.0, total)
