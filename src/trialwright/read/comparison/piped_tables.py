"""Tables whose cells are parted by upright lines ("a | b"), as HTML and JATS articles are written out, and Markdown's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from trialwright.read.comparison.placed_heads import placed_heads
from trialwright.read.comparison.table_heads import columns_of, tests_of
from trialwright.read.comparison.table_parts import Cell, Column, Table
from trialwright.read.comparison.table_rows import rows_of
from trialwright.read.comparison.table_spans import whole_rows
from trialwright.read.comparison.tables import clean, lines_of
from trialwright.read.patterns import Pattern

_BAR = Pattern(r"\s?\|\s?")
_MARKDOWN_RULE = Pattern(r"[\s|:-]+")
_SIZE_FIRST = Pattern(r"(?i)\(?\bn\s?=\s?\d")
_LABELLED = Pattern(r":\s?\(?[-+]?\d")
_LONGEST_CAPTION = 300
# A paragraph that goes with the table before it: "Values are means (SD).", "Abbreviations: ..."
_NOTE = Pattern(
    r"(?i)\W*(?:(?:all\s)?(?:values|data|figures|numbers|results|scores)\s(?:are|represent|were|shown|given|expressed)|(?:foot)?notes?\b|abbreviations?\b)"
)
_CAPTION = Pattern(r"(?i)\s*table\s(?:\d|[ivx]+\b)")
_LONGEST_NOTE = 600
_MOST_LINES = 400
Line = tuple[int, str]
Row = tuple[int, dict[int, Cell]]  # indentation, column → cell


def piped_tables(text: str) -> Iterator[Table]:
    """Every such table of the text in order. text : the document's own; places are offsets into it.

    A cell over several columns or lines is written once, so that which column a shorter line's cells are of is not
    known: such a line gives no cells, and a head that is shorter no table, unless a second line of heads tells.
    """
    before = ""
    runs = list(_runs(text))
    for run, after in zip_longest(runs, runs[1:], fillvalue=[]):
        if any("|" in words for _, words in run):
            for table in _of_run(run[:_MOST_LINES], before):
                first = after[0][1].strip() if after else ""
                if not table.note and len(first) <= _LONGEST_NOTE and _NOTE.match(first):
                    table.note = first
                yield table
        before = run[-1][1].strip()


def _runs(text: str) -> Iterator[list[Line]]:
    """Lines without an empty one between them; the caption of another table begins anew behind rows."""
    for filled, lines in groupby(lines_of(text), key=lambda line: bool(line[1].strip())):
        run: list[Line] = []
        rows = False
        for line in lines if filled else ():
            if rows and _CAPTION.match(line[1]) and "|" not in line[1]:
                yield run
                run, rows = [], False
            run.append(line)
            rows = rows or "|" in line[1]
        if run:
            yield run


def _of_run(run: Sequence[Line], before: str) -> Iterator[Table]:
    """Lines without an empty one between them: those before the first bar are the caption, those after the last a note."""
    barred = [i for i, (_, words) in enumerate(run) if "|" in words]
    first, last = barred[0], barred[-1]
    above = " ".join(words.strip() for _, words in run[:first]) or before
    inner = run[first : last + 1]
    told = [line for line in inner if not _MARKDOWN_RULE.fullmatch(line[1])]
    framed = len(told) < len(inner)
    rows = [_cells(line, framed) for line in told]
    indents = [0 if framed else len(words) - len(words.lstrip(" ")) for _, words in told]
    if len(rows) > 1:
        made = _table(rows, indents, above if len(above) <= _LONGEST_CAPTION else "")
        if made and made.rows:
            made.note = " ".join(words.strip() for _, words in run[last + 1 :])
            yield made


def _cells(line: Line, framed: bool) -> list[Cell]:
    """The cells of a line, empty ones among them. framed : a bar that begins or ends the line is Markdown's frame; else
    an empty cell stands outside it."""
    start, words = line
    if framed and words.lstrip().startswith("|"):
        lead = words.index("|") + 1
        start, words = start + lead, words[lead:].rstrip().removesuffix("|")
    out, begin = [], 0
    for a, b in [*(m.span() for m in _BAR.finditer(words)), (len(words), len(words))]:
        inner = words[begin:a]
        left = begin + len(inner) - len(inner.lstrip())
        out.append(Cell(clean(inner), start + left, start + left + len(inner.strip())))
        begin = b
    return out


def _table(rows: Sequence[list[Cell]], indents: Sequence[int], caption: str) -> Table | None:
    """indents : how far each row is set in, which says what it is a part of."""
    head, *body = rows
    width = _width(head, body)
    if len(head) == width - 1 and _SIZE_FIRST.search(head[0].text):
        head = [Cell("", head[0].start, head[0].start), *head]  # the corner is empty, and was not written
    if width < 2 or not _is_head(head):
        return None
    lines = [
        (indent, {c: cell for c, cell in enumerate(r) if cell.text})
        for indent, r in zip(indents[1:], body, strict=True)
    ]
    first = {c: cell for c, cell in enumerate(head) if cell.text}
    whole = len(head) == width and all(len(r) in (1, width) for r in body)
    placed = placed_heads([first], lines, width) if whole else None
    columns, stubs, used = placed or columns_of(first, lines, width)
    if len(columns) != width or (len(head) not in (width, width - stubs + 1) and not used):
        return None
    kept = [line for line, whole in _told(body[used:], lines[used:], width) if whole]
    return Table(caption, _sure(columns, stubs), rows_of(kept, stubs, width, tests_of(columns)), stubs)


def _width(head: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> int:
    """The width of most lines; of two alike the wider, since a second line of heads may lack the corner. The head's own
    where some lines are as wide, and those that are shorter lack a first cell that spans them."""
    often = Counter(len(r) for r in body)
    most = max(often.items(), key=lambda of: (of[1], of[0]))[0]
    if most < len(head) == max(often):
        lines = [(0, {c: cell for c, cell in enumerate(r) if cell.text}) for r in body]
        if all(whole for _, whole in _told(body, lines, len(head))):
            return len(head)
    return most


def _told(body: Sequence[Sequence[Cell]], lines: Sequence[Row], width: int) -> Iterator[tuple[Row, bool]]:
    """(line, whether its cells' columns are known): it is as wide as the table, one heading, or as many cells short as
    those of the line above that span it, figures under figures and words under words."""
    moved, _ = whole_rows(lines)
    for cells, line, (_, at) in zip(body, lines, moved, strict=True):
        shift = max(at, default=0) - max(line[1], default=0)
        yield line, len(cells) + shift == width if len(line[1]) > 1 else True


def _is_head(cells: Sequence[Cell]) -> bool:
    """Words over two columns or more, none of them a number with or without the name of its group."""
    told = [c.text for c in cells[1:] if c.text]
    return bool(told) and all(re.search(r"[A-Za-z%]", t) and not _LABELLED.search(t) for t in told)


def _sure(columns: Sequence[Column], stubs: int) -> list[Column]:
    """Columns at the left hold words and are no arm's, whatever stands over them."""
    return [Column(c.head) if i < stubs else c for i, c in enumerate(columns)]
