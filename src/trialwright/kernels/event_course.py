"""Trials that wait for events, from their first look to their end while their patients are at hand, and what they took.

The numbers are those of kernels.event_looks and kernels.log_rank_at look by look: a test holds this loop to them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.event_looks import Calendars, last_exit, month_of
from trialwright.kernels.log_rank_at import RiskRoom, at_risk, hazard_ratio_of, risk_room, score_of
from trialwright.kernels.risk_tables import Followed, first_above, take_sides
from trialwright.kernels.survival_tables import Cohorts
from trialwright.kernels.tables import EFFICACY, END, FUTILITY, EndTable, LookTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST = 1e-12  # variance of a score from which it tells the arms apart


class EventLaw(NamedTuple):
    """by_events : looks.size is in events; otherwise in patients, the last of whom is followed `followup` months.
    fewer : the experimental arm is better with fewer events. groups : populations, all of which count."""

    by_events: bool
    followup: float
    fewer: bool
    groups: int


class TakenTable(NamedTuple):
    """(trials,) patients who had entered by the end, screened by then, events, and eligible patients who had come by
    the last to enter; sums over the entered of the effect on them and of the misplaced."""

    patients: Integers
    screened: Integers
    events: Integers
    effect: Floats
    misplaced: Integers
    eligible: Integers

    @staticmethod
    def empty(trials: int) -> TakenTable:
        whole = np.zeros((5, trials), np.int64)
        return TakenTable(whole[0], whole[1], whole[2], np.zeros(trials), whole[3], whole[4])


@compiled
def event_course(
    cohorts: Cohorts,
    sorted_by_time: Followed,
    calendars: Calendars,
    looks: LookTable,
    law: EventLaw,
    cut: Floats,
    out: EndTable,
) -> bool:
    """Every trial of the cohorts, (trials,), by the log-rank test of arm 1. calendars : filled where law.by_events.
    cut : is filled with the months at the end. False where follow-up ended at the same time for some: all is then to
    be done by tables."""
    room = risk_room(cohorts.time.shape[1], law.groups)
    take_sides(np.ones(law.groups, np.bool_), -1, 1, room.side)
    for r in range(len(cut)):
        cut[r] = 0.0
        for look in range(len(looks.size)):
            cut[r] = max(cut[r], _reached(cohorts, calendars, r, looks.size[look], law))
            ended = _look(cohorts, sorted_by_time, r, cut[r], look, looks, law, room, out)
            if ended < 0:
                return False
            if ended > 0:
                break
    return True


@compiled
def _reached(cohorts: Cohorts, calendars: Calendars, r: int, size: int, law: EventLaw) -> float:
    """Months at which a look's size is reached; where it never is, when nobody is followed any more."""
    if not law.by_events:
        return float(cohorts.entry[r, max(size, 1) - 1] + law.followup)
    at = month_of(calendars, r, size)
    return at if at < np.inf else last_exit(cohorts, r)


@compiled
def _look(
    cohorts: Cohorts,
    sorted_by_time: Followed,
    r: int,
    cut: float,
    look: int,
    looks: LookTable,
    law: EventLaw,
    room: RiskRoom,
    out: EndTable,
) -> int:
    """1 where the trial ends at this look, 0 where it goes on, -1 where there are ties."""
    k, observed = at_risk(cohorts, sorted_by_time, r, cut, room)
    if k < 0:
        return -1
    score, variance = score_of(room, k, observed)
    z = -np.inf
    if variance > LEAST:
        z = (-score if law.fewer else score) / np.sqrt(variance)
    high, low = z >= looks.upper[look], z < looks.lower[look]
    if not (high or low or look == len(looks.size) - 1):
        return 0
    out.look[r], out.reason[r] = look, EFFICACY if high else (FUTILITY if low else END)
    out.value[r], out.error[r] = hazard_ratio_of(room, k, observed, score, variance)
    return 1


@compiled
def take_stock(cohorts: Cohorts, cut: Floats, taken: TakenTable) -> None:
    """Fill `taken` for the trials of the cohorts at their cuts, (trials,)."""
    for r in range(len(cut)):
        entered = first_above(cohorts.entry[r], cut[r])
        taken.patients[r] = entered
        last = max(entered, 1) - 1
        taken.screened[r], taken.eligible[r] = cohorts.screened[r, last], cohorts.patient[r, last] + 1
        events, misplaced, effect = 0, 0, 0.0
        for i in range(entered):
            events += 1 if cohorts.event[r, i] & (cohorts.entry[r, i] + cohorts.time[r, i] <= cut[r]) else 0
        for i in range(entered):
            misplaced += cohorts.misplaced[r, i]
            effect += cohorts.effect[r, i]
        taken.events[r], taken.effect[r], taken.misplaced[r] = events, effect, misplaced
