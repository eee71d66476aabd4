"""A simulated design → the calls of R that correspond, with what they answer, in what they differ, and why there is none."""

from __future__ import annotations

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.printed.means import means
from trialwright.design.rpact.printed.planned import Planned, Printed, nothing
from trialwright.design.rpact.printed.rates import rates
from trialwright.design.rpact.printed.survival import survival
from trialwright.design.rpact.writing import gsDesign_call
from trialwright.design.setting import Setting
from trialwright.endpoints import time_to_event
from trialwright.model.design import OperatingCharacteristics

__all__ = ["Printed", "printed"]

KINDS = {"binary": rates, time_to_event.NAME: survival}  # others as means, where they are like one


def printed(
    setting: Setting, bounds: SequentialDesign | None, full: int, found: OperatingCharacteristics
) -> Printed:
    """bounds : of the design's looks, None of a type that has none on the z of all data. full : its largest size, in patients
    or events. found : what simulated trials of the design came to."""
    if bounds is None:
        return nothing(f"rpact has no such type of design: {setting.kind.LABEL}")
    plan = Planned(setting, bounds, full, found)
    if plan.stated is None:
        return nothing("rpact cannot state these bounds")
    told = KINDS.get(setting.design.endpoint, means)(plan)
    gs = gsDesign_call(bounds)
    ours = {"rpact": plan.stated} | told.calls
    return told._replace(
        calls=ours if gs is None else ours | {"gsDesign": gs},
        remarks={name: words for name, words in told.remarks.items() if words},
    )
