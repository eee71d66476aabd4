"""Designs worth a choice: those that no other is better than in everything, as far as simulation error tells.

Source: Deb, Pratap, Agarwal & Meyarivan 2002, IEEE Trans Evol Comput 6:182 (non-dominated sorting); here one design
dominates another only where each difference exceeds its Monte Carlo error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ERRORS = 2.0  # differences of no more than this many Monte Carlo errors tell nothing apart


class Objective(NamedTuple):
    """A figure of each of the designs. value, mcse : (designs,). higher : whether more of it is better."""

    name: str
    value: Floats
    mcse: Floats
    higher: bool = False


def dominates(objectives: Sequence[Objective], errors: float = ERRORS) -> Mask:
    """(designs, designs) whether the row's design is better than the column's in some objective and worse in none.

    Better is by more than `errors` Monte Carlo errors of the difference (the root of both squares: designs share their
    simulated patients, which makes the true one smaller); where the difference is less than that, and not nil,
    nothing is known, and the design is not called dominated. errors 0 goes by the estimates alone.
    """
    n = len(objectives[0].value)
    worse, better = np.zeros((n, n), bool), np.zeros((n, n), bool)
    for o in objectives:
        ahead = o.value[:, None] - o.value[None, :] if o.higher else o.value[None, :] - o.value[:, None]
        sure = ahead > errors * np.sqrt(o.mcse[:, None] ** 2 + o.mcse[None, :] ** 2)
        better |= sure
        worse |= ~sure & (ahead != 0)
    return np.asarray(better & ~worse)


def ranks(objectives: Sequence[Objective], errors: float = ERRORS) -> NDArray[np.int64]:
    """(designs,) 0 for those that none dominates, 1 for those that only designs of rank 0 do, and so on."""
    above = dominates(objectives, errors)
    out = np.full(len(above), -1)
    rank, left = 0, np.ones(len(above), bool)
    while left.any():
        now = left & ~above[left].any(0)
        out[now], rank = rank, rank + 1
        left &= ~now
    return out


def front(objectives: Sequence[Objective], errors: float = ERRORS) -> Mask:
    """(designs,) whether no other design dominates it."""
    return np.asarray(~dominates(objectives, errors).any(0))
