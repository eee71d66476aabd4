"""Association in a 2 x 2 table other than by risks or odds, and its variance: x1 of n1 against x2 of n2.

Every function takes numbers or arrays (k,) and returns (y, v); a cell of zero that a formula divides by gives inf or nan.
Names in brackets are those of metafor's escalc.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from trialwright.kernels.effect_sizes import Effect, Value, log_odds_ratio

_ROUNDING = 1e-13  # of terms of the size of 1


def phi(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Correlation of group and outcome, of a sample of which neither margin was fixed ("PHI"). Where they go together
    without exception it is 1 and its variance 0.

    Source: Bishop, Fienberg & Holland 1975, Discrete Multivariate Analysis, p. 381."""
    x1, x2, n1, n2 = x1 + add, x2 + add, n1 + 2 * add, n2 + 2 * add
    n = n1 + n2
    row1, row2, column1, column2 = n1 / n, n2 / n, (x1 + x2) / n, (n - x1 - x2) / n
    product = row1 * row2 * column1 * column2
    y = (x1 * (n2 - x2) - (n1 - x1) * x2) / n**2 / np.sqrt(product)
    rows, columns = row1 - row2, column1 - column2
    within = 1 - y**2 + y * (1 + y**2 / 2) * rows * columns / np.sqrt(product)
    spread = within - 0.75 * y**2 * (rows**2 / (row1 * row2) + columns**2 / (column1 * column2))
    return y, np.where(spread > _ROUNDING, spread, 0.0) / n


def yule_q(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """(OR - 1) / (OR + 1) ("YUQ"). Source: Yule 1912, J R Stat Soc 75:579."""
    log_or, v = log_odds_ratio(x1, n1, x2, n2, add)
    y = np.tanh(log_or / 2)
    return y, (1 - y**2) ** 2 * v / 4


def yule_y(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """(sqrt(OR) - 1) / (sqrt(OR) + 1) ("YUY"). Source: Yule 1912, J R Stat Soc 75:579."""
    log_or, v = log_odds_ratio(x1, n1, x2, n2, add)
    y = np.tanh(log_or / 4)
    return y, (1 - y**2) ** 2 * v / 16


def probit_difference(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Difference of normal quantiles of risks, as a standardised mean difference ("PBIT").

    Source: Sanchez-Meca et al. 2003, Psychol Methods 8:448, eqs 17 and 18."""
    m1, m2 = n1 + 2 * add, n2 + 2 * add
    p1, p2 = (x1 + add) / m1, (x2 + add) / m2
    z1, z2 = ndtri(p1), ndtri(p2)
    each = [2 * np.pi * p * (1 - p) * np.exp(z**2) / m for p, z, m in ((p1, z1, m1), (p2, z2, m2))]
    return z1 - z2, each[0] + each[1]


def standardized_by_normal(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Log odds ratio over 1.65 ("OR2DN"), a standardised mean difference of normal outcomes. Source: Cox & Snell 1989;
    Sanchez-Meca et al. 2003, eqs 15 and 16."""
    y, v = log_odds_ratio(x1, n1, x2, n2, add)
    return y / 1.65, v / 1.65**2


def standardized_by_logistic(x1: Value, n1: Value, x2: Value, n2: Value, add: Value = 0.0) -> Effect:
    """Log odds ratio times sqrt(3) / pi ("OR2DL"), a standardised mean difference of logistic outcomes. Source: Chinn 2000,
    Stat Med 19:3127."""
    y, v = log_odds_ratio(x1, n1, x2, n2, add)
    return y * np.sqrt(3) / np.pi, 3 * v / np.pi**2
