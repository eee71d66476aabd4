"""The events of the first of two groups when all margins of their table are given: Fisher's noncentral hypergeometric.

Source: Fisher 1935, J R Stat Soc 98:39; Cornfield 1956, Proc 3rd Berkeley Symp 4:135.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ConditionalTable:
    """n1, n2 : sizes of the groups, >= 1. events : of both together, 0 <= events <= n1 + n2."""

    n1: int
    n2: int
    events: int

    @property
    def low(self) -> int:
        """The fewest events that the first group can have."""
        return max(0, self.events - self.n2)

    @property
    def high(self) -> int:
        return min(self.n1, self.events)

    def support(self) -> Floats:
        """(k,) low, ..., high."""
        return np.arange(self.low, self.high + 1, dtype=np.float64)

    def logs(self) -> Floats:
        """(k,) log probability of each number of the support under no association, less that of the likeliest."""
        x = self.support()[:-1]
        steps = np.log((self.events - x) * (self.n1 - x)) - np.log((x + 1) * (self.n2 - self.events + x + 1))
        # They fall; summed from where they turn negative, so that the sums are exact where there is probability.
        mode = int(np.count_nonzero(steps > 0))
        before, after = -np.cumsum(steps[:mode][::-1])[::-1], np.cumsum(steps[mode:])
        return np.concatenate((before, [0.0], after))

    def null_probabilities(self) -> Floats:
        """(k,) under no association."""
        return _normed(self.logs())

    def odds_ratio(self, x1: int, level: float) -> tuple[float, float, float]:
        """Maximum-likelihood odds ratio and exact limits (two one-sided tests), first group to second.

        x1 : events of the first group, low <= x1 <= high. level : percent. 0 and infinity at the ends.
        """
        x, logs, tail = self.support(), self.logs(), 0.5 - level / 200.0

        def solved(rising: Callable[[Floats], float], at: float) -> float:
            return math.exp(_root(lambda log_ratio: rising(_normed(logs + x * log_ratio)), at))

        x2 = self.events - x1
        start = math.log((x1 + 0.5) * (self.n2 - x2 + 0.5) / ((self.n1 - x1 + 0.5) * (x2 + 0.5)))
        at = x1 - self.low
        lowest, highest = at == 0, x1 == self.high
        estimate = 0.0 if lowest else math.inf if highest else solved(lambda p: float(p @ x) - x1, start)
        lower = 0.0 if lowest else solved(lambda p: float(p[at:].sum()) - tail, start)
        upper = math.inf if highest else solved(lambda p: tail - float(p[: at + 1].sum()), start)
        return estimate, lower, upper


def _normed(logs: Floats) -> Floats:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _root(rising: Callable[[float], float], start: float) -> float:
    """Where a rising function of a log odds ratio is 0, sought outwards from `start`."""
    low, high, width = start, start, 0.5
    while rising(low) > 0:
        low, width = low - width, 2 * width
    while rising(high) < 0:
        high, width = high + width, 2 * width
    return start if low == high else float(brentq(rising, low, high, xtol=1e-13))
