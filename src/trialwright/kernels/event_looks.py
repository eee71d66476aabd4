"""When a trial that waits for events has its looks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.survival_tables import Cohorts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Places = NDArray[np.int32]
Mask = NDArray[np.bool_]

_BUCKETS = 128


@compiled
def event_looks(cohorts: Cohorts, rows: Integers, events: Integers, counted: Mask, arms: Mask) -> Floats:
    """Months from the first screening until so many events have happened in the trials of `rows`; inf where they never do.

    events : (rows, looks), each >= 1. counted : (rows, groups) and arms : (rows, arms), whose events count.
    """
    out = np.full(events.shape, np.inf)
    most = cohorts.time.shape[1]
    calendar, bucket, chosen = np.empty(most + 1), np.empty(most, np.int32), np.empty(most + 1)
    below = np.empty(_BUCKETS + 1, np.int64)
    for m in range(len(rows)):
        r = rows[m]
        n = _calendar(
            cohorts.entry[r],
            cohorts.time[r],
            cohorts.event[r],
            cohorts.arm[r],
            cohorts.group[r],
            counted[m],
            arms[m],
            calendar,
        )
        _into_buckets(calendar, n, bucket, below)
        for look in range(events.shape[1]):
            if 1 <= events[m, look] <= n:
                out[m, look] = _smallest(calendar, n, events[m, look], bucket, below, chosen)
    return out


@compiled
def last_exits(cohorts: Cohorts, rows: Integers) -> Floats:
    """Months until nobody is followed any more but those who never have the event nor leave, (rows,)."""
    out = np.zeros(len(rows))
    for m in range(len(rows)):
        r = rows[m]
        for i in range(cohorts.enrolled[r]):
            if cohorts.time[r, i] < np.inf:
                out[m] = max(out[m], cohorts.entry[r, i] + cohorts.time[r, i])
    return out


@compiled
def _calendar(
    entry: Floats,
    time: Floats,
    event: Mask,
    arm: NDArray[np.int8],
    group: NDArray[np.int8],
    counted: Mask,
    arms: Mask,
    out: Floats,
) -> int:
    """Months from the first screening to each event that counts; returns how many."""
    k = 0
    for i in range(len(entry)):
        out[k] = entry[i] + time[i]
        k += 1 if event[i] & counted[group[i]] & arms[arm[i]] else 0
    return k


@compiled
def _into_buckets(values: Floats, n: int, bucket: Places, below: Integers) -> None:
    """A histogram of values[:n], all finite and >= 0. below : how many are in earlier buckets."""
    high = 0.0
    for i in range(n):
        high = values[i] if values[i] > high else high
    scale = (_BUCKETS - 1) / high if high > 0.0 else 0.0
    below[:] = 0
    for i in range(n):
        bucket[i] = int(values[i] * scale)
    for i in range(n):
        below[bucket[i] + 1] += 1
    for b in range(_BUCKETS):
        below[b + 1] += below[b]


@compiled
def _smallest(values: Floats, n: int, d: int, bucket: Places, below: Integers, chosen: Floats) -> float:
    """The d-th smallest of values[:n], found in its bucket."""
    b = 0
    while below[b + 1] < d:
        b += 1
    k = 0
    for i in range(n):
        chosen[k] = values[i]
        k += 1 if bucket[i] == b else 0
    return _select(chosen, k, d - below[b] - 1)


@compiled
def _select(values: Floats, n: int, k: int) -> float:
    """What values[k] would be if values[:n] were sorted: Hoare's quickselect, in place. NumPy's sort is not
    called: compiled and cached beside its argsort, numba 0.61 to 0.68 may link one for the other."""
    low, high = 0, n - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            break
    return float(values[k])
