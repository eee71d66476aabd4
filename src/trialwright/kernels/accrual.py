"""When the eligible patients of a trial came, and how many others were screened meanwhile.

Screened patients arrive as a Poisson process. Its clock runs in patients: one unit is the time in which one screened
patient is expected, whatever the calendar's rate is then. Those who pass the criteria are a thinned process, those who
fail an independent one, so neither needs to be followed patient by patient.

Eligible patient j comes at the same clock under every design, wherever that looks: the waits for SPAN patients are drawn as
one gamma number, and are parted into halves, again and again, by a beta number at each half's own address, as far as the
patient asked for. Screen failures are parted likewise, by binomial numbers.
Source: the gamma process bridge, Ribeiro & Webber 2003, J Comput Finance 7:81.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import (
    TIME,
    TRIAL,
    after,
    aside,
    binomial,
    gamma,
    normal,
    number,
    open_unit,
    poisson,
)
from trialwright.kernels.compiled import compiled, inlined

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

SPAN = 512  # eligible patients whose waits are drawn together; a power of 2
_D = SPAN - 1.0 / 3.0
_C = 1.0 / math.sqrt(9.0 * _D)
_S11, _LOW = np.uint64(11), np.uint64(2**24 - 1)
_SPREAD = np.sqrt(0.5 / np.maximum(np.arange(SPAN // 2 + 1) - 1.0, 0.5))


@inlined
def _low_bits(h: np.uint64) -> float:
    """Bits of h as a number in (0, 1), which move its normal number by a part in 2^29 at most: as good as another one."""
    return (np.float64((h >> _S11) & _LOW) + 0.5) * 2.0**-24


@inlined
def _whole(key: np.uint64, span: int, eligible: float) -> tuple[float, int]:
    """Clock that the span's patients took together, and the screen failures in it. The halves of a span have the addresses
    span * SPAN + 1, 2, ... of a binary heap; the span itself has + 0. The gamma number is that of Marsaglia & Tsang 2000."""
    h = number(key, TRIAL + span * SPAN, TIME)
    g = h
    while True:
        x = normal(g)
        v = 1.0 + _C * x
        v, square = v * v * v, x * x
        if v > 0.0:
            u = _low_bits(g)
            if u < 1.0 - 0.0331 * square * square or math.log(u) < 0.5 * square + _D * (
                1.0 - v + math.log(v)
            ):
                break
        g = after(g)
    waited = _D * v / eligible
    return waited, poisson(aside(aside(h)), waited * (1.0 - eligible)) if eligible < 1.0 else 0


@inlined
def _share(h: np.uint64, half: int) -> float:
    """A symmetric beta(half, half) number: (1 + y) / 2, where y has a density like (1 - y^2)^(half - 1), which lies below
    that of a normal number."""
    if half == 1:
        return float(open_unit(h))
    if half == 2:  # the middle one of three uniform numbers
        a, b, c = open_unit(h), open_unit(after(h)), open_unit(aside(h))
        return float(max(min(a, b), min(max(a, b), c)))
    more, spread = half - 1.0, _SPREAD[half]
    while True:
        y = normal(h) * spread
        square, u = y * y, _low_bits(h)
        # -ln of what is accepted is at most x in the middle, so that the logarithm is seldom needed.
        x = more * square * square
        if half > 16 and square < 0.5 and u < 1.0 - x:
            return float(0.5 + 0.5 * y)
        x *= 0.5 + square * (1.0 / 3.0 + 0.45 * square)
        if square < 0.5 and u < 1.0 - x * (1.0 - x * (0.5 - x * (1.0 / 6.0))):
            return float(0.5 + 0.5 * y)
        if square < 1.0 and math.log(u) < more * (math.log1p(-square) + square):
            return float(0.5 + 0.5 * y)
        h = aside(h)


@compiled
def _first_half(key: np.uint64, span: int, node: int, half: int, there: int) -> tuple[float, int]:
    """Share of a stretch of waits that its first half takes, and how many of those who fail in it do so then.

    node : of the tree of halves below a span, 1 the whole of it. half : patients of one half. there : failures of both.
    """
    h = number(key, TRIAL + span * SPAN + node, TIME)
    share = _share(h, half)
    return share, binomial(aside(aside(h)), there, share) if there > 0 else 0


@compiled
def reached(key: np.uint64, eligible: float, patient: int) -> tuple[float, int]:
    """Clock at which as many eligible patients have come, and how many were screened by then. eligible : probability that
    a screened patient is, in (0, 1]."""
    clock, failed = 0.0, 0
    whole, left = patient // SPAN, patient % SPAN
    for span in range(whole):
        waited, more = _whole(key, span, eligible)
        clock += waited
        failed += more
    if left > 0:
        waited, there = _whole(key, whole, eligible)
        node, half = 1, SPAN // 2
        while left > 0:
            share, early = _first_half(key, whole, node, half, there)
            if left >= half:
                clock += waited * share
                failed += early
                waited, there, left, node = waited * (1.0 - share), there - early, left - half, 2 * node + 1
            else:
                waited, there, node = waited * share, early, 2 * node
            half //= 2
    return clock, patient + failed


@compiled
def come(key: np.uint64, eligible: float, clock: float, enough: int) -> tuple[int, int]:
    """Eligible patients who have come by a clock >= 0, and how many were screened by then: the other way round. Not counted
    on past `enough` eligible ones."""
    before, patient, failed, span = 0.0, 0, 0, 0
    waited, there = _whole(key, span, eligible)
    while before + waited <= clock:
        before += waited
        failed += there
        span += 1
        patient += SPAN
        if patient >= enough:
            return patient, patient + failed
        waited, there = _whole(key, span, eligible)
    node, half = 1, SPAN // 2
    while half > 0:
        share, early = _first_half(key, span, node, half, there)
        if before + waited * share <= clock:
            before += waited * share
            failed += early
            patient += half
            waited, there, node = waited * (1.0 - share), there - early, 2 * node + 1
        else:
            waited, there, node = waited * share, early, 2 * node
        half //= 2
    if there > 0:  # of those who fail before the next eligible one
        failed += binomial(number(key, patient, TIME), there, min((clock - before) / waited, 1.0))
    return patient, patient + failed


@compiled
def advance(keys: Words, eligible: Floats, patient: Integers, clock: Floats, screened: Integers) -> None:
    """Set each trial's clock, and count of screened patients, to where `patient` eligible ones have come. All (trials,)."""
    for r in range(len(keys)):
        clock[r], screened[r] = reached(keys[r], eligible[r], patient[r])


