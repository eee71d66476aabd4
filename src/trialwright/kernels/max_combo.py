"""The strongest of several correlated tests: the largest of normal statistics with a known covariance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

# Korobov lattices, points: multiplier, of all multipliers the one with the least worst-case error (P2 of
# Niederreiter 1992, chapter 5, with weights 0.7**d) in 7 dimensions.
_LATTICES = {1021: 708, 2039: 850}
MOST_TESTS = 8
# Not 0 or 1/2, at which folding would lay half of the points on the others.
_SHIFTS = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0])) % 1.0
_SINGULAR = 1e-10  # conditional variance, of 1, below which a test adds nothing to those before it
_CHUNK = 64  # sets at once; a matter of memory


def max_combo_p(score: Floats, covariance: Floats, points: int = 1021) -> Floats:
    """One-sided p-value of the smallest of k standardised scores, (sets,): P(any is as small, without effect).

    score : (sets, k) observed minus expected events; negative favours the experimental arm. covariance : (sets, k, k).
    k : 1 to MOST_TESTS. points : 1021 or 2039 of a fixed lattice, which needs no random number.
    Source: Karrison 2016, Stata J 16:678; integral of Genz 1992, J Comput Graph Stat 1:141.
    """
    sd = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    z = np.divide(score, sd, out=np.zeros_like(score), where=sd > 0)
    scale = np.where(sd > 0, sd, 1.0)
    correlation = covariance / (scale[:, :, None] * scale[:, None, :])
    bound = -z.min(axis=1)
    lattice = _lattice(score.shape[1] - 1, points)
    parts = [slice(i, i + _CHUNK) for i in range(0, len(bound), _CHUNK)]
    below = [_below(bound[p], _factors(correlation[p]), lattice) for p in parts]
    return 1.0 - np.concatenate([np.empty(0), *below])


def _lattice(dimensions: int, points: int) -> Floats:
    """A shifted Korobov lattice, folded so that the integrand is periodic: (dimensions, points) in (0, 1)."""
    powers = np.array([pow(_LATTICES[points], d, points) for d in range(dimensions)], np.float64)
    x = (np.arange(points) * powers[:, None] / points + _SHIFTS[:dimensions, None]) % 1.0
    return np.asarray(np.abs(2.0 * x - 1.0))


def _factors(correlation: Floats) -> Floats:
    """Cholesky factors of (sets, k, k) matrices that may be singular: a row without variance of its own
    has 0 on the diagonal."""
    k = correlation.shape[-1]
    lower = np.zeros_like(correlation)
    for i in range(k):
        for j in range(i + 1):
            rest = correlation[:, i, j] - (lower[:, i, :j] * lower[:, j, :j]).sum(-1)
            if i == j:
                lower[:, i, i] = np.sqrt(np.where(rest > _SINGULAR, rest, 0.0))
            else:
                at = lower[:, j, j]
                lower[:, i, j] = np.divide(rest, at, out=np.zeros_like(rest), where=at > 0)
    return lower


def _below(bound: Floats, lower: Floats, lattice: Floats) -> Floats:
    """P(all of k correlated normals < bound), (sets,).

    A test that depends on earlier ones is no step of its own: it bounds the last of them (as log-rank does, whose weight is
    the sum of early and late).
    """
    k, shape = lower.shape[-1], (len(bound), lattice.shape[1])
    own = np.diagonal(lower, axis1=1, axis2=2)
    last = np.where((lower != 0).any(-1), k - 1 - (lower[:, :, ::-1] != 0).argmax(-1), -1)
    total, y = np.ones(shape), np.zeros((k, *shape))
    for j in range(k):
        high, low = np.full(shape, np.inf), np.full(shape, -np.inf)
        for i in range(j, k):
            room = bound[:, None] - np.einsum("sm,msp->sp", lower[:, i, :j], y[:j])
            ends = (last[:, i] == j) & ((own[:, i] == 0) | (i == j))
            slope = np.where(ends, lower[:, i, j], 0.0)[:, None]
            at = np.divide(room, slope, out=np.zeros(shape), where=slope != 0)
            high = np.minimum(high, np.where(slope > 0, at, np.inf))
            low = np.maximum(low, np.where(slope < 0, at, -np.inf))
        start = ndtr(low)
        share = np.maximum(ndtr(high) - start, 0.0)
        total *= share
        if j < k - 1:
            y[j] = ndtri(np.clip(start + lattice[j] * share, 1e-300, 1 - 1e-16))
    return np.asarray(total.mean(axis=1))
