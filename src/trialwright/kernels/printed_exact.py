"""The conditional odds ratio and its exact limits to the digits that R's fisher.test and mantelhaen.test print.

R solves for them, or for their inverses, on (0, 1) with Brent's method and stops within 1.2e-4 of that scale, so a wide
limit carries three or four right digits. The exact ones are in kernels.intervals.
Source: Cornfield 1956, Proc 3rd Berkeley Symp 4:135; Brent 1973, Algorithms for Minimization without Derivatives,
procedure `zero`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.conditional_table import ConditionalTable
from trialwright.kernels.intervals import Interval

Floats = NDArray[np.float64]

_EPSILON = float(np.finfo(np.float64).eps)
TOLERANCE = _EPSILON**0.25


def conditional_odds_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> Interval:
    """Group 1 to group 2, as printed."""
    table = ConditionalTable(n1, n2, x1 + x2)
    low, high, support, logs = table.low, table.high, table.support(), table.logs()

    def chances(ratio: float) -> Floats:
        if ratio == 0:
            return np.asarray(support == low, dtype=np.float64)
        value = logs + support * math.log(ratio)
        weights = np.exp(value - value.max())
        return np.asarray(weights / weights.sum())

    def mean(ratio: float) -> float:
        return float(chances(ratio) @ support) - x1

    tail = 0.5 - level / 200
    estimate = 0.0 if x1 == low else math.inf if x1 == high else solved(mean)
    lower = 0.0 if x1 == low else solved(lambda r: float(chances(r)[support >= x1].sum()) - tail)
    upper = math.inf if x1 == high else solved(lambda r: tail - float(chances(r)[support <= x1].sum()))
    return Interval(estimate, lower, upper)


def solved(rising: Callable[[float], float]) -> float:
    """Where a rising function of an odds ratio is 0: below 1 in itself, above in its inverse."""
    at_one = rising(1.0)
    if at_one == 0:
        return 1.0
    if at_one > 0:
        return zero(rising, 0.0, 1.0, TOLERANCE)
    return 1.0 / zero(lambda t: rising(1.0 / t), _EPSILON, 1.0, TOLERANCE)


def zero(f: Callable[[float], float], a: float, b: float, tolerance: float) -> float:
    """Brent's root of f between a and b, of opposite signs there, stopping within `tolerance` as he states it."""
    fa, fb = f(a), f(b)
    c, fc = a, fa
    for _ in range(1000):
        last = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        near, step = 2 * _EPSILON * abs(b) + tolerance / 2, (c - b) / 2
        if abs(step) <= near or fb == 0:
            return b
        if abs(last) >= near and abs(fa) > abs(fb):
            step = _interpolated(a, b, c, fa, fb, fc, near, last)
        if abs(step) < near:
            step = math.copysign(near, step)
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0) == (fc > 0) and fc != 0:
            c, fc = a, fa
    return b


def _interpolated(
    a: float, b: float, c: float, fa: float, fb: float, fc: float, near: float, last: float
) -> float:
    """The secant's or the inverse quadratic's step where it is safe, else half the bracket."""
    if a == c:
        p, q = (c - b) * fb / fa, 1 - fb / fa
    else:
        q, r, s = fa / fc, fb / fc, fb / fa
        p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
        q = (q - 1) * (r - 1) * (s - 1)
    q, p = (-q, p) if p > 0 else (q, -p)
    if p < 0.75 * (c - b) * q - abs(near * q) / 2 and p < abs(last * q / 2):
        return p / q
    return (c - b) / 2
