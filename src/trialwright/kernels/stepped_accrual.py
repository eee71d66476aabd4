"""Accrual in steps: patients entered by a time, and the time at which they are.

bounds : (k + 1,) times 0 = t0 < t1 < ... < tk around the steps; rates : (k,) patients per unit of time, >= 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def entered(time: ArrayLike, bounds: Floats, rates: Floats) -> Floats:
    """Patients entered by each time; all of them from the last bound on."""
    at_bounds = np.concatenate([[0.0], np.cumsum(rates * np.diff(bounds))])
    return np.asarray(np.interp(np.asarray(time, float), bounds, at_bounds))


def end_of_accrual(starts: Floats, rates: Floats, patients: float) -> Floats:
    """The bounds (j + 1,) of the steps that enter `patients` when the last step runs on until they are in.

    starts : (k,) when each step begins, the first 0; rates : (k,) > 0 in the last step. Later steps fall away
    where earlier ones enter everyone.
    """
    left, bounds = patients, [0.0]
    for i, rate in enumerate(rates):
        length = starts[i + 1] - starts[i] if i + 1 < len(rates) else np.inf
        if rate * length >= left:
            bounds.append(float(starts[i] + left / rate))
            return np.asarray(bounds)
        left -= rate * length
        bounds.append(float(starts[i] + length))
    raise ValueError("the last step must have a rate above 0")
