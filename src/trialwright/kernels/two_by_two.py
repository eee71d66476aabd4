"""Tests of two independent proportions: x1 of n1 against x2 of n2.

Every function takes counts with 0 <= x <= n, n >= 1, and returns a p-value in [0, 1], or NaN where the
test does not exist for the table (a margin or a cell that it divides by is zero).
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, norm

from trialwright.kernels.conditional_table import ConditionalTable

Side = Literal["two-sided", "greater", "less"]

# fisher.test counts a table as no likelier than the observed one within this relative error.
_TIE = 1.0 + 1e-7


def null_probabilities(x1: int, n1: int, x2: int, n2: int) -> tuple[NDArray[np.float64], int]:
    """P(X1 = x | margins) under no association, over the support, and the observed table's index."""
    table = ConditionalTable(n1, n2, x1 + x2)
    return table.null_probabilities(), x1 - table.low


def fisher_exact(x1: int, n1: int, x2: int, n2: int, side: Side = "two-sided") -> float:
    """Fisher's exact test. Two-sided: the sum of all tables no likelier than the observed one.

    side "greater" : more events in the first group. Source: Fisher 1935; two-sided rule as R fisher.test.
    """
    prob, at = null_probabilities(x1, n1, x2, n2)
    if side == "greater":
        total = prob[at:].sum()
    elif side == "less":
        total = prob[: at + 1].sum()
    else:
        total = prob[prob <= prob[at] * _TIE].sum()
    return min(1.0, float(total))


def mid_p(x1: int, n1: int, x2: int, n2: int, side: Side = "two-sided") -> float:
    """Fisher's test counting half of the observed table's probability. Two-sided: twice the smaller tail.

    Source: Lancaster 1961, JASA 56:223; two-sided by doubling as in epitools::oddsratio.midp.
    """
    prob, at = null_probabilities(x1, n1, x2, n2)
    greater = float(prob[at + 1 :].sum() + 0.5 * prob[at])
    less = float(prob[:at].sum() + 0.5 * prob[at])
    if side == "two-sided":
        return min(1.0, 2.0 * min(greater, less))
    return greater if side == "greater" else less


def mid_p_likelihood(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided Fisher p less half the probability of the tables as likely as the observed one.

    Source: Hirji, Tan & Elashoff 1991, Stat Med 10:1137; exact2x2(midp = TRUE, tsmethod = "minlike").
    """
    prob, at = null_probabilities(x1, n1, x2, n2)
    tied = np.abs(prob - prob[at]) <= prob[at] * (_TIE - 1.0)
    rarer = (prob < prob[at]) & ~tied
    return min(1.0, float(prob[rarer].sum() + 0.5 * prob[tied].sum()))


def z_pooled(x1: int, n1: int, x2: int, n2: int, side: Side = "two-sided") -> float:
    """Score z test of equal risks; two-sided it is Pearson's chi-squared test. Source: Pearson 1900."""
    p = (x1 + x2) / (n1 + n2)
    return _normal_p(x1 / n1 - x2 / n2, math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2)), side)


def z_unpooled(x1: int, n1: int, x2: int, n2: int, side: Side = "two-sided") -> float:
    """Wald z test of the risk difference, each group with its own variance."""
    p1, p2 = x1 / n1, x2 / n2
    return _normal_p(p1 - p2, math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2), side)


def yates(x1: int, n1: int, x2: int, n2: int) -> float:
    """Chi-squared with the continuity correction, which never passes zero (as R chisq.test).

    Source: Yates 1934, J R Stat Soc Suppl 1:217.
    """
    n, events = n1 + n2, x1 + x2
    if events in (0, n):
        return math.nan
    observed = np.array([x1, n1 - x1, x2, n2 - x2], dtype=np.float64)
    expected = np.array([n1 * events, n1 * (n - events), n2 * events, n2 * (n - events)]) / n
    gap = np.abs(observed - expected)
    return float(chi2.sf(np.sum((gap - min(0.5, float(gap.min()))) ** 2 / expected), 1))


def likelihood_ratio(x1: int, n1: int, x2: int, n2: int) -> float:
    """G test on one degree of freedom. Source: Wilks 1938; Sokal & Rohlf 1981, ch. 17."""
    n, events = n1 + n2, x1 + x2
    if events in (0, n):
        return math.nan
    observed = np.array([x1, n1 - x1, x2, n2 - x2], dtype=np.float64)
    expected = np.array([n1 * events, n1 * (n - events), n2 * events, n2 * (n - events)]) / n
    some = observed > 0
    return float(chi2.sf(2.0 * np.sum(observed[some] * np.log(observed[some] / expected[some])), 1))


def wald_log_odds_ratio(x1: int, n1: int, x2: int, n2: int, side: Side = "two-sided") -> float:
    """Wald test of the log odds ratio, what a logistic regression on the arm alone prints."""
    cells = (x1, n1 - x1, x2, n2 - x2)
    if min(cells) == 0:
        return math.nan
    estimate = math.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    return _normal_p(estimate, math.sqrt(sum(1 / c for c in cells)), side)


def wald_log_risk_ratio(x1: int, n1: int, x2: int, n2: int, side: Side = "two-sided") -> float:
    """Wald test of the log risk ratio. Source: Katz et al. 1978, Biometrics 34:469."""
    if min(x1, x2) == 0:
        return math.nan
    variance = 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2
    return _normal_p(math.log((x1 / n1) / (x2 / n2)), math.sqrt(variance), side)


def _normal_p(estimate: float, se: float, side: Side) -> float:
    if se == 0.0:
        return math.nan
    z = estimate / se
    if side == "two-sided":
        return float(2.0 * norm.sf(abs(z)))
    return float(norm.sf(z) if side == "greater" else norm.cdf(z))


def boschloo(x1: int, n1: int, x2: int, n2: int) -> float:
    """Boschloo's exact unconditional test: the largest probability, over the common rate, of a one-sided Fisher p
    as small; two-sided by doubling the smaller side, as R's exact2x2 with tsmethod "central".

    NaN where a margin of events is zero. Source: Boschloo 1970, Stat Neerl 24:1.
    """
    from scipy.stats import boschloo_exact

    if x1 + x2 in (0, n1 + n2):
        return math.nan
    got = boschloo_exact([[x1, x2], [n1 - x1, n2 - x2]], alternative="two-sided", n=64)
    return min(1.0, float(got.pvalue))
