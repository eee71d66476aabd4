"""The one simulation loop: patients arrive, are screened, enrolled, allocated and observed.

Every random number is addressed, not consumed: number `slot` of patient `j` in the trial keyed `key` is
output 8 j + slot + 1 of SplitMix64 seeded with `key` (Steele, Lea & Flood 2014, OOPSLA, figure 17). The
keys come from the generator the caller passes. So all designs replay the same patients, a design's
numbers do not depend on which others run beside it, and one trial can be replayed alone.

What leaves the loop are tallies (sufficient statistics) at given sizes; tests and decisions are made
from them outside, on arrays of trials.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CONSTANT, STEP, LOG_LINEAR, EMAX, POINTS = range(5)
NORMAL, LOGISTIC = range(2)
CONTROL, EXPERIMENTAL, UNTREATED = range(3)  # arms of a tally; UNTREATED is EXPERIMENTAL without effect

_MARKER, _NOISE, _FAILURES, _ARM, _DROPOUT, _OUTCOME = (np.uint64(i) for i in range(6))
_SLOTS = np.uint64(8)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_ONE = np.uint64(1)


class MarkerTable(NamedTuple):
    """Natural logs of the marker's usual values.

    sample : log_values are patients, drawn by a Polya urn; otherwise the quantile function at
    `probabilities`, linear between them. noise_sd : SD of ln(measured) given the usual value.
    left_slope, right_slope : of ln(value) per normal score, outside the outermost knots.
    """

    sample: bool
    probabilities: Floats
    log_values: Floats
    noise_sd: float
    left_slope: float
    right_slope: float


class CurveTable(NamedTuple):
    """Effect against ln(usual value). kind : CONSTANT ... POINTS."""

    kind: int
    level: float
    half: float
    log_half: float
    slope: float
    at_log: Floats
    at_effect: Floats


class OutcomeTable(NamedTuple):
    """latent : NORMAL or LOGISTIC, mean 0, times `scale`. A treated patient's latent outcome moves by
    its effect, or by shift(effect) linear between (shift_effect, shift_value) where given. cuts : ascending latent thresholds
    between categories; empty keeps the latent value itself as outcome.
    """

    latent: int
    scale: float
    cuts: Floats
    shift_effect: Floats
    shift_value: Floats
    dropout: float


class LaneTable(NamedTuple):
    """Lanes enrol side by side from the same screened patients. first : (lanes + 1,) offsets into
    sizes, ascending within a lane. block_experimental of block_total places are experimental."""

    log_cutoff: Floats
    first: Integers
    sizes: Integers
    block_experimental: Integers
    block_total: Integers


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
        num = 2.5090809287301226727e3
        for a in (
            3.3430575583588128105e4,
            6.7265770927008700853e4,
            4.5921953931549871457e4,
            1.3731693765509461125e4,
            1.9715909503065514427e3,
            1.3314166789178437745e2,
            3.3871328727963666080e0,
        ):
            num = num * r + a
        den = 5.2264952788528545610e3
        for b in (
            2.8729085735721942674e4,
            3.9307895800092710610e4,
            2.1213794301586595867e4,
            5.3941960214247511077e3,
            6.8718700749205790830e2,
            4.2313330701600911252e1,
            1.0,
        ):
            den = den * r + b
        return q * num / den
    r = np.sqrt(-np.log(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        num = 7.74545014278341407640e-4
        for c in (
            2.27238449892691845833e-2,
            2.41780725177450611770e-1,
            1.27045825245236838258e0,
            3.64784832476320460504e0,
            5.76949722146069140550e0,
            4.63033784615654529590e0,
            1.42343711074968357734e0,
        ):
            num = num * r + c
        den = 1.05075007164441684324e-9
        for d in (
            5.47593808499534494600e-4,
            1.51986665636164571966e-2,
            1.48103976427480074590e-1,
            6.89767334985100004550e-1,
            1.67638483018380384940e0,
            2.05319162663775882187e0,
            1.0,
        ):
            den = den * r + d
    else:
        r -= 5.0
        num = 2.01033439929228813265e-7
        for e in (
            2.71155556874348757815e-5,
            1.24266094738807843860e-3,
            2.65321895265761230930e-2,
            2.96560571828504891230e-1,
            1.78482653991729133580e0,
            5.46378491116411436990e0,
            6.65790464350110377720e0,
        ):
            num = num * r + e
        den = 2.04426310338993978564e-15
        for f in (
            1.42151175831644588870e-7,
            1.84631831751005468180e-5,
            7.86869131145613259100e-4,
            1.48753612908506148525e-2,
            1.36929880922735805310e-1,
            5.99832206555887937690e-1,
            1.0,
        ):
            den = den * r + f
    return float(-num / den if q < 0 else num / den)


@compiled
def log_quantile(marker: MarkerTable, p: float) -> float:
    """ln of the marker's p-quantile, from knots."""
    knots, values = marker.probabilities, marker.log_values
    last = len(knots) - 1
    if p < knots[0]:
        return float(values[0] + marker.left_slope * (normal_quantile(p) - normal_quantile(knots[0])))
    if p > knots[last]:
        return float(values[last] + marker.right_slope * (normal_quantile(p) - normal_quantile(knots[last])))
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
def _usual(marker: MarkerTable, u: float, urn: Integers, patient: int) -> float:
    """ln of a patient's usual value. From a sample by Polya urn: drawing from the sample and from the
    patients already drawn is sampling under Bayesian-bootstrap weights (Rubin 1981, Ann Stat 9:130;
    Blackwell & MacQueen 1973, Ann Stat 1:353), so each trial has its own plausible population."""
    if not marker.sample:
        return log_quantile(marker, u)
    m = len(marker.log_values)
    ball = min(int(u * (m + patient)), m + patient - 1)
    urn[patient] = ball if ball < m else urn[ball - m]
    return float(marker.log_values[urn[patient]])


