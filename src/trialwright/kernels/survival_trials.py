"""Patients of trials with a time to event: arrival, allocation, event and dropout.

Random numbers are addressed (kernels.addressed). A patient therefore has the same arrival, marker, exposure and dropout
under every design, and a trial goes on after an adaptation with the patients who would have come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import (
    DROPOUT,
    OUTCOME,
    STRIDE,
    TIME,
    aside,
    mix,
    number,
    open_unit,
    poisson,
    state,
    uniform,
)
from trialwright.kernels.allocation import arm_by_share, arm_of_many, arrangement
from trialwright.kernels.compiled import compiled
from trialwright.kernels.curves import effect_at
from trialwright.kernels.enrolment import bin_of, measured, usual
from trialwright.kernels.exponential import minus_log
from trialwright.kernels.survival_tables import Cohorts, HazardTable, Recruiting
from trialwright.kernels.tables import CurveTable, EntryTable, MarkerTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Places = NDArray[np.int32]
Words = NDArray[np.uint64]
_ONE = np.uint64(1)


def months_until(clock: Floats, starts: Floats, per_month: Floats) -> Floats:
    """Months by which `clock` patients are expected at the rates per_month (k,) from months starts (k,) on, the first 0;
    inf where that many never are."""
    clock = np.asarray(clock, dtype=np.float64)
    before = np.concatenate([[0.0], np.cumsum(per_month[:-1] * np.diff(starts))])
    k = np.searchsorted(before, clock, side="left") - 1
    k = np.clip(k, 0, len(starts) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(clock > before[k], (clock - before[k]) / per_month[k], 0.0)
    return np.asarray(starts[k] + rest)


@compiled
def _arrive(key: np.uint64, patient: int, eligible: float, at_random: bool) -> tuple[float, int]:
    """Patients expected at screening since the last eligible one, and how many were in fact screened.

    At random: Poisson arrivals thinned. The gap to the next eligible patient is exponential, and those who fail in it
    are a Poisson count, independent of who passes. Evenly spaced: those who fail are geometric."""
    h = number(key, patient, TIME)
    if at_random:
        gap = minus_log(open_unit(h)) / eligible
        failed = poisson(aside(h), gap * (1.0 - eligible)) if eligible < 1.0 else 0
        return gap, 1 + failed
    if eligible < 1.0:
        failed = int(np.log(open_unit(aside(h))) / np.log1p(-eligible))
        return 1.0 + failed, 1 + failed
    return 1.0, 1


@compiled
def _uniforms(key: np.uint64, patient: Places, slot: np.uint64, out: Floats) -> None:
    """Each patient's number in (0, 1), (n,): of patients who follow one another, as they do unless some were turned
    away, from one state to the next."""
    n = len(patient)
    if n > 0 and patient[n - 1] - patient[0] == n - 1:
        at = state(key, int(np.int64(patient[0])), slot)
        for i in range(n):
            out[i] = open_unit(mix(at))
            at += STRIDE
        return
    for i in range(n):
        out[i] = uniform(key, int(np.int64(patient[i])), slot)


@compiled
def _arrive_all(
    key: np.uint64, at_random: bool, clock: Floats, group: NDArray[np.int8], patient: Places, screened: Places
) -> int:
    """What _arrivals does where all who are screened enter, from the first on."""
    for i in range(len(clock)):
        group[i], patient[i], screened[i] = 0, i, i + 1
        clock[i] = i + 1.0
    if at_random:
        _uniforms(key, patient, TIME, clock)
        for i in range(len(clock)):
            clock[i] = minus_log(clock[i])
        for i in range(1, len(clock)):
            clock[i] += clock[i - 1]
    return len(clock)


@compiled
def _arrivals(
    key: np.uint64,
    eligible: float,
    prevalence: float,
    admitted: np.uint64,
    after: float,
    at_random: bool,
    marker: MarkerTable,
    curve: CurveTable,
    table: EntryTable,
    most: int,
    first: int,
    clock: Floats,
    group: NDArray[np.int8],
    patient: Places,
    screened: Places,
    effect: Floats,
    misplaced: NDArray[np.bool_],
) -> int:
    """Fill a trial's rows from `first` on with those who arrive later than `after` and are admitted. Returns
    how many are then enrolled: fewer than there are rows where `most` have come."""
    cutoffs = table.log_cutoffs
    alike, everyone = len(marker.log_values) == 1, len(cutoffs) == 0
    if alike and everyone and eligible >= 1.0 and first == 0 and after < 0.0 and len(clock) <= most:
        return int(_arrive_all(key, at_random, clock, group, patient, screened))
    even = not at_random and eligible >= 1.0
    i, j, now, seen = first, 0, 0.0, 0
    if first > 0:
        j, now, seen = patient[first - 1] + 1, clock[first - 1], screened[first - 1]
    log_x, b = marker.log_values[0], 0
    while i < len(clock) and j < most:
        gap, looked_at = (1.0, 1) if even else _arrive(key, j, eligible, at_random)
        now += gap
        seen += looked_at
        if now > after:
            if not alike:
                log_x = usual(key, j, prevalence, marker)
            if not everyone:
                b = bin_of(measured(key, j, log_x, marker), cutoffs)
            if everyone or (admitted >> np.uint64(b)) & _ONE == _ONE:
                clock[i], group[i], patient[i], screened[i] = now, b, j, seen
                if not alike:
                    effect[i] = effect_at(curve, 1, log_x)
                if not everyone:
                    misplaced[i] = (admitted >> np.uint64(bin_of(log_x, cutoffs))) & _ONE == 0
                i += 1
        j += 1
    return i


@compiled
def _allocate(
    key: np.uint64,
    open_arms: np.uint64,
    shares: Floats,
    m: int,
    table: EntryTable,
    patient: Places,
    place: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
) -> None:
    """The arm of each patient: the next place whose arm is open, or by row m of shares where those are given."""
    if len(shares) > 0:
        for i in range(first, end):
            arm[i] = arm_by_share(key, int(np.int64(patient[i])), shares, m)
            place[i] = place[i - 1] if i > 0 else -1
        return
    orders, size = table.arrangements, table.places.sum()
    at = place[first - 1] + 1 if first > 0 else 0
    block, within = at // size, at % size
    all_arms = (_ONE << np.uint64(len(table.places))) - _ONE
    if len(orders) > 0 and (open_arms & all_arms) == all_arms:
        _allocate_blocks(key, orders, at, place[first:end], arm[first:end])
        return
    order = arrangement(key, block, len(orders)) if len(orders) > 0 else 0
    for i in range(first, end):
        chosen = -1
        while chosen < 0 or (open_arms >> np.uint64(chosen)) & _ONE == 0:
            if within == size:
                block, within = block + 1, 0
                order = arrangement(key, block, len(orders)) if len(orders) > 0 else 0
            if len(orders) > 0:
                chosen = int(np.int64(orders[order, within]))
            else:
                chosen = arm_of_many(key, block, within, table.places)
            within += 1
        arm[i], place[i] = chosen, block * size + within - 1


@compiled
def _allocate_blocks(
    key: np.uint64, orders: NDArray[np.int8], at: int, place: Places, arm: NDArray[np.int8]
) -> None:
    """The places from `at` on, all arms open."""
    size, i = orders.shape[1], 0
    for k in range(len(place)):
        place[k] = at + k
    block, within = at // size, at % size
    while i < len(arm):
        order = orders[arrangement(key, block, len(orders))]
        for w in range(within, min(size, within + len(arm) - i)):
            arm[i] = order[w]
            i += 1
        block, within = block + 1, 0


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
def _set_rates(arm: int, log_hazard_ratio: float, hazard: Floats, sensitivity: Floats, rates: Floats) -> None:
    for k in range(hazard.shape[1]):
        s = sensitivity[arm, k]
        rates[arm, k] = hazard[arm, k] * np.exp(s * log_hazard_ratio) if s != 0.0 else hazard[arm, k]


@compiled
def _events(
    key: np.uint64,
    prevalence: float,
    table: HazardTable,
    rates: Floats,
    marker: MarkerTable,
    curve: CurveTable,
    patient: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
    time: Floats,
) -> None:
    """Months from enrolment to each patient's event, inf for the cured. One uniform serves all arms."""
    starts, hazard, sensitivity, shape = table.starts, table.hazard, table.sensitivity, table.shape
    _exposures(key, table.cured, patient, arm, first, end, time)
    if len(marker.log_values) == 1:
        for a in range(len(hazard)):
            _set_rates(a, effect_at(curve, a, marker.log_values[0]), hazard, sensitivity, rates)
        if len(starts) == 1 and shape == 1.0 and rates.min() > 0.0:
            months = 1.0 / rates
            for i in range(first, end):
                time[i] *= months[arm[i], 0]
            return
        for i in range(first, end):
            time[i] = time_to_event(time[i], int(np.int64(arm[i])), starts, rates, shape)
        return
    for i in range(first, end):
        a = int(np.int64(arm[i]))
        log_x = usual(key, int(np.int64(patient[i])), prevalence, marker)
        _set_rates(a, effect_at(curve, a, log_x), hazard, sensitivity, rates)
        time[i] = time_to_event(time[i], a, starts, rates, shape)


