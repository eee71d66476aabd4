"""Inference when the trial has stopped: p-value, confidence interval and median-unbiased estimate.

By the stage-wise ordering, in the canonical model of a normal mean with known variance: the evidence enters
as its normal score.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.paths import lower_bounds
from trialwright.kernels.stagewise import stagewise_drift, stagewise_p


class Final(NamedTuple):
    """Expected z at the final look, at the ends of the interval and at the median-unbiased estimate."""

    lower: float
    estimate: float
    upper: float


def rejects(design: SequentialDesign, statistic: float, look: int) -> bool:
    critical = design.critical_values[look - 1]
    if design.kind == "fisher":
        return bool(statistic <= critical)
    return bool((abs(statistic) if design.sided == 2 else statistic) >= critical)


def futile(design: SequentialDesign, statistic: float, look: int) -> bool:
    """Whether a futility bound says stop; for Fisher's product statistic is the stage's own p-value."""
    if design.futility_bounds is None or look == design.k or design.sided == 2:
        return False
    bound = design.futility_bounds[look - 1]
    return bool(statistic > bound if design.kind == "fisher" else statistic <= bound)


def final_p_value(design: SequentialDesign, z: float, look: int) -> float:
    """p of stopping at this look with statistic z: one-sided, or twice the smaller tail for two-sided designs."""
    p = stagewise_p(z, *_before(design, look), design.information_rates[:look], np.zeros(look))
    return 2 * min(p, 1 - p) if design.sided == 2 else p


def final_drifts(design: SequentialDesign, z: float, look: int, brought: Floats) -> Final:
    """The interval of level 1 - 2 alpha (1 - alpha for two-sided designs) and the estimate, as expected z.

    brought : (look,) information of each stage, in any unit. The combination test counts what its stages brought
    (Brannath, Mehta & Posch 2009, Biometrics 65:539), exact for sizes that did not depend on the data; the
    group-sequential test takes the planned rates.
    """
    tail = design.alpha / design.sided
    rates = design.information_rates[:look]
    slopes = np.sqrt(rates / rates[-1])
    if design.kind == "inverse normal":
        steps = np.sqrt(np.diff(rates, prepend=0.0))
        slopes = np.cumsum(steps * np.sqrt(brought / brought.sum())) / np.sqrt(rates)
    low, middle, high = (
        stagewise_drift(z, *_before(design, look), rates, slopes, p) for p in (tail, 0.5, 1 - tail)
    )
    return Final(low, middle, high)


def _before(design: SequentialDesign, look: int) -> tuple[Floats, Floats]:
    critical = design.critical_values[: look - 1]
    if design.sided == 2:
        return -critical, critical
    return lower_bounds(design, binding_only=True)[: look - 1], critical
