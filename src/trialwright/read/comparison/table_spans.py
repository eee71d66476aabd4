"""Rows whose first cells span several lines: the lines below begin one column (or more) further left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from trialwright.read.comparison.table_kinds import is_head, is_statistic, is_time, shape
from trialwright.read.comparison.table_parts import Cell
from trialwright.read.grammar.lexis import NUM

_MOST_SPANS = 3
_LEAST_LINES = 3
_SIZE_FIRST = re.compile(r"(?i)[(\[]?\s?n\s?=\s?\d")
_LEAST_WHOLE = 3  # two columns of words, and two of numbers or more
# "18-39", "≥ 60", "+": the words of a part, made of figures or signs; they may be a number too, but no p value ("<0.001")
_LABEL = re.compile(
    r"\\?[-+]|[<>≤≥]=?\s?(?!0?\.0)\d+(?:\.\d+)?|\d+(?:\.\d+)?\s?(?:-{1,3}|–|to)\s?\d+(?:\.\d+)?"
)
_TIME_UNIT = re.compile(r"(?i)(?:weeks?|months?|days?|years?|visit)")
_ALONE = re.compile(rf"[-+]?\s?{NUM}\s?%?")
_IN_BRACKETS = re.compile(rf"[(\[]\s?(?:±\s?)?{NUM}(?:\s?(?:-{{1,2}}|to|,|;)\s?{NUM})?\s?%?\s?[)\]]")
_WORD = re.compile(
    r"[\"'(]?[A-Za-z]|\d{1,3}(?:[A-Z]{2}|-?[a-z]{3}|-[a-z]\b)|%$"
)  # "1RM squat", "30-s chair stand", "%" under "n"
Line = tuple[int, dict[int, Cell]]


def whole_rows(body: Sequence[Line]) -> tuple[list[Line], int]:
    """(lines with the cells that span them given back, how many columns span at most).

    A line is moved only where it fits the whole line above it column by column, words under words and numbers under
    numbers, after the move and not before it.
    """
    out: list[Line] = []
    above: dict[int, Cell] = {}
    body, most = _filled_down(_over_both(body))
    for indent, cells in body:
        shift = _shift(cells, above) if above else 0
        if shift:
            cells = {
                **{c: above[c] for c in range(shift)},
                **{c + shift: cell for c, cell in cells.items()},
            }
            most = max(most, shift)
            above = {**above, **cells}
        elif _is_whole(cells) or (
            above and len(cells) >= len(above) and list(cells) == list(range(len(cells)))
        ):
            above = {**above, **cells}  # what is empty here says nothing of its column
        out.append((indent, cells))
    return out, most


def over_two(body: Sequence[Line]) -> list[Line]:
    """Lines with their figures under those of the others, where the words of one stand over both columns of words and so one
    cell less in all ("Pain | Day 1 | 3.1 | 4.0" before "Days in hospital | 5.2 | 6.0"). Where lines under a heading have their
    words in the second column alone (" | Men | 20 | 22"), these tell what it holds."""
    told = [cells for _, cells in body if len(cells) > 2]
    under = [cells for cells in told if 0 not in cells and 1 in cells]
    width = max((max(cells) + 1 for cells in told), default=0)
    second = [_is_word(cells[1]) for cells in under or told if 1 in cells]
    if len(second) < _LEAST_LINES or 3 * sum(second) < 2 * len(second):
        return list(body)
    return [
        (indent, {c + bool(c): cell for c, cell in cells.items()})
        if list(cells) == list(range(width - 1)) and _kind(cells[1]) == "number" and _kind(cells[0]) == "word"
        else (indent, cells)
        for indent, cells in body
    ]


def _is_word(cell: Cell) -> bool:
    """Whether a cell may be words of a row: also of figures, as of an age ("18-39", "≥ 60")."""
    return _kind(cell) == "word" or bool(_LABEL.fullmatch(cell.text))


def sized_heads(head: Mapping[int, Cell], body: Sequence[Line]) -> list[Line]:
    """Lines whose first holds the sizes of the arms under their heads, where the corner spans it and it has moved to the
    left ("Outcome | Yoga | Control | p" over "n = 41, n (%) | n = 39, n (%)")."""
    if not body:
        return []
    (_, first), *rest = body
    arms = [c for c, cell in head.items() if c and not is_statistic(cell.text)]
    sized = all(_SIZE_FIRST.match(cell.text) for cell in first.values())
    moved = list(first) == list(range(len(arms))) and arms == list(range(1, len(arms) + 1))
    # under a corner over two columns of words the heads have moved too
    moved = moved and max((c for _, cells in rest for c in cells), default=0) <= max(head)
    if not sized or not moved or len(arms) < 2:
        return list(body)
    below = next((i for i, (_, cells) in enumerate(rest) if not _are_heads(cells, len(arms))), len(rest))
    return [(i, {c + 1: x for c, x in cells.items()}) for i, cells in body[: below + 1]] + rest[below:]


def _are_heads(cells: Mapping[int, Cell], arms: int) -> bool:
    """Whether a line is of heads alone, as many as there are arms ("n (%), n (%)")."""
    return list(cells) == list(range(arms)) and all(is_head(cell.text) for cell in cells.values())


def past_tests(body: Sequence[Line], tests: AbstractSet[int]) -> list[Line]:
    """Lines with their figures under those of the line above, where a p value in a column of tests spans both lines and the
    lower one has lost its place."""
    out: list[Line] = []
    above: Mapping[int, Cell] = {}
    for indent, cells in body:
        moved = _past(cells, above, tests) if tests and len(cells) < len(above) else cells
        above = moved if len(moved) >= len(above) else above
        out.append((indent, dict(moved)))
    return out


def _past(
    cells: Mapping[int, Cell], above: Mapping[int, Cell], tests: AbstractSet[int]
) -> Mapping[int, Cell]:
    if list(cells) != list(range(len(cells))):
        return cells
    out: dict[int, Cell] = {}
    c = 0
    for cell in cells.values():
        while c in tests and c in above and shape(above[c].text) == "p" != shape(cell.text):
            c += 1
        out[c] = cell
        c += 1
    fits = all(
        i in above and (shape(x.text) == shape(above[i].text) or i in tests or not i) for i, x in out.items()
    )
    return out if fits and list(out) != list(cells) else cells


def _over_both(body: Sequence[Line]) -> list[Line]:
    """Lines whose first cell spans two columns of words, moved to the right behind it: those before the first line with
    words in both columns, which have one cell less ("All well | 25 | 17" over "Unwell | At rest | 3 | 4")."""
    whole = next((i for i, (_, cells) in enumerate(body) if _is_whole(cells)), 0)
    width = len(body[whole][1]) if body else 0
    out: list[Line] = []
    for i, (indent, cells) in enumerate(body):
        spans = i < whole and list(cells) == list(range(width - 1)) and width > _LEAST_WHOLE
        if spans and _kind(cells[0]) == "word" and all(_kind(cells[c]) == "number" for c in list(cells)[1:]):
            cells = {c + (c > 0): cell for c, cell in cells.items()}
        out.append((indent, cells))
    return out


def _filled_down(body: Sequence[Line]) -> tuple[list[Line], int]:
    """(lines whose empty first cell is that of the line above, 1 if there are any): in tables with a second column of
    words in every line ("Pain | Yoga | 3.1" over " | Control | 5.7")."""
    told = [cells for _, cells in body if len(cells) > 1]
    if two := _two_filled_down(body, told):
        return two, 2
    lacking = [cells for cells in told if 0 not in cells]
    second = all(_kind(cells[1]) == "word" if 1 in cells else 0 in cells and 2 in cells for cells in told)
    if not lacking or not second or 0 not in told[0] or any(max(cells) < 2 for cells in lacking):
        return list(body), 0
    first: Cell | None = None
    out: list[Line] = []
    for indent, cells in body:
        first = cells.get(0, first)
        out.append((indent, {0: first, **cells} if first and len(cells) > 1 else cells))
    return out, 1


def _two_filled_down(body: Sequence[Line], told: Sequence[Mapping[int, Cell]]) -> list[Line]:
    """Lines whose empty first two cells are those of the lines above, in tables with words in the third of every line ("Pain |
    Day 1 | Yoga | 3.1" over " | | Control | 5.7" and " | Day 9 | Yoga | 2.2"); [] for others."""
    whole = bool(told) and all(c in told[0] and _kind(told[0][c]) == "word" for c in range(3))
    if not whole or not any(0 not in cells and 1 not in cells for cells in told):
        return []
    if any(len(cells) < 2 for _, cells in body) or any(0 in cells and 1 not in cells for cells in told):
        return []
    if not all(2 in cells and max(cells) > 2 and _kind(cells[2]) == "word" for cells in told):
        return []
    above: Mapping[int, Cell] = {}
    out: list[Line] = []
    for indent, cells in body:
        above = {**above, **{c: cells[c] for c in (0, 1) if c in cells}}
        out.append((indent, {**above, **cells}))
    return out


def _is_whole(cells: Mapping[int, Cell]) -> bool:
    """Two columns of words at the left, then numbers."""
    return list(cells)[:3] == [0, 1, 2] and [_kind(cells[c]) for c in list(cells)[:3]] in (
        ["word", "word", "number"],
        ["word", "word", "size"],
    )


def _shift(cells: Mapping[int, Cell], above: Mapping[int, Cell]) -> int:
    """How many columns a line stands too far left, 0 where it fits as it stands or nowhere."""
    gaps = list(cells) != list(range(len(cells)))
    if len(cells) < 2 or 0 not in cells:
        return 0
    for shift in range(_MOST_SPANS + 1):
        same = {c + shift for c in cells} == {c for c in above if c >= shift}
        if gaps and not same and not (shift and max(cells) + shift == max(above)):
            continue  # cells that are empty are so in both lines, or both end in the same column
        if all(c + shift in above and _are_alike(cells[c], above[c + shift], c == 0) for c in cells):
            return shift
    return 0


def _are_alike(cell: Cell, above: Cell, first: bool) -> bool:
    """Whether two cells may stand in one column: words under words, numbers under numbers. first : of a line, where words
    may be made of figures ("18-39", "+")."""
    if first and _LABEL.fullmatch(cell.text):
        return _kind(above) == "word" or _LABEL.fullmatch(above.text) is not None
    if above.text != "-" and _LABEL.fullmatch(above.text) and not _LABEL.fullmatch(cell.text):
        return _kind(cell) == "word"
    return _kind(cell) == _kind(above)


def _kind(cell: Cell) -> str:
    if re.match(r"(?i)n\s?=", cell.text):
        return "size"
    return "word" if _WORD.match(cell.text) or is_time(cell.text) else "number"


def with_times(head: Mapping[int, Cell], body: Sequence[Line]) -> list[Line]:
    """Lines whose second cell is the number of a week or a visit with the unit that stands over it ("Week" over "6")."""
    unit = head[1].text.strip() if 1 in head else ""
    told = [cells[1] for _, cells in body if 1 in cells and len(cells) > 2]
    if not _TIME_UNIT.fullmatch(unit) or not told or not all(re.fullmatch(r"\d{1,3}", c.text) for c in told):
        return list(body)
    return [
        (
            indent,
            {
                c: Cell(f"{unit} {cell.text}", cell.start, cell.end) if c == 1 else cell
                for c, cell in cells.items()
            },
        )
        for indent, cells in body
    ]


def set_in(body: Sequence[Line]) -> list[Line]:
    """Lines with their values under those of the others, where the words of some stand one column to the right
    ("Death | 1 | 0" over " | of the heart | 1 | 0"): what is a second column of words there is none above."""
    told = [cells for _, cells in body if 0 in cells and len(cells) > 1]
    moved = [cells for _, cells in body if 0 not in cells and 1 in cells and len(cells) > 2]
    figures = sum(1 in cells and _kind(cells[1]) == "number" for cells in told)
    words = sum(_kind(cells[1]) == "word" and _kind(cells[2]) == "number" for cells in moved if 2 in cells)
    if not moved or words < len(moved) or 2 * figures <= len(told):
        return list(body)
    deep = max(indent for indent, _ in body) + 1
    out: list[Line] = []
    above = ""
    for indent, cells in body:
        if cells in moved:
            first = cells[1]
            named = Cell(f"{above} / {first.text}" if above else first.text, first.start, first.end)
            out.append((deep, {0: named, **{c - 1: cell for c, cell in cells.items() if c > 1}}))
            continue
        above = cells[0].text if 0 in cells and len(cells) > 1 else ""
        out.append((indent, cells))
    return out


def with_spreads(body: Sequence[Line]) -> list[Line]:
    """Lines with the figures in brackets of the line below, which has no words and is of the same columns ("68.1" over
    "(24.3)"). What is joined is quoted from the upper line."""
    out: list[Line] = []
    for indent, cells in body:
        above = out[-1][1] if out else {}
        fits = all(c in above and _ALONE.fullmatch(above[c].text) for c in cells)
        if len(cells) > 1 and fits and all(_IN_BRACKETS.fullmatch(cell.text) for cell in cells.values()):
            joined = {
                c: Cell(f"{above[c].text} {cell.text}", above[c].start, above[c].end)
                for c, cell in cells.items()
            }
            out[-1] = (out[-1][0], {**above, **joined})
        else:
            out.append((indent, cells))
    return out


def down_stairs(head: Mapping[int, Cell], body: Sequence[Line]) -> list[Line]:
    """Lines with their values under the heads, where words that are set in stand one column to the right for each step,
    alone or with as many values behind them as there are heads ("Pain" over " | At rest" over " | | Day 2 | 3.1 | 4.0")."""
    wide = len(head)
    if 0 in head or sorted(head) != list(range(1, wide + 1)) or wide < 2:
        return list(body)
    out: list[Line] = []
    steps = set()
    for indent, cells in body:
        first = min(cells)
        whole = list(cells) == list(range(first, first + wide + 1))
        if first and not whole and len(cells) > 1:
            return list(body)
        if first == 0 and max(cells) > wide:
            return list(body)
        steps |= {first} if whole else set()
        out.append((indent, {c - first: cell for c, cell in cells.items()}))
    return out if steps - {0} else list(body)
