"""When the eligible patients of a trial came, and how many others were screened meanwhile.

Screened patients arrive as a Poisson process. Its clock runs in patients: one unit is the time in which one screened
patient is expected, whatever the calendar's rate is then. Those who pass the criteria are a thinned process, those who
fail an independent one, so neither needs to be followed patient by patient.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import TIME, TRIAL, after, aside, gamma, number, poisson
from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]


@compiled
def advance(
    keys: Words, eligible: Floats, since: Integers, patient: Integers, clock: Floats, screened: Integers
) -> None:
    """Set each trial's clock, and count of screened patients, on from eligible patient `since` to `patient`.

    All (trials,). eligible : probability that a screened patient is. The increments are a gamma and a Poisson number
    at the address of `since`.
    """
    for r in range(len(keys)):
        more = patient[r] - since[r]
        if more <= 0:
            continue
        h = number(keys[r], TRIAL + since[r], TIME)
        waited = gamma(h, float(more)) / eligible[r]
        clock[r] += waited
        screened[r] += more
        if eligible[r] < 1.0:
            screened[r] += poisson(aside(aside(h)), waited * (1.0 - eligible[r]))


@compiled
def arrivals(keys: Words, patient: Integers, expected: Floats) -> Integers:
    """Poisson numbers of mean `expected`, one a trial, at the address of its eligible patient `patient`."""
    out = np.empty(len(keys), np.int64)
    for r in range(len(keys)):
        out[r] = poisson(aside(after(number(keys[r], TRIAL + patient[r], TIME))), expected[r])
    return out
