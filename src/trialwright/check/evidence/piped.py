"""Counts with their percentages in tables whose cells are parted by upright lines, under columns that print their size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.model.document import Document

_SIZE = re.compile(r"(?i)\bn\s?=\s?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})\b")
_SHARE = re.compile(r"(?P<c>\d{1,6})\s?\(\s?(?P<p>\d{1,3}(?:\.\d{1,2})?)\s?(?P<s>%?)\s?\)")
_OF_SHARES = re.compile(r"%|(?i:per ?cent)")
_NO_COUNT = re.compile(r"(?i)\b(?:mean|median|SD|SE|IQR|range|score|ratio|CI|years?)\b|±")


class Share(NamedTuple):
    """count (percent %) of the `size` of its column, in the row called `label`. digits : of the percentage."""

    label: str
    count: int
    percent: float
    digits: int
    size: int
    column: int
    start: int
    end: int


def shares(document: Document) -> Iterator[list[list[Share]]]:
    """The rows of each such table, each with its shares; rows of means or without a sign of percentages are left out."""
    rows: list[list[Share]] = []
    sizes: dict[int, int] = {}
    at = 0
    for line in document.text.splitlines(keepends=True):
        cells = line.rstrip("\n").split("|")
        if len(cells) < 2:
            if rows:
                yield rows
            rows, sizes = [], {}
        else:
            found = {i: m for i, c in enumerate(cells) if (m := _SIZE.search(c))}
            if len(found) > 1:
                sizes = {i: int(m["n"].replace(",", "")) for i, m in found.items()}
            elif row := _row(cells, sizes, at):
                rows.append(row)
        at += len(line)
    if rows:
        yield rows


def _row(cells: list[str], sizes: dict[int, int], at: int) -> list[Share]:
    label = cells[0].strip() or (cells[1].strip() if len(cells) > 1 and 1 not in sizes else "")
    out: list[Share] = []
    if _NO_COUNT.search(label) and not _OF_SHARES.search(label):
        return out
    place = at
    for i, cell in enumerate(cells):
        match = _SHARE.fullmatch(cell.strip())
        if match is not None and i in sizes and (match["s"] or _OF_SHARES.search(label)):
            start = place + cell.index(match.group())
            digits = len(match["p"].partition(".")[2])
            out.append(
                Share(
                    label,
                    int(match["c"]),
                    float(match["p"]),
                    digits,
                    sizes[i],
                    i,
                    start,
                    start + len(match.group()),
                )
            )
        place += len(cell) + 1
    return out
