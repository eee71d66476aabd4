"""The outcome tables of a registry's results section, as `formats._ctgov_results` writes them, of EudraCT too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trialwright.model.document import Block, Document
from trialwright.model.number import Printed
from trialwright.read.grammar.lexis import NUM, printed, shadow
from trialwright.read.grammar.registry_figures import geometric, is_people, placeholder
from trialwright.read.patterns import Pattern
from trialwright.read.records import WITH_RESULTS

OUTCOME_HEADING = Pattern(r"(?i)(?:[\w-]+\s){0,3}outcome results")
_MOST_ROWS = 100  # of a table whose analyses can be told apart by their words
_FRAME = " [Time frame: "
_COMPARED = "Groups compared"
OWN_SIZES = Pattern(r"(?i)\s*[(\[]\s?n\s?=\s?\d[^()\[\]]{0,60}[)\]]")  # "Norway (n = 40, 41)"
_CELL = Pattern(rf"(?P<g>.+?): (?P<v>[+-]?{NUM})(?=$|\s[(\[])")
_PERCENT = Pattern(r"(?i)^\s*(?:per ?cent(?:age)?|%|proportion \(%\))(?!\s*change)")
_PEOPLE = Pattern(r"(?i)\b(?:participants?|subjects?|patients?)\b")


@dataclass
class Analysis:
    """groups : titles, in the registry's order, which says nothing. row : the line with the estimate. said : its words."""

    groups: tuple[str, ...]
    row: Block | None = None
    said: list[str] = field(default_factory=list)


@dataclass
class Table:
    """One outcome. kind : "Least squares mean, Standard error". rows : row title → group title → value.

    totals : group title → participants analysed, as the lines above the next row say. row_totals : the same of each row.
    """

    title: str = ""
    frame: str = ""
    kind: str = ""
    unit: str = ""
    described: str = ""
    rows: dict[str, dict[str, Printed]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    row_totals: dict[str, dict[str, int]] = field(default_factory=dict)
    analyses: list[Analysis] = field(default_factory=list)

    @property
    def is_percent(self) -> bool:
        return self.kind.lower().startswith("number") and bool(
            _PERCENT.match(self.unit) and _PEOPLE.search(self.unit)
        )

    @property
    def is_count(self) -> bool:
        kind = self.kind.lower()
        return kind.startswith("count of participants") or (
            kind.startswith("number") and is_people(self.unit)
        )

    @property
    def is_geometric(self) -> bool:
        return geometric(self.kind, self.title, self.unit, self.described)

    @property
    def is_mean(self) -> bool:
        return bool(re.match(r"(?i)(?:mean|least squares mean)\b", self.kind))

    def row_of(self, said: str) -> str | None:
        """The one row that an analysis is of: the only row, or the only one whose title it says; else None."""
        if len(self.rows) == 1:
            return next(iter(self.rows))
        if len(self.rows) > _MOST_ROWS:
            return None
        names = {r: OWN_SIZES.sub("", r).strip() for r in self.rows}
        named = [
            r for r, name in names.items() if name and re.search(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", said)
        ]
        return named[0] if len(named) == 1 else None

    def shares(self, row: str) -> Mapping[str, tuple[float, float]]:
        """Group → (low, high) of the share with the event, 0..1: what rounds to the value printed."""
        out: dict[str, tuple[float, float]] = {}
        for group, value in self.rows[row].items():
            total = self.row_totals.get(row, self.totals).get(group)
            if self.is_percent:
                low, high = value.interval
                out[group] = max(0.0, low / 100), min(1.0, high / 100)
            elif self.is_count and total and 0 <= value.value <= total:
                out[group] = (value.value / total, value.value / total)
        return out


def tables(document: Document) -> Iterator[Table]:
    """Every outcome table of the record, in order; none for another format."""
    if document.format not in WITH_RESULTS:
        return
    table: Table | None = None
    for block in document.own_blocks():
        words = document.text[block.start : block.end]
        if block.role == "heading":
            if table is not None:
                yield table
            table = Table() if OUTCOME_HEADING.fullmatch(words) else None
        elif table is not None:
            _take(table, block, words)
    if table is not None:
        yield table


def _take(table: Table, block: Block, words: str) -> None:
    cells = words.split(" | ")
    if not table.title:
        title, _, frame = words.rpartition(_FRAME) if words.endswith("]") else (words, "", "")
        table.title, table.frame = (title, frame[:-1]) if title else (words, "")
        table.title = " ".join(table.title.split())
    elif block.role == "table" and cells[0] == _COMPARED:
        table.analyses.append(Analysis(tuple(cells[1:])))
    elif table.analyses:
        last = table.analyses[-1]
        if block.role == "table" and last.row is None:
            last.row = block
        else:
            last.said.append(shadow(words))
    elif block.role == "table" and not table.kind:
        table.kind, table.unit = cells[0], cells[1] if len(cells) > 1 else ""
    elif block.role == "table":
        _values(table, cells)
    else:
        table.described += f" {words}"


def _values(table: Table, cells: list[str]) -> None:
    found = [(i, m) for i, c in enumerate(cells) if (m := _CELL.match(shadow(c)))]
    head = cells[0] if found and found[0][0] == 1 else ""
    values = {cells[i][: m.end("g")]: printed(m.group("v")) for i, m in found}
    values = {g: v for g, v in values.items() if not placeholder(v)}
    if head.endswith(" analysed"):
        if head.startswith("Participants"):
            table.totals = {g: int(v.value) for g, v in values.items()}
    elif values:
        # Two rows of one name (categories without a title) cannot be told apart: neither is used.
        table.rows[head] = {} if head in table.rows else values
        table.row_totals[head] = {} if OWN_SIZES.search(head) else table.totals
