"""Exact limits that invert two-sided tests: of an odds ratio, of one rate, and of a difference of two rates."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln, xlog1py, xlogy
from scipy.stats import beta

from trialwright.kernels.restricted_rates import gap, null_variance

Floats = NDArray[np.float64]
TwoSided = Literal["minlike", "blaker"]

_TIE = 1.0 + 1e-7


def two_sided(prob: Floats, at: int, rule: TwoSided) -> float:
    """p of the outcome `at` under the distribution prob (k,).

    minlike : all outcomes no likelier (Fisher 1935; Sterne 1954). blaker : its smaller tail, and of the other tail as
    much as does not exceed it (Blaker 2000, Can J Stat 28:783).
    """
    if rule == "minlike":
        return min(1.0, float(prob[prob <= prob[at] * _TIE].sum()))
    below, above = np.cumsum(prob), np.cumsum(prob[::-1])[::-1]
    tails = np.minimum(below, above)
    return min(1.0, float(prob[tails <= tails[at] * _TIE].sum()))


def odds_ratio_limits(
    x1: int, n1: int, x2: int, n2: int, rule: TwoSided, level: float = 95.0
) -> tuple[float, float]:
    """The hull of odds ratios that the two-sided conditional test does not reject; group 1 to group 2."""
    m = x1 + x2
    low, high = max(0, m - n2), min(n1, m)
    x = np.arange(low, high + 1)
    logs = _choose(n1, x) + _choose(n2, m - x)

    def p(log_ratio: float) -> float:
        value = logs + x * log_ratio
        weights = np.exp(value - value.max())
        return two_sided(weights / weights.sum(), x1 - low, rule)

    centre = math.log((x1 + 0.5) * (n2 - x2 + 0.5) / ((x2 + 0.5) * (n1 - x1 + 0.5)))
    lower = 0.0 if x1 == low else math.exp(_edge(p, centre, -1.0, level))
    upper = math.inf if x1 == high else math.exp(_edge(p, centre, 1.0, level))
    return lower, upper


def rate_limits(x: int, n: int, rule: TwoSided, level: float = 95.0) -> tuple[float, float]:
    """The hull of rates that the two-sided binomial test does not reject."""
    k = np.arange(n + 1)
    choose = _choose(n, k)

    def p(logit: float) -> float:
        rate = 1 / (1 + math.exp(-logit))
        return two_sided(np.exp(choose + xlogy(k, rate) + xlog1py(n - k, -rate)), x, rule)

    centre = math.log((x + 0.5) / (n - x + 0.5))

    def back(logit: float) -> float:
        return 1 / (1 + math.exp(-logit))

    lower = 0.0 if x == 0 else back(_edge(p, centre, -1.0, level))
    return lower, 1.0 if x == n else back(_edge(p, centre, 1.0, level))


def _edge(p: Callable[[float], float], centre: float, sign: float, level: float) -> float:
    """Where p, which jumps, last passes alpha on the way from far out: scan inwards, then bisect."""
    alpha = 1 - level / 100
    far = centre
    width = 0.5
    while p(far) > alpha * 1e-3 and abs(far - centre) < 60:
        far += sign * width
    return _outermost(p, np.linspace(far, centre, 4001), alpha, 60)


def _outermost(p: Callable[[float], float], inwards: Floats, alpha: float, halvings: int) -> float:
    """Where p first passes alpha along a grid, by bisection between two of its points; the grid's end if it never does."""
    for outside, inside in pairwise(inwards):
        if p(float(inside)) > alpha:
            a, b = float(outside), float(inside)
            for _ in range(halvings):
                middle = 0.5 * (a + b)
                a, b = (a, middle) if p(middle) > alpha else (middle, b)
            return 0.5 * (a + b)
    return float(inwards[-1])


