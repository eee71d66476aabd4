"""Rows that are a part of the row above them in a table whose text has lost how far in they were set: "Sepsis" over "Late
onset", where late-onset sepsis is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.column_kinds import without_measures
from trialwright.read.comparison.table_parts import Row
from trialwright.read.comparison.values import said

_FARTHEST = 4  # rows between a row and the one that it is a part of, and one more


def with_parts(question: Question, rows: Sequence[Row]) -> list[Row]:
    """The rows; where one says a part of what is asked for and a row above the rest, and it counts no more people in any
    column, both words are its own, and the row above, which is of more than what is asked for, is left out."""
    out: dict[int, Row] = dict(enumerate(rows))
    for j, row in enumerate(rows):
        above = _whole_of(question, rows, j)
        if above is not None:
            out[j] = replace(row, path=(rows[above].path[-1], row.path[-1]))
            out.pop(above, None)
    return list(out.values())


def _whole_of(question: Question, rows: Sequence[Row], j: int) -> int | None:
    own = _words(question, rows[j])
    told = own & question.telling
    if not told or told >= question.telling or own - question.wanted:
        return None
    for i in range(j - 1, max(-1, j - 1 - _FARTHEST), -1):
        above = _words(question, rows[i])
        if above and question.telling - told <= above <= question.wanted and not above & own:
            return i if _is_within(rows[j], rows[i]) else None
    return None


def _words(question: Question, row: Row) -> set[str]:
    """The words of a row that stands under no heading, none for others."""
    return question.words(without_measures(row.path[-1])) if len(row.path) == 1 and not row.part_of else set()


def _is_within(part: Row, whole: Row) -> bool:
    """Whether no column counts more in the part than in the whole."""
    pairs = [
        (said(part.cells[c].text).count, said(whole.cells[c].text).count)
        for c in part.cells
        if c in whole.cells
    ]
    told = [(a, b) for a, b in pairs if a is not None and b is not None]
    return len(told) > 1 and all(a <= b for a, b in told)
