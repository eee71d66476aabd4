"""What the stages to come may bring, given the data so far: conditional rejection probability and power.

Given the statistic at look k, the weighted sum of later stages is a sequence of its own. Its bounds are the
design's, less what the first k stages have already brought.
"""

from __future__ import annotations

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.paths import lower_bounds
from trialwright.kernels.group_sequential import stage_probabilities


def remaining_rejections(
    design: SequentialDesign,
    z: float,
    stage: int,
    means: Floats,
    binding_only: bool = False,
    both_sides: bool = True,
) -> Floats:
    """P(first reject at look i | z at look `stage`) for the looks after it: (k - stage,).

    z : the statistic at that look. means : (k - stage,) expected stage-wise z of each later stage.
    binding_only : whether the trial goes past futility bounds that are not binding, as for an error rate it may.
    both_sides : whether a two-sided design counts rejections of either side, or of the upper only, which those of the
    lower come before. Source: Wassmer & Brannath 2016, section 7.2; Jennison & Turnbull 2000,
    section 10.2.
    """
    later = design.information_rates[stage:]
    have = design.information_rates[stage - 1]
    information = later - have
    steps = np.sqrt(np.diff(later, prepend=have))
    shift = z * np.sqrt(have) + np.cumsum(steps * means)
    upper = (design.critical_values[stage:] * np.sqrt(later) - shift) / np.sqrt(information)
    if design.sided == 2:
        lower = (-design.critical_values[stage:] * np.sqrt(later) - shift) / np.sqrt(information)
        down, up = stage_probabilities(lower, upper, information, 0.0)
        return np.asarray(down + up if both_sides else up)
    stop = lower_bounds(design, binding_only)[stage:]
    lower = (stop * np.sqrt(later) - shift) / np.sqrt(information)
    return np.asarray(stage_probabilities(lower, upper, information, 0.0)[1])


def conditional_rejection_probability(design: SequentialDesign, z: float, stage: int) -> float:
    """P(reject at a later look | z at this one) under no effect.

    Source: Mueller & Schaefer 2001, Biometrics 57:886.
    """
    no_effect = np.zeros(design.k - stage)
    return float(remaining_rejections(design, z, stage, no_effect, binding_only=True).sum())


def conditional_power(design: SequentialDesign, z: float, stage: int, means: Floats) -> Floats:
    """P(rejected by look i | z at look `stage`) for every later look: (k - stage,).

    A two-sided design counts the side of its alternative, and either side where its power is two-sided.
    """
    return np.cumsum(remaining_rejections(design, z, stage, means, both_sides=design.two_sided_power))