@compiled
def _latent(outcome: OutcomeTable, u: float) -> float:
    if outcome.latent == NORMAL:
        return outcome.scale * normal_quantile(u)
    return float(outcome.scale * np.log(u / (1.0 - u)))


@compiled
def _count(tally: Floats, lane: int, arm: int, cuts: Floats, latent: float) -> None:
    """Add one outcome: to (n, sum, sum of squares), or to its category's count."""
    # Indexed in full: a view of one arm would cost more than the sums themselves.
    if len(cuts) == 0:
        tally[lane, arm, 0] += 1.0
        tally[lane, arm, 1] += latent
        tally[lane, arm, 2] += latent * latent
        return
    category = 0
    while category < len(cuts) and latent > cuts[category]:
        category += 1
    tally[lane, arm, category] += 1.0


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
    cuts, cutoffs, first = outcome.cuts, lanes.log_cutoff, lanes.first
    k = len(cuts) + 1 if len(cuts) > 0 else 3
    tallies = np.zeros((len(keys), n_sizes, 3, k))
    counts = np.zeros((len(keys), n_sizes, 3), np.int64)
    effect_sums = np.zeros((len(keys), n_sizes))
    urn = np.zeros(most if marker.sample else 1, np.int64)
    running = np.zeros((n_lanes, 3, k))
    enrolled = np.zeros(n_lanes, np.int64)
    below = np.zeros(n_lanes, np.int64)
    effect = np.zeros(n_lanes)
    free = np.zeros((n_lanes, 2), np.int64)  # experimental places and all places left in the open block
    at = np.zeros(n_lanes, np.int64)  # the size each lane reaches next
    given_up = 0
    for r in range(len(keys)):
        key = keys[r]
        log_fail = np.log1p(-eligible[r]) if eligible[r] < 1.0 else 0.0
        running[:] = 0.0
        enrolled[:] = 0
        below[:] = 0
        effect[:] = 0.0
        free[:] = 0
        for lane in range(n_lanes):
            at[lane] = first[lane]
        lowest = cutoffs.min()
        screened = 0
        patient = 0
        open_lanes = n_lanes
        while open_lanes > 0:
            if patient >= most:
                given_up += 1
                break
            log_x = _usual(marker, uniform(key, patient, _MARKER), urn, patient)
            log_m = log_x
            if marker.noise_sd > 0.0:
                log_m += marker.noise_sd * normal_quantile(uniform(key, patient, _NOISE))
            if log_fail < 0.0:
                screened += int(np.log(uniform(key, patient, _FAILURES)) / log_fail)
            screened += 1
            patient += 1
            if log_m < lowest:
                continue
            theta = effect_at(curve, log_x)
            latent = _latent(outcome, uniform(key, patient - 1, _OUTCOME))
            if len(outcome.shift_effect) > 0:
                shifted = latent + interpolate(theta, outcome.shift_effect, outcome.shift_value)
            else:
                shifted = latent + theta
            arm = uniform(key, patient - 1, _ARM)
            stays = outcome.dropout <= 0.0 or uniform(key, patient - 1, _DROPOUT) >= outcome.dropout
            for lane in range(n_lanes):
                if log_m < cutoffs[lane] or at[lane] == first[lane + 1]:
                    continue
                if free[lane, 1] == 0:
                    free[lane, 0], free[lane, 1] = lanes.block_experimental[lane], lanes.block_total[lane]
                treated = arm * free[lane, 1] < free[lane, 0]
                free[lane, 1] -= 1
                enrolled[lane] += 1
                effect[lane] += theta
                below[lane] += 1 if log_x < cutoffs[lane] else 0
                if treated:
                    free[lane, 0] -= 1
                    if stays:
                        _count(running, lane, EXPERIMENTAL, cuts, shifted)
                        _count(running, lane, UNTREATED, cuts, latent)
                elif stays:
                    _count(running, lane, CONTROL, cuts, latent)
                if enrolled[lane] == lanes.sizes[at[lane]]:
                    i = at[lane]
                    tallies[r, i] = running[lane]
                    counts[r, i, 0], counts[r, i, 1], counts[r, i, 2] = patient, screened, below[lane]
                    effect_sums[r, i] = effect[lane]
                    at[lane] += 1
                    if at[lane] == first[lane + 1]:
                        open_lanes -= 1
                        lowest = np.inf
                        for other in range(n_lanes):
                            if at[other] < first[other + 1]:
                                lowest = min(lowest, cutoffs[other])
    return tallies, counts, effect_sums, given_up
