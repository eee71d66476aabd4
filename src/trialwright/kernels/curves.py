"""Effect against the marker, and the marker's quantile function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import normal_quantile
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.tables import EMAX, LOG_LINEAR, POINTS, STEP, CurveTable

Floats = NDArray[np.float64]


@inlined
def log_quantile(p: float, knots: Floats, values: Floats, left_slope: float, right_slope: float) -> float:
    """ln of the marker's p-quantile: the fields of a MarkerTable that is not a sample."""
    last = len(knots) - 1
    if p < knots[0]:
        return float(values[0] + left_slope * (normal_quantile(p) - normal_quantile(knots[0])))
    if p > knots[last]:
        return float(values[last] + right_slope * (normal_quantile(p) - normal_quantile(knots[last])))
    i = 1
    while i < last and p > knots[i]:
        i += 1
    share = (p - knots[i - 1]) / (knots[i] - knots[i - 1])
    return float(values[i - 1] + share * (values[i] - values[i - 1]))


@inlined
def interpolate(x: float, xs: Floats, ys: Floats) -> float:
    """Linear between (xs, ys), flat outside; xs ascending."""
    if x <= xs[0]:
        return float(ys[0])
    last = len(xs) - 1
    if x >= xs[last]:
        return float(ys[last])
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if xs[middle] <= x:
            low = middle
        else:
            high = middle
    return float(ys[low] + (x - xs[low]) / (xs[high] - xs[low]) * (ys[high] - ys[low]))


@inlined
def _at_points(x: float, arm: int, points: int, at_log: Floats, at_effect: Floats) -> float:
    """As interpolate, in one row of many; no view of the row is made, which would cost as much as a random number."""
    if x <= at_log[arm, 0]:
        return float(at_effect[arm, 0])
    i = 1
    while i < points and x >= at_log[arm, i]:
        i += 1
    if i == points:
        return float(at_effect[arm, points - 1])
    share = (x - at_log[arm, i - 1]) / (at_log[arm, i] - at_log[arm, i - 1])
    return float(at_effect[arm, i - 1] + share * (at_effect[arm, i] - at_effect[arm, i - 1]))


@inlined
def effect_at(curve: CurveTable, arm: int, log_x: float) -> float:
    """What an arm does at usual value exp(log_x), on the endpoint's scale."""
    kind, level = curve.kind[arm], curve.level[arm]
    if kind == STEP:
        return float(level if log_x >= curve.log_half[arm] else 0.0)
    if kind == LOG_LINEAR:
        return float(level + curve.slope[arm] * (log_x - curve.log_half[arm]))
    if kind == EMAX:
        x = np.exp(log_x)
        return float(level * x / (x + curve.half[arm]))
    if kind == POINTS:
        return float(_at_points(log_x, arm, curve.points[arm], curve.at_log, curve.at_effect))
    return float(level)


@compiled
def effects(curve: CurveTable, arm: int, log_x: Floats) -> Floats:
    """effect_at for each of log_x."""
    out = np.empty(len(log_x))
    for i in range(len(log_x)):
        out[i] = effect_at(curve, arm, log_x[i])
    return out
