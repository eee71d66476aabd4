"""Which arm a patient goes to: permuted blocks from one random number each, or shares that adapt.

The blocks of a trial are one sequence of places, whatever enrols: place q is the same for every design with the same
blocks. An arm that has closed is passed over in it, so the arms that stay open keep their ratio in every block.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import ARM, after, below, number, open_unit
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.tables import EntryTable

Integers = NDArray[np.int64]


@inlined
def arrangement(key: np.uint64, block: int, arrangements: int) -> int:
    """Which of equally likely arrangements a block has."""
    return int(below(number(key, block, ARM), arrangements))


@compiled
def arm_at(key: np.uint64, place: int, entry: EntryTable) -> int:
    """The arm of a place in the trial's sequence of blocks."""
    size = entry.places.sum()
    block, within = place // size, place % size
    if len(entry.arrangements) > 0:
        return int(entry.arrangements[arrangement(key, block, len(entry.arrangements)), within])
    return arm_of_many(key, block, within, entry.places)


@compiled
def arm_of_many(key: np.uint64, block: int, within: int, places: Integers) -> int:
    """The arm of a place in a block of too many orders to list: the places before it are drawn too."""
    left, size = places.copy(), places.sum()
    h, arm = number(key, block, ARM), 0
    for drawn in range(within + 1):
        ball = below(h, size - drawn)
        arm = 0
        while ball >= left[arm]:
            ball -= left[arm]
            arm += 1
        left[arm] -= 1
        h = after(h)
    return int(arm)


@inlined
def arm_by_share(key: np.uint64, patient: int, shares: NDArray[np.float64], i: int) -> int:
    """An arm by its chance in row i of shares, which adds to 1."""
    u, arm, last = open_unit(number(key, patient, ARM)), 0, shares.shape[1] - 1
    while arm < last and u >= shares[i, arm]:
        u -= shares[i, arm]
        arm += 1
    return arm
