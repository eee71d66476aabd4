"""A binary endpoint tested by the pooled z, by Farrington and Manning's test or by Fisher's → rpact's power and simulation of rates."""

from __future__ import annotations

from typing import Any

from trialwright.design.rpact.printed.means import fewest, means
from trialwright.design.rpact.printed.planned import (
    SIMULATED,
    Planned,
    Printed,
    joined,
    nothing,
    power_and_size,
    rounded,
    unlike,
)
from trialwright.design.rpact.writing import call
from trialwright.endpoints.outcome import SPARSE

POOLED, FISHER = ("", "pooled"), "fisher"


def rates(p: Planned) -> Printed:
    if p.design.test not in (*POOLED, FISHER):
        return means(p)
    if why := unlike(p.setting):
        return nothing(why)
    second, first = (rounded(float(arm[1] / arm.sum())) for arm in p.arms)
    of: dict[str, Any] = {"thetaH0": p.null or None, "pi1": first, "pi2": second}
    simulated = Printed({SIMULATED: _simulation(p, of)}, {SIMULATED: joined(_test(p), p.lost)})
    if p.design.test == FISHER or fewest(p) < SPARSE:
        return simulated
    beyond = p.sign * (first - second - p.null)
    exact = power_and_size(p, "Rates", of, beyond, "by the normal law")
    return Printed(exact.calls | simulated.calls, exact.remarks | simulated.remarks)


def _test(p: Planned) -> str:
    if p.design.test == FISHER:
        return "rpact has no formula for Fisher's test, and simulates it"
    return (
        "rpact's formula is by the normal law, for which too few are expected in some cell"
        if fewest(p) < SPARSE
        else ""
    )


def _simulation(p: Planned, of: dict[str, Any]) -> str:
    return call(
        "getSimulationRates",
        p.formula
        | {"normalApproximation": False if p.design.test == FISHER else None}
        | of
        | p.planned("Subjects", [p.observed(n) for n in p.looks])
        | p.direction
        | {"maxNumberOfIterations": p.found.replicates},
    )
