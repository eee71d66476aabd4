"""Arrays copied into arrays of their shape, as loops: numba's own assignment of an array to an array brings its words for
shapes that differ, and seconds of compile time with them, into every kernel that uses it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import inlined

Floats = NDArray[np.float64]


@inlined
def copy_vector(into: Floats, of: Floats) -> None:
    """into (n,) = of (n,)."""
    for i in range(len(into)):
        into[i] = of[i]


@inlined
def copy_matrix(into: Floats, of: Floats) -> None:
    """into (n, m) = of (n, m)."""
    for i in range(into.shape[0]):
        for j in range(into.shape[1]):
            into[i, j] = of[i, j]
