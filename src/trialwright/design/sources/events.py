"""Patients followed to an event: each look is when so many events have happened, or when so many patients have been
followed for the scenario's time."""

from __future__ import annotations

import weakref
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import clock_at, months_at
from trialwright.design.event_theory import power, truth
from trialwright.design.events_look import EventsLook
from trialwright.design.setting import Setting
from trialwright.design.sources.account import Account, Drawn
from trialwright.endpoints import time_to_event
from trialwright.errors import DesignError
from trialwright.kernels.event_looks import Calendars, last_exits, mark_events, months_of
from trialwright.kernels.risk_tables import Followed, RiskTables, empty, follow
from trialwright.kernels.survival_tables import Cohorts, Recruiting
from trialwright.kernels.survival_trials import enrol, take_back
from trialwright.kernels.tables import EndTable, InstructionTable, LookTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

__all__ = ["NAME", "TOGETHER", "Source", "full", "power", "truth"]

NAME = "events"
TOGETHER = 1  # blocks in one batch: every patient is kept
CHUNK = 32  # trials dealt with at once; a matter of speed


def full(setting: Setting) -> int:
    """The largest size of a trial: in events where the design counts them, else in patients."""
    return setting.design.events or setting.design.patients


Room = tuple[Cohorts, Followed, RiskTables, Calendars]
# Memory of sources that are gone, for the next: to be given new pages costs as much as to draw the patients.
_POOL: deque[Room] = deque(maxlen=4)


def _room(n: int, size: int) -> Room:
    """Of a source that is gone, where one had this shape; its patients are all drawn anew."""
    for _ in range(len(_POOL)):
        try:
            held = _POOL.popleft()
        except IndexError:  # another thread took it
            break
        if held[0].time.shape == (n, size):
            held[0].enrolled[:] = 0
            return held
        _POOL.append(held)
    shape = (n, size)
    followed = Followed(
        np.empty(shape), np.empty(shape), np.empty(shape, np.int16), np.empty(shape, np.int16)
    )
    return Cohorts.empty(n, size), followed, empty(CHUNK, size), Calendars.empty(n, size)


