"""Comparisons of adjusted means that are made together: all pairs, or each against the first, with p-values for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import studentized_range
from scipy.stats import t as t_distribution

from trialwright.analyse import multiple
from trialwright.analyse.estimates import Estimates, student
from trialwright.analyse.linear import LinearAnalysis, grid_rows
from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]

ADJUSTMENTS = ("none", "tukey", "bonferroni", "sidak", "holm", "hochberg", "hommel")


def pairwise(fitted: LinearAnalysis, factor: str, at: Mapping[str, Any] | None = None) -> Estimates:
    """Each level's adjusted mean less each later one's; names "a - b". at : columns to hold at a value, as a level of another
    factor."""
    names, rows = grid_rows(fitted.prepared.design, fitted.prepared.data, factor, at)
    pairs = list(combinations(range(len(names)), 2))
    apart = np.array([rows[i] - rows[j] for i, j in pairs])
    said = [f"{names[i]} - {names[j]}" for i, j in pairs]
    return student(
        said,
        apart @ fitted.fit.b,
        apart @ fitted.covariance @ apart.T,
        fitted.fit.df,
        fitted.coefficients.level,
    )


def adjusted_p(of: Estimates, adjustment: str, means: int | None = None) -> Floats:
    """p of comparisons that are one family. means : how many means all pairs of which are compared, for "tukey" (Tukey 1953;
    Kramer 1956). Raises AnalysisError."""
    if adjustment not in ADJUSTMENTS:
        raise AnalysisError(f"No adjustment {adjustment!r}.", fix=f"There are {', '.join(ADJUSTMENTS)}.")
    k = len(of.names)
    if adjustment == "none" or k == 1:
        return of.p
    if adjustment == "sidak":
        return np.asarray(-np.expm1(k * np.log1p(-of.p)))
    if adjustment != "tukey":
        return np.asarray(multiple.adjusted(of.p, adjustment))
    _check_pairs(k, means)
    return np.asarray(studentized_range.sf(np.sqrt(2) * np.abs(of.statistic), means, of.df))


def half_widths(of: Estimates, adjustment: str, means: int | None = None) -> Floats:
    """Of simultaneous intervals, where the adjustment has them. Raises AnalysisError."""
    k, share = len(of.names), of.level / 100
    if adjustment == "tukey" and k > 1:
        _check_pairs(k, means)
        quantile = studentized_range.ppf(share, means, of.df) / np.sqrt(2)
    elif adjustment in ("none", "bonferroni", "sidak", "tukey"):
        each = {"bonferroni": 1 - (1 - share) / k, "sidak": share ** (1 / k)}.get(adjustment, share)
        quantile = t_distribution.ppf(0.5 + each / 2, of.df)
    else:
        raise AnalysisError(f"{adjustment} has no intervals.", fix="Take bonferroni, sidak or tukey.")
    return np.asarray(quantile * of.error)


def _check_pairs(comparisons: int, means: int | None) -> None:
    if means is None or comparisons != means * (means - 1) // 2:
        raise AnalysisError("Tukey is of all pairs of means.", fix="Take sidak, or compare all pairs.")
