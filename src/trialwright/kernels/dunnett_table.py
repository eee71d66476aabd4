"""Dunnett's test for millions of trials: tables of the score that an intersection's largest z is worth.

For m equally correlated comparisons, `score(h)` is the normal quantile with the upper tail of "some of
m reaches h". It is smooth and nearly straight, so cubic Hermite pieces hold it to better than 1e-10.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri

from trialwright.kernels.closed_testing import intersections
from trialwright.kernels.compiled import compiled
from trialwright.kernels.dunnett import all_below, largest_reaches

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_START, _STEP, _COUNT = -8.0, 1 / 32, 513  # knots from -8 to 8; past them the end slopes go on


class DunnettTables(NamedTuple):
    """values, slopes : (m, knots), row k - 1 for k comparisons; row 0 is the identity."""

    values: Floats
    slopes: Floats


def tables(m: int, correlation: float) -> DunnettTables:
    """Tables for up to m comparisons with one correlation, n_treated / (n_treated + n_control)."""
    h: Floats = _START + _STEP * np.arange(_COUNT, dtype=np.float64)
    rows = [_score_and_slope(h, k, float(np.sqrt(correlation))) for k in range(2, m + 1)]
    identity = (h, np.ones_like(h))
    values, slopes = zip(identity, *rows, strict=True)
    return DunnettTables(np.array(values), np.array(slopes))


def scores(z: Floats, table: DunnettTables) -> Floats:
    """Normal scores of every intersection's Dunnett test: (trials, 2^m - 1).

    z : (trials, m) of comparisons with the control, NaN for an arm that is not there. p = Q(score).
    Order and missing members as in `intersection_tests`.
    """
    m = z.shape[1]
    out = np.empty((len(z), 2**m - 1))
    members = intersections(m) @ (1 << np.arange(m))
    _lookup(np.ascontiguousarray(z, dtype=np.float64), members, table.values, table.slopes, out)
    return out


def _score_and_slope(h: Floats, m: int, loading: float) -> tuple[Floats, Floats]:
    loadings = np.full(m, loading)
    upper = np.array([largest_reaches(np.full(m, x), loadings) for x in h])
    lower = np.array([all_below(np.full(m, x), loadings) for x in h])
    score = np.where(upper < 0.5, -ndtri(upper), ndtri(lower))
    # One of the m is at h and the others, given it, are below: m phi(h) P(others < h | one at h).
    others = np.array([_others_below(x, m, loading) for x in h])
    log_density = -0.5 * h * h + np.log(m) + np.log(others)
    return score, np.exp(log_density + 0.5 * score * score)


def _others_below(h: float, m: int, loading: float) -> float:
    """P(m - 1 others < h | one = h): they share loading l root(1 - l^2) / root(1 - l^4) once h is known."""
    r = loading**2
    limit = h * (1 - r) / np.sqrt(1 - r * r)
    conditional = np.sqrt((r - r * r) / (1 - r * r))
    if m == 2:
        return float(np.exp(log_ndtr(limit)))
    return all_below(np.full(m - 1, limit), np.full(m - 1, conditional))


@compiled
def _lookup(z: Floats, members: Integers, values: Floats, slopes: Floats, out: Floats) -> None:
    trials, m = z.shape
    for t in range(trials):
        for row in range(len(members)):
            size = 0
            largest = -np.inf
            for i in range(m):
                if (members[row] >> i) & 1 and not np.isnan(z[t, i]):
                    size += 1
                    largest = max(largest, z[t, i])
            out[t, row] = _hermite(largest, values[size - 1], slopes[size - 1]) if size else np.nan


@compiled
def _hermite(x: float, values: Floats, slopes: Floats) -> float:
    position = (x - _START) / _STEP
    last = len(values) - 1
    if position <= 0:
        return float(values[0] + (x - _START) * slopes[0])
    if position >= last:
        return float(values[last] + (position - last) * _STEP * slopes[last])
    i = int(position)
    t = position - i
    s = 1.0 - t
    left = (1.0 + 2.0 * t) * values[i] + t * _STEP * slopes[i]
    right = (1.0 + 2.0 * s) * values[i + 1] - s * _STEP * slopes[i + 1]
    return float(s * s * left + t * t * right)