@compiled
def _exposures(
    key: np.uint64, cured: Floats, patient: Places, arm: NDArray[np.int8], first: int, end: int, out: Floats
) -> None:
    """Cumulative hazards at which the events come, inf for the cured."""
    _uniforms(key, patient[first:end], OUTCOME, out[first:end])
    if cured.max() <= 0.0:
        for i in range(first, end):
            out[i] = minus_log(out[i])
        return
    for i in range(first, end):
        share = cured[arm[i]]
        out[i] = minus_log((out[i] - share) / (1.0 - share)) if out[i] > share else np.inf


@compiled
def _dropouts(
    key: np.uint64,
    per_month: Floats,
    patient: Places,
    arm: NDArray[np.int8],
    first: int,
    end: int,
    time: Floats,
    event: NDArray[np.bool_],
) -> None:
    """Those who leave before their event are followed until they do."""
    for i in range(first, end):
        event[i] = time[i] < np.inf
    if per_month.max() <= 0.0:
        return
    left = np.empty(end)
    _uniforms(key, patient[first:end], DROPOUT, left[first:end])
    for i in range(first, end):
        v, leaves = left[i], per_month[arm[i]]
        # -ln v >= 1 - v, so that most patients are known to stay without a logarithm.
        if 1.0 - v < leaves * time[i] and leaves > 0.0:
            out = minus_log(v) / leaves
            if out < time[i]:
                time[i], event[i] = out, False


