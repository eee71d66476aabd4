"""Several hypotheses, and several imputations."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import AnalysisError
from trialwright.kernels import multiplicity, rubin

Floats = NDArray[np.float64]

METHODS = {
    "bonferroni": multiplicity.bonferroni,
    "holm": multiplicity.holm,
    "hochberg": multiplicity.hochberg,
    "hommel": multiplicity.hommel,
    "benjamini-hochberg": multiplicity.benjamini_hochberg,
    "benjamini-yekutieli": multiplicity.benjamini_yekutieli,
}


def adjusted(p: Sequence[float] | Floats, method: str) -> Floats:
    """Adjusted p-values in the order given. Raises AnalysisError for a method that is not in METHODS."""
    values = np.asarray(p, dtype=np.float64)
    if method not in METHODS:
        raise AnalysisError(
            f"No multiplicity method {method!r}.", fix=f"There are {', '.join(METHODS)}, graphical."
        )
    if len(values) == 0 or not np.all((values >= 0) & (values <= 1)):
        raise AnalysisError("P-values lie between 0 and 1.")
    return METHODS[method](values)


def graphical(
    p: Sequence[float] | Floats, weights: Sequence[float], transitions: Sequence[Sequence[float]]
) -> Floats:
    """Adjusted p-values of a graph. Raises AnalysisError where it is no graph of as many hypotheses."""
    values, w, g = np.asarray(p, float), np.asarray(weights, float), np.asarray(transitions, float)
    m = len(values)
    if w.shape != (m,) or g.shape != (m, m):
        raise AnalysisError(f"A graph of {m} hypotheses has {m} weights and {m} x {m} arrows.")
    if (w < 0).any() or w.sum() > 1 + 1e-9:
        raise AnalysisError("The graph's weights are shares of alpha: at least 0 and at most 1 together.")
    if (g < 0).any() or (np.abs(np.diag(g)) > 0).any() or (g.sum(1) > 1 + 1e-9).any():
        raise AnalysisError(
            "The arrows from a hypothesis are at least 0, at most 1 together, and none leads back."
        )
    return multiplicity.graphical(values, multiplicity.Graph(w, g))


def pooled_imputations(
    estimates: Sequence[float] | Floats, variances: Sequence[float] | Floats, complete_df: float = math.inf
) -> rubin.Pooled:
    """Rubin's rules with Barnard and Rubin's degrees of freedom. Raises AnalysisError with fewer than two."""
    q, u = np.asarray(estimates, float), np.asarray(variances, float)
    if len(q) < 2 or len(q) != len(u) or (u < 0).any():
        raise AnalysisError("Imputations are pooled from two estimates or more, each with its variance.")
    return rubin.pool(q, u, complete_df)
