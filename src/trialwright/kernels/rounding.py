"""What a printed number can have been before it was rounded."""

from __future__ import annotations

import math

# Binary fractions miss decimal halves by a few units of the last place (0.875 * 1000 and the like).
EPSILON = 1e-12


def rounds_to(exact: float, printed: float, decimals: int) -> bool:
    """Whether `exact` prints as `printed` at that many decimals; a tie counts either way.

    Ties count either way because programs differ: half up (SAS, Excel) or half to even (IEC 60559, R).
    """
    half = 0.5 * 10.0**-decimals
    return abs(exact - printed) <= half + EPSILON * max(1.0, abs(exact))


def truncates_to(exact: float, printed: float, decimals: int) -> bool:
    """Whether `exact`, with its further digits dropped, prints as `printed`."""
    scale = 10.0**decimals
    slack = EPSILON * max(1.0, abs(exact) * scale)
    return round(printed * scale) == math.trunc(exact * scale + math.copysign(slack, exact))


def sizes_that_fit(count: int, percent: float, decimals: int, largest: int) -> tuple[int, ...]:
    """Every N from `count` to `largest` for which count/N prints as `percent`.

    percent : 0..100 as printed. Needs count >= 0; N = 0 is never an answer. For count 0 every N fits 0 %.
    """
    half = 0.5 * 10.0**-decimals
    # 100 count / N stays within half a unit of the percent for N between these two; a little more for ties.
    first = max(1, count, math.floor(100.0 * count / (percent + half)) - 1)
    last = min(largest, math.ceil(100.0 * count / (percent - half)) + 1) if percent > half else largest
    return tuple(n for n in range(first, last + 1) if rounds_to(100.0 * count / n, percent, decimals))


def counts_that_fit(total: int, percent: float, decimals: int) -> tuple[int, ...]:
    """Every count in 0..total for which count/total prints as `percent`. Needs total >= 1."""
    return tuple(x for x in range(total + 1) if rounds_to(100.0 * x / total, percent, decimals))
