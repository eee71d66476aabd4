"""Effects and their variances from what arms report. First group less, or over, second group.

Every function takes numbers or arrays (k,) and returns (y, v): the effect on an additive scale and its variance, scale
squared. Counts are x of n with 0 <= x <= n, n >= 1; a cell that a formula divides by must not be zero, so the caller
adds `add` to every cell of the table (and 2 * add to the totals) where one is: cells that stay zero give inf or nan.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import gammaln, ndtri

# Numbers go in and come out as numbers, arrays as arrays.
Value = Any
Effect = tuple[Value, Value]


def log_odds_ratio(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Source: Woolf 1955, Ann Hum Genet 19:251; added constant, Haldane 1956 (metafor escalc "OR")."""
    a, b, c, d = x1 + add, n1 - x1 + add, x2 + add, n2 - x2 + add
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def log_risk_ratio(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Source: Katz et al. 1978, Biometrics 34:469 (metafor escalc "RR")."""
    a, c, m1, m2 = x1 + add, x2 + add, n1 + 2 * add, n2 + 2 * add
    return np.log(a / m1) - np.log(c / m2), 1 / a - 1 / m1 + 1 / c - 1 / m2


def risk_difference(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Difference of risks as fractions (metafor escalc "RD")."""
    m1, m2 = n1 + 2 * add, n2 + 2 * add
    p1, p2 = (x1 + add) / m1, (x2 + add) / m2
    return p1 - p2, p1 * (1 - p1) / m1 + p2 * (1 - p2) / m2


def arcsine_risk_difference(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Difference of arcsines of roots of risks, radians (metafor escalc "AS"). Source: Rücker et al. 2009, Stat Med 28:721."""
    m1, m2 = n1 + 2 * add, n2 + 2 * add
    y = np.arcsin(np.sqrt((x1 + add) / m1)) - np.arcsin(np.sqrt((x2 + add) / m2))
    return y, 1 / (4 * m1) + 1 / (4 * m2) + 0 * y


def peto_log_odds_ratio(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """(O - E) / V and 1 / V, V hypergeometric: nearly unbiased for small effects, equal arms and rare events only.

    Source: Yusuf et al. 1985, Prog Cardiovasc Dis 27:335; its bias: Greenland & Salvan 1990, Stat Med 9:247.
    """
    x, m1, m2 = x1 + x2 + 2 * add, n1 + 2 * add, n2 + 2 * add
    n = m1 + m2
    variance = m1 * m2 * x * (n - x) / (n**2 * (n - 1))
    return (x1 + add - m1 * x / n) / variance, 1 / variance


def log_incidence_rate_ratio(x1: Value, t1: Value, x2: Value, t2: Value, add: Value = 0.0) -> Effect:
    """x events in t of person-time. Source: Rothman & Greenland 1998, Modern Epidemiology, ch. 14."""
    a, c = x1 + add, x2 + add
    return np.log(a / t1) - np.log(c / t2), 1 / a + 1 / c


def log_hazard_ratio(low: Value, high: Value, level: float = 0.95) -> Effect:
    """From the limits of a `level` interval, which is taken as symmetric on the log scale.

    Source: Parmar, Torri & Stewart 1998, Stat Med 17:2815, eq. 7.
    """
    z = float(ndtri(0.5 + level / 2))
    return (np.log(low) + np.log(high)) / 2, ((np.log(high) - np.log(low)) / (2 * z)) ** 2


def mean_difference(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Difference of means, each arm with its own SD (metafor escalc "MD")."""
    return mean1 - mean2, sd1**2 / n1 + sd2**2 / n2


def standardized_mean_difference(
    mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value
) -> Effect:
    """Hedges' g: difference over the pooled SD, with the exact small-sample correction; n1 + n2 > 2.

    Source: Hedges 1981, J Educ Stat 6:107, eqs 6e and 8 (metafor escalc "SMD").
    """
    df = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    correction = np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    g = correction * (mean1 - mean2) / pooled
    return g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))


def log_ratio_of_means(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Both means have the same sign, else nan. Source: Hedges, Gurevitch & Curtis 1999, Ecology 80:1150."""
    return np.log(mean1 / mean2), sd1**2 / (n1 * mean1**2) + sd2**2 / (n2 * mean2**2)


def proportion(x: Value, n: Value, add: Value = 0.0) -> Effect:
    """A proportion as it is (metafor escalc "PR"). Its variance depends on it: prefer logit_proportion()."""
    m = n + 2 * add
    p = (x + add) / m
    return p, p * (1 - p) / m


def log_proportion(x: Value, n: Value, add: Value = 0.0) -> Effect:
    """Log of a proportion (metafor escalc "PLN")."""
    a, m = x + add, n + 2 * add
    return np.log(a / m), 1 / a - 1 / m


def logit_proportion(x: Value, n: Value, add: Value = 0.0) -> Effect:
    """Log odds of a proportion (metafor escalc "PLO")."""
    a, b = x + add, n - x + add
    return np.log(a / b), 1 / a + 1 / b


def arcsine_proportion(x: Value, n: Value, add: Value = 0.0) -> Effect:
    """Radians: asin(sqrt(x / n)), variance 1 / (4 n). Source: Anscombe 1948, Biometrika 35:246."""
    a, m = x + add, n + 2 * add
    return np.arcsin(np.sqrt(a / m)), 1 / (4 * m) + 0 * x


def freeman_tukey_proportion(x: Value, n: Value, add: Value = 0.0) -> Effect:
    """Double arcsine, radians. Its back-transform takes a sample size that a pooled value does not have.

    Source: Freeman & Tukey 1950, Ann Math Stat 21:607 (half their sum, metafor escalc "PFT").
    """
    a, m = x + add, n + 2 * add
    y = (np.arcsin(np.sqrt(a / (m + 1))) + np.arcsin(np.sqrt((a + 1) / (m + 1)))) / 2
    return y, 1 / (4 * m + 2) + 0 * x


def proportion_of_freeman_tukey(y: Value, n: Value) -> Value:
    """The proportion that a double arcsine y stands for at sample size n: 0..1.

    With the harmonic mean of sizes that differ much, the answer can lie outside the trials' own range: Schwarzer et al.
    2019, Res Synth Methods 10:476. Source: Miller 1978, Am Stat 32:138.
    """
    s, c = np.sin(2 * y), np.cos(2 * y)
    inside = np.maximum(0.0, 1 - (s + (s - 1 / s) / n) ** 2)
    p = (1 - np.sign(c) * np.sqrt(inside)) / 2
    least, most = freeman_tukey_proportion(0 * n, n)[0], freeman_tukey_proportion(n, n)[0]
    return np.where(y <= least, 0.0, np.where(y >= most, 1.0, p))[()]


def correlation(r: Value, n: Value) -> Effect:
    """Correlation r of n pairs, n > 1, as it is (metafor escalc "COR"). Its variance depends on it: prefer fisher_z()."""
    return r + 0.0, (1 - r**2) ** 2 / (n - 1)


def fisher_z(r: Value, n: Value) -> Effect:
    """Correlation r of n pairs, n > 3, on Fisher's scale. Source: Fisher 1921, Metron 1:3."""
    return np.arctanh(r), 1 / (n - 3) + 0 * r
