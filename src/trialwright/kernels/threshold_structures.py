"""Thresholds of an ordinal model as few parameters: q thresholds = matrix @ parameters.

"equidistant": the first, and a distance that all neighbours have. "symmetric": the middle one (or two), and distances
outwards that both sides share. "symmetric2": the same about 0. Names are those of R's ordinal.
Source: Christensen 2018, Cumulative link models, section 4.3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NAMES = ("flexible", "equidistant", "symmetric", "symmetric2")


def matrix(name: str, q: int) -> tuple[Floats, list[str]]:
    """(q, c) and c names; q >= 2 but for "flexible", which is ValueError here."""
    if name == "equidistant":
        return np.column_stack([np.ones(q), np.arange(q)]).astype(float), ["threshold.1", "spacing"]
    if name not in NAMES[2:]:
        raise ValueError(f"no thresholds {name!r}")
    half, odd = q // 2, q % 2
    central = name == "symmetric"
    middle = (["central"] if odd else ["central.1", "central.2"]) if central else []
    spacings = half if odd or not central else half - 1
    out = np.zeros((q, len(middle) + spacings))
    for j in range(q):
        upper = j > half if odd else j >= half
        if central:
            out[j, 1 if upper and not odd else 0] = 1.0
        # How many steps outwards from the innermost threshold of its side.
        first = half if odd else (half if upper else half - 1)
        steps = abs(j - first) if odd or central else abs(j - first) + 1
        if steps:
            out[j, len(middle) + steps - 1] = 1.0 if upper else -1.0
    return out, middle + [f"spacing.{k + 1}" for k in range(spacings)]
