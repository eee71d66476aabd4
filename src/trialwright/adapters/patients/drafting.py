"""A first mapping of a table that nobody has described: guesses, each with its reason, for a person to correct.

What the headings say outright is written as it stands; what only looks likely is written as a comment. A unit is
never taken from the values alone: 1.1 may be mg/dL or a low umol/L, and a mapping that is wrong is worse than none.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.files import opened
from trialwright.adapters.patients.keys import Spec, is_measured
from trialwright.adapters.patients.wide import heading_of
from trialwright.model.concept import Concept, Concepts
from trialwright.model.units import linear, normalise

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLOSE = 0.82  # of difflib's ratio: "creatinin" is close to "creatinine", "age" is not close to "stage"
MOST_CODES = 300
MOST_UNUSED = 20
PLAUSIBLE_SHARE = 0.95
UNITS = (
    "mg/dL", "g/dL", "g/L", "mg/L", "ug/L", "ng/mL", "pg/mL", "ug/mL", "mmol/L", "umol/L", "nmol/L", "pmol/L", "U/L",
    "10*9/L", "10*6/uL", "%", "1", "kg", "[lb_av]", "cm", "m", "[in_i]", "Cel", "[degF]", "mm[Hg]", "kPa", "cm[H2O]",
    "/min", "mL/min", "a", "mo",
)  # fmt: skip
_ID = re.compile(
    r"(^|[_ ])(person|patient|subject|record|stay|mrn|pid|usubjid|id)s?([_ ]?(id|no|nr|number))?$", re.I
)
_INDEX = re.compile(r"index|admi|screen|enrol|random|visit|baseline", re.I)
_CODE = re.compile(r"param|test|item|concept|code|analyte|variable|name|label|what|measure", re.I)
_LATER = re.compile(r"last|end|stop|outcome|follow|discharge", re.I)
_LIFE = re.compile(r"birth|dob|death|died", re.I)
_VALUE = re.compile(r"value|result|val$|numeric", re.I)
_TIME = re.compile(r"time|date|drawn|taken|charted", re.I)


@dataclass(frozen=True)
class Column:
    """What the cells of a column look like. Shares are of the cells that hold something."""

    name: str
    filled: int
    distinct: int
    numbers: float
    dates: float


def draft(name: str, folder: Path, concepts: Concepts) -> str:
    """A mapping file for a table, as YAML with comments. Raises PatientsError for a table that cannot be read."""
    table = opened(Spec({"table": name}), folder).table
    rows = int(cells.ask(table.aggregate(n=table.count())).to_pylist()[0]["n"])
    columns = [_seen(table, c) for c in table.columns]
    lines = [
        f"# Drafted by `trialwright map` from {_q(name)}, {_many(rows, 'row')}. Read every line: all of it is a guess.",
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
    number = cells.number(cell).notnull() if _may_be_number(cell) else ibis.literal(False)
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


def _may_be_number(cell: ir.Column) -> bool:
    return cell.type().is_string() or cell.type().is_numeric()


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


def _q(text: str) -> str:
    """A text as a YAML scalar on one line, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _not_used(what: str, names: list[str]) -> Iterator[str]:
    """That nothing was made of these, so that who reads the draft sees what it leaves out."""
    if names:
        rest = f" and {len(names) - MOST_UNUSED:,} more" if len(names) > MOST_UNUSED else ""
        listed = ", ".join(_q(n) for n in names[:MOST_UNUSED])
        yield f"# not used: {what} {listed}{rest}"


def _ids(patient: Column | None, columns: list[Column]) -> str:
    if patient is None:
        return f"# id: {_q(columns[0].name)}  # no heading names a patient; say which column does"
    return f"id: {_q(patient.name)}  # its heading, and {_many(patient.distinct, 'different value')}"


def _index(columns: list[Column]) -> Iterator[str]:
    dates = [c for c in columns if c.dates == 1.0 and c.filled and not _LIFE.search(c.name)]
    sure = [c for c in dates if _INDEX.search(c.name) and not _LATER.search(c.name)]
    for c in dates:
        only = sure == [c]
        why = "its heading, and every cell is a date" if only else "every cell is a date"
        yield f"{'' if only else '# '}index: {_q(c.name)}  # {why}"
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
        line = _guess(table, column, concepts, taken, key="column")
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
    yield f"concept: {_q(code.name)}  # {_many(code.distinct, 'different word')}"
    yield f"value: {_q(value.name)}  # {value.numbers:.0%} of its cells are numbers"
    unit = next((c for c in columns if re.search(r"unit", c.name, re.I)), None)
    if unit:
        yield f"unit: {_q(unit.name)}  # its heading"
    times = [c for c in columns if c.dates == 1.0 and c.filled and not _INDEX.search(c.name)]
    sure = [c for c in times if _TIME.search(c.name)]
    for c in times:
        yield f"{'' if sure == [c] else '# '}time: {_q(c.name)}  # every cell is a date"
    for word in ("minute", "hour", "day"):
        yield from (f"# {word}: {_q(c.name)}  # its heading; from the index?" for c in columns
                    if c.name.lower().startswith(word) and c.numbers == 1.0)  # fmt: skip
    yield from _index([c for c in columns if c not in times])
    used = [patient, code, value, *([unit] if unit else []), *times]
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
        mine = table.filter(words == row["code"])
        line = _guess(
            mine, Column(row["code"], 1, 1, 1, 0), concepts, taken, "concept", value.name, unit is not None
        )
        if line is None:
            unknown.append(row["code"])
        else:
            found += not line.startswith("#")
            yield line if line.startswith("#") else f"  {line}"
    if not found:
        yield "  {}"
    if code.distinct > MOST_CODES:
        yield f"# only the first {MOST_CODES} of {code.distinct:,} words of {_q(code.name)} were looked at"
    yield from _not_used("the codes", unknown)
    yield from _not_used("the columns", unused)


