"""What the simulation loops are given, as flat tables: numbers and arrays only, so that each compiles once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

CONSTANT, STEP, LOG_LINEAR, EMAX, POINTS = range(5)  # CurveTable.kind
NORMAL, CATEGORIES, COVARIATE, COUNT, WEIGHTED, CHALLENGE = range(6)  # OutcomeTable.kind
GOING, EFFICACY, FUTILITY, END = range(4)  # why a trial stopped


class MarkerTable(NamedTuple):
    """Natural logs of the marker's usual values.

    sample : log_values are patients, drawn by a Polya urn; otherwise the quantile function at
    `probabilities`, linear between them. A single value is everybody's. noise_sd : SD of ln(measured) given the usual value.
    left_slope, right_slope : of ln(value) per normal score, outside the outermost knots.
    binary : log_values are (negative, positive), a trial's share of positives is its own, and a test that finds
    positives with `sensitivity` and negatives with `specificity` is what is measured.
    """

    sample: bool
    probabilities: Floats
    log_values: Floats
    noise_sd: float
    left_slope: float
    right_slope: float
    binary: bool = False
    sensitivity: float = 1.0
    specificity: float = 1.0


class CurveTable(NamedTuple):
    """Effect against ln(usual value), one row an arm, the control arm's first and nil. kind : CONSTANT ... POINTS.
    at_log, at_effect : (arms, points), of which the first `points` of an arm hold."""

    kind: Integers
    level: Floats
    half: Floats
    log_half: Floats
    slope: Floats
    at_log: Floats
    at_effect: Floats
    points: Integers


class OutcomeTable(NamedTuple):
    """How an outcome arises from the control arm and the shift that treatment adds. kind :

    NORMAL      a normal value of SD `sd` about the control mean
    CATEGORIES  the category that a standard logistic value falls in; cuts : (arms, k - 1) ascending, or one row for all
                arms; lost : (k,) share of each category that is not observed, () where that does not hang on it
    COVARIATE   as NORMAL, with a baseline that correlates by `rho` and has the same SD
    COUNT       negative binomial: events in a patient's follow-up, mean `mean` times exp(shift), variance
                m + dispersion m^2
    WEIGHTED    a normal value of SD sds[j] and weight weights[j], where j, how much was seen of the patient, is at
                most i with probability seen[i]; all (levels,), the last of seen 1
    CHALLENGE   responses of a patient to several doses, e0 + emax d / (ed50 exp(shift) + d) with the patient's own level
                and a residual of SD `sd` at each; challenge : e0, emax, ed50, SD of the level, and the doses

    shift is the effect, or shift(effect) linear between (shift_effect, shift_value) where those are given.
    dropout : (arms,) share not observed. drift : added to every value, per 100 eligible patients who came before.
    """

    kind: int
    sd: float
    cuts: Floats
    shift_effect: Floats
    shift_value: Floats
    dropout: Floats
    rho: float = 0.0
    mean: float = 1.0
    dispersion: float = 0.0
    drift: float = 0.0
    seen: Floats = np.empty(0)
    sds: Floats = np.empty(0)
    weights: Floats = np.empty(0)
    lost: Floats = np.empty(0)
    challenge: Floats = np.empty(0)


class EntryTable(NamedTuple):
    """Who enters, and to which arm. log_cutoffs : (bins - 1,) ascending; a patient's bin is the number of them that
    the measured marker reaches. places : (arms,) of each arm in one permuted block; arrangements : (many, block)
    all of its orders, or (0, 0) where they are too many and places are drawn one by one."""

    log_cutoffs: Floats
    places: Integers
    arrangements: NDArray[np.int8]


class CourseTable(NamedTuple):
    """Where each trial of a block is, (trials,). keys : random. patient : the eligible patient it considers next.
    place : the place in the sequence of blocks it allocates next. prevalence : its share of positives, where the
    marker is binary."""

    keys: Words
    patient: Integers
    enrolled: Integers
    place: Integers
    prevalence: Floats


class InstructionTable(NamedTuple):
    """What the trials in `rows` do next, (rows,). target : enrolled in all. admitted : bit b for bin b. arms : bit a
    for arm a, open. shares : (rows, arms) chance of each arm, for allocation that adapts, or (0, 0) for blocks."""

    rows: Integers
    target: Integers
    admitted: Words
    arms: Words
    shares: Floats


class WaveTable(NamedTuple):
    """What happened to the trials in `rows` since their last wave. tally : (rows, bins, arms, k), zero on entry.
    effect : (rows,) sum over the enrolled of the effect that their arm would have if it were the first experimental
    one. misplaced : (rows,) enrolled whose usual value is in a bin that was not admitted."""

    tally: Floats
    effect: Floats
    misplaced: Integers


class LookTable(NamedTuple):
    """Looks of a trial that ends by its z alone, (looks,). size : enrolled in all, or events. upper, lower : it ends for
    efficacy at z >= upper, else for futility at z < lower, else at the last look."""

    size: Integers
    upper: Floats
    lower: Floats


class EndTable(NamedTuple):
    """How trials ended, (trials,). look : from 0. reason : EFFICACY, FUTILITY or END. value, error : the estimate then
    and its standard error."""

    look: Integers
    reason: Integers
    value: Floats
    error: Floats

    @staticmethod
    def empty(trials: int) -> EndTable:
        return EndTable(*np.empty((2, trials), np.int64), *np.empty((2, trials)))
