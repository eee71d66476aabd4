"""Plain-text tables of columns under a line of dashes, as saved articles hold them (pandoc's simple tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from trialwright.read.comparison.sizes_moved import with_sizes_in_place
from trialwright.read.comparison.table_heads import columns_of, tests_of
from trialwright.read.comparison.table_kinds import head_name, is_head, is_statistic
from trialwright.read.comparison.table_parts import Cell, Column, Table
from trialwright.read.comparison.table_rows import rows_of
from trialwright.read.comparison.table_spans import (
    down_stairs,
    over_two,
    set_in,
    sized_heads,
    with_spreads,
    with_times,
)
from trialwright.read.grammar.lexis import shadow

_RULE = re.compile(r"^\s*-{2,}(?: +-{2,})+\s*$")
_FULL_RULE = re.compile(r"^\s*-{3,}\s*$")
# A gap between columns is of two plain spaces; thin and unbreakable spaces are of the words, however many
_CHUNK = re.compile(r"\S+(?:(?:[^\S ]| (?! ))+\S+)*")
_MARKUP = re.compile(
    r"\[\*+\]\(#\)|\[\^?\d{1,2}\^?\]\(#\)|\[?\^?\[?\^?[A-Za-z*†‡§¤]\^?\]?\(#\)\^?|\]\(#\)|\^[^^ ]{1,4}\^|[*_†‡§ᵃᵇᶜᵈᵉᶠᵍʰ]"
)
# Markdown has a sign as itself; at a line's end it breaks the line
_ESCAPE = re.compile(r"\\(?=[%<>#$&~@]|\s|$)")
_MOST_COLUMNS = 30
_NUMBERED = re.compile(r"\**Table\s(?:\d{1,2}|[IVX]{1,4}|S\d)\b")
_HEADING = re.compile(r"#{1,6}\s|::: caption")
_COLON = "  : "  # before a caption under its table
_HIGHEST_HEAD, _LONGEST_CAPTION = 12, 8  # lines


def tables(text: str) -> Iterator[Table]:
    """Every table of the text in order. text : the document's own; places are offsets into it."""
    lines = lines_of(text)
    for i, (_start, line) in enumerate(lines):
        if _RULE.match(line):
            spans = [m.span() for m in re.finditer(r"-+", line)]
            if 2 <= len(spans) <= _MOST_COLUMNS:
                yield from (t for t in _parts(lines, i, spans, _caption(lines, i)) if t.rows)


def is_rule(line: str) -> bool:
    """Whether a line is of dashes under the heads of columns."""
    return bool(_RULE.match(line))


def lines_of(text: str) -> list[tuple[int, str]]:
    out, start = [], 0
    for raw in text.splitlines(keepends=True):
        out.append((start, raw.rstrip("\r\n")))
        start += len(raw)
    return out


def _caption(lines: Sequence[tuple[int, str]], rule: int) -> str:
    """The words over a table in a block of their own, else in a paragraph "Table 2 ..." right above it, else behind a colon
    below it."""
    words: list[str] = []
    inside = False
    for _, line in reversed(lines[max(0, rule - 16) : rule]):
        if line.strip() == ":::":
            inside = True
        elif inside and line.startswith("::: caption"):
            return " ".join(reversed(words))
        elif inside:
            words.append(line.strip())
    return _paragraph_above(lines, rule) or _colon_below(lines, rule)


def _paragraph_above(lines: Sequence[tuple[int, str]], rule: int) -> str:
    """The paragraph over a table's head that begins with its number, "" where none does."""
    at = rule
    while at and rule - at < _HIGHEST_HEAD and lines[at - 1][1].strip():
        at -= 1  # the head
    while at and not lines[at - 1][1].strip():
        at -= 1
    end = at
    while at and end - at < _LONGEST_CAPTION and lines[at - 1][1].strip():
        at -= 1
    words = " ".join(line.strip() for _, line in lines[at:end])
    return words if _NUMBERED.match(words) and not words.endswith(":::") else ""


def _colon_below(lines: Sequence[tuple[int, str]], rule: int) -> str:
    """The words of a paragraph that begins with a colon right under the rows, as Markdown has captions."""
    words: list[str] = []
    for _, line in lines[rule + 1 :]:
        if words and not line.strip():
            break
        if words or line.startswith(_COLON):
            words.append(line.strip(" :"))
        elif line.strip() and not line.startswith("  "):
            break
    return " ".join(words)


