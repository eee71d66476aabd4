"""Pooling estimates over multiply imputed data sets."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Pooled(NamedTuple):
    """estimate; within, between and total variance; df of the t reference; relative increase; fraction missing."""

    estimate: float
    within: float
    between: float
    total: float
    df: float
    increase: float
    fraction_missing: float


def pool(estimates: Floats, variances: Floats, complete_df: float = math.inf) -> Pooled:
    """estimates, variances : (m,), m >= 2. complete_df : degrees of freedom had nothing been missing.

    Source: Rubin 1987, section 3.1; Barnard & Rubin 1999, Biometrika 86:948, for the degrees of freedom.
    """
    m = len(estimates)
    within, between = float(np.mean(variances)), float(np.var(estimates, ddof=1))
    added = (1 + 1 / m) * between
    total = within + added
    share = added / total if total > 0 else 0.0
    old = (m - 1) / share**2 if share > 0 else math.inf
    if math.isinf(complete_df):
        df = old
    else:
        observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
        df = observed if math.isinf(old) else old * observed / (old + observed)
    increase = added / within if within > 0 else math.inf
    missing = (increase + 2 / (df + 3)) / (increase + 1) if math.isfinite(df) else share
    return Pooled(float(np.mean(estimates)), within, between, total, df, increase, missing)
