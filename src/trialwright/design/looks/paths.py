"""The path of the evidence over the looks, on the scale a sequential design holds its bounds on."""

from __future__ import annotations

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Evidence, Floats, z_of
from trialwright.kernels.combination import cumulative_combined_z, cumulative_fisher_product


def weights(design: SequentialDesign) -> Floats:
    """Weights of the stages' p-values (k,): roots of planned increments of information.

    For Fisher's product they are relative to the first stage.
    """
    if design.weights is not None:
        return design.weights
    return np.asarray(np.sqrt(np.diff(design.information_rates, prepend=0.0)))


def path(design: SequentialDesign, evidence: Evidence, theta0: float) -> Floats:
    """The statistic at each look with data: z of all data, combined z, or product of p-values."""
    if design.kind == "group sequential":
        return z_of(evidence.overall(theta0).p)
    return combined(design, evidence.stagewise(theta0).p)


def combined(design: SequentialDesign, p: Floats) -> Floats:
    """The combination of stage-wise p-values (..., stages) at each look, by the design's function."""
    used = weights(design)[: p.shape[-1]]
    if design.kind == "fisher":
        return cumulative_fisher_product(p, used)
    return cumulative_combined_z(z_of(p), used)


def lower_bounds(design: SequentialDesign, binding_only: bool = False) -> Floats:
    """Futility bounds (k,), z scale: -inf where a look cannot stop, and at the last look."""
    bounds = np.full(design.k, -np.inf)
    if design.futility_bounds is not None and (design.binding_futility or not binding_only):
        bounds[:-1] = np.where(np.isnan(design.futility_bounds), -np.inf, design.futility_bounds)
    return bounds
