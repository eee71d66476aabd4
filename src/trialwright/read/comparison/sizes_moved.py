"""Rows of sizes whose cells were over all columns of an arm and have moved to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from trialwright.read.comparison.table_kinds import is_people
from trialwright.read.comparison.table_parts import Column, Row


def with_sizes_in_place(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """Rows where those of sizes have them under every column of their arm, of which each has as many: "N | 27 | 39" under "Yoga |
    Control" over "Mean | SD | Mean | SD"."""
    groups = _groups(columns)
    return [_placed(row, groups) for row in rows] if groups else list(rows)


def _groups(columns: Sequence[Column]) -> list[list[int]]:
    """The columns under each upper head that has the same columns as the others; [] where there are not two such heads."""
    told = [(c.head[0], i) for i, c in enumerate(columns) if len(c.head) > 1]
    found = [[i for _, i in run] for _, run in groupby(told, key=lambda x: x[0])]
    below = {tuple(columns[i].head[1:] for i in group) for group in found}
    return found if len(found) > 1 and len(below) == 1 and len(found[0]) > 1 else []


def _placed(row: Row, groups: Sequence[Sequence[int]]) -> Row:
    first = groups[0][0]
    moved = list(row.cells) == list(range(first, first + len(groups)))
    if not moved or not is_people(row.path[-1]) or not all(c.text.isdigit() for c in row.cells.values()):
        return row
    cells = {i: cell for group, cell in zip(groups, row.cells.values(), strict=True) for i in group}
    return replace(row, cells=cells)
