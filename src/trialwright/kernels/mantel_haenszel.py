"""Common effects over 2 x 2 tables and person-time that need no correction of single zeros: Mantel-Haenszel and Peto.

x1 of n1 in the first group, x2 of n2 in the second: (k,) arrays of counts. Trials with no information (no event, or
only events, in both groups) carry no weight. All effects but the risk difference are logs.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from trialwright.kernels.heterogeneity import Floats

_ROUNDING = 1e-14


class Common(NamedTuple):
    """effect and se on an additive scale; nan where no trial carries weight. se alone is nan where counts leave it no
    spread, as where nobody, or everybody, of each group has had the event: an interval of no width tells nothing."""

    effect: float
    se: float


class Test(NamedTuple):
    """A chi-squared statistic and its upper tail."""

    statistic: float
    p: float


def _error(variance: float, size: float) -> float:
    """The root of a variance, nan where it is 0 but for the rounding of terms of this size."""
    return math.sqrt(variance) if variance > _ROUNDING * size else math.nan


def odds_ratio(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Common:
    """Source: Mantel & Haenszel 1959; variance Robins, Breslow & Greenland 1986, Biometrics 42:311."""
    n = n1 + n2
    p, q = (x1 + n2 - x2) / n, (n1 - x1 + x2) / n
    r, s = x1 * (n2 - x2) / n, (n1 - x1) * x2 / n
    sr, ss = np.sum(r), np.sum(s)
    if sr == 0 or ss == 0:
        return Common(math.nan, math.nan)
    variance = (
        np.sum(p * r) / (2 * sr**2) + np.sum(p * s + q * r) / (2 * sr * ss) + np.sum(q * s) / (2 * ss**2)
    )
    return Common(float(np.log(sr / ss)), float(np.sqrt(variance)))


def risk_ratio(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Common:
    """Source: Greenland & Robins 1985, Biometrics 41:55, eq. 13."""
    n = n1 + n2
    r, s = np.sum(x1 * n2 / n), np.sum(x2 * n1 / n)
    if r == 0 or s == 0:
        return Common(math.nan, math.nan)
    most = float(np.sum((n1 / n) * (n2 / n) * (x1 + x2)))
    d = most - float(np.sum(x1 * x2 / n))
    return Common(float(np.log(r / s)), _error(d / float(r * s), most / float(r * s)))


def risk_difference(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Common:
    """Source: Greenland & Robins 1985; variance for few or many strata, Sato 1989, Biometrics 45:1323."""
    n = n1 + n2
    weight = np.sum(n1 * n2 / n)
    effect = float(np.sum(x1 * (n2 / n) - x2 * (n1 / n)) / weight)
    p = (n1**2 * x2 - n2**2 * x1 + n1 * n2 * (n2 - n1) / 2) / n**2
    q = (x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * n)
    variance = (effect * np.sum(p) + np.sum(q)) / weight**2
    return Common(effect, _error(float(variance), float(np.sum(np.abs(p)) + np.sum(q)) / weight**2))


def rate_difference(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Common:
    """Difference of events per unit of time; nan without any event. Source: Greenland & Robins 1985, Biometrics 41:55."""
    total = t1 + t2
    weight = float(np.sum(t1 * t2 / total))
    spread = float(np.sum(x1 * (t2 / total) ** 2 + x2 * (t1 / total) ** 2))
    if spread == 0:
        return Common(math.nan, math.nan)
    return Common(float(np.sum((x1 * t2 - x2 * t1) / total)) / weight, math.sqrt(spread) / weight)


def rate_ratio(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Common:
    """Events x in person-time t. Source: Greenland & Robins 1985; Rothman & Greenland 1998, ch. 15."""
    t = t1 + t2
    r, s = np.sum(x1 * t2 / t), np.sum(x2 * t1 / t)
    if r == 0 or s == 0:
        return Common(math.nan, math.nan)
    variance = np.sum((t1 / t) * (t2 / t) * (x1 + x2)) / (r * s)
    return Common(float(np.log(r / s)), float(np.sqrt(variance)))


def peto(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Common:
    """One-step log odds ratio. Source: Yusuf et al. 1985, Prog Cardiovasc Dis 27:335."""
    n, x = n1 + n2, x1 + x2
    information = float(np.sum(n1 * n2 * x * (n - x) / (n**2 * (n - 1))))
    if information == 0:
        return Common(math.nan, math.nan)
    return Common(float(np.sum(x1 - n1 * x / n)) / information, information**-0.5)


def heterogeneity(y: Floats, v: Floats, effect: float) -> Test:
    """Q of the trials' own effects about the common one, trials without an effect (nan) left out."""
    with np.errstate(invalid="ignore"):
        use = np.isfinite(y) & np.isfinite(v) & (v > 0)
    q = float(np.sum((y[use] - effect) ** 2 / v[use]))
    return Test(q, float(chi2.sf(q, int(use.sum()) - 1)) if use.sum() > 1 else math.nan)


