"""Estimates with their confidence intervals, and the way back from a printed interval.

level is in percent throughout (95.0), as papers print it. Counts are x of n with 0 <= x <= n, n >= 1.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import ndtr, ndtri
from scipy.stats import beta, t

from trialwright.kernels.conditional_table import ConditionalTable


class Interval(NamedTuple):
    """estimate, low, high on the natural scale (a ratio as a ratio). NaN where undefined."""

    estimate: float
    low: float
    high: float


_NONE = Interval(math.nan, math.nan, math.nan)


def z_value(level: float) -> float:
    """Two-sided normal quantile: 1.96 for 95. Needs 0 < level < 100."""
    return float(ndtri(0.5 + level / 200.0))


def clopper_pearson(x: int, n: int, level: float = 95.0) -> Interval:
    """Exact two-sided interval of one proportion. Source: Clopper & Pearson 1934, Biometrika 26:404."""
    tail = 0.5 - level / 200.0
    low = float(beta.ppf(tail, x, n - x + 1)) if x > 0 else 0.0
    high = float(beta.isf(tail, x + 1, n - x)) if x < n else 1.0
    return Interval(x / n, low, high)


def upper_bound(x: int, n: int, level: float = 95.0) -> float:
    """One-sided exact upper bound of a proportion; for x = 0 it is 1 - (1 - level)^(1/n), about 3/n.

    Source: Clopper & Pearson 1934; rule of three, Hanley & Lippman-Hand 1983, JAMA 249:1743.
    """
    return float(beta.isf(1.0 - level / 100.0, x + 1, n - x)) if x < n else 1.0


def wilson(x: int, n: int, level: float = 95.0) -> Interval:
    """Score interval of one proportion. Source: Wilson 1927, JASA 22:209."""
    z, p = z_value(level), x / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # At 0 and n the ends are exactly 0 and 1; rounding error would put them a hair outside.
    return Interval(p, 0.0 if x == 0 else middle - half, 1.0 if x == n else middle + half)


def odds_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> Interval:
    """Odds ratio, first group to second, with Wald limits on the log scale.

    NaN where a cell is zero. Source: Woolf 1955, Ann Hum Genet 19:251.
    """
    cells = (x1, n1 - x1, x2, n2 - x2)
    if min(cells) == 0:
        return _NONE
    estimate = cells[0] * cells[3] / (cells[1] * cells[2])
    return ratio_interval(estimate, math.sqrt(sum(1 / c for c in cells)), level)


def risk_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> Interval:
    """Risk ratio, first group to second, with Wald limits on the log scale.

    NaN where a group has no event. Source: Katz et al. 1978, Biometrics 34:469.
    """
    if min(x1, x2) == 0:
        return _NONE
    return ratio_interval((x1 / n1) / (x2 / n2), math.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2), level)


def risk_difference(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> Interval:
    """Risk difference (as a fraction), first group less second, with Wald limits."""
    p1, p2 = x1 / n1, x2 / n2
    half = z_value(level) * math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return Interval(p1 - p2, p1 - p2 - half, p1 - p2 + half)


def newcombe(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> Interval:
    """Risk difference with hybrid score limits. Source: Newcombe 1998, Stat Med 17:873, method 10."""
    p1, low1, high1 = wilson(x1, n1, level)
    p2, low2, high2 = wilson(x2, n2, level)
    d = p1 - p2
    return Interval(d, d - math.hypot(p1 - low1, high2 - p2), d + math.hypot(high1 - p1, p2 - low2))


def conditional_odds_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> Interval:
    """Conditional maximum-likelihood odds ratio with exact limits, as R fisher.test prints them.

    NaN where a margin of the table is zero. Source: Cornfield 1956, Proc 3rd Berkeley Symp 4:135.
    """
    if x1 + x2 in (0, n1 + n2):
        return _NONE
    return Interval(*ConditionalTable(n1, n2, x1 + x2).odds_ratio(x1, level))


def ratio_interval(estimate: float, se_log: float, level: float = 95.0) -> Interval:
    """Limits of a ratio > 0 from the standard error of its logarithm."""
    spread = math.exp(z_value(level) * se_log)
    return Interval(estimate, estimate / spread, estimate * spread)


def standard_error(low: float, high: float, level: float = 95.0) -> float:
    """Standard error from normal limits on an additive scale. Source: Cochrane Handbook 6.5.2.2."""
    return (high - low) / (2.0 * z_value(level))


def two_sided_p(z: float, df: float = math.inf) -> float:
    """Two-sided p of a statistic under the normal, or Student's t where df is finite."""
    return float(2.0 * (ndtr(-abs(z)) if math.isinf(df) else t.sf(abs(z), df)))


def p_range(
    estimate: tuple[float, float],
    low: tuple[float, float],
    high: tuple[float, float],
    level: float = 95.0,
    df: float = math.inf,
) -> tuple[float, float]:
    """The p-values against zero that a rounded estimate and interval leave open, on an additive scale.

    Each of the first three is the range that a printed figure may have been before rounding. df : of
    Student's t for both the interval and the p; the normal where infinite. Returns (smallest, largest).
    Source: Altman & Bland 2011, BMJ 343:d2304, with the ends of every range.
    """
    narrow, wide = max(0.0, high[0] - low[1]), high[1] - low[0]
    critical = z_value(level) if math.isinf(df) else float(t.ppf(0.5 + level / 200.0, df))
    nearest = 0.0 if estimate[0] <= 0.0 <= estimate[1] else min(abs(estimate[0]), abs(estimate[1]))
    furthest = max(abs(estimate[0]), abs(estimate[1]))
    largest = two_sided_p(nearest * 2 * critical / wide, df) if wide > 0 else 0.0
    smallest = two_sided_p(furthest * 2 * critical / narrow, df) if narrow > 0 else 0.0
    return smallest, largest
