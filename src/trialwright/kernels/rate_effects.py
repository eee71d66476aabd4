"""Effects of events in person-time, of one group or of two, and their variances: x >= 0 events in t > 0 of time.

Every function takes numbers or arrays (k,) and returns (y, v). `add` goes to the events where a formula divides by them.
Names in brackets are those of metafor's escalc.
"""

from __future__ import annotations

import numpy as np

from trialwright.kernels.effect_sizes import Effect, Value


def incidence_rate_difference(x1: Value, t1: Value, x2: Value, t2: Value, add: Value = 0.0) -> Effect:
    """Events per unit of time ("IRD"). Source: Rothman & Greenland 1998, Modern Epidemiology, ch. 14."""
    a, c = x1 + add, x2 + add
    return a / t1 - c / t2, a / t1**2 + c / t2**2


def root_incidence_rate_difference(x1: Value, t1: Value, x2: Value, t2: Value, add: Value = 0.0) -> Effect:
    """Difference of square roots of rates ("IRSD"), whose variance does not depend on them. Source: Bartlett 1936,
    Suppl J R Stat Soc 3:68."""
    return np.sqrt((x1 + add) / t1) - np.sqrt((x2 + add) / t2), 1 / (4 * t1) + 1 / (4 * t2) + 0 * x1


def incidence_rate(x: Value, t: Value, add: Value = 0.0) -> Effect:
    """Events per unit of time ("IR")."""
    a = x + add
    return a / t, a / t**2


def log_incidence_rate(x: Value, t: Value, add: Value = 0.0) -> Effect:
    """Log of events per unit of time ("IRLN")."""
    a = x + add
    return np.log(a / t), 1 / a + 0 * t


def root_incidence_rate(x: Value, t: Value, add: Value = 0.0) -> Effect:
    """Square root of events per unit of time ("IRS"). Source: Bartlett 1936, Suppl J R Stat Soc 3:68."""
    return np.sqrt((x + add) / t), 1 / (4 * t) + 0 * x


def freeman_tukey_incidence_rate(x: Value, t: Value, add: Value = 0.0) -> Effect:
    """Mean of the roots of x / t and (x + 1) / t ("IRFT"). Source: Freeman & Tukey 1950, Ann Math Stat 21:607."""
    a = x + add
    return (np.sqrt(a / t) + np.sqrt((a + 1) / t)) / 2, 1 / (4 * t) + 0 * x