@compiled
def enrol(
    keys: Words,
    eligible: Floats,
    prevalence: Floats,
    recruiting: Recruiting,
    marker: MarkerTable,
    curve: CurveTable,
    entry: EntryTable,
    table: HazardTable,
    most: int,
    cohorts: Cohorts,
) -> int:
    """Enrol the trials in recruiting.rows up to their size, each going on from whoever is enrolled.

    keys, eligible, prevalence : (trials,), the first random; eligible : probability that a screened patient may be
    enrolled, in (0, 1]. most : eligible patients after which a trial that is still not full is given up.
    cohorts : changed in place, but for `entry`. Returns how many trials did not reach their size.
    """
    rates, short = table.hazard.copy(), 0
    for m in range(len(recruiting.rows)):
        r = recruiting.rows[m]
        first, size = cohorts.enrolled[r], recruiting.size[m]
        if first >= size:
            continue
        key, patient, arm, time = keys[r], cohorts.patient[r], cohorts.arm[r], cohorts.time[r]
        end = _arrivals(
            key,
            eligible[r],
            prevalence[r],
            recruiting.admitted[m],
            recruiting.after[m],
            recruiting.poisson,
            marker,
            curve,
            entry,
            most,
            first,
            cohorts.clock[r, :size],
            cohorts.group[r],
            patient,
            cohorts.screened[r],
            cohorts.effect[r],
            cohorts.misplaced[r],
        )
        _allocate(
            key, recruiting.arms[m], recruiting.shares, m, entry, patient, cohorts.place[r], arm, first, end
        )
        _events(key, prevalence[r], table, rates, marker, curve, patient, arm, first, end, time)
        _dropouts(key, table.dropout, patient, arm, first, end, time, cohorts.event[r])
        cohorts.enrolled[r] = end
        short += 1 if end < size else 0
    return short


@compiled
def take_back(rows: Integers, after: Floats, cohorts: Cohorts) -> None:
    """Undo the enrolment, in the trials of `rows`, of all who enter later than `after` months, (rows,): at an adaptation
    they have not come yet, and whoever is then recruited takes their place."""
    for m in range(len(rows)):
        r = rows[m]
        i = cohorts.enrolled[r]
        while i > 0 and cohorts.entry[r, i - 1] > after[m]:
            i -= 1
            cohorts.clock[r, i] = cohorts.entry[r, i] = cohorts.time[r, i] = np.inf
            cohorts.event[r, i] = False
        cohorts.enrolled[r] = i
