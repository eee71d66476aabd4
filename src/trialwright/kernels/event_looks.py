"""When a trial that waits for events has its looks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.survival_tables import Cohorts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Places = NDArray[np.int32]
Mask = NDArray[np.bool_]

_BUCKETS = 128


class Calendars(NamedTuple):
    """Months from the first screening to each event that counts, (trials, n), sorted into buckets that ascend.
    below : (trials, buckets + 1) how many are in earlier buckets."""

    time: Floats
    below: Places

    @staticmethod
    def empty(trials: int, size: int) -> Calendars:
        return Calendars(np.empty((trials, size)), np.zeros((trials, _BUCKETS + 1), np.int32))


def event_looks(cohorts: Cohorts, rows: Integers, events: Integers, counted: Mask, arms: Mask) -> Floats:
    """Months from the first screening until so many events have happened in the trials of `rows`; inf where they never do.

    events : (rows, looks), each >= 1. counted : (rows, groups) and arms : (rows, arms), whose events count.
    """
    calendars = Calendars.empty(*cohorts.time.shape)
    mark_events(cohorts, rows, counted, arms, calendars)
    return months_of(calendars, rows, events)


@compiled
def mark_events(cohorts: Cohorts, rows: Integers, counted: Mask, arms: Mask, calendars: Calendars) -> None:
    """Fill the calendars of the trials in `rows`. counted, arms : as in event_looks."""
    most = cohorts.time.shape[1]
    calendar, bucket = np.empty(most + 1), np.empty(most, np.int32)
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
        _into_buckets(calendar, n, bucket, calendars.time[r], calendars.below[r])


@compiled
def months_of(calendars: Calendars, rows: Integers, events: Integers) -> Floats:
    """What event_looks returns, of calendars that are filled. Only the order within a bucket is changed."""
    out = np.empty(events.shape)
    for m in range(len(rows)):
        for look in range(events.shape[1]):
            out[m, look] = month_of(calendars, rows[m], events[m, look])
    return out


@compiled
def month_of(calendars: Calendars, r: int, events: int) -> float:
    """Of one trial and one number of events."""
    below, b = calendars.below[r], 0
    if not 1 <= events <= below[_BUCKETS]:
        return np.inf
    while below[b + 1] < events:
        b += 1
    within = calendars.time[r, below[b] : below[b + 1]]
    return float(_select(within, len(within), events - below[b] - 1))


@compiled
def last_exit(cohorts: Cohorts, r: int) -> float:
    """Months until nobody is followed any more but those who never have the event nor leave."""
    out = 0.0
    for i in range(cohorts.enrolled[r]):
        if cohorts.time[r, i] < np.inf:
            out = max(out, cohorts.entry[r, i] + cohorts.time[r, i])
    return out


@compiled
def last_exits(cohorts: Cohorts, rows: Integers) -> Floats:
    """(rows,) of many trials."""
    out = np.empty(len(rows))
    for m in range(len(rows)):
        out[m] = last_exit(cohorts, rows[m])
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
    k, every = 0, counted.all() and arms.all()
    for i in range(len(entry)):
        out[k] = entry[i] + time[i]
        k += 1 if event[i] & (every or counted[group[i]] & arms[arm[i]]) else 0
    return k


@compiled
def _into_buckets(values: Floats, n: int, bucket: Places, out: Floats, below: Places) -> None:
    """Put values[:n], all finite and >= 0, into `out` by buckets. below : how many are in earlier buckets."""
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
    for i in range(n):  # `below` runs up to the next bucket's as this one fills
        out[below[bucket[i]]] = values[i]
        below[bucket[i]] += 1
    for b in range(_BUCKETS, 0, -1):
        below[b] = below[b - 1]
    below[0] = 0


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
