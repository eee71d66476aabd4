"""Rows of a table as they are laid out: cells over several columns or lines keep their places by empty ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

_WIDEST = 60  # columns, and lines that a cell goes down
_INDENTS = "\u00a0\u2002\u2003\u2007\u2009"
_PADDED = re.compile(
    r"(?:padding-left|margin-left|text-indent)\s*:\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>em|px|pt|%|rem)?"
)
_WIDE = {"em": 1.0, "rem": 1.0, "px": 12.0, "pt": 9.0, "%": 3.0, None: 12.0}  # of one step
MARK = re.compile(
    r"\s*(?:[A-Za-z]|[*†‡§¶#‖]{1,4}|\|\|)(?:\s?,\s?(?:[A-Za-z]|[*†‡§¶#‖]))*\s*"
)  # of a note, raised

LINE = "\ue000"  # stands between the lines of one cell until they are written
_FIGURES = re.compile(r"[-+−–<>≤≥=]?\s?\d[\d.,]*(?P<rest>.*)")
_LEAST_COLUMNS = 2  # of figures in lines that say the same number of times


class Spanning(NamedTuple):
    """A cell's words, and how many columns and lines it takes."""

    words: str
    columns: int = 1
    lines: int = 1


def spanning(element: Any, words: str) -> Spanning:
    return Spanning(words, _number(element.get("colspan")), _number(element.get("rowspan")))


def _number(value: str | None) -> int:
    return min(_WIDEST, int(value)) if value and value.strip().isdigit() and int(value) else 1


class Grid:
    """Lays out the rows of one table, one after the other."""

    def __init__(self) -> None:
        self._down: dict[int, int] = {}  # column → lines that a cell above still takes

    def lines(self, cells: Sequence[Spanning]) -> list[list[str]]:
        """The words in each column, of each line of a row whose cells hold several; else of the one row."""
        laid = self.row(cells)
        return _parted([c.split(LINE) for c in laid]) or [[c.replace(LINE, " ") for c in laid]]

    def row(self, cells: Sequence[Spanning]) -> list[str]:
        """The words in each column, "" where a cell of another column or line goes on."""
        if sum(c.columns for c in cells) > _WIDEST:
            return [c.words for c in cells]
        out: list[str] = []
        down: dict[int, int] = {c: n - 1 for c, n in self._down.items() if n > 1}
        for cell in cells:
            while self._down.get(len(out)):
                out.append("")
            for c in range(len(out), len(out) + cell.columns) if cell.lines > 1 else ():
                down[c] = cell.lines - 1
            out += [cell.words, *[""] * (cell.columns - 1)]
        while self._down.get(len(out)):
            out.append("")
        self._down = down
        return out


def _parted(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows that one row holds as lines of its cells: figures of one shape in as many lines in two columns or more, and words
    of as many lines at their left, with a heading over them or without; [] where it is one row."""
    figures = [i for i, lines in enumerate(cells) if i and len(lines) > 1 and _are_figures(lines)]
    if len(figures) < _LEAST_COLUMNS:
        return []
    first, many = figures[0], len(cells[figures[0]])
    left = [i for i, lines in enumerate(cells[:first]) if len(lines) > 1]
    alike = all(len(lines) in (1, many) for lines in cells[first:])
    if not alike or len(left) != 1 or len(cells[left[0]]) - many not in ((0, 1) if left == [0] else (0,)):
        return []
    headed = len(cells[left[0]]) - many
    heading = [[cells[0][0], *[""] * (len(cells) - 1)]] if headed else []
    rows = [
        [_line(lines, i, headed if c == left[0] else 0) for c, lines in enumerate(cells)] for i in range(many)
    ]
    return heading + rows


def _line(lines: Sequence[str], i: int, skipped: int) -> str:
    """The words of one line of a cell; those of a cell in one line stand in the first."""
    return lines[i + skipped] if len(lines) > 1 else "" if i else lines[0]


def _are_figures(lines: Sequence[str]) -> bool:
    """Whether each line is of figures of one shape: what begins with a bracket goes on with the line above."""
    told = [_FIGURES.fullmatch(line) for line in lines]
    return len({re.sub(r"[\d.,\s]+", "", m["rest"]) if m else None for m in told}) == 1 and all(told)


def steps_in(element: Any) -> int:
    """How far a row's first cell is set in: by spaces that do not break, or by its style. 0 to 6 steps."""
    first = next((t for t in element.itertext() if t.strip(" \t\r\n")), "").lstrip(" \t\r\n")
    spaces = len(first) - len(first.lstrip(_INDENTS))
    wide = sum(2 if s in "\u2002\u2003" else 1 for s in first[:spaces])
    styles = (_PADDED.search(e.get("style") or "") for e in (element, *element[:1]) if hasattr(e, "get"))
    padded = max((float(m["n"]) / _WIDE[m["unit"]] for m in styles if m), default=0.0)
    return min(6, (wide + 1) // 2 or int(padded + 0.5))
