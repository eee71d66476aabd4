"""Random-effects meta-analyses of many data sets at once, as simulation needs them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trialwright.kernels.compiled import compiled
from trialwright.kernels.heterogeneity import Floats, restricted_likelihood

_STEPS, _TOLERANCE, _NOISE = 300, 1e-12, 1e-12


class Fits(NamedTuple):
    """(m,) arrays: tau2; mean and its Wald standard error; Cochran's Q; the variance factor of Hartung & Knapp, by whose
    root se is multiplied; I2 in percent."""

    tau2: Floats
    mean: Floats
    se: Floats
    q: Floats
    factor: Floats
    i2: Floats


def reml_many(y: Floats, v: Floats) -> Fits:
    """The mean of each data set by restricted maximum likelihood: y, v (m, k), k >= 2, v > 0.

    The same scoring from the same start as heterogeneity.restricted_likelihood; what does not settle goes to it.
    """
    found = _fit_all(np.ascontiguousarray(y, dtype=np.float64), np.ascontiguousarray(v, dtype=np.float64))
    for i in np.flatnonzero(np.isnan(found[:, 0])):
        tau2 = restricted_likelihood(y[i], v[i], np.ones((y.shape[1], 1))).tau2
        found[i] = _summary(y[i] - y[i].mean(), v[i], tau2)
        found[i, 1] += y[i].mean()
    return Fits(*(np.ascontiguousarray(c) for c in found.T))


@compiled
def _fit_all(y: Floats, v: Floats) -> Floats:
    m, k = y.shape
    found = np.empty((m, 6))
    centred = np.empty(k)
    for i in range(m):
        # About their mean, so that squares of far effects lose no digits.
        centre = y[i].mean()
        for j in range(k):
            centred[j] = y[i, j] - centre
        tau2 = _tau2(centred, v[i])
        found[i] = _summary(centred, v[i], max(tau2, 0.0))
        found[i, 1] += centre
        if np.isnan(tau2):
            found[i, 0] = np.nan
    return found


@compiled
def _tau2(y: Floats, v: Floats) -> float:
    """Fisher scoring from the moment estimate; nan where it does not settle."""
    tau2 = _moment_estimate(y, v)
    least = v.min()
    last = np.inf
    for _ in range(_STEPS):
        step = _scoring_step(y, v, tau2)
        if abs(step) > 0.9 * abs(last) and step * last < 0:
            step *= 0.5  # it would swing about the maximum
        new = max(0.0, tau2 + step)
        if abs(new - tau2) <= _TOLERANCE * max(tau2, least):
            there = _log_likelihood(y, v, new)
            # a second, lower maximum: see heterogeneity.restricted_likelihood
            return 0.0 if _log_likelihood(y, v, 0.0) > there + _NOISE * abs(there) else new
        tau2, last = new, step
    return np.nan


@compiled
def _log_likelihood(y: Floats, v: Floats, tau2: float) -> float:
    """The restricted one, up to a constant."""
    logs = u1 = uy = uyy = 0.0
    for j in range(y.size):
        u = 1.0 / (v[j] + tau2)
        logs += np.log(u)
        u1 += u
        uy += u * y[j]
        uyy += u * y[j] * y[j]
    return float(0.5 * (logs - (uyy - uy * uy / u1) - np.log(u1)))


@compiled
def _moment_estimate(y: Floats, v: Floats) -> float:
    s1 = s2 = sy = syy = 0.0
    for j in range(y.size):
        w = 1.0 / v[j]
        s1 += w
        s2 += w * w
        sy += w * y[j]
        syy += w * y[j] * y[j]
    return max(0.0, (syy - sy * sy / s1 - (y.size - 1)) / (s1 - s2 / s1))


@compiled
def _scoring_step(y: Floats, v: Floats, tau2: float) -> float:
    s1 = s2 = s3 = sy = ty = tyy = 0.0
    for j in range(y.size):
        w = 1.0 / (v[j] + tau2)
        w2 = w * w
        s1 += w
        s2 += w2
        s3 += w2 * w
        sy += w * y[j]
        ty += w2 * y[j]
        tyy += w2 * y[j] * y[j]
    mean = sy / s1
    ratio = s2 / s1
    score = tyy - 2.0 * mean * ty + mean * mean * s2 - (s1 - ratio)
    return score / (s2 - 2.0 * s3 / s1 + ratio * ratio)


@compiled
def _summary(y: Floats, v: Floats, tau2: float) -> Floats:
    """tau2, mean, se, Q, factor, I2 in the order of Fits."""
    k = y.size
    s1 = s2 = sy = syy = u1 = uy = uyy = 0.0
    for j in range(k):
        w, u = 1.0 / v[j], 1.0 / (v[j] + tau2)
        s1 += w
        s2 += w * w
        sy += w * y[j]
        syy += w * y[j] * y[j]
        u1 += u
        uy += u * y[j]
        uyy += u * y[j] * y[j]
    typical = (k - 1) / (s1 - s2 / s1)
    out = np.empty(6)
    out[0] = tau2
    out[1] = uy / u1
    out[2] = u1**-0.5
    out[3] = syy - sy * sy / s1
    out[4] = max(0.0, uyy - uy * uy / u1) / (k - 1)
    out[5] = 100.0 * tau2 / (tau2 + typical)
    return out
