"""Combining the p-values of stages: functions of arrays whose last axis is the stage.

p : (..., stages) one-sided p-values, independent under the null or p-clud (Brannath, Posch & Bauer 2002,
J Am Stat Assoc 97:236): the conditional law of a later one given the earlier is at least uniform.
A NaN stage makes its combination NaN: what a missing stage means is the caller's to say.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]


def inverse_normal(p: Floats, weights: Floats) -> Floats:
    """Combined z (...): sum of w Phi^-1(1 - p) over the root of the sum of squares of w.

    weights : (stages,) > 0, fixed before the first look; roots of the planned stage-wise information
    give the group-sequential statistic when nothing is adapted.
    Source: Lehmacher & Wassmer 1999, Biometrics 55:1286.
    """
    return combined_z(-ndtri(p), weights)


def combined_z(z: Floats, weights: Floats) -> Floats:
    """The weighted z of Cui, Hung & Wang from stage-wise z (..., stages), weights as they were planned.

    Keeps the type I error when sizes of later stages were chosen from earlier data.
    Source: Cui, Hung & Wang 1999, Biometrics 55:853; Lehmacher & Wassmer 1999.
    """
    return np.asarray((z * weights).sum(-1) / np.sqrt(np.sum(weights**2)))


def cumulative_inverse_normal(p: Floats, weights: Floats) -> Floats:
    """inverse_normal of stages 1..k for every k: (..., stages)."""
    return cumulative_combined_z(-ndtri(p), weights)


def cumulative_combined_z(z: Floats, weights: Floats) -> Floats:
    """combined_z of stages 1..k for every k: (..., stages)."""
    return np.asarray(np.cumsum(z * weights, axis=-1) / np.sqrt(np.cumsum(weights**2)))


def fisher_product(p: Floats, weights: Floats) -> Floats:
    """Product of p ** w (...): small is evidence. weights : (stages,), 1 for the first stage as a rule.

    Source: Bauer & Koehne 1994, Biometrics 50:1029; weights Wassmer & Brannath 2016, section 6.2.
    """
    return np.asarray(np.prod(p**weights, axis=-1))


def cumulative_fisher_product(p: Floats, weights: Floats) -> Floats:
    """fisher_product of stages 1..k for every k: (..., stages)."""
    return np.asarray(np.cumprod(p**weights, axis=-1))


def normal_p(z: Floats) -> Floats:
    """Upper tail of the standard normal, the p-value that belongs to a combined z."""
    return np.asarray(ndtr(-np.asarray(z)))
