"""What is kept of many simulated trials between their waves and at their end, in one pass each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@compiled
def carried(rows: Integers, before: Floats, going: Integers, tally: Floats) -> Floats:
    """(m, bins, arms, k) totals of the trials `going` (m,), ascending and among `rows`: those before and this wave's."""
    total = np.empty_like(tally)
    bins, arms, k = tally.shape[1:]
    at = 0
    for i in range(len(going)):
        while rows[at] != going[i]:
            at += 1
        for b in range(bins):
            for a in range(arms):
                for j in range(k):
                    total[i, b, a, j] = before[at, b, a, j] + tally[i, b, a, j]
    return total


@compiled
def of_bins(tally: Floats, arm: int, included: Mask, chosen: Integers) -> Floats:
    """(c, k) of an arm in the trials at the places `chosen` (c,) of tally (m, bins, arms, k), over the bins included."""
    bins, k = tally.shape[1], tally.shape[3]
    out = np.zeros((len(chosen), k))
    for b in range(bins):
        if included[b]:
            for i in range(len(chosen)):
                for j in range(k):
                    out[i, j] += tally[chosen[i], b, arm, j]
    return out


@compiled
def from_bin_up(tally: Floats, arm: int, lowest: Integers, chosen: Integers) -> Floats:
    """As of_bins, over the bins from each trial's `lowest` (c,) up."""
    bins, k = tally.shape[1], tally.shape[3]
    out = np.zeros((len(chosen), k))
    for i in range(len(chosen)):
        for b in range(lowest[i], bins):
            for j in range(k):
                out[i, j] += tally[chosen[i], b, arm, j]
    return out


@compiled
def end(
    rows: Integers, where: Mask, alive: Mask, looks: Integers, reasons: Integers, look: int, reason: int
) -> Integers:
    """End the trials `rows` (m,) that are alive and where (m,) holds. Returns their places in rows, ascending."""
    places, found = np.empty(len(rows), np.int64), 0
    for i in range(len(rows)):
        r = rows[i]
        if where[i] and alive[r]:
            alive[r] = False
            looks[r], reasons[r] = look, reason
            places[found] = i
            found += 1
    return places[:found]


@compiled
def note(rows: Integers, value: Floats, half: Floats, values: Floats, low: Floats, high: Floats) -> None:
    """Write value, value - half and value + half (m,) into the places `rows` of values, low and high (n,)."""
    for i in range(len(rows)):
        r = rows[i]
        values[r], low[r], high[r] = value[i], value[i] - half[i], value[i] + half[i]


@compiled
def errors(value: Floats, low: Floats, high: Floats, truth: Floats) -> tuple[int, float, float, int]:
    """Of estimates (n,) about the truth: how many are finite, sums of error and its square, intervals that hold it."""
    known, total, squares, held = 0, 0.0, 0.0, 0
    for i in range(len(value)):
        error = value[i] - truth[i]
        if np.isfinite(error):
            known += 1
            total += error
            squares += error * error
            held += low[i] <= truth[i] <= high[i]
    return known, total, squares, held


@compiled
def counted(values: NDArray[np.generic], step: float, centre: float) -> tuple[int, Integers, float, float]:
    """First step, counts in steps from there, and sums of (n,) values about the centre and of their squares."""
    n, at = len(values), np.empty(len(values), np.int64)
    for i in range(n):
        at[i] = int(np.rint(values[i] / step))
    first, last = at.min(), at.max()
    counts = np.zeros(last - first + 1, np.int64)
    total, squares = 0.0, 0.0
    for i in range(n):
        counts[at[i] - first] += 1
        about = values[i] - centre
        total += about
        squares += about * about
    return int(first), counts, total, squares


@compiled
def shown(rejected: Mask) -> tuple[int, int, Integers]:
    """Trials (n, hypotheses) that reject some, every, and each hypothesis."""
    some, every, each = 0, 0, np.zeros(rejected.shape[1], np.int64)
    if rejected.shape[1] == 1:
        for i in range(len(rejected)):
            some += rejected[i, 0]
        each[0] = some
        return some, some, each
    for i in range(len(rejected)):
        count = 0
        for h in range(rejected.shape[1]):
            count += rejected[i, h]
            each[h] += rejected[i, h]
        some += count > 0
        every += count == rejected.shape[1]
    return some, every, each
