"""The closure principle: which elementary hypotheses fall when every intersection that holds them does.

Source: Marcus, Peritz & Gabriel 1976, Biometrika 63:655.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Booleans = NDArray[np.bool_]


def intersections(m: int) -> Booleans:
    """Members of the 2^m - 1 intersection hypotheses: (2^m - 1, m).

    The global hypothesis first, then by falling size and in lexicographic order within a size, so the
    elementary hypotheses are the last m rows, in order.
    """
    rows = np.zeros((2**m - 1, m), dtype=np.bool_)
    members = (c for size in range(m, 0, -1) for c in combinations(range(m), size))
    for row, chosen in enumerate(members):
        rows[row, list(chosen)] = True
    return rows


def rejected(intersections_rejected: Booleans) -> Booleans:
    """Elementary hypotheses rejected (..., m) from intersections rejected (..., 2^m - 1), in the order above."""
    m = int(np.log2(intersections_rejected.shape[-1] + 1))
    members = intersections(m)
    kept = ~intersections_rejected
    return np.stack([~kept[..., members[:, i]].any(-1) for i in range(m)], axis=-1)


def adjusted(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjusted p-values (..., m): the largest p over the intersections (..., 2^m - 1) that hold each."""
    m = int(np.log2(p.shape[-1] + 1))
    members = intersections(m)
    return np.stack([p[..., members[:, i]].max(-1) for i in range(m)], axis=-1)
