"""Turning a test round: where along a parameter its margin changes sign."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

_FARTHEST = 1e9  # as far as a parameter without an end is followed
_STEEPEST = 30.0  # on the log or logit scale of one that has an end


def boundary(margin: Callable[[float], float], centre: float, end: float, other: float) -> float:
    """The value between the estimate and the end of the range past which the margin is positive (rejected).

    margin : rises towards `end`. other : the opposite end of the range. The end itself where nothing is rejected
    short of it. The estimate may be rejected too, when stages disagree: then the value lies beyond it. NaN where the
    estimate has no margin, as without an error of it.
    """
    low, high = min(end, other), max(end, other)
    forth, back, reach = _scale(low, high)
    sign = 1.0 if end > other else -1.0
    start = float(np.clip(back(centre), -reach, reach))

    def at(x: float) -> float:
        return margin(forth(x))

    here = at(start)
    if np.isnan(here):
        return float("nan")
    away = 1.0 if here <= 0 else -1.0  # outwards to what is rejected, or inwards to what is not
    near, far, step = start, start, 0.25 if reach == _STEEPEST else 0.5 * max(1.0, abs(start))
    while (at(far) <= 0) == (away > 0):
        next_ = float(np.clip(far + away * sign * step, -reach, reach))
        if next_ == far:  # at the end of the range, where an estimate of all or no events begins
            return end if away > 0 else other
        near, far, step = far, next_, 2 * step
    if near == far:
        return forth(near)
    return forth(float(brentq(at, near, far, xtol=1e-12, rtol=1e-13)))


def _scale(low: float, high: float) -> tuple[Callable[[float], float], Callable[[float], float], float]:
    """A scale without ends for the parameter: to it, from it, and how far to go on it."""
    if np.isfinite(high):
        width = high - low
        return (
            lambda x: float(low + width * expit(x)),
            lambda theta: float(logit((theta - low) / width)),
            _STEEPEST,
        )
    if np.isfinite(low):
        return lambda x: float(low + np.exp(x)), lambda theta: float(np.log(theta - low)), _STEEPEST
    return float, float, _FARTHEST
