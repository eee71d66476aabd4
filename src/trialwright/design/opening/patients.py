"""The patients of the watched trial, as they came: one file's worth for each source that can tell them apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import months_of_sites
from trialwright.design.opening import words
from trialwright.design.opening.watched import Watched
from trialwright.design.setting import Setting
from trialwright.design.sources import source_of
from trialwright.kernels import accrual
from trialwright.kernels.enrolment import enrol
from trialwright.kernels.observation import width
from trialwright.kernels.one_patient import eligible_patients
from trialwright.kernels.tables import CourseTable, InstructionTable, WaveTable
from trialwright.model.opened import TrialPatient

Floats = NDArray[np.float64]


def patients(trials: Watched, setting: Setting) -> tuple[TrialPatient, ...] | None:
    """In order of entry; None where the endpoint's source keeps nothing by which to tell them apart."""
    tell = _BY_SOURCE.get(getattr(source_of(setting.endpoint), "NAME", ""))
    return None if tell is None else tuple(tell(trials, setting))


def _drawn(trials: Watched, setting: Setting, n: int) -> Floats:
    d = trials.source.drawn
    table = setting.populations[0].marker_table
    return eligible_patients(d.keys[trials.row], n, d.prevalence[trials.row], table)


def _of_tallies(trials: Watched, setting: Setting) -> list[TrialPatient]:
    """One at a time by the very loop that counted them; addressed numbers make them the same patients."""
    one = trials.source.drawn
    row, scenario = trials.row, setting.scenario
    course = CourseTable(
        one.keys[row : row + 1], *np.zeros((3, 1), np.int64), one.prevalence[row : row + 1].copy()
    )
    # Dropouts are told by their own number below: counted here, or nothing would say which arm they were in.
    table = setting.outcome_table._replace(dropout=np.zeros(setting.arms), lost=np.empty(0))
    by_category = np.array(scenario.dropout_by_category)
    marker, curve = setting.populations[0].marker_table, setting.curve
    found = []
    for number, wave in enumerate(trials.waves):
        while course.enrolled[0] < wave.enrolled:
            given = InstructionTable(
                np.zeros(1, np.int64),
                course.enrolled + 1,
                np.array([wave.admitted], np.uint64),
                np.array([wave.arms], np.uint64),
                np.array([wave.shares]) if wave.shares else np.empty((0, 0)),
            )
            tally = np.zeros((1, setting.bins, setting.arms, width(table)))
            counted = WaveTable(tally, np.zeros(1), np.zeros(1, np.int64))
            enrol(course, given, marker, curve, table, setting.entry, setting.most, counted)
            b, arm = map(int, np.argwhere(np.abs(tally[0]).sum(-1) > 0)[0])
            found.append((number, int(course.patient[0]) - 1, b, arm, tally[0, b, arm]))
    drawn = _drawn(trials, setting, int(course.patient[0]))
    entry = _entry_months(trials, setting, len(drawn))
    out = []
    for i, (number, eligible, b, arm, tally) in enumerate(found):
        value, said = words.tally_outcome(setting, tally)
        share = by_category[int(tally.argmax())] if len(by_category) else setting.lost[arm]
        lost = drawn[eligible, 2] < share
        month = float(entry[eligible]) + (scenario.followup_months * number if setting.pauses else 0.0)
        out.append(
            TrialPatient(
                number=i + 1,
                eligible=eligible + 1,
                month=month,
                marker=words.marker_value(setting, drawn[eligible, 1]),
                group=words.group(setting, b),
                arm=words.arms(setting)[arm],
                outcome=None if lost else value,
                words="dropped out" if lost else said,
                awaited_until=month + scenario.followup_months,
            )
        )
    return out


def _entry_months(trials: Watched, setting: Setting, n: int) -> Floats:
    """(n,) months at which the eligible patients came, the same under every design."""
    drawn, row = trials.source.drawn, trials.row
    clock = accrual.clocks(drawn.keys[row], drawn.eligible[row], n)
    return months_of_sites(setting.scenario, drawn.opened[row][None], clock[None])[0]


def _of_events(trials: Watched, setting: Setting) -> list[TrialPatient]:
    cohorts, row = trials.source.cohorts, trials.row
    cut = float(trials.source.cut[row])
    entered = np.flatnonzero(cohorts.entry[row] <= cut)
    drawn = _drawn(trials, setting, int(cohorts.patient[row, entered].max(initial=-1)) + 1)
    out = []
    for i in entered:
        entry, eligible = float(cohorts.entry[row, i]), int(cohorts.patient[row, i])
        until = min(cut, entry + float(cohorts.time[row, i]))
        seen = until < cut or entry + float(cohorts.time[row, i]) <= cut
        had = bool(cohorts.event[row, i]) and seen
        kind = "event" if had else ("lost" if seen else "followed")
        out.append(
            TrialPatient(
                number=int(i) + 1,
                eligible=eligible + 1,
                month=entry,
                marker=words.marker_value(setting, drawn[eligible, 1]),
                group=words.group(setting, int(cohorts.group[row, i])),
                arm=words.arms(setting)[int(cohorts.arm[row, i])],
                outcome=float(had),
                words=f"{kind} {'at' if seen else 'for'} {until - entry:.1f} months",
                awaited_until=until,
            )
        )
    return out


_BY_SOURCE: dict[str, Callable[[Watched, Setting], list[TrialPatient]]] = {
    "tally": _of_tallies,
    "events": _of_events,
}
