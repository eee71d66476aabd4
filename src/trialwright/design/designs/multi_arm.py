"""Several experimental arms and one control over stages: at each look arms are shown, dropped, or go on.

An arm that goes on recruits what was planned for it, so dropping arms saves patients. Evidence is combined over stages
within a closed test (designs.arms), so arms may be chosen by the data in any way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs import arm_selection, combined, options_of, stage_estimate
from trialwright.design.designs.arms import (
    ClosedTest,
    futility_bounds,
    futility_rule,
    intersection_option,
    intersection_rule,
    names,
    stage_z,
    stop_by_arm,
)
from trialwright.design.designs.combined import combination, looks, protocol, sizes
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.entry import ratio
from trialwright.design.events_look import EventsLook
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.model.design import Design

Mask = NDArray[np.bool_]

NAME = "multi_arm"
LABEL = "multi-arm multi-stage"
SEVERAL_ARMS = True
WAITS = True
SEVERAL = "several arms"
NO_ESTIMATE = (
    "trials that end before the last stage, enter it with several arms, or had shown another arm, have none, since the arm of "
    "record is then chosen by the very data it is estimated from"
)
OPTIONS = (
    intersection_option("dunnett"),
    *arm_selection.OPTIONS,
    Option("futility", (), "z of all data below which an arm is dropped, one for each look but the last"),
    Option(
        "stop", "all", "A look ends the trial when all arms that go on are shown, or any is", ("all", "any")
    ),
    stage_estimate.OPTION,
    *combined.OPTIONS,
)

__all__ = [
    "LABEL",
    "NAME",
    "OPTIONS",
    "SEVERAL_ARMS",
    "WAITS",
    "followed",
    "hypotheses",
    "interim_stops",
    "looks",
    "most_patients",
    "protocol",
    "rejects_all",
    "rules",
    "run",
    "selectable",
    "selections",
]


def hypotheses(design: Design) -> tuple[str, ...]:
    return names(design)


def selections(design: Design) -> tuple[str, ...]:
    """The one arm that goes on, or several."""
    return (*design.arms, SEVERAL) if len(design.arms) > 1 else ()


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    tests = intersection_rule(design, o["intersection"])
    if len(looks(design)) == 1:
        return tests
    told = [
        *tests,
        *arm_selection.rules(o, max(1, len(design.arms))),
        *futility_rule(o["futility"], "An arm is dropped where its"),
    ]
    if any(f for _, f in interim_stops(design, full)):
        told.append("The trial ends for futility where no arm goes on.")
    if any(efficacy for efficacy, _ in interim_stops(design, full)):
        ends = {
            "all": "once an arm is shown to be better and no other goes on",
            "any": "as soon as any arm is shown to be better",
        }[o["stop"]]
        told.append(f"The trial ends for efficacy {ends}.")
    return told


def most_patients(design: Design) -> int:
    """Of a trial in which as many arms go on as may; of events, patients enter as fast whatever goes on."""
    arms = max(1, len(design.arms))
    if design.events:
        return design.patients
    on = _most(design)
    new = np.diff(sizes(design, design.patients), prepend=0)
    going = np.arange(arms)[None] < np.array([[arms], *[[on]] * (len(new) - 1)])
    return min(
        design.patients,
        sum(int(planned(design, int(n), g[None])[0]) for n, g in zip(new, going, strict=True)),
    )


def followed(design: Design) -> str:
    return (
        f"followed until {design.events:,} events have happened if every arm goes on; a stage ends with as many more as are "
        "planned for the arms in it"
    )


def selectable(design: Design) -> tuple[str, ...]:
    """Several go on only where the plan lets them."""
    return tuple(s for s in selections(design) if s != SEVERAL or _most(design) > 1)


def _most(design: Design) -> int:
    """Arms that may go on after a look."""
    o, arms = options_of(design), max(len(design.arms), 1)
    return min(arms, {"best": 1, "r best": int(o["r"])}.get(o["selection"], arms))


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    o, looked = options_of(design), len(looks(design)) - 1
    dropped = o["threshold"] is not None
    lowest = futility_bounds(design, looked, o["futility"])
    return combined.may_stop(combination(design, full, o), [dropped or np.isfinite(z) for z in lowest])


def rejects_all(design: Design, full: int) -> bool:
    """Not where fewer arms go on from looks that show none."""
    early = any(e for e, _ in interim_stops(design, full))
    return early or len(looks(design)) == 1 or _most(design) >= len(design.arms)


def run(design: Design, trials: Trials) -> Decided:
    o, at = trials.options, sizes(design, trials.full)
    if o["adjusted"]:
        stage_estimate.begin(trials)
    lowest = futility_bounds(design, len(at) - 1, o["futility"])
    by = trials.once("combination", lambda: combination(design, trials.full, o))
    test = ClosedTest(trials, by, o["intersection"])
    going, reached = np.ones((trials.n, test.arms), bool), np.zeros(trials.n, np.int64)
    for stage, new in enumerate(np.diff(at, prepend=0)):
        rows = trials.open
        reached[rows] += planned(design, int(new), going[rows])
        control = np.ones((len(rows), 1), bool)
        look = trials.enrol(reached[rows], arms=np.concatenate([control, going[rows]], axis=1))
        open_arms = going[look.rows]
        shown = test.take(look, stage, stage_z(look, open_arms))
        z = arm_selection.measures(look, test.arms, "statistic", design.better)
        if stage == len(at) - 1:
            if o["adjusted"]:
                _adjust(trials, look, open_arms, test)
            stop_by_arm(trials, look, shown.any(1), EFFICACY, shown, open_arms, z)
            stop_by_arm(trials, look, np.ones(len(look.rows), bool), END, shown, open_arms, z)
            return trials.decided()
        chosen = _go_on(design, o, look, open_arms, test.arms) & ~(open_arms & (z < lowest[stage]))
        left = chosen & ~shown
        done = shown.any(1) if o["stop"] == "any" else shown.any(1) & ~left.any(1)
        stop_by_arm(trials, look, done, EFFICACY, shown, open_arms, z)
        stop_by_arm(trials, look, ~left.any(1), FUTILITY, shown, open_arms, z)
        going[look.rows] = left
        if design.events:
            reached[look.rows] = _events_so_far(look, left)
        _note(trials, look, done | ~left.any(1), left)
        if not len(trials.open):
            return trials.decided()
    raise AssertionError("the last look ends every trial")


def _adjust(trials: Trials, look: TallyLook, going: Mask, test: ClosedTest) -> None:
    """Keep the last stage's estimate where that stage cannot change which arm is of record: one arm (m, arms) goes on,
    and of no other has its own hypothesis fallen."""
    settled = (going.sum(1) == 1) & ~(test.alone(look) & ~going).any(1)
    for arm in range(test.arms):
        of = settled & going[:, arm]
        if of.any():
            stage_estimate.keep_last_stage(trials, look.among(of), arm + 1)


def _events_so_far(look: EventsLook, going: Mask) -> NDArray[np.int64]:
    """(m,) of control and of the arms (m, arms) that go on: those are what the next stage adds to, and counts."""
    of = [look.events(arm + 1) for arm in range(going.shape[1])]
    return np.asarray(of[0][:, 0] + sum(going[:, a] * e[:, 1] for a, e in enumerate(of)), np.int64)


def planned(design: Design, new: int, going: Mask) -> NDArray[np.int64]:
    """(m,) patients of a stage in which all arms together would have `new`, with the arms `going` (m, arms)."""
    experimental, control = ratio(design.allocation)
    share = (control + experimental * going.sum(1)) / (control + experimental * going.shape[1])
    return np.asarray(np.ceil(new * share - 1e-9), np.int64)


def _go_on(design: Design, o: dict, look: TallyLook, going: Mask, arms: int) -> Mask:
    measured = arm_selection.measures(look, arms, o["measure"], design.better)
    least = -np.inf if o["threshold"] is None else o["threshold"]
    return arm_selection.select(measured, going, o["selection"], o["r"], o["epsilon"], least)


def _note(trials: Trials, look: TallyLook, ended: Mask, left: Mask) -> None:
    """Which arm goes on, where the trial does."""
    if trials.arms == 2:
        return
    on = ~ended
    which = np.where(left.sum(1) > 1, left.shape[1], left.argmax(1))
    trials.select(look.among(on), which[on])