def chunks(start: int, line: str, spans: Sequence[tuple[int, int]]) -> dict[int, Cell]:
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
    """Runs of words without a wide gap, cut where a column begins outside brackets: a cell may fill its column to the last
    place."""
    for match in _CHUNK.finditer(line):
        a, b = match.span()
        cuts = [s for s, _ in spans if a < s < b and line[s - 1] == " " and not _is_open(line[a:s])]
        for first, last in zip([a, *cuts], [*cuts, b], strict=True):
            yield first, first + len(line[first:last].rstrip())


def _is_open(words: str) -> bool:
    """Whether a bracket begins in words and does not end in them."""
    return words.count("(") > words.count(")") or words.count("[") > words.count("]")


def clean(text: str) -> str:
    return " ".join(_ESCAPE.sub("", _MARKUP.sub("", shadow(text))).split())


def _parts(
    lines: Sequence[tuple[int, str]], rule: int, spans: Sequence[tuple[int, int]], caption: str
) -> Iterator[Table]:
    yield from made(
        _head(lines, rule, spans), _body(lines, rule, spans), len(spans), caption, _note(lines, rule)
    )


def made(
    head: Mapping[int, Cell],
    lines: Sequence[tuple[int, dict[int, Cell]]],
    width: int,
    caption: str,
    note: str,
) -> Iterator[Table]:
    """A table, as many times as it has heads of its own. lines : indentation and cells of each. width : its columns."""
    body = _stepped(head, with_times(head, with_spreads(over_two(sized_heads(head, lines)))))
    columns, stubs, used = columns_of(head, body, width)
    at = _headed_anew(body, used + 1)
    yield _table(caption, columns, body[used:at], stubs, width, note)
    while at < len(body):
        # heads in the middle of a table hold for the rows below them, and not those above
        columns, stubs, used = columns_of(body[at][1], body[at + 1 :], width)
        begin = at + 1 + used
        at = _headed_anew(body, begin + 1)
        yield _table(caption, columns, body[begin:at], stubs, width, note)


def _table(
    caption: str,
    columns: list[Column],
    body: Sequence[tuple[int, dict[int, Cell]]],
    stubs: int,
    width: int,
    note: str,
) -> Table:
    rows = with_sizes_in_place(rows_of(body, stubs, width, tests_of(columns)), columns)
    return Table(caption, columns, rows, stubs, note)


def _stepped(
    head: Mapping[int, Cell], body: Sequence[tuple[int, dict[int, Cell]]]
) -> list[tuple[int, dict[int, Cell]]]:
    """Lines with their values in the same columns, where the words of some stand further right."""
    plain, stairs = list(body), down_stairs(head, body)
    several = any(min(cells) > 1 for _, cells in body)
    if several and stairs != plain:
        return stairs
    moved = set_in(body)
    return moved if moved != plain else stairs


def _headed_anew(body: Sequence[tuple[int, dict[int, Cell]]], begin: int) -> int:
    """The first line from `begin` on that holds other heads over columns and nothing at the left; the end where there is none."""
    for at in range(begin, len(body)):
        cells = body[at][1]
        names = {head_name(c.text) for c in cells.values()}
        if 0 not in cells and len(names) > 1 and all(_is_any_head(c.text) for c in cells.values()):
            return at
    return len(body)


def _is_any_head(text: str) -> bool:
    """Whether words may stand over a column; of single letters those of tests ("p"), since others are of rows ("M", "F")."""
    return text == "%" or (is_head(text) and (len(text) > 1 or is_statistic(text)))


def _note(lines: Sequence[tuple[int, str]], rule: int) -> str:
    """The words under the table, as far as another heading or the caption of another table."""
    out: list[str] = []
    for _, line in lines[rule + 1 : rule + 120]:
        if _HEADING.match(line):
            break
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
        out = joined(out, chunks(start, line, spans))
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
        if not line.startswith("  ") or closes or len(out) > 400 or line.startswith(_COLON):
            break
        cells = chunks(start, line, spans)
        if cells and goes_on and before:
            out[-1] = (out[-1][0], joined(out[-1][1], cells))
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


def joined(above: Mapping[int, Cell], below: Mapping[int, Cell]) -> dict[int, Cell]:
    out = dict(above)
    for column, cell in below.items():
        known = out.get(column)
        out[column] = Cell(f"{known.text} {cell.text}", known.start, cell.end) if known else cell
    return dict(sorted(out.items()))
