"""The heads of a table: one line, or several whose spans are lost and have to be found again.

An article that is saved as plain text writes a cell that spans several columns or lines once, and moves what stands
after it to the left. How many columns each head is over follows from the number of columns, from heads below that
begin again ("Mean, SD, Mean, SD"), and from the shapes of the figures under them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trialwright.read.comparison.head_shares import Head
from trialwright.read.comparison.head_weights import odd_corner, plainness
from trialwright.read.comparison.heads_under import over_lower, under
from trialwright.read.comparison.table_kinds import head_name, is_head, is_p, is_size, is_statistic, usual
from trialwright.read.comparison.table_parts import Cell, Column
from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.patterns import Pattern

_SIZE = Pattern(rf"(?i)\(?\bn\s?=?\s?(?P<n>{INT})\s?\)?|\((?P<m>{INT})\)\s*$")
_MEASURE = Pattern(
    r"(?i)[^\w%]*(?:%|(?:n|n/N|no\.?|number|means?|m|sd|se|sem|medians?|rd|rr|or|hr|md|smd|p|95 ?% ?ci|difference|range|iqr|score|change)\b)"
)
_SIZES = Pattern(
    r"(?i)\W*(?:n|no\.?|sample size|(?:no\.?|n|number) of (?:patients|participants|subjects))\W*"
)
_FIGURES = {"mean spread", "count share", "fraction", "interval"}
_WITH_UNIT = Pattern(r"\d\s?[A-Za-zµμ]+(?:[/ ^*·]|\b)[^\d]*$")
_MOST_LINES = 4  # of heads below the first
_MOST_STUBS = 3
_LEAST_WHOLE = 2  # rows that reach the last column
Line = tuple[int, dict[int, Cell]]


def columns_of(head: dict[int, Cell], body: Sequence[Line], width: int) -> tuple[list[Column], int, int]:
    """(columns, how many of them are words at the left, how many lines of the body are heads too)."""
    lines = head_lines(body)
    if lines and max(head, default=0) == 0 and len(lines[0]) > 1 and (head or 0 in lines[0]):
        # no head but a title over the dashes: the heads are the first line under them
        columns, stubs, used = columns_of({**head, **lines[0]}, body[1:], width)
        return columns, stubs, used + 1
    if len(lines) > 1 and len(lines[0]) == 1 and (goes_on := _continued(head, lines[0])):
        columns, stubs, used = columns_of(goes_on, body[1:], width)
        return columns, stubs, used + 1
    for used in range(len(lines), 0, -1):
        rows = _whole([cells for _, cells in body[used:]], width)
        if rows and (best := _best(head, lines[:used], rows, width)):
            return [column(h) for h in best[1]], best[0], used
    rows = _whole([cells for _, cells in body], width)
    if not lines and (moved := _moved(head, rows, width)):
        return [column(h) for h in moved], width - sum(c > 0 for c in head), 0
    spread = _spread(head, rows, width) if not lines else None
    heads = spread or [(head[c],) if c in head else () for c in range(width)]
    if lines or not _fits(heads, rows):
        # Heads that stand over other columns than their own are worse than none.
        bare = _shifted(head, lines, width) or _without_heads(head, rows, width) > 1
        heads = [h if c == 0 else () for c, h in enumerate(heads)] if bare else heads
    return [column(h) for h in heads], 1 + _says_more(rows, 1), 0


def _whole(rows: Sequence[Mapping[int, Cell]], width: int) -> list[Mapping[int, Cell]]:
    """The rows that reach the last column, which tell what the columns hold: others have moved to the left, or end before; all
    rows where next to none do."""
    found = [row for row in rows if width - 1 in row and len(row) > 1]
    return found if len(found) >= _LEAST_WHOLE else list(rows)


def _best(
    head: Mapping[int, Cell],
    lines: Sequence[Mapping[int, Cell]],
    rows: Sequence[Mapping[int, Cell]],
    width: int,
) -> tuple[int, list[Head]] | None:
    """(columns of words at the left, the heads of every column): the plainest way to set lines of heads over the rows; None
    where there is none. The last columns may be empty: rows are as wide as the widest, whatever its cells spanned."""
    filled = 1 + max(c for cells in (head, *lines, *rows) for c in (0, *cells))
    ways = [way for wide in sorted({width, filled}, reverse=True) for way in _ways(head, lines, rows, wide)]
    if not ways:
        return None
    _, stubs, heads = max(ways, key=lambda way: way[0])
    return stubs, [*heads, *[()] * (width - len(heads))]


def _ways(
    head: Mapping[int, Cell],
    lines: Sequence[Mapping[int, Cell]],
    rows: Sequence[Mapping[int, Cell]],
    width: int,
) -> Iterator[tuple[int, int, list[Head]]]:
    """(how plain it is, columns of words, heads) of each way to set lines of heads over so many columns."""
    shapes = [usual_of(rows, c) for c in range(width)]
    for top, lower in _corners(head, lines):
        for below in _one_line(lower):
            for stubs, heads in _readings(top, below, width):
                figures = any(
                    _holds_figures(rows, c, shapes[c]) or _holds_sizes(heads[c], shapes[c])
                    for c in range(1, stubs)
                )
                if not figures and _fits(heads, rows):
                    plain = plainness(heads[stubs:], shapes[stubs:], len(below))
                    bare = [shapes[c] == "number" and not _has_units(rows, c) for c in range(stubs)]
                    plain -= odd_corner(heads[:stubs], bare)
                    yield plain, stubs, heads


def _corners(
    head: Mapping[int, Cell], lines: Sequence[Mapping[int, Cell]]
) -> Iterator[tuple[Mapping[int, Cell], Sequence[Mapping[int, Cell]]]]:
    """The heads as they stand; and, under an empty corner, with the first ones of the lowest line in it ("Event, n, %, n, %"
    under " , Yoga, Control")."""
    yield head, lines
    last = lines[-1]
    names = [cell.text.lower() for cell in last.values()]
    free = 0 not in head and 0 in last and names.count(names[0]) == 1 and not _SIZE.search(last[0].text)
    for stubs in range(1, _MOST_STUBS) if free else ():
        moved = {c - stubs: cell for c, cell in last.items() if c >= stubs}
        if 0 in moved:
            yield {0: last[0], **head}, [*lines[:-1], moved]


def _says_more(rows: Sequence[Mapping[int, Cell]], column: int) -> bool:
    """Whether a column holds words in every row with figures, which say more of what the row is of ("GP | visit")."""
    told = [row for row in rows if len(row) > 2]
    holding = [row for row in told if column in row]  # others may have words over both columns
    return 3 * len(holding) >= 2 * len(told) > 0 and all(
        0 in row and (column not in row or _WORDS.match(row[column].text)) for row in told
    )


def _holds_figures(rows: Sequence[Mapping[int, Cell]], column: int, shape: str) -> bool:
    """Whether a column holds figures of an outcome, and so no words at the left: no bare whole numbers, as weeks are, and no
    amounts with their units, as normal ranges are ("0.3--4.2 mU/l")."""
    if _has_units(rows, column):
        return False
    told = [row[column].text for row in rows if column in row]
    return shape in _FIGURES or (shape == "number" and 2 * sum("." in t for t in told) > len(told))


def _has_units(rows: Sequence[Mapping[int, Cell]], column: int) -> bool:
    """Whether most cells of a column have a unit behind their figures."""
    told = [bool(_WITH_UNIT.search(row[column].text)) for row in rows if column in row]
    return 2 * sum(told) > len(told)


def _holds_sizes(head: Head, shape: str) -> bool:
    """Whether a column holds the sizes of the arms that stand at its left, and so no words of rows."""
    return shape == "number" and len(head) == 1 and bool(_SIZES.fullmatch(head[0].text))


def tests_of(columns: Sequence[Column]) -> set[int]:
    """The columns of p values, where others hold the figures of arms."""
    found = {c for c, column in enumerate(columns) if len(column.head) == 1 and is_p(column.words)}
    return found if sum(bool(c.head) for c in columns) > len(found) + 1 else set()


def _continued(head: Mapping[int, Cell], line: Mapping[int, Cell]) -> dict[int, Cell]:
    """The heads with the one cell of a line under them, which goes on with the head above it; {} where none is above."""
    ((c, cell),) = line.items()
    above = head.get(c)
    return {**head, c: Cell(f"{above.text} {cell.text}", above.start, cell.end)} if above else {}


def head_lines(body: Sequence[Line]) -> list[dict[int, Cell]]:
    """The first lines of the body that hold heads alone. A line of sizes after words is the head of a part."""
    out: list[dict[int, Cell]] = []
    for _, cells in body[:_MOST_LINES]:
        others = [cell.text for c, cell in cells.items() if c]
        if not others or not all(is_head(cell.text) for cell in cells.values()):
            break
        if 0 in cells and not is_size(cells[0].text) and all(is_size(t) for t in others):
            break
        out.append(cells)
    return out


def _one_line(lines: Sequence[Mapping[int, Cell]]) -> Iterator[dict[int, Head]]:
    """Column → the heads of several lines one under the other: each way to set the upper ones over the lower, none where it is
    not clear which is under which."""
    if len(lines) == 1:
        yield {c: (cell,) for c, cell in lines[0].items()}
        return
    line = lines[0]
    for out in _one_line(lines[1:]):
        gaps = len(line) < max(line) - min(line) + 1
        if min(line) == min(out) and set(line) <= set(out) and (gaps or _stands_over(line, out)):
            yield {c: (line[c], *heads) if c in line else heads for c, heads in out.items()}
            if gaps:
                continue
        first, last = min(out), max(out)
        below = [out.get(c, ()) for c in range(first, last + 1)]
        tops = [line[c] for c in sorted(line)]
        if min(line) == first:
            yield from (dict(enumerate(heads, first)) for heads in over_lower(tops, below))


def _stands_over(line: Mapping[int, Cell], below: Mapping[int, Head]) -> bool:
    """Whether each head of a line is over one lower head: of all there are, or of all that have one name."""
    names = {c: head_name(" ".join(cell.text for cell in h)) for c, h in below.items()}
    over = {names[c] for c in line}
    return len(line) == len(below) or (
        len(over) == 1 and not over & {n for c, n in names.items() if c not in line}
    )


def _readings(
    head: Mapping[int, Cell], below: Mapping[int, Head], width: int
) -> Iterator[tuple[int, list[Head]]]:
    """(columns of words at the left, the heads of every column): each way to set the lower heads under the upper."""
    tops: list[Cell | None] = [head.get(c) for c in range(max(head, default=-1) + 1)]
    lead = min(below)
    if len(tops) == width and all(tops[1:]):
        if lead and all(_MEASURE.match(h[-1].text) or is_size(h[-1].text) for h in below.values()):
            yield lead, [(*([t] if t else []), *below.get(c, ())) for c, t in enumerate(tops)]
        if not lead and all(_MEASURE.match(h[-1].text) for h in below.values()):
            # "n (%), n (%)" moved to the left: of the arms, or of all columns of values
            arms = [c for c in range(1, width) if not is_statistic(head[c].text)]
            last = list(range(width - len(below), width))
            for places in (arms, last) if arms != last else (arms,):
                if len(places) == len(below) and places[0]:
                    lower = dict(zip(places, below.values(), strict=True))
                    yield places[0], [(*([t] if t else []), *lower.get(c, ())) for c, t in enumerate(tops)]
        return
    if lead:
        subs = [below.get(c, ()) for c in range(lead, max(below) + 1)]
        yield from under(tops[:lead], tops[lead:], subs, width)
        if lead > 1 and all(tops[1:lead]):  # arms of one column each before heads over several
            yield from ((1, heads) for _, heads in under(tops[:lead], tops[lead:], subs, width))
        if tops and tops[0] is None and len(tops) > lead:  # the corner spans the columns of words
            yield from under([None] * lead, tops[1:], subs, width)
        return
    subs = [below.get(c, ()) for c in range(max(below) + 1)]
    if len(subs) == width:  # the first is a head of the words at the left, or the first ones are
        for stubs in range(1, _MOST_STUBS + 1):
            left = [h[0] if h else None for h in subs[:stubs]]
            if stubs == 1 or all(left):
                yield from under(left, tops[1:], subs[stubs:], width)
        return
    for stubs in range(1, _MOST_STUBS + 1):
        for told in (stubs, stubs - 1)[:stubs]:  # a head may be over two columns of words
            yield from under([*tops[:told], *[None] * (stubs - told)], tops[told:], subs, width)


def _spread(head: Mapping[int, Cell], rows: Sequence[Mapping[int, Cell]], width: int) -> list[Head] | None:
    """One line of heads over several columns each ("Placebo" over a count and a share): as many columns for each arm,
    with figures of the same shapes in the same order."""
    tops = [head[c] for c in sorted(head) if c]
    wide = [t for t in tops if not is_statistic(t.text)]
    room = width - 1 - (len(tops) - len(wide))
    if max(head, default=0) != len(tops) or len(wide) < 2 or room % len(wide) or room == len(wide):
        return None
    size = room // len(wide)
    heads: list[Head] = [(head[0],) if 0 in head else ()]
    for top in tops:
        heads += [(top,)] * (1 if is_statistic(top.text) else size)
    shapes = [usual_of(rows, c) for c in range(width)]
    places = [c for c, h in enumerate(heads) if c and not is_statistic(h[0].text)]
    periods = [[shapes[c] for c in places[i : i + size]] for i in range(0, len(places), size)]
    alike = all(p == periods[0] for p in periods) and "word" not in periods[0] and "" not in periods[0]
    return heads if alike and _fits(heads, rows) else None


def _moved(head: Mapping[int, Cell], rows: Sequence[Mapping[int, Cell]], width: int) -> list[Head]:
    """The heads of the values moved to the right where the first head, or an empty corner, is over several columns of
    words ("Measure" over what and when) and the last columns of values have none; [] where that is not so."""
    places = [c for c in sorted(head) if c]
    by = width - 1 - len(places)
    if by < 1 or len(places) < 2 or places != list(range(1, len(places) + 1)):
        return []
    shapes = [usual_of(rows, c) for c in range(width)]
    if any(s in ("", "word") for s in shapes[1 + by :]):
        return []
    first: Head = (head[0],) if 0 in head else ()
    heads: list[Head] = [first, *[()] * by, *((head[c],) for c in places)]
    plain = [(head[c],) if c in head else () for c in range(width)]
    words = all(s == "word" for s in shapes[1 : 1 + by])
    return (
        heads
        if (words or (not _fits(plain, rows) and is_p(head[places[-1]].text))) and _fits(heads, rows)
        else []
    )


def usual_of(rows: Sequence[Mapping[int, Cell]], column: int) -> str:
    return usual(row[column].text for row in rows if column in row and len(row) > 1)


def _fits(heads: Sequence[Head], rows: Sequence[Mapping[int, Cell]]) -> bool:
    """No column of tests holds means with spreads or counts with shares, as it would if the heads were set wrong."""
    return not any(
        h and h[-1] and is_p(h[-1].text) and usual_of(rows, c) in ("mean spread", "count share")
        for c, h in enumerate(heads)
    )


_WORDS = Pattern(r"(?!(?i:n/?a|none|nil|nd|nr|ref)\b)[A-Za-z][a-z]+\b[^\d]*$")


def _shifted(head: Mapping[int, Cell], lines: Sequence[Mapping[int, Cell]], width: int) -> bool:
    """Whether there are fewer heads than columns under them, and others below that found no place."""
    return max(head, default=0) < width - 1 and any(len(line) > 1 for line in lines)


def _without_heads(head: Mapping[int, Cell], rows: Sequence[Mapping[int, Cell]], width: int) -> int:
    """How many columns with figures stand to the right of all heads."""
    return sum(usual_of(rows, c) not in ("", "word") for c in range(max(head, default=0) + 1, width))


def column(cells: Sequence[Cell]) -> Column:
    n, place = None, None
    for cell in cells:
        match = _SIZE.search(cell.text)
        if match:
            n = whole(match.group("n") or match.group("m"))
            place = (cell.start, cell.end)
    words = tuple(c.text for c in cells if len(cells) == 1 or not is_size(c.text))
    return Column(words, n, place)
