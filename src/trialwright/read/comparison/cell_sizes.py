"""How many people the figure in a cell is of: what is printed nearest to it, as far as its own percent agrees."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.number import Printed
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.column_kinds import are_counts, what
from trialwright.read.comparison.counted_bases import base_of, base_of_table
from trialwright.read.comparison.derived import agrees, solved_size
from trialwright.read.comparison.moments import are_several, moment
from trialwright.read.comparison.table_kinds import is_people
from trialwright.read.comparison.table_parts import Cell, Row, Table
from trialwright.read.comparison.values import said
from trialwright.read.patterns import Pattern

_PERSONS = Pattern(
    r"(?i)\W*(?:no\.?\s(?:of\s)?)?(?:patients|participants|subjects|randomi[sz]ed|women|children)\W*"
)
_BOTH_SIZES = Pattern(r"(?P<p>[(\[](?:n\s?=\s?)?(?P<a>\d{1,5})\s?[/,]\s?(?P<b>\d{1,5})[)\]])\W*$")
# percents that are no shares of those counted
_ESTIMATED = Pattern(
    r"(?i)\bkaplan\b|\bactuarial\b|\bcumulative incidence|\bweighted (?:percent|proportion|estimate)"
)
_SOME, _MANY = 5, 0.4  # percents; the share of them that is whole
_HALF = 0.5  # percent
_MOST = 0.5  # of an arm: fewer beside an outcome are something else
# with its share of all: "n = 42 (50%)"
SIZE_SAID = Pattern(r"(?i)\(?\bn\s?(?:=\s?|(?<=\s))\d[\d,]*(?:\s?[(\[;,]\s?[\d.]+\s?%\s?[)\]])?\s?\)?")


def size_of(
    question: Question, table: Table, row: Row, column: int, side: str, measured: bool = False
) -> Number | None:
    """The size that is printed nearest to a cell, else the arm's in the document. measured : whether the cell is of those who
    were seen at its time, as means are, and not of all."""
    near = _near(question, table, row, column, side) or _of_the_table(question, table, column)
    if near or not measured:
        return near or question.sizes.get(side)
    when = _when(table, row, column)
    at_time = question.size_at(side, when)
    return at_time or question.sizes_of_means(when, table.caption, question.note_of(table, row)).get(side)


def _when(table: Table, row: Row, column: int) -> str:
    """The words over a cell and beside it, which may tell a time, else those of a caption with one time."""
    words = " ".join((*table.columns[column].head, *row.path, row.time))
    return words if moment(words) or are_several(table.caption) else table.caption


def _of_the_table(question: Question, table: Table, column: int) -> Number | None:
    """The count that a table begins with, where what it counts are not the people of the arms."""
    sides = {c: question.side_of(h.words) for c, h in enumerate(table.columns) if c >= table.stubs}
    sizes = {c: int(n.value) for c, side in sides.items() if (n := question.sizes.get(side))}
    base = base_of_table(table.rows, sizes)
    return _count_in(question, base, column) if base else None


def _count_in(question: Question, row: Row, column: int) -> Number | None:
    cell = row.cells.get(column)
    count = said(cell.text).count if cell else None
    return number(question.document, count, (cell.start, cell.end)) if cell and count else None


def counted_size(
    question: Question,
    table: Table,
    row: Row,
    column: int,
    side: str,
    count: int | None,
    percent: Printed | None,
) -> Number | None:
    """The size that a count with its share is of. Where what is printed is not, or nothing is printed, the one size
    that the shares of the column, or of the rows under the same heading, leave; else None."""
    size = size_of(question, table, row, column, side)
    if count is None or percent is None or _ESTIMATED.search(f"{table.caption} {table.note}"):
        return size
    if size and agrees(count, percent, int(size.value)):
        return size
    head = table.columns[column]
    whole_number = percent.value == int(percent.value) and _in_whole_percents(table, column)
    if size and whole_number and abs(100 * count / size.value - percent.value) <= _HALF:
        return size
    if head.n and head.place and agrees(count, percent, head.n):
        return number(question.document, head.n, head.place)
    if (base := base_of(table.rows, row)) and (whole := _count_in(question, base, column)):
        return whole
    if (
        not size
        and (whole := _solved(question, table.rows, column))
        and agrees(count, percent, int(whole.value))
    ):
        return whole
    if size and (told := question.size_of_share(side, count, percent)):
        return told
    most = int(size.value) if size else question.total
    alike = [r for r in table.rows if r.path[:-1] == row.path[:-1] and len(row.path) > 1] or [row]
    return _solved(question, alike, column, most) or _solved(question, [row], column, most)


def _in_whole_percents(table: Table, column: int) -> bool:
    """Whether percents of a column are rounded to whole numbers, though printed with a nought behind the point: so many by
    chance are not whole."""
    told = [
        p
        for r in table.rows
        if column in r.cells and (p := said(r.cells[column].text).percent) and p.decimals
    ]
    return len(told) >= _SOME and sum(p.value == int(p.value) for p in told) >= _MANY * len(told)


def _solved(question: Question, rows: Sequence[Row], column: int, most: int | None = None) -> Number | None:
    shares = []
    place = None
    for row in rows:
        cell = row.cells.get(column)
        told = said(cell.text) if cell else None
        if cell and told and told.count and told.percent and not told.total and "." in told.percent.text:
            shares.append((told.count, told.percent))
            place = place or (cell.start, cell.end)
    return solved_size(question.document, shares, most or question.total, place) if place else None


def _near(question: Question, table: Table, row: Row, column: int, side: str) -> Number | None:
    """The size of an arm for a cell, from what is nearest: a line of sizes above, the words at the row's left, the
    column's head, a row of numbers of people, the one column of such numbers, the caption."""
    if column in row.sizes:
        n, place = row.sizes[column]
        return number(question.document, n, place)
    if marked := question.marked(table, row).get(side):
        return marked
    beside = _beside(question, row, table.rows, column)
    if beside:
        return beside
    if both := _of_both(question, table, row, column):
        return both
    head = table.columns[column]
    own = said(row.cells[column].text) if column in row.cells else None
    alike = _of_fractions(question, row, table.rows, column)
    if alike and not (head.n and own and own.percent and not own.total):
        return alike
    if head.n and head.place:
        return number(question.document, head.n, head.place)
    counted = [
        row.cells[c]
        for c, other in enumerate(table.columns)
        if c in row.cells
        and other.head
        and (what(other.head[-1]) == "n" or _PERSONS.fullmatch(other.head[-1]))
        and row.cells[c].text.isdigit()
        and not are_counts(table, c)
    ]
    if len(counted) == 1 and any(question.side_of(words) for words in row.path):
        return number(question.document, int(counted[0].text), (counted[0].start, counted[0].end))
    return question.captioned(table).get(side) or question.noted(table)


