"""Cells of a column as numbers, moments or yes and no; a cell that is none of these is an error with its row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis

from trialwright.adapters.patients.keys import closest
from trialwright.errors import PatientsError, engine_errors

if TYPE_CHECKING:
    import ibis.expr.types as ir

YES = ("true", "t", "yes", "y", "1", "1.0", "present")
NO = ("false", "f", "no", "n", "0", "0.0", "absent")
SEXES = {"female": ("female", "f", "woman", "w"), "male": ("male", "m", "man")}
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
MOMENT = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?)?$"
)
ZONE = r"([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?) ?([Zz]|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$"
CLOCK = r"[0-9][ T][0-9]{2}:[0-9]{2}"
UNSTATED = ("unknown", "u", "other", "not stated", "na", "n/a")


def column(table: ir.Table, name: str, where: str) -> ir.Column:
    """A column by name. Raises PatientsError that names the columns there are and the nearest."""
    if name not in table.columns:
        raise PatientsError(
            f"The patient table has no column {name}.", where=where, fix=closest(name, table.columns)
        )
    return table[name]


def text(cell: ir.Column, missing: Sequence[Any] = ()) -> ir.StringValue:
    """Trimmed text; null where empty or one of the missing words."""
    words = cell.cast("string").strip()
    words = (words == "").ifelse(ibis.null("string"), words)
    for word in missing:
        words = (words == str(word)).ifelse(ibis.null("string"), words)
    return words


def number(cell: ir.Column, missing: Sequence[Any] = ()) -> ir.FloatingValue:
    """A finite float; null where empty, not a number, or one of the missing values."""
    value = _read(cell, "float64", NUMBER) if cell.type().is_string() else cell.cast("float64")
    value = (value.isnan() | value.isinf()).ifelse(ibis.null("float64"), value)
    for sentinel in missing:
        if isinstance(sentinel, int | float):
            value = (value == float(sentinel)).ifelse(ibis.null("float64"), value)
    return value


def moment(cell: ir.Column, missing: Sequence[Any] = ()) -> ir.TimestampValue:
    """A timestamp from a date, a timestamp or ISO 8601 text, by the clock that it was written by; null where it is none
    of these. Offsets from UTC say nothing where all are the same, which `refuse_zones` makes sure of."""
    if cell.type().is_string():
        return _read(text(cell, missing).re_replace(ZONE, r"\1"), "timestamp", MOMENT)
    return cell.cast("timestamp(6)")


def _read(cell: ir.StringValue, kind: str, form: str) -> Any:
    """Text as a number or moment, null where it is none; PostgreSQL has no cast that may fail, so that it is
    asked for the text's form first."""
    if engine_of(cell) != "postgres":
        return cell.try_cast(kind)
    words = cell.strip()
    return words.re_search(form).ifelse(words, ibis.null("string")).cast(kind)


def engine_of(cell: ir.Expr) -> str:
    """The engine's name; DuckDB for what belongs to none yet."""
    found = cell._find_backends()[0]
    return found[0].name if found else "duckdb"


def yes_no(cell: ir.Column, missing: Sequence[Any] = ()) -> ir.FloatingValue:
    """1 for yes, 0 for no, null for neither."""
    word = text(cell, missing).lower()
    return ibis.cases((word.isin(YES), 1.0), (word.isin(NO), 0.0), else_=ibis.null("float64"))


def event(cell: ir.Column, missing: Sequence[Any] = ()) -> ir.FloatingValue:
    """Of an event's row: 0 says that it did not happen, another number (a dose) or yes that it did.
    Null where the cell says neither."""
    if not cell.type().is_string():
        return number(cell, missing)
    return ibis.coalesce(yes_no(cell, missing), number(text(cell, missing)))


def sex(cell: ir.Column, codes: dict[Any, str], missing: Sequence[Any] = ()) -> ir.StringValue:
    """ "female", "male" or null, from words or from the plan's own codes."""
    word = text(cell, missing).lower()
    cases = [(word.isin(_spellings(code)), str(name).lower()) for code, name in codes.items()]
    if not codes:
        cases = [(word.isin(spellings), name) for name, spellings in SEXES.items()]
    return ibis.cases(*cases, else_=ibis.null("string"))


def _spellings(code: Any) -> list[str]:
    """A code as the text of an integer, a float or a word column."""
    word = str(code).strip().lower()
    return [word, f"{float(code):.1f}"] if isinstance(code, int) else [word]


