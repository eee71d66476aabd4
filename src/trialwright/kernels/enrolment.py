"""One wave of a block of trials, patient by patient: each trial goes from its next patient to its next size.

A patient is an eligible person: the marker is looked at, then those who are admitted get an arm and an outcome. Every
number is addressed (kernels.addressed), so a wave goes on from (key, next patient, next place) alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import DROPOUT, MARKER, NOISE, below, normal, number, open_unit, uniform
from trialwright.kernels.allocation import arm_by_share, arm_of_many, arrangement
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.curves import effect_at, interpolate, log_quantile
from trialwright.kernels.observation import observe
from trialwright.kernels.tables import (
    CourseTable,
    CurveTable,
    EntryTable,
    InstructionTable,
    MarkerTable,
    OutcomeTable,
    WaveTable,
)

Floats = NDArray[np.float64]
_ONE = np.uint64(1)


@compiled
def enrol(
    course: CourseTable,
    given: InstructionTable,
    marker: MarkerTable,
    curve: CurveTable,
    outcome: OutcomeTable,
    entry: EntryTable,
    most: int,
    wave: WaveTable,
) -> int:
    """Move the trials of `given.rows` on, and count what happens in `wave`.

    most : eligible patients after which a trial that is still not full is given up.
    Returns how many trials were given up (0 unless the population can hardly fill them).
    """
    given_up = 0
    everyone, by_blocks = len(entry.log_cutoffs) == 0, len(given.shares) == 0
    size, orders = entry.places.sum(), len(entry.arrangements)
    for i in range(len(given.rows)):
        r = given.rows[i]
        key, prevalence, admitted, arms = (
            course.keys[r],
            course.prevalence[r],
            given.admitted[i],
            given.arms[i],
        )
        patient, enrolled, place, target = (
            course.patient[r],
            course.enrolled[r],
            course.place[r],
            given.target[i],
        )
        block, within = place // size, place % size
        order = arrangement(key, block, orders) if orders > 0 else 0
        while enrolled < target and patient < most:
            log_x = usual(key, patient, prevalence, marker)
            b = 0
            if not everyone:
                b = bin_of(measured(key, patient, log_x, marker), entry.log_cutoffs)
                if (admitted >> np.uint64(b)) & _ONE == 0:
                    patient += 1
                    continue
            arm = -1
            while by_blocks and (arm < 0 or (arms >> np.uint64(arm)) & _ONE == 0):
                if within == size:
                    block, within = block + 1, 0
                    order = arrangement(key, block, orders) if orders > 0 else 0
                if orders > 0:
                    arm = int(np.int64(entry.arrangements[order, within]))
                else:
                    arm = arm_of_many(key, block, within, entry.places)
                within += 1
            if not by_blocks:
                arm = arm_by_share(key, patient, given.shares, i)
            enrolled += 1
            effect = effect_at(curve, 1, log_x)
            wave.effect[i] += effect
            if not everyone and (admitted >> np.uint64(bin_of(log_x, entry.log_cutoffs))) & _ONE == 0:
                wave.misplaced[i] += 1
            if outcome.dropout[arm] == 0.0 or uniform(key, patient, DROPOUT) >= outcome.dropout[arm]:
                shift = 0.0
                if arm > 0:
                    shift = effect if arm == 1 else effect_at(curve, arm, log_x)
                    if len(outcome.shift_effect) > 0:
                        shift = interpolate(shift, outcome.shift_effect, outcome.shift_value)
                shift += outcome.drift * patient / 100.0
                observe(key, patient, shift, outcome, wave.tally, i, b, arm)
            patient += 1
        course.patient[r], course.enrolled[r], course.place[r] = patient, enrolled, block * size + within
        given_up += 1 if enrolled < target else 0
    return given_up


@inlined
def usual(key: np.uint64, patient: int, prevalence: float, marker: MarkerTable) -> float:
    """ln of the patient's usual marker value."""
    usual = marker.log_values
    if len(usual) == 1:
        return float(usual[0])
    if marker.binary:
        return float(usual[1] if uniform(key, patient, MARKER) < prevalence else usual[0])
    if marker.sample:
        return float(usual[_drawn(key, patient, len(usual))])
    return float(
        log_quantile(
            uniform(key, patient, MARKER),
            marker.probabilities,
            usual,
            marker.left_slope,
            marker.right_slope,
        )
    )


@inlined
def _drawn(key: np.uint64, patient: int, m: int) -> int:
    """Which of a sample's m patients this one is like, by Polya urn: drawing from the sample and from the patients
    already drawn is sampling under Bayesian-bootstrap weights (Rubin 1981, Ann Stat 9:130; Blackwell & MacQueen 1973,
    Ann Stat 1:353), so each trial has its own plausible population."""
    ball = below(number(key, patient, MARKER), m + patient)
    while ball >= m:
        patient = ball - m
        ball = below(number(key, patient, MARKER), m + patient)
    return int(ball)


@inlined
def measured(key: np.uint64, patient: int, log_x: float, marker: MarkerTable) -> float:
    """ln of the marker as screening measures it."""
    if marker.binary:
        u = open_unit(number(key, patient, NOISE))
        positive = log_x == marker.log_values[1]
        found = u < marker.sensitivity if positive else u >= marker.specificity
        return float(marker.log_values[1] if found else marker.log_values[0])
    if marker.noise_sd > 0.0:
        return log_x + marker.noise_sd * normal(number(key, patient, NOISE))
    return log_x


@inlined
def bin_of(log_m: float, log_cutoffs: Floats) -> int:
    b = 0
    while b < len(log_cutoffs) and log_m >= log_cutoffs[b]:
        b += 1
    return b
