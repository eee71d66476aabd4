"""Trials of two arms whose sums are drawn and tested by z with the SD known, from the first look to the last, in one
pass.

The numbers are those of kernels.statistic_plain, kernels.bookkeeping.carried and kernels.scores look by look: a test
holds this loop to them. Some trials are taken at a time, one look of all of them after the other, so that a trial's
numbers need not wait for whether the one before has ended. Places in arrays are unsigned: of signed ones it would be
asked each time whether they count from the end, which costs more than the division of z.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import EXTRA, TRIAL, aside, normal, number
from trialwright.kernels.allocation import arrangement
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.scores import known_of
from trialwright.kernels.statistic_course import NormalLaw, places_before
from trialwright.kernels.tables import EFFICACY, END, FUTILITY, EndTable, EntryTable, LookTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

_TOGETHER = 256
_ZERO, _ONE = np.uint64(0), np.uint64(1)


class _Going(NamedTuple):
    """Trials under way, in the first of _TOGETHER places. trial : its number. arm1 : enrolled in the experimental arm.
    sum0, sum1 : of the values so far, by arm."""

    trial: Words
    arm1: Integers
    sum0: Floats
    sum1: Floats


class _Sizes(NamedTuple):
    """What a look's size makes of each order that the block it falls in may have, (orders,): patients of the
    experimental arm, one over the patients of each arm, and the standard error of the difference."""

    arm1: Integers
    share0: Floats
    share1: Floats
    error: Floats


@compiled
def known_course(keys: Words, looks: LookTable, law: NormalLaw, entry: EntryTable, out: EndTable) -> None:
    """Every trial from its first patient to its end. keys : (trials,). entry : both arms in blocks of few
    arrangements. looks.size rises, the first large enough for a patient in either arm."""
    before, spread = places_before(entry.arrangements), np.sqrt(np.arange(looks.size[-1] + 1.0)) * law.sd
    room = np.empty(_TOGETHER)
    going = _Going(np.empty(_TOGETHER, np.uint64), np.empty(_TOGETHER, np.int64), room, room.copy())
    for start in range(0, len(keys), _TOGETHER):
        m = min(_TOGETHER, len(keys) - start)
        for i in range(m):
            going.trial[i], going.arm1[i], going.sum0[i], going.sum1[i] = start + i, 0, 0.0, 0.0
        since = 0
        for look in range(len(looks.size)):
            sizes = _sizes(looks.size[look], law.sd, entry.places[1], before)
            m = _look(keys, look, since, m, looks, law, sizes, before.shape[1] - 1, spread, going, out)
            since = looks.size[look]


@compiled
def _sizes(to: int, sd: float, places: int, before: Integers) -> _Sizes:
    orders, block = len(before), before.shape[1] - 1
    arm1, room = np.empty(orders, np.int64), np.empty((3, orders))
    for order in range(orders):
        n1 = to // block * places + before[order, to % block]
        n0 = to - n1
        arm1[order], room[0, order], room[1, order] = n1, 1.0 / n0, 1.0 / n1
        room[2, order] = math.sqrt(known_of(n0, 0.0, sd * sd * n0, n1, 0.0, sd * sd * n1)[1])
    return _Sizes(arm1, room[0], room[1], room[2])


@inlined
def _look(
    keys: Words,
    look: int,
    since: int,
    m: int,
    looks: LookTable,
    law: NormalLaw,
    sizes: _Sizes,
    block: int,
    spread: Floats,
    going: _Going,
    out: EndTable,
) -> int:
    """One wave of the m trials that go on, and what its look decides; returns how many then go on. Those that end
    leave their place to the next without a jump, which could not be foreseen. spread : SD of a sum of so many values."""
    orders, to = len(sizes.arm1), looks.size[look]
    first = to // block
    upper, lower = looks.upper[look], looks.lower[look]
    trial, arm1, sum0, sum1 = going
    shift0, shift1, sign = law.shifts[0], law.shifts[1], -1.0 if law.falls else 1.0
    k = _ZERO
    for i in range(m):
        r = trial[i]
        key = keys[r]
        order = np.uint64(arrangement(key, first, orders))
        more1 = sizes.arm1[order] - arm1[i]
        more0 = to - since - more1
        h = aside(number(key, TRIAL + since, EXTRA))
        own = aside(h)  # an arm without new patients uses no number
        t0 = more0 * shift0 + spread[np.uint64(more0)] * normal(own)
        h = aside(own) if more0 > 0 else h
        h = aside(h)
        t1 = more1 * shift1 + spread[np.uint64(more1)] * normal(h)
        t0 += sum0[i]
        t1 += sum1[i]
        difference = t1 * sizes.share1[order] - t0 * sizes.share0[order]
        error = sizes.error[order]
        z = sign * difference / error
        high, low = z >= upper, z < lower
        out.look[r], out.value[r], out.error[r] = look, difference, error
        out.reason[r] = EFFICACY if high else (FUTILITY if low else END)
        trial[k], arm1[k], sum0[k], sum1[k] = r, sizes.arm1[order], t0, t1
        k += _ZERO if high | low else _ONE
    return int(np.int64(k))
