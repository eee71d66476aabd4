"""Patients of trials with a time to event: arrival, allocation, event and dropout.

Random numbers are addressed as in kernels.simulation: number `slot` of arriving patient `j` in the trial keyed
`key` is output 8 j + slot + 1 of SplitMix64 seeded with `key` (Steele, Lea & Flood 2014, OOPSLA, figure 17). A
patient therefore has the same arrival, marker, exposure and dropout under every design, and a trial goes on after an
adaptation with the patients who would have come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.survival_tables import AccrualTable, Cohorts, HazardTable, Patients, Recruiting

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Places = NDArray[np.int32]

# Slots 0 to 5 are those of kernels.simulation; 6 is the gap before a patient's arrival.
_FAILURES, _ARM, _DROPOUT, _OUTCOME, _ARRIVAL = (np.uint64(i) for i in (2, 3, 4, 5, 6))
_SLOTS = np.uint64(8)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_ONE = np.uint64(1)
_MOST_AT_ONCE = 500.0  # mean of a Poisson count drawn in one go: exp(-500) is far from underflow


@compiled
def uniform(key: np.uint64, patient: int, slot: np.uint64) -> float:
    """As kernels.simulation.uniform, which numba's cache does not let this file call; a test holds them equal."""
    z = key + (np.uint64(patient) * _SLOTS + slot + _ONE) * _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    return float((np.float64(z >> _S11) + 0.5) * 2.0**-53)


@compiled
def months_until(count: float, starts: Floats, per_month: Floats) -> float:
    """Months until `count` patients are expected: the inverse of the cumulative rate; inf if never."""
    last = len(starts) - 1
    for k in range(last):
        span = per_month[k] * (starts[k + 1] - starts[k])
        if count <= span and per_month[k] > 0.0:
            return float(starts[k] + count / per_month[k])
        count -= span
    return float(starts[last] + count / per_month[last]) if per_month[last] > 0.0 else np.inf


@compiled
def expected_by(months: float, starts: Floats, per_month: Floats) -> float:
    """Patients expected by `months` >= 0: the cumulative rate."""
    total = 0.0
    for k in range(len(starts)):
        if months <= starts[k]:
            break
        end = months if k == len(starts) - 1 else min(months, starts[k + 1])
        total += per_month[k] * (end - starts[k])
    return total


@compiled
def _poisson(mean: float, key: np.uint64, patient: int) -> int:
    """A Poisson count by inversion, in parts where the mean is large."""
    total, part = 0, np.uint64(0)
    while mean > 0.0:
        m = min(mean, _MOST_AT_ONCE)
        u = uniform(key ^ (part * _MIX1), patient, _FAILURES)
        k, p = 0, np.exp(-m)
        below = p
        while u > below and p > 0.0:
            k += 1
            p *= m / k
            below += p
        total += k
        mean -= m
        part += _ONE
    return total


@compiled
def _arrive(key: np.uint64, patient: int, eligible: float, poisson: bool) -> tuple[float, int]:
    """Patients expected at screening since the last eligible one, and how many were in fact screened.

    Poisson arrivals thinned: the gap to the next eligible patient is exponential, and those who fail in it are
    a Poisson count, independent of who passes. Evenly spaced: those who fail are geometric."""
    if poisson:
        gap = -np.log(uniform(key, patient, _ARRIVAL)) / eligible
        failed = _poisson(gap * (1.0 - eligible), key, patient) if eligible < 1.0 else 0
        return gap, 1 + failed
    if eligible < 1.0:
        failed = int(np.log(uniform(key, patient, _FAILURES)) / np.log1p(-eligible))
        return 1.0 + failed, 1 + failed
    return 1.0, 1


