"""What the survival kernels are given and keep, as flat tables: numbers and arrays only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
Places = NDArray[np.int32]


class HazardTable(NamedTuple):
    """Hazards by arm and period of follow-up; arm 0 is the control.

    starts : (k,) months of follow-up at which each period begins, the first 0, ascending.
    hazard : (arms, k) events per month where a patient's log hazard ratio is 0. sensitivity : (arms, k) how much of
    the arm's log hazard ratio counts then: 0 before a delayed effect, 1 after, 0 throughout for the control.
    shape : Weibull shape s: the cumulative hazard is that of the periods at months**s, so that hazard and
    starts are in months**s. cured : (arms,) share who never have the event. dropout : (arms,) per month.
    """

    starts: Floats
    hazard: Floats
    sensitivity: Floats
    shape: float
    cured: Floats
    dropout: Floats


class Recruiting(NamedTuple):
    """Whom the trials in `rows` enrol from now on, (rows,). size : enrolled in all when done. after : clock that an
    arrival must be later than. admitted, arms, shares : as in kernels.tables.InstructionTable. poisson : screened
    patients arrive at random, one expected a unit of the clock; otherwise one every unit."""

    rows: Integers
    size: Integers
    after: Floats
    admitted: Words
    arms: Words
    shares: Floats
    poisson: bool


class Cohorts(NamedTuple):
    """Enrolled patients, a row a trial, in order of entry: (trials, n).

    clock : at entry, in expected screened patients; inf where nobody is enrolled yet. entry : the same in months; what
    the clock is on the calendar is the caller's to fill in. time : months of follow-up to the event, or to dropout
    where event is False. arm, group : of them; group is the bin of the measured marker. patient : number among the
    eligible. screened : by then. place : in the sequence of allocation blocks. effect : of the first experimental arm
    on them, where patients differ in it. misplaced : their usual value is in a bin that was not admitted, where there
    are bins. enrolled : (trials,).
    """

    clock: Floats
    entry: Floats
    time: Floats
    event: NDArray[np.bool_]
    arm: NDArray[np.int8]
    group: NDArray[np.int8]
    patient: Places
    screened: Places
    place: Places
    effect: Floats
    misplaced: NDArray[np.bool_]
    enrolled: Integers

    @staticmethod
    def empty(trials: int, size: int) -> Cohorts:
        """Nobody yet, in `trials` trials of at most `size` patients."""
        shape = (trials, size)
        return Cohorts(
            np.full(shape, np.inf),
            np.full(shape, np.inf),
            np.full(shape, np.inf),
            np.zeros(shape, np.bool_),
            np.zeros(shape, np.int8),
            np.zeros(shape, np.int8),
            np.zeros(shape, np.int32),
            np.zeros(shape, np.int32),
            np.zeros(shape, np.int32),
            np.zeros(shape),
            np.zeros(shape, np.bool_),
            np.zeros(trials, np.int64),
        )

    @staticmethod
    def observed(
        time: Floats, event: NDArray[np.bool_], arm: NDArray[np.int8], group: NDArray[np.int8]
    ) -> Cohorts:
        """Data sets as trials that all entered at once and are seen to their end; (sets, n) each."""
        none = np.empty((0, 0), np.int32)
        start, enrolled = np.zeros(time.shape), np.full(time.shape[0], time.shape[1])
        missing = np.empty((0, 0), np.bool_)
        return Cohorts(
            start, start, time, event, arm, group, none, none, none, np.empty((0, 0)), missing, enrolled
        )
