"""Tables of a PDF: rows whose stretches stand in the same columns, written as aligned text under a line of dashes.

Only what is clear is a table: three rows or more of a label and figures, each stretch in one column of its own, under a head
for each column of figures. All else stays the lines it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trialwright.read.formats._pdf_lines import Line, Stretch

FEWEST_ROWS = 3
MOST_COLUMNS = 12
MOST_ROWS = 200
FIGURES = 0.6  # of the cells beside the labels, at least
# "3 (7.5)", "< 0.001", "p = 0.04", "–"; a word before a number ("Week 4", "Drug (n = 40)") heads a column.
_FIGURE = re.compile(
    r"^(?:[pP]\s?)?[(\[<>=≤≥~±+−–-]{0,3}\s?[.·]?\d|^[-–—.…]+$|^(?:NA|N/A|NR|NS|ND|NE|n\.?s\.?)$"
)
_SEVERAL = re.compile(r"(?<![\w.])[-−]?\d+\.\d+ [-−]?\d|(?<![\w.])\d+ [-−]?\d+\.\d|\d (?:NA|NR) ")
_LEADER = re.compile(r"\.\s?\.\s?\.\s?\.")  # dots that lead to a page number
_MOST_WORDS = 6  # of a cell with figures
_LABEL_WORDS = 14
_HEAD_LINES = 4
_NEAR = 2.2  # heights of a line: further apart, lines are of different things

Span = tuple[float, float]


@dataclass(frozen=True)
class Table:
    """first, last : positions of its lines in the region, head included. spans : of its columns. heads : lines of the head.
    rule : those of them that stand over the line of dashes, fewer where a head is over several columns: what stands under it is
    then read as the lower level of heads."""

    first: int
    last: int
    spans: tuple[Span, ...]
    heads: int
    rule: int


def tables(region: Sequence[Line]) -> Iterator[Table]:
    """The tables of one column's lines, from top to bottom."""
    at = 0
    while at < len(region):
        if not is_row(region[at]):
            at += 1
            continue
        spans, rows, last = _run(region, at)
        if rows >= FEWEST_ROWS and 2 <= len(spans) <= MOST_COLUMNS:
            heads = _heads(region, at, spans)
            headed = {_column(s, spans) for line in region[at - heads : at] for s in line.stretches}
            # A figure without a head says nothing, and columns that are set too near lose theirs.
            if headed >= set(range(1, len(spans))) and not _is_merged(region[at : last + 1]):
                over = _over_several(region, at - heads, spans)
                first = at - heads - over
                wide = over or _is_over_several(region[first : first + 2], spans)
                yield Table(first, last, tuple(spans), heads + over, 1 if wide else heads)
        at = last + 1


def _run(region: Sequence[Line], at: int) -> tuple[list[Span], int, int]:
    """(columns, how many rows of figures, the last one) from the row at `at` on."""
    spans, last, rows = _spans(region[at]), at, 1
    for i in range(at + 1, min(len(region), at + MOST_ROWS)):
        line = region[i]
        if not _is_near(region, i):
            break
        if is_row(line):
            wider = _joined(spans, line)
            if wider is None:
                break
            spans, last, rows = wider, i, rows + 1
        elif not _is_label(line, spans):
            break
    return spans, rows, last


def _is_merged(rows: Sequence[Line]) -> bool:
    """Whether a cell holds several decimals side by side: columns too near to be told apart."""
    return any(_SEVERAL.search(s.text) for line in rows for s in line.stretches)


def is_row(line: Line) -> bool:
    """A label and figures, or figures alone in two columns or more."""
    cells = line.stretches[1:]
    if not cells or _LEADER.search(line.text) or len(line.stretches[0].text.split()) > _LABEL_WORDS:
        return False
    figures = [c for c in cells if _FIGURE.search(c.text) and len(c.text.split()) <= _MOST_WORDS]
    return len(figures) >= FIGURES * len(cells)


def _is_label(line: Line, spans: Sequence[Span]) -> bool:
    """A heading inside the table, or a label's second line: words in the first column alone."""
    only = line.stretches[0]
    return len(line.stretches) == 1 and len(spans) > 1 and only.right < spans[1][0]


def _is_near(region: Sequence[Line], i: int) -> bool:
    return region[i - 1].bottom - region[i].top < _NEAR * max(region[i].height, region[i - 1].height)


def _spans(line: Line) -> list[Span]:
    return [(s.left, s.right) for s in line.stretches]


