"""Where an increasing function reaches a target: the one solver behind every sample size."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.optimize import brentq

_WIDEST = 1e12


def reaches(function: Callable[[float], float], target: float, low: float, start: float) -> float:
    """The x > low with function(x) = target, for a continuous increasing function.

    start : > low, a guess of any quality. Returns math.inf where the target is not reached below 1e12
    and low where it is reached at once.
    """
    if function(low) >= target:
        return low
    high = start
    while not function(high) >= target:
        high = low + 2 * (high - low)
        if high > _WIDEST:
            return math.inf
    return float(brentq(lambda x: function(x) - target, low, high, xtol=1e-12, rtol=1e-14, maxiter=300))
