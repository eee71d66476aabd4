"""Pages set in two columns: where the gutter is, and the lines column by column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from trialwright.read.formats._pdf_lines import Line, Stretch
from trialwright.read.formats._pdf_tables import is_row

FEWEST = 8  # lines on both sides of a gutter, below which two columns may be a list or a table
WORDS = 3  # of a stretch of prose, at least
FILLED = 0.6  # of its column that a line of prose takes, at least: tables leave more free
_CAPTION = re.compile(r"(?i)(?:supplementary |extended data )?tab(?:le|\.)\s?[\dIVXS]")
_SIDES = (0.35, 0.65)  # of the text's width, between which a gutter lies


def gutter(page: Sequence[Line]) -> float | None:
    """The x that parts two columns of prose, or None."""
    spans = [(s.left, s.right) for line in page for s in line.stretches]
    if not spans:
        return None
    left, right = min(a for a, _ in spans), max(b for _, b in spans)
    best, most = None, FEWEST - 1
    for step in range(61):
        x = left + (right - left) * (_SIDES[0] + (_SIDES[1] - _SIDES[0]) * step / 60)
        both = [line for line in page if _parts(line, x)]
        if len(both) > most and _is_prose(both, x, left, right):
            best, most = x, len(both)
    return best


def _parts(line: Line, x: float) -> bool:
    """Whether the line has words on both sides of x and none across it."""
    return line.stretches[0].right < x < line.stretches[-1].left and not _crosses(line, x)


def _crosses(line: Line, x: float) -> bool:
    return any(s.left <= x <= s.right for s in line.stretches)


def _is_prose(both: Sequence[Line], x: float, left: float, right: float) -> bool:
    """Whether most lines on both sides are one stretch of several words that fills its column."""
    for low, high in ((left, x), (x, right)):
        sides = [[s for s in line.stretches if low <= s.left and s.right <= high] for line in both]
        single = [s[0] for s in sides if len(s) == 1]
        if len(single) < 0.6 * len(sides):
            return False
        if median(s.right - s.left for s in single) < FILLED * (high - low):
            return False
        if median(len(s.text.split()) for s in single) < WORDS:
            return False
    return True


def in_order(page: Sequence[Line], x: float) -> list[list[Line]]:
    """Regions in reading order: each a run of lines of one column, or of the whole width."""
    out: list[list[Line]] = []
    whole: list[Line] = []
    sides: tuple[list[Line], list[Line]] = ([], [])

    def close(*regions: list[Line]) -> None:
        for region in regions:
            if region:
                out.append(list(region))
                region.clear()

    for line, across in zip(page, _across(page, x), strict=True):
        if across:
            close(*sides)
            whole.append(line)
            continue
        close(whole)
        for side, part in zip(sides, _halves(line, x), strict=True):
            if part:
                side.append(replace(line, stretches=tuple(part)))
    close(whole, *sides)
    return out


def _halves(line: Line, x: float) -> tuple[list[Stretch], list[Stretch]]:
    return [s for s in line.stretches if s.right < x], [s for s in line.stretches if s.left > x]


def _across(page: Sequence[Line], x: float) -> list[bool]:
    """Which lines are of the whole width: those with words across the gutter, and rows of a table that lies on both
    sides of it, with the heads and the caption that stand next to such rows."""
    left = min(s.left for line in page for s in line.stretches)
    right = max(s.right for line in page for s in line.stretches)
    loose = [not _has_prose(_beside_label(line), x, left, right) for line in page]
    rows = [
        free and _parts(line, x) and len(line.stretches) >= 3 for free, line in zip(loose, page, strict=True)
    ]
    joins = [
        free and (len(line.stretches) > 1 or _CAPTION.match(line.text) is not None)
        for free, line in zip(loose, page, strict=True)
    ]
    for order in (range(1, len(page)), range(len(page) - 2, -1, -1)):
        for i in order:
            neighbour = i - 1 if order.step > 0 else i + 1
            rows[i] = rows[i] or (joins[i] and rows[neighbour])
    _bridge(page, rows)
    return [row or _crosses(line, x) for row, line in zip(rows, page, strict=True)]


def _beside_label(line: Line) -> Line:
    """A row of figures without its label, which may be as long as prose; any other line as it is."""
    figures = len(line.stretches) >= 3 and is_row(line)
    return replace(line, stretches=line.stretches[1:]) if figures else line


def _bridge(page: Sequence[Line], rows: list[bool]) -> None:
    """The first or second line of a label, and a heading inside a table, are of the table whose rows stand around them."""
    was = list(rows)
    for i, line in enumerate(page):
        near = any(was[max(0, i - 2) : i]) and any(was[i + 1 : i + 3])
        rows[i] = rows[i] or (near and len(line.stretches) == 1)


def _has_prose(line: Line, x: float, left: float, right: float) -> bool:
    """Whether a stretch of words fills either column."""
    return any(
        len(s.text.split()) >= WORDS and s.right - s.left >= FILLED * width
        for half, width in zip(_halves(line, x), (x - left, right - x), strict=True)
        for s in half
    )


def is_mixed(page: Sequence[Line], x: float) -> bool:
    """Whether the file draws the page line by line across its columns, so that its own order mixes them."""
    both = [line for line in page if _parts(line, x)]
    crossed = 0
    for line in both:
        before = max(s.last for s in line.stretches if s.right < x)
        after = min(s.first for s in line.stretches if s.left > x)
        crossed += 0 < after - before <= 4  # a space and an end of line that PDFium makes up lie between
    return crossed > 0.3 * len(both)
