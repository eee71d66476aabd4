"""What the survival kernels are given and keep, as flat tables: numbers and arrays only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class AccrualTable(NamedTuple):
    """Patients reaching screening. starts : (k,) months at which each rate begins, the first 0, ascending.
    per_month : (k,) rates >= 0; the last goes on. poisson : arrivals at random with these rates; otherwise
    evenly spaced, patient j (from 1) at the time by which j are expected."""

    starts: Floats
    per_month: Floats
    poisson: bool


class HazardTable(NamedTuple):
    """Hazards by arm and period of follow-up; arm 0 is the control.

    starts : (k,) months of follow-up at which each period begins, the first 0, ascending.
    hazard : (arms, k) events per month where a patient's log hazard ratio is 0. sensitivity : (arms, k) how much of
    it counts: 0 before a delayed effect, 1 after, 0 throughout for the control.
    shape : Weibull shape s: the cumulative hazard is that of the periods at months**s, so that hazard and
    starts are in months**s. cured : (arms,) share who never have the event. dropout : (arms,) per month.
    """

    starts: Floats
    hazard: Floats
    sensitivity: Floats
    shape: float
    cured: Floats
    dropout: Floats


class Patients(NamedTuple):
    """Eligible patients in the order in which they arrive, given for each trial or once for all of them
    ((1, ·) or (·, 1): the same throughout). log_hazard_ratio : (trials, n); group : (trials, n) the
    population a patient is measured to be in, from 0."""

    log_hazard_ratio: Floats
    group: NDArray[np.int8]


class Recruiting(NamedTuple):
    """Whom each trial enrols from now on. size : (trials,) enrolled in all when done. after : (trials,) months
    that an arrival must be later than. open : (trials, groups). places : (trials, arms) of one permuted block;
    0 for an arm that is closed. by_group : blocks run within each group."""

    size: Integers
    after: Floats
    open: NDArray[np.bool_]
    places: Integers
    by_group: bool


class Cohorts(NamedTuple):
    """Enrolled patients, a row a trial, in order of entry.

    entry : (trials, n) months from the first screening; inf where nobody is enrolled yet. time : (trials, n) months of
    follow-up to the event, or to dropout where event is False. arm, group : (trials, n). place : (trials, n) in the
    order of arrival. screened : (trials, n) screened by then. enrolled : (trials,).
    left : (trials, groups, arms) places left in the open block.
    """

    entry: Floats
    time: Floats
    event: NDArray[np.bool_]
    arm: NDArray[np.int8]
    group: NDArray[np.int8]
    place: NDArray[np.int32]
    screened: NDArray[np.int32]
    enrolled: Integers
    left: Integers

    @staticmethod
    def empty(trials: int, size: int, groups: int, arms: int) -> Cohorts:
        """Nobody yet, in `trials` trials of at most `size` patients."""
        return Cohorts(
            np.full((trials, size), np.inf),
            np.full((trials, size), np.inf),
            np.zeros((trials, size), np.bool_),
            np.zeros((trials, size), np.int8),
            np.zeros((trials, size), np.int8),
            np.zeros((trials, size), np.int32),
            np.zeros((trials, size), np.int32),
            np.zeros(trials, np.int64),
            np.zeros((trials, groups, arms), np.int64),
        )
