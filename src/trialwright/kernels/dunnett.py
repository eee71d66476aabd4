"""Dunnett's many-to-one test by quadrature: exact for any allocation, normal or t.

The statistics share one control, so they are Z_i = l_i U + root(1 - l_i^2) E_i with U and E independent:
their correlation is l_i l_j, and given U they are independent. One integral over U does for any number of
arms, one more over the estimated standard deviation for t statistics.
Source: Dunnett 1955, J Am Stat Assoc 50:1096; Dunnett & Sobel 1955, Biometrika 42:258.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, log_ndtr
from scipy.stats import chi2

Floats = NDArray[np.float64]

_REACH = 16.0  # standard deviations of U that count, also where the answer itself is tiny


def shared_control(treated: Floats, control: float) -> Floats:
    """l (m,) of comparisons with one control of common variance, from sizes (m,) and the control's size."""
    return np.sqrt(treated / (treated + control))


def largest_reaches(limits: Floats, loadings: Floats) -> float:
    """P(some Z_i >= limit_i). limits, loadings : (m,), loadings l in [0, 1); infinite limits allowed."""
    u, weight = _nodes(loadings)
    return float(weight @ -np.expm1(_log_all_below(u, limits, loadings)))


def all_below(limits: Floats, loadings: Floats) -> float:
    """P(every Z_i < limit_i), with its own relative accuracy where it is small."""
    u, weight = _nodes(loadings)
    return float(weight @ np.exp(_log_all_below(u, limits, loadings)))


def largest_t_reaches(limit: float, loadings: Floats, df: float) -> float:
    """P(some T_i >= limit) for t statistics with one estimate of the variance on df degrees of freedom."""
    if not np.isfinite(df):
        return largest_reaches(np.full(len(loadings), limit), loadings)
    u, weight = _nodes(loadings)
    sd, density = _chi_nodes(df)
    limits = limit * sd
    below = sum(_log_below(u, limits[:, None], float(loading)) for loading in loadings)
    return float(density @ (-np.expm1(below) @ weight))


def _log_all_below(u: Floats, limits: Floats, loadings: Floats) -> Floats:
    parts = [_log_below(u, np.asarray(c), float(b)) for c, b in zip(limits, loadings, strict=True)]
    return np.asarray(np.sum(parts, axis=0))


def _log_below(u: Floats, limit: Floats, loading: float) -> Floats:
    return np.asarray(log_ndtr((limit - loading * u) / np.sqrt(1.0 - loading**2)))


def _nodes(loadings: Floats) -> tuple[Floats, Floats]:
    """Points and weights of the trapezoid rule, which converges geometrically for these integrands.

    The step shrinks with the width of the steepest factor.
    """
    b = float(np.max(loadings))
    step = min(0.1, 0.35 * np.sqrt(1.0 - b * b))
    half = int(np.ceil(_REACH / step))
    u = step * np.arange(-half, half + 1)
    return u, step * np.exp(-0.5 * u * u) / np.sqrt(2 * np.pi)


def _chi_nodes(df: float) -> tuple[Floats, Floats]:
    """Points and weights for the root of chi-squared over df, by the trapezoid rule in its logarithm."""
    low, high = chi2.ppf(1e-17, df), chi2.isf(1e-17, df)
    count = 129 if df >= 3 else 1025  # one or two degrees of freedom reach far to the left
    x = np.linspace(0.5 * np.log(low / df), 0.5 * np.log(high / df), count)
    log_density = np.log(2.0) + df * x + df / 2 * np.log(df / 2) - gammaln(df / 2) - df / 2 * np.exp(2 * x)
    return np.exp(x), (x[1] - x[0]) * np.exp(log_density)