def _joined(spans: Sequence[Span], line: Line) -> list[Span] | None:
    """The columns with this row's stretches in them; None where one lies across two of them or two lie in one."""
    taken: dict[int, Span] = {}
    new: list[Span] = []
    for s in line.stretches:
        over = [i for i, (a, b) in enumerate(spans) if s.left < b and a < s.right]
        if len(over) > 1 or (over and over[0] in taken):
            return None
        if over:
            a, b = spans[over[0]]
            taken[over[0]] = (min(a, s.left), max(b, s.right))
        else:
            new.append((s.left, s.right))
    made = sorted([taken.get(i, span) for i, span in enumerate(spans)] + new)
    clear = all(b < c for (_, b), (c, _) in pairwise(made))
    return made if clear else None


def _heads(region: Sequence[Line], at: int, spans: Sequence[Span]) -> int:
    """How many lines above the first row head its columns: each stretch over one of them and one column beside the labels."""
    count = 0
    while count < min(_HEAD_LINES, at) and _is_near(region, at - count):
        line = region[at - count - 1]
        places = [_column(s, spans) for s in line.stretches]
        if is_row(line) or None in places or len(set(places)) < len(places) or all(p == 0 for p in places):
            break
        if any(len(s.text.split()) > _LABEL_WORDS for s in line.stretches):
            break
        count += 1
    return count


def _over_several(region: Sequence[Line], at: int, spans: Sequence[Span]) -> int:
    """1 where the line above the heads holds heads that are each over several of the columns, else 0."""
    if not at or not _is_near(region, at):
        return 0
    line = region[at - 1]
    over = [{i for i, (a, b) in enumerate(spans) if s.left < b and a < s.right} for s in line.stretches]
    apart = all(a and b and max(a) < min(b) for a, b in pairwise(over))
    wide = len(over) > 1 and apart and all(0 not in o for o in over) and any(len(o) > 1 for o in over)
    short = all(len(s.text.split()) <= _LABEL_WORDS for s in line.stretches)
    return int(wide and short and not is_row(line) and _begins_again(region[at], spans, len(over)))


def _is_over_several(head: Sequence[Line], spans: Sequence[Span]) -> bool:
    """Whether the first of two lines of heads is over several columns, though it stands over the first of them alone."""
    if len(head) < 2:
        return False
    over = [c for s in head[0].stretches if (c := _column(s, spans))]
    return len(over) > 1 and _begins_again(head[1], spans, len(over))


def _begins_again(line: Line, spans: Sequence[Span], groups: int) -> bool:
    """Whether the heads of a line, one for each column, are the same again for each of so many groups: "Baseline, Week 8" twice."""
    names = [s.text for s in line.stretches if _column(s, spans)]
    each, rest = divmod(len(names), groups)
    if rest or each < 2 or len(names) != len(spans) - 1:
        return False
    return all(names[i] == names[i % each] for i in range(len(names)))


def _column(s: Stretch, spans: Sequence[Span]) -> int | None:
    """The one column under a stretch; the nearest, within half its width, where it stands beside them all."""
    over = [i for i, (a, b) in enumerate(spans) if s.left < b and a < s.right]
    if len(over) == 1:
        return over[0]
    if over:
        return None
    middle = (s.left + s.right) / 2
    away = [min(abs(middle - a), abs(middle - b)) for a, b in spans]
    near = away.index(min(away))
    return near if away[near] <= s.right - s.left else None


def written(region: Sequence[Line], table: Table) -> list[str]:
    """The table's lines as text: columns aligned, a line of dashes under the head, labels as far in as they stand."""
    rows = [_cells(region[i], table.spans) for i in range(table.first, table.last + 1)]
    if not rows[0]:  # heads that are over several columns stand over the first of them
        rows[0] = {_leftmost(s, table.spans): s.text for s in region[table.first].stretches}
    margin = min(region[i].stretches[0].left for i in range(table.first + table.heads, table.last + 1))
    for row, line in zip(rows, region[table.first : table.last + 1], strict=True):
        if 0 in row:
            steps = int(max(0.0, line.stretches[0].left - margin) / max(line.height, 1.0) + 0.5)
            row[0] = "  " * min(steps, 8) + row[0]
    widths = [max([2, *(len(r.get(c, "")) for r in rows)]) for c in range(len(table.spans))]

    def line_of(cells: Sequence[str]) -> str:
        return "  " + "  ".join(x.ljust(w) for x, w in zip(cells, widths, strict=True)).rstrip()

    lines = [line_of([r.get(c, "") for c in range(len(widths))]) for r in rows]
    rule = line_of(["-" * w for w in widths])
    return [*lines[: table.rule], rule, *lines[table.rule :]]


def _leftmost(s: Stretch, spans: Sequence[Span]) -> int:
    return next(i for i, (a, b) in enumerate(spans) if s.left < b and a < s.right)


def _cells(line: Line, spans: Sequence[Span]) -> dict[int, str]:
    out: dict[int, str] = {}
    for s in line.stretches:
        column = _column(s, spans)
        if column is not None:
            out[column] = f"{out[column]} {s.text}" if column in out else s.text
    return out
