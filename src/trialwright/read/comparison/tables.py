"""Plain-text tables of columns under a line of dashes, as saved articles hold them (pandoc's simple tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trialwright.read.grammar.lexis import INT, shadow, whole

_RULE = re.compile(r"^\s*-{2,}(?: +-{2,})+\s*$")
_FULL_RULE = re.compile(r"^\s*-{3,}\s*$")
_CHUNK = re.compile(r"\S+(?: \S+)*")
_MARKUP = re.compile(r"\[\*+\]\(#\)|\[?\^?\[?\^?[A-Za-z*†‡§¤]\^?\]?\(#\)|\]\(#\)|\^[^^ ]{1,4}\^|[*_†‡§]")
_SIZE = re.compile(rf"(?i)\(?\bn\s?=\s?(?P<n>{INT})\s?\)?|\((?P<m>{INT})\)\s*$")
_MOST_COLUMNS = 30


@dataclass(frozen=True)
class Cell:
    """text : without marks of notes. start, end : its place in the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Column:
    """head : the words over it, from the outermost down. n : the size printed there, None without one."""

    head: tuple[str, ...]
    n: int | None = None
    place: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        return " ".join(self.head)


@dataclass
class Row:
    """path : the words at its left, headings above it first. cells : column index → cell. time : a number at its
    left after the words, as a week or a visit is."""

    path: tuple[str, ...]
    cells: dict[int, Cell] = field(default_factory=dict)
    time: str = ""


@dataclass
class Table:
    caption: str
    columns: list[Column]
    rows: list[Row]
    stubs: int = 1
    note: str = ""


def tables(text: str) -> Iterator[Table]:
    """Every table of the text in order. text : the document's own; places are offsets into it."""
    lines = _lines(text)
    for i, (_start, line) in enumerate(lines):
        if _RULE.match(line):
            spans = [m.span() for m in re.finditer(r"-+", line)]
            if 2 <= len(spans) <= _MOST_COLUMNS:
                made = _table(lines, i, spans, _caption(lines, i))
                if made.rows:
                    yield made


def _lines(text: str) -> list[tuple[int, str]]:
    out, start = [], 0
    for raw in text.splitlines(keepends=True):
        out.append((start, raw.rstrip("\r\n")))
        start += len(raw)
    return out


def _caption(lines: Sequence[tuple[int, str]], rule: int) -> str:
    words: list[str] = []
    inside = False
    for _, line in reversed(lines[max(0, rule - 16) : rule]):
        if line.strip() == ":::":
            inside = True
        elif inside and line.startswith("::: caption"):
            return " ".join(reversed(words))
        elif inside:
            words.append(line.strip())
    return ""


def _chunks(start: int, line: str, spans: Sequence[tuple[int, int]]) -> dict[int, Cell]:
    """Column index → the words that stand in it; a stretch belongs to the column that it begins nearest to."""
    stop = line.find("::::")
    line = line[:stop] if stop >= 0 else line
    out: dict[int, Cell] = {}
    for a, b in _stretches(line, spans):
        column = max(
            range(len(spans)),
            key=lambda c: (min(b, spans[c][1]) - max(a, spans[c][0]), -abs(a - spans[c][0])),
        )
        made = Cell(_clean(line[a:b]), start + a, start + b)
        known = out.get(column)
        out[column] = Cell(f"{known.text} {made.text}", known.start, made.end) if known else made
    return {c: cell for c, cell in out.items() if cell.text}


