"""Two stages: everybody first; at the interim the trial goes on in everybody, in the subgroup, in both, or stops.

Stage 2 recruits by what was chosen, and each hypothesis is tested by the combination of its two stages within a closed
test, so the choice may use the interim data in any way.
Sources: Brannath et al. 2009, Stat Med 28:1445; Jenkins, Stone & Jennison 2011, Pharm Stat 10:347.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs import combined, options_of, stage_estimate
from trialwright.design.designs.combined import Combination, combination, looks, protocol, sizes
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.designs.two_populations import (
    EVERYONE,
    INTERSECTIONS,
    NAMES,
    SUBGROUP,
    Evidence,
    Scores,
    added,
    cutoffs,
    intersection_rule,
    scores,
    tell,
)
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.model.design import Design

Floats = NDArray[np.float64]
BOTH = 2

NAME = "enrichment"
LABEL = "two-stage adaptive enrichment"
WAITS = True
NO_ESTIMATE = (
    "trials that the interim ends, and those that go on in both populations, have none, since what is of record is then "
    "chosen by the very data it is estimated from"
)
OPTIONS = (
    Option(
        "intersection",
        "simes",
        "Test of no effect in either population, where both are tested",
        INTERSECTIONS,
    ),
    Option(
        "selection",
        "best",
        "Who goes on: the best population, all within `epsilon` of it, or all",
        ("best", "epsilon", "all"),
    ),
    Option(
        "measure",
        "estimate",
        "What the interim looks at",
        ("estimate", "statistic", "conditional power"),
    ),
    Option(
        "epsilon",
        0.0,
        "How far behind the best a population may be, in units of the measure",
        low=0.0,
        needs=(("selection", ("epsilon",)),),
    ),
    Option("threshold", None, "A population whose measure is below this does not go on"),
    Option("threshold_subgroup", None, "The same for the subgroup, where it differs"),
    Option("stop", "all", "The interim ends the trial when all hypotheses fall, or any", ("all", "any")),
    stage_estimate.OPTION,
    *combined.OPTIONS,
)

__all__ = [
    "LABEL",
    "NAME",
    "OPTIONS",
    "WAITS",
    "cutoffs",
    "hypotheses",
    "interim_stops",
    "leaves_out",
    "looks",
    "protocol",
    "rejects_all",
    "rules",
    "run",
    "selectable",
    "selections",
]


def hypotheses(design: Design) -> tuple[str, ...]:
    return NAMES


def selections(design: Design) -> tuple[str, ...]:
    return (*NAMES, "both")


def selectable(design: Design) -> tuple[str, ...]:
    """The best population alone goes on, or all, unless the plan says otherwise."""
    selection, thresholds = options_of(design)["selection"], _thresholds(design)
    if selection == "best":
        return NAMES
    return (*NAMES, "both") if selection == "epsilon" or thresholds else ("both",)


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    return combined.may_stop(combination(design, full, options_of(design)), _thresholds(design))


def _thresholds(design: Design) -> bool:
    """Whether a population may be too weak to go on."""
    o = options_of(design)
    return o["threshold"] is not None or o["threshold_subgroup"] is not None


def rejects_all(design: Design, full: int) -> bool:
    """Not where one population alone goes on from an interim that shows none."""
    return "both" in selectable(design) or bool(interim_stops(design, full)[0][0])


def leaves_out(design: Design) -> tuple[float | None, ...]:
    return (None, design.cutoff, None)


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    told = [intersection_rule(o["intersection"]), *_goes_on(o)]
    if any(efficacy for efficacy, _ in interim_stops(design, full)):
        which = {"all": "both hypotheses", "any": "either hypothesis"}[o["stop"]]
        told.append(
            f"The interim ends the trial for efficacy where it rejects {which}, or those of all populations that would go on."
        )
    return told


def _goes_on(o: dict) -> list[str]:
    goes = {
        "best": "The trial goes on in the better of the two populations, in everyone where they are alike",
        "epsilon": f"The trial goes on in the better of the two populations, and in both where they are at most {o['epsilon']:g} apart",
        "all": "The trial goes on in both populations",
    }[o["selection"]]
    by = {
        "estimate": "estimated effect at the interim, better counted as positive",
        "statistic": "z at the interim, better counted as positive",
        "conditional power": "conditional power at the interim, if all further patients come from it and the effect is the one seen",
    }[o["measure"]]
    told = [f"{goes}." if o["selection"] == "all" else f"{goes}; they are compared by the {by}."]
    subgroup = o["threshold"] if o["threshold_subgroup"] is None else o["threshold_subgroup"]
    least = [
        f"{least:g} for {name}"
        for name, least in zip(NAMES, (o["threshold"], subgroup), strict=True)
        if least is not None
    ]
    if least:
        told.append(
            f"A population does not go on where the {by}, is below {combined.listed(least)}; where none does, the trial ends."
        )
    return told


def run(design: Design, trials: Trials) -> Decided:
    o = trials.options
    if o["adjusted"]:
        stage_estimate.begin(trials)
    by: Combination = trials.once("combination", lambda: combination(design, trials.full, o))
    first, full = sizes(design, trials.full)
    look = trials.enrol(first)
    found = scores(look, o["intersection"])
    evidence = added(None, 0, found, by)
    tell(trials, look, 0, evidence, by)
    chosen = choice(look, found, by, full / first - 1, o, design.better)
    _stop_early(trials, look, evidence, chosen, o["stop"])
    if not len(trials.open):
        return trials.decided()
    chosen = chosen[trials.open]
    look = trials.enrol(full, admitted=np.where(chosen == SUBGROUP, SUBGROUP, EVERYONE))
    found = _second(look, chosen, o["intersection"])
    tested = chosen != SUBGROUP, chosen != EVERYONE
    evidence = added(evidence.among(look.rows), 1, found, by, tested)
    tell(trials, look, 1, evidence, by, tested)
    rejected = evidence.rejected
    record = _record(chosen, rejected)
    if o["adjusted"]:  # of both populations, the one of record would be chosen by the last stage itself
        one = chosen != BOTH
        stage_estimate.keep_last_stage(trials, look.among(one), bins=record[one])
    trials.stop(look, rejected.any(1), EFFICACY, rejected=rejected, bins=record)
    trials.stop(look, True, END, bins=record)
    return trials.decided()


def choice(
    look: TallyLook, found: Scores, by: Combination, more: float, o: dict, better: str
) -> NDArray[np.int64]:
    """(m,) EVERYONE, SUBGROUP, BOTH or -1 for neither. more : patients to come over those there are."""
    everyone, subgroup = _measures(look, found, by, more, o["measure"], better)
    least = -np.inf if o["threshold"] is None else o["threshold"]
    least_subgroup = least if o["threshold_subgroup"] is None else o["threshold_subgroup"]
    in_everyone, in_subgroup = everyone >= least, subgroup >= least_subgroup
    if o["selection"] != "all":
        behind = subgroup - everyone
        epsilon = o["epsilon"] if o["selection"] == "epsilon" else 0.0
        in_everyone &= behind <= epsilon
        in_subgroup &= behind >= -epsilon if o["selection"] == "epsilon" else behind > 0
    return np.where(in_everyone, np.where(in_subgroup, BOTH, EVERYONE), np.where(in_subgroup, SUBGROUP, -1))


def _measures(
    look: TallyLook, found: Scores, by: Combination, more: float, measure: str, better: str
) -> tuple[Floats, Floats]:
    """What the choice compares, large where the arm is better; -inf of a population without data."""
    if measure == "statistic":
        return found.everyone, found.subgroup
    if measure == "estimate":
        sign = 1.0 if better == "higher" else -1.0
        values = [sign * look.estimate(bins=b).value for b in (EVERYONE, SUBGROUP)]
        return tuple(np.where(np.isnan(v), -np.inf, v) for v in values)  # type: ignore[return-value]
    with np.errstate(invalid="ignore", divide="ignore"):
        # If the subgroup alone is recruited, its information grows by all of the patients to come.
        share = look.information(bins=SUBGROUP) / look.information(bins=EVERYONE)
        grown = more / np.clip(np.where(np.isfinite(share), share, 0.0), 1e-9, 1.0)
        return (
            by.conditional_power(found.everyone, found.everyone * np.sqrt(more)),
            by.conditional_power(found.subgroup, found.subgroup * np.sqrt(grown)),
        )


def _stop_early(
    trials: Trials, look: TallyLook, evidence: Evidence, chosen: NDArray[np.int64], stop: str
) -> None:
    """For success as the plan says, where nothing that goes on is left to show, or where nothing goes on."""
    rejected = evidence.rejected
    done = rejected.all(1) if stop == "all" else rejected.any(1)
    left = ((chosen == EVERYONE) & rejected[:, EVERYONE]) | ((chosen == SUBGROUP) & rejected[:, SUBGROUP])
    done = done | left | ((chosen < 0) & rejected.any(1))
    trials.select(look, np.where(done, -1, chosen))
    record = np.where(rejected[:, SUBGROUP] & ~rejected[:, EVERYONE], SUBGROUP, EVERYONE)
    trials.stop(look, done, EFFICACY, rejected=rejected, bins=record)
    trials.stop(look, chosen < 0, FUTILITY, bins=EVERYONE)


def _second(look: TallyLook, chosen: NDArray[np.int64], test: str) -> Scores:
    """Of the second stage: the intersection is tested by what goes on of it."""
    found = scores(look, test)
    alone = np.where(chosen == EVERYONE, found.everyone, found.subgroup)
    return found._replace(intersection=np.where(chosen == BOTH, found.intersection, alone))


def _record(chosen: NDArray[np.int64], rejected: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The population whose estimate is kept: the one chosen; of both, the subgroup where it alone is shown."""
    only = rejected[:, SUBGROUP] & ~rejected[:, EVERYONE]
    return np.where((chosen == SUBGROUP) | ((chosen == BOTH) & only), SUBGROUP, EVERYONE)
