"""The chance that a patient of one arm does better than one of the other, from counts by category of many trials.

A tie is half a win. Tallies are (..., k) counts, lowest category first.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

Floats = NDArray[np.float64]

_STEP = 1e-4  # of a category's share, for derivatives


def brunner_munzel(control: Floats, experimental: Floats) -> tuple[Floats, Floats, Floats]:
    """The win probability of experimental over control, its squared standard error and degrees of freedom, each (...).

    NaN where an arm has fewer than two patients. No proportional odds are assumed.
    Source: Brunner & Munzel 2000, Biom J 42:17.
    """
    n0, n1 = control.sum(-1), experimental.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        won = (np.cumsum(control, -1) - control / 2) / n0[..., None]  # by a patient in each category
        lost = 1 - (np.cumsum(experimental, -1) - experimental / 2) / n1[..., None]
        win = (experimental * won).sum(-1) / n1
        spread1 = (experimental * (won - win[..., None]) ** 2).sum(-1) / (n1 - 1)
        spread0 = (control * (lost - win[..., None]) ** 2).sum(-1) / (n0 - 1)
        v0, v1 = spread0 / np.where(n0 > 1, n0, np.nan), spread1 / np.where(n1 > 1, n1, np.nan)
        df = (v0 + v1) ** 2 / (v0**2 / (n0 - 1) + v1**2 / (n1 - 1))
    return np.asarray(win), np.asarray(v0 + v1), np.asarray(df)


def brunner_munzel_power(p0: Floats, p1: Floats, n0: float, n1: float, alpha: float) -> float:
    """Power to show that category probabilities p1 (k,) win over p0 (k,), by the delta method for the t statistic itself.

    Its standard error shrinks as the win probability leaves 1/2, so the statistic varies by more than 1: leaving that
    out promises 76 % where 75 % is had. Source: Brunner & Munzel 2000 for the statistic.
    """
    t, df = _statistic(n0 * p0, n1 * p1)
    slopes0 = np.array(
        [_slope(lambda d: _statistic(n0 * (p0 + d), n1 * p1)[0], p0, j) for j in range(len(p0))]
    )
    slopes1 = np.array(
        [_slope(lambda d: _statistic(n0 * p0, n1 * (p1 + d))[0], p1, j) for j in range(len(p1))]
    )
    spread0, spread1 = (p @ g**2 - (p @ g) ** 2 for p, g in ((p0, slopes0), (p1, slopes1)))
    variance = float(spread0) / n0 + float(spread1) / n1
    return float(ndtr((t - float(stdtrit(df, 1 - alpha))) / math.sqrt(variance)))


def _statistic(control: Floats, experimental: Floats) -> tuple[float, float]:
    win, variance, df = brunner_munzel(control, experimental)
    return float((win - 0.5) / np.sqrt(variance)), float(df)


def _slope(of: Callable[[Floats], float], p: Floats, category: int) -> float:
    """Derivative by one category's share, by a central difference."""
    step = np.zeros(len(p))
    step[category] = _STEP * p[category]
    return (of(step) - of(-step)) / (2 * float(step[category]))
