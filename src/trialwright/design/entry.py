"""Who enters and in which blocks they are allocated: a design's part of the simulation's tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError
from trialwright.kernels.tables import EntryTable
from trialwright.model.design import Design

LARGEST_RATIO = 10
MOST_ARMS = 12
_MOST_ARRANGEMENTS = 10_000  # of a block; more are drawn place by place


def ratio(allocation: float) -> tuple[int, int]:
    """Experimental and control patients in the smallest whole-number ratio."""
    found = Fraction(allocation).limit_denominator(LARGEST_RATIO)
    if found == 0 or found.numerator > LARGEST_RATIO or abs(float(found) - allocation) > 1e-3:
        raise DesignError(
            f"Allocation {allocation:g} is not a ratio of small whole numbers.",
            where="design.allocation",
            fix=f"Use a to b with both at most {LARGEST_RATIO}: 1 for 1:1, 2 for 2:1, 1.5 for 3:2.",
        )
    return found.numerator, found.denominator


def places(design: Design) -> tuple[int, ...]:
    """Control and experimental places in one permuted block: twice the smallest ratio, or once where the orders of
    that would be too many to list."""
    experimental, control = ratio(design.allocation)
    once = (control, *[experimental] * max(1, len(design.arms)))
    if len(once) > MOST_ARMS:
        raise DesignError(
            f"The design `{design.name}` has {len(once)} arms.",
            where="design.arms",
            fix=f"Use at most {MOST_ARMS}, the control arm included.",
        )
    twice = tuple(2 * n for n in once)
    return twice if len(once) == 2 or _orders(twice) <= _MOST_ARRANGEMENTS else once


def entry_table(design: Design, cutoffs: Sequence[float]) -> EntryTable:
    """cutoffs : ascending, > 0; bins are below the first, between them, and at or above the last."""
    of_block = places(design)
    return EntryTable(np.log(np.array(cutoffs, dtype=float)), np.array(of_block), arrangements(of_block))


def _orders(of_block: tuple[int, ...]) -> int:
    return factorial(sum(of_block)) // prod(map(factorial, of_block))


@cache
def arrangements(of_block: tuple[int, ...]) -> NDArray[np.int8]:
    """(orders, block) every order of a block's places, or (0, 0) where they are too many."""
    if _orders(of_block) > _MOST_ARRANGEMENTS:
        return np.empty((0, 0), np.int8)
    return np.array(list(_arranged(Counter(dict(enumerate(of_block))))), np.int8)


def _arranged(left: Counter[int]) -> Iterator[tuple[int, ...]]:
    if left.total() == 0:
        yield ()
    for arm in sorted(a for a, n in left.items() if n):
        for rest in _arranged(left - Counter([arm])):
            yield (arm, *rest)