def _stretches(line: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of words without a wide gap, cut where a column begins: a cell may fill its column to the last place."""
    for match in _CHUNK.finditer(line):
        a, b = match.span()
        cuts = [s for s, _ in spans if a < s < b and line[s - 1] == " "]
        for first, last in zip([a, *cuts], [*cuts, b], strict=True):
            yield first, first + len(line[first:last].rstrip())


def _clean(text: str) -> str:
    return " ".join(_MARKUP.sub("", shadow(text)).split())


def _table(
    lines: Sequence[tuple[int, str]], rule: int, spans: Sequence[tuple[int, int]], caption: str
) -> Table:
    head = _head(lines, rule, spans)
    body = _body(lines, rule, spans)
    columns, stubs, used = _columns(head, body, len(spans))
    rows = _rows(body[used:], stubs, len(spans))
    return Table(caption, columns, rows, stubs, _note(lines, rule))


def _note(lines: Sequence[tuple[int, str]], rule: int) -> str:
    """The words under the table."""
    out: list[str] = []
    for _, line in lines[rule + 1 : rule + 120]:
        if line.strip() and not line.startswith("  ") and not _RULE.match(line):
            out.append(line.split("::::")[0])
        if "::::" in line:
            break
    return " ".join(out)


def _head(lines: Sequence[tuple[int, str]], rule: int, spans: Sequence[tuple[int, int]]) -> dict[int, Cell]:
    out: dict[int, Cell] = {}
    first = rule
    while first and rule - first < 8 and lines[first - 1][1].startswith("  ") and lines[first - 1][1].strip():
        if _FULL_RULE.match(lines[first - 1][1]):
            break
        first -= 1
    for start, line in lines[first:rule]:
        for column, cell in _chunks(start, line, spans).items():
            known = out.get(column)
            out[column] = Cell(f"{known.text} {cell.text}", known.start, cell.end) if known else cell
    return out


def _body(
    lines: Sequence[tuple[int, str]], rule: int, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, dict[int, Cell]]]:
    """(indentation, cells) of each line to the table's end."""
    out: list[tuple[int, dict[int, Cell]]] = []
    for start, line in lines[rule + 1 :]:
        if not line.strip():
            continue
        if not line.startswith("  ") or _FULL_RULE.match(line) or _RULE.match(line) or len(out) > 400:
            break
        cells = _chunks(start, line, spans)
        if cells:
            out.append((len(line) - len(line.lstrip()), cells))
        if "::::" in line:
            break
    return out


def _columns(
    head: dict[int, Cell], body: Sequence[tuple[int, dict[int, Cell]]], width: int
) -> tuple[list[Column], int, int]:
    """(columns, how many of them are words at the left, how many lines of the body are heads too)."""
    tops = [head[c] for c in sorted(head)]
    if body and len(body) > 1 and _is_head(body[0][1]):
        subs = [body[0][1][c] for c in sorted(body[0][1])]
        made = _two_levels(tops, subs, width, 0 not in head)
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
    if len(tops) == 1 and 0 < width - len(subs) < width:
        stubs = width - len(subs)
        return [*(_column([]) for _ in range(stubs)), *(_column([tops[0], s]) for s in subs)], stubs, 1
    for groups in range(min(len(tops), len(subs)), 1, -1):
        for size in range(len(subs) // groups, 1, -1):
            if any(names[i] != names[i % size] for i in range(groups * size)):
                continue
            for after in range(len(tops) - groups + 1):
                before = len(tops) - groups - after
                stubs = width - len(subs) - after
                if stubs >= 1 and before in (stubs, stubs - 1 if open_stub else stubs):
                    columns = [_column([tops[c]] if c < before else []) for c in range(stubs)]
                    for j, sub in enumerate(subs):
                        top = [tops[before + j // size]] if j < groups * size else []
                        columns.append(_column([*top, sub]))
                    columns += [_column([t]) for t in tops[len(tops) - after :]] if after else []
                    return columns[:width], stubs, 1
    if len(tops) == len(subs) and open_stub and len(subs) < width:
        return [_column([]), *(_column([t, s]) for t, s in zip(tops, subs, strict=True))], 1, 1
    return None


def _column(cells: Sequence[Cell]) -> Column:
    n, place = None, None
    for cell in cells:
        match = _SIZE.search(cell.text)
        if match:
            n = whole(match.group("n") or match.group("m"))
            place = (cell.start, cell.end)
    return Column(tuple(c.text for c in cells), n, place)


def _rows(body: Sequence[tuple[int, dict[int, Cell]]], stubs: int, width: int) -> list[Row]:
    """Rows with the headings they stand under: by indentation, and by lines that hold nothing but words."""
    rows: list[Row] = []
    above: list[tuple[int, str]] = []
    last: dict[int, Cell] = {}
    for indent, cells in body:
        if stubs > 1 and 0 in cells and len(last) == len(cells) + 1 and re.fullmatch(r"\d+", cells[0].text):
            cells = {0: last[0], **{c + 1: cell for c, cell in cells.items()}}
        left = [cells[c].text for c in range(stubs) if c in cells]
        values = {c: cell for c, cell in cells.items() if c >= stubs}
        if 0 not in cells and values and not re.search(r"\d", next(iter(values.values())).text):
            # A second column of words under one heading ("Age / 18-40 / 41-60"): the values stand one column on.
            first = min(values)
            left.append(values.pop(first).text)
        times = [t for t in left[1:] if re.fullmatch(r"\d{1,3}", t)]
        label = " ".join(t for t in left if t not in times)
        if not any(re.search(r"\d", c.text) for c in values.values()):
            above = [(i, t) for i, t in above if i < indent] + [(indent, label)] if label else above
            continue
        parents = [t for i, t in above if i < indent or not _deeper(body, indent)]
        rows.append(Row((*parents, label), values, " ".join(times)))
        last = cells if len(cells) == width or not last else last
    return rows


def _deeper(body: Sequence[tuple[int, dict[int, Cell]]], indent: int) -> bool:
    """Whether indentation means something in this table."""
    return any(i != indent for i, _ in body)
