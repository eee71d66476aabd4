"""Patients counted into tallies: one loop over patients, or each wave's tallies drawn at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import clock_at, months_at
from trialwright.design.look import TallyLook
from trialwright.design.setting import Setting
from trialwright.design.sources.account import Account, Drawn
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
        none = np.zeros((3, n), np.int64)
        self.course = tables.CourseTable(drawn.keys, *none, drawn.prevalence)
        self.effect, self.misplaced = np.zeros(n), np.zeros(n, np.int64)
        self._rows = np.arange(n)
        self._total: Floats | None = None
        self._since, self._clock = np.zeros(n, np.int64), np.zeros(n)
        self._screened = np.zeros(n, np.int64)
        self._cells = setting.cells if setting.level == "statistic" else None
        self._plain = _plain(setting)

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
        if s.outcome.known and (self._plain is None or self._cells is None):
            # Of all loops one alone knows of it.
            tally[..., 2] = s.outcome.sd**2 * tally[..., 0]
        total = tally
        if self._total is not None:
            total = carried(self._rows, self._total, rows, tally)
        self._rows, self._total = rows, total
        patients = self.course.enrolled[rows]
        return TallyLook(rows, patients, total, tally, s.endpoint, s.design.better)

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
        return months_at(s, self._clock[rows]) + s.followup_months

    def clock_of(self, row: int) -> tuple[int, float]:
        """The eligible patients of a trial up to whom its clock has been told, and the clock there."""
        return int(self._since[row]), float(self._clock[row])

    def _advance(self) -> None:
        patient = self.course.patient
        accrual.advance(
            self.drawn.keys, self.drawn.eligible, self._since, patient, self._clock, self._screened
        )
        self._since = patient.copy()

    def account(self, looks: Integers, early: NDArray[np.bool_]) -> Account:
        """What each trial has taken, (trials,). looks : before the last one. early : it stopped before its end."""
        s, design = self.setting.scenario, self.setting.design
        every = np.arange(len(early))
        months = self.months(every)
        patients, screened = self.course.enrolled.copy(), self._screened.copy()
        assays = self.course.patient.copy() if self.setting.bins > 1 else np.zeros(len(early), np.int64)
        if s.followup_months > 0 and self.setting.pauses:
            months += s.followup_months * looks
        elif s.followup_months > 0 and early.any():
            # Those who came while the look's outcomes were awaited are enrolled, and counted.
            came = months_at(s, self._clock)
            more = (clock_at(s, came + s.followup_months) - self._clock) * early
            entering = self.drawn.eligible * self._admitted_share()
            enter = accrual.arrivals(self.drawn.keys, self.course.patient, more * entering)
            enter = np.minimum(enter, np.where(early, design.patients - patients, 0))
            patients += enter
            if self.setting.bins > 1:
                assays += (enter / self._admitted_share()).astype(np.int64)
            screened += np.where(entering > 0, enter / np.maximum(entering, 1e-12), 0).astype(np.int64)
        with np.errstate(invalid="ignore"):
            enrolled = np.maximum(self.course.enrolled, 1)
            effect = self.effect / enrolled
            if self._plain is not None:  # everybody's is the same, and was not summed
                effect = np.full(len(early), self.setting.effects[0].level)
            return Account(patients, screened, months, effect, self.misplaced / enrolled, assays=assays)

    def _admitted_share(self) -> Floats:
        """Share of the eligible patients seen who were admitted, with a thought for trials that saw few."""
        return (self.course.enrolled + 1.0) / (self.course.patient + 1.0)


def _plain(setting: Setting) -> Floats | None:
    """The arms' shifts where patients differ in nothing but arm and chance, so that the plain loops do."""
    s, outcome = setting, setting.outcome
    two = outcome.kind == tables.NORMAL or (outcome.kind == tables.CATEGORIES and len(outcome.cuts) == 1)
    alike = s.bins == 1 and not s.lost.any() and s.scenario.drift == 0
    listed = len(s.entry.arrangements) > 0
    two = two and (s.level == "patient" or outcome.kind == tables.NORMAL)
    return s.constant_shifts if two and alike and listed else None