def refuse_unread(
    table: ir.Table,
    cell: ir.Column,
    read: ir.Column,
    name: str,
    what: str,
    fix: str,
    missing: Sequence[Any] = (),
) -> None:
    """Raises PatientsError, with its row, for the first cell that has text and was not read.

    missing : words and sentinels that stand for no value.
    """
    unread = table.select(row=ibis.row_number(), shown=_unread(cell, read, missing))
    unread = unread.filter(unread.shown.notnull())
    first = ask(unread.order_by("row").limit(1)).to_pylist()
    if first:
        raise PatientsError(
            f"{first[0]['shown']!r} is not {what}.",
            where=f"column {name}, row {first[0]['row'] + 1}",
            fix=fix,
        )


class Reading(NamedTuple):
    """A column and how it was read, with the arguments of `refuse_unread`."""

    cell: ir.Column
    read: ir.Column
    name: str
    what: str
    fix: str
    missing: Sequence[Any] = ()


def refuse_any_unread(table: ir.Table, readings: Sequence[Reading]) -> None:
    """The same for several columns, in their order; one pass over the table where all could be read."""
    if not readings:
        return
    wrong = {f"wrong_{i}": _unread(r.cell, r.read, r.missing).count() for i, r in enumerate(readings)}
    (found,) = ask(table.aggregate(**wrong)).to_pylist()
    for n, reading in zip(found.values(), readings, strict=True):
        if n:
            refuse_unread(table, *reading)


def _unread(cell: ir.Column, read: ir.Column, missing: Sequence[Any]) -> ir.StringValue:
    """A cell's text where it has some and was not read."""
    known_gap = text(cell, missing)
    if cell.type().is_floating():
        known_gap = (cell.isnan() | cell.isinf()).ifelse(ibis.null("string"), known_gap)
    if cell.type().is_numeric():
        for sentinel in missing:
            if isinstance(sentinel, int | float):
                known_gap = (cell == sentinel).ifelse(ibis.null("string"), known_gap)
    return read.isnull().ifelse(known_gap, ibis.null("string"))


def refuse_zones(table: ir.Table, names: Sequence[str]) -> None:
    """Raises PatientsError where the times of these columns are written by more than one clock: an hour between
    09:00+02:00 and 09:00 cannot be told, and dates of different clocks do not begin together."""
    clocks: dict[str, str] = {}
    for name in names:
        cell = table[name]
        if cell.type().is_string():
            words = text(cell)
            zone = words.re_extract(ZONE, 4).upper().replace("Z", "+00:00").replace("UTC", "+00:00")
            timed = table.select(zone=zone, words=words).filter(ibis._.words.re_search(CLOCK))
            found = ask(timed.select(zone=ibis._.zone.replace(":", "")).distinct().limit(3)).to_pylist()
            said = [row["zone"] or "" for row in found]
        else:
            said = [getattr(cell.type(), "timezone", None) or ""] if cell.type().is_timestamp() else []
        clocks |= {zone: name for zone in said if zone not in clocks}
    if len(clocks) > 1:
        (one, first), (other, second) = sorted(clocks.items())[:2]
        raise PatientsError(
            f"Times are written by different clocks: offset {one or 'none'} in column {first}, {other or 'none'} in column {second}.",
            where=f"column {second}",
            fix="Write all times by one clock: that of the hospital, or UTC.",
        )


def ask(table: ir.Table) -> Any:
    """A small result as an Arrow table. Raises PatientsError where the engine cannot read the source."""
    try:
        return table.to_pyarrow()
    except engine_errors() as error:
        raise unreadable("The patient table", "patients.table", error) from error


def unreadable(what: str, where: str, error: Exception) -> PatientsError:
    """What an engine that cannot read a file complains of, without the cells that it quotes."""
    said = [line.strip() for line in str(error).strip().splitlines()]
    if any("utf-8" in line.lower() or "unicode" in line.lower() for line in said):
        line = re.search(r"Line: (\d+)", said[0])
        place = f", line {line[1]}" if line else ""
        fix = "Save it as UTF-8 (a spreadsheet program calls it “CSV UTF-8”), or as Parquet."
        return PatientsError(f"{what} is not text in UTF-8.", where=f"{where}{place}", fix=fix)
    reason = next((line for line in said if line.startswith("Expected Number of Columns")), "")
    return PatientsError(
        f"{what} cannot be read: {said[0]}" + (f". {reason}" if reason else ""),
        where=where,
        fix="Check that every row has the same columns, and that the file is complete and of the kind that its name says.",
    )
