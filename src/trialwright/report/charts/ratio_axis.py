"""Round ticks of an axis of ratios, from one end of it to the other."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Tick = tuple[float, str]
MOST, LEAST = 9, 3
ROOM = 0.1  # of the axis, the least distance of two labels
MARGIN = 0.02  # beyond the outer ticks, so that a mark on one is whole

# Ladders from fine to coarse: equal steps near 1; then parts of a decade; then decades.
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
PARTS = ((1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8), (1, 2, 5), (1,))
DECADES = (2, 3, 6, 12, 25, 50, 100)
DOUBLINGS = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


def ratio_axis(axes: Axes, low: float, high: float) -> None:
    """Set ticks and limits so that `low` and `high`, logarithms of ratios, lie between the outer ticks."""
    ticks = ratio_ticks(low, high)
    axes.set_xticks([x for x, _ in ticks], [label for _, label in ticks])
    beyond = MARGIN * (ticks[-1][0] - ticks[0][0])
    axes.set_xlim(ticks[0][0] - beyond, ticks[-1][0] + beyond)


def ratio_ticks(low: float, high: float) -> list[Tick]:
    """(logarithm, label), three at least: the finest ladder whose labels have room.

    low <= high : finite logarithms of ratios, between the first tick and the last.
    """
    for ladder in _ladders(low, high):
        ticks = _around(ladder, low, high)
        span = ticks[-1][0] - ticks[0][0] if ticks else 0.0
        gaps = [b[0] - a[0] for a, b in pairwise(ticks)]
        if LEAST <= len(ticks) <= MOST and min(gaps) >= ROOM * span:
            return ticks
    return _around(_powers(DECADES[-1], low, high), low, high)


def _ladders(low: float, high: float) -> list[list[Tick]]:
    found = []
    if high < math.log(3) and low > -math.log(5):
        for step in STEPS:
            places = range(1, round(4 / step) + 1)
            found.append([_tick(round(k * step, 2)) for k in places])
    found.append(_decades(PARTS[0], low, high))
    found.append([_tick(v) for v in DOUBLINGS])
    found += [_decades(part, low, high) for part in PARTS[1:]]
    return found + [_powers(n, low, high) for n in DECADES]


def _decades(parts: tuple[float, ...], low: float, high: float) -> list[Tick]:
    first, last = math.floor(low / math.log(10)) - 1, math.ceil(high / math.log(10)) + 1
    if last - first > 12:
        return []
    return [_tick(m * 10.0**p) for p in range(first, last + 1) for m in parts]


def _powers(step: int, low: float, high: float) -> list[Tick]:
    """Powers of 10^step. A logarithm has no largest number where its ratio has."""
    first, last = (f(x / math.log(10) / step) for f, x in ((math.floor, low), (math.ceil, high)))
    powers = range(step * (first - 1), step * (last + 1) + 1, step)
    return [(p * math.log(10), f"{10.0**p:g}" if abs(p) < 5 else f"1e{p}") for p in powers]


def _tick(value: float) -> Tick:
    return math.log(value), f"{value:.6g}"


def _around(ladder: list[Tick], low: float, high: float) -> list[Tick]:
    """The rungs from the last at or under `low` to the first at or over `high`, and more where they are fewer than
    three; [] where the ladder is too short."""
    within = 1e-9
    under = [i for i, (x, _) in enumerate(ladder) if x <= low + within]
    over = [i for i, (x, _) in enumerate(ladder) if x >= high - within]
    if not under or not over:
        return []
    first, last = under[-1], over[0]
    if last - first + 1 < LEAST:
        first, last = max(0, first - 1), last + 1
    return ladder[first : last + 1]