def cochran_test(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, correct: bool = True, floored: bool = True
) -> Test:
    """No effect in any stratum, with the continuity correction. Source: Mantel & Haenszel 1959, JNCI 22:719.

    floored : a correction never goes past no difference. Without, as metafor has it, half is taken from less than half
    too, and its square counts as a difference.
    """
    n, x = n1 + n2, x1 + x2
    away = abs(float(np.sum(x1 - n1 * x / n)))
    variance = float(np.sum(n1 * n2 * x * (n - x) / (n**2 * (n - 1))))
    left = away - (0.5 if correct else 0.0)
    statistic = (max(0.0, left) if floored else left) ** 2 / variance
    return Test(statistic, float(chi2.sf(statistic, 1)))


def rate_test(
    x1: Floats, t1: Floats, x2: Floats, t2: Floats, correct: bool = True, floored: bool = True
) -> Test:
    """No effect on the rate in any stratum: x1 of its events against those that person-time t1 of all expects; correct and
    floored as cochran_test has them. Source: Rothman, Greenland & Lash 2008, Modern Epidemiology, ch. 15."""
    x, t = x1 + x2, t1 + t2
    away = abs(float(np.sum(x1 - x * t1 / t)))
    left = away - (0.5 if correct else 0.0)
    statistic = (max(0.0, left) if floored else left) ** 2 / float(np.sum(x * t1 * t2 / t**2))
    return Test(statistic, float(chi2.sf(statistic, 1)))


def tarone_test(x1: Floats, n1: Floats, x2: Floats, n2: Floats, log_odds: float) -> tuple[Test, Test]:
    """Homogeneity of odds ratios about the Mantel-Haenszel one: Breslow & Day's, and Tarone's correction of it.

    Strata with no event, or only events, in both groups say nothing and take no degree of freedom.
    Source: Breslow & Day 1980, eq. 4.30; Tarone 1985, Biometrika 72:91.
    """
    use = (x1 + x2 > 0) & (x1 + x2 < n1 + n2)
    x1, n1, x2, n2 = x1[use], n1[use], x2[use], n2[use]
    expected = _expected(x1 + x2, n1, n2, math.exp(log_odds))
    x = x1 + x2
    variance = 1 / (1 / expected + 1 / (x - expected) + 1 / (n1 - expected) + 1 / (n2 - x + expected))
    breslow_day = float(np.sum((x1 - expected) ** 2 / variance))
    tarone = breslow_day - float(np.sum(x1 - expected)) ** 2 / float(np.sum(variance))
    df = len(x1) - 1
    return Test(breslow_day, float(chi2.sf(breslow_day, df))), Test(tarone, float(chi2.sf(tarone, df)))


def _expected(x: Floats, n1: Floats, n2: Floats, odds: float) -> Floats:
    """The first group's events at a common odds ratio, margins fixed: the root of a quadratic that is a table's."""
    if abs(odds - 1) < 1e-12:
        return n1 * x / (n1 + n2)
    a = 1 - odds
    b = n2 - x + odds * (n1 + x)
    c = -odds * n1 * x
    root = np.sqrt(b**2 - 4 * a * c)
    found = (-b + root) / (2 * a)
    return np.asarray(found)
