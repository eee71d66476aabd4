"""How many lower heads of a table each upper one is over, where the text has lost it: by heads that begin again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.comparison.table_kinds import head_name, is_statistic
from trialwright.read.comparison.table_parts import Cell

Head = tuple[Cell, ...]  # the heads of one column from the outermost down


def shares_of(tops: Sequence[Cell], below: Sequence[Head]) -> Iterator[list[int]]:
    """How many of the lower heads each upper one is over, the surest first; lower heads of tests may be over at the end."""
    names = [head_name(" ".join(c.text for c in h)) for h in below]
    groups = len(tops)
    if not groups:
        return
    tails = [0]
    while len(tails) < len(below) and below[-len(tails)] and is_statistic(below[-len(tails)][0].text):
        tails.append(len(tails))
    for tail in tails:
        kept = names[: len(names) - tail]
        starts = [i for i, n in enumerate(kept) if n and n == kept[0]]
        if len(starts) == groups > 1 and starts[0] == 0:
            yield [b - a for a, b in zip(starts, [*starts[1:], len(kept)], strict=True)]
    if tails[-1] > 1 and groups > 1 and is_statistic(tops[-1].text):  # a test over all lower heads of tests
        arms, rest = groups - 1, len(names) - tails[-1]
        if rest >= arms and rest % arms == 0:
            yield [*[rest // arms] * arms, tails[-1]]
    if sizes := _evenly(names, groups) if is_statistic(tops[-1].text) else []:
        yield sizes
    if sizes := _distinct(names, groups):
        yield sizes
    for tail in tails:
        kept = names[: len(names) - tail]
        if len(kept) == groups or groups == 1:
            yield [len(kept) // groups] * groups
            continue
        single = [is_statistic(t.text) for t in tops]
        for ones in (single, [False] * groups) if any(single) else ([False] * groups,):
            wide, rest = groups - sum(ones), len(kept) - sum(ones)
            if wide and rest > wide and rest % wide == 0:
                yield [1 if one else rest // wide for one in ones]


def _evenly(names: Sequence[str], groups: int) -> list[int]:
    """As many names for each group but the last, which has the rest ("n, mean, n, mean" and tests); [] where names do not
    begin again so."""
    starts = [i for i, n in enumerate(names) if n and n == names[0]]
    period = starts[1] - starts[0] if len(starts) == groups - 1 > 1 else 0
    rest = len(names) - period * (groups - 1)
    even = starts == list(range(0, period * (groups - 1), period)) if period else False
    return [*[period] * (groups - 1), rest] if even and rest > 0 else []


def _distinct(names: Sequence[str], groups: int) -> list[int]:
    """The one way to part names into two groups of which neither has a name twice, [] where there is none or several
    ("5 mg, 10 mg, 20 mg" and "10 mg, 20 mg")."""
    if groups != 2 or not all(names) or len(set(names)) == len(names):
        return []
    ways = [
        at
        for at in range(1, len(names))
        if len(set(names[:at])) == at and len(set(names[at:])) == len(names) - at
    ]
    return [ways[0], len(names) - ways[0]] if len(ways) == 1 else []
