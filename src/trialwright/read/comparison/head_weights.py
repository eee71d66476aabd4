"""How plain a way to set the heads of a table over its columns is."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.comparison.head_shares import Head
from trialwright.read.comparison.table_kinds import head_name, is_size, is_statistic
from trialwright.read.patterns import Pattern

# Heads of columns that say what a row is of
_AT_LEFT = Pattern(
    r"(?i)\W*(?:variables?|outcomes?|parameters?|measures?|weeks?|months?|days?|visits?|times?(?: points?)?|n|items?|characteristics?|units?|(?:(?:possible|score|scale|reference|normal)\s){0,2}ranges?)\W*$"
)
_MEAN = Pattern(r"(?i)\W*means?\W*")


def plainness(heads: Sequence[Head], shapes: Sequence[str], below: int) -> int:
    """How well the heads of the columns of values, and the shapes in them, speak for a way to set them."""
    groups: dict[int, list[str]] = {}
    tests = {h[0].start for h in heads if h and is_statistic(h[0].text)}
    for h, shape in zip(heads, shapes, strict=True):
        if len(h) > 1 or (h and shape):  # an empty column is none of its head
            groups.setdefault(h[0].start, []).append(head_name(" ".join(c.text for c in h[1:])))
    wide = [names for names in groups.values() if len(names) > 1]
    sized = sum(not any(names) for names in wide) + 2 * _two_sizes(heads)  # one arm with two sizes
    arms = [names for start, names in groups.items() if len(names) > 1 and start not in tests]
    same = len(arms) > 1 and all(names == arms[0] for names in arms)
    filled = sum(len(h) > 1 for h in heads) == below and all(h for h in heads)
    odd = sum(len(h) > 1 and is_statistic(h[0].text) and not is_statistic(h[-1].text) for h in heads)
    words = sum(len(h) > 1 and bool(_AT_LEFT.match(h[0].text)) for h in heads) + shapes.count("word")
    bare = sum(len(h) == 1 and not is_statistic(h[0].text) for h in heads)
    told = zip(heads, shapes, strict=True)
    odd += sum(s == "spread" and len(h) > 1 and bool(_MEAN.fullmatch(h[-1].text)) for h, s in told)
    # where a head is of tests, the lower heads of tests are rather its own than an arm's
    lent = sum(
        bool(tests) and not is_statistic(h[0].text) and any(is_statistic(c.text) for c in h[1:])
        for h in heads
        if h
    )
    torn = sum(any(names) and not all(names) for names in wide)  # one of its columns has no lower head
    return 3 * same + 2 * filled - 2 * odd - 2 * words - bare - sized - torn - lent


def odd_corner(left: Sequence[Head], bare: Sequence[bool]) -> int:
    """What speaks against the columns of words at the left: heads behind an empty corner that do not say what these hold, as
    those of arms, of which the first has moved to the left; numbers that nothing stands over."""
    named = [h for h in left[1:] if h and not _AT_LEFT.match(h[0].text)] if left and not left[0] else []
    return 2 * len(named) + sum(not h and numbers for h, numbers in zip(left[1:], bare[1:], strict=True))


def _two_sizes(heads: Sequence[Head]) -> int:
    """How many heads have different sizes below them that no time or part tells apart."""
    sizes: dict[int, set[str]] = {}
    for h in heads:
        if len(h) > 1 and is_size(h[1].text):
            sizes.setdefault(h[0].start, set()).add(h[1].text)
    return sum(len(found) > 1 for found in sizes.values())
