"""Inference after a sequential trial has stopped, by the stage-wise ordering of its outcomes.

Stopping earlier for the upper bound is more extreme than later; within a look a larger z is. Only what has
happened matters: later looks need not be known.
Source: Fairbanks & Madsen 1982, Biometrika 69:69; Tsiatis, Rosner & Mehta 1984, Biometrics 40:797.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from trialwright.kernels.group_sequential import stage_probabilities

Floats = NDArray[np.float64]


def stagewise_p(z: float, lower: Floats, upper: Floats, information: Floats, expected: Floats) -> float:
    """P(an outcome as extreme or more), the trial having stopped with statistic z at look len(information).

    lower, upper : bounds of the looks before that one (one fewer than information), -inf or inf for none.
    expected : (looks,) mean of the statistic at each look; zeros give the p-value. Rises with it, falls with z.
    """
    low, high = np.append(lower, -np.inf) - expected, np.append(upper, z) - expected
    return float(stage_probabilities(low, high, information, 0.0)[1].sum())


def stagewise_drift(
    z: float, lower: Floats, upper: Floats, information: Floats, slopes: Floats, probability: float
) -> float:
    """The drift at which the outcome has the given stagewise_p, means being drift times slopes (looks,).

    slopes are the roots of information in a group-sequential trial, and whatever the stages brought in one whose
    weights were fixed before. alpha and 1 - alpha give the ends of a confidence interval, 0.5 the median-unbiased
    estimate.
    """

    def excess(drift: float) -> float:
        return stagewise_p(z, lower, upper, information, drift * slopes) - probability

    scale = 1 / float(slopes[-1])
    low, high = (z - 2.0) * scale, (z + 2.0) * scale
    while excess(low) > 0:
        low -= 2 * scale
    while excess(high) < 0:
        high += 2 * scale
    return float(brentq(excess, low, high, xtol=1e-11 * scale))
