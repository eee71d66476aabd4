"""Several arms selected over stages → rpact's multi-arm simulation."""

from __future__ import annotations

import math
from typing import Any

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs import combined, options_of
from trialwright.design.entry import ratio
from trialwright.design.rpact.printed import means, rates
from trialwright.design.rpact.printed.planned import (
    SIMULATED,
    Planned,
    Printed,
    joined,
    nothing,
    rounded,
    unlike,
)
from trialwright.design.rpact.printed.stages import at_sizes
from trialwright.design.rpact.writing import Bare, call
from trialwright.model.design import Design

TESTS = {
    "dunnett": "Dunnett", "simes": "Simes", "bonferroni": "Bonferroni", "sidak": "Sidak", "hierarchical": "Hierarchical",
}  # fmt: skip
SELECTIONS = {"all": "all", "best": "best", "r best": "rBest", "epsilon": "epsilon"}
MEASURES = {"estimate": "effectEstimate", "statistic": "testStatistic"}
CRITERIA = {"all": "all", "any": "atLeastOne"}
ENDS_LATER = "with success for all, R goes on recruiting arms that are shown, which takes more patients and gives the same power"
KNOWN_SD = "R takes the stDev as known, where the test here estimates it"


def looks(design: Design, full: int) -> list[int]:
    return combined.sizes(design, full)


def bounds(design: Design, full: int) -> SequentialDesign:
    return at_sizes(design, looks(design, full), options_of(design))


def several_arms(p: Planned) -> Printed:
    """The power that corresponds is that of showing any arm: rejectAtLeastOne."""
    if why := unlike(p.setting) or _unlike(p):
        return nothing(why)
    if p.design.endpoint == "binary" and p.design.test in rates.POOLED:
        control, *treated = (rounded(float(arm[1] / arm.sum())) for arm in p.arms)
        stated = {"effectMatrix": matrix(treated), "piControl": control} | p.direction
        return _printed(p, "Rates", stated)
    of = means.TESTS.get((p.design.endpoint, p.design.test))
    if of is None or p.design.endpoint not in ("continuous", "change_from_baseline", "ancova"):
        return nothing(f"rpact has no several arms of such a test: {p.setting.endpoint.LABEL}")
    if not p.one_effect:
        return nothing("an arm's effect differs between patients")
    effects = [p.sign * float(p.setting.endpoint.estimate(p.arms[0], arm)) for arm in p.arms[1:]]
    sd = rounded(math.sqrt(means.variances(p)[0]), 8)
    turned = "" if p.sign > 0 else "signs are turned, since to rpact a higher mean is the better one"
    return _printed(
        p,
        "Means",
        {"effectMatrix": matrix([rounded(e) for e in effects]), "stDev": sd},
        "" if of.known else KNOWN_SD,
        turned,
    )


def _unlike(p: Planned) -> str:
    o, lost = options_of(p.design), p.setting.lost[1:]
    if o["futility"]:
        return "arms are dropped by their own z, for which rpact has no bound"
    if (lost != lost[0]).any():
        return "experimental arms lose different shares of patients"
    scaled = o["selection"] == "epsilon" or o["threshold"] is not None
    if p.design.endpoint == "binary" and o["measure"] == "estimate" and scaled:
        return "arms are chosen by log odds ratios, and in rpact by differences of rates"
    return ""


def _printed(p: Planned, of: str, stated: dict[str, Any], *words: str) -> Printed:
    o = options_of(p.design)
    text = call(
        f"getSimulationMultiArm{of}",
        p.formula
        | {"activeArms": p.setting.arms - 1, "typeOfShape": "userDefined"}
        | stated
        | {
            "intersectionTest": TESTS[o["intersection"]],
            "typeOfSelection": SELECTIONS[o["selection"]],
            "effectMeasure": MEASURES[o["measure"]],
            "successCriterion": CRITERIA[o["stop"]],
            "rValue": o["r"] if o["selection"] == "r best" else None,
            "epsilonValue": o["epsilon"] if o["selection"] == "epsilon" else None,
            "threshold": o["threshold"],
        }
        | p.planned("Subjects", [_of_an_arm(p, n) for n in p.looks])
        | {"maxNumberOfIterations": p.found.replicates},
    )
    later = ENDS_LATER if o["stop"] == "all" and p.bounds.k > 1 else ""
    return Printed(
        {SIMULATED: text}, {SIMULATED: joined("its power is rejectAtLeastOne", *words, later, p.lost)}
    )


def _of_an_arm(p: Planned, at: int) -> int:
    """Patients of an experimental arm with an outcome, of so many enrolled in all."""
    experimental, control = ratio(p.design.allocation)
    share = experimental / (control + experimental * (p.setting.arms - 1))
    return round(at * share * (1 - float(p.setting.lost[1])))


def matrix(row: list[float]) -> Bare:
    return Bare(f"matrix(c({', '.join(f'{v:.10g}' for v in row)}), 1)")
