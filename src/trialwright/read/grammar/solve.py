"""Denominators that a document leaves out, from its counts and percentages.

Pure integer interval arithmetic: every N is listed for which count/N rounds to the printed percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod

from trialwright.model.number import Printed

MOST_CHOICES = 20_000


def totals(count: int, percent: Printed, largest: int) -> range:
    """Every N (a range, which may hold millions) with count <= N <= largest for which 100 * count / N rounds to `percent`.

    percent : in 0..100, relation "=". Half a unit of the last digit counts on either side, so that
    rounding half up and half to even both fit. Empty when nothing fits, or when the percent is 0 or
    not exact ("~8 %"), which bounds no N from above. Exact rational arithmetic.
    """
    if percent.relation != "=" or count <= 0 or percent.value <= 0:
        return range(0)
    shown = Fraction(str(percent.value))
    half = Fraction(1, 2 * 10**percent.decimals)
    low, high = shown - half, shown + half
    first = max(count, ceil(Fraction(100 * count) / high))
    last = largest if low <= 0 else min(largest, floor(Fraction(100 * count) / low))
    return range(first, last + 1)


def splits(candidates: Sequence[Sequence[int]], total: int) -> tuple[tuple[int, ...], ...]:
    """Every choice of one N from each arm's candidates that adds up to `total`, at most two of them.

    Two are enough to know that the answer is not unique. Empty candidates give no choice.
    """
    found: list[tuple[int, ...]] = []
    if not candidates or any(not c for c in candidates):
        return ()
    *head, tail = candidates
    if not sum(min(c) for c in candidates) <= total <= sum(max(c) for c in candidates):
        return ()
    if prod(len(c) for c in head) > MOST_CHOICES:
        return ()  # so many choices are never unique in practice, and are not worth the time
    for choice in product(*head):
        rest = total - sum(choice)
        if rest in tail:
            found.append((*choice, rest))
            if len(found) == 2:
                break
    return tuple(found)
