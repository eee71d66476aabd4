"""Rows that are parts of the row above them in a table whose text has lost how far in they were set, known by their words,
which come again under other rows: "Men", "Women" under "Pain", and again under "Stiffness"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from trialwright.read.comparison.moments import moment
from trialwright.read.comparison.table_parts import Row

_LEAST = 2  # rows that come again together
Run = tuple[int, int]  # the first row and the one behind the last


def with_whole(rows: Sequence[Row]) -> list[Row]:
    """The rows; those that come again, two or more in one order under two rows or more, with the row above them in their
    path. Rows under different headings are not told together, and times are no parts."""
    out = list(rows)
    for begin, end in _stretches(rows):
        for first, last in _again(rows, begin, end):
            whole = rows[first - 1].path[-1]
            for i in range(first, last):
                out[i] = replace(rows[i], path=(*rows[i].path[:-1], whole, rows[i].path[-1]), part_of=whole)
    return out


def _stretches(rows: Sequence[Row]) -> list[Run]:
    """Rows one after the other that stand under the same headings, none of them a part of a row already."""
    out, at = [], 0
    for key, found in groupby(rows, key=lambda r: (r.path[:-1], bool(r.part_of or r.time))):
        size = sum(1 for _ in found)
        if not key[1]:
            out.append((at, at + size))
        at += size
    return out


def _again(rows: Sequence[Row], begin: int, end: int) -> list[Run]:
    """The runs of rows whose words come more than once, each behind a row whose words do not, where the run itself, or the
    beginning of it, comes behind another such row too."""
    words = [rows[i].path[-1].lower() for i in range(begin, end)]
    often = Counter(words)
    runs: list[Run] = []
    for again, found in groupby(range(begin, end), key=lambda i: often[words[i - begin]] > 1):
        places = list(found)
        if again and len(places) >= _LEAST and places[0] > begin:
            runs.append((places[0], places[-1] + 1))
    opening = Counter(tuple(words[a - begin : a - begin + _LEAST]) for a, _ in runs)
    return [
        (a, b)
        for a, b in runs
        if opening[tuple(words[a - begin : a - begin + _LEAST])] > 1
        and not any(moment(words[i - begin]) for i in range(a, b))
        and len(set(words[a - begin : b - begin])) == b - a
    ]
