"""Random numbers by address: number `slot` of patient `j` in the trial keyed `key` is always the same.

It is output 8 j + slot + 1 of SplitMix64 seeded with `key` (Steele, Lea & Flood 2014, OOPSLA, figure 17). Nothing is
consumed, so all designs replay the same patients, a design's numbers do not depend on which others run beside it, and
a trial goes on from any patient. A draw that needs more than one number takes the rest from a chain: the output of
SplitMix64 seeded with the number before.
"""

from __future__ import annotations

import math

import numpy as np

from trialwright.kernels import as241, ziggurat
from trialwright.kernels.compiled import compiled, inlined

# Slots of a patient. ARM is addressed by allocation block in place of the patient, the trial's own by TRIAL.
MARKER, NOISE, BASELINE, ARM, DROPOUT, OUTCOME, TIME, EXTRA = (np.uint64(i) for i in range(8))
TRIAL = 1 << 48  # a patient number that no patient has: draws that belong to a whole trial, and to its waves

_SLOTS = np.uint64(8)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
STRIDE = np.uint64(8 * int(_GOLDEN) % 2**64)  # from a patient's state to the next one's in the same slot
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_ONE, _ASIDE = np.uint64(1), np.uint64(0xD1B54A32D192ED03)
_LAYER, _SIGNED = np.uint64(0xFF), np.uint64(0x1FF)
_WIDTH, _HEIGHT, _TAIL = ziggurat.WIDTH, ziggurat.HEIGHT, ziggurat.TAIL
# Each layer twice, so that the sign is looked up too: a branch on it would be guessed wrong half the time.
_SIGNED_WIDTH = np.concatenate([ziggurat.WIDTH, -ziggurat.WIDTH])
_INSIDE = np.concatenate([ziggurat.INSIDE, ziggurat.INSIDE])
_NORMAL_FROM = 10.0  # mean of a binomial or Poisson from which rejection is faster than summing its terms


@inlined
def mix(z: np.uint64) -> np.uint64:
    """SplitMix64's output for the state z."""
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    return z ^ (z >> _S31)


@inlined
def state(key: np.uint64, patient: int, slot: np.uint64) -> np.uint64:
    """Of SplitMix64 at an address. A loop over patients steps it by STRIDE, which saves a multiplication in three."""
    return key + (np.uint64(patient) * _SLOTS + slot + _ONE) * _GOLDEN


@inlined
def number(key: np.uint64, patient: int, slot: np.uint64) -> np.uint64:
    """64 random bits, the same for the same address."""
    return mix(state(key, patient, slot))


@inlined
def after(h: np.uint64) -> np.uint64:
    """The next number of the chain that h belongs to."""
    return mix(h + _GOLDEN)


@inlined
def aside(h: np.uint64) -> np.uint64:
    """The first number of a chain beside h's own, for what follows a draw that may have used some of that."""
    return mix(h ^ _ASIDE)


@inlined
def open_unit(h: np.uint64) -> float:
    """h as a number in the open interval (0, 1), with 53 random bits."""
    return (np.float64(h >> _S11) + 0.5) * 2.0**-53


@inlined
def uniform(key: np.uint64, patient: int, slot: np.uint64) -> float:
    """A number in the open interval (0, 1), the same for the same address."""
    return open_unit(number(key, patient, slot))


