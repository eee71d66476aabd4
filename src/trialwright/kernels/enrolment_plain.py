"""One wave of trials in which patients differ in nothing but arm and chance: no marker, no dropout, no drift.

The numbers are those of kernels.enrolment, so which loop runs changes no outcome; it is chosen by the scenario.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import OUTCOME, STRIDE, mix, normal, number, state
from trialwright.kernels.allocation import arrangement
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.tables import CourseTable, EntryTable, InstructionTable, OutcomeTable, WaveTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_S11 = np.uint64(11)


@inlined
def _arms(key: np.uint64, place: int, n: int, arrangements: NDArray[np.int8], out: NDArray[np.int8]) -> None:
    """The arms of n places in a row, from `place` on."""
    orders, size = arrangements.shape
    block, within = place // size, place % size
    i = 0
    while i < n:
        order = arrangement(key, block, orders)
        last = min(size - within, n - i)
        for q in range(last):
            out[i + q] = arrangements[order, within + q]
        i += last
        block, within = block + 1, 0


@inlined
def _patterns(key: np.uint64, first: int, of_orders: Integers, out: Integers) -> None:
    """The blocks from `first` on, (blocks,): bit w is the arm of place w. of_orders : the same of each arrangement."""
    for b in range(len(out)):
        out[b] = of_orders[arrangement(key, first + b, len(of_orders))]


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
    least = np.empty(arms, np.int64)
    for a in range(arms):
        least[a] = np.int64(math.ceil(2.0**53 / (1.0 + math.exp(shifts[a] - outcome.cuts[0, 0]))))
    most = 0
    for i in range(len(given.rows)):
        most = max(most, given.target[i] - course.enrolled[given.rows[i]])
    orders, size = entry.arrangements.shape
    of_orders = np.zeros(orders, np.int64)
    for order in range(orders):
        for w in range(size):
            of_orders[order] |= np.int64(entry.arrangements[order, w]) << w
    arm, pattern = np.zeros(most, np.int8), np.zeros(most // size + 2, np.int64)
    counts, events = np.zeros(arms, np.int64), np.zeros(arms, np.int64)
    for i in range(len(given.rows)):
        r = given.rows[i]
        key, patient, place = course.keys[r], course.patient[r], course.place[r]
        n = max(0, given.target[i] - course.enrolled[r])
        if arms == 2:
            block, within = place // size, place % size
            blocks = pattern[: (within + n + size - 1) // size]
            _patterns(key, block, of_orders, blocks)
            _count_two(key, patient - within, within, within + n, size, blocks, least, counts, events)
        else:
            _arms(key, place, n, entry.arrangements, arm)
            _count(key, patient, n, arm, least, counts, events)
        for a in range(arms):
            wave.tally[i, 0, a, 0] = counts[a] - events[a]
            wave.tally[i, 0, a, 1] = events[a]
        course.enrolled[r] += n
        course.patient[r] += n
        course.place[r] += n


@inlined
def _count_two(
    key: np.uint64,
    patient: int,
    begin: int,
    end: int,
    size: int,
    pattern: Integers,
    least: Integers,
    counts: Integers,
    events: Integers,
) -> None:
    """The places from `begin` to before `end` of some blocks, counted from the first one's start, where `patient` would
    be. One place of all blocks after the other: without a store or a look-up in the loop, which then runs on several
    patients at a time."""
    in_arm, in_all, of_arm = np.int64(0), np.int64(0), np.int64(0)
    control, treated, stride = least[0], least[1], np.uint64(size) * STRIDE
    for w in range(size):
        first = 1 if w < begin else 0
        z = state(key, patient + first * size + w, OUTCOME)
        for b in range(first, (end - w + size - 1) // size):
            a = (pattern[b] >> w) & 1
            event = np.int64(np.int64(mix(z) >> _S11) >= (treated if a else control))
            in_all += event
            in_arm += event & a
            of_arm += a
            z += stride
    counts[0], counts[1] = end - begin - of_arm, of_arm
    events[0], events[1] = in_all - in_arm, in_arm


@inlined
def _count(
    key: np.uint64,
    patient: int,
    n: int,
    arm: NDArray[np.int8],
    least: Integers,
    counts: Integers,
    events: Integers,
) -> None:
    counts[:] = 0
    events[:] = 0
    for q in range(n):
        a = np.int64(arm[q])
        counts[a] += 1
        events[a] += np.int64(np.int64(number(key, patient + q, OUTCOME) >> _S11) >= least[a])


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
    arms = len(shifts)
    most = 0
    for i in range(len(given.rows)):
        most = max(most, given.target[i] - course.enrolled[given.rows[i]])
    arm, tally = np.zeros(most, np.int8), np.zeros((arms, 3))
    for i in range(len(given.rows)):
        r = given.rows[i]
        key, patient = course.keys[r], course.patient[r]
        n = max(0, given.target[i] - course.enrolled[r])
        _arms(key, course.place[r], n, entry.arrangements, arm)
        tally[:] = 0.0
        if arms == 2:
            _sum_two(key, patient, n, arm, outcome.sd, shifts[0], shifts[1], tally)
        else:
            _sum(key, patient, n, arm, outcome.sd, shifts, tally)
        for a in range(arms):
            for k in range(3):
                wave.tally[i, 0, a, k] = tally[a, k]
        course.enrolled[r] += n
        course.patient[r] += n
        course.place[r] += n


@inlined
def _sum_two(
    key: np.uint64,
    patient: int,
    n: int,
    arm: NDArray[np.int8],
    sd: float,
    control: float,
    treated: float,
    tally: Floats,
) -> None:
    """Without a store in the loop. Each value is added to one arm's sums, and 0 to the other's, which changes no bit."""
    of_arm, sum0, sum1, squares0, squares1 = np.int64(0), 0.0, 0.0, 0.0, 0.0
    for q in range(n):
        a = np.int64(arm[q])
        is_treated = np.float64(a)
        y = sd * normal(number(key, patient + q, OUTCOME)) + (control + is_treated * (treated - control))
        of_arm += a
        y1 = is_treated * y
        y0 = (1.0 - is_treated) * y
        sum0 += y0
        squares0 += y0 * y0
        sum1 += y1
        squares1 += y1 * y1
    tally[0, 0], tally[0, 1], tally[0, 2] = n - of_arm, sum0, squares0
    tally[1, 0], tally[1, 1], tally[1, 2] = of_arm, sum1, squares1


@inlined
def _sum(
    key: np.uint64, patient: int, n: int, arm: NDArray[np.int8], sd: float, shifts: Floats, tally: Floats
) -> None:
    for q in range(n):
        a = np.int64(arm[q])
        y = sd * normal(number(key, patient + q, OUTCOME)) + shifts[a]
        tally[a, 0] += 1.0
        tally[a, 1] += y
        tally[a, 2] += y * y
