"""Everybody and a subgroup, one of them chosen or both tested → rpact's enrichment simulation."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.designs import combined, design_type, options_of
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
from trialwright.design.rpact.printed.several_arms import CRITERIA, MEASURES, matrix
from trialwright.design.rpact.printed.stages import at_sizes
from trialwright.design.rpact.writing import Bare, call
from trialwright.model.design import Design

TESTS = {
    "simes": "Simes",
    "spiessens_debois": "SpiessensDebois",
    "bonferroni": "Bonferroni",
    "sidak": "Sidak",
}
FIXED_SHARES = "the subgroup's share of patients is the same in all trials of R's"
KNOWN_SD = "R takes the stDevs as known and tests everybody by subgroup, with up to 0.015 more power where effects differ"
BY_DIFFERENCE = "R chooses by differences of rates, here by log odds ratios"


def looks(design: Design, full: int) -> list[int]:
    return combined.sizes(_stated(design), full)


def bounds(design: Design, full: int) -> SequentialDesign:
    return at_sizes(design, looks(design, full), options_of(design))


def _stated(design: Design) -> Design:
    """With the looks of its own type, where it states none."""
    return (
        design
        if design.looks
        else design.model_copy(update={"looks": design_type(design.type).looks(design)})
    )


def populations(p: Planned) -> Printed:
    """The power that corresponds is that of showing either population: rejectAtLeastOne."""
    if why := unlike(p.setting) or _unlike(p):
        return nothing(why)
    subgroup, others = _bins(p)
    share = rounded(_share(p))
    listed = f'subGroups = c("S", "R"), prevalences = c({share:.10g}, {rounded(1 - share):.10g})'
    if p.design.endpoint == "binary" and p.design.test in rates.POOLED:
        control = rounded(float(p.arms[0][1] / p.arms[0].sum()))
        treated = [rounded(float(t[1] / t.sum())) for t in (subgroup, others)]
        listed += f", piControls = c({control:.10g}, {control:.10g}), piTreatments = {matrix(treated)}"
        by = BY_DIFFERENCE if options_of(p.design).get("measure") == "estimate" else ""
        return _printed(p, "Rates", listed, {"stratifiedAnalysis": False} | p.direction, by)
    of = means.TESTS.get((p.design.endpoint, p.design.test))
    if of is None or p.design.endpoint not in ("continuous", "change_from_baseline"):
        return nothing(f"rpact has no populations with such a test: {p.setting.endpoint.LABEL}")
    effects = [rounded(p.sign * float(p.setting.endpoint.estimate(p.arms[0], t))) for t in (subgroup, others)]
    listed += f", effects = {matrix(effects)}, stDevs = {_sd(p, (subgroup, others))}"
    turned = "" if p.sign > 0 else "signs are turned, since to rpact a higher mean is the better one"
    return _printed(p, "Means", listed, {}, KNOWN_SD, turned)


def _unlike(p: Planned) -> str:
    o = options_of(p.design)
    if o["intersection"] not in TESTS:
        return f"rpact has no {o['intersection']} test of two populations"
    if o.get("measure") == "conditional power":
        return "the population is chosen by conditional power"
    if o.get("threshold_subgroup") not in (None, o.get("threshold")):
        return "the two populations have thresholds of their own"
    scaled = o.get("selection") == "epsilon" or o.get("threshold") is not None
    if p.design.endpoint == "binary" and o.get("measure") == "estimate" and scaled:
        return "populations are chosen by log odds ratios, and in rpact by differences of rates"
    return ""


def _share(p: Planned) -> float:
    return float(p.setting.bin_weights(1)[0][:, 1].sum())


def _bins(p: Planned) -> tuple[np.ndarray, np.ndarray]:
    """Tallies of very large experimental arms at or above the cut-off, and below it."""
    weight, effect = p.setting.bin_weights(1)
    of, to = p.setting.outcome_of(1).expected, p.setting.outcome.shifted_by(effect)
    above, below = weight[:, 1] / weight[:, 1].sum(), weight[:, 0] / weight[:, 0].sum()
    return of(to, above), of(to, below)


def _sd(p: Planned, tallies: tuple[np.ndarray, np.ndarray]) -> str:
    level = p.setting.endpoint.level
    first, *rest = (float(level(t[None])[1][0]) * 1e9 for t in (p.arms[0], *tallies))
    sds = [means.common(first, v, *p.analysed) for v in rest]
    return f"c({', '.join(f'{s:.8g}' for s in sds)})"


def _printed(p: Planned, of: str, listed: str, stated: dict[str, Any], *words: str) -> Printed:
    o = options_of(p.design)
    selection = o.get("selection", "all")
    text = call(
        f"getSimulationEnrichment{of}",
        p.formula
        | {"effectList": Bare(f"list({listed})")}
        | stated
        | {
            "intersectionTest": TESTS[o["intersection"]],
            "typeOfSelection": selection,
            "effectMeasure": MEASURES[o["measure"]] if "measure" in o else None,
            "successCriterion": CRITERIA[o["stop"]],
            "epsilonValue": o["epsilon"] if selection == "epsilon" else None,
            "threshold": o.get("threshold"),
        }
        | p.planned("Subjects", [p.observed(n) for n in p.looks])
        | {"maxNumberOfIterations": p.found.replicates},
    )
    said = joined("its power is rejectAtLeastOne", *words, FIXED_SHARES, p.lost)
    return Printed({SIMULATED: text}, {SIMULATED: said})
