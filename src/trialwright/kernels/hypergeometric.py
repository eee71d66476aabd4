"""Gauss's hypergeometric function where SciPy's gives nan: with a large third parameter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import hyp2f1

_LARGE, _TERMS = 15.0, 400


def gauss(a: float, b: float, c: Any, z: Any) -> NDArray[np.float64]:
    """2F1(a, b; c; z) for c > a + b and 0 <= z <= 1: by its series where c is large and that converges fast.

    Source: Abramowitz & Stegun 1964, 15.1.1.
    """
    c, z = np.broadcast_arrays(np.asarray(c, dtype=np.float64), np.asarray(z, dtype=np.float64))
    term, total = np.ones(c.shape), np.ones(c.shape)
    for k in range(_TERMS):
        term = term * (a + k) * (b + k) / ((c + k) * (k + 1)) * z
        total = total + term
    return np.asarray(np.where(c < _LARGE, hyp2f1(a, b, np.minimum(c, _LARGE), z), total))
