"""Two rates under the null: restricted maximum likelihood, variances, critical effects.

Rates p1, p2 in [0, 1], or what is observed of them; share1 = n1 / (n1 + n2) and share2 = 1 - share1. The null is
p1 - p2 = null, p1 / p2 = null or odds1 / odds2 = null. All functions take arrays and broadcast.
Source: Farrington & Manning 1990, Stat Med 9:1447; Miettinen & Nurminen 1985, Stat Med 4:213.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Measure = Literal["difference", "ratio", "odds ratio"]


def restricted(
    p1: ArrayLike, p2: ArrayLike, share1: ArrayLike, null: float, measure: Measure
) -> tuple[Floats, Floats]:
    """The rates (q1, q2) of greatest likelihood under the null."""
    a1, a2, s1 = np.broadcast_arrays(np.asarray(p1, float), np.asarray(p2, float), np.asarray(share1, float))
    if measure == "difference":
        q2 = _under_difference(a1, a2, s1, null)
        q1 = q2 + null
    elif measure == "ratio":
        q2 = _under_ratio(a1, a2, s1, null)
        q1 = q2 * null
    else:
        q2 = _under_odds_ratio(a1, a2, s1, null)
        q1 = null * q2 / (1 + q2 * (null - 1))
    return np.clip(q1, 0, 1), np.clip(q2, 0, 1)


def _under_difference(p1: Floats, p2: Floats, share1: Floats, null: float) -> Floats:
    if null == 0:
        return np.asarray(share1 * p1 + (1 - share1) * p2)
    # Farrington & Manning's cubic is that of the rate carried with weight 1; theta is the other's relative weight.
    theta = (1 - share1) / share1
    a = 1 + theta
    b = -(1 + theta + p1 + theta * p2 + null * (theta + 2))
    c = null**2 + null * (2 * p1 + theta + 1) + p1 + theta * p2
    d = -p1 * null * (1 + null)
    v = b**3 / (27 * a**3) - b * c / (6 * a**2) + d / (2 * a)
    u = np.where(v < 0, -1.0, 1.0) * np.sqrt(np.maximum(b**2 / (9 * a**2) - c / (3 * a), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(u == 0, 0.0, v / u**3)
    w = (np.pi + np.arccos(np.clip(cosine, -1, 1))) / 3
    q1 = 2 * u * np.cos(w) - b / (3 * a)
    # The root is a rate of both arms: roundoff must not carry either past 0 or 1.
    return np.asarray(np.clip(q1, max(0.0, null), min(1.0, 1 + null)) - null)


def _under_ratio(p1: Floats, p2: Floats, share1: Floats, null: float) -> Floats:
    theta = (1 - share1) / share1
    a = 1 + theta
    b = -(null * (1 + theta * p2) + theta + p1)
    c = null * (p1 + theta * p2)
    q1 = (-b - np.sqrt(np.maximum(b**2 - 4 * a * c, 0))) / (2 * a)
    return np.asarray(q1 / null)


def _under_odds_ratio(p1: Floats, p2: Floats, share1: Floats, null: float) -> Floats:
    if null == 1:
        return np.asarray(share1 * p1 + (1 - share1) * p2)
    events = share1 * p1 + (1 - share1) * p2
    a = (1 - share1) * (null - 1)
    b = share1 * null + (1 - share1) - events * (null - 1)
    # The stable form of the root in [0, 1]; it also holds where a is near 0.
    return np.asarray(2 * events / (b + np.sqrt(np.maximum(b**2 + 4 * a * events, 0))))


def gap(p1: ArrayLike, p2: ArrayLike, null: float, measure: Measure) -> Floats:
    """How far the rates are from the null, on the scale that is tested: a difference, or a log odds ratio."""
    a1, a2 = np.asarray(p1, float), np.asarray(p2, float)
    if measure == "difference":
        return np.asarray(a1 - a2 - null)
    if measure == "ratio":
        return np.asarray(a1 - null * a2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(a1 / (1 - a1)) - np.log(a2 / (1 - a2)) - np.log(null))


def variance(q1: ArrayLike, q2: ArrayLike, share1: ArrayLike, null: float, measure: Measure) -> Floats:
    """(n1 + n2) times the variance of the gap's estimate at rates q1, q2."""
    a1, a2, s1 = np.asarray(q1, float), np.asarray(q2, float), np.asarray(share1, float)
    of1, of2 = a1 * (1 - a1), a2 * (1 - a2)
    if measure == "odds ratio":
        with np.errstate(divide="ignore"):
            return np.asarray(1 / (s1 * of1) + 1 / ((1 - s1) * of2))
    weight = null**2 if measure == "ratio" else 1.0
    return np.asarray(of1 / s1 + weight * of2 / (1 - s1))


def null_variance(p1: ArrayLike, p2: ArrayLike, share1: ArrayLike, null: float, measure: Measure) -> Floats:
    """The variance at the rates that the null allows when p1 and p2 are seen."""
    q1, q2 = restricted(p1, p2, share1, null, measure)
    return variance(q1, q2, share1, null, measure)
