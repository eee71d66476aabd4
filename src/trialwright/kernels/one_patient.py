"""The numbers of single patients, from their addresses: what the loops used and did not keep."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import DROPOUT, uniform
from trialwright.kernels.compiled import compiled
from trialwright.kernels.enrolment import measured, usual
from trialwright.kernels.tables import MarkerTable

Floats = NDArray[np.float64]


@compiled
def eligible_patients(key: np.uint64, n: int, prevalence: float, marker: MarkerTable) -> Floats:
    """(n, 3) of the first n eligible patients of a trial: ln of the usual marker value, ln of the measured one, and the
    uniform number that decides dropout."""
    out = np.empty((n, 3))
    for j in range(n):
        log_x = usual(key, j, prevalence, marker)
        out[j, 0] = log_x
        out[j, 1] = measured(key, j, log_x, marker)
        out[j, 2] = uniform(key, j, DROPOUT)
    return out
