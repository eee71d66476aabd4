"""From the clock of recruitment, which runs in screened patients, to the calendar.

Where a scenario states sites, each opens at a random month of the ramp and screens its share from then on: on average the
same straight line, but another course in each trial. Source: Anisimov & Fedorov 2007, Stat Med 26:4958.
"""

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


def openings(scenario: Scenario, n: int, rng: np.random.Generator) -> Floats:
    """(n, sites) months at which the sites of n trials open, rising; (n, 0) where none are stated."""
    return np.sort(rng.random((n, scenario.sites)) * scenario.ramp_months, axis=1)


def months_of_sites(scenario: Scenario, opened: Floats, clock: Floats) -> Floats:
    """As months_at, of trials whose sites open so. opened : (m, sites). clock : (m,) or (m, k)."""
    if not opened.shape[1]:
        return months_at(scenario, clock)
    knots = _clock_of_openings(scenario, opened)
    wide = clock.reshape(len(opened), -1)
    at = np.stack([np.searchsorted(k, c, side="right") for k, c in zip(knots, wide, strict=True)])
    last = np.maximum(at, 1) - 1  # the site that opened last by then
    row = np.arange(len(opened))[:, None]
    rate = scenario.screened_per_month / scenario.sites * (last + 1)
    return np.asarray((opened[row, last] + (wide - knots[row, last]) / rate).reshape(clock.shape))


def clock_of_sites(scenario: Scenario, opened: Floats, months: Floats) -> Floats:
    """As clock_at, of trials whose sites open so. opened : (m, sites). months : (m,)."""
    if not opened.shape[1]:
        return clock_at(scenario, months)
    each = scenario.screened_per_month / scenario.sites
    return np.asarray(each * np.maximum(months[:, None] - opened, 0.0).sum(1))


def _clock_of_openings(scenario: Scenario, opened: Floats) -> Floats:
    """(m, sites) screened patients expected by the time each opens."""
    open_before = np.arange(1, scenario.sites)
    gained = np.diff(opened, axis=1) * open_before * scenario.screened_per_month / scenario.sites
    return np.concatenate([np.zeros((len(opened), 1)), np.cumsum(gained, axis=1)], axis=1)


def clock_at(scenario: Scenario, months: Floats) -> Floats:
    """Screened patients expected by then; nil before the start."""
    rate, ramp = scenario.screened_per_month, scenario.ramp_months
    months = np.maximum(months, 0.0)
    if ramp == 0:
        return rate * months
    return np.where(months < ramp, rate * months**2 / (2 * ramp), rate * (months - ramp / 2))
