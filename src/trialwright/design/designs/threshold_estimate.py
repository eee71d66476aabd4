"""Estimate and interval of the effect in a population that was chosen at the interim.

The estimate is the second stage's, averaged over all ways in which the pooled data could have been split between the
stages and the same choice made (Rao-Blackwell): unbiased given the choice for normal estimates of known variance, to
first order otherwise. The choice is re-run at nodes of the first stage's estimate: what lies outside the chosen
population and the contrasts within it stay as they are, so the estimate of a larger population moves by the chosen one's
share of its information. Sources: Cohen & Sackrowitz 1989, Stat Probab Lett 8:273; Kimani, Todd & Stallard 2015, Stat Med
34:2991.

The interval inverts the closed combination test, with the first stage adjusted by Sidak for all candidates on either
side; it covers with at least 1 - 2 alpha whatever the rule. Source: Brannath et al. 2009, Stat Med 28:1445.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.designs.combined import Combination
from trialwright.design.designs.threshold_choice import Interim, choose
from trialwright.design.look import TallyLook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_NODES = np.linspace(-5.0, 5.0, 101)
_STEPS = 40  # halvings of a bracket some 20 standard errors wide


def estimated(
    look: TallyLook,
    lowest: Integers,
    seen: Interim,
    chosen: Integers,
    by: Combination,
    more: float,
    o: dict[str, Any],
) -> tuple[Floats, Floats, Floats]:
    """(m,) value, low and high on the endpoint's MEASURE. look : the second, lowest : (m,) the bin it enrols from."""
    of = np.arange(len(chosen))
    second = look.estimate(bins=lowest, stage=True)
    x1, i1 = seen.x[of, chosen], seen.information[of, chosen]
    x2 = seen.sign * second.value
    with np.errstate(divide="ignore", invalid="ignore"):
        i2 = second.se**-2.0
        value = conditional_mean(x1, i1, x2, i2, seen, chosen, by, more, o)
        candidates = seen.x.shape[1]
        low = bound(x1, i1, x2, i2, by, candidates)
        high = -bound(-x1, i1, -x2, i2, by, candidates)
    known = np.isfinite(x1) & np.isfinite(x2) & np.isfinite(i2) & (i1 > 0)
    found = [np.where(known, v, np.nan) for v in (value, low, high)]
    if seen.sign < 0:
        found = [-found[0], -found[2], -found[1]]
    return found[0], found[1], found[2]


def conditional_mean(
    x1: Floats,
    i1: Floats,
    x2: Floats,
    i2: Floats,
    seen: Interim,
    chosen: Integers,
    by: Combination,
    more: float,
    o: dict[str, Any],
) -> Floats:
    """E(second stage's estimate | pooled estimate, everything that does not move, the same choice)."""
    pooled = (i1 * x1 + i2 * x2) / (i1 + i2)
    spread = np.sqrt(i2 / (i1 * (i1 + i2)))  # of the first stage's estimate, given the pooled one
    carried = np.minimum(1.0, i1[:, None] / np.maximum(seen.information, 1e-300))
    weight, total = np.zeros(len(x1)), np.zeros(len(x1))
    for t in _NODES:
        first = pooled + spread * t
        moved = seen._replace(x=seen.x + (first - x1)[:, None] * carried)
        same = np.exp(-0.5 * t * t) * (choose(moved, by, more, o) == chosen)
        weight += same
        total += same * (pooled * (i1 + i2) - i1 * first) / i2
    # Where no node makes the same choice, the data at hand do, and the second stage speaks for itself.
    return np.where(weight > 0, total / np.maximum(weight, 1e-300), x2)


def bound(x1: Floats, i1: Floats, x2: Floats, i2: Floats, by: Combination, candidates: int) -> Floats:
    """Largest effect that the closed test of "no more than it" rejects."""
    half = 10.0 * (i1**-0.5 + i2**-0.5)
    middle = (i1 * x1 + i2 * x2) / (i1 + i2)
    low, high = middle - half, middle + half
    for _ in range(_STEPS):
        at = 0.5 * (low + high)
        p = -np.expm1(candidates * np.log1p(-np.minimum(ndtr((at - x1) * np.sqrt(i1)), 1 - 1e-16)))
        total = by.evidence(-ndtri(p), 0) + by.evidence((x2 - at) * np.sqrt(i2), 1)
        rejects = total >= by.reach[1]
        low, high = np.where(rejects, at, low), np.where(rejects, high, at)
    return low
