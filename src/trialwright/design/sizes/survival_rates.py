"""Hazard rates, medians and event probabilities of exponential and Weibull survival, and each from another.

S(t) = exp(-(rate t)^shape); shape 1 is exponential. Times share one unit; arrays broadcast. Hazards in steps:
`step_probability` and `step_quantile`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def rate_of_median(median: ArrayLike, shape: float = 1.0) -> Floats:
    return np.asarray(math.log(2) ** (1 / shape) / np.asarray(median, float))


def median_of_rate(rate: ArrayLike, shape: float = 1.0) -> Floats:
    return np.asarray(math.log(2) ** (1 / shape) / np.asarray(rate, float))


def rate_of_probability(probability: ArrayLike, time: float, shape: float = 1.0) -> Floats:
    """probability : of the event by `time`; infinite for 1."""
    with np.errstate(divide="ignore"):
        return np.asarray((-np.log1p(-np.asarray(probability, float))) ** (1 / shape) / time)


def probability_of_rate(rate: ArrayLike, time: ArrayLike, shape: float = 1.0) -> Floats:
    return np.asarray(-np.expm1(-((np.asarray(rate, float) * np.asarray(time, float)) ** shape)))


def hazard_ratio_of_rates(rate1: ArrayLike, rate2: ArrayLike, shape: float = 1.0) -> Floats:
    return np.asarray((np.asarray(rate1, float) / np.asarray(rate2, float)) ** shape)


def step_probability(time: ArrayLike, starts: Floats, rates: Floats) -> Floats:
    """P(event by time) under hazards `rates` (k,) from `starts` (k,), the first 0."""
    return np.asarray(-np.expm1(-_cumulative(np.asarray(time, float), starts, rates)))


def step_quantile(probability: ArrayLike, starts: Floats, rates: Floats) -> Floats:
    """The time by which the event has the probability."""
    target = -np.log1p(-np.asarray(probability, float))
    at_starts = _cumulative(starts, starts, rates)
    piece = np.searchsorted(at_starts, target, side="right") - 1
    return np.asarray(starts[piece] + (target - at_starts[piece]) / rates[piece])


def _cumulative(time: Floats, starts: Floats, rates: Floats) -> Floats:
    ends = np.append(starts[1:], np.inf)
    inside = np.clip(np.asarray(time)[..., None] - starts, 0, ends - starts)
    return np.asarray(np.sum(rates * inside, axis=-1))
