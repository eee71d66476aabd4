"""Lower heads of a table set under the upper ones, of which those of tests may have none below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.comparison.head_shares import Head, shares_of
from trialwright.read.comparison.table_kinds import is_p, is_statistic
from trialwright.read.comparison.table_parts import Cell


def under(
    stub: Sequence[Cell | None], tops: Sequence[Cell | None], subs: Sequence[Head], width: int
) -> Iterator[tuple[int, list[Head]]]:
    """The lower heads `subs` under the upper ones, of which those of tests may have none below."""
    if (
        tops and tops[0] is None and any(tops) and len(subs) > 1
    ):  # an empty head over the first column of values
        for _, heads in under([*stub, None], tops[1:], subs[1:], width):
            yield len(stub), [*heads[: len(stub)], subs[0], *heads[len(stub) + 1 :]]
    over = [t for t in tops if t is not None]
    left: list[Head] = [(c,) if c else () for c in stub]
    room = width - len(left)
    for alone in _closed(over):
        open_room = room - sum(alone)
        below = [*subs, *[()] * (open_room - len(subs))]
        if not over or len(below) != open_room or (any(alone) and len(subs) != open_room):
            continue
        for sizes in shares_of([t for t, a in zip(over, alone, strict=True) if not a], below):
            yield len(left), [*left, *_set_out(over, alone, sizes, below)]
    yield from ((len(left), [*left, *heads]) for heads in _some_wide(over, subs, room))
    yield from ((len(left), [*left, *heads]) for heads in _wide_test(over, subs, room))


def over_lower(tops: Sequence[Cell], below: Sequence[Head]) -> Iterator[list[Head]]:
    """Upper heads over all lower ones, but for those of tests that have none below."""
    for alone in (*([[False] * len(tops)]), *_closed(tops)):
        over = [t for t, single in zip(tops, alone, strict=True) if not single]
        sizes = next(shares_of(over, below), [])
        if sum(sizes) == len(below) and not (any(alone) and not over):
            yield list(_set_out(tops, alone, sizes, below))


def _closed(over: Sequence[Cell]) -> Iterator[list[bool]]:
    """Which of the upper heads have nothing below: all those of tests, those of p values ("P" beside "Effect size" over two
    times), none."""
    tests, ps = [is_statistic(t.text) for t in over], [is_p(t.text) for t in over]
    yield from (told for told in ([tests, ps] if ps != tests else [tests]) if any(told))
    yield [False] * len(over)


def _wide_test(over: Sequence[Cell], subs: Sequence[Head], room: int) -> Iterator[list[Head]]:
    """Upper heads of which the last are of tests and have nothing below, one of them over the columns that are left: a
    difference with its interval in a column of its own."""
    tests = [t for t in over if is_statistic(t.text)]
    arms = list(over[: len(over) - len(tests)])
    wide = [t for t in tests if not is_p(t.text)]
    more = room - len(subs) - len(tests)
    if not arms or len(wide) != 1 or more < 1 or any(is_statistic(t.text) for t in arms):
        return
    tail = [(t,) for t in tests for _ in range(1 + more * (t is wide[0]))]
    for sizes in shares_of(arms, subs):
        if sum(sizes) == len(subs):
            yield [*_set_out(arms, [False] * len(arms), sizes, subs), *tail]


def _some_wide(over: Sequence[Cell], subs: Sequence[Head], room: int) -> Iterator[list[Head]]:
    """Upper heads of which the first or the last ones are of one column each and have nothing below: the lower heads begin
    again as often as the others are ("Pre, Post, Pre, Post")."""
    for single in range(1, len(over) - 1) if subs and subs[0] else ():
        wide = len(over) - single
        starts = [i for i, h in enumerate(subs) if h and h[0].text == subs[0][0].text]
        if len(subs) != room - single or len(starts) != wide or len(subs) % wide:
            continue
        size = len(subs) // wide
        if starts == list(range(0, len(subs), size)) and size > 1:
            for first in (False, True):
                alone = [first] * single + [False] * wide if first else [False] * wide + [True] * single
                yield list(_set_out(over, alone, [size] * wide, list(subs)))


def _set_out(
    tops: Sequence[Cell], alone: Sequence[bool], sizes: Sequence[int], below: Sequence[Head]
) -> Iterator[Head]:
    rest, spans = list(below), iter(sizes)
    for top, single in zip(tops, alone, strict=True):
        if single:
            yield (top,)
            continue
        for _ in range(next(spans)):
            yield (top, *rest.pop(0))
    yield from rest
