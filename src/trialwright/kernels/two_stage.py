"""Simon's two-stage design of one arm: stop after n1 patients with r1 responses or fewer; at n in all, r or fewer is no success.

Source: Simon 1989, Control Clin Trials 10:1; admissible designs: Jung, Lee, Kim & George 2004, Stat Med 23:561.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc
from scipy.stats import binom

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TwoStage:
    """A design and what it does. `stop_null`, `stop_alternative` : P(stop after n1); `expected` : patients, under p0 and p1."""

    r1: int
    n1: int
    r: int
    n: int
    level: float
    power: float
    stop_null: float
    stop_alternative: float
    expected_null: float
    expected_alternative: float


def characteristics(r1: int, n1: int, r: int, n: int, p0: float, p1: float) -> TwoStage:
    """What a two-stage design does under p0 and p1. -1 <= r1 <= n1 < n (-1 never stops), r1 <= r <= n."""
    level, stop_null = _shown(r1, n1, r, n, p0), float(binom.cdf(r1, n1, p0))
    power, stop_alternative = _shown(r1, n1, r, n, p1), float(binom.cdf(r1, n1, p1))
    rest = n - n1
    return TwoStage(
        r1, n1, r, n, level, power, stop_null, stop_alternative,
        n1 + (1 - stop_null) * rest, n1 + (1 - stop_alternative) * rest,
    )  # fmt: skip


def _shown(r1: int, n1: int, r: int, n: int, p: float) -> float:
    """P(more than r responses, and more than r1 of them among the first n1)."""
    x = np.arange(r1 + 1, n1 + 1)
    first = binom.pmf(x, n1, p)
    needed = r - x
    later = np.where(needed < 0, 1.0, bdtrc(np.clip(needed, 0, n - n1), n - n1, p))
    later = np.where(needed >= n - n1, 0.0, later)
    return float(np.sum(first * later))


def admissible(p0: float, p1: float, alpha: float, beta: float, most: int) -> list[TwoStage]:
    """The designs no other beats in a weighing of n against expected size under p0, from minimax to optimal.

    p0 < p1; level <= alpha, power >= 1 - beta; n <= most. Empty when no design of that size will do.
    The last is Simon's optimal (least expected size) and the first his minimax (least n) among all n <= most.
    """
    best = [found for n in range(2, most + 1) if (found := _best_of_size(n, p0, p1, alpha, beta))]
    return _hull(best)


def search_limit(p0: float, p1: float, alpha: float, beta: float) -> int:
    """A size past which no optimal design lies: its expected size is at least n1, and a single stage of this size will do twice over."""
    from trialwright.kernels.one_sample_binomial import LARGEST, first_size, least_size

    if least_size(p1, p0, alpha, 1 - beta, LARGEST) >= LARGEST:
        return LARGEST
    return 2 * first_size(p1, p0, alpha, 1 - beta) + 10


def _best_of_size(n: int, p0: float, p1: float, alpha: float, beta: float) -> TwoStage | None:
    r1, n1, r = _search(n, _pmf_rows(n, p0), _pmf_rows(n, p1), alpha, beta)
    return characteristics(int(r1), int(n1), int(r), n, p0, p1) if n1 > 0 else None


def _hull(designs: list[TwoStage]) -> list[TwoStage]:
    """The lower convex hull of (n, expected size under p0), left of the least expected size."""
    hull: list[TwoStage] = []
    for design in designs:
        if hull and design.expected_null >= hull[-1].expected_null - 1e-12:
            continue
        while len(hull) >= 2 and _above(hull[-2], hull[-1], design):
            hull.pop()
        hull.append(design)
    return hull


def _above(left: TwoStage, middle: TwoStage, right: TwoStage) -> bool:
    rise = (right.expected_null - left.expected_null) * (middle.n - left.n)
    return (middle.expected_null - left.expected_null) * (right.n - left.n) >= rise


def _pmf_rows(most: int, p: float) -> Floats:
    """(most + 1, most + 1): P(X = x) for X binomial of size m, row m."""
    rows = np.zeros((most + 1, most + 1))
    rows[0, 0] = 1.0
    for m in range(1, most + 1):
        rows[m, : m + 1] = (1 - p) * rows[m - 1, : m + 1]
        rows[m, 1 : m + 1] += p * rows[m - 1, :m]
    return rows


@compiled
def _search(
    n: int, at_null: Floats, at_alternative: Floats, alpha: float, beta: float
) -> tuple[int, int, int]:
    """(r1, n1, r) of least expected size under the null among designs of n in all; n1 = 0 if none will do."""
    best_r1, best_n1, best_r, best = 0, 0, 0, np.inf
    level, miss = np.empty(n + 2), np.empty(n + 2)
    for n1 in range(1, n):
        rest = n - n1
        stop_null, stop_alternative = 0.0, 0.0
        for r1 in range(n1):
            stop_null += at_null[n1, r1]
            stop_alternative += at_alternative[n1, r1]
            if stop_alternative > beta:
                break
            expected = n1 + (1 - stop_null) * rest
            if expected >= best:
                continue
            # More responses needed lowers the level: the least r within alpha has the most power.
            for r in range(n + 1):
                level[r], miss[r] = 0.0, 0.0
            for x in range(r1 + 1, n1 + 1):
                for y in range(rest + 1):
                    level[x + y] += at_null[n1, x] * at_null[rest, y]
                    miss[x + y] += at_alternative[n1, x] * at_alternative[rest, y]
            tail, shown, r = 0.0, 0.0, n
            while r >= r1 and tail + level[r] <= alpha:
                tail += level[r]
                shown += miss[r]
                r -= 1
            if shown >= 1 - beta:
                best_r1, best_n1, best_r, best = r1, n1, r, expected
    return best_r1, best_n1, best_r