def _of_fractions(question: Question, row: Row, rows: Sequence[Row], column: int) -> Number | None:
    """The one number that all fractions of a column are of under the row's own heading."""
    if len(row.path) < 2:
        return None
    cells = [r.cells[column] for r in rows if r.path[:-1] == row.path[:-1] and column in r.cells]
    told = [(n, cell) for cell in cells if (n := said(cell.text).total)]
    if not told or len({n for n, _ in told}) > 1:
        return None
    n, cell = told[0]
    return number(question.document, n, (cell.start, cell.end))


def _of_both(question: Question, table: Table, row: Row, column: int) -> Number | None:
    """The size of an arm where a row's own words end with those of both ("Grip strength (kg) (31/29)"), in the order of the
    columns: no more than the arms have, and most of them."""
    match = _BOTH_SIZES.search(row.path[-1])
    sides = {c: question.side_of(h.words) for c, h in enumerate(table.columns) if c >= table.stubs}
    order = list(dict.fromkeys(side for side in sides.values() if side))
    if not match or len(order) != 2 or not all(side in question.sizes for side in order):
        return None
    told = dict(zip(order, (int(match["a"]), int(match["b"])), strict=True))
    first = min((cell.start for cell in row.cells.values()), default=0)
    n = told.get(sides.get(column, ""))
    at = question.document.text.rfind(match["p"], 0, first)
    if (
        n is None
        or at < 0
        or not all(_MOST * question.sizes[s].value <= k <= question.sizes[s].value for s, k in told.items())
    ):
        return None
    start = (
        at + match.start("a" if told[order[0]] == n and sides[column] == order[0] else "b") - match.start("p")
    )
    return number(question.document, n, (start, start + len(str(n))))


def _is_of_arm(question: Question, path: Sequence[str]) -> bool:
    """Whether the headings of a row name one arm alone, so that a size in its words is of that arm ("Group A" over "Week 8
    (n = 31)")."""
    return len({side for words in path[:-1] if (side := question.side_of(words))}) == 1


def _beside(question: Question, row: Row, rows: Sequence[Row], column: int) -> Number | None:
    """The size in the row's own words where they name an arm; else in a row of numbers of people under its heading."""
    first = min((cell.start for cell in row.cells.values()), default=0)
    for words in row.path:
        match = SIZE_SAID.search(words)
        if match and (question.side_of(words) or _is_of_arm(question, row.path)):
            return question.size_before(int(re.sub(r"\D", "", match.group())), first)
    before: list[Cell] = []
    after: list[Cell] = []
    side = before
    for other in rows:
        side = after if other is row else side
        cell = other.cells.get(column)
        told = other.path[:-1] in ((), row.path[:-1], row.path) and is_people(other.path[-1])
        if cell and told and cell.text.isdigit():
            side.append(cell)
    # Where there are several, each is under the row that it is of if the table does not begin with one.
    follows = len(before) + len(after) > 1 and not is_people(rows[0].path[-1])
    for size in after[:1] if follows else before[-1:] or after[-1:]:
        return number(question.document, int(size.text), (size.start, size.end))
    return None
