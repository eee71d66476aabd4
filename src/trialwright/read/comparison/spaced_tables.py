"""Tables of plain text that are laid out by blanks alone, under a caption "Table 2 ...", as text out of a PDF has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from trialwright.read.comparison.table_heads import column, tests_of
from trialwright.read.comparison.table_kinds import is_head, is_statistic, shape
from trialwright.read.comparison.table_parts import Cell, Table
from trialwright.read.comparison.table_rows import rows_of
from trialwright.read.comparison.tables import chunks, clean, is_rule, joined, lines_of, made
from trialwright.read.patterns import Pattern

_NUMBER = Pattern(r"(?i)\s*(?:#+\s)?\W{0,2}table\s(?:\d{1,2}|[ivx]+)\b[.:]?\s*")
_STRETCH = re.compile(r"\S+(?:\s\S+)*")
_MOST_LINES, _MOST_CAPTION = 80, 5
_MOST_COLUMNS = 20
_LEAST_ROWS = _TWO = 2
_PROSE = 70  # characters of a line without a gap that is no heading of rows
Line = tuple[int, str]


def spaced_tables(text: str) -> Iterator[Table]:
    """Every such table of the text in order. text : the document's own; places are offsets into it."""
    lines = lines_of(text)
    for i, (_, line) in enumerate(lines):
        if _is_caption(line):
            yield from _under(lines[i : i + _MOST_LINES])


def _under(lines: Sequence[Line]) -> Iterator[Table]:
    """The table under the caption that the first of the lines begins."""
    first = next((k for k, (_, line) in enumerate(lines[1:], 1) if len(_stretches(line)) > 1), 0)
    if not first or first > _MOST_CAPTION:
        return
    rows, end = _rows(lines, first)
    figures = [_stretches(line) for _, line in rows if _is_data(line)]
    spans = _spans(figures)
    if len(figures) < _LEAST_ROWS or not 3 <= len(spans) <= _MOST_COLUMNS:
        return
    caption = _NUMBER.sub("", " ".join(line.strip() for _, line in lines[:first] if line.strip()))
    note = " ".join(line.strip() for _, line in lines[end : end + 4])
    body = [(len(line) - len(line.lstrip()), chunks(start, line, spans)) for start, line in rows]
    heads = next((k for k, (_, line) in enumerate(rows) if _is_data(line)), 0)
    lines = [cells for _, cells in body[:heads]]
    width = len(spans) - 1
    if lines and all(sum(c > 0 for c in cells) == width for cells in lines):
        made_of = made(reduce(joined, lines), body[heads:], len(spans), caption, note)
        yield from (t for t in made_of if t.rows)
    elif heads == _TWO and (over := _spread(rows[0], lines[1], spans)):
        columns = [
            column([over[c], lines[1][c]] if c in over else [lines[1][c]] if c in lines[1] else [])
            for c in range(len(spans))
        ]
        yield Table(caption, columns, rows_of(body[heads:], 1, len(spans), tests_of(columns)), 1, note)


def _spread(above: Line, below: Mapping[int, Cell], spans: Sequence[tuple[int, int]]) -> dict[int, Cell]:
    """Column → what stands over it and its neighbours in the first of two lines of heads, by the middle of both; {} where that
    is not clear. below : the cells of the second line."""
    start, line = above
    over = [(a, b) for a, b in _stretches(line) if a + b > 2 * spans[0][1]]
    groups: dict[tuple[int, int], list[int]] = {span: [] for span in over}
    for c in (c for c, cell in below.items() if c and groups and not is_statistic(cell.text)):
        groups[min(over, key=lambda span: abs(sum(span) - sum(spans[c])))].append(c)
    if len({len(group) for group in groups.values()}) != 1:
        return {}
    return {
        c: Cell(clean(line[a:b]), start + a, start + b) for (a, b), group in groups.items() for c in group
    }


def _is_caption(line: str) -> bool:
    """Whether a line begins the caption of a table, and has no gap but behind the number."""
    number = _NUMBER.match(line)
    return bool(number) and len(_stretches(line[number.end() :] if number else line)) <= 1


def _rows(lines: Sequence[Line], first: int) -> tuple[list[Line], int]:
    """(the lines of the table, where they end): to another caption, a line of prose, or a table of another kind, which
    leaves none."""
    out: list[Line] = []
    for k, (start, line) in enumerate(lines[first:], first):
        if is_rule(line) or "|" in line:
            return [], k
        alone = len(_stretches(line)) == 1
        if _is_caption(line) or (alone and (len(line.strip()) > _PROSE or not _goes_on(lines[k + 1 :]))):
            return out, k
        if line.strip():
            out.append((start, line))
    return out, len(lines)


def _goes_on(lines: Sequence[Line]) -> bool:
    """Whether the next line that is not empty is of the table: a line without a gap is then a heading of rows."""
    after = next((line for _, line in lines if line.strip()), "")
    return len(_stretches(after)) > 1


def _stretches(line: str) -> list[tuple[int, int]]:
    """The words of a line between gaps of two blanks or more."""
    return [m.span() for m in _STRETCH.finditer(line)]


def _is_data(line: str) -> bool:
    """Whether a line has two figures or more, the first of its words not counted."""
    told = [line[a:b] for a, b in _stretches(line)]
    return sum(shape(words) not in ("word", "p") and not is_head(words) for words in told[1:]) > 1


def _spans(rows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The columns: stretches of places that are filled in some row, with two blanks in every row between them."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(span for row in rows for span in row):
        if out and a <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out
