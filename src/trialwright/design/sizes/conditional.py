"""What remains of a sequential design once a look has been seen: its bounds on what is still to come, and their crossing.

Source: Jennison & Turnbull 2000, chapter 10; Lan, Simon & Halperin 1982, Sequential Analysis 1:207.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from trialwright.design.sizes.result import Floats
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import stage_probabilities


def remaining_crossings(
    lower: Floats, upper: Floats, information: Floats, look: int, z: float, effects: Floats
) -> tuple[Floats, Floats]:
    """P(first crossing below, above at each later look | z at the look), each (k - look, m).

    lower, upper : (k,) bounds of z, -inf for none. information : (k,) of all looks, in units in which z has mean
    effect * sqrt(information). look : 1 to k - 1. effects : (m,). Raises DesignError.
    """
    if not 1 <= look < len(upper):
        raise DesignError(
            f"Look {look} is not one before the last of {len(upper)}.", fix="Give an earlier look."
        )
    seen, later = information[look - 1], information[look:]
    left = later - seen

    def still(bounds: Floats) -> Floats:
        return np.asarray((bounds[look:] * np.sqrt(later) - z * math.sqrt(seen)) / np.sqrt(left))

    pairs = [stage_probabilities(still(lower), still(upper), left, float(e)) for e in effects]
    return np.column_stack([p[0] for p in pairs]), np.column_stack([p[1] for p in pairs])


def two_stage_conditional_power(
    z1: float,
    share: float,
    information1: float,
    information2: float,
    critical: float,
    effect: float | None = None,
) -> float:
    """P(second stage rejects | z1) of two stages, the second of information `information2`, larger or smaller than planned.

    The second stage's own z is compared with the bound that keeps the level whatever its size: (critical - z1 sqrt(share))
    / sqrt(1 - share), `share` of information planned before. effect : by default what the first stage saw.
    Source: Proschan & Hunsberger 1995, Biometrics 51:1315; Cui, Hung & Wang 1999, Biometrics 55:853.
    """
    bound = (critical - z1 * math.sqrt(share)) / math.sqrt(1 - share)
    assumed = z1 / math.sqrt(information1) if effect is None else effect
    return float(ndtr(assumed * math.sqrt(information2) - bound))
