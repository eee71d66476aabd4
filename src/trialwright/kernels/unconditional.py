"""Exact unconditional tests of two rates: the rejection region, and the power it has.

The region holds the tables most extreme by an ordering, as many as keep the largest rejection probability under the
null within alpha. x1 of n1 against x2 of n2; a large x1 speaks against the null p1 - p2 <= null. Regions hold with a table all
that have a larger x1 or a smaller x2, so that probability is largest where p1 - p2 is the null itself (Röhmel & Mansmann
1999, Biom J 41:149), and is sought along the rate p2 there.
Orderings: "boschloo" by Fisher's one-sided p (Boschloo 1970, Stat Neerl 24:1); "pooled" by the pooled z (Suissa &
Shuster 1985, J R Stat Soc A 148:317); "unpooled" by the unpooled z (Barnard's test as Mehrotra, Chan & Berger 2003,
Biometrics 59:441, have it); "score" by Farrington and Manning's score (Chan 1998, Stat Med 17:1403), the one that may have
any null, and the pooled z where it is 0; "fisher" is Fisher's exact test itself, conditional and so
conservative.
"""

from __future__ import annotations

from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, xlog1py, xlogy
from scipy.stats import hypergeom

from trialwright.kernels.restricted_rates import null_variance

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ordering = Literal["boschloo", "pooled", "unpooled", "score", "fisher"]

_RATES = 501  # common rates on the first grid; each local maximum is then refined
_EDGE = 1e-12  # a level that is alpha itself comes out a rounding above it or below
_TIE = 1e-10  # statistics nearer than this, relatively, are one: they differ by roundoff alone


def fisher_p(n1: int, n2: int) -> Floats:
    """(n1 + 1, n2 + 1): Fisher's one-sided p for x1 at least as large, given the total."""
    x1, x2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    return cast(Floats, hypergeom.sf(x1 - 1, n1 + n2, x1 + x2, n1))


def statistic(n1: int, n2: int, ordering: Ordering, null: float = 0.0) -> Floats:
    """(n1 + 1, n2 + 1): larger is more extreme. null : other than 0 for "score" alone."""
    if ordering in ("boschloo", "fisher"):
        return -np.log(np.maximum(fisher_p(n1, n2), 1e-300))
    x1, x2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    p1, p2 = x1 / n1, x2 / n2
    if ordering == "unpooled":
        spread = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    elif null == 0:
        common = (x1 + x2) / (n1 + n2)
        spread = common * (1 - common) * (1 / n1 + 1 / n2)
    else:
        spread = null_variance(p1, p2, n1 / (n1 + n2), null, "difference") / (n1 + n2)
    # x1 n2 - x2 n1 is a whole number, so that tables on the null itself are told from others.
    distance = (x1 * n2 - x2 * n1) / (n1 * n2) - null
    with np.errstate(divide="ignore", invalid="ignore"):
        z = distance / np.sqrt(spread)
    return np.asarray(np.where(np.abs(distance) < 1e-14, 0.0, z))


def rejection_region(
    n1: int, n2: int, alpha: float, ordering: Ordering = "boschloo", null: float = 0.0
) -> Bools:
    """(n1 + 1, n2 + 1): where the test of level alpha rejects."""
    if ordering == "fisher":
        return fisher_p(n1, n2) <= alpha * (1 + _EDGE)
    order, ends = _tied_groups(statistic(n1, n2, ordering, null))
    alpha = alpha * (1 + _EDGE)
    level = _levels(order, ends, n1, n2, _rates(null), null, alpha)
    region = np.zeros((n1 + 1) * (n2 + 1), dtype=bool)
    taken = int(np.searchsorted(np.maximum.accumulate(level), alpha, side="right"))
    # The grid's largest level is a lower bound of the true one: step back until the refined one is within alpha.
    while taken > 0:
        region[:] = False
        region[order[: ends[taken - 1]]] = True
        if level_of(region.reshape(n1 + 1, n2 + 1), null) <= alpha:
            return region.reshape(n1 + 1, n2 + 1)
        taken -= 1
    return np.zeros((n1 + 1, n2 + 1), dtype=bool)


def power(region: Bools, p1: float, p2: float) -> float:
    """P(the table falls in the region) at rates p1 and p2."""
    n1, n2 = region.shape[0] - 1, region.shape[1] - 1
    return float(_pmf(n1, np.array([p1]))[0] @ region @ _pmf(n2, np.array([p2]))[0])


def level_of(region: Bools, null: float = 0.0) -> float:
    """The largest rejection probability where p1 - p2 is the null: grid, then each near-greatest peak refined."""
    grid = _rates(null)
    n1, n2 = region.shape[0] - 1, region.shape[1] - 1
    first, second = _pmf(n1, _moved(grid, null)), _pmf(n2, grid)
    shown = np.einsum("gi,ij,gj->g", first, region.astype(float), second, optimize=True)
    best = float(shown.max())
    for i in np.flatnonzero(shown >= best * 0.98):
        if 0 < i < _RATES - 1 and shown[i] >= shown[i - 1] and shown[i] >= shown[i + 1]:
            found = minimize_scalar(
                lambda p: -power(region, float(_moved(p, null)), p), bounds=(grid[i - 1], grid[i + 1]), method="bounded",
                options={"xatol": 1e-9},
            )  # fmt: skip
            best = max(best, -float(found.fun))
    return best


def _tied_groups(statistics: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tables from most extreme, and where each group of equal statistics ends in that order."""
    flat = statistics.ravel()
    order = np.argsort(-flat, kind="stable")
    ranked = flat[order]
    with np.errstate(invalid="ignore"):  # a statistic without end is tied with no other than its like
        near = np.nan_to_num(ranked[:-1] - ranked[1:], nan=0.0) <= _TIE * np.clip(
            np.abs(ranked[:-1]), 1.0, 1e300
        )
        parted = np.flatnonzero(~((ranked[:-1] == ranked[1:]) | near))
    return order, np.append(parted + 1, len(flat))


def _levels(
    order: NDArray[np.int64],
    ends: NDArray[np.int64],
    n1: int,
    n2: int,
    grid: Floats,
    null: float,
    alpha: float,
) -> Floats:
    """(groups,): the largest probability over the grid of the tables up to each group's end; stops past alpha."""
    first, second = _pmf(n1, _moved(grid, null)), _pmf(n2, grid)
    reached, start, levels = np.zeros(len(grid)), 0, []
    for end in ends:
        tables = order[start:end]
        reached = reached + np.einsum("gt,gt->g", first[:, tables // (n2 + 1)], second[:, tables % (n2 + 1)])
        levels.append(float(reached.max()))
        start = end
        if levels[-1] > alpha:
            break
    return np.asarray(levels)


def _rates(null: float) -> Floats:
    """Rates p2 at which p1 = p2 + null is one too."""
    return np.linspace(max(0.0, -null), min(1.0, 1.0 - null), _RATES)


def _moved(p2: Floats | float, null: float) -> Floats:
    return np.clip(np.asarray(p2, float) + null, 0.0, 1.0)


def _pmf(n: int, rates: Floats) -> Floats:
    """(len(rates), n + 1): binomial probabilities."""
    x = np.arange(n + 1)
    choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    p = rates[:, None]
    return cast(Floats, np.exp(choose + xlogy(x, p) + xlog1py(n - x, -p)))
