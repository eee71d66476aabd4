"""One assumption at a time over its range, the others as stated: whether the choice holds, and where it turns."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.search.choice import Powers, choose

Floats = NDArray[np.float64]


class Turn(NamedTuple):
    """Between two values of an assumption another design takes over. low, high : the values next to each other that it
    lies between. at : where the two powers would cross, in a straight line between those. to : the design that takes
    over, -1 where none keeps the limits; above : whether it does so above `at`, or below."""

    low: float
    high: float
    at: float
    to: int
    above: bool


def held(powers: Powers, chosen: int, order: Sequence[Floats], enough: float = 1.0) -> tuple[bool, int]:
    """Whether the chosen design would be chosen, or is not told from it, were the one scenario of `powers` known to
    hold; and the design that would be (-1: none keeps the limits)."""
    found = choose(powers, "regret", order, enough)
    holds = found.chosen >= 0 and bool(found.tied[chosen])
    return holds, chosen if holds else found.chosen


def turns(
    values: Sequence[float],
    powers: Powers,
    chosen: int,
    order: Sequence[Floats],
    enough: float = 1.0,
) -> list[Turn]:
    """values : of the assumption, ascending; the scenarios of `powers` are theirs, in this order."""
    best = [held(powers.among([i]), chosen, order, enough)[1] for i in range(len(values))]
    out = []
    for i, (a, b) in enumerate(itertools.pairwise(best)):
        if a != b and chosen in (a, b):
            rival = b if a == chosen else a
            out.append(
                Turn(
                    values[i], values[i + 1], _crossing(values, powers, i, chosen, rival), rival, a == chosen
                )
            )
    return out


def _crossing(values: Sequence[float], powers: Powers, i: int, chosen: int, rival: int) -> float:
    """Where the lead of the chosen design reaches 0; the middle where power does not say (limits do)."""
    middle = (values[i] + values[i + 1]) / 2
    if rival < 0:
        return middle
    lead = powers.power[i : i + 2, chosen] - powers.power[i : i + 2, rival]
    if lead[0] * lead[1] >= 0:
        return middle
    return float(values[i] + (values[i + 1] - values[i]) * lead[0] / (lead[0] - lead[1]))
