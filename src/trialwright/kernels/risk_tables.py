"""Numbers at risk and events at each event time: of data sets, and of trials at a look.

Everything that compares survival between two arms is computed from these tables, which are small.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.row_order import row_order
from trialwright.kernels.survival_tables import Cohorts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Places = NDArray[np.int32]

MOST_ARMS, MOST_GROUPS = 16, 128
AT_RISK_CONTROL, AT_RISK, EVENTS_CONTROL, EVENTS = range(4)  # columns of RiskTables.counts


class RiskTables(NamedTuple):
    """One table for each data set. time : (sets, most) the distinct event times, ascending within a stratum.
    counts : (sets, most, 4) at risk just before, in control and experimental arm; events then, likewise.
    stratum : (sets, most). rows : (sets,) how many of `most` are filled. enrolled : (sets, 2)."""

    time: Floats
    counts: Places
    stratum: NDArray[np.int16]
    rows: Integers
    enrolled: Integers


class Followed(NamedTuple):
    """A cohort's patients by time of follow-up, ascending: (trials, n). code : see _code. by_entry : the codes in
    order of entry."""

    time: Floats
    entry: Floats
    code: NDArray[np.int16]
    by_entry: NDArray[np.int16]


def risk_tables(
    time: Floats,
    event: NDArray[np.bool_],
    experimental: NDArray[np.bool_],
    stratum: NDArray[np.int8] | None = None,
) -> RiskTables:
    """Tables of data sets. time : (sets, n) or (n,), finite and >= 0. event : False where follow-up was censored;
    those censored at an event's time are at risk then. stratum : whole numbers from 0 to MOST_GROUPS - 1.
    """
    time = np.ascontiguousarray(np.atleast_2d(np.asarray(time, dtype=np.float64)))
    if not np.all(np.isfinite(time)) or (time < 0).any():
        raise ValueError("survival times must be finite and not negative")
    shape = time.shape
    strata = np.zeros(shape, np.int8) if stratum is None else np.reshape(stratum, shape)
    cohorts = Cohorts.observed(
        time,
        np.ascontiguousarray(np.reshape(event, shape), np.bool_),
        np.ascontiguousarray(np.reshape(experimental, shape), np.int8),
        np.ascontiguousarray(strata, np.int8),
    )
    groups = int(cohorts.group.max(initial=0)) + 1
    everyone, rows = np.ones((shape[0], groups), np.bool_), np.arange(shape[0])
    cut = np.full(shape[0], np.inf)
    return tables_at(cohorts, followed(cohorts), rows, cut, everyone, 1, stratum is not None, empty(*shape))


def empty(trials: int, most: int) -> RiskTables:
    """Room for a table of `most` patients for each of `trials`; fill it again and again."""
    return RiskTables(
        np.empty((trials, most)),
        np.empty((trials, most, 4), np.int32),
        np.empty((trials, most), np.int16),
        np.empty(trials, np.int64),
        np.empty((trials, 2), np.int64),
    )


def followed(cohorts: Cohorts) -> Followed:
    """The cohorts sorted by follow-up."""
    shape = cohorts.time.shape
    out = Followed(np.empty(shape), np.empty(shape), np.empty(shape, np.int16), np.empty(shape, np.int16))
    follow(cohorts, np.arange(shape[0]), out)
    return out


def follow(cohorts: Cohorts, rows: Integers, out: Followed) -> None:
    """Sort the trials in `rows` anew, after patients were enrolled or taken back."""
    order = np.empty((len(rows), cohorts.time.shape[1]), np.int32)
    row_order(cohorts.time, rows, order)
    _sort(cohorts, rows, order, out)


@compiled
def _code(arm: int, group: int, event: bool) -> int:
    """Arm, population and whether follow-up ends in the event, in one number."""
    return (group * MOST_ARMS + arm) * 2 + (1 if event else 0)


@compiled
def _sort(cohorts: Cohorts, rows: Integers, order: Places, out: Followed) -> None:
    for m in range(len(rows)):
        r = rows[m]
        entry, time, event = cohorts.entry[r], cohorts.time[r], cohorts.event[r]
        arm, group, by_entry = cohorts.arm[r], cohorts.group[r], out.by_entry[r]
        for i in range(len(time)):
            by_entry[i] = _code(arm[i], group[i], event[i])
        to_time, to_entry, to_code = out.time[r], out.entry[r], out.code[r]
        for i in range(len(time)):
            p = order[m, i]
            to_time[i], to_entry[i], to_code[i] = time[p], entry[p], by_entry[p]


def tables_at(
    cohorts: Cohorts,
    sorted_by_time: Followed,
    rows: Integers,
    cut: Floats,
    counted: NDArray[np.bool_],
    arm: int,
    stratified: bool,
    tables: RiskTables,
) -> RiskTables:
    """Tables of the trials in `rows` at calendar time `cut`, (rows,): `arm` against arm 0.

    counted : (rows, groups) which populations are compared. stratified : a stratum for each group;
    otherwise one table for all that are counted. tables : room for as many; is filled, and its part returned.
    """
    n = len(rows)
    part = RiskTables(
        tables.time[:n], tables.counts[:n], tables.stratum[:n], tables.rows[:n], tables.enrolled[:n]
    )
    _fill(
        cohorts, sorted_by_time, rows, np.ascontiguousarray(cut, np.float64), counted, arm, stratified, part
    )
    return part


@compiled
def _fill(
    cohorts: Cohorts,
    sorted_by_time: Followed,
    rows: Integers,
    cut: Floats,
    counted: NDArray[np.bool_],
    arm: int,
    stratified: bool,
    tables: RiskTables,
) -> None:
    groups, most = counted.shape[1], cohorts.time.shape[1]
    side = np.zeros(groups * MOST_ARMS * 2, np.int8)
    ended, ended_side = np.empty(most + 1), np.empty(most + 1, np.int8)
    still, still_side = np.empty(most + 1), np.empty(most + 1, np.int8)
    for m in range(len(rows)):
        r, row = rows[m], 0
        tables.enrolled[m] = 0
        time, entry, code = sorted_by_time.time[r], sorted_by_time.entry[r], sorted_by_time.code[r]
        by_entry = sorted_by_time.by_entry[r]
        for s in range(groups if stratified else 1):
            take_sides(counted[m], s if stratified else -1, arm, side)
            k = ended_by(time, entry, code, cut[m], side, ended, ended_side)
            b = still_at(cohorts.entry[r], cohorts.time[r], by_entry, cut[m], side, still, still_side)
            n1 = _experimental(ended_side, k) + _experimental(still_side, b)
            tables.enrolled[m, 0] += k + b - n1
            tables.enrolled[m, 1] += n1
            row = _merge(
                ended,
                ended_side,
                k,
                still,
                still_side,
                k + b,
                n1,
                s,
                row,
                tables.time[m],
                tables.counts[m],
                tables.stratum[m],
            )
        tables.rows[m] = row


@compiled
def take_sides(counted: NDArray[np.bool_], stratum: int, arm: int, side: NDArray[np.int8]) -> None:
    """Which side of the comparison each code is on: 0 none, 1 and 2 the control, 3 and 4 the arm; even with event."""
    side[:] = 0
    for g in range(len(counted)):
        if counted[g] and (stratum < 0 or stratum == g):
            for e in range(2):
                side[_code(0, g, e == 1)] = 1 + e
                side[_code(arm, g, e == 1)] = 3 + e


@compiled
def ended_by(
    time: Floats,
    entry: Floats,
    code: NDArray[np.int16],
    cut: float,
    side: NDArray[np.int8],
    out: Floats,
    out_side: NDArray[np.int8],
) -> int:
    """Follow-up that ended by the cut, ascending; returns how many."""
    k = 0
    for i in range(
        first_above(time, cut)
    ):  # without a jump: one that cannot be foreseen costs more than a write in vain
        s = side[code[i]]
        out[k], out_side[k] = time[i], s
        k += 1 if (entry[i] + time[i] <= cut) & (s > 0) & (time[i] < np.inf) else 0
    return k


@compiled
def still_at(
    entry: Floats,
    time: Floats,
    code: NDArray[np.int16],
    cut: float,
    side: NDArray[np.int8],
    out: Floats,
    out_side: NDArray[np.int8],
) -> int:
    """Follow-up going on at the cut: the latest to enter first, and so ascending; inf after the last."""
    k = 0
    for i in range(first_above(entry, cut) - 1, -1, -1):
        s = side[code[i]]
        out[k], out_side[k] = cut - entry[i], s
        goes_on = (entry[i] + time[i] > cut) | (time[i] == np.inf)
        k += 1 if goes_on & (s > 0) else 0
    out[k] = np.inf
    return k


@compiled
def first_above(values: Floats, cut: float) -> int:
    """How many of the ascending values are at most cut."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= cut:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _experimental(side: NDArray[np.int8], k: int) -> int:
    total = 0
    for i in range(k):
        total += 1 if side[i] > 2 else 0
    return total


@compiled
def _merge(
    ended: Floats,
    ended_side: NDArray[np.int8],
    end: int,
    still: Floats,
    still_side: NDArray[np.int8],
    n: int,
    n1: int,
    stratum: int,
    row: int,
    at: Floats,
    counts: Places,
    strata: NDArray[np.int16],
) -> int:
    """Write the rows of one stratum of n patients, n1 of them experimental, from `row` on; returns the row
    after the last."""
    now, latest, b = -1.0, -1.0, 0
    risk, risk1 = n, n1
    for k in range(end):
        t, s = ended[k], ended_side[k]
        one = 1 if s > 2 else 0
        if t != now:  # whoever leaves at a time is at risk at it
            while still[b] < t:
                n -= 1
                n1 -= 1 if still_side[b] > 2 else 0
                b += 1
            now, risk, risk1 = t, n, n1
        if s == 2 or s == 4:
            if t != latest:
                at[row], strata[row], latest = t, stratum, t
                counts[row, 0], counts[row, 1], counts[row, 2], counts[row, 3] = risk - risk1, risk1, 0, 0
                row += 1
            counts[row - 1, 2 + one] += 1
        n -= 1
        n1 -= one
    return row
