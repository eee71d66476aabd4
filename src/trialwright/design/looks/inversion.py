"""Turning a test round: where along a parameter its margin changes sign."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq


def boundary(margin: Callable[[float], float], centre: float, end: float) -> float:
    """Where the margin passes 0 between the estimate and the end of the parameter's range."""
    inside, outside = centre, _outwards(margin, centre, end)
    if margin(outside) <= 0:
        return end
    while margin(inside) > 0:  # the estimate itself can be rejected when stages disagree
        inside = inside - 2 * (outside - inside)
        if not np.isfinite(inside) or abs(inside) > 1e12:
            return float("nan")
    return float(brentq(margin, inside, outside, xtol=1e-12, rtol=1e-13))


def _outwards(margin: Callable[[float], float], centre: float, end: float) -> float:
    """A value between the estimate and the end that is rejected, or one next to the end."""
    if np.isfinite(end) and end != 0:
        return end - 1e-10 * np.sign(end - centre)
    if end == 0:  # a ratio or a rate: halve towards 0
        tried = centre
        while tried > 1e-12 and margin(tried) <= 0:
            tried /= 2
        return tried
    step = max(abs(centre), 1.0) * 0.5
    tried = centre
    while margin(tried) <= 0 and step < 1e9:
        tried = centre + np.sign(end) * step
        step *= 2
    return tried
