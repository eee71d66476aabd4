"""What counts with their percents are of where that is not the arm: another row of the table ("Oocytes | 412 | 398" over
"Fertilised | 301 (73.1) | 290 (72.9)"). That the percents of every column agree is the evidence; no words are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trialwright.model.number import Printed
from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.table_parts import Row
from trialwright.read.comparison.values import said

Shares = Mapping[int, tuple[int, Printed]]


def base_of(rows: Sequence[Row], row: Row) -> Row | None:
    """The nearest row above of whose counts the shares of a row are, in every column; None where there is none."""
    shares = _shares(row)
    if not _is_telling(shares):
        return None
    above: list[Row] = []
    for other in rows:
        if other is row:
            break
        above.append(other)
    return next((other for other in reversed(above) if _are_of(shares, other)), None)


def base_of_table(rows: Sequence[Row], sizes: Mapping[int, int]) -> Row | None:
    """The first row, where it holds counts alone of which the shares in rows below are, and none of these is of the
    arms. sizes : column → size of its arm."""
    if not rows or any(told.count is None or told.percent for told in map(said, _figures(rows[0]))):
        return None
    told = [shares for row in rows[1:] if _is_telling(shares := _shares(row))]
    of_arms = any(c in sizes and agrees(*share, sizes[c]) for shares in told for c, share in shares.items())
    return rows[0] if not of_arms and any(_are_of(shares, rows[0]) for shares in told) else None


def _figures(row: Row) -> list[str]:
    return [cell.text for cell in row.cells.values()]


def _shares(row: Row) -> Shares:
    """Column → a count and its percent, of which the cell does not say the total."""
    told = {c: said(cell.text) for c, cell in row.cells.items()}
    return {
        c: (t.count, t.percent) for c, t in told.items() if t.count is not None and t.percent and not t.total
    }


def _is_telling(shares: Shares) -> bool:
    """Whether shares are of two columns at least and one of them is no round number that fits much."""
    return len(shares) > 1 and any(count and "." in percent.text for count, percent in shares.values())


def _are_of(shares: Shares, base: Row) -> bool:
    for c, (count, percent) in shares.items():
        n = said(base.cells[c].text).count if c in base.cells else None
        if n is None or not agrees(count, percent, n):
            return False
    return True
