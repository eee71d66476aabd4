"""All comers enter; the subgroup and everybody are tested together, at one look or several.

Each intersection is tested by the combination of its stages, so that the closed test holds whatever the boundaries.
Sources: Marcus, Peritz & Gabriel 1976, Biometrika 63:655; Spiessens & Debois 2010, Contemp Clin Trials 31:647.
"""

from __future__ import annotations

import numpy as np

from trialwright.design.designs import combined, options_of
from trialwright.design.designs.combined import combination, sizes
from trialwright.design.designs.decided import EFFICACY, END, Decided
from trialwright.design.designs.options import Option
from trialwright.design.designs.repeated_intervals import RepeatedIntervals
from trialwright.design.designs.two_populations import (
    EVERYONE,
    INTERSECTIONS,
    NAMES,
    SUBGROUP,
    added,
    cutoffs,
    intersection_rule,
    scores,
    tell,
)
from trialwright.design.trials import Trials
from trialwright.model.design import Design

NAME = "stratified"
LABEL = "all comers, subgroup and everybody tested"
OPTIONS = (
    Option(
        "intersection",
        "spiessens_debois",
        "Test of no effect in either population; hierarchical tests one population, and the other after it",
        (*INTERSECTIONS, "hierarchical"),
    ),
    Option(
        "first",
        "everyone",
        "Which population comes first in the hierarchical order",
        NAMES,
        needs=(("intersection", ("hierarchical",)),),
    ),
    Option("stop", "all", "An interim look ends the trial when all hypotheses fall, or any", ("all", "any")),
    Option(
        "adjusted",
        False,
        "Also repeated intervals that hold for both populations at every look, about the stages' weighted estimate",
    ),
    *combined.OPTIONS,
)

__all__ = [
    "LABEL",
    "NAME",
    "OPTIONS",
    "cutoffs",
    "hypotheses",
    "interim_stops",
    "looks",
    "protocol",
    "rules",
    "run",
]


def looks(design: Design) -> tuple[float, ...]:
    """Information fractions; one look where the design states none."""
    return design.looks or (1.0,)


def hypotheses(design: Design) -> tuple[str, ...]:
    return NAMES


def protocol(design: Design, full: int) -> str:
    return combined.protocol(_with_looks(design), full)


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    """There is no rule for futility."""
    return combined.may_stop(combination(_with_looks(design), full, options_of(design)), False)


def _with_looks(design: Design) -> Design:
    return design if design.looks else design.model_copy(update={"looks": looks(design)})


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    told = [intersection_rule(o["intersection"], o["first"])]
    if any(efficacy for efficacy, _ in interim_stops(design, full)):
        which = {"all": "both hypotheses", "any": "either hypothesis"}[o["stop"]]
        told.append(f"An interim look that rejects {which} ends the trial.")
    return told


def run(design: Design, trials: Trials) -> Decided:
    o = trials.options
    stated = _with_looks(design)
    by = trials.once("combination", lambda: combination(stated, trials.full, o))
    repeated = RepeatedIntervals(trials, stated) if o["adjusted"] else None
    evidence, rows = None, trials.open
    for stage, size in enumerate(sizes(stated, trials.full)):
        look = trials.enrol(size)
        before = None if evidence is None else evidence.among(np.searchsorted(rows, look.rows))
        evidence, rows = added(before, stage, scores(look, o["intersection"], o["first"]), by), look.rows
        tell(trials, look, stage, evidence, by)
        rejected = evidence.rejected
        shown = rejected.all(1) if o["stop"] == "all" else rejected.any(1)
        record = np.where(rejected[:, SUBGROUP] & ~rejected[:, EVERYONE], SUBGROUP, EVERYONE)
        if repeated:
            repeated.keep(trials, look, stage, record)
        trials.stop(look, shown, EFFICACY, rejected=rejected, bins=record)
    trials.stop(look, rejected.any(1), EFFICACY, rejected=rejected, bins=record)
    trials.stop(look, True, END, rejected=rejected, bins=record)
    return trials.decided()
