"""The noncentral t law, also far out in its tail."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import nctdtr

_FAR = 30.0  # standard errors: the probability is below 1e-150 there


def cdf(df: ArrayLike, noncentrality: ArrayLike, t: ArrayLike) -> NDArray[np.float64]:
    """P(T <= t). df > 0. SciPy 1.17.1's nctdtr is NaN at some points where the probability is below 1e-240, which would
    make the power of a very large trial nothing; it is 0 there."""
    p = np.asarray(nctdtr(df, noncentrality, t), dtype=np.float64)
    far = np.asarray(noncentrality) - np.asarray(t) > _FAR
    return np.where(np.isnan(p) & far, 0.0, p)
