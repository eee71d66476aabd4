"""One wave of trials drawn as normal tallies, where patients differ in nothing but arm and chance.

The numbers are those of kernels.statistic_level; what depends on an arm's size alone is worked out once for each size.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import EXTRA, TRIAL, after, aside, gamma, normal, number, open_unit
from trialwright.kernels.allocation import arrangement
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.tables import CourseTable, EntryTable, InstructionTable, WaveTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@compiled
def enrol_normal_tallies(
    course: CourseTable,
    given: InstructionTable,
    shifts: Floats,
    sd: float,
    known: bool,
    entry: EntryTable,
    wave: WaveTable,
) -> None:
    """Every arm open, in blocks of few arrangements. shifts : (arms,) of the mean. known : sd is not estimated, and
    n sd^2 stands for the sum of squares."""
    arms, size = len(shifts), entry.arrangements.shape[1]
    most = 0
    for i in range(len(given.rows)):
        most = max(most, given.target[i] - course.enrolled[given.rows[i]])
    of_size = by_size(most)
    tally, in_arm = wave.tally, np.zeros(arms, np.int64)
    for i in range(len(given.rows)):
        r = given.rows[i]
        more = given.target[i] - course.enrolled[r]
        if more <= 0:
            continue
        key = course.keys[r]
        h = aside(number(key, TRIAL + course.patient[r], EXTRA))
        _share_out(key, course.place[r], more, size, entry.places, entry.arrangements, in_arm)
        for a in range(arms):
            h, total, squares = draw_normal(h, in_arm[a], shifts[a], sd, known, of_size)
            tally[i, 0, a, 0], tally[i, 0, a, 1], tally[i, 0, a, 2] = in_arm[a], total, squares
        course.enrolled[r] += more
        course.patient[r] += more
        course.place[r] += more


class BySize(NamedTuple):
    """What depends on an arm's size n alone, (most + 1,): its root, and d and c of the gamma number of a chi-square."""

    root: Floats
    d: Floats
    c: Floats


@compiled
def by_size(most: int) -> BySize:
    root, d, c = np.empty(most + 1), np.empty(most + 1), np.empty(most + 1)
    for n in range(most + 1):
        root[n] = math.sqrt(n)
        d[n] = 0.5 * (n - 1) - 1.0 / 3.0
        c[n] = 1.0 / math.sqrt(9.0 * d[n]) if n > 2 else 0.0
    return BySize(root, d, c)


@inlined
def draw_normal(
    h: np.uint64, n: int, shift: float, sd: float, known: bool, of_size: BySize
) -> tuple[np.uint64, float, float]:
    """The chain after it, and sum and sum of squares of n values, as kernels.statistic_level draws them. known : the
    SD is, and n sd^2 stands for the squares."""
    if n <= 0:
        return h, 0.0, 0.0
    h = aside(h)
    total = n * shift + of_size.root[n] * sd * normal(h)
    if known:
        return aside(h), total, n * sd * sd
    squares = total * total / n
    if n > 1:
        h = aside(h)
        chi = _gamma_of(h, of_size.d[n], of_size.c[n]) if n > 2 else gamma(h, 0.5)
        squares += sd * sd * 2.0 * chi
    return h, total, squares


@inlined
def _share_out(
    key: np.uint64,
    place: int,
    more: int,
    size: int,
    places: Integers,
    arrangements: NDArray[np.int8],
    in_arm: Integers,
) -> None:
    """Patients of each arm among the next `more`: the whole blocks, and the ends of those that are cut."""
    first, last = place // size, (place + more) // size
    whole = last - first
    for a in range(len(in_arm)):
        in_arm[a] = whole * places[a]
    within = place - first * size
    if within > 0:
        order = arrangement(key, first, len(arrangements))
        for q in range(within):
            in_arm[arrangements[order, q]] -= 1
    within = place + more - last * size
    if within > 0:
        order = arrangement(key, last, len(arrangements))
        for q in range(within):
            in_arm[arrangements[order, q]] += 1


@inlined
def _gamma_of(h: np.uint64, d: float, c: float) -> float:
    """kernels.addressed.gamma of shape d + 1/3 >= 1, c = 1 / sqrt(9 d)."""
    while True:
        x = normal(h)
        h = aside(h)
        u = open_unit(h)
        h = after(h)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        if u < 1.0 - 0.0331 * x * x * x * x or math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
            return d * v
