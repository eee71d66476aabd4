"""Choosing the second stage's size from the first: promising zone, and the tests that allow for it.

Sizes are in information; the first look has share `rate` of the planned total 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.conditional import conditional_power, remaining_rejections
from trialwright.design.looks.evidence import Floats
from trialwright.errors import DesignError


class Resized(NamedTuple):
    """factor : later stage's size over the planned. zone : "unfavourable", "promising" or "favourable".

    power_planned, power_resized : conditional power before and after.
    """

    factor: float
    zone: str
    power_planned: float
    power_resized: float


def promising_zone(
    design: SequentialDesign,
    z: float,
    drift: float,
    *,
    promising_from: float = 0.3,
    target: float = 0.8,
    most: float = 2.0,
) -> Resized:
    """The second stage of a two-stage design, enlarged where the interim is promising.

    z : the interim statistic. drift : expected z at the planned full information, assumed from here on (for the
    observed effect z / root(rate)). The zone is promising where conditional power is from `promising_from` to below
    `target`; there the stage grows until power reaches the target, at most by `most`. Test the end result by the
    combination with planned weights (Cui, Hung & Wang 1999): power here is of that test.
    Source: Mehta & Pocock 2011, Stat Med 30:3267. Raises DesignError for other designs or limits.
    """
    _two_looks(design, "The promising zone")
    _numbers(z=z, drift=drift)
    if not 0 < promising_from < target < 1 or most < 1:
        raise DesignError(
            "The limits of the promising zone are not in order.",
            where=f"from {promising_from:g}, target {target:g}, at most {most:g}",
            fix="Give 0 < promising_from < target < 1 and most >= 1.",
        )

    def power(factor: float) -> float:
        step = 1 - design.information_rates[0]
        return float(conditional_power(design, z, 1, np.array([drift * np.sqrt(step * factor)]))[-1])

    planned = power(1.0)
    if planned < promising_from:
        return Resized(1.0, "unfavourable", planned, planned)
    if planned >= target:
        return Resized(1.0, "favourable", planned, planned)
    factor = most if power(most) < target else float(brentq(lambda f: power(f) - target, 1.0, most))
    return Resized(factor, "promising", planned, power(factor))


def naive_z_is_safe(design: SequentialDesign, z: float, factor: float) -> bool:
    """Whether the plain z of all data may be used against the last bound after resizing without inflating the error.

    It may where its conditional rejection probability under no effect is not above the design's: wherever conditional
    power at the observed effect is above about one half.
    Source: Chen, DeMets & Lan 2004, Stat Med 23:1023; Gao, Ware & Mehta 2008, J Biopharm Stat 18:1184. Raises DesignError.
    """
    _two_looks(design, "This rule")
    _numbers(z=z)
    if not factor > 0:
        raise DesignError(f"A second stage of {factor:g} times the planned is none.", fix="Give it above 0.")
    first, critical = float(design.information_rates[0]), float(design.critical_values[-1])
    later = (1 - first) * factor
    plain = ndtr(-(critical * np.sqrt(first + later) - z * np.sqrt(first)) / np.sqrt(later))
    allowed = remaining_rejections(design, z, 1, np.zeros(1), binding_only=True).sum()
    return bool(plain <= allowed + 1e-12)


def predictive_power(
    design: SequentialDesign, z: float, stage: int, prior_mean: float = 0.0, prior_sd: float = np.inf
) -> Floats:
    """P(rejected by look i | data), over what is believed of the drift after the data: (k - stage,).

    prior_mean, prior_sd : normal prior of the drift, the expected z at full information; inf for a flat one.
    Source: Spiegelhalter, Freedman & Blackburn 1986, Control Clin Trials 7:8. Raises DesignError.
    """
    if design.kind == "fisher":
        raise DesignError(
            "Fisher's product does not go on from the z of all data, so it has no predictive power here.",
            where=design.kind,
            fix="Use an inverse-normal or group-sequential design.",
        )
    if not 1 <= stage < design.k:
        raise DesignError(
            f"Look {stage} is not one before the last of {design.k}.", fix="Give an earlier look."
        )
    _numbers(z=z, prior_mean=prior_mean)
    if not prior_sd > 0:
        raise DesignError(
            "The prior's standard deviation must be above 0.",
            where=f"{prior_sd:g}",
            fix="Give inf for a flat one.",
        )
    rates = design.information_rates
    have = float(rates[stage - 1])
    precision = have + (0.0 if np.isinf(prior_sd) else prior_sd**-2)
    mean = (z * np.sqrt(have) + (0.0 if np.isinf(prior_sd) else prior_mean * prior_sd**-2)) / precision
    steps = np.sqrt(np.diff(rates)[stage - 1 :])
    x, w = np.polynomial.hermite_e.hermegauss(64)
    drifts = mean + x / np.sqrt(precision)
    powers = np.array([conditional_power(design, z, stage, drift * steps) for drift in drifts])
    return np.asarray(w @ powers / w.sum())


def size_for_conditional_power(design: SequentialDesign, z: float, drift: float, target: float) -> float:
    """The factor on the second of two stages at which conditional power is `target`; inf where no size reaches it.

    Raises DesignError for other designs.
    """
    _two_looks(design, "This size")
    _numbers(z=z, drift=drift)
    if not 0 < target < 1:
        raise DesignError(f"A power of {target:g} is no probability in (0, 1).", fix="Change the target.")
    first, critical = float(design.information_rates[0]), float(design.critical_values[-1])
    needed = (critical - z * np.sqrt(first)) / np.sqrt(1 - first) + float(ndtri(target))
    if needed <= 0:
        return 0.0
    return float((needed / drift) ** 2 / (1 - first)) if drift > 0 else np.inf


def _two_looks(design: SequentialDesign, what: str) -> None:
    if design.k != 2 or design.kind == "fisher" or design.sided == 2:
        raise DesignError(
            f"{what} is of a one-sided design with two looks.",
            where=f"{design.kind}, {design.k} looks, {design.sided}-sided",
            fix="Use an inverse-normal or group-sequential design with k = 2.",
        )


def _numbers(**given: float) -> None:
    for name, value in given.items():
        if not np.isfinite(value):
            raise DesignError(f"`{name}` is {value:g}, no number to go by.", fix=f"Change `{name}`.")
