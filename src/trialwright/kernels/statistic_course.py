"""Trials of two arms whose normal tallies are drawn and tested by Welch's test from the first look to the last, in one
pass.

The numbers are those of kernels.statistic_plain, kernels.bookkeeping.carried and kernels.scores look by look: a test
holds this loop to them. Some trials are taken at a time, one look of all of them after the other, so that a trial's
numbers need not wait for whether the one before has ended. Where the SD is known, kernels.known_course does it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import EXTRA, TRIAL, aside, number
from trialwright.kernels.allocation import arrangement
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.scores import hill, welch_of
from trialwright.kernels.statistic_plain import BySize, by_size, draw_normal
from trialwright.kernels.tables import EFFICACY, END, FUTILITY, EndTable, EntryTable, LookTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

_TOGETHER = 256
_ZERO, _ONE = np.uint64(0), np.uint64(1)  # places in arrays: see kernels.known_course


class NormalLaw(NamedTuple):
    """shifts : (2,) of the arms' means. sd : > 0. falls : the experimental arm is better where its mean is lower."""

    shifts: Floats
    sd: float
    falls: bool


class _Going(NamedTuple):
    """Trials under way, in the first of _TOGETHER places. trial : its number. arm1 : enrolled in the experimental arm.
    sum0 to squares1 : of the values so far, by arm."""

    trial: Words
    arm1: Integers
    sum0: Floats
    squares0: Floats
    sum1: Floats
    squares1: Floats


@compiled
def welch_course(keys: Words, looks: LookTable, law: NormalLaw, entry: EntryTable, out: EndTable) -> None:
    """Every trial from its first patient to its end. keys : (trials,). entry : both arms in blocks of few
    arrangements. looks.size rises, the first large enough for scores.ENOUGH degrees of freedom."""
    of_size, before, going = by_size(looks.size[-1]), places_before(entry.arrangements), _room(_TOGETHER)
    for start in range(0, len(keys), _TOGETHER):
        m = min(_TOGETHER, len(keys) - start)
        for i in range(m):
            going.trial[i] = start + i
            going.arm1[i] = 0
            going.sum0[i] = going.squares0[i] = going.sum1[i] = going.squares1[i] = 0.0
        for look in range(len(looks.size)):
            m = _look(keys, look, m, looks, law, entry.places[1], before, of_size, going, out)


@compiled
def _room(n: int) -> _Going:
    return _Going(
        np.empty(n, np.uint64), np.empty(n, np.int64), np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    )


@compiled
def places_before(arrangements: NDArray[np.int8]) -> Integers:
    """(orders, block + 1) places of the experimental arm before each place of a block."""
    orders, size = arrangements.shape
    out = np.zeros((orders, size + 1), np.int64)
    for order in range(orders):
        for q in range(size):
            out[order, q + 1] = out[order, q] + arrangements[order, q]
    return out


@inlined
def _look(
    keys: Words,
    look: int,
    m: int,
    looks: LookTable,
    law: NormalLaw,
    places: int,
    before: Integers,
    of_size: BySize,
    going: _Going,
    out: EndTable,
) -> int:
    """One wave of the m trials that go on, and what its look decides; returns how many then go on. Those that end
    leave their place to the next without a jump, which could not be foreseen."""
    orders, size = len(before), before.shape[1] - 1
    to, since = looks.size[look], looks.size[look - 1] if look > 0 else 0
    block, within = to // size, to % size
    upper, lower = looks.upper[look], looks.lower[look]
    trial, arm1, sum0, squares0, sum1, squares1 = going
    shift0, shift1, sd, falls = law.shifts[0], law.shifts[1], law.sd, law.falls
    k = _ZERO
    for i in range(m):
        r = trial[i]
        n1 = block * places
        if within > 0:
            n1 += before[np.uint64(arrangement(keys[r], block, orders)), np.uint64(within)]
        n0, more1 = to - n1, n1 - arm1[i]
        h = aside(number(keys[r], TRIAL + since, EXTRA))
        h, t0, q0 = draw_normal(h, to - since - more1, shift0, sd, False, of_size)
        h, t1, q1 = draw_normal(h, more1, shift1, sd, False, of_size)
        t0, q0, t1, q1 = sum0[i] + t0, squares0[i] + q0, sum1[i] + t1, squares1[i] + q1
        difference, error, z = _tested(n0, t0, q0, n1, t1, q1, falls)
        high, low = z >= upper, z < lower
        out.look[r], out.value[r], out.error[r] = look, difference, error
        out.reason[r] = EFFICACY if high else (FUTILITY if low else END)
        trial[k], arm1[k] = r, n1
        sum0[k], squares0[k], sum1[k], squares1[k] = t0, q0, t1, q1
        k += _ZERO if high | low else _ONE
    return int(np.int64(k))


@inlined
def _tested(
    n0: int, sum0: float, squares0: float, n1: int, sum1: float, squares1: float, falls: bool
) -> tuple[float, float, float]:
    """Difference of means, its standard error, and z, large where the experimental arm is better."""
    sign = 1.0
    if falls:  # the arms change places, as they do in design.look.TallyLook.z
        n0, sum0, squares0, n1, sum1, squares1 = n1, sum1, squares1, n0, sum0, squares0
        sign = -1.0
    difference, variance, df = welch_of(n0, sum0, squares0, n1, sum1, squares1)
    return sign * difference, math.sqrt(variance), hill(difference, variance, df)
