"""Heads in several lines of a table that keeps its cells in their places: a head over several columns has empty ones at its
right, and one over several lines has empty ones below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trialwright.read.comparison.head_shares import Head
from trialwright.read.comparison.table_heads import Line, column, head_lines, usual_of
from trialwright.read.comparison.table_parts import Cell, Column

At = Mapping[int, Cell]  # column → its head in one line


def placed_heads(
    lines: Sequence[At], body: Sequence[Line], width: int
) -> tuple[list[Column], int, int] | None:
    """As `columns_of`; None for heads in one line, or in lines of which none is over several columns.

    lines : the first line of heads. body : the lines below it, each as wide as the table.
    """
    below = head_lines(body)
    told: list[At] = [*lines, *below]
    if not below or all(len(line) >= width - 1 for line in told):
        return None
    heads = [_head(told, c) for c in range(width)]
    rows = [cells for _, cells in body[len(below) :]]
    stubs = 1
    while stubs < width - 1 and usual_of(rows, stubs) in ("word", ""):
        stubs += 1
    if not any(heads[stubs:]) or any(not h and usual_of(rows, c) for c, h in enumerate(heads[stubs:], stubs)):
        return None
    return [column(h) for h in heads], stubs, len(below)


def _head(lines: Sequence[At], c: int) -> Head:
    """What stands over a column, from the outermost head down."""
    out: list[Cell] = []
    at = c  # the column of the head above
    for level, line in enumerate(lines):
        found = _over(lines, level, c)
        if found is None:
            continue
        if level and at != c and found < at:
            continue  # it is of the group before
        out.append(line[found])
        at = found
    return tuple(out)


def _over(lines: Sequence[At], level: int, c: int) -> int | None:
    """The column of the head of a line that is over a column: its own, else the nearest at the left, where both have
    heads below that one."""
    line = lines[level]
    if c in line:
        return c
    left = max((p for p in line if p < c), default=None)
    lower = lines[level + 1 :]
    if left is None or not any(c in other for other in lower) or not any(left in other for other in lower):
        return None
    return left
