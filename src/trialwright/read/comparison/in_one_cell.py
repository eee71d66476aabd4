"""Cells of a comparison out of tables with both arms in one cell: "3.0 ± 1.5 (4.3 ± 2.0)" under "Intervention (control)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Cells, Kind
from trialwright.read.comparison.from_cells import from_cell, made_of
from trialwright.read.comparison.moments import moment
from trialwright.read.comparison.other_measures import other_measure
from trialwright.read.comparison.row_words import row_likeness, time_likeness
from trialwright.read.comparison.table_parts import Cell, Table

_BOTH = re.compile(r"(?P<a>[A-Za-z][\w -]*)\s?\(\s?(?P<b>[A-Za-z][\w -]*)\)\s*$")


def both_in(question: Question, words: str) -> tuple[str, str] | None:
    """The arms that a head names outside and inside its brackets, in this order; None where it does not name both."""
    match = _BOTH.search(words)
    if not match:
        return None
    first, second = question.side_of(match["a"]), question.side_of(match["b"])
    return (first, second) if {first, second} == {TRIED, COMPARED} else None


def in_one_cell(question: Question, table: Table, kind: Kind, weight: Mapping[str, float]) -> Iterator[Cells]:
    """ "Intervention (control)" over "3.0 ± 1.5 (4.3 ± 2.0)"."""
    for c in range(table.stubs, len(table.columns)):
        named = both_in(question, table.columns[c].words)
        if not named:
            continue
        first, second = named
        for row in table.rows:
            cell = row.cells.get(c)
            parts = re.match(r"\s*(?P<a>[^()]+?)\s?\(\)?(?P<b>[^()]+)\)?\s*$", cell.text) if cell else None
            like = row_likeness(question, row.path, table, weight, table.columns[c].words)
            if cell is None or parts is None or like <= 0:
                continue
            like += _time_likeness(question, table.columns[c].words)
            if kind == "continuous":
                like -= other_measure(question, table, row, " ".join((*row.path, table.columns[c].words)))
            told = {side: Cell(parts[g], cell.start, cell.end) for side, g in ((first, "a"), (second, "b"))}
            made = {side: from_cell(question, table, row, c, told[side], side, kind) for side in told}
            yield made_of(
                kind,
                " / ".join(p for p in row.path if p),
                table.columns[c].words,
                made[TRIED],
                made[COMPARED],
                like,
            )


def _time_likeness(question: Question, head: str) -> float:
    """What speaks for and against a column by the time in its head; a follow-up that nobody asks for comes after the end
    of treatment."""
    told = moment(head)
    later = question.moment is None and told is not None and told.stage == "later"
    return time_likeness(question, head) - 0.05 * later
