"""The one simulation loop: patients arrive, are screened, enrolled, allocated and observed.

Every random number is addressed, not consumed: number `slot` of patient `j` in the trial keyed `key` is
output 8 j + slot + 1 of SplitMix64 seeded with `key` (Steele, Lea & Flood 2014, OOPSLA, figure 17). The
keys come from the generator the caller passes. So all designs replay the same patients, a design's
numbers do not depend on which others run beside it, and one trial can be replayed alone.

What leaves the loop are tallies (sufficient statistics) at given sizes; tests and decisions are made
from them outside, on arrays of trials.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels import as241
from trialwright.kernels.compiled import compiled
from trialwright.kernels.tables import CurveTable, LaneState, LaneTable, MarkerTable, OutcomeTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CONSTANT, STEP, LOG_LINEAR, EMAX, POINTS = range(5)  # CurveTable.kind
CONTROL, EXPERIMENTAL, UNTREATED = range(3)  # arms of a tally; UNTREATED is EXPERIMENTAL without effect

_MARKER, _NOISE, _FAILURES, _ARM, _DROPOUT, _OUTCOME = (np.uint64(i) for i in range(6))
_CHUNK = 64  # patients screened ahead; a matter of speed, no number depends on it
_SLOTS = np.uint64(8)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_ONE = np.uint64(1)


@compiled
def uniform(key: np.uint64, patient: int, slot: np.uint64) -> float:
    """A number in the open interval (0, 1), the same for the same address, with 53 random bits."""
    z = key + (np.uint64(patient) * _SLOTS + slot + _ONE) * _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    return float((np.float64(z >> _S11) + 0.5) * 2.0**-53)


@compiled
def normal_quantile(p: float) -> float:
    """Standard normal quantile for p in (0, 1), relative error about 1e-16.

    Source: Wichura 1988, Appl Stat 37:477, algorithm AS 241 (PPND16).
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _polynomial(r, as241.CENTRE_NUMERATOR) / _polynomial(r, as241.CENTRE_DENOMINATOR)
    r = np.sqrt(-np.log(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        x = _polynomial(r - 1.6, as241.MIDDLE_NUMERATOR) / _polynomial(r - 1.6, as241.MIDDLE_DENOMINATOR)
    else:
        x = _polynomial(r - 5.0, as241.FAR_NUMERATOR) / _polynomial(r - 5.0, as241.FAR_DENOMINATOR)
    return -x if q < 0 else x


@compiled
def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    total = 0.0
    for c in coefficients:
        total = total * x + c
    return total


@compiled
def log_quantile(p: float, knots: Floats, values: Floats, left_slope: float, right_slope: float) -> float:
    """ln of the marker's p-quantile: the fields of a MarkerTable that is not a sample."""
    last = len(knots) - 1
    if p < knots[0]:
        return float(values[0] + left_slope * (normal_quantile(p) - normal_quantile(knots[0])))
    if p > knots[last]:
        return float(values[last] + right_slope * (normal_quantile(p) - normal_quantile(knots[last])))
    i = 1
    while i < last and p > knots[i]:
        i += 1
    share = (p - knots[i - 1]) / (knots[i] - knots[i - 1])
    return float(values[i - 1] + share * (values[i] - values[i - 1]))


@compiled
def interpolate(x: float, xs: Floats, ys: Floats) -> float:
    """Linear between (xs, ys), flat outside; xs ascending."""
    if x <= xs[0]:
        return float(ys[0])
    last = len(xs) - 1
    if x >= xs[last]:
        return float(ys[last])
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if xs[middle] <= x:
            low = middle
        else:
            high = middle
    return float(ys[low] + (x - xs[low]) / (xs[high] - xs[low]) * (ys[high] - ys[low]))


@compiled
def effect_at(curve: CurveTable, log_x: float) -> float:
    """The treatment effect at usual value exp(log_x), on the endpoint's scale."""
    if curve.kind == STEP:
        return curve.level if log_x >= curve.log_half else 0.0
    if curve.kind == LOG_LINEAR:
        return curve.level + curve.slope * (log_x - curve.log_half)
    if curve.kind == EMAX:
        x = np.exp(log_x)
        return float(curve.level * x / (x + curve.half))
    if curve.kind == POINTS:
        return interpolate(log_x, curve.at_log, curve.at_effect)
    return curve.level


@compiled
def effects(curve: CurveTable, log_x: Floats) -> Floats:
    """effect_at for each of log_x."""
    out = np.empty(len(log_x))
    for i in range(len(log_x)):
        out[i] = effect_at(curve, log_x[i])
    return out


@compiled
def _screen(
    key: np.uint64,
    start: int,
    eligible: float,
    marker: MarkerTable,
    urn: Integers,
    log_x: Floats,
    log_m: Floats,
    screened: Integers,
) -> None:
    """The next len(log_x) eligible patients: usual and measured ln(marker), and how many were screened to
    find them, counted from the trial's first."""
    log_fail = np.log1p(-eligible) if eligible < 1.0 else 0.0
    total = screened[-1] if start > 0 else 0
    # Arrays taken out of their tuples once: each time costs as much as a random number.
    knots, usual = marker.probabilities, marker.log_values
    sample, noise_sd, left, right = marker.sample, marker.noise_sd, marker.left_slope, marker.right_slope
    for i in range(len(log_x)):
        patient = start + i
        if len(usual) == 1:
            log_x[i] = usual[0]
        elif sample:
            log_x[i] = usual[_drawn(uniform(key, patient, _MARKER), patient, len(usual), urn)]
        else:
            log_x[i] = log_quantile(uniform(key, patient, _MARKER), knots, usual, left, right)
        log_m[i] = log_x[i]
        if noise_sd > 0.0:
            log_m[i] += noise_sd * normal_quantile(uniform(key, patient, _NOISE))
        total += 1
        if log_fail < 0.0:  # those who failed before this one are geometric
            total += int(np.log(uniform(key, patient, _FAILURES)) / log_fail)
        screened[i] = total


@compiled
def _drawn(u: float, patient: int, patients_of_sample: int, urn: Integers) -> int:
    """Which patient of a sample this one is like, by Polya urn: drawing from the sample and from the
    patients already drawn is sampling under Bayesian-bootstrap weights (Rubin 1981, Ann Stat 9:130;
    Blackwell & MacQueen 1973, Ann Stat 1:353), so each trial has its own plausible population."""
    m = patients_of_sample
    ball = min(int(u * (m + patient)), m + patient - 1)
    urn[patient] = ball if ball < m else urn[ball - m]
    return int(urn[patient])


@compiled
def _observe(
    key: np.uint64,
    start: int,
    lowest: float,
    curve: CurveTable,
    outcome: OutcomeTable,
    log_x: Floats,
    log_m: Floats,
    theta: Floats,
    values: Floats,
) -> None:
    """Effect and outcome of each patient who measures at least `lowest`. values : (n, 2) without and with
    treatment, a value about the control mean or the number of a category."""
    cuts = outcome.cuts
    edges = np.empty((2, len(cuts)))  # P(category <= j) without treatment, and at the last patient's shift
    for j in range(len(cuts)):
        edges[0, j] = edges[1, j] = 1.0 / (1.0 + np.exp(-cuts[j]))
    last = 0.0
    for i in range(len(log_x)):
        if log_m[i] < lowest:
            continue
        theta[i] = effect_at(curve, log_x[i])
        shift = theta[i]
        if len(outcome.shift_effect) > 0:
            shift = interpolate(theta[i], outcome.shift_effect, outcome.shift_value)
        u = uniform(key, start + i, _OUTCOME)
        if len(cuts) == 0:
            values[i, 0] = outcome.sd * normal_quantile(u)
            values[i, 1] = values[i, 0] + shift
            continue
        if shift != last:
            for j in range(len(cuts)):
                edges[1, j] = 1.0 / (1.0 + np.exp(shift - cuts[j]))
            last = shift
        values[i, 0] = values[i, 1] = 0.0
        for j in range(len(cuts)):
            values[i, 0] += 1.0 if u > edges[0, j] else 0.0
            values[i, 1] += 1.0 if u > edges[1, j] else 0.0


@compiled
def _enrol(
    key: np.uint64,
    start: int,
    dropout: float,
    lane: int,
    lanes: LaneTable,
    log_x: Floats,
    log_m: Floats,
    theta: Floats,
    values: Floats,
    categorical: bool,
    state: LaneState,
) -> int:
    """Enrol a lane's patients, in order, until its next size is reached or the patients end. Returns the place in
    the arrays from which the lane goes on: one past the last patient it has dealt with."""
    cutoff, block, size = lanes.log_cutoff[lane], lanes.block_total[lane], lanes.sizes[state.at[lane]]
    enrolled, below, effect = state.enrolled[lane], state.below[lane], state.effect[lane]
    places, places_experimental = state.places[lane], state.places_experimental[lane]
    i = state.next[lane] - start
    while i < len(log_x) and enrolled < size:
        i += 1
        if log_m[i - 1] < cutoff:
            continue
        if places == 0:
            places, places_experimental = block, lanes.block_experimental[lane]
        treated = uniform(key, start + i - 1, _ARM) * places < places_experimental
        places -= 1
        places_experimental -= 1 if treated else 0
        enrolled += 1
        effect += theta[i - 1]
        below += 1 if log_x[i - 1] < cutoff else 0
        if dropout > 0.0 and uniform(key, start + i - 1, _DROPOUT) < dropout:
            continue
        _count(
            state.tally, lane, EXPERIMENTAL if treated else CONTROL, categorical, values[i - 1, int(treated)]
        )
        if treated:
            _count(state.tally, lane, UNTREATED, categorical, values[i - 1, 0])
    state.enrolled[lane], state.below[lane], state.effect[lane] = enrolled, below, effect
    state.places[lane], state.places_experimental[lane] = places, places_experimental
    state.next[lane] = start + i
    return int(i)


@compiled
def _count(tally: Floats, lane: int, arm: int, categorical: bool, value: float) -> None:
    """Add one outcome: to its category's count, or to (n, sum, sum of squares)."""
    if categorical:
        tally[lane, arm, int(value)] += 1.0
    else:
        tally[lane, arm, 0] += 1.0
        tally[lane, arm, 1] += value
        tally[lane, arm, 2] += value * value


@compiled
def simulate(
    keys: NDArray[np.uint64],
    eligible: Floats,
    marker: MarkerTable,
    curve: CurveTable,
    outcome: OutcomeTable,
    lanes: LaneTable,
    most: int,
) -> tuple[Floats, Integers, Floats, int]:
    """Run len(keys) trials.

    keys : (trials,) random. eligible : (trials,) probability that a screened patient passes the criteria, in (0, 1].
    most : eligible patients after which a trial that is still not full is given up.
    Returns tallies (trials, sizes, 3 arms, k): n, sum and sum of squares about the control mean, or counts
    by category; counts (trials, sizes, 3): eligible patients seen, patients screened, enrolled with a usual
    value below the cut-off; effect (trials, sizes): sum over enrolled of their effects; and how many trials
    were given up (0 unless the population can hardly fill them).
    """
    n_lanes, n_sizes = len(lanes.log_cutoff), len(lanes.sizes)
    k = len(outcome.cuts) + 1 if len(outcome.cuts) > 0 else 3
    tallies = np.zeros((len(keys), n_sizes, 3, k))
    counts = np.zeros((len(keys), n_sizes, 3), np.int64)
    effects_of_enrolled = np.zeros((len(keys), n_sizes))
    urn = np.zeros(most + _CHUNK if marker.sample else 1, np.int64)
    log_x, log_m, theta = np.empty(_CHUNK), np.empty(_CHUNK), np.empty(_CHUNK)
    screened, values = np.zeros(_CHUNK, np.int64), np.empty((_CHUNK, 2))
    state = LaneState(
        np.zeros((n_lanes, 3, k)),
        np.zeros(n_lanes),
        np.zeros(n_lanes, np.int64),
        np.zeros(n_lanes, np.int64),
        np.zeros(n_lanes, np.int64),
        np.zeros(n_lanes, np.int64),
        np.zeros(n_lanes, np.int64),
        np.zeros(n_lanes, np.int64),
    )
    given_up = 0
    for r in range(len(keys)):
        _reset(state, lanes)
        start, lowest = 0, lanes.log_cutoff.min()
        while lowest < np.inf and start < most:
            _screen(keys[r], start, eligible[r], marker, urn, log_x, log_m, screened)
            _observe(keys[r], start, lowest, curve, outcome, log_x, log_m, theta, values)
            lowest = np.inf
            for lane in range(n_lanes):
                while state.at[lane] < lanes.first[lane + 1] and state.next[lane] < start + _CHUNK:
                    i = _enrol(
                        keys[r],
                        start,
                        outcome.dropout,
                        lane,
                        lanes,
                        log_x,
                        log_m,
                        theta,
                        values,
                        len(outcome.cuts) > 0,
                        state,
                    )
                    at = state.at[lane]
                    if state.enrolled[lane] == lanes.sizes[at]:
                        tallies[r, at] = state.tally[lane]
                        counts[r, at, 0], counts[r, at, 1] = start + i, screened[i - 1]
                        counts[r, at, 2] = state.below[lane]
                        effects_of_enrolled[r, at] = state.effect[lane]
                        state.at[lane] += 1
                if state.at[lane] < lanes.first[lane + 1]:
                    lowest = min(lowest, lanes.log_cutoff[lane])
            start += _CHUNK
        given_up += 1 if lowest < np.inf else 0
    return tallies, counts, effects_of_enrolled, given_up


@compiled
def _reset(state: LaneState, lanes: LaneTable) -> None:
    state.tally[:] = 0.0
    state.effect[:] = 0.0
    state.enrolled[:] = 0
    state.below[:] = 0
    state.places[:] = 0
    state.places_experimental[:] = 0
    state.next[:] = 0
    state.at[:] = lanes.first[:-1]
