"""The exact test of one rate, and the two sizes that its saw-tooth of power allows.

The test rejects for `critical` or more responses of n (or as few, when the alternative is below the null). Its level
is below alpha by what the steps of the binomial leave, so power falls at each n where the critical count moves.
Source: A'Hern 2001, Stat Med 20:859; Chernick & Liu 2002, Am Stat 56:149 for the saw-tooth.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrc
from scipy.stats import binom

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_STEP = 1000
LARGEST = 10_000_000  # patients past which no exact size is searched for
_TIE = 1e-12  # a tail that is alpha itself comes out a rounding above it or below


def critical(n: ArrayLike, null: float, alpha: float, upper: bool = True) -> Ints:
    """The least count x with P(X >= x | null) <= alpha, n + 1 if none; if not `upper`, the greatest with P(X <= x) <= alpha, or -1."""
    sizes = np.atleast_1d(np.asarray(n, dtype=np.int64))
    if not upper:
        return sizes - critical(sizes, 1 - null, alpha)
    low, high = np.zeros_like(sizes) - 1, sizes + 1
    while np.any(high - low > 1):
        middle = (low + high) // 2
        small = _at_least(middle, sizes, null) <= alpha * (1 + _TIE)
        low, high = np.where(small, low, middle), np.where(small, middle, high)
    return high


def power(n: ArrayLike, p: float, null: float, alpha: float, upper: bool = True) -> Floats:
    """P(reject) at rate p for sizes n; at p = null it is the level that is really used."""
    sizes = np.atleast_1d(np.asarray(n, dtype=np.int64))
    if not upper:
        return power(sizes, 1 - p, 1 - null, alpha)
    return _at_least(critical(sizes, null, alpha), sizes, p)


def least_size(p: float, null: float, alpha: float, target: float, most: int) -> int:
    """An n that no test within alpha reaches the power below, or `most` where none up to there has it. p is not null.

    The randomised test of size alpha is the most powerful (Neyman & Pearson), and its power only rises with n.
    """
    if p < null:
        return least_size(1 - p, 1 - null, alpha, target, most)

    def short(n: int) -> bool:
        at = int(critical(n, null, alpha)[0])
        unused = alpha - float(binom.sf(at - 1, n, null))
        on_edge = min(1.0, unused / max(float(binom.pmf(at - 1, n, null)), 1e-300))
        return bool(binom.sf(at - 1, n, p) + on_edge * binom.pmf(at - 1, n, p) < target - 1e-9)

    low, high = 0, 1
    while high < most and short(high):
        low, high = high, 2 * high
    while high - low > 1 and low < most:
        middle = (low + high) // 2
        low, high = (middle, high) if short(middle) else (low, middle)
    return min(high, most)


def first_size(p: float, null: float, alpha: float, target: float) -> int:
    """The least n whose power is at least `target`; a larger n may have less. Below LARGEST by `least_size`, which the
    caller sees to."""
    upper, start = p > null, least_size(p, null, alpha, target, LARGEST)
    while True:
        reached = power(np.arange(start, start + _STEP), p, null, alpha, upper) >= target
        if reached.any():
            return start + int(np.argmax(reached))
        start += _STEP


def lasting_size(p: float, null: float, alpha: float, target: float) -> int:
    """The least n from which on every larger size has power of at least `target`.

    Looks as far as twice the first size and 200 more, or 100 of its roots where that is less, by when the saw-tooth is
    far above the target: its teeth are about as wide as one over the difference of rates.
    """
    first = first_size(p, null, alpha, target)
    sizes = np.arange(first, first + 200 + min(first, 100 * math.isqrt(first)))
    short = power(sizes, p, null, alpha, p > null) < target
    return first if not short.any() else int(sizes[np.flatnonzero(short)[-1]]) + 1


def halving_size(p: float, null: float, alpha: float, target: float) -> int:
    """A size that reaches `target` where one patient fewer does not, as halving finds it: first or later on the saw-tooth.

    Twice as many from 2 on until the power is there, then the middle of 2 and that, rounded to even, and so on.
    """

    def reaches(n: int) -> bool:
        return bool(power(n, p, null, alpha, p > null)[0] >= target)

    high = 2
    while not reaches(high):
        high *= 2
    low = 2
    while high - low > 1:
        middle = round((low + high) / 2)
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high


def stage_probabilities(n: Ints, stop: Ints, reject: Ints, p: float) -> tuple[Floats, Floats]:
    """P(first stopping at look i for few responses, for many), each (k,), exactly.

    n : (k,) patients by each look, ascending; stop : (k,) counts at or below which it stops without success, -1 for
    none; reject : (k,) counts at or above which it stops for success, n + 1 for none. stop < reject.
    Source: Schultz, Nichol, Elfring & Weed 1973, Biometrics 29:293; Jennison & Turnbull 2000, section 12.1.
    """
    going, before = np.ones(1), 0
    low, high = np.zeros(len(n)), np.zeros(len(n))
    for i, size in enumerate(n):
        here = np.convolve(going, binom.pmf(np.arange(size - before + 1), size - before, p))
        low[i], high[i] = here[: stop[i] + 1].sum(), here[reject[i] :].sum()
        going = here.copy()
        going[: stop[i] + 1], going[reject[i] :] = 0.0, 0.0
        before = int(size)
    return low, high


def two_sided_power(n: int, p: float, null: float, alpha: float) -> float:
    """P(reject) with alpha / 2 on each side."""
    return float(power(n, p, null, alpha / 2)[0] + power(n, p, null, alpha / 2, upper=False)[0])


def _at_least(x: Ints, n: Ints, p: float) -> Floats:
    """P(X >= x) for X binomial, also for x <= 0 and x > n."""
    inside = bdtrc(np.clip(x - 1, 0, n), n, p)
    return np.asarray(np.where(x <= 0, 1.0, np.where(x > n, 0.0, inside)))
