"""p-values of all intersection hypotheses of many trials at once.

p or z : (trials, m) of m elementary one-sided tests, m up to 10, NaN for a hypothesis that the stage
does not test (an arm dropped, a population closed). An intersection is tested by its members that are
there, and is NaN when none is. Returns (trials, 2^m - 1) in the order of `closed_testing.intersections`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.closed_testing import intersections
from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BONFERRONI, SIDAK, SIMES, HIERARCHICAL = range(4)
_MOST = 10
_RECIPROCAL = (1.0, *(1 / size for size in range(1, _MOST + 1)))


def bonferroni(p: Floats) -> Floats:
    """Smallest p times the number of tests there."""
    return _intersect(p, BONFERRONI)


def sidak(p: Floats) -> Floats:
    """1 - (1 - smallest p)^number there; exact for independent tests, safe for positively dependent ones.

    Source: Sidak 1967, J Am Stat Assoc 62:626.
    """
    return _intersect(p, SIDAK)


def simes(p: Floats) -> Floats:
    """Smallest of p(j) x number there / j over the ordered p-values; safe under positive dependence.

    Source: Simes 1986, Biometrika 73:751; Sarkar 1998, Ann Stat 26:494.
    """
    return _intersect(p, SIMES)


def hierarchical(p: Floats) -> Floats:
    """p of the first member, in the order the hypotheses were given; 1 where that one is not tested."""
    return _intersect(p, HIERARCHICAL)


def spiessens_debois(z: Floats, correlation: Floats) -> Floats:
    """P(the larger of two normal z, correlated, reaches the larger seen), for a subset and the whole.

    z : (trials, 2). correlation : (trials,) in [0, 1], root of the subset's share of the information.
    Source: Spiessens & Debois 2010, Contemp Clin Trials 31:647.
    """
    out = np.empty((len(z), 3))
    _two_correlated(np.ascontiguousarray(z), np.ascontiguousarray(correlation), _NODES, _NODE_WEIGHTS, out)
    return out


def _intersect(p: Floats, test: int) -> Floats:
    m = p.shape[1]
    if m > _MOST:
        raise ValueError(f"{m} hypotheses have {2**m - 1} intersections; at most {_MOST} are taken")
    out = np.empty((len(p), 2**m - 1))
    members = intersections(m) @ (1 << np.arange(m))
    _every_intersection(np.ascontiguousarray(p, dtype=np.float64), members, test, out)
    return out


@compiled
def _every_intersection(p: Floats, members: Integers, test: int, out: Floats) -> None:
    trials, m = p.shape
    order = np.empty(m, np.int64)
    ordered = np.empty(m)
    for t in range(trials):
        if test == HIERARCHICAL:
            for row in range(len(members)):
                out[t, row] = _first(p[t], members[row])
            continue
        there = _sort(p[t], order)
        for k in range(there):
            ordered[k] = p[t, order[k]]
        for row in range(len(members)):
            moved = 0
            for k in range(there):
                moved |= ((members[row] >> order[k]) & 1) << k
            out[t, row] = _of_ordered(ordered, there, moved, test)


@compiled
def _sort(p: Floats, order: Integers) -> int:
    """Indices of the p-values that are there, by rising p, into order; returns how many."""
    there = 0
    for i in range(len(p)):
        if np.isnan(p[i]):
            continue
        j = there
        while j > 0 and p[order[j - 1]] > p[i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i
        there += 1
    return there


@compiled
def _of_ordered(p: Floats, there: int, members: int, test: int) -> float:
    """p : ordered, those there first; members : bits in that order. Selects, not branches, for speed."""
    size = 0
    smallest = np.inf
    least_ratio = np.inf
    for k in range(there):
        inside = (members >> k) & 1
        size += inside
        value = p[k] if inside else np.inf
        smallest = min(smallest, value)
        least_ratio = min(least_ratio, value * _RECIPROCAL[size])
    if size == 0:
        return np.nan
    if test == SIMES:
        return min(1.0, least_ratio * size)
    if test == BONFERRONI:
        return min(1.0, smallest * size)
    none = smallest
    for _ in range(size - 1):
        none += smallest * (1.0 - none)
    return none


@compiled
def _first(p: Floats, members: int) -> float:
    first = np.nan
    any_there = False
    found = False
    for i in range(len(p)):
        if (members >> i) & 1:
            if not found:
                first = p[i]
                found = True
            any_there = any_there or not np.isnan(p[i])
    if not any_there:
        return np.nan
    return 1.0 if np.isnan(first) else first


# Gauss-Legendre on [0, 1]; 20 nodes give Owen's T to 1e-15 for |h| < 9 and slopes up to 1.
_x, _w = np.polynomial.legendre.leggauss(20)
_NODES, _NODE_WEIGHTS = (_x + 1) / 2, _w / 2


@compiled
def _two_correlated(z: Floats, correlation: Floats, nodes: Floats, weights: Floats, out: Floats) -> None:
    for t in range(len(z)):
        a, b = z[t, 0], z[t, 1]
        out[t, 1] = _upper(a)
        out[t, 2] = _upper(b)
        if np.isnan(a):
            out[t, 0] = out[t, 2]
        elif np.isnan(b):
            out[t, 0] = out[t, 1]
        else:
            out[t, 0] = _largest_of_two(max(a, b), correlation[t], nodes, weights)


@compiled
def _upper(z: float) -> float:
    return np.nan if np.isnan(z) else 0.5 * math.erfc(z / np.sqrt(2.0))


@compiled
def _largest_of_two(h: float, correlation: float, nodes: Floats, weights: Floats) -> float:
    """P(max >= h) of two standard normals: Q(h) + 2 T(h, root((1 - r) / (1 + r))).

    Source: Owen 1956, Ann Math Stat 27:1075, equation 2.4 with equal limits.
    """
    slope = np.sqrt((1.0 - correlation) / (1.0 + correlation))
    total = 0.0
    for i in range(len(nodes)):
        x2 = 1.0 + (slope * nodes[i]) ** 2
        total += weights[i] * np.exp(-0.5 * h * h * x2) / x2
    return float(_upper(h) + slope * total / np.pi)
