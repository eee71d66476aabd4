"""One wave of trials in which patients differ in nothing but arm and chance: no marker, no dropout, no drift.

The numbers are those of kernels.enrolment, so which loop runs changes no outcome; it is chosen by the scenario.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import OUTCOME, normal, number
from trialwright.kernels.allocation import arrangement
from trialwright.kernels.compiled import compiled
from trialwright.kernels.tables import CourseTable, EntryTable, InstructionTable, OutcomeTable, WaveTable

Floats = NDArray[np.float64]
_S11 = np.uint64(11)


@compiled
def enrol_binary(
    course: CourseTable,
    given: InstructionTable,
    outcome: OutcomeTable,
    shifts: Floats,
    entry: EntryTable,
    wave: WaveTable,
) -> None:
    """Two categories, every arm open in blocks of few arrangements. shifts : (arms,) of the latent value."""
    arms = len(shifts)
    # u >= p for u = n / 2^53 is n >= ceil(p 2^53): no number is made a float.
    least = np.empty(arms, np.uint64)
    for a in range(arms):
        least[a] = np.uint64(math.ceil(2.0**53 / (1.0 + math.exp(shifts[a] - outcome.cuts[0]))))
    block = entry.arrangements.shape[1]
    counts, events = np.zeros(arms, np.int64), np.zeros(arms, np.int64)
    for i in range(len(given.rows)):
        r = given.rows[i]
        key, patient = course.keys[r], course.patient[r]
        stop = patient + max(0, given.target[i] - course.enrolled[r])
        place = course.place[r]
        counts[:] = 0
        events[:] = 0
        while patient < stop:
            number_of_block, within = place // block, place % block
            row = entry.arrangements[arrangement(key, number_of_block, len(entry.arrangements))]
            m = min(block - within, stop - patient)
            for q in range(m):
                arm = np.int64(row[within + q])
                counts[arm] += 1
                events[arm] += 1 if number(key, patient + q, OUTCOME) >> _S11 >= least[arm] else 0
            patient += m
            place += m
        for a in range(arms):
            wave.tally[i, 0, a, 0] = counts[a] - events[a]
            wave.tally[i, 0, a, 1] = events[a]
        course.enrolled[r] += patient - course.patient[r]
        course.patient[r], course.place[r] = patient, place


@compiled
def enrol_normal(
    course: CourseTable,
    given: InstructionTable,
    outcome: OutcomeTable,
    shifts: Floats,
    entry: EntryTable,
    wave: WaveTable,
) -> None:
    """Normal outcomes, every arm open in blocks of few arrangements. shifts : (arms,) of the mean."""
    block = entry.arrangements.shape[1]
    for i in range(len(given.rows)):
        r = given.rows[i]
        key, patient = course.keys[r], course.patient[r]
        stop = patient + max(0, given.target[i] - course.enrolled[r])
        place = course.place[r]
        tally = wave.tally[i, 0]
        while patient < stop:
            number_of_block, within = place // block, place % block
            row = entry.arrangements[arrangement(key, number_of_block, len(entry.arrangements))]
            m = min(block - within, stop - patient)
            for q in range(m):
                arm = np.int64(row[within + q])
                y = outcome.sd * normal(number(key, patient + q, OUTCOME)) + shifts[arm]
                tally[arm, 0] += 1.0
                tally[arm, 1] += y
                tally[arm, 2] += y * y
            patient += m
            place += m
        course.enrolled[r] += patient - course.patient[r]
        course.patient[r], course.place[r] = patient, place
