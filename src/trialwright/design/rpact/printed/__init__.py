"""A simulated design → the calls of R that correspond, with what they answer, in what they differ, and why there is none."""

from __future__ import annotations

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs import group_sequential
from trialwright.design.rpact.printed import populations, resized, several_arms
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
# Types whose stages are combined: a file with `looks` and `bounds` of (design, full), and what prints them.
COMBINED = {
    "reestimation": (resized, resized.resized),
    "multi_arm": (several_arms, several_arms.several_arms),
    "enrichment": (populations, populations.populations),
    "stratified": (populations, populations.populations),
}


def printed(
    setting: Setting, bounds: SequentialDesign | None, full: int, found: OperatingCharacteristics
) -> Printed:
    """bounds : of the design's looks, None of a type that has none on the z of all data. full : its largest size, in patients
    or events. found : what simulated trials of the design came to."""
    design = setting.design
    if bounds is not None:
        at = [full] if bounds.k == 1 else map(int, group_sequential.sizes(design, full))
        plan, run = Planned(setting, bounds, tuple(at), found), KINDS.get(design.endpoint, means)
    elif design.type in COMBINED:
        of, run = COMBINED[design.type]
        plan = Planned(setting, of.bounds(design, full), tuple(of.looks(design, full)), found)
    else:
        return nothing(f"rpact has no such type of design: {setting.kind.LABEL}")
    if plan.stated is None:
        return nothing("rpact cannot state these bounds")
    return _with_bounds(plan, run(plan))


def _with_bounds(plan: Planned, told: Printed) -> Printed:
    gs = gsDesign_call(plan.bounds)
    ours = {"rpact": plan.stated or ""} | told.calls
    return told._replace(
        calls=ours if gs is None else ours | {"gsDesign": gs},
        remarks={name: words for name, words in told.remarks.items() if words},
    )
