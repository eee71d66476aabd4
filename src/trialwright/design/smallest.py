"""The smallest trial of fixed size that reaches a power in closed form."""

from __future__ import annotations

from trialwright.design.closed_form import closed_form
from trialwright.design.entry import ratio
from trialwright.design.setting import Setting
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import Scenario

LARGEST = 1_000_000  # patients: nobody enrols more for one question


def fixed_size(design: Design, scenario: Scenario, power: float) -> tuple[int | None, str]:
    """Patients in all, the fewest that split by the design's allocation and reach `power`, 0..1; and words: why there are
    none, or what the number leaves open. design : a fixed one, whose own size is not looked at. Dropout counts.

    Power rises with size, so doubling and halving find it. Where the closed form holds only from some size on, and that one
    has the power already, a smaller trial may have it too, which is said.
    """
    step = sum(ratio(design.allocation))

    def reached(steps: int) -> float | None:
        sized = design.model_copy(update={"patients": step * steps})
        setting = Setting(sized, scenario, Limits(patients=sized.patients))
        return closed_form(setting, setting.populations[0].checked_split(None))

    most, least = 1, 0
    while not _enough(found := reached(most), power):
        if most >= LARGEST // step:
            return None, _why_none(found, power, design)
        most, least = min(2 * most, LARGEST // step), most
    while most - least > 1:
        middle = (most + least) // 2
        least, most = (least, middle) if _enough(reached(middle), power) else (middle, most)
    known = least * step >= 4 and reached(least) is not None
    return most * step, "" if known else "no closed form holds below this size: a smaller trial may do"


def _enough(found: float | None, power: float) -> bool:
    return found is not None and found >= power


def _why_none(found: float | None, power: float, design: Design) -> str:
    """In words, of the power that the largest trial has."""
    if found is None:
        return "no closed form gives its power"
    if found <= design.alpha:
        return f"the effect is not in the better direction ({design.better}): no size would show a benefit"
    return f"not even {LARGEST:,} patients show such an effect with {power:.0%} power"
