"""Adjusted p-values of several hypotheses, and the graphical procedure. p : (m,) in [0, 1]; answers in the same order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def bonferroni(p: Floats) -> Floats:
    """m p, at most 1."""
    return np.minimum(1.0, len(p) * p)


def holm(p: Floats) -> Floats:
    """Step-down. Source: Holm 1979, Scand J Stat 6:65."""
    m, order = len(p), np.argsort(p, kind="stable")
    steps = np.maximum.accumulate((m - np.arange(m)) * p[order])
    return _back(np.minimum(1.0, steps), order)


def hochberg(p: Floats) -> Floats:
    """Step-up, for independent or positively dependent tests. Source: Hochberg 1988, Biometrika 75:800."""
    return _step_up(p, lambda m: np.arange(1.0, m + 1))


def benjamini_hochberg(p: Floats) -> Floats:
    """False discovery rate. Source: Benjamini & Hochberg 1995, J R Stat Soc B 57:289."""
    return _step_up(p, lambda m: m / np.arange(m, 0.0, -1))


def benjamini_yekutieli(p: Floats) -> Floats:
    """False discovery rate under any dependence. Source: Benjamini & Yekutieli 2001, Ann Stat 29:1165."""
    return _step_up(p, lambda m: m / np.arange(m, 0.0, -1) * np.sum(1.0 / np.arange(1, m + 1)))


def hommel(p: Floats) -> Floats:
    """The closed procedure of Simes tests. Source: Hommel 1988, Biometrika 75:383; Wright 1992, Biometrics 48:1005.

    By the closure: the adjusted p of a hypothesis is the largest Simes p of the intersections that it is in, and among
    those of one size the largest is had with the largest p-values.
    """
    m, order = len(p), np.argsort(p, kind="stable")
    ranked, found = p[order], np.empty(m)
    for i in range(m):
        worst = ranked[i]
        others = np.delete(ranked, i)
        for size in range(2, m + 1):
            members = np.sort(np.append(others[m - size :], ranked[i]))
            worst = max(worst, float(np.min(size * members / np.arange(1, size + 1))))
        found[i] = min(1.0, worst)
    return _back(np.maximum.accumulate(found), order)


class Graph(NamedTuple):
    """weights : (m,) >= 0 shares of alpha, sum <= 1. transitions : (m, m) >= 0, zero diagonal, rows summing to <= 1."""

    weights: Floats
    transitions: Floats


def graphical(p: Floats, graph: Graph) -> Floats:
    """Adjusted p-values of the sequentially rejective weighted Bonferroni procedure of a graph.

    A hypothesis is rejected at level alpha where its adjusted p is at or below alpha.
    Source: Bretz, Maurer, Brannath & Posch 2009, Stat Med 28:586, algorithm 1 (updates) and section 2 (adjusted p).
    """
    m = len(p)
    w, g = np.array(graph.weights, dtype=np.float64), np.array(graph.transitions, dtype=np.float64)
    left, found, reached = set(range(m)), np.ones(m), 0.0
    while left:
        ratios = {i: (p[i] / w[i] if w[i] > 0 else np.inf) for i in sorted(left)}
        j = min(ratios, key=lambda i: ratios[i])
        if not np.isfinite(ratios[j]):
            break  # no weight is left for the others: they cannot be rejected at any level
        reached = max(reached, float(ratios[j]))
        found[j] = min(1.0, reached)
        left.remove(j)
        w, g = _without(w, g, j, left)
    return found


def _without(w: Floats, g: Floats, j: int, left: set[int]) -> tuple[Floats, Floats]:
    """The graph when hypothesis j is rejected and its weight passed on."""
    weights, arrows = w.copy(), np.zeros_like(g)
    for i in left:
        weights[i] = w[i] + w[j] * g[j, i]
        loop = g[i, j] * g[j, i]
        for k in left - {i}:
            arrows[i, k] = (g[i, k] + g[i, j] * g[j, k]) / (1 - loop) if loop < 1 else 0.0
    weights[j] = 0.0
    return weights, arrows


def _step_up(p: Floats, factors: object) -> Floats:
    m, order = len(p), np.argsort(-p, kind="stable")
    assert callable(factors)
    return _back(np.minimum(1.0, np.minimum.accumulate(factors(m) * p[order])), order)


def _back(values: Floats, order: NDArray[np.int64]) -> Floats:
    found = np.empty_like(values)
    found[order] = values
    return found
