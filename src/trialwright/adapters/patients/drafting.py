"""A first mapping of a table that nobody has described: guesses, each with its reason, for a person to correct.

What the headings say outright is written as it stands; what only looks likely is written as a comment. A unit is
never taken from the values alone: 1.1 may be mg/dL or a low umol/L, and a mapping that is wrong is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from trialwright.adapters.patients import cells, guesses
from trialwright.adapters.patients.files import opened
from trialwright.adapters.patients.guesses import Place, may_be_number, quoted
from trialwright.adapters.patients.headings import named
from trialwright.adapters.patients.keys import Spec
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_CODES = 300
MOST_UNUSED = 20
_ID = re.compile(
    r"(^|[_ ])(person|patient|subject|record|stay|mrn|pid|usubjid|id)s?([_ ]?(id|no|nr|number))?$", re.I
)
_INDEX = re.compile(r"index|admi|screen|enrol|random|visit|baseline", re.I)
_CODE = re.compile(r"param|test|item|concept|code|analyte|variable|name|label|what|measure", re.I)
_LATER = re.compile(r"last|end|stop|outcome|follow|discharge", re.I)
_LIFE = re.compile(r"birth|dob|death|died", re.I)
_VALUE = re.compile(r"value|result|val$|numeric", re.I)
_TIME = re.compile(r"time|date|drawn|taken|charted|(^|[_ ])at$", re.I)
_UPPER = re.compile(
    r"^(uln|upper[_ ]limit([_ ]of[_ ]normal)?|(ref|reference|range|normal)[_ ](high|upper))$", re.I
)


@dataclass(frozen=True)
class Column:
    """What the cells of a column look like. Shares are of the cells that hold something."""

    name: str
    filled: int
    distinct: int
    numbers: float
    dates: float


def draft(name: str, folder: Path, concepts: Concepts) -> str:
    """A mapping file for a table, as YAML with comments. Raises PatientsError for a table that cannot be read or has no rows."""
    table = opened(Spec({"table": name}), folder).table
    rows = int(cells.ask(table.aggregate(n=table.count())).to_pylist()[0]["n"])
    if not rows:
        raise PatientsError(
            f"{name} has a heading and no rows: there is nothing to guess from.", where=name,
            fix="Give a table with patients in it.",
        )  # fmt: skip
    columns = [_seen(table, c) for c in table.columns]
    lines = [
        f"# Drafted by `trialwright map` from {quoted(name)}, {_many(rows, 'row')}. Read every line: all of it is a guess.",
        "# A line that begins with # is not used. Name this file as `mapping:` beside `table:` in a plan.",
    ]
    patient = _patient(columns, rows)
    code, value = _code_and_value(columns, patient)
    if patient and patient.distinct < patient.filled and code and value:
        return "\n".join([*lines, *_long(table, columns, patient, code, value, concepts)]) + "\n"
    return "\n".join([*lines, *_wide(table, columns, patient, rows, concepts)]) + "\n"


def _seen(table: ir.Table, name: str) -> Column:
    cell = table[name]
    held = cells.text(cell).notnull()
    number = cells.number(cell).notnull() if may_be_number(cell) else ibis.literal(False)
    moment = cells.moment(cell).notnull() if _may_be_moment(cell) else ibis.literal(False)
    marked = table.select(words=cells.text(cell), held=held.cast("int64"), number=(held & number).cast("int64"),
                          moment=(held & moment).cast("int64"))  # fmt: skip
    got = cells.ask(
        marked.aggregate(
            held=marked.held.sum(),
            distinct=marked.words.nunique(),
            n=marked.number.sum(),
            d=marked.moment.sum(),
        )
    ).to_pylist()[0]
    filled = int(got["held"] or 0)
    return Column(
        name, filled, int(got["distinct"]), (got["n"] or 0) / max(filled, 1), (got["d"] or 0) / max(filled, 1)
    )


def _may_be_moment(cell: ir.Column) -> bool:
    return cell.type().is_string() or cell.type().is_temporal()


def _patient(columns: list[Column], rows: int) -> Column | None:
    named = [c for c in columns if _ID.search(c.name) and c.filled == rows]
    return max(named, key=lambda c: (c.distinct == rows, c.distinct), default=None)


def _code_and_value(columns: list[Column], patient: Column | None) -> tuple[Column | None, Column | None]:
    others = [c for c in columns if c is not patient and c.filled]
    codes = [c for c in others if _CODE.search(c.name) and c.numbers < 0.5 and c.distinct < c.filled]
    values = [c for c in others if _VALUE.search(c.name) and c.numbers > 0.5]
    return next(iter(codes), None), next(iter(values), None)


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _not_used(what: str, names: list[str]) -> Iterator[str]:
    """That nothing was made of these, so that who reads the draft sees what it leaves out."""
    if names:
        rest = f" and {len(names) - MOST_UNUSED:,} more" if len(names) > MOST_UNUSED else ""
        listed = ", ".join(quoted(n) for n in names[:MOST_UNUSED])
        yield f"# not used: {what} {listed}{rest}"


def _ids(patient: Column | None, columns: list[Column]) -> str:
    if patient is None:
        return f"# id: {quoted(columns[0].name)}  # no heading names a patient; say which column does"
    return f"id: {quoted(patient.name)}  # its heading, and {_many(patient.distinct, 'different value')}"


def _index(columns: list[Column]) -> Iterator[str]:
    dates = [c for c in columns if c.dates == 1.0 and c.filled and not _LIFE.search(c.name)]
    sure = [c for c in dates if _INDEX.search(c.name) and not _LATER.search(c.name)]
    for c in dates:
        only = sure == [c]
        why = "its heading, and every cell is a date" if only else "every cell is a date"
        yield f"{'' if only else '# '}index: {quoted(c.name)}  # {why}"
    if not dates:
        yield "# index:  # no column holds dates only; name the one with each patient's date of screening"


def _wide(
    table: ir.Table, columns: list[Column], patient: Column | None, rows: int, concepts: Concepts
) -> Iterator[str]:
    yield "shape: wide  # one row a patient"
    yield _ids(patient, columns)
    if patient and patient.distinct < rows:
        again = rows - patient.distinct
        yield f"# {again:,} {'row repeats' if again == 1 else 'rows repeat'} a patient, and no column names what was measured."
    yield from _index(columns)
    yield "columns:"
    taken = set[str]()
    unused = [c.name for c in columns if c.dates == 1.0 and c.filled and _LIFE.search(c.name)]
    rest = [c for c in columns if c is not patient and not (c.dates == 1.0 and c.filled)]
    found = 0
    for column in rest:
        line = guesses.line(column.name, Place(table, "column", column.name), concepts, taken)
        if line is None:
            unused.append(column.name)
        else:
            found += not line.startswith("#")
            yield line if line.startswith("#") else f"  {line}"
    if not found:
        yield "  {}"
    yield from _not_used("the columns", unused)


def _long(
    table: ir.Table, columns: list[Column], patient: Column, code: Column, value: Column, concepts: Concepts
) -> Iterator[str]:
    yield "shape: long  # patients repeat, and one column names what was measured"
    yield _ids(patient, columns)
    yield f"concept: {quoted(code.name)}  # {_many(code.distinct, 'different word')}"
    yield f"value: {quoted(value.name)}  # {value.numbers:.0%} of its cells are numbers"
    unit = next((c for c in columns if re.search(r"unit", c.name, re.I)), None)
    if unit:
        yield f"unit: {quoted(unit.name)}  # its heading"
    upper = next((c for c in columns if _UPPER.search(c.name) and c.numbers == 1.0 and c.filled), None)
    if upper:
        yield f"upper: {quoted(upper.name)}  # its heading, and every cell is a number"
    others = (c for c in columns if not _INDEX.search(c.name) and not _LIFE.search(c.name))
    times = [c for c in others if c.dates == 1.0 and c.filled]
    sure = [c for c in times if _TIME.search(c.name)]
    for c in times:
        yield f"{'' if sure == [c] else '# '}time: {quoted(c.name)}  # every cell is a date"
    for word in ("minute", "hour", "day"):
        yield from (f"# {word}: {quoted(c.name)}  # its heading; from the index?" for c in columns
                    if c.name.lower().startswith(word) and c.numbers == 1.0)  # fmt: skip
    yield from _index([c for c in columns if c not in times])
    used = [patient, code, value, *(c for c in (unit, upper) if c), *times]
    used += [c for c in columns if c.dates == 1.0 and c.filled and not _LIFE.search(c.name)]
    used += [c for c in columns if c.numbers == 1.0 and c.name.lower().startswith(("minute", "hour", "day"))]
    persons, unused = _of_persons(table, [c for c in columns if c not in used], patient, concepts)
    yield from persons
    yield "map:"
    words = cells.text(table[code.name])
    codes = cells.ask(
        table.select(code=words).distinct().filter(ibis._.code.notnull()).order_by("code").limit(MOST_CODES)
    )
    taken, found = set[str](), 0
    unknown = []
    for row in codes.to_pylist():
        place = Place(table.filter(words == row["code"]), "concept", value.name, unit.name if unit else "")
        line = guesses.line(row["code"], place, concepts, taken)
        if line is None:
            unknown.append(row["code"])
        else:
            found += not line.startswith("#")
            yield line if line.startswith("#") else f"  {line}"
    if not found:
        yield "  {}"
    if code.distinct > MOST_CODES:
        yield f"# only the first {MOST_CODES} of {code.distinct:,} words of {quoted(code.name)} were looked at"
    yield from _not_used("the codes", unknown)
    yield from _not_used("the columns", unused)


def _of_persons(
    table: ir.Table, columns: list[Column], patient: Column, concepts: Concepts
) -> tuple[list[str], list[str]]:
    """Lines for age and sex where a column repeats them on each row of a patient; and the columns that are neither."""
    lines, unused, taken = list[str](), list[str](), set[str]()
    for column in columns:
        found = named(column.name, concepts)
        if found is None or found.concept.name not in ("age", "sex") or not column.filled:
            unused.append(column.name)
            continue
        who, what = cells.text(table[patient.name]), cells.text(table[column.name])
        each = table.select(who=who, what=what).group_by("who").agg(n=ibis._.what.nunique())
        changes = (cells.ask(each.aggregate(n=each.n.max())).to_pylist()[0]["n"] or 0) > 1
        line = guesses.line(column.name, Place(table, "column", column.name), concepts, taken) or ""
        if changes:
            line = f"{'' if line.startswith('#') else '#   '}{line}, but some patients have several"
        lines.append(line if line.startswith("#") else f"  {line}, and one for each patient")
    sure_of_some = any(not line.startswith("#") for line in lines)
    return ([*(["columns:"] if sure_of_some else []), *lines], unused)
