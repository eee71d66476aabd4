"""The rows of a table, each with the headings it stands under, the sizes above it, and the row that it is a part of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from trialwright.read.comparison.repeated_parts import with_whole
from trialwright.read.comparison.table_kinds import is_set
from trialwright.read.comparison.table_parts import Cell, Row
from trialwright.read.comparison.table_spans import past_tests, whole_rows
from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.patterns import Pattern

_SIZE_ALONE = re.compile(rf"(?i)\(?n(?:~\w~)?\s{{0,2}}=\s{{0,2}}(?P<n>{INT})\)?")
_SHARES = Pattern(r"(?:,\s?|\()%\)?$")
_OWN_MEASURE = Pattern(r"[,(%]")
_MEASURE_ALONE = Pattern(
    r"(?i)\W*(?:means?|medians?|range|iqr|sd|min|max|average)\b[^A-Za-z]*(?:(?:sd|se|sem|iqr|range|q1|q3|min|max|to)\b[^A-Za-z]*)*"
)
_DIGIT = Pattern(r"\d")
Line = tuple[int, dict[int, Cell]]


def rows_of(body: Sequence[Line], stubs: int, width: int, tests: AbstractSet[int] = frozenset()) -> list[Row]:
    """Rows with the headings they stand under: by indentation, and by lines that hold nothing but words or sizes.

    body : (indentation, column index → cell) of each line. stubs : columns of words at the left. tests : columns that
    hold the figures of tests, which a heading may have.
    """
    body, spans = whole_rows(past_tests(body, tests))
    depths = {i for i, c in body if 0 in c}
    reader = _Reader(max(stubs, spans + 1) if spans else stubs, width, bool(spans), depths, tests)
    for indent, cells in body:
        reader.read(indent, cells)
    return with_whole(reader.rows)


@dataclass
class _Reader:
    """The rows read so far, and what is said above the next. depths : every indentation that begins a line.
    above : headings. over : rows with figures, which deeper ones are parts of. shares : the last heading in percents."""

    stubs: int
    width: int
    spanned: bool
    depths: set[int]
    tests: AbstractSet[int]
    rows: list[Row] = field(default_factory=list)
    above: list[tuple[int, str]] = field(default_factory=list)
    over: list[tuple[int, str]] = field(default_factory=list)
    part: tuple[str, ...] = ()
    sizes: dict[int, tuple[int, tuple[int, int]]] = field(default_factory=dict)
    last: dict[int, Cell] = field(default_factory=dict)
    shares: tuple[int, str] | None = None
    first: Cell | None = None

    def read(self, indent: int, cells: dict[int, Cell]) -> None:
        one_short = len(self.last) == len(cells) + 1
        if self.stubs > 1 and 0 in cells and one_short and re.fullmatch(r"\d+", cells[0].text):
            cells = {0: self.last[0], **{c + 1: cell for c, cell in cells.items()}}
        left = [cells[c].text for c in range(self.stubs) if c in cells]
        values = {c: cell for c, cell in cells.items() if c >= self.stubs}
        if found := _sizes(values):
            self.sizes, self.part, self.above, self.over = found, tuple(t for t in left if t), [], []
            return
        if 0 not in cells and values and not _DIGIT.search(next(iter(values.values())).text):
            # A second column of words under one heading ("Age / 18-40 / 41-60"): the values stand one column on.
            left.append(values.pop(min(values)).text)
        times = [t for t in left[1:] if re.fullmatch(r"\d{1,3}", t)]
        words = [t for t in left if t not in times]
        label = " ".join(words)
        if not any(_DIGIT.search(cell.text) for c, cell in values.items() if c not in self.tests):
            self._head(indent, label)
            return
        parents, part_of = self._parents(indent, label), self._part_of(indent, label, cells.get(0))
        path = (*self.part, *parents, *part_of, *(words if self.spanned and words else (label,)))
        self.rows.append(Row(path, values, " ".join(times), self.sizes, part_of[-1] if part_of else ""))
        self.last = cells if len(cells) == self.width or not self.last else self.last

    def _head(self, indent: int, label: str) -> None:
        if label:
            self.above = [(i, t) for i, t in self.above if i < indent] + [(indent, label)]
        self.shares = (indent, label) if _SHARES.search(label) else None
        self.over = [(i, t) for i, t in self.over if i < indent]

    def _parents(self, indent: int, label: str) -> list[str]:
        """The headings of a row."""
        flat = self.depths <= {indent}  # indentation means nothing in this table
        bare = bool(_MEASURE_ALONE.fullmatch(label))  # "Mean (SD)" says nothing without the heading above it
        parents = [t for i, t in self.above if i < indent or flat or (i == indent and (bare or is_set(t)))]
        # "Drugs, %" over rows that are not set in: it holds until a row says itself what it measures.
        if not (self.shares and indent == self.shares[0] and not _OWN_MEASURE.search(label)):
            self.shares = None
        if self.shares and self.shares[1] not in parents:
            parents.append(self.shares[1])
        return parents

    def _part_of(self, indent: int, label: str, own: Cell | None) -> list[str]:
        """The nearest row with figures under which a row is set in, [] for one whose words span lines and stand in the first."""
        told: list[str] = []
        if label and own and own is not self.first:
            self.over = [(i, t) for i, t in self.over if i < indent]
            told = [t for _, t in self.over][-1:]
            self.over.append((indent, label))
        self.first = own
        return told


def _sizes(values: Mapping[int, Cell]) -> dict[int, tuple[int, tuple[int, int]]]:
    """The size of each column, where a line holds two sizes or more and no other number."""
    found = {c: match for c, cell in values.items() if (match := _SIZE_ALONE.fullmatch(cell.text))}
    rest = [cell.text for c, cell in values.items() if c not in found]
    if len(found) < 2 or any(_DIGIT.search(t) for t in rest):
        return {}
    return {c: (whole(match["n"]), (values[c].start, values[c].end)) for c, match in found.items()}
