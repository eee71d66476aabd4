"""Repeated confidence intervals and p-values: valid at every look, whether or not the trial stops there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Evidence
from trialwright.design.looks.inversion import boundary
from trialwright.design.looks.levels import at_level, has_level
from trialwright.design.looks.paths import path
from trialwright.errors import DesignError

LARGEST_P = 0.5  # a boundary has no meaning for larger one-sided levels
SMALLEST_P = 1e-6  # the smallest level that designs are made for; a smaller p is given as this


def repeated_interval(
    design: SequentialDesign, upward: Evidence, downward: Evidence, look: int, upper: bool = True
) -> tuple[float, float]:
    """The values of theta that the design does not reject at look `look` (from 1), tested both ways.

    upward, downward : the same data tested against theta <= theta0 and theta >= theta0. upper : which of them is the
    trial's own test. It does not reject what a binding futility bound has accepted at an earlier look. NaN where the
    look cannot reject.
    Source: Jennison & Turnbull 1989, J R Stat Soc B 51:305; for combination tests Lehmacher & Wassmer 1999.
    """
    critical = design.critical_values[look - 1]
    low, high = upward.search
    if not np.isfinite(critical) or (design.kind == "fisher" and critical <= 0):
        return float("nan"), float("nan")
    margin = _margin(design, critical, look)
    centre = float(upward.effects[look - 1])
    least = boundary(lambda theta: margin(upward, theta), centre, low, high)
    most = boundary(lambda theta: margin(downward, theta), centre, high, low)
    if upper:
        return min([least, *_accepted(design, upward, look, low, high)]), most
    return least, max([most, *_accepted(design, downward, look, high, low)])


def _accepted(
    design: SequentialDesign, evidence: Evidence, look: int, end: float, other: float
) -> list[float]:
    """For each binding futility bound before this look the value of theta from which on, towards `end`'s opposite, the
    trial has stopped."""
    if not design.binding_futility or design.futility_bounds is None or design.sided == 2:
        return []

    def margin(theta: float, earlier: int) -> float:
        bound = float(design.futility_bounds[earlier - 1])  # type: ignore[index]
        if design.kind == "fisher":
            p = float(evidence.stagewise(theta).p[earlier - 1])
            return float(np.log(bound) - np.log(max(p, 1e-300)))
        return float(path(design, evidence, theta)[earlier - 1] - bound)

    return [
        boundary(partial(margin, earlier=i), float(evidence.effects[i - 1]), end, other)
        for i in range(1, look)
        if stops(design, i)
    ]


def stops(design: SequentialDesign, look: int) -> bool:
    """Whether the design has a futility bound at this look (from 1)."""
    bound = design.futility_bounds[look - 1] if design.futility_bounds is not None else np.nan
    return bool(bound < 1 if design.kind == "fisher" else np.isfinite(bound))


def _margin(design: SequentialDesign, critical: float, look: int) -> Callable[[Evidence, float], float]:
    """How far the evidence against theta is past the bound: positive where theta is rejected."""

    def margin(evidence: Evidence, theta: float) -> float:
        at = path(design, evidence, theta)[look - 1]
        if design.kind == "fisher":
            return float(np.log(critical) - np.log(max(at, 1e-300)))
        return float(at - critical)

    return margin


def repeated_p_value(design: SequentialDesign, statistic: float, look: int) -> float:
    """The smallest level of the design, others of its terms kept, that rejects at this look.

    statistic : on the design's own scale; its size counts where the test is two-sided. Of one look the p-value itself;
    of more from 1e-6 to 0.5, or NaN where the design's bounds do not move with its level. Source: Jennison & Turnbull
    2000, section 9.3.
    """
    if design.k == 1:
        if design.kind == "fisher":
            return statistic
        return float(2 * ndtr(-abs(statistic)) if design.sided == 2 else ndtr(-statistic))
    if np.isnan(statistic) or not has_level(design, look):
        return float("nan")
    if design.kind == "fisher":
        seen = np.log(max(statistic, 1e-300))
    else:
        seen = abs(statistic) if design.sided == 2 else statistic

    def excess(log_level: float) -> float:
        critical = at_level(design, float(np.exp(log_level))).critical_values[look - 1]
        if design.kind == "fisher":
            return float(np.log(critical) - seen) if critical > 0 else -700.0
        return float(np.clip(seen - critical, -40.0, 40.0))  # -inf: a level at which the look always rejects

    least = _smallest_level(design)
    low, high = np.log(least), np.log(_largest_level(design))
    if excess(high) < 0:
        return LARGEST_P
    if excess(low) > 0:
        return least
    return float(np.exp(brentq(excess, low, high, xtol=1e-9)))


def _smallest_level(design: SequentialDesign) -> float:
    """Below it there is no design on these terms: looks before the last may spend a share that is stated outright."""
    if design.boundaries != "haybittle_peto" or design.k == 1:
        return SMALLEST_P
    spent = float(design.alpha_spent[-2])
    return max(SMALLEST_P, spent * (1 + 1e-6))


@lru_cache(maxsize=64)
def _largest_level(design: SequentialDesign) -> float:
    """The largest level, short of 0.5, at which a design on these terms exists.

    One with futility p-values has none where its first look would reject all that does not stop.
    """
    exists, fails = design.alpha, LARGEST_P - 1e-6
    if _exists(design, fails):
        return fails
    while fails - exists > 1e-6:
        middle = (exists + fails) / 2
        exists, fails = (middle, fails) if _exists(design, middle) else (exists, middle)
    return exists


def _exists(design: SequentialDesign, alpha: float) -> bool:
    try:
        at_level(design, alpha)
    except (DesignError, ValueError):  # no critical values to be found
        return False
    return True
