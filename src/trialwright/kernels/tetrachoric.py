"""Tetrachoric correlation of a 2 x 2 table: of two normal variables that are cut in two ("RTET" of metafor's escalc)."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from trialwright.kernels.effect_sizes import Effect, Value
from trialwright.kernels.heterogeneity import Floats

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(100)


def tetrachoric(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """The correlation whose normal law has the table's shares, and its large-sample variance. nan where a margin is empty.

    x1 of n1 against x2 of n2; add : to each cell. Source: Pearson 1900, Philos Trans R Soc A 195:1.
    """
    cells = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (x1, n1 - x1, x2, n2 - x2, add)))
    found = [_one(*row) for row in zip(*(c.ravel() for c in cells), strict=True)]
    y, v = (np.array(part).reshape(cells[0].shape) for part in zip(*found, strict=True))
    return y, v


def _one(a: float, b: float, c: float, d: float, add: float) -> tuple[float, float]:
    a, b, c, d = a + add, b + add, c + add, d + add
    n = a + b + c + d
    row, column = (a + b) / n, (a + c) / n
    if not 0 < row < 1 or not 0 < column < 1 or min(a, b, c, d) == 0:
        return np.nan, np.nan
    h, k = float(ndtri(row)), float(ndtri(column))

    def excess(r: float) -> float:
        return _both_below(h, k, r) - a / n

    r = float(brentq(excess, -0.999999, 0.999999, xtol=1e-12))
    return r, _variance(np.array([a, b, c, d]), h, k, r)


def _both_below(h: float, k: float, r: float) -> float:
    """P(X <= h, Y <= k): the integral of the density over the correlation, by its arc. Source: Plackett 1954, Biometrika
    41:351; Drezner & Wesolowsky 1990, J Stat Comput Simul 35:101."""
    angle = np.arcsin(r) * (_NODES + 1) / 2
    inside = np.exp(-(h * h + k * k - 2 * h * k * np.sin(angle)) / (2 * np.cos(angle) ** 2))
    return float(ndtr(h) * ndtr(k) + np.arcsin(r) / 2 * (_WEIGHTS @ inside) / (2 * np.pi))


def _variance(cells: Floats, h: float, k: float, r: float) -> float:
    """By the delta method: the share of the first cell moves r over the density, those of the margins as they move the cuts."""
    n, root = cells.sum(), np.sqrt(1 - r * r)
    density = np.exp(-(h * h - 2 * r * h * k + k * k) / (2 * root**2)) / (2 * np.pi * root)
    by_row, by_column = ndtr((k - r * h) / root), ndtr((h - r * k) / root)
    slope, p = np.array([1 - by_row - by_column, -by_row, -by_column, 0.0]), cells / n
    return float((slope**2 @ p - (slope @ p) ** 2) / n / density**2)
