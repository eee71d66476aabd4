"""An effect from a printed contrast: its estimate, its interval and the interval's level."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from trialwright.kernels.intervals import standard_error, z_value
from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.pooled import Effect, Scale
from trialwright.model.result import Reading, Result
from trialwright.pool.candidate import Candidate, Refused, arm_size
from trialwright.pool.direction import sign

RATIOS = ("log_odds_ratio", "log_risk_ratio", "log_hazard_ratio", "log_rate_ratio")


def from_contrast(
    reading: Reading, result: Result, scale: Scale, trial: str, checks: Sequence[Check]
) -> Candidate:
    """The Effect that a contrast prints, turned to experimental less control.

    Raises Refused, with the reason, where a figure is missing, the direction is unclear, or a check
    found the printed figures impossible.
    """
    mine = [c for c in checks if result.id in c.subjects]
    refuse_what_checks_reject(mine)
    estimate, low, high, level = _figures(result)
    if scale == "mean_difference" and _is_of_medians(reading, result):
        raise Refused("it is a difference of medians, and not of means")
    way = sign(reading, result.arm, result.versus)
    if way == 0:
        raise Refused(
            "its direction is unclear: the text does not say which arm is compared with which"
            if not (result.arm and result.versus)
            else f"neither `{result.arm}` nor `{result.versus}` is known to be the control"
        )
    inverted = next((c for c in mine if c.recomputed.get("direction") == "inverse"), None)
    y, v, formula = _additive(scale, result, estimate, low, high, level)
    if inverted is not None:
        way, formula = (
            -way,
            f"{formula}; the printed direction is the inverse ({inverted.name}), so y = {-way * y:.4g}",
        )
    n = _sizes(reading, result, sign(reading, result.arm, result.versus))
    effect = Effect(
        trial=trial,
        label=trial or reading.document.name,
        scale=scale,
        y=way * y,
        v=v,
        n=n,
        endpoint=result.endpoint,
        time=result.time,
        because=Because(
            rule="pool.contrast",
            of=(result.id, *((inverted.id,) if inverted is not None else ())),
            formula=formula
            if way == 1 or inverted
            else f"{formula}; control v experimental, so y = {-y:.4g}",
        ),
    )
    return Candidate(effect=effect, reading=reading, results=(result,), kind="contrast")


_OF_MEDIANS = re.compile(
    r"(?i)\bmedian\b(?:\s\w+){0,3}\sdifferences?\b|\bdifferences?\s(?:in|of|between)\s(?:the\s)?medians?\b"
)
_NEAR, _BEHIND = 160, 40  # characters before and behind a difference that may say how it was estimated
_SHIFT = re.compile(r"(?i)\bHodges\W{1,2}Lehmann?\b")


def _is_of_medians(reading: Reading, result: Result) -> bool:
    near = reading.document.text[max(0, result.quote.start - _NEAR) : result.quote.end + _BEHIND]
    return _OF_MEDIANS.search(result.quote.exact) is not None or _SHIFT.search(near) is not None


def refuse_what_checks_reject(checks: Sequence[Check]) -> None:
    for check in checks:
        if check.verdict == "impossible":
            raise Refused(f"the check {check.name} found it impossible: {check.finding}")
        if check.recomputed.get("direction") == "unclear":
            raise Refused(f"the check {check.name} found that its direction is not plain: {check.finding}")
        if check.recomputed.get("measure_fits", "as named") != "as named":
            raise Refused(f"the check {check.name} found it is not the measure it is called: {check.finding}")


def _figures(result: Result) -> tuple[float, float, float, float]:
    if result.value is None or result.low is None or result.high is None:
        raise Refused("no confidence interval is printed with it")
    if result.level is None:
        raise Refused("the level of its interval (95 %?) is not printed")
    if any(f.relation != "=" for f in (result.value, result.low, result.high)):
        raise Refused("its figures are printed as bounds or approximations")
    return result.value.value, result.low.value, result.high.value, result.level


def _additive(
    scale: Scale, result: Result, estimate: float, low: float, high: float, level: float
) -> tuple[float, float, str]:
    z = z_value(level)
    if scale in RATIOS:
        if min(estimate, low, high) <= 0:
            raise Refused("a ratio or its limit is not positive")
        low, high = math.log(low), math.log(high)
        y, shown = math.log(estimate), f"y = ln({estimate:g})"
        limits = f"(ln {math.exp(high):g} - ln {math.exp(low):g})"
    else:
        per = (
            100.0 if scale == "risk_difference" and result.unit.strip() in ("%", "percentage points") else 1.0
        )
        if scale == "mean_difference" and result.unit == "SD":
            raise Refused("it is printed in standard deviations of the outcome, and not in its unit")
        y, low, high = estimate / per, low / per, high / per
        if scale == "risk_difference" and max(abs(low), abs(high)) > 1:
            raise Refused("a difference in risks beyond 1 is printed without a percent sign")
        shown, limits = f"y = {y:g}", f"({high:g} - {low:g})"
    if not low <= y <= high or high <= low:
        raise Refused("the estimate lies outside its own interval")
    se = standard_error(low, high, level)
    return y, se**2, f"{shown} = {y:.4g}; se = {limits} / (2 x {z:.3f}) = {se:.4g}; v = {se**2:.4g}"


def _sizes(reading: Reading, result: Result, way: int) -> tuple[int, int] | None:
    first, second = arm_size(reading, result.arm), arm_size(reading, result.versus)
    if first is None or second is None or first < 1 or second < 1:
        return None
    return (first, second) if way == 1 else (second, first)