@compiled
def time_to_event(exposure: float, arm: int, starts: Floats, rates: Floats, shape: float) -> float:
    """Months at which the cumulative hazard reaches `exposure`, inf if never. rates : (arms, periods)."""
    k, last = 0, len(starts) - 1
    while k < last:
        span = rates[arm, k] * (starts[k + 1] - starts[k])
        if exposure < span:
            break
        exposure -= span
        k += 1
    at = starts[k] + exposure / rates[arm, k] if rates[arm, k] > 0.0 else np.inf
    if shape != 1.0:
        at = at ** (1.0 / shape)
    return float(at)


@compiled
def _arrivals(
    key: np.uint64,
    eligible: float,
    accrual: AccrualTable,
    group_of: NDArray[np.int8],
    admitted: NDArray[np.bool_],
    after: float,
    most: int,
    first: int,
    entry: Floats,
    group: NDArray[np.int8],
    place: Places,
    screened: Places,
) -> int:
    """Fill a trial's rows from `first` on with those who arrive later than `after` and are admitted. Returns
    how many are then enrolled: fewer than there are rows where recruitment ends or `most` have come."""
    starts, per_month, poisson = accrual.starts, accrual.per_month, accrual.poisson
    simple = not poisson and eligible >= 1.0
    i, j, clock, seen = first, 0, 0.0, 0
    if first > 0:
        j, seen = place[first - 1] + 1, screened[first - 1]
        clock = expected_by(entry[first - 1], starts, per_month)
    while i < len(entry) and j < most:
        gap, looked_at = (1.0, 1) if simple else _arrive(key, j, eligible, poisson)
        clock += gap
        seen += looked_at
        months = months_until(clock, starts, per_month)
        if months == np.inf:
            break
        g = group_of[j if len(group_of) > 1 else 0]
        if admitted[g] and months > after:
            entry[i], group[i], place[i], screened[i] = months, g, j, seen
            i += 1
        j += 1
    return i


@compiled
def _allocate_two(
    key: np.uint64,
    block: Integers,
    left: Integers,
    place: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
) -> None:
    """Permuted blocks of two arms: each patient's is a draw from the places left in the block."""
    control, other = left[0], left[1]
    for i in range(first, end):
        if control + other == 0:
            control, other = block[0], block[1]
        a = 1 if uniform(key, place[i], _ARM) * (control + other) < other else 0
        control -= 1 - a
        other -= a
        arm[i] = a
    left[0], left[1] = control, other


@compiled
def _allocate(
    key: np.uint64,
    block: Integers,
    left: Integers,
    by_group: bool,
    group: NDArray[np.int8],
    place: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
) -> None:
    """Permuted blocks of any number of arms, of all patients or within each group. left : (groups, arms)."""
    for i in range(first, end):
        g, total = group[i] if by_group else 0, 0
        for a in range(len(block)):
            total += left[g, a]
        if total == 0:
            for a in range(len(block)):
                left[g, a] = block[a]
                total += block[a]
        at, a = uniform(key, place[i], _ARM) * total, 1
        while a < len(block) and at >= left[g, a]:
            at -= left[g, a]
            a += 1
        a = a if a < len(block) else 0
        left[g, a] -= 1
        arm[i] = a


@compiled
def _events(
    key: np.uint64,
    table: HazardTable,
    rates: Floats,
    theta: Floats,
    place: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
    time: Floats,
) -> None:
    """Months from enrolment to each patient's event, inf for the cured. One uniform serves all arms."""
    starts, hazard, sensitivity, shape, cured = (
        table.starts,
        table.hazard,
        table.sensitivity,
        table.shape,
        table.cured,
    )
    some_cured = cured.max() > 0.0
    for i in range(first, end):
        time[i] = uniform(key, place[i], _OUTCOME)
    if some_cured:
        for i in range(first, end):
            share = cured[arm[i]]
            time[i] = (time[i] - share) / (1.0 - share) if time[i] > share else 0.0
    for i in range(first, end):
        time[i] = -np.log(time[i])  # the exposure: cumulative hazard at which the event comes
    if len(theta) == 1:
        _set_rates(theta[0], hazard, sensitivity, rates)
        for i in range(first, end):
            time[i] = time_to_event(time[i], arm[i], starts, rates, shape)
        return
    for i in range(first, end):
        _set_rates(theta[place[i]], hazard, sensitivity, rates)
        time[i] = time_to_event(time[i], arm[i], starts, rates, shape)


