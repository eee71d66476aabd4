"""Sample sizes re-estimated by conditional power → rpact's simulation of the same."""

from __future__ import annotations

import itertools
import math
from typing import Any

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs import combined, options_of
from trialwright.design.designs.reestimation import futility_bound, sizes
from trialwright.design.rpact.printed import means, rates, survival
from trialwright.design.rpact.printed.planned import (
    SIMULATED,
    Planned,
    Printed,
    joined,
    nothing,
    rounded,
    unlike,
)
from trialwright.design.rpact.printed.promising import zone
from trialwright.design.rpact.printed.stages import at_sizes
from trialwright.design.rpact.writing import Bare, call
from trialwright.endpoints import time_to_event
from trialwright.model.design import Design

MEANS = ("continuous", "change_from_baseline", "ancova")
BY_STATED_SD = "R sizes the last stage by the stDev stated, not by the one seen"
FEWEST_BY_T = 4  # patients of a stage that rpact takes for a t test of two groups
BY_FUNCTION = "the promising zone is a function in R, which `design --rpact` does not read"
BY_RATES = "R sizes the last stage by the variances of the rates seen, not by the score"


def looks(design: Design, full: int) -> list[int]:
    return sizes(design, full)


def bounds(design: Design, full: int) -> SequentialDesign:
    """With the interim's futility bound where conditional power for the effect seen gives one."""
    o, at = options_of(design), sizes(design, full)
    futility = None
    if o["futility"] and not unlike_rule(design):
        by = combined.at_sizes(design, at, o)
        futility = [futility_bound(by, at, full, o["futility"]) / float(by.weights[0])]
    return at_sizes(design, at, o, futility)


def unlike_rule(design: Design) -> str:
    """Why rpact has no such rule, "" where it has, or takes it as a function."""
    o = options_of(design)
    if o["rule"] != "conditional power" and design.endpoint == time_to_event.NAME:
        return f"rpact re-estimates events by conditional power, and knows no {o['rule']}"
    if o["futility"] and (
        o["effect"] is not None or o["combination"] == "fisher" or len(combined.looks(design)) > 2
    ):
        return "rpact stops by bounds that are known before, and not by the conditional power of this futility rule"
    return ""


def resized(p: Planned) -> Printed:
    waits = (
        p.scenario.followup_months > 0 and not p.setting.pauses and p.design.endpoint != time_to_event.NAME
    )
    why = unlike_rule(p.design) or (
        "those who are enrolled while outcomes are awaited set how small the last stage can be"
        if waits
        else ""
    )
    if why:
        return nothing(why)
    if p.design.endpoint == time_to_event.NAME:
        return _survival(p)
    if why := unlike(p.setting):
        return nothing(why)
    if p.design.endpoint == "binary" and p.design.test in rates.POOLED:
        return _rates(p)
    of = means.TESTS.get((p.design.endpoint, p.design.test))
    if of is None or p.design.endpoint not in MEANS:
        return nothing(f"rpact re-estimates no sizes for this endpoint or test: {p.setting.endpoint.LABEL}")
    return _means(p, of)


def _means(p: Planned, of: means.Test) -> Printed:
    if why := means.unlike_means(p, of):
        return nothing(why)
    first, second = means.variances(p)
    if (
        not of.known
        and _stages(p, [p.observed(n) for n in p.looks], p.observed(p.design.patients))[0] < FEWEST_BY_T
    ):
        return nothing(f"rpact's t test takes no stage of fewer than {FEWEST_BY_T} patients")
    stated = {
        "normalApproximation": of.known,
        "thetaH0": p.null or None,
        "alternative": rounded(float(p.setting.endpoint.estimate(*p.arms))),
        "stDev": means.common(first, second, *p.analysed),
        "thetaH1": options_of(p.design)["effect"],
    }
    return _printed(p, "Means", stated, of.words, "" if of.known else BY_STATED_SD)


def _rates(p: Planned) -> Printed:
    if options_of(p.design)["effect"] is not None:
        return nothing("rpact assumes rates for conditional power, and not a log odds ratio")
    second, first = (rounded(float(arm[1] / arm.sum())) for arm in p.arms)
    stated = {"thetaH0": p.null or None, "pi1": first, "pi2": second}
    return _printed(p, "Rates", stated, "" if _zone(p) else BY_RATES)


def _zone(p: Planned) -> bool:
    return bool(options_of(p.design)["rule"] == "promising zone")


def _printed(p: Planned, of: str, stated: dict[str, Any], *words: str) -> Printed:
    at = [p.observed(n) for n in p.looks]
    text = call(
        f"getSimulation{of}",
        p.formula
        | stated
        | p.planned("Subjects", at)
        | _again(p, "Subjects", at, p.observed(p.design.patients))
        | p.direction
        | {"calcSubjectsFunction": zone(of, options_of(p.design)["promising"]) if _zone(p) else None}
        | {"maxNumberOfIterations": p.found.replicates},
    )
    return Printed({SIMULATED: text}, {SIMULATED: joined(*words, BY_FUNCTION if _zone(p) else "", p.lost)})


def _survival(p: Planned) -> Printed:
    effect = options_of(p.design)["effect"]
    if p.design.events is None:
        return nothing(
            "its looks come when patients have been followed, and rpact's when events have happened"
        )
    if why := survival.unlike_survival(p):
        return nothing(why)
    shared, said = survival.course(p)
    more = _again(p, "Events", list(p.looks), p.design.events) | {
        "thetaH1": None if effect is None else math.exp(effect)
    }
    return Printed({SIMULATED: survival.simulation(p, shared, more)}, {SIMULATED: joined(*said)})


def _stages(p: Planned, at: list[int], full: int) -> tuple[int, int, list[int]]:
    """Smallest and largest size of the last stage, and the sizes of those between the first and it."""
    *between, last = (b - a for a, b in itertools.pairwise(at))
    most = full - at[-2]
    least = max(1, math.ceil(options_of(p.design)["decrease"] * last - 1e-9))
    return min(least, most), most, between


def _again(p: Planned, unit: str, at: list[int], full: int) -> dict[str, Any]:
    """Stages between the first and the last keep their planned sizes."""
    least, most, between = _stages(p, at, full)
    kept = ", ".join(["NA", *map(str, between)])
    return {
        f"minNumberOf{unit}PerStage": Bare(f"c({kept}, {least})"),
        f"maxNumberOf{unit}PerStage": Bare(f"c({kept}, {most})"),
        "conditionalPower": options_of(p.design)["target"],
    }
