"""Test statistics from printed summaries, and the p of a printed statistic."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import betainc, chdtrc, fdtrc, ndtr, stdtr


class Statistic(NamedTuple):
    """t and its degrees of freedom."""

    t: float
    df: float

    @property
    def p(self) -> float:
        """Two-sided."""
        return float(2 * stdtr(self.df, -abs(self.t)))


def student(mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int) -> Statistic | None:
    """Two means with one variance, first less second; None where no SD is above zero or a group has one value.

    Source: Student 1908, Biometrika 6:1.
    """
    df = n1 + n2 - 2
    if n1 < 1 or n2 < 1 or df < 1:
        return None
    pooled = ((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df * (1 / n1 + 1 / n2)
    return Statistic((mean1 - mean2) / math.sqrt(pooled), df) if pooled > 0 else None


def welch(mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int) -> Statistic | None:
    """Two means, each with its own variance. Source: Welch 1947, Biometrika 34:28; Satterthwaite 1946."""
    if n1 < 2 or n2 < 2:
        return None
    v1, v2 = sd1**2 / n1, sd2**2 / n2
    if v1 + v2 <= 0:
        return None
    df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    return Statistic((mean1 - mean2) / math.sqrt(v1 + v2), df)


def p_of(kind: str, value: float, df1: float = math.inf, df2: float = math.inf) -> float:
    """Two-sided p of a printed statistic: kind "t" (df1), "z", "F" (df1, df2), "chi2" (df1), "r" (df1 = n - 2).

    NaN outside the statistic's range. Source: the distributions' definitions; for r, t = r sqrt(df / (1 - r^2)).
    """
    if kind == "z":
        return float(2 * ndtr(-abs(value)))
    if kind == "t":
        return float(2 * stdtr(df1, -abs(value)))
    if kind == "F":
        return float(fdtrc(df1, df2, value)) if value >= 0 else math.nan
    if kind == "chi2":
        return float(chdtrc(df1, value)) if value >= 0 else math.nan
    if kind == "r" and abs(value) <= 1:
        return float(betainc(df1 / 2, 0.5, 1 - value * value))
    return math.nan


def log_rank_from_counts(events1: int, n1: int, events2: int, n2: int) -> float:
    """z of the events against their share of patients: the log-rank test where both arms were followed alike
    and few patients had an event. NaN without events.

    Source: Peto et al. 1977, Br J Cancer 35:1, with observed less expected and its variance at equal exposure.
    """
    events, n = events1 + events2, n1 + n2
    if events == 0:
        return math.nan
    return (events1 - events * n1 / n) / math.sqrt(events * n1 * n2 / n**2)
