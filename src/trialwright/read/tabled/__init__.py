"""Results out of the tables of an article: each row of a table whose columns are the trial's arms, under its own words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.model.result import Result
from trialwright.model.trial import Arm
from trialwright.read.comparison.piped_tables import piped_tables
from trialwright.read.comparison.table_parts import Table
from trialwright.read.comparison.tables import tables
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.listed_arms import listed
from trialwright.read.grammar.same_endpoint import CONTRASTS
from trialwright.read.grammar.sentences import sentences
from trialwright.read.limits import RESULTS
from trialwright.read.tabled.arm_columns import ArmColumn, arm_columns
from trialwright.read.tabled.cells import Told, told_in
from trialwright.read.tabled.row_names import RowName, name_of

_CAPTION = re.compile(r"(?im)^\W{0,4}(?P<words>(?:supplementary |online )?table\s\w{1,4}\b.*)$")
_ALL = 99.0  # percent of people, rounded: answers that exclude one another are all told, and rows below are of their own
_REACH, _MOST_LINES = (
    2000,
    14,
)  # characters and lines between a caption and the first row: the heads stand there

__all__ = ["with_tables"]


def with_tables(
    document: Document, arms: Sequence[Arm], key: str, results: Sequence[Result]
) -> tuple[Result, ...]:
    """The results of the text and of its tables, in order.

    What the rules for sentences made of a table's cells without knowing of columns gives way: figures without an arm
    and an outcome, and those that the table tells; contrasts between arms get the row's outcome. Registries' records
    have tables of their own kind, which are read elsewhere.
    """
    if len(arms) < 2 or listed(document):
        return tuple(results)
    found = list(_own(document))
    short = abbreviations(sentences(document)) if found else {}
    made, told = list[Result](), list[_Told]()
    for table in found:
        columns = arm_columns(table, arms, short)
        if columns and len(made) < RESULTS:
            told += _rows(document, table, columns, key, made)
    kept = _named(document, list(_kept(results, told)))
    room = max(0, RESULTS - len(kept))
    return tuple(sorted([*kept, *made[:room]], key=lambda r: (r.quote.start, r.quote.end)))


def _named(document: Document, results: Sequence[Result]) -> list[Result]:
    """The results without those inside other tables that have no outcome: of which row and column they are was not read.
    Contrasts with their interval, and a count with its total and percent, can be checked by themselves."""
    cells = [(b.start, b.end) for b in document.blocks if b.role == "table"]
    starts = [a for a, _ in cells]

    def is_bare(r: Result) -> bool:
        whole = r.low is not None or (r.count is not None and r.total is not None and "/" in r.quote.exact)
        at = bisect_right(starts, r.quote.start) - 1
        return (
            not (r.endpoint or r.measure in ("size", "p_value") or whole)
            and at >= 0
            and r.quote.start < cells[at][1]
        )

    rested_on = {i for r in results for i in r.because.of}
    out = []
    for r in results:
        named = r.model_copy(update={"endpoint": ""}) if "|" in r.endpoint else r
        bare = is_bare(named)
        if (bare or named is not r) and r.id in rested_on:
            out.append(r)  # what rests on it would hang in the air
        elif not bare:
            out.append(named)
    return out


def _own(document: Document) -> Iterator[Table]:
    """Tables in the document's own blocks: not those of related articles and references."""
    spans = sorted(document.own_spans())
    starts = [a for a, _ in spans]
    for table in (*piped_tables(document.text), *tables(document.text)):
        first = next((c.start for row in table.rows for c in row.cells.values()), None)
        at = bisect_right(starts, first) - 1 if first is not None else -1
        if first is not None and at >= 0 and first < spans[at][1]:
            table.caption = table.caption or _caption_before(document.text, first)
            yield table


def _caption_before(text: str, first: int) -> str:
    """The last line before a table's first row that begins with "Table 1", where no other row with figures stands between."""
    before = text[max(0, first - _REACH) : first]
    found = list(_CAPTION.finditer(before))
    if not found:
        return ""
    between = before[found[-1].end() :].splitlines()
    return (
        "" if sum("--" in line for line in between) > 1 or len(between) > _MOST_LINES else found[-1]["words"]
    )


class _Told(NamedTuple):
    """Where a row's cells stand, its name, and whether it tells an arm's figures."""

    start: int
    end: int
    name: RowName
    figures: bool


def _rows(
    document: Document, table: Table, columns: Sequence[ArmColumn], key: str, made: list[Result]
) -> Iterator[_Told]:
    """The rows with a name; what they tell is added to `made`."""
    sums: dict[str, float] = {}  # heading → percents of its answers so far
    for row in table.rows:
        name = name_of(table, row, [h for h, sum_ in sums.items() if sum_ >= _ALL])
        if name is None or not row.cells:
            continue
        found = [
            _result(document, told, column, name, key)
            for column in columns
            if (told := told_in(table, row, column, name))
        ]
        for head in name.heads if found and found[0].unit == "%" and not name.subgroup else ():
            sums[head] = sums.get(head, 0.0) + (found[0].value.value if found[0].value else 0.0)
        made += found
        cells = row.cells.values()
        yield _Told(min(c.start for c in cells), max(c.end for c in cells), name, bool(found))


def _result(document: Document, told: Told, column: ArmColumn, name: RowName, key: str) -> Result:
    return told.result(
        document,
        arm=column.arm,
        endpoint=", ".join(filter(None, (name.endpoint, column.part))),
        time=column.time or name.time,
        subgroup=name.subgroup,
        over=name.analysis,
        trial=key,
    )


def _kept(results: Iterable[Result], rows: Iterable[_Told]) -> Iterator[Result]:
    """The results outside rows, and those inside that say more than a bare number does."""
    rows = sorted(rows, key=lambda t: t.start)
    starts = [t.start for t in rows]
    results = list(results)
    rested_on = {i for r in results for i in r.because.of}
    for r in results:
        at = bisect_right(starts, r.quote.start) - 1
        row = rows[at] if at >= 0 and r.quote.start < rows[at].end else None
        if row is None or r.measure == "size" or r.id in rested_on:
            yield r
        elif r.measure in CONTRASTS:
            time, subgroup = r.time or row.name.time, r.subgroup or row.name.subgroup
            yield r.model_copy(update={"endpoint": row.name.endpoint, "time": time, "subgroup": subgroup})
        elif (r.arm or r.endpoint) and not row.figures:
            yield r
