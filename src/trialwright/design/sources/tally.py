"""Patients counted into tallies: one loop over patients, or each wave's tallies drawn at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import clock_of_sites, months_of_sites
from trialwright.design.look import TallyLook
from trialwright.design.setting import Setting
from trialwright.design.sources.account import Account, Drawn
from trialwright.design.sources.at_once import law_of, loop_of
from trialwright.errors import DesignError
from trialwright.kernels import accrual, tables
from trialwright.kernels.bookkeeping import carried
from trialwright.kernels.enrolment import enrol
from trialwright.kernels.enrolment_plain import enrol_binary, enrol_normal
from trialwright.kernels.observation import width
from trialwright.kernels.statistic_level import enrol_tallies
from trialwright.kernels.statistic_plain import enrol_normal_tallies

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NAME = "tally"
UNIT = "patients"


def full(setting: Setting) -> int:
    """The largest size of a trial, in patients."""
    return setting.design.patients


class Source:
    """The patients of a block of trials, as far as the trials have gone."""

    def __init__(self, setting: Setting, drawn: Drawn) -> None:
        self.setting, self.drawn, n = setting, drawn, len(drawn.keys)
        self._rows = np.empty(0, np.int64)
        self._total: Floats | None = None
        self._clock, self._screened = np.zeros(n), np.zeros(n, np.int64)
        self._since = np.zeros(n, np.int64)  # the patients up to whom a clock of waves has gone
        self._most = (
            setting.design.patients
        )  # that recruitment goes on to while a look's outcomes are awaited
        self._cells = setting.cells if setting.level == "statistic" else None
        self._plain = _plain(setting)

    # What follows is made when it is first asked for: trials that go from start to end at once ask for none of it.

    @cached_property
    def course(self) -> tables.CourseTable:
        none = np.zeros((3, len(self.drawn.keys)), np.int64)
        return tables.CourseTable(self.drawn.keys, *none, self.drawn.prevalence)

    @cached_property
    def effect(self) -> Floats:
        return np.zeros(len(self.drawn.keys))

    @cached_property
    def misplaced(self) -> Integers:
        return np.zeros(len(self.drawn.keys), np.int64)

    def move(self, given: tables.InstructionTable) -> TallyLook:
        """The next wave of the trials in given.rows, all of which were in the last."""
        s, rows = self.setting, given.rows
        shape = (len(rows), s.bins, s.arms, width(s.outcome_table))
        tally = np.zeros(shape)
        if self._plain is not None and self._by_blocks_of_all(given):
            self._run_plain(given, tables.WaveTable(tally, self.effect, self.misplaced), self._plain)
        else:
            wave = tables.WaveTable(tally, np.zeros(len(rows)), np.zeros(len(rows), np.int64))
            self._run(given, wave)
            self.effect[rows] += wave.effect
            self.misplaced[rows] += wave.misplaced
        total = tally
        if self._total is not None:
            total = carried(self._rows, self._total, rows, tally)
        if s.outcome.known:  # of so many patients, and not added up wave by wave: the same however they came
            for of in (tally, total):
                of[..., 2] = s.outcome.sd * s.outcome.sd * of[..., 0]
        self._rows, self._total = rows, total
        patients = self.course.enrolled[rows]
        return TallyLook(rows, patients, total, tally, s.endpoint, s.design.better)

    def through(
        self, start: Callable[[], tables.InstructionTable], looks: tables.LookTable
    ) -> tables.EndTable | None:
        """All trials from their start to their end, as `move` and z look by look would take them; None where that is
        not done at once. start : gives the instructions of the first look, which are not needed: every arm is open."""
        s, shifts = self.setting, self._plain
        if self._cells is None or shifts is None:
            return None
        loop = loop_of(s, looks)
        if loop is None:
            return None
        keys = self.drawn.keys
        out = tables.EndTable.empty(len(keys))
        loop(keys, looks, law_of(s, shifts), s.entry, out)
        reached = looks.size[out.look]
        self.course = tables.CourseTable(keys, reached, reached, reached, self.drawn.prevalence)
        return out

    def _run(self, given: tables.InstructionTable, wave: tables.WaveTable) -> None:
        s = self.setting
        if self._cells is not None:
            enrol_tallies(self.course, given, self._cells, s.entry, wave)
            return
        given_up = enrol(
            self.course, given, s.populations[0].marker_table, s.curve, s.outcome_table, s.entry, s.most, wave
        )
        if given_up:
            raise DesignError(
                f"{given_up} of {len(given.rows)} simulated trials could not fill: too few patients reach the cut-off.",
                where=f"scenario {s.scenario.name}",
                fix="Lower the cut-off, or bring more patients to estimate the marker from.",
            )

    def _by_blocks_of_all(self, given: tables.InstructionTable) -> bool:
        every_arm = np.uint64(2**self.setting.arms - 1)
        return not len(given.shares) and bool((given.arms == every_arm).all())

    def _run_plain(self, given: tables.InstructionTable, wave: tables.WaveTable, shifts: Floats) -> None:
        s = self.setting
        if self._cells is not None:
            enrol_normal_tallies(self.course, given, shifts, s.outcome.sd, s.outcome.known, s.entry, wave)
        elif s.outcome.kind == tables.NORMAL:
            enrol_normal(self.course, given, s.outcome_table, shifts, s.entry, wave)
        else:
            enrol_binary(self.course, given, s.outcome_table, shifts, s.entry, wave)

    def months(self, rows: Integers) -> Floats:
        """(m,) months from the first screening to the outcomes of the last patient enrolled so far."""
        self._advance()
        s = self.setting.scenario
        return months_of_sites(s, self.drawn.opened[rows], self._clock[rows]) + s.followup_months

    def awaited(self, rows: Integers, most: int) -> Integers:
        """See Trials.awaited. Whoever came is the same if the trial stops there."""
        self._most = most
        enrolled = self.course.enrolled[rows]
        if self.setting.scenario.followup_months == 0 or self.setting.pauses:
            return enrolled
        self._advance()
        waiting = np.zeros(len(self.drawn.keys), bool)
        waiting[rows] = True
        return np.asarray(enrolled + self._meanwhile(waiting)[0][rows])

    def _advance(self) -> None:
        drawn, patient = self.drawn, self.course.patient
        if self._cells is None:
            accrual.advance(drawn.keys, drawn.eligible, patient, self._clock, self._screened)
            return
        accrual.advance_wave(drawn.keys, drawn.eligible, self._since, patient, self._clock, self._screened)
        self._since = patient.copy()

    def account(self, looks: Integers, early: NDArray[np.bool_]) -> Account:
        """What each trial has taken, (trials,). looks : before the last one. early : it stopped before its end."""
        s, n = self.setting.scenario, len(early)
        self._advance()
        opened = self.drawn.opened
        months = months_of_sites(s, opened, self._clock) + s.followup_months
        patients, screened = self.course.enrolled, self._screened
        assays: Integers = self.course.patient if self.setting.bins > 1 else _all(0, n)
        if s.followup_months > 0 and self.setting.pauses:
            months += s.followup_months * looks
        elif s.followup_months > 0 and early.any():
            more, seen, assayed = self._meanwhile(early)
            patients, screened = patients + more, screened + seen
            assays = assays + assayed if self.setting.bins > 1 else assays
        if self.setting.bins == 1 and (self.drawn.eligible >= 1.0).all():  # whoever is screened is enrolled
            screened = patients
        effect, misplaced = _all(self.setting.effects[0].level, n), _all(0.0, n)
        if self._plain is None:  # otherwise everybody's is the same, and was not summed
            enrolled = np.maximum(self.course.enrolled, 1)
            effect, misplaced = self.effect / enrolled, self.misplaced / enrolled
        return Account(patients, screened, months, effect, misplaced, assays=assays)

    def _meanwhile(self, early: NDArray[np.bool_]) -> tuple[Integers, Integers, Integers]:
        """Who came, to trials that stopped, while the look's outcomes were awaited: enrolled and counted, screened, and
        eligible enough for their marker to be measured."""
        s, drawn, course = self.setting.scenario, self.drawn, self.course
        came = months_of_sites(s, drawn.opened, self._clock)
        later = clock_of_sites(s, drawn.opened, came + s.followup_months)
        room = np.where(early, np.maximum(self._most - course.enrolled, 0), 0)
        # Of the eligible seen, with a thought for trials that saw few.
        admitted = (course.enrolled + 1.0) / (course.patient + 1.0)
        more, seen, assayed = np.zeros((3, len(early)), np.int64)
        of = accrual.Waiting(admitted, course.patient, self._clock, self._screened, later, room)
        accrual.meanwhile(drawn.keys, drawn.eligible, of, self._cells is None, more, seen, assayed)
        return more, seen, assayed


def _all(value: float, n: int) -> NDArray[Any]:
    """(n,) of one value, which takes the memory of one."""
    return np.broadcast_to(np.asarray(value), (n,))


def _plain(setting: Setting) -> Floats | None:
    """The arms' shifts where patients differ in nothing but arm and chance, so that the plain loops do."""
    s, outcome = setting, setting.outcome
    two = outcome.kind == tables.NORMAL or (outcome.kind == tables.CATEGORIES and len(outcome.cuts) == 1)
    own = s.scenario.responses or s.scenario.dropout_by_category
    alike = s.bins == 1 and not s.lost.any() and s.scenario.drift == 0 and not own
    listed = len(s.entry.arrangements) > 0
    two = two and (s.level == "patient" or outcome.kind == tables.NORMAL)
    return s.constant_shifts if two and alike and listed else None
