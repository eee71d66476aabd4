"""The heads of a plain-text table: one line, or two whose spans are lost and have to be found again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trialwright.read.comparison.table_parts import Cell, Column
from trialwright.read.grammar.lexis import INT, whole

_SIZE = re.compile(rf"(?i)\(?\bn\s?=\s?(?P<n>{INT})\s?\)?|\((?P<m>{INT})\)\s*$")
_MEASURE = re.compile(
    r"(?i)[^\w%]*(?:%|(?:n|n/N|no\.?|number|means?|m|sd|se|sem|medians?|rd|rr|or|hr|md|smd|p|95 ?% ?ci|difference|range|iqr|score|change)\b)"
)
_P_HEAD = re.compile(r"(?i)^\W*p\b.{0,12}$|^p[- ]?values?")


def columns_of(
    head: dict[int, Cell], body: Sequence[tuple[int, dict[int, Cell]]], width: int
) -> tuple[list[Column], int, int]:
    """(columns, how many of them are words at the left, how many lines of the body are heads too)."""
    tops = [head[c] for c in sorted(head)]
    if body and len(body) > 1 and (made := _one_each(head, body[0][1], width)):
        return made
    if body and len(body) > 1 and _is_head(body[0][1]):
        subs = [body[0][1][c] for c in sorted(body[0][1])]
        made = _two_levels(tops, subs, width, 0 not in head) or _with_gaps(tops, body[0][1], width)
        if made:
            return made
    columns = [_column([head[c]] if c in head else []) for c in range(width)]
    return columns, 1, 0


def _is_head(cells: dict[int, Cell]) -> bool:
    words = [re.sub(r"(?i)95 ?% ?CI|n ?= ?\d+", "", c.text) for c in cells.values()]
    return len(cells) > 2 and not any(re.search(r"\d", w) for w in words[1:])


def _two_levels(
    tops: Sequence[Cell], subs: Sequence[Cell], width: int, open_stub: bool
) -> tuple[list[Column], int, int] | None:
    """Heads over several columns each, whose spans are lost: the pattern of the second line gives them back."""
    names = [s.text.lower() for s in subs]
    least = 0  # columns after the last group: those of P values stand alone
    while least < len(tops) and _P_HEAD.search(tops[len(tops) - 1 - least].text):
        least += 1
    if len(tops) == 1 and 0 < width - len(subs) < width:
        stubs = width - len(subs)
        return [*(_column([]) for _ in range(stubs)), *(_column([tops[0], s]) for s in subs)], stubs, 1
    for groups in range(min(len(tops), len(subs)), 1, -1):
        for size in range(len(subs) // groups, 1, -1):
            if any(names[i] != names[i % size] for i in range(groups * size)):
                continue
            for after in range(least, len(tops) - groups + 1):
                before = len(tops) - groups - after
                stubs = width - len(subs) - after
                if stubs >= 1 and before in (stubs, stubs - 1 if open_stub or least else stubs):
                    columns = [_column([tops[c]] if c < before else []) for c in range(stubs)]
                    for j, sub in enumerate(subs):
                        top = [tops[before + j // size]] if j < groups * size else []
                        columns.append(_column([*top, sub]))
                    columns += [_column([t]) for t in tops[len(tops) - after :]] if after else []
                    return columns[:width], stubs, 1
    if len(tops) == len(subs) and open_stub and len(subs) < width:
        return [_column([]), *(_column([t, s]) for t, s in zip(tops, subs, strict=True))], 1, 1
    return None


def _one_each(
    head: Mapping[int, Cell], subs: Mapping[int, Cell], width: int
) -> tuple[list[Column], int, int] | None:
    """Every column has a head of its own: none spans, and the second line says what each holds."""
    if len(head) < width or not subs or 0 in subs or not all(_MEASURE.match(c.text) for c in subs.values()):
        return None
    columns = [_column([head[c], subs[c]] if c in subs else [head[c]]) for c in range(width)]
    return columns, min(subs), 1


def _with_gaps(
    tops: Sequence[Cell], subs: Mapping[int, Cell], width: int
) -> tuple[list[Column], int, int] | None:
    """Heads over several columns each, of which some have nothing in the second line ("before, after, (P value)")."""
    first = min(subs)
    names = [subs[c].text.lower() if c in subs else "" for c in range(first, width)]
    groups = len(tops)
    if first < 1 or groups < 2 or len(names) % groups:
        return None
    size = len(names) // groups
    if size < 2 or any(names[i] != names[i % size] for i in range(len(names))):
        return None
    columns = [_column([]) for _ in range(first)]
    for j, c in enumerate(range(first, width)):
        columns.append(_column([tops[j // size], subs[c]] if c in subs else [tops[j // size]]))
    return columns, first, 1


def _column(cells: Sequence[Cell]) -> Column:
    n, place = None, None
    for cell in cells:
        match = _SIZE.search(cell.text)
        if match:
            n = whole(match.group("n") or match.group("m"))
            place = (cell.start, cell.end)
    return Column(tuple(c.text for c in cells), n, place)
