"""Patients followed to an event: each look is when so many events have happened, or when so many patients have been
followed for the scenario's time."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import clock_of_sites, months_of_sites
from trialwright.design.event_theory import averaged_until, power, proportional, truth
from trialwright.design.events_look import EventsLook
from trialwright.design.setting import Setting
from trialwright.design.sources.account import Account, Drawn
from trialwright.endpoints import time_to_event
from trialwright.errors import DesignError
from trialwright.kernels.event_course import EventLaw, TakenTable, event_course, take_stock
from trialwright.kernels.event_looks import Calendars, last_exits, mark_events, months_of
from trialwright.kernels.log_rank import is_log_rank
from trialwright.kernels.risk_tables import Followed, RiskTables, empty, follow
from trialwright.kernels.survival_tables import Cohorts, Recruiting
from trialwright.kernels.survival_trials import enrol, take_back
from trialwright.kernels.tables import EndTable, InstructionTable, LookTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

__all__ = ["NAME", "TOGETHER", "Source", "averaged_until", "full", "power", "proportional", "truth"]

NAME = "events"
TOGETHER = 1  # blocks in one batch: every patient is kept
CHUNK = 128  # trials dealt with at once; a matter of speed


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
        s, n = setting.scenario, len(drawn.keys)
        self.setting, self.drawn = setting, drawn
        self.table = setting.once("hazards", lambda: time_to_event.hazard_table(s.control, setting.lost))
        self.weights = setting.once("weights", lambda: time_to_event.weights_of(setting.design.test))
        self.cut, self.before = np.full(n, -1.0), np.full(n, -1.0)
        self._taken: TakenTable | None = None
        self._admitted, self._arms = np.zeros(n, np.uint64), np.zeros(n, np.uint64)

    @cached_property
    def _held(self) -> Room:
        """Taken when the first patients come, since trials that go through at once need none of this size."""
        held = _room(len(self.cut), self.setting.design.patients)
        weakref.finalize(self, _POOL.append, held)
        return held

    @property
    def cohorts(self) -> Cohorts:
        return self._held[0]

    @property
    def followed(self) -> Followed:
        return self._held[1]

    @property
    def room(self) -> RiskTables:
        return self._held[2]

    @property
    def calendars(self) -> Calendars:
        return self._held[3]

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

    def through(self, start: Callable[[], InstructionTable], looks: LookTable) -> EndTable | None:
        """All trials from their first patient to their end, a few at a time; None where the test is not the log-rank
        test of two arms. start : gives the instructions of the first look."""
        s, n = self.setting, len(self.cut)
        if s.arms != 2 or not is_log_rank(self.weights):
            return None
        given = start()
        law = EventLaw(
            s.design.events is not None, s.scenario.followup_months, s.design.better == "lower", s.bins
        )
        out, taken = EndTable.empty(n), TakenTable.empty(n)
        for start in range(0, n, CHUNK):
            part = slice(start, start + CHUNK)
            some = Source(s, Drawn(*(of[part] for of in self.drawn)))
            if not some._go(
                given, part, looks, law, *(type(t)(*(of[part] for of in t)) for t in (out, taken))
            ):
                return None
            self.cut[part] = some.cut
        self._taken = taken
        return out

    def _go(
        self,
        given: InstructionTable,
        part: slice,
        looks: LookTable,
        law: EventLaw,
        out: EndTable,
        taken: TakenTable,
    ) -> bool:
        """These trials, which are `part` of those given, as kernels.event_course takes them."""
        rows = np.arange(len(self.cut))
        self._recruit(
            InstructionTable(rows, given.target[part], given.admitted[part], given.arms[part], given.shares),
            rows,
        )
        if not event_course(self.cohorts, self.followed, self.calendars, looks, law, self.cut, out):
            return False
        take_stock(self.cohorts, self.cut, taken)
        return True

    def _recruit(self, given: InstructionTable, which: Integers) -> None:
        s, rows = self.setting, given.rows[which]
        after = self.cut[rows]
        take_back(rows, after, self.cohorts)
        whom = Recruiting(
            rows,
            np.full(len(rows), s.design.patients),
            np.where(after < 0, -1.0, clock_of_sites(s.scenario, self.drawn.opened[rows], after)),
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
        opened = self.drawn.opened[which_rows]
        self.cohorts.entry[which_rows] = months_of_sites(s.scenario, opened, self.cohorts.clock[which_rows])
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
        taken, n = self._taken, len(self.cut)
        if taken is None:
            taken = TakenTable.empty(n)
            take_stock(self.cohorts, self.cut, taken)
        patients, population = np.maximum(taken.patients, 1), self.setting.populations[0]
        effect = taken.effect / patients
        if len(population.marker_table.log_values) == 1:  # everybody's is the same, and was not noted
            effect = np.full(n, float(population.effects(np.zeros(1))[0]))
        return Account(
            patients=taken.patients,
            screened=taken.screened,
            months=self.cut.copy(),
            effect=effect,
            misplaced=taken.misplaced / patients if self.setting.bins > 1 else np.zeros(n),
            events=taken.events,
            assays=taken.eligible if self.setting.bins > 1 else None,
        )


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
    if d.test == time_to_event.STRATIFIED and setting.bins - (not setting.chooses_bins) < 2:
        raise DesignError(
            f"The design `{d.name}` states the stratified log-rank test, and analyses one range of the marker.",
            where="design.test",
            fix="Use it with `stratified`, whose cut-off parts everybody into two, or `log_rank`.",
        )
    if d.events is not None and d.events > d.patients:
        raise DesignError(
            f"The design `{d.name}` waits for {d.events} events among {d.patients} patients.",
            where="design.events",
            fix="Enrol more patients, or wait for fewer events.",
        )