@compiled
def _dropouts(
    key: np.uint64,
    per_month: Floats,
    place: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
    time: Floats,
    event: NDArray[np.bool_],
) -> None:
    """Those who leave before their event are followed until they do."""
    for i in range(first, end):
        event[i] = time[i] < np.inf
        leaves = per_month[arm[i]]
        if leaves > 0.0:
            v = uniform(key, place[i], _DROPOUT)
            # -ln v >= 1 - v, so that most patients are known to stay without a logarithm.
            if 1.0 - v < leaves * time[i]:
                out = -np.log(v) / leaves
                if out < time[i]:
                    time[i], event[i] = out, False


@compiled
def _set_rates(log_hazard_ratio: float, hazard: Floats, sensitivity: Floats, rates: Floats) -> None:
    for a in range(len(hazard)):
        for k in range(hazard.shape[1]):
            s = sensitivity[a, k]
            rates[a, k] = hazard[a, k] * np.exp(s * log_hazard_ratio) if s != 0.0 else hazard[a, k]


@compiled
def enrol(
    keys: NDArray[np.uint64],
    eligible: Floats,
    accrual: AccrualTable,
    table: HazardTable,
    patients: Patients,
    recruiting: Recruiting,
    most: int,
    cohorts: Cohorts,
) -> int:
    """Enrol each trial up to its size, going on from whoever is enrolled.

    keys : (trials,) random. eligible : (trials,) probability that a screened patient may be enrolled, in (0, 1].
    most : eligible patients after which a trial that is still not full is given up.
    cohorts : changed in place. Returns how many trials did not reach their size.
    """
    theta, group_of = patients.log_hazard_ratio, patients.group
    rates, short = table.hazard.copy(), 0
    two = table.hazard.shape[0] == 2 and not recruiting.by_group
    for r in range(len(keys)):
        first, size = cohorts.enrolled[r], recruiting.size[r]
        if first >= size:
            continue
        key, place, arm = keys[r], cohorts.place[r], cohorts.arm[r]
        group, time, left = cohorts.group[r], cohorts.time[r], cohorts.left[r]
        end = _arrivals(
            key,
            eligible[r],
            accrual,
            group_of[r if len(group_of) > 1 else 0],
            recruiting.open[r],
            recruiting.after[r],
            most,
            first,
            cohorts.entry[r, :size],
            group,
            place,
            cohorts.screened[r],
        )
        if two:
            _allocate_two(key, recruiting.places[r], left[0], place, arm, first, end)
        else:
            _allocate(key, recruiting.places[r], left, recruiting.by_group, group, place, arm, first, end)
        _events(key, table, rates, theta[r if len(theta) > 1 else 0], place, arm, first, end, time)
        _dropouts(key, table.dropout, place, arm, first, end, time, cohorts.event[r])
        cohorts.enrolled[r] = end
        short += 1 if end < size else 0
    return short


@compiled
def take_back(after: Floats, cohorts: Cohorts) -> None:
    """Undo the enrolment of all who enter later than `after`, (trials,) months: at an adaptation they
    have not come yet, and whoever is then recruited takes their place. Open blocks are closed."""
    for r in range(len(after)):
        i = cohorts.enrolled[r]
        if i == 0 or cohorts.entry[r, i - 1] <= after[r]:
            continue
        while i > 0 and cohorts.entry[r, i - 1] > after[r]:
            i -= 1
            cohorts.entry[r, i] = cohorts.time[r, i] = np.inf
            cohorts.event[r, i] = False
        cohorts.enrolled[r] = i
        cohorts.left[r] = 0
