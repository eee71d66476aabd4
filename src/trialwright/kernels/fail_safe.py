"""How many trials without an effect would have to be in drawers for a finding to be nothing: a number of trials, rounded up.

y (k,) effects, v (k,) variances > 0. None of these knows how trials differ, and none estimates how many there are: Becker
2005, in Rothstein et al., Publication Bias in Meta-Analysis, ch. 7.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import norm

from trialwright.kernels.heterogeneity import Floats


def rosenthal(y: Floats, v: Floats, alpha: float = 0.05) -> tuple[int, float]:
    """Trials of z = 0 that would lift the p of the sum of z over the root of k, one-sided and in the direction seen, to
    alpha; and that p. Source: Rosenthal 1979, Psychol Bull 86:638 (Stouffer's sum)."""
    total, k = abs(float(np.sum(y / np.sqrt(v)))), len(y)
    p = float(norm.sf(total / math.sqrt(k)))
    return (_up((total / float(norm.isf(alpha))) ** 2 - k) if p <= alpha else 0), p


def orwin(y: Floats, target: float | None = None) -> tuple[int, float]:
    """Trials of no effect that would bring the plain mean to `target`, not 0 and in either direction (half of the mean where
    None); and the mean. Source: Orwin
    1983, J Educ Stat 8:157."""
    mean, k = float(np.mean(y)), len(y)
    aim = mean / 2 if target is None else target
    if mean == 0:
        return 0, mean
    aim = math.copysign(aim, mean)
    return _up(k * (mean - aim) / aim), mean


def rosenberg(y: Floats, v: Floats, alpha: float = 0.05) -> tuple[int, float]:
    """Trials of no effect and of a mean weight that would lift the two-sided p of the common effect to alpha; and that p.
    Source: Rosenberg 2005, Evolution 59:464, eq. 8."""
    w, k = 1 / v, len(y)
    z = float(np.sum(w * y) / math.sqrt(np.sum(w)))
    p = float(2 * norm.sf(abs(z)))
    added = (
        k / float(np.sum(w)) * ((float(np.sum(w * y)) / float(norm.isf(alpha / 2))) ** 2 - float(np.sum(w)))
    )
    return (_up(added) if p <= alpha else 0), p


def _up(trials: float) -> int:
    return max(0, math.ceil(trials))
