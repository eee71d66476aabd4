"""Effects and their variances from what two arms report. First group less, or over, second group.

Every function returns (y, v): the effect on an additive scale and its variance, scale squared.
Counts are x of n with 0 <= x <= n, n >= 1; a cell that a formula divides by must not be zero, so the
caller adds `add` to every cell of the table (and 2 * add to the totals) where one is.
"""

from __future__ import annotations

import math

Effect = tuple[float, float]


def log_odds_ratio(x1: int, n1: int, x2: int, n2: int, add: float = 0.0) -> Effect:
    """Source: Woolf 1955, Ann Hum Genet 19:251; added constant, Haldane 1956 (metafor escalc "OR")."""
    a, b, c, d = x1 + add, n1 - x1 + add, x2 + add, n2 - x2 + add
    return math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def log_risk_ratio(x1: int, n1: int, x2: int, n2: int, add: float = 0.0) -> Effect:
    """Source: Katz et al. 1978, Biometrics 34:469 (metafor escalc "RR")."""
    a, c, m1, m2 = x1 + add, x2 + add, n1 + 2 * add, n2 + 2 * add
    return math.log(a / m1) - math.log(c / m2), 1 / a - 1 / m1 + 1 / c - 1 / m2


def risk_difference(x1: int, n1: int, x2: int, n2: int, add: float = 0.0) -> Effect:
    """Difference of risks as fractions (metafor escalc "RD")."""
    m1, m2 = n1 + 2 * add, n2 + 2 * add
    p1, p2 = (x1 + add) / m1, (x2 + add) / m2
    return p1 - p2, p1 * (1 - p1) / m1 + p2 * (1 - p2) / m2


def mean_difference(mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int) -> Effect:
    """Difference of means, each arm with its own SD (metafor escalc "MD")."""
    return mean1 - mean2, sd1**2 / n1 + sd2**2 / n2
