"""The probability that a patient of a trial with staggered entry has had the event by a calendar time.

Survival is piecewise exponential, or Weibull with S(t) = exp(-(rate t)^shape); dropout is exponential and competes.
Entry is in steps of constant rate. Everything is in one unit of time.
Source: Kim & Tsiatis 1990, Biometrics 46:81; Lakatos & Lan 1992, Stat Med 11:179, for steps of any number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gamma, gammainc

Floats = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(400)


@dataclass(frozen=True)
class Hazard:
    """One arm's event hazard: `rates` (k,) > 0 from `starts` (k,), the first 0; or a Weibull of one rate when shape != 1.

    dropout : hazard >= 0 of leaving without an event.
    """

    rates: tuple[float, ...]
    starts: tuple[float, ...] = (0.0,)
    shape: float = 1.0
    dropout: float = 0.0


def dropout_hazard(rate: float, time: float) -> float:
    """The constant hazard that loses a share `rate` in [0, 1) of patients by `time` when nothing else does."""
    return -math.log1p(-rate) / time


def by_calendar_time(time: ArrayLike, hazard: Hazard, bounds: Floats, intensity: Floats) -> Floats:
    """P(event by each calendar time) of a patient who enters at some time up to the last bound.

    bounds (k + 1,), intensity (k,) : steps of entry, on any scale. Those who have not entered yet count with 0.
    """
    at = np.asarray(time, float)[..., None]
    since = np.maximum(at - bounds, 0.0)
    area = time_with_event(since, hazard)
    weight = intensity / np.sum(intensity * np.diff(bounds))
    share = np.sum(weight * -np.diff(area, axis=-1), axis=-1)
    return np.asarray(np.clip(share, 0.0, 1.0))  # a sum of shares may pass 1 by a rounding


def by_own_time(time: ArrayLike, hazard: Hazard) -> Floats:
    """P(event seen within each time since entry), before dropout."""
    t = np.maximum(np.asarray(time, float), 0.0)
    if hazard.shape != 1:
        return _weibull_cumulative(t, hazard)
    cumulative = np.zeros_like(t)
    for start, length, rate, total, alive, before in _pieces(hazard):
        inside = np.clip(t - start, 0, length)
        here = before + (alive * rate / total * -np.expm1(-total * inside) if total > 0 else 0.0)
        cumulative = np.where(t >= start, here, cumulative)
    return np.asarray(cumulative)


def time_with_event(time: ArrayLike, hazard: Hazard) -> Floats:
    """The integral of `by_own_time` from 0 to each time."""
    t = np.maximum(np.asarray(time, float), 0.0)
    if hazard.shape != 1:
        return _weibull_area(t, hazard)
    area = np.zeros_like(t)
    for start, length, rate, total, alive, before in _pieces(hazard):
        inside = np.clip(t - start, 0, length)
        area += before * inside
        if total > 0:
            area += alive * rate / total * (inside + np.expm1(-total * inside) / total)
    return np.asarray(area)


def _pieces(hazard: Hazard) -> list[tuple[float, float, float, float, float, float]]:
    """(start, length, event rate, rate of leaving, P(still in) at start, P(event) before start) of each piece."""
    pieces, alive, before = [], 1.0, 0.0
    for i, (start, rate) in enumerate(zip(hazard.starts, hazard.rates, strict=True)):
        length = hazard.starts[i + 1] - start if i + 1 < len(hazard.starts) else math.inf
        total = rate + hazard.dropout
        pieces.append((start, length, rate, total, alive, before))
        gone = -math.expm1(-total * length)
        before += alive * rate / total * gone if total > 0 else 0.0
        alive *= 1 - gone
    return pieces


def _weibull_cumulative(t: Floats, hazard: Hazard) -> Floats:
    if hazard.dropout == 0:
        return np.asarray(-np.expm1(-((hazard.rates[0] * t) ** hazard.shape)))
    return _against_events(t, hazard, lambda s: np.exp(-hazard.dropout * s))


def _weibull_area(t: Floats, hazard: Hazard) -> Floats:
    rate, shape = hazard.rates[0], hazard.shape
    if hazard.dropout == 0:
        alive = gamma(1 + 1 / shape) / rate * gammainc(1 / shape, (rate * t) ** shape)
        return np.asarray(t - alive)
    return _against_events(t, hazard, lambda s: (t[..., None] - s) * np.exp(-hazard.dropout * s))


def _against_events(t: Floats, hazard: Hazard, function) -> Floats:  # type: ignore[no-untyped-def]
    """The mean of function(event time) over Weibull event times up to t, by quadrature in v = u^(1/m), u = (rate s)^shape.

    m is the whole multiple of the shape next above 3, so that the integrand is smooth at 0.
    """
    m = hazard.shape * math.ceil(3 / hazard.shape)
    top = np.minimum((hazard.rates[0] * t) ** hazard.shape, 700.0) ** (1 / m)
    v = top[..., None] * (_NODES + 1) / 2
    s = v ** (m / hazard.shape) / hazard.rates[0]
    density = m * v ** (m - 1) * np.exp(-(v**m))
    return np.asarray(np.sum(_WEIGHTS / 2 * top[..., None] * density * function(s), axis=-1))
