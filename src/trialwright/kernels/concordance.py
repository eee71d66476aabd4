"""Concordance of a risk with survival: of pairs of which it is known who died first, the share in which the risk of the one who
did is higher, ties a half.

Source: Harrell, Lee & Mark 1996, Stat Med 15:361; the error by the infinitesimal jackknife.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Concordance(NamedTuple):
    """value : 0 to 1, nan where no pair can be compared. error : its standard error. pairs : how many were compared."""

    value: float
    error: float
    pairs: float


def concordance(
    risk: Floats,
    time: Floats,
    event: NDArray[np.bool_],
    stratum: NDArray[np.int64] | None = None,
    start: Floats | None = None,
    cluster: NDArray[np.int64] | None = None,
) -> Concordance:
    """risk, time, event : (n,). Pairs of one stratum, the earlier time an event; one censored at an event's time is taken to
    have outlived it, and two events at one time are not compared. start : (n,) times after which a row is at risk. cluster :
    (n,) 0 to c - 1, over which rows' influences are summed."""
    n = len(time)
    # Of each row: its pairs, and those in which its risk agrees, a tied one a half.
    pairs, right = np.zeros(n), np.zeros(n)
    for i in np.flatnonzero(event):
        later = (time > time[i]) | ((time == time[i]) & ~event)
        if stratum is not None:
            later &= stratum == stratum[i]
        if start is not None:
            later &= start < time[i]
        agrees = np.where(risk[i] > risk, 1.0, np.where(risk[i] == risk, 0.5, 0.0)) * later
        pairs += later
        right += agrees
        pairs[i] += later.sum()
        right[i] += agrees.sum()
    total = pairs.sum() / 2
    if total == 0:
        return Concordance(math.nan, math.nan, 0.0)
    value = right.sum() / 2 / total
    influence = right - value * pairs
    if cluster is not None:
        influence = np.bincount(cluster, influence)
    return Concordance(float(value), float(np.sqrt(np.sum(influence**2)) / total), float(total))