def jeffreys(x: int, n: int, level: float = 95.0) -> tuple[float, float]:
    """Equal tails of Beta(x + 1/2, n - x + 1/2); 0 and 1 at the ends. Source: Brown, Cai & DasGupta 2001."""
    tail = 0.5 - level / 200
    low = 0.0 if x == 0 else float(beta.ppf(tail, x + 0.5, n - x + 0.5))
    return low, 1.0 if x == n else float(beta.isf(tail, x + 0.5, n - x + 0.5))


def mid_p_rate(x: int, n: int, level: float = 95.0) -> tuple[float, float]:
    """Limits where half of the outcome's probability and its tail make (1 - level) / 2. Source: Lancaster 1961."""
    tail = 0.5 - level / 200
    k = np.arange(n + 1)
    choose = _choose(n, k)

    def above(rate: float) -> float:
        prob = np.exp(choose + xlogy(k, rate) + xlog1py(n - k, -rate))
        return float(prob[x + 1 :].sum() + 0.5 * prob[x])

    low = 0.0 if x == 0 else float(brentq(lambda r: above(r) - tail, 0.0, 1.0, xtol=1e-14))
    high = 1.0 if x == n else float(brentq(lambda r: above(r) - (1 - tail), 0.0, 1.0, xtol=1e-14))
    return low, high


