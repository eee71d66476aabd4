"""Whether whole numbers can have a printed mean and SD: GRIM, GRIMMER, DEBIT and an exact SPRITE.

n values, each a whole number (or the mean of `items` whole numbers); SDs divide by n - 1.
"""

from __future__ import annotations

import math

from trialwright.kernels.rounding import EPSILON, rounds_to

MOST_ENUMERATED = 12  # numbers; with more, sums of squares that cannot be had are very rare
LARGEST_TABLE = 500_000  # n x sum x range: beyond it only the bounds of the sum of squares are used


def informative(n: int, decimals: int, items: int = 1) -> bool:
    """Whether the means of n whole numbers are further apart than the printed digits."""
    return n * items < int(10**decimals)


def sums(mean: float, decimals: int, n: int, items: int = 1) -> tuple[int, ...]:
    """Every whole-number sum of n x items values whose mean prints as `mean`; () where GRIM fails.

    Source: Brown & Heathers 2017, Soc Psychol Personal Sci 8:363.
    """
    cells, half = n * items, 0.5 * 10.0**-decimals
    first, last = math.floor((mean - half) * cells), math.ceil((mean + half) * cells)
    return tuple(s for s in range(first, last + 1) if rounds_to(s / cells, mean, decimals))


def squares(total: int, sd: float, decimals: int, n: int) -> range:
    """Every sum of squares of n >= 2 whole numbers with this sum whose SD prints as `sd`; empty where GRIMMER fails.

    A sum of squares is even or odd as the sum is, and least where no two values differ by more than 1. Source: Anaya 2016, PeerJ Preprints 4:e2400; Allard 2018.
    """
    half = 0.5 * 10.0**-decimals
    low, high = max(0.0, sd - half), sd + half
    slack = EPSILON * max(1.0, high * high * n)
    first = math.ceil((n - 1) * low * low + total * total / n - slack)
    last = math.floor((n - 1) * high * high + total * total / n + slack)
    each, more = divmod(total, n)
    first = max(first, (n - more) * each**2 + more * (each + 1) ** 2)
    return range(first + (first - total) % 2, last + 1, 2)


def grimmer(mean: float, mean_decimals: int, sd: float, sd_decimals: int, n: int) -> bool:
    """Whether n >= 2 whole numbers can have this mean and SD.

    For few numbers not every sum of squares of the right parity can be had: no value is further from the mean than
    SD (n - 1) / sqrt(n) (Samuelson 1968, JASA 63:1522), and between such ends `sprite` knows every sample.
    """
    if not any(squares(s, sd, sd_decimals, n) for s in sums(mean, mean_decimals, n)):
        return False
    if n > MOST_ENUMERATED:
        return True
    far = (sd + 0.5 * 10.0**-sd_decimals) * (n - 1) / math.sqrt(n) + 10.0**-mean_decimals
    ends = math.floor(mean - far), math.ceil(mean + far)
    return sprite(mean, mean_decimals, sd, sd_decimals, n, *ends) is not False


def debit(mean: float, mean_decimals: int, sd: float, sd_decimals: int, n: int) -> bool:
    """Whether n >= 2 values of 0 or 1 can have this mean and SD. Source: Heathers & Brown 2019, DEBIT."""
    return any(
        rounds_to(math.sqrt(x * (n - x) / n / (n - 1)), sd, sd_decimals)
        for x in sums(mean, mean_decimals, n)
        if 0 <= x <= n
    )


def sprite(
    mean: float, mean_decimals: int, sd: float, sd_decimals: int, n: int, low: int, high: int
) -> bool | None:
    """Whether n whole numbers from low to high can have this mean and SD; None where that is too large to decide.

    Every sum of squares that n such numbers can have is found, so the answer is exact and not a search.
    Source of the question: Heathers, Anaya, van der Zee & Brown 2018, PeerJ Preprints 6:e26968 (SPRITE).
    """
    undecided = False
    for total in sums(mean, mean_decimals, n):
        shifted = total - n * low
        if not 0 <= shifted <= n * (high - low):
            continue
        moved = (
            n * low * low - 2 * low * total
        )  # sum of squares of the numbers less `low`, less that of the numbers
        wanted = squares(total, sd, sd_decimals, n)
        least, most = _extremes(n, shifted, high - low)
        if not wanted or wanted[0] + moved > most or wanted[-1] + moved < least:
            continue
        if n * max(1, shifted) * (high - low) > LARGEST_TABLE:
            undecided = True
            continue
        reached = _reachable(n, shifted, high - low)
        if any(q + moved >= 0 and reached >> (q + moved) & 1 for q in wanted):
            return True
    return None if undecided else False


def _extremes(n: int, total: int, top: int) -> tuple[int, int]:
    """Least and most sum of squares of n whole numbers in 0..top with this sum."""
    each, more = divmod(total, n)
    least = (n - more) * each * each + more * (each + 1) ** 2
    full, rest = divmod(total, top) if top else (0, 0)
    return least, full * top * top + rest * rest


def _reachable(n: int, total: int, top: int) -> int:
    """Bits of the sums of squares that at most n numbers in 1..top (the others 0) with this sum can have."""
    # by[s][k] : bit q is set where k nonzero numbers have sum s and sum of squares q.
    by: list[list[int]] = [[0] * (n + 1) for _ in range(total + 1)]
    by[0][0] = 1
    for value in range(1, top + 1):
        for s in range(value, total + 1):
            before, here = by[s - value], by[s]
            for k in range(n):
                if before[k]:
                    here[k + 1] |= before[k] << (value * value)
    found = 0
    for bits in by[total]:
        found |= bits
    return found


def largest_sd(mean: float, n: int, low: float, high: float) -> float:
    """The largest SD (n - 1 in the denominator) that n >= 2 values from low to high with this mean can have.

    All values at the ends: sqrt((mean - low)(high - mean) n / (n - 1)), an upper bound where the mean does not
    split n evenly. Source: Bhatia & Davis 2000, Am Math Mon 107:353.
    """
    return math.sqrt(max(0.0, (mean - low) * (high - mean)) * n / (n - 1))


__all__ = ["debit", "grimmer", "informative", "largest_sd", "sprite", "squares", "sums"]
