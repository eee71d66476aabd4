"""Counts and their percents in rows of their own: "n" over "%" under the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.table_parts import Row
from trialwright.read.comparison.values import said
from trialwright.read.patterns import Pattern

_COUNT = Pattern(r"(?i)\W*(?:n|no\.?|number|counts?|frequency)\W*")
_SHARE = Pattern(r"(?i)\W*(?:%|per ?cent(?:age)?s?)\W*")
_TOGETHER = "count"  # not "n", which may be a size
_LEAST = 2  # columns with both


def with_counts(rows: Sequence[Row], sizes: Mapping[int, int]) -> list[Row]:
    """The rows; a count over its percent under the same words is called "count", and is no size, and the percent's row goes. Every
    percent must be that of its count. sizes : column → people of its arm."""
    out: list[Row] = []
    for row in rows:
        if out and is_over_share(out[-1], row) and _agree(out[-1], row, sizes):
            out[-1] = replace(out[-1], path=(*out[-1].path[:-1], _TOGETHER))
        else:
            out.append(row)
    return out


def is_over_share(above: Row, row: Row) -> bool:
    """Whether a row of "n" stands over the row of "%" under the same words, and so may be of events."""
    same = len(row.path) > 1 and above.path[:-1] == row.path[:-1] and above.time == row.time
    return same and bool(_COUNT.fullmatch(above.path[-1]) and _SHARE.fullmatch(row.path[-1]))


def _agree(above: Row, row: Row, sizes: Mapping[int, int]) -> bool:
    """Whether columns of two arms or more hold a count and its percent, and none something else."""
    of = {c: above.sizes[c][0] if c in above.sizes else n for c, n in sizes.items()}
    told = [(said(above.cells[c].text).count, said(row.cells[c].text).mean, n) for c, n in of.items() if c in above.cells and c in row.cells]  # fmt: skip
    return len(told) >= _LEAST and all(
        count is not None and share is not None and agrees(count, share, n) for count, share, n in told
    )