@compiled
def advance_wave(
    keys: Words, eligible: Floats, since: Integers, patient: Integers, clock: Floats, screened: Integers
) -> None:
    """The same where no patient is told apart: each trial goes on from `since` by one gamma and one Poisson number, which
    takes a fifth of the time; designs then share clocks only as far as their waves end at the same patients."""
    for r in range(len(keys)):
        more = patient[r] - since[r]
        if more <= 0:
            continue
        h = number(keys[r], TRIAL + since[r], TIME)
        waited = gamma(h, float(more)) / eligible[r]
        clock[r] += waited
        screened[r] += more
        if eligible[r] < 1.0:
            screened[r] += poisson(aside(aside(h)), waited * (1.0 - eligible[r]))


@compiled
def clocks(key: np.uint64, eligible: float, n: int) -> Floats:
    """(n,) at which each of the first n eligible patients of a trial came."""
    out = np.empty(n)
    for j in range(n):
        out[j] = reached(key, eligible, j + 1)[0]
    return out


class Waiting(NamedTuple):
    """Trials that wait for the outcomes of a look, (trials,). admitted : probability that an eligible patient is. patient,
    clock, screened : so far. until : the clock at which the outcomes are known. room : patients that may still enter."""

    admitted: Floats
    patient: Integers
    clock: Floats
    screened: Integers
    until: Floats
    room: Integers


@compiled
def meanwhile(
    keys: Words,
    eligible: Floats,
    of: Waiting,
    told_apart: bool,
    more: Integers,
    seen: Integers,
    assayed: Integers,
) -> None:
    """Who comes in trials that have room: those who enter, whoever is screened, and the eligible of them; all (trials,).

    told_apart : whether the clock is that of patients, of whom the next ones come, or of waves.
    """
    for r in range(len(keys)):
        room, admitted, patient = of.room[r], of.admitted[r], of.patient[r]
        if room <= 0:
            continue
        h = after(number(keys[r], TRIAL + patient, TIME))
        # As many as surely fill the room, whoever of them are admitted.
        enough = int((room + 10.0 * math.sqrt(room) + 50.0) / admitted)
        if told_apart:
            by_then, screened = come(keys[r], eligible[r], of.until[r], patient + enough)
            came = by_then - patient
            screened -= of.screened[r]
        else:
            expected = of.until[r] - of.clock[r]
            came = poisson(aside(h), expected * eligible[r])
            screened = came + poisson(after(h), expected * (1.0 - eligible[r]))
        came = max(min(came, enough), 0)
        entering = came if admitted >= 1.0 else binomial(aside(aside(h)), came, admitted)
        if entering > room:  # recruitment ends with the last of them
            shorter = min(came, math.ceil(room / admitted))
            if told_apart:
                screened = reached(keys[r], eligible[r], patient + shorter)[1] - of.screened[r]
            else:
                screened = screened * shorter // came
            entering, came = room, shorter
        more[r], assayed[r], seen[r] = entering, came, max(screened, came)
