"""Integrals over a marker's distribution, with enrolment by one noisy measurement."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

_PANELS, _POINTS, _TAIL = 12, 12, 9.0  # Gauss-Legendre panels a segment; points a panel; tail to 9 SD


class Nodes(NamedTuple):
    """A population as weighted points: log_x (n,) ln of the usual value, weight (n,) adding to 1."""

    log_x: Floats
    weight: Floats

    def mean(self, values: Floats) -> float:
        """The population mean of a function given at the nodes."""
        return float(np.sum(self.weight * values))


def log_noise_sd(within_sd: float, assay_cv: float) -> float:
    """SD of ln(measured / usual): visit-to-visit SD of the log, and an assay whose relative error is
    lognormal with coefficient of variation assay_cv."""
    return float(np.sqrt(within_sd**2 + np.log1p(assay_cv**2)))


def tail_slopes(probabilities: Floats, log_values: Floats) -> tuple[float, float]:
    """Slope of ln(value) per normal score outside the first and the last knot.

    Each tail goes on as the lognormal through the two outermost knots that lie strictly inside (0, 1);
    0 where the knots reach 0 or 1, or where a single inner knot fixes no slope.
    """
    inner = (probabilities > 0) & (probabilities < 1)
    z, v = ndtri(probabilities[inner]), log_values[inner]
    left = float((v[1] - v[0]) / (z[1] - z[0])) if len(z) > 1 and probabilities[0] > 0 else 0.0
    right = float((v[-1] - v[-2]) / (z[-1] - z[-2])) if len(z) > 1 and probabilities[-1] < 1 else 0.0
    return left, right


def nodes_of_knots(probabilities: Floats, log_values: Floats, breaks: Floats) -> Nodes:
    """Quadrature over a quantile function: ln(value) linear in probability between the knots.

    breaks : ln of marker values where an integrand jumps or turns; no panel straddles one.
    """
    left, right = tail_slopes(probabilities, log_values)
    parts = []
    if probabilities[0] > 0:
        z = float(ndtri(probabilities[0]))
        parts.append(_tail(-_TAIL, z, log_values[0], left, z, breaks))
    for i in range(len(probabilities) - 1):
        parts.append(_segment(probabilities[i : i + 2], log_values[i : i + 2], breaks))
    if probabilities[-1] < 1:
        z = float(ndtri(probabilities[-1]))
        parts.append(_tail(z, _TAIL, log_values[-1], right, z, breaks))
    log_x = np.concatenate([p[0] for p in parts])
    weight = np.concatenate([p[1] for p in parts])
    return Nodes(log_x, weight / weight.sum())


def _segment(p: Floats, v: Floats, breaks: Floats) -> tuple[Floats, Floats]:
    rise = v[1] - v[0]
    inside = breaks[(breaks > v[0]) & (breaks < v[1])]
    at = p[0] + (inside - v[0]) / rise * (p[1] - p[0]) if rise > 0 else np.empty(0)
    points, weights = _gauss(p[0], p[1], at)
    return v[0] + (points - p[0]) / (p[1] - p[0]) * rise, weights


def _tail(low: float, high: float, v: float, slope: float, z: float, breaks: Floats) -> tuple[Floats, Floats]:
    at = z + (breaks - v) / slope if slope > 0 else np.empty(0)
    points, weights = _gauss(low, high, at[(at > low) & (at < high)])
    return v + slope * (points - z), weights * np.exp(-(points**2) / 2) / np.sqrt(2 * np.pi)


def _gauss(low: float, high: float, breaks: Floats) -> tuple[Floats, Floats]:
    x, w = np.polynomial.legendre.leggauss(_POINTS)
    edges = np.unique(np.concatenate([np.linspace(low, high, _PANELS + 1), breaks]))
    half = np.diff(edges) / 2
    points = edges[:-1, None] + half[:, None] * (x + 1)
    return points.ravel(), (half[:, None] * w).ravel()


def enrolled(log_x: Floats, log_cutoff: float, noise_sd: float) -> Floats:
    """P(measured >= cut-off | usual value), for each of log_x."""
    if noise_sd == 0:
        return (log_x >= log_cutoff).astype(float)
    return np.asarray(ndtr((log_x - log_cutoff) / noise_sd))
