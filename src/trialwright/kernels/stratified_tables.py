"""Association in 2 x 2 tables over strata: Cochran-Mantel-Haenszel, and the exact conditional test.

Tables are (k, 2, 2): rows are the groups, columns the outcomes; the odds ratio is n11 n22 / (n12 n21).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import chi2, norm

from trialwright.kernels import printed_exact

Floats = NDArray[np.float64]
Side = Literal["two-sided", "greater", "less"]


class MantelHaenszel(NamedTuple):
    """chi_squared, p : of no association in any stratum. odds_ratio with its limits (Robins, Breslow & Greenland)."""

    chi_squared: float
    p: float
    odds_ratio: float
    low: float
    high: float


def mantel_haenszel(
    tables: Floats, correct: bool = False, level: float = 95.0, side: Side = "two-sided"
) -> MantelHaenszel:
    """Strata with fewer than two subjects are left out. correct : with Yates's half. side : of the odds ratio against 1;
    the limit on the other side is then 0 or infinite.

    Source: Mantel & Haenszel 1959, JNCI 22:719; Robins, Breslow & Greenland 1986, Biometrics 42:311.
    """
    used = tables[tables.sum((1, 2)) > 1].astype(np.float64)
    a, b, c, d = used[:, 0, 0], used[:, 0, 1], used[:, 1, 0], used[:, 1, 1]
    n = a + b + c + d
    gap = float(np.sum(a - (a + b) * (a + c) / n))
    variance = float(np.sum((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))))
    half = min(0.5, abs(gap)) if correct else 0.0
    statistic = (abs(gap) - half) ** 2 / variance if variance > 0 else math.nan
    r, s = a * d / n, b * c / n
    above, below = float(r.sum()), float(s.sum())
    ratio = above / below if below > 0 else math.inf
    p, q = (a + d) / n, (b + c) / n
    spread = (
        float(np.sum(p * r)) / (2 * above**2)
        + float(np.sum(p * s + q * r)) / (2 * above * below)
        + float(np.sum(q * s)) / (2 * below**2)
        if above > 0 and below > 0
        else math.nan
    )
    z = float(norm.isf(_tail(level, side))) * math.sqrt(spread)
    chance = float(chi2.sf(statistic, 1))
    if side != "two-sided":
        signed = math.copysign(math.sqrt(statistic), gap)
        chance = float(norm.sf(signed if side == "greater" else -signed))
    low = 0.0 if side == "less" else ratio * math.exp(-z)
    high = math.inf if side == "greater" else ratio * math.exp(z)
    return MantelHaenszel(statistic, chance, ratio, low, high)


def _tail(level: float, side: Side) -> float:
    """The chance left out beyond a limit."""
    return (0.5 - level / 200) if side == "two-sided" else 1 - level / 100


class ExactCommon(NamedTuple):
    """p : two-sided, of an odds ratio of 1. odds_ratio : conditional maximum likelihood, with exact limits."""

    p: float
    odds_ratio: float
    low: float
    high: float


def exact_common_odds_ratio(
    tables: Floats, level: float = 95.0, side: Side = "two-sided", printed: bool = False
) -> ExactCommon:
    """From the distribution of the sum of n11 given all margins, a convolution of hypergeometric ones. printed : the ratio and
    its limits to the digits that R's mantelhaen.test prints (kernels.printed_exact).

    Source: Mehta, Patel & Gray 1985, JASA 80:969; two-sided p by tables no likelier than the one seen.
    """
    logs, seen = _given_margins(tables[tables.sum((1, 2)) > 0].astype(np.int64))
    support = np.arange(len(logs), dtype=np.float64)

    def chances(log_ratio: float) -> Floats:
        if log_ratio == -math.inf:
            return np.asarray(support == 0, dtype=np.float64)
        value = logs + support * log_ratio
        weights = np.exp(value - value.max())
        return np.asarray(weights / weights.sum())

    null = chances(0.0)
    p = float(null[null <= null[seen] * (1 + 1e-7)].sum())
    if side != "two-sided":
        p = float((null[seen:] if side == "greater" else null[: seen + 1]).sum())
    tail = _tail(level, side)
    top = len(logs) - 1

    def root(of: Callable[[float], float]) -> float:
        if printed:
            return printed_exact.solved(lambda ratio: of(math.log(ratio) if ratio > 0 else -math.inf))
        return math.exp(float(brentq(of, -60.0, 60.0, xtol=1e-13, rtol=1e-14)))

    estimate = 0.0 if seen == 0 else math.inf
    if 0 < seen < top:
        estimate = root(lambda e: float(chances(e) @ support) - seen)
    low_limit = 0.0 if seen == 0 or side == "less" else root(lambda e: float(chances(e)[seen:].sum()) - tail)
    high_limit = (
        math.inf
        if seen == top or side == "greater"
        else root(lambda e: tail - float(chances(e)[: seen + 1].sum()))
    )
    return ExactCommon(min(1.0, p), estimate, low_limit, high_limit)


def _given_margins(used: NDArray[np.int64]) -> tuple[Floats, int]:
    """Log chances, but for a constant, of the sum of n11 from its least on at an odds ratio of 1; where the one seen is."""
    logs, lowest = np.zeros(1), 0
    for (a, b), (c, d) in used:
        n1, n2, m = int(a + b), int(c + d), int(a + c)
        low, high = max(0, m - n2), min(n1, m)
        x = np.arange(low, high + 1)
        each = _choose(n1, x) + _choose(n2, m - x)
        logs, lowest = _convolved(logs, each), lowest + low
    return logs, int(used[:, 0, 0].sum()) - lowest


def _choose(n: int, x: NDArray[np.int64]) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1))


def _convolved(a: Floats, b: Floats) -> Floats:
    """log of the convolution of exp(a) and exp(b), term by term so that small chances keep their digits."""
    out = np.full(len(a) + len(b) - 1, -np.inf)
    for k, value in enumerate(b):
        out[k : k + len(a)] = np.logaddexp(out[k : k + len(a)], a + value)
    return out
