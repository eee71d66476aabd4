"""Tables of one arm each, named by their captions, as one table with the columns of both arms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from trialwright.read.comparison.table_parts import Column, Row, Table

if TYPE_CHECKING:
    from trialwright.read.comparison.asked import Question

_LEAST_ROWS = 2


def joint_tables(question: Question) -> Iterator[Table]:
    """Every two tables with the same heads and rows, of which the caption of each names another arm and no head names one."""
    found = [(side, table) for table in question.tables if (side := _side(question, table))]
    for (one, a), (two, b) in combinations(found, 2):
        if one != two and [c.head for c in a.columns] == [c.head for c in b.columns] and a.stubs == b.stubs:
            joined = _joined(a, b)
            if len(joined.rows) >= _LEAST_ROWS:
                yield joined


def _side(question: Question, table: Table) -> str:
    """The arm that a caption names, "" where words over a column or beside a row name one too."""
    named = any(question.side_of(c.words) for c in table.columns) or any(
        question.side_of(words) for row in table.rows for words in row.path
    )
    return "" if named or not table.caption else question.side_of(table.caption)


def _joined(a: Table, b: Table) -> Table:
    """The first table with the values of the second to the right of its own; the arms stand over the columns as captions
    name them."""
    wide = len(a.columns) - a.stubs
    values = [
        Column((table.caption, *c.head), c.n, c.place)
        for table in (a, b)
        for c in table.columns[table.stubs :]
    ]
    other = {row.path: row for row in b.rows}
    rows = [
        Row(
            row.path,
            {**row.cells, **{c + wide: cell for c, cell in other[row.path].cells.items()}},
            row.time,
            {**row.sizes, **{c + wide: size for c, size in other[row.path].sizes.items()}},
            row.part_of,
        )
        for row in a.rows
        if row.path in other
    ]
    return Table("", [*a.columns[: a.stubs], *values], rows, a.stubs, a.note, a.marks)