@inlined
def below(h: np.uint64, n: int) -> int:
    """h as a whole number from 0 to n - 1, n < 2**31; no value is favoured by more than n / 2**32."""
    return int(np.int64(((h >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32)))


@inlined
def normal(h: np.uint64) -> float:
    """A standard normal number from h, by ziggurat: 98.8 % of the time from h alone, else from its chain."""
    signed = int(np.int64(h & _SIGNED))
    point = h >> _S11
    if point >= _INSIDE[signed]:
        return float(_beside(h, signed))
    return float(np.float64(point) * _SIGNED_WIDTH[signed])


@compiled
def _beside(h: np.uint64, signed: int) -> float:
    """A draw that did not fall inside its layer for certain."""
    layer, sign = signed % 256, -1.0 if signed >= 256 else 1.0
    x = np.float64(h >> _S11) * _WIDTH[layer]
    while True:
        if layer == 0:
            while True:
                h = after(h)
                x = -np.log(open_unit(h)) / _TAIL
                h = after(h)
                if -2.0 * np.log(open_unit(h)) > x * x:
                    return float(sign * (_TAIL + x))
        h = after(h)
        rise = _HEIGHT[layer + 1] - _HEIGHT[layer]
        if _HEIGHT[layer] + open_unit(h) * rise < np.exp(-0.5 * x * x):
            return float(sign * x)
        h = after(h)
        layer = int(np.int64(h & _LAYER))
        x = np.float64(h >> _S11) * _WIDTH[layer]
        if h >> _S11 < _INSIDE[layer]:
            return float(sign * x)


@compiled
def gamma(h: np.uint64, shape: float) -> float:
    """A gamma number of mean `shape` > 0 and scale 1. Source: Marsaglia & Tsang 2000, ACM Trans Math Softw 26:363."""
    raised = shape if shape >= 1.0 else shape + 1.0
    d = raised - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(h)
        h = aside(h)
        u = open_unit(h)
        h = after(h)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        if u < 1.0 - 0.0331 * x * x * x * x or math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
            break
    return d * v if shape >= 1.0 else d * v * math.exp(math.log(open_unit(h)) / shape)


@compiled
def poisson(h: np.uint64, mean: float) -> int:
    """A Poisson number, mean >= 0. Source: Hörmann 1993, Insur Math Econ 12:39, algorithm PTRS; below 10 by
    inversion."""
    if mean < _NORMAL_FROM:
        u, k, term = open_unit(h), 0, math.exp(-mean)
        while u > term and k < 1000:
            u -= term
            k += 1
            term *= mean / k
        return k
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    while True:
        u = open_unit(h) - 0.5
        h = after(h)
        v = open_unit(h)
        h = after(h)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2.0):
            return k
        if k < 0 or (us < 0.013 and v > us):
            continue
        if math.log(v * inverse_alpha / (a / (us * us) + b)) <= k * math.log(mean) - mean - math.lgamma(
            k + 1.0
        ):
            return k


@compiled
def binomial(h: np.uint64, n: int, p: float) -> int:
    """A binomial number. Source: Hörmann 1993, J Stat Comput Simul 46:101, algorithm BTRS; where n min(p, 1 - p) is
    below 10 by inversion."""
    if p > 0.5:
        return n - _binomial(h, n, 1.0 - p)
    return _binomial(h, n, p)


@compiled
def _binomial(h: np.uint64, n: int, p: float) -> int:
    """For p <= 1/2."""
    if n <= 0 or p <= 0.0:
        return 0
    odds = p / (1.0 - p)
    if n * p < _NORMAL_FROM:
        u, k, term = open_unit(h), 0, math.exp(n * math.log1p(-p))
        while u > term and k < n:
            u -= term
            k += 1
            term *= odds * (n - k + 1) / k
        return k
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    centre = n * p + 0.5
    alpha = (2.83 + 5.1 / b) * spread
    m = math.floor((n + 1) * p)
    while True:
        u = open_unit(h) - 0.5
        h = after(h)
        v = open_unit(h)
        h = after(h)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + centre)
        if us >= 0.07 and v <= 0.92 - 4.2 / b:
            return int(k)
        if k < 0 or k > n:
            continue
        limit = (
            (m + 0.5) * math.log((m + 1.0) / (odds * (n - m + 1.0)))
            + (n + 1.0) * math.log((n - m + 1.0) / (n - k + 1.0))
            + (k + 0.5) * math.log(odds * (n - k + 1.0) / (k + 1.0))
            + _stirling(m)
            + _stirling(n - m)
            - _stirling(k)
            - _stirling(n - k)
        )
        if math.log(v * alpha / (a / (us * us) + b)) <= limit:
            return int(k)


@inlined
def _stirling(k: float) -> float:
    """ln k! less Stirling's formula for it at k + 1, to 1e-13."""
    if k < 16.0:
        return math.lgamma(k + 1.0) - ((k + 0.5) * math.log(k + 1.0) - (k + 1.0) + 0.9189385332046727)
    x = 1.0 / ((k + 1.0) * (k + 1.0))
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0) * x) * x) * x) / (k + 1.0)


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


@inlined
def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    total = 0.0
    for c in coefficients:
        total = total * x + c
    return total
