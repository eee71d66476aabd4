"""A simulated design → the call of rpact's that simulates the same trials, where one does."""

from __future__ import annotations

import math

from scipy.special import expit

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs.group_sequential import sizes
from trialwright.model.design import Design
from trialwright.model.scenario import Scenario


def simulation_call(
    design: Design, scenario: Scenario, bounds: SequentialDesign, full: int, replicates: int, stated: str
) -> str | None:
    """getSimulationRates for a binary endpoint, tested by the pooled z as ours is. None elsewhere: rpact's t test
    pools the variance where ours does not, and knows no marker, dropout, drift or cut-off.

    stated : the call of `bounds`.
    """
    alike = scenario.effect.curve == "constant" and not scenario.dropout and not scenario.drift
    plain = not (design.test or design.fallback or design.margin or design.arms) and design.cutoff is None
    if design.endpoint != "binary" or not plain or not alike:
        return None
    rate = scenario.control["rate"]
    assert isinstance(rate, float | int)
    treated = float(expit(math.log(rate / (1 - rate)) + scenario.effect.level))
    planned = [full] if bounds.k == 1 else [int(n) for n in sizes(design, full)]
    subjects = f"c({', '.join(map(str, planned))})" if len(planned) > 1 else str(planned[0])
    return (
        f"getSimulationRates(design={stated}, pi1={treated:.10g}, pi2={rate:.10g}, "
        f"plannedSubjects={subjects}, allocationRatioPlanned={design.allocation:g}, "
        f"directionUpper={'TRUE' if design.better == 'higher' else 'FALSE'}, maxNumberOfIterations={replicates})"
    )
