"""Estimate and interval of an effect that a first stage chose to go on with, given the choice.

x1, the first stage's estimate, is normal about the effect with information i1, and was chosen where it lies in a region
(all else that the choice hangs on being independent of it, and held fixed); x2 is the second stage's. Given the choice
P(pooled estimate >= p) rises with the effect, so solved for alpha and 1 - alpha it gives an interval of that level
whatever the rule; and the mean of the second stage given the pooled estimate and the choice is unbiased (Rao-Blackwell).
Sources: Sampson & Sill 2005, Biom J 47:257 (drop-the-losers); Cohen & Sackrowitz 1989, Stat Probab Lett 8:273.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_MOST, _CLOSE = 60, 1e-7  # steps of the search, and how near the log odds have to come
_WIDE = 9.0  # of the second stage's standard errors, to either side of its estimate


def chosen_effect(
    x1: Floats, i1: Floats, x2: Floats, i2: Floats, nodes: Floats, chosen: Mask, alpha: float
) -> Floats:
    """(3, m) estimate, and the ends of its interval of level 1 - 2 alpha; NaN where a stage shows nothing.

    x1, x2 : (m,) the stages' estimates, i1, i2 : their information. nodes : (k,) places of x1 about the one seen, in its
    standard errors, evenly spaced and with 0; chosen : (m, k) whether the same would have been chosen there. A region's
    edges are known to a node, which for evenly placed ones averages out.
    """
    out = np.full((3, len(x1)), np.nan)
    _each(x1, i1, x2, i2, nodes, np.ascontiguousarray(chosen), alpha, out)
    return out


@compiled
def _each(
    x1: Floats, i1: Floats, x2: Floats, i2: Floats, nodes: Floats, chosen: Mask, alpha: float, out: Floats
) -> None:
    for r in range(len(x1)):
        if not (np.isfinite(x1[r]) and np.isfinite(x2[r]) and 0.0 < i1[r] < np.inf and 0.0 < i2[r] < np.inf):
            continue
        out[0, r] = _mean(x1[r], i1[r], x2[r], i2[r], nodes, chosen[r])
        for side in range(2):
            wanted = alpha if side == 0 else 1.0 - alpha
            out[1 + side, r] = _solved(x1[r], i1[r], x2[r], i2[r], nodes, chosen[r], wanted)


@compiled
def _mean(x1: float, i1: float, x2: float, i2: float, nodes: Floats, chosen: Mask) -> float:
    """Of the second stage's estimate, given the pooled one and the choice."""
    pooled = (i1 * x1 + i2 * x2) / (i1 + i2)
    per_se = math.sqrt(
        (i1 + i2) / i2
    )  # x1 about the pooled estimate has this much less spread than about the effect
    away = (x1 - pooled) * math.sqrt(i1)
    nearest = np.inf
    for k in range(len(nodes)):
        if chosen[k]:
            nearest = min(nearest, abs((away + nodes[k]) * per_se))
    weight, total = 0.0, 0.0
    for k in range(len(nodes)):
        if chosen[k]:
            z = (away + nodes[k]) * per_se
            w = math.exp(0.5 * (nearest * nearest - z * z))
            first = x1 + nodes[k] / math.sqrt(i1)
            weight += w
            total += w * (pooled * (i1 + i2) - i1 * first) / i2
    return total / weight


@compiled
def _solved(x1: float, i1: float, x2: float, i2: float, nodes: Floats, chosen: Mask, wanted: float) -> float:
    """The effect at which the pooled estimate, or a larger one, has that chance: by the Illinois rule on its log odds."""
    goal = math.log(wanted / (1.0 - wanted))
    half = _WIDE / math.sqrt(i2)
    low, high = x2 - half, x2 + half
    below = _log_odds(low, x1, i1, x2, i2, nodes, chosen) - goal
    above = _log_odds(high, x1, i1, x2, i2, nodes, chosen) - goal
    while below > 0.0:
        low -= half
        below = _log_odds(low, x1, i1, x2, i2, nodes, chosen) - goal
    while above < 0.0:
        high += half
        above = _log_odds(high, x1, i1, x2, i2, nodes, chosen) - goal
    side, at = 0, 0.5 * (low + high)
    for _ in range(_MOST):
        at = (low * above - high * below) / (above - below)
        found = _log_odds(at, x1, i1, x2, i2, nodes, chosen) - goal
        if abs(found) < _CLOSE:
            break
        if found > 0.0:
            high, above = at, found
            if side == 1:
                below *= 0.5
            side = 1
        else:
            low, below = at, found
            if side == -1:
                above *= 0.5
            side = -1
    return at


@compiled
def _log_odds(
    effect: float, x1: float, i1: float, x2: float, i2: float, nodes: Floats, chosen: Mask
) -> float:
    """Of P(pooled estimate is at least the one seen | the choice)."""
    root1, root2 = math.sqrt(i1), math.sqrt(i2)
    centre, needed = (x1 - effect) * root1, (x2 - effect) * root2
    nearest = np.inf
    for k in range(len(nodes)):
        if chosen[k]:
            nearest = min(nearest, abs(centre + nodes[k]))
    beyond, short = 0.0, 0.0
    for k in range(len(nodes)):
        if not chosen[k]:
            continue
        z = centre + nodes[k]
        drop = 0.5 * (z * z - nearest * nearest)
        if drop > 40.0:
            continue
        weight = math.exp(-drop)
        # The score of the second stage with which the pooled estimate is as seen.
        score = (needed - nodes[k] * root1 / root2) * 0.70710678118654752
        upper = 0.5 * math.erfc(abs(score))
        beyond += weight * (upper if score >= 0.0 else 1.0 - upper)
        short += weight * (1.0 - upper if score >= 0.0 else upper)
    return math.log(max(beyond, 1e-300) / max(short, 1e-300))