class Source:
    """The patients of a block of trials. A trial enrols as long as it waits for its events, up to the design's
    patients; whoever would have come after an adaptation is drawn again under its rules."""

    def __init__(self, setting: Setting, drawn: Drawn) -> None:
        _check(setting)
        s, n, size = setting.scenario, len(drawn.keys), setting.design.patients
        self.setting, self.drawn = setting, drawn
        self.table = time_to_event.hazard_table(s.control, setting.lost)
        self.weights = time_to_event.weights_of(setting.design.test)
        self.cohorts, self.followed, self.room, self.calendars = held = _room(n, size)
        weakref.finalize(self, _POOL.append, held)
        self.cut, self.before = np.full(n, -1.0), np.full(n, -1.0)
        self._admitted, self._arms = np.zeros(n, np.uint64), np.zeros(n, np.uint64)

    def move(self, given: InstructionTable) -> EventsLook:
        """Recruit by the instructions, and go on to the time at which the target is reached."""
        rows = given.rows
        new = (given.admitted != self._admitted[rows]) | (given.arms != self._arms[rows])
        if len(given.shares):
            new[:] = True
        self._admitted[rows], self._arms[rows] = given.admitted, given.arms
        self.before[rows] = self.cut[rows]
        for start in range(0, len(rows), CHUNK):
            part = slice(start, start + CHUNK)
            if new[part].any():
                self._recruit(given, np.flatnonzero(new[part]) + start)
            self.cut[rows[part]] = np.maximum(self.before[rows[part]], self._cut(given, part))
        return EventsLook(self, rows, self.before[rows], self.cut[rows])

    def through(self, given: InstructionTable, looks: LookTable) -> EndTable | None:
        return None

    def _recruit(self, given: InstructionTable, which: Integers) -> None:
        s, rows = self.setting, given.rows[which]
        after = self.cut[rows]
        take_back(rows, after, self.cohorts)
        whom = Recruiting(
            rows,
            np.full(len(rows), s.design.patients),
            np.where(after < 0, -1.0, clock_at(s.scenario, after)),
            given.admitted[which],
            given.arms[which],
            given.shares[which] if len(given.shares) else given.shares,
            True,
        )
        short = enrol(
            self.drawn.keys,
            self.drawn.eligible,
            self.drawn.prevalence,
            whom,
            s.populations[0].marker_table,
            s.curve,
            s.entry,
            self.table,
            s.most,
            self.cohorts,
        )
        if short:
            raise DesignError(
                f"{short} of {len(rows)} simulated trials could not fill: too few patients reach the cut-off.",
                where=f"scenario {s.scenario.name}",
                fix="Lower the cut-off, or bring more patients to estimate the marker from.",
            )
        which_rows = _together(rows)
        self.cohorts.entry[which_rows] = months_at(s.scenario, self.cohorts.clock[which_rows])
        follow(self.cohorts, rows, self.followed)
        if s.design.events is not None:
            counted, arms = _mask(given.admitted[which], s.bins), _mask(given.arms[which], s.arms)
            mark_events(self.cohorts, rows, counted, arms, self.calendars)

    def _cut(self, given: InstructionTable, part: slice) -> Floats:
        """Months at which the target is reached; of one never reached, when nobody is followed any more."""
        s, rows, target = self.setting, given.rows[part], given.target[part]
        if s.design.events is None:
            entry = self.cohorts.entry[rows, np.maximum(target, 1) - 1]
            return entry + s.scenario.followup_months
        at = months_of(self.calendars, rows, target[:, None])[:, 0]
        never = ~np.isfinite(at)
        if never.any():
            at[never] = last_exits(self.cohorts, rows[never])
        return at

    def months(self, rows: Integers) -> Floats:
        """(m,) months from the first screening to the last look."""
        return self.cut[rows]

    def account(self, looks: Integers, early: NDArray[np.bool_]) -> Account:
        """What each trial has taken by its last look, (trials,)."""
        c, cut = self.cohorts, self.cut[:, None]
        entered = c.entry <= cut
        patients = entered.sum(1)
        last, every = np.maximum(patients, 1) - 1, np.arange(len(patients))  # entry ascends
        return Account(
            patients=patients,
            screened=c.screened[every, last].astype(np.int64),
            months=self.cut.copy(),
            effect=self._effect(entered, patients),
            misplaced=_share(c.misplaced, entered, patients)
            if self.setting.bins > 1
            else np.zeros(len(last)),
            events=(c.event & (c.entry + c.time <= cut)).sum(1),
            assays=(c.patient[every, last] + 1).astype(np.int64) if self.setting.bins > 1 else None,
        )

    def _effect(self, entered: NDArray[np.bool_], patients: Integers) -> Floats:
        alike = len(self.setting.populations[0].marker_table.log_values) == 1
        if alike:
            return np.full(len(patients), float(self.setting.populations[0].effects(np.zeros(1))[0]))
        return _share(self.cohorts.effect, entered, patients)


def _share(values: NDArray[Any], entered: NDArray[np.bool_], patients: Integers) -> Floats:
    """Mean over those who have entered, 0 where nobody has."""
    return np.asarray(np.where(entered, values, 0).sum(1) / np.maximum(patients, 1))


def _together(rows: Integers) -> Integers | slice:
    """The same rows as a slice where they follow one another, which copies nothing."""
    first, last = rows[0], rows[-1]
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows


def _mask(words: NDArray[np.uint64], n: int) -> NDArray[np.bool_]:
    return (words[:, None] >> np.arange(n, dtype=np.uint64) & np.uint64(1)).astype(bool)


def _check(setting: Setting) -> None:
    d, s = setting.design, setting.scenario
    if setting.level == "statistic":
        raise DesignError(
            f"The design `{d.name}` cannot be simulated by its statistics: times to an event are followed patient by "
            "patient.",
            where="simulate.level",
            fix="Use level `patient`.",
        )
    if s.drift:
        raise DesignError(
            f"The scenario `{s.name}` drifts, and no drift of a hazard is simulated.",
            where="scenario.drift",
            fix="Leave it out, or state it by hazards that change with follow-up.",
        )
    if d.events is not None and d.events > d.patients:
        raise DesignError(
            f"The design `{d.name}` waits for {d.events} events among {d.patients} patients.",
            where="design.events",
            fix="Enrol more patients, or wait for fewer events.",
        )
