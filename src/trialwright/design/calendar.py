"""From the clock of recruitment, which runs in screened patients, to the calendar."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.model.scenario import Scenario

Floats = NDArray[np.float64]


def months_at(scenario: Scenario, clock: Floats) -> Floats:
    """Months at which `clock` screened patients are expected. The rate rises in a straight line from 0 over
    `ramp_months`, then stays."""
    rate, ramp = scenario.screened_per_month, scenario.ramp_months
    if ramp == 0:
        return clock / rate
    return np.where(clock < rate * ramp / 2, np.sqrt(2 * ramp * clock / rate), ramp / 2 + clock / rate)


def clock_at(scenario: Scenario, months: Floats) -> Floats:
    """Screened patients expected by then; nil before the start."""
    rate, ramp = scenario.screened_per_month, scenario.ramp_months
    months = np.maximum(months, 0.0)
    if ramp == 0:
        return rate * months
    return np.where(months < ramp, rate * months**2 / (2 * ramp), rate * (months - ramp / 2))
