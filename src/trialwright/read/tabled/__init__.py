"""Results out of the tables of an article: each row of a table whose columns are the trial's arms, under its own words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from trialwright.model.document import Document
from trialwright.model.result import Result
from trialwright.model.trial import Arm
from trialwright.read.comparison.piped_tables import piped_tables
from trialwright.read.comparison.table_parts import Row, Table
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
    kept, made = list(results), list[Result]()
    found_tables = list(_own(document))
    short = abbreviations(sentences(document)) if found_tables else {}
    for table in found_tables:
        columns = arm_columns(table, arms, short)
        if columns:
            found, kept = _of_table(document, table, columns, key, kept)
            made += found[: max(0, RESULTS - len(made) - len(kept))]
    kept = _named(document, kept)
    return tuple(sorted([*kept, *made], key=lambda r: (r.quote.start, r.quote.end)))


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

    named = (r.model_copy(update={"endpoint": ""}) if "|" in r.endpoint else r for r in results)
    return [r for r in named if not is_bare(r)]


def _own(document: Document) -> Iterator[Table]:
    """Tables in the document's own blocks: not those of related articles and references."""
    spans = list(document.own_spans())
    for table in (*piped_tables(document.text), *tables(document.text)):
        first = next((c.start for row in table.rows for c in row.cells.values()), None)
        if first is not None and any(a <= first < b for a, b in spans):
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


def _of_table(
    document: Document, table: Table, columns: Sequence[ArmColumn], key: str, results: Sequence[Result]
) -> tuple[list[Result], list[Result]]:
    """(what the rows tell, the results so far without those that give way to it)."""
    made: list[Result] = []
    told_of: dict[str, float] = {}  # heading → percents of its answers so far
    for row in table.rows:
        name = name_of(table, row, [h for h, sum_ in told_of.items() if sum_ >= _ALL])
        if name is None or not row.cells:
            continue
        found = [
            _result(document, told, column, name, key)
            for column in columns
            if (told := told_in(table, row, column, name))
        ]
        for head in name.heads if found and found[0].unit == "%" and not name.subgroup else ():
            told_of[head] = told_of.get(head, 0.0) + (found[0].value.value if found[0].value else 0.0)
        results = list(_kept(results, row, name, bool(found)))
        made += found
    return made, list(results)


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


def _kept(results: Iterable[Result], row: Row, name: RowName, told: bool) -> Iterator[Result]:
    """The results outside a row, and those inside that say more than a bare number does."""
    start, end = min(c.start for c in row.cells.values()), max(c.end for c in row.cells.values())
    for r in results:
        if not start <= r.quote.start < end or r.measure == "size":
            yield r
        elif r.measure in CONTRASTS:
            update = {
                "endpoint": name.endpoint,
                "time": r.time or name.time,
                "subgroup": r.subgroup or name.subgroup,
            }
            yield r.model_copy(update=update)
        elif (r.arm or r.endpoint) and not told:
            yield r
