"""Plain-text tables of columns under a line of dashes, as saved articles hold them (pandoc's simple tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from trialwright.read.comparison.table_heads import columns_of
from trialwright.read.comparison.table_parts import Cell, Row, Table
from trialwright.read.comparison.table_spans import set_in, whole_rows
from trialwright.read.grammar.lexis import INT, shadow, whole
from trialwright.read.patterns import Pattern

_RULE = re.compile(r"^\s*-{2,}(?: +-{2,})+\s*$")
_FULL_RULE = re.compile(r"^\s*-{3,}\s*$")
_CHUNK = re.compile(r"\S+(?: \S+)*")
_MARKUP = re.compile(
    r"\[\*+\]\(#\)|\[\^?\d{1,2}\^?\]\(#\)|\[?\^?\[?\^?[A-Za-z*†‡§¤]\^?\]?\(#\)|\]\(#\)|\^[^^ ]{1,4}\^|[*_†‡§]"
)
_SIZE_ALONE = re.compile(rf"(?i)\(?n\s{{0,2}}=\s{{0,2}}(?P<n>{INT})\)?")
_MOST_COLUMNS = 30
_SHARES = Pattern(r"(?:,\s?|\()%\)?$")
_OWN_MEASURE = Pattern(r"[,(%]")


def tables(text: str) -> Iterator[Table]:
    """Every table of the text in order. text : the document's own; places are offsets into it."""
    lines = lines_of(text)
    for i, (_start, line) in enumerate(lines):
        if _RULE.match(line):
            spans = [m.span() for m in re.finditer(r"-+", line)]
            if 2 <= len(spans) <= _MOST_COLUMNS:
                made = _table(lines, i, spans, _caption(lines, i))
                if made.rows:
                    yield made


def lines_of(text: str) -> list[tuple[int, str]]:
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
    """Column index → the words that stand in it; a stretch belongs to the column that it shares most with. A line of as
    many stretches as there are columns has one in each, also where it has lost marks and stands further left."""
    stop = line.find("::::")
    line = line[:stop] if stop >= 0 else line
    out: dict[int, Cell] = {}
    stretches = list(_stretches(line, spans))
    columns = [
        max(
            range(len(spans)),
            key=lambda c: (min(b, spans[c][1]) - max(a, spans[c][0]), -abs(a - spans[c][0])),
        )
        for a, b in stretches
    ]
    if len(stretches) == len(spans):
        columns = list(range(len(spans)))
    for (a, b), column in zip(stretches, columns, strict=True):
        made = Cell(clean(line[a:b]), start + a, start + b)
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


def clean(text: str) -> str:
    return " ".join(_MARKUP.sub("", shadow(text)).split())


def _table(
    lines: Sequence[tuple[int, str]], rule: int, spans: Sequence[tuple[int, int]], caption: str
) -> Table:
    head = _head(lines, rule, spans)
    body = set_in(_body(lines, rule, spans))
    columns, stubs, used = columns_of(head, body, len(spans))
    rows = rows_of(body[used:], stubs, len(spans))
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
        out = _joined(out, _chunks(start, line, spans))
    return out


def _body(
    lines: Sequence[tuple[int, str]], rule: int, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, dict[int, Cell]]]:
    """(indentation, cells) of each line to the table's end; of each block between empty lines where the table is closed
    by a line of dashes on both sides, as tables are whose cells may go on in the next line."""
    out: list[tuple[int, dict[int, Cell]]] = []
    goes_on = _is_closed(lines, rule)
    before = ""
    for start, line in lines[rule + 1 :]:
        if not line.strip():
            before = ""
            continue
        closes = _FULL_RULE.match(line.partition("::::")[0]) or _RULE.match(line)
        if not line.startswith("  ") or closes or len(out) > 400:
            break
        cells = _chunks(start, line, spans)
        if cells and goes_on and before:
            out[-1] = (out[-1][0], _joined(out[-1][1], cells))
        elif cells:
            out.append((len(line) - len(line.lstrip()), cells))
        before = line
        if "::::" in line:
            break
    return out


def _is_closed(lines: Sequence[tuple[int, str]], rule: int) -> bool:
    """Whether a line of dashes stands over the head."""
    for _, line in reversed(lines[max(0, rule - 8) : rule]):
        if _FULL_RULE.match(line):
            return True
        if not line.strip():
            return False
    return False


def _joined(above: Mapping[int, Cell], below: Mapping[int, Cell]) -> dict[int, Cell]:
    out = dict(above)
    for column, cell in below.items():
        known = out.get(column)
        out[column] = Cell(f"{known.text} {cell.text}", known.start, cell.end) if known else cell
    return dict(sorted(out.items()))


def rows_of(body: Sequence[tuple[int, dict[int, Cell]]], stubs: int, width: int) -> list[Row]:
    """Rows with the headings they stand under: by indentation, and by lines that hold nothing but words or sizes."""
    body, spans = whole_rows(body)
    stubs = max(stubs, spans + 1) if spans else stubs
    rows: list[Row] = []
    above: list[tuple[int, str]] = []
    part: tuple[str, ...] = ()
    sizes: dict[int, tuple[int, tuple[int, int]]] = {}
    last: dict[int, Cell] = {}
    shares: tuple[int, str] | None = None
    for indent, cells in body:
        if stubs > 1 and 0 in cells and len(last) == len(cells) + 1 and re.fullmatch(r"\d+", cells[0].text):
            cells = {0: last[0], **{c + 1: cell for c, cell in cells.items()}}
        left = [cells[c].text for c in range(stubs) if c in cells]
        values = {c: cell for c, cell in cells.items() if c >= stubs}
        found = _sizes(values)
        if found:
            sizes, part, above = found, tuple(t for t in left if t), []
            continue
        if 0 not in cells and values and not re.search(r"\d", next(iter(values.values())).text):
            # A second column of words under one heading ("Age / 18-40 / 41-60"): the values stand one column on.
            first = min(values)
            left.append(values.pop(first).text)
        times = [t for t in left[1:] if re.fullmatch(r"\d{1,3}", t)]
        words = [t for t in left if t not in times]
        label = " ".join(words)
        if not any(re.search(r"\d", c.text) for c in values.values()):
            above = [(i, t) for i, t in above if i < indent] + [(indent, label)] if label else above
            shares = (indent, label) if _SHARES.search(label) else None
            continue
        parents = [t for i, t in above if i < indent or not _deeper(body, indent)]
        # "Drugs, %" over rows that are not set in: it holds until a row says itself what it measures.
        shares = shares if shares and indent == shares[0] and not _OWN_MEASURE.search(label) else None
        if shares and shares[1] not in parents:
            parents.append(shares[1])
        path = (*part, *parents, *(words if spans and words else (label,)))
        rows.append(Row(path, values, " ".join(times), sizes))
        last = cells if len(cells) == width or not last else last
    return rows


def _sizes(values: Mapping[int, Cell]) -> dict[int, tuple[int, tuple[int, int]]]:
    """The size of each column, where a line holds two sizes or more and no other number."""
    found = {c: match for c, cell in values.items() if (match := _SIZE_ALONE.fullmatch(cell.text))}
    rest = [cell.text for c, cell in values.items() if c not in found]
    if len(found) < 2 or any(re.search(r"\d", t) for t in rest):
        return {}
    return {c: (whole(match["n"]), (values[c].start, values[c].end)) for c, match in found.items()}


def _deeper(body: Sequence[tuple[int, dict[int, Cell]]], indent: int) -> bool:
    """Whether indentation means something in this table."""
    return any(i != indent for i, cells in body if 0 in cells)
