"""How many people a mean is of where neither its sentence nor its table says it: those over other means of the document,
none where several numbers are printed and nothing says which is meant.

Those who were randomised, or over whom counts were made with the missing as failures, are often more than were measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.read.comparison.arm_totals import size_before
from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.moments import are_several, moment, parted
from trialwright.read.comparison.table_parts import Cell, Table
from trialwright.read.comparison.values import said
from trialwright.read.comparison.who_left import Sizes, are_fewer, is_at_start, values
from trialwright.read.patterns import Pattern

_SIZE = Pattern(r"(?i)\bn\s?=\s?(?P<n>\d[\d,]*)")


class OverMeans(NamedTuple):
    """The sizes of both arms over means of one table and time. at_start : whether that is before the treatment."""

    table: int
    at_start: bool
    sizes: Sizes


class _Over(NamedTuple):
    """A size over means. when : the words of its time, which those of both arms have in common."""

    when: str
    at_start: bool
    side: str
    size: Number


def sizes_over_means(arms: Arms) -> list[OverMeans]:
    """The sizes of both arms over means in tables, by table and time."""
    out: list[OverMeans] = []
    for k, table in enumerate(arms.tables):
        groups: dict[tuple[str, bool], dict[str, list[Number]]] = defaultdict(
            lambda: {TRIED: [], COMPARED: []}
        )
        for over in (*_in_heads(arms, table), *_in_labels(arms, table)):
            groups[over.when, over.at_start][over.side].append(over.size)
        for (_, at_start), found in groups.items():
            if all(len({n.value for n in sizes}) == 1 for sizes in found.values()):
                out.append(OverMeans(k, at_start, {side: sizes[0] for side, sizes in found.items()}))
    return out


def sizes_of_means(known: Sizes, over: list[OverMeans]) -> Sizes:
    """The arms' sizes for a mean after the start; {} where it is open which are meant.

    known : the sizes of the document, as most heads or a sentence give them: kept where they are over later means too, or
    no fewer are. Else, where they stand at the start of a table, they are those later in it, if they are the only ones.
    """
    if set(known) != {TRIED, COMPARED}:
        return known
    all_of = values(known)
    later = {values(o.sizes): o for o in over if not o.at_start}
    fewer = [o for some, o in later.items() if are_fewer(some, all_of)]
    if not fewer or all_of in later:
        return known
    began = {o.table for o in over if o.at_start and values(o.sizes) == all_of}
    return fewer[0].sizes if len(fewer) == 1 and fewer[0].table in began else {}


def _in_heads(arms: Arms, table: Table) -> Iterator[_Over]:
    for c, column in enumerate(table.columns):
        side = arms.side_of(column.words) if column.n and column.place else ""
        if not side or not column.n or not column.place:
            continue
        if any(_is_mean(r.cells[c], column.n) for r in table.rows if c in r.cells):
            size = number(arms.document, column.n, column.place)
            when = parted(_SIZE.sub("", column.words))[1]
            yield _Over(when, _is_at_start(table, column.words), side, size)


def _in_labels(arms: Arms, table: Table) -> Iterator[_Over]:
    """The sizes beside the names of arms at the left of rows."""
    for row in table.rows:
        match = _SIZE.search(row.path[-1])
        side = arms.side_of(row.path[-1]) if match else ""
        if not match or not side:
            continue
        n = int(match["n"].replace(",", ""))
        first = min((cell.start for cell in row.cells.values()), default=0)
        size = size_before(arms, n, first)
        if size and any(_is_mean(cell, n) for cell in row.cells.values()):
            when = " ".join((*row.path[:-1], row.time))
            yield _Over(when, _is_at_start(table, when), side, size)


def _is_at_start(table: Table, words: str) -> bool:
    when = moment(words)
    return when.days < 0 if when else not are_several(table.caption) and is_at_start(table)


def _is_mean(cell: Cell, n: int) -> bool:
    """Whether a cell holds a number with its spread that is no count of n with its percent."""
    told = said(cell.text)
    share = told.percent or told.spread
    if told.mean is None or told.total or "%" in cell.text or not (told.spread or told.low):
        return False
    return told.count is None or share is None or not agrees(told.count, share, n)
