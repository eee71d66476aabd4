"""Log-rank tests of two groups or more, stratified or weighted by survival to a power (Harrington & Fleming 1982)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ROUNDING = 1e-12


class LogRank(NamedTuple):
    """observed, expected : (groups,) events, weighted. covariance : of their difference. df : groups - 1, or fewer where
    groups are never at risk beside the others when events happen. chi_squared and p are nan where df is 0, as without
    events."""

    observed: Floats
    expected: Floats
    covariance: Floats
    chi_squared: float
    df: int
    p: float


def log_rank(
    time: Floats, event: Bools, group: Integers, stratum: Integers | None = None, rho: float = 0.0
) -> LogRank:
    """group : (n,) 0 to k - 1, each with somebody in it; rho : power of the pooled survival just before, >= 0.

    Source: Mantel 1966; Harrington & Fleming 1982, Biometrika 69:553; ties by the hypergeometric variance.
    """
    k = int(group.max()) + 1
    strata = np.zeros(len(time), np.int64) if stratum is None else stratum
    observed, expected, covariance = np.zeros(k), np.zeros(k), np.zeros((k, k))
    for s in np.unique(strata):
        at = strata == s
        survival = 1.0
        for t in np.unique(time[at & event]):
            risk = np.bincount(group[at & (time >= t)], minlength=k).astype(float)
            dead = np.bincount(group[at & event & (time == t)], minlength=k).astype(float)
            n, d = risk.sum(), dead.sum()
            w = survival**rho
            observed += w * dead
            expected += w * d * risk / n
            if n > 1:
                share = risk / n
                spread = d * (n - d) / (n - 1)
                covariance += w * w * spread * (np.diag(share) - np.outer(share, share))
            survival *= 1 - d / n
    gap = (observed - expected)[1:]
    part = covariance[1:, 1:]
    df = int(np.linalg.matrix_rank(covariance, tol=_ROUNDING * max(1.0, float(np.trace(covariance)))))
    if df == 0:
        return LogRank(observed, expected, covariance, np.nan, 0, np.nan)
    statistic = float(gap @ np.linalg.pinv(part, rcond=_ROUNDING, hermitian=True) @ gap)
    return LogRank(observed, expected, covariance, statistic, df, float(chi2.sf(statistic, df)))
