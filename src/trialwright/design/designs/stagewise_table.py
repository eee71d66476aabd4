"""Estimates by stage-wise ordering for millions of trials: the drift of each probability, tabled over the final z.

The drift is smooth in z, so cubic pieces between knots half a unit apart hold it to about 1e-3 of its standard error;
past the knots its end slope goes on.
Source: kernels.stagewise; Tsiatis, Rosner & Mehta 1984, Biometrics 40:797.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.special import ndtri

from trialwright.kernels.stagewise import stagewise_drift

Floats = NDArray[np.float64]
_Z = np.arange(-5.0, 9.01, 0.5)


class StagewiseTable:
    """lower, upper, rates : (k,) bounds and information fractions of a design. alpha : of each side of the interval."""

    def __init__(self, lower: Floats, upper: Floats, rates: Floats, alpha: float) -> None:
        self._lower, self._upper, self.rates = lower, upper, rates
        self._of = (0.5, alpha, 1 - alpha)
        self._made: dict[int, CubicSpline] = {}

    def drifts(self, z: Floats, look: int) -> Floats:
        """(3, m) median-unbiased drift at full information, and its interval's ends, of trials that ended at a look
        (from 0) with z."""
        if look == 0:
            return np.asarray((z[None, :] + ndtri(np.array(self._of))[:, None]) / np.sqrt(self.rates[0]))
        if look not in self._made:
            self._made[look] = CubicSpline(_Z, self._knots(look))
        made, near = self._made[look], np.clip(z, _Z[0], _Z[-1])
        return np.asarray(made(near) + made(near, 1) * (z - near)[:, None]).T

    def _knots(self, look: int) -> Floats:
        rates = self.rates[: look + 1]
        lower, upper = self._lower[:look], self._upper[:look]
        return np.array(
            [[stagewise_drift(z, lower, upper, rates, np.sqrt(rates), p) for p in self._of] for z in _Z]
        )
