"""Error-spending functions: how much of an error may be spent by a fraction of the information.

Each is f(t, error, gamma) → cumulative error spent at t (k,) in (0, 1], with f(1) = error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries.sequential import Floats

Spending = Callable[[Floats, float, float], Floats]


def lan_demets_of(t: Floats, error: float, gamma: float = 0.0) -> Floats:
    """O'Brien-Fleming type: 2 - 2 Phi(z(error / 2) / sqrt(t)). Source: Lan & DeMets 1983, Biometrika 70:659."""
    return 2.0 * ndtr(ndtri(error / 2.0) / np.sqrt(t))


def lan_demets_pocock(t: Floats, error: float, gamma: float = 0.0) -> Floats:
    """Pocock type: error * log(1 + (e - 1) t). Source: Lan & DeMets 1983, Biometrika 70:659."""
    return error * np.log1p((np.e - 1.0) * t)


def kim_demets(t: Floats, error: float, gamma: float) -> Floats:
    """Power family: error * t ** gamma, gamma > 0. Source: Kim & DeMets 1987, Biometrika 74:149."""
    return error * t**gamma


def hwang_shih_decani(t: Floats, error: float, gamma: float) -> Floats:
    """error * (1 - exp(-gamma t)) / (1 - exp(-gamma)), linear at gamma = 0.

    Source: Hwang, Shih & DeCani 1990, Stat Med 9:1439.
    """
    return error * t if gamma == 0.0 else error * np.expm1(-gamma * t) / np.expm1(-gamma)


SPENDING: dict[str, Spending] = {
    "lan_demets_of": lan_demets_of,
    "lan_demets_pocock": lan_demets_pocock,
    "kim_demets": kim_demets,
    "hwang_shih_decani": hwang_shih_decani,
}
NEEDS_GAMMA = ("kim_demets", "hwang_shih_decani")


def steps(cumulative: Floats, looks: np.ndarray) -> Floats:
    """What each look spends: the gain since the last look that spends; 0 where `looks` (k,) is False."""
    found, before = np.zeros(len(cumulative)), 0.0
    for i, uses in enumerate(looks):
        if uses:
            found[i], before = cumulative[i] - before, cumulative[i]
    return found
