"""The order of each row of a table of times: a sort by buckets, for many short rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Places = NDArray[np.int32]

_MOVES = 12  # moves a value, after which a row's buckets are taken for useless


@compiled
def row_order(values: Floats, rows: Integers, order: Places) -> None:
    """Fill order[m] with the places of the values in row rows[m], ascending.

    values : (·, n) in [0, inf]; inf sorts last, nan is not allowed. order : (rows, n), overwritten.
    Values near each other fall in one bucket, and insertion puts the buckets in order. Where one bucket takes so
    many that this is slow, the row is sorted as a heap instead. Ties come in any order. NumPy's argsort is not
    called: compiled and cached beside its sort, numba may link one for the other.
    """
    n = values.shape[1]
    buckets = max(1, 2 * n)  # so few values share one that insertion seldom moves any
    ends = np.zeros(buckets + 1, np.int32)
    bucket = np.empty(n, np.int32)
    keys = np.empty(n)
    for m in range(len(rows)):
        row = values[rows[m]]
        _into_buckets(row, ends, bucket, keys, order[m])
        if not _insert(keys, order[m], _MOVES * n):
            _heap_sort(row, order[m])


@compiled
def _into_buckets(values: Floats, ends: Places, bucket: Places, keys: Floats, order: Places) -> None:
    """Scatter by value / (value + scale), which spreads survival times evenly and takes any tail."""
    n, total, finite = len(values), 0.0, 0
    for i in range(n):
        if values[i] < np.inf:
            total += values[i]
            finite += 1
    scale = total / finite if total > 0.0 else 1.0
    last = len(ends) - 2
    ends[:] = 0
    for i in range(n):
        at = last
        if values[i] < np.inf:
            at = min(int((last + 1) * (values[i] / (values[i] + scale))), last)
        bucket[i] = at
        ends[at + 1] += 1
    for b in range(1, len(ends)):
        ends[b] += ends[b - 1]
    for i in range(n):
        at = ends[bucket[i]]
        ends[bucket[i]] += 1
        order[at] = i
        keys[at] = values[i]


@compiled
def _insert(keys: Floats, order: Places, moves: int) -> bool:
    """Insertion sort of keys with their places; False as soon as it has made more than `moves` moves."""
    for i in range(1, len(keys)):
        key, place = keys[i], order[i]
        j = i - 1
        while j >= 0 and keys[j] > key:
            keys[j + 1], order[j + 1] = keys[j], order[j]
            j -= 1
        keys[j + 1], order[j + 1] = key, place
        moves -= i - 1 - j
        if moves < 0:
            return False
    return True


@compiled
def _heap_sort(values: Floats, order: Places) -> None:
    """Order of values in any case in n log n steps. Source: Williams 1964, Commun ACM 7:347."""
    n = len(values)
    for i in range(n):
        order[i] = i
    for i in range(n // 2 - 1, -1, -1):
        _sift(values, order, i, n)
    for end in range(n - 1, 0, -1):
        order[0], order[end] = order[end], order[0]
        _sift(values, order, 0, end)


@compiled
def _sift(values: Floats, order: Places, root: int, end: int) -> None:
    while 2 * root + 1 < end:
        child = 2 * root + 1
        if child + 1 < end and values[order[child + 1]] > values[order[child]]:
            child += 1
        if values[order[root]] >= values[order[child]]:
            return
        order[root], order[child] = order[child], order[root]
        root = child