def _of_persons(
    table: ir.Table, columns: list[Column], patient: Column, concepts: Concepts
) -> tuple[list[str], list[str]]:
    """Lines for age and sex where a column repeats them on each row of a patient; and the columns that are neither."""
    lines, unused = list[str](), list[str]()
    for column in columns:
        concept, unit, sure = _named(column.name, concepts)
        if not (sure and concept and concept.name in ("age", "sex") and column.filled):
            unused.append(column.name)
            continue
        who, what = cells.text(table[patient.name]), cells.text(table[column.name])
        each = table.select(who=who, what=what).group_by("who").agg(n=ibis._.what.nunique())
        changes = (cells.ask(each.aggregate(n=each.n.max())).to_pylist()[0]["n"] or 0) > 1
        told = f", unit: {_q(unit)}" if unit else ""
        why = (
            "its heading, but some patients have several"
            if changes
            else "its heading, and one for each patient"
        )
        lines.append(
            f"{'#   ' if changes else '  '}{concept.name}: {{column: {_q(column.name)}{told}}}  # {why}"
        )
    sure_of_some = any(not line.startswith("#") for line in lines)
    return ([*(["columns:"] if sure_of_some else []), *lines], unused)


def _guess(
    table: ir.Table, column: Column, concepts: Concepts, taken: set[str], key: str, value: str = "",
    has_unit: bool = False,
) -> str | None:  # fmt: skip
    """One line of the mapping; a comment where it is not sure, None where nothing is like it."""
    concept, unit, sure = _named(column.name, concepts)
    if concept is None:
        return None
    why = "its heading" if key == "column" else "its code"
    if not sure:
        why = f"resembles {concept.name}"
    if (
        is_measured(concept)
        and not unit
        and not concept.bare
        and not has_unit
        and normalise(concept.unit) != "1"
    ):
        unit, how = _unit_by_values(table, value or column.name, concept)
        why, sure = f"{why}; {how}", False
    codes = ""
    if concept.name == "sex":
        codes = _sex_codes(table, value or column.name)
        why, sure = (f"{why}; which code is which is not stated", False) if codes else (why, sure)
    if key == "column" and concept.name in taken:
        why, sure = f"{why}; another column is {concept.name} already", False
    if sure:
        taken.add(concept.name)
    told = (f", unit: {_q(unit)}" if unit else "") + codes
    name, what = (concept.name, column.name) if key == "column" else (column.name, concept.name)
    return f"{'' if sure else '#   '}{_q(name)}: {{{key}: {_q(what)}{told}}}  # {why}"


def _sex_codes(table: ir.Table, name: str) -> str:
    """`codes:` to fill in, where cells of the column are no words for female or male; empty where all are."""
    word = cells.text(table[name])
    unread = cells.sex(table[name], {}).isnull() & ~word.lower().isin(cells.UNSTATED)
    odd = (
        table.select(word=word, odd=unread)
        .filter(ibis._.odd, ibis._.word.notnull())
        .select("word")
        .distinct()
    )
    found = cells.ask(odd.order_by("word").limit(4)).to_pylist()
    return f", codes: {{{', '.join(_q(row['word']) + ': ?' for row in found)}}}" if found else ""


def _named(heading: str, concepts: Concepts) -> tuple[Concept | None, str, bool]:
    """The concept that a heading names, the unit in it, and whether it says so outright."""
    word, unit = heading_of(heading)
    for text in dict.fromkeys((word, word.replace("_", " "))):
        if text in concepts.by_word and normalise(unit) is not None:
            return concepts.by_word[text], unit, True
    parts = word.split("_")
    for k in range(len(parts) - 1, 0, -1):
        name, tail = " ".join(parts[:k]), "/".join(parts[k:])
        if name in concepts.by_word and normalise(tail) not in (None, "1"):
            return concepts.by_word[name], str(normalise(tail)), True
    near = difflib.get_close_matches(word.replace("_", " "), list(concepts.by_word), n=1, cutoff=CLOSE)
    return (concepts.by_word[near[0]], "", False) if near and len(word) > 3 else (None, "", False)


def _unit_by_values(table: ir.Table, column: str, concept: Concept) -> tuple[str, str]:
    """The unit in which the values would be plausible, and that this is all that speaks for it."""
    lines: dict[Any, str] = {}
    for unit in (concept.unit, *UNITS):
        line = linear(unit, concept.unit, concept)
        if line is not None:
            lines.setdefault(line, unit)
    number = cells.number(table[column]) if _may_be_number(table[column]) else ibis.null("float64")
    marked = table.select(value=number).filter(ibis._.value.notnull())
    low, high = concept.plausible or (float("-inf"), float("inf"))
    inside = {
        f"u{i}": marked.value.between((low - o) / s, (high - o) / s).cast("float64").mean()
        for i, (s, o) in enumerate(lines)
    }
    got = cells.ask(marked.aggregate(**inside)).to_pylist()[0]
    fits = [u for i, u in enumerate(lines.values()) if (got[f"u{i}"] or 0) >= PLAUSIBLE_SHARE]
    if not fits:
        return concept.unit, "no unit is stated, and the values are plausible in none that is known"
    return fits[0], f"no unit is stated; the values are plausible in {', '.join(fits[:6])}"