def miettinen_nurminen(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> tuple[float, float]:
    """Score limits of the difference of rates, group 1 less group 2, with the n / (n - 1) variance.

    Source: Miettinen & Nurminen 1985, Stat Med 4:213.
    """
    from scipy.stats import norm

    z = float(norm.ppf(0.5 + level / 200))
    n, p1, p2 = n1 + n2, x1 / n1, x2 / n2

    def score(null: float) -> float:
        variance = float(null_variance(p1, p2, n1 / n, null, "difference")) / n * n / (n - 1)
        distance = float(gap(p1, p2, null, "difference"))
        if variance <= 0:
            return 0.0 if distance == 0 else math.copysign(math.inf, distance)
        return distance / math.sqrt(variance)

    # A score that does not reach z by the end of the scale leaves the limit at that end.
    d, edge = p1 - p2, 1 - 1e-12
    low = -1.0 if score(-edge) < z else float(brentq(lambda t: min(score(t), 1e6) - z, -edge, d, xtol=1e-13))
    high = 1.0 if score(edge) > -z else float(brentq(lambda t: max(score(t), -1e6) + z, d, edge, xtol=1e-13))
    return low, high


def agresti_caffo(x1: int, n1: int, x2: int, n2: int, level: float = 95.0) -> tuple[float, float]:
    """Wald limits of the difference after one success and one failure more in each group.

    Source: Agresti & Caffo 2000, Am Stat 54:280.
    """
    from scipy.stats import norm

    z = float(norm.ppf(0.5 + level / 200))
    p1, p2 = (x1 + 1) / (n1 + 2), (x2 + 1) / (n2 + 2)
    half = z * math.sqrt(p1 * (1 - p1) / (n1 + 2) + p2 * (1 - p2) / (n2 + 2))
    return p1 - p2 - half, p1 - p2 + half


class Unconditional:
    """Exact unconditional inference on p2 - p1, ordered by Fisher's p (Boschloo) or by the score statistic.

    One-sided p: the greatest chance, over the nuisance rate, of a table at least as extreme; two-sided: twice the
    smaller. rates : None to find that greatest chance; or on how many equally spaced rates to look for it, as programs do
    that stop there (exact2x2: 100), up to 4e-4 of itself too small. Source: Boschloo 1970, Stat Neerl 24:1; Chan & Zhang 1999, Biometrics 55:1202 (score, limits).
    """

    def __init__(self, x1: int, n1: int, x2: int, n2: int, rates: int | None = None) -> None:
        self.rates = rates
        self.x1, self.n1, self.x2, self.n2 = x1, n1, x2, n2
        self.choose1, self.choose2 = _choose(n1, np.arange(n1 + 1)), _choose(n2, np.arange(n2 + 1))

    def boschloo(self) -> float:
        """Two-sided p of equal rates."""
        from trialwright.kernels.unconditional import fisher_p

        tail = 1.0
        for flip in (False, True):
            table = fisher_p(self.n1, self.n2) if flip else fisher_p(self.n2, self.n1).T
            seen = table[self.x1, self.x2]
            tail = min(tail, self._greatest(table <= seen * (1 + 1e-9), 0.0))
        return min(1.0, 2 * tail)

    def score_p(self) -> float:
        """Two-sided p of equal rates, tables ordered by the score statistic."""
        return min(1.0, 2 * min(self._tail(0.0, 1.0), self._tail(0.0, -1.0)))

    def score_limits(self, level: float = 95.0) -> tuple[float, float]:
        """Limits of p2 - p1 from the two one-sided score tests."""
        tail = 0.5 - level / 200
        d = self.x2 / self.n2 - self.x1 / self.n1
        low = self._limit(lambda t: self._tail(t, 1.0), -1 + 1e-9, d, tail)
        high = self._limit(lambda t: self._tail(t, -1.0), 1 - 1e-9, d, tail)
        return low, high

    def _limit(self, p: Callable[[float], float], end: float, estimate: float, tail: float) -> float:
        """The outermost value not rejected: p jumps as tables change their order, so scan, then bisect."""
        if p(end) > tail:
            return round(end)
        return _outermost(p, np.linspace(end, estimate, 201), tail, 40)

    def _statistic(self, null: float) -> Floats:
        k1, k2 = np.meshgrid(np.arange(self.n1 + 1), np.arange(self.n2 + 1), indexing="ij")
        p1, p2 = k1 / self.n1, k2 / self.n2
        n = self.n1 + self.n2
        variance = null_variance(p2, p1, self.n2 / n, null, "difference") / n
        distance = p2 - p1 - null
        with np.errstate(divide="ignore", invalid="ignore"):
            z = distance / np.sqrt(np.maximum(variance, 0))
        z = np.where(np.abs(distance) < 1e-12, 0.0, z)
        return np.asarray(np.nan_to_num(z, posinf=1e9, neginf=-1e9))

    def _tail(self, null: float, sign: float) -> float:
        z = sign * self._statistic(null)
        return self._greatest(z >= z[self.x1, self.x2] - 1e-9, null)

    def _greatest(self, region: NDArray[np.bool_], null: float) -> float:
        """Over p1, p2 = p1 + null, the chance of the region: a grid, then each peak refined."""
        low, high = max(0.0, -null), min(1.0, 1 - null)
        grid = np.linspace(low, high, self.rates or 201)
        inside = region.astype(np.float64)

        def chance(p1: Floats) -> Floats:
            k1, k2 = np.arange(self.n1 + 1), np.arange(self.n2 + 1)
            q1, q2 = p1[:, None], np.clip(p1 + null, 0, 1)[:, None]
            first = np.exp(self.choose1 + xlogy(k1, q1) + xlog1py(self.n1 - k1, -q1))
            second = np.exp(self.choose2 + xlogy(k2, q2) + xlog1py(self.n2 - k2, -q2))
            return np.asarray(np.sum((first @ inside) * second, axis=1))

        shown = chance(grid)
        best = float(shown.max())
        if self.rates is not None:
            return min(1.0, best)
        for i in np.flatnonzero(shown >= 0.97 * best):
            if 0 < i < len(grid) - 1 and shown[i] >= shown[i - 1] and shown[i] >= shown[i + 1]:
                found = minimize_scalar(
                    lambda q: -float(chance(np.array([q]))[0]), bounds=(grid[i - 1], grid[i + 1]),
                    method="bounded", options={"xatol": 1e-10},
                )  # fmt: skip
                best = max(best, -float(found.fun))
        return min(1.0, best)


def _choose(n: int, x: NDArray[np.int64]) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1))
