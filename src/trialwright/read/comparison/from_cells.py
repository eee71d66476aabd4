"""One arm's numbers out of the cells of a row: means and spreads, counts and shares, sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cell_sizes import SIZE_SAID, counted_size, size_of
from trialwright.read.comparison.cells import Cells, Kind, Number, Side, number
from trialwright.read.comparison.column_kinds import what
from trialwright.read.comparison.derived import agrees, derived_count, of_error, of_interval
from trialwright.read.comparison.said_spreads import is_interval_of_mean
from trialwright.read.comparison.table_parts import Cell, Row, Table
from trialwright.read.comparison.values import Said, counts, said
from trialwright.read.patterns import Pattern

_ERROR = re.compile(r"(?i)\bs\.?e\.?(?:m\.?)?s?\b|standard errors?")
_DEVIATION = re.compile(r"(?i)\bs\.?d\.?s?\b|standard deviations?")
_RANGED = Pattern(
    r"(?i)\bmedians?\b|\biqr\b|inter-?quartile|(?<!score )(?<!scores )(?<!scale )(?<!possible )\branges?\b(?!:?\s?(?:from\s)?[01]\s?(?:-{1,2}|–|to)\s?\d)|\bq1\b|\bquartiles?\b|percentiles?\b|\bmin(?:imum)?\b.{0,6}\bmax"
)
# "Infants with a fit (total # of fits)": no percent stands in the brackets
_COUNTED_BESIDE = Pattern(
    r"(?i)[(\[][^()%]*(?:#|\bnumbers? of|\btotal\b|,\s?n\b|\bevents?\b)[^()%]*[)\]](?:,\s?n)?\W*$"
)
_AVERAGED = Pattern(r"(?i)\bmeans?\b|\baverage|\bs\.?d\.?\b|standard (?:deviation|error)|±|\bsem?\b")
_SIZE_AFTER = Pattern(r"(?i)(?:\bs\.?d\.?|\bsem?|±\s?\w+|deviations?|errors?)\W{0,3}[(\[]\s?n\s?[)\]]")
_SPREAD_FIRST = Pattern(r"(?i)\bmeans?\s?\(\s?sd\s?[;,]\s?range\s?\)")
_SIGNED = Pattern(r"[(\[]?\s?(?:±|\+/-)?\s?(?P<x>\d[\d.,]*)\s?[)\]]?")
_INTERVAL = Pattern(r"(?i)\bci\b|confidence|95 ?%")
_OF_MEANS = ("mean", "mean sd", "sd", "se", "interval")
_PERCENT = re.compile(r"%|(?i:\bper ?cent|\bproportion|\bpercentage)")
_EXPOSED = Pattern(
    r"(?i)\b(?:person|patient|child|woman)[- ](?:years?|months?|days?)\b"
)  # of which events are no people
_SHARE_FIRST = Pattern(r"(?i)(?:%|\bper ?cent(?:age)?s?)\s?[(\[]\s?(?:n|no\.?|numbers?)\b")
_COUNTED = re.compile(r"(?i)\bn\b|\bno\b|\bnumber\b|\bcount")


def side_from(
    question: Question, table: Table, row: Row, columns: Sequence[int], side: str, kind: Kind
) -> Side:
    """One arm's numbers out of its columns: one column with both, or a column each for mean, SD, n and share."""
    made = Side(arm=table.columns[columns[0]].words if columns else "")
    named = {c: what(table.columns[c].head[-1] if table.columns[c].head else "") for c in columns}
    if kind == "binary":
        columns = [c for c in columns if named[c] not in _OF_MEANS] or columns
        fractions = [c for c in columns if c in row.cells and said(row.cells[c].text).total]
        columns = fractions if len(fractions) == 1 else columns
    elif set(named.values()) == {"n"}:
        return Side()  # sizes are no figures of an outcome
    if len(columns) > 1:
        made = _spread_out(question, table, row, {c: named[c] for c in columns}, side, kind)
        if not made.arm and len(columns) == 2 and not any(named.values()):
            made = _side_by_side(question, table, row, columns, side, kind)
        if made.arm:
            return made
    for c in columns[-1:] if len(columns) > 1 else columns:
        cell = row.cells.get(c)
        if cell:
            return from_cell(question, table, row, c, cell, side, kind)
    return Side()


def side_of_stack(
    question: Question, table: Table, rows: Mapping[str, Row], columns: Sequence[int], side: str
) -> Side:
    """One arm's mean, spread and size out of rows of their own, where the arm has one column."""
    if len(columns) != 1:
        return Side()
    (c,) = columns
    at = {name: row.cells[c] for name, row in rows.items() if c in row.cells}
    if "mean" not in at:
        return Side()
    size = size_of(question, table, rows["mean"], c, side, True)
    if "n" in at and (counted := said(at["n"].text).count):
        size = number(question.document, counted, (at["n"].start, at["n"].end))
    value = said(at["mean"].text).mean
    mean = number(question.document, value.value, (at["mean"].start, at["mean"].end)) if value else None
    return Side(arm=table.columns[c].words, n=size, mean=mean, sd=_deviation(question, at, size))


def _spread_out(
    question: Question, table: Table, row: Row, named: Mapping[int, str], side: str, kind: Kind
) -> Side:
    named = _with_mean(table, named) if kind == "continuous" else named
    at = {name: row.cells[c] for c, name in named.items() if c in row.cells}
    first = next(iter(named))
    arm = table.columns[first].words
    size = size_of(question, table, row, first, side, kind == "continuous")
    if "n" in at and kind == "continuous":
        counted = said(at["n"].text).count
        size = number(question.document, counted, (at["n"].start, at["n"].end)) if counted else size
    if kind == "continuous" and "mean" in at:
        value = said(at["mean"].text).mean
        mean = number(question.document, value.value, (at["mean"].start, at["mean"].end)) if value else None
        return Side(arm=arm, n=size, mean=mean, sd=_deviation(question, at, size))
    others = [c for c, name in named.items() if name in ("mean sd", "") and c in row.cells]
    if kind == "continuous" and "n" in at and len(others) == 1:
        made = from_cell(question, table, row, others[0], row.cells[others[0]], side, kind, size)
        return made.model_copy(update={"arm": arm})
    if (
        kind == "binary"
        and "events" in at
        and not any(_EXPOSED.search(table.columns[c].words) for c in named if c in row.cells)
    ):
        counted, of = said(at["events"].text).count, said(at["n"].text).count if "n" in at else None
        size = number(question.document, of, (at["n"].start, at["n"].end)) if of else size
        if counted is not None:
            place = (at["events"].start, at["events"].end)
            return Side(arm=arm, n=size, events=number(question.document, counted, place))
    if kind == "binary" and "n" in at and "share" in at:
        counted = said(at["n"].text).count
        if counted is not None:
            return Side(
                arm=arm, n=size, events=number(question.document, counted, (at["n"].start, at["n"].end))
            )
    return Side()


def _with_mean(table: Table, named: Mapping[int, str]) -> Mapping[int, str]:
    """The columns with the mean among them, where a sign stands over it that nobody knows ("x̄"): it is the one column of
    no other kind, and its spread is in the next."""
    unknown = [c for c, name in named.items() if not name]
    if "mean" in named.values() or len(unknown) != 1 or named.get(unknown[0] + 1) not in ("sd", "se"):
        return named
    ranged = _RANGED.search(table.columns[unknown[0]].words)
    return named if ranged else {**named, unknown[0]: "mean"}


def _side_by_side(
    question: Question, table: Table, row: Row, columns: Sequence[int], side: str, kind: Kind
) -> Side:
    """A count beside the share that it is, or a mean beside the SD that the table says it has, under one head."""
    if not all(c in row.cells for c in columns):
        return Side()
    (first, one), (second, other) = ((row.cells[c], said(row.cells[c].text)) for c in columns)
    if one.mean is None or other.mean is None or one.spread or one.total or one.low:
        return Side()
    arm = table.columns[columns[0]].words
    size = size_of(question, table, row, columns[0], side, kind == "continuous")
    if kind == "binary":
        share = other.percent or other.mean
        if (
            one.count is None
            or share is None
            or size is None
            or one.count not in counts(share, int(size.value))
        ):
            return Side(arm=arm, n=size)
        return Side(arm=arm, n=size, events=number(question.document, one.count, (first.start, first.end)))
    around = " ".join((*row.path, table.caption, table.note))
    if not _DEVIATION.search(around):
        return Side(arm=arm, n=size)
    if _ERROR.search(question.without_arms(around)) or is_median(table, " ".join(row.path), first):
        return Side(arm=arm, n=size)
    mean = number(question.document, one.mean.value, (first.start, first.end))
    return Side(
        arm=arm, n=size, mean=mean, sd=number(question.document, other.mean.value, (second.start, second.end))
    )


def _deviation(question: Question, at: Mapping[str, Cell], size: Number | None) -> Number | None:
    if "sd" in at:
        spread = said(_bare(at["sd"].text)).mean
        return number(question.document, spread.value, (at["sd"].start, at["sd"].end)) if spread else None
    if "se" in at and size:
        error = said(_bare(at["se"].text)).mean
        return (
            of_error(question.document, error.value, int(size.value), (at["se"].start, at["se"].end))
            if error
            else None
        )
    if "interval" in at and size:
        text = at["interval"].text
        bounds = said(f"0 {text}" if text.startswith(("(", "[")) else f"0 ({text})")
        if bounds.low and bounds.high:
            return of_interval(
                question.document,
                bounds.low.value,
                bounds.high.value,
                int(size.value),
                (at["interval"].start, at["interval"].end),
            )
    return None


def _bare(text: str) -> str:
    """The spread in a column of its own without its signs: "(4.1)", "± 4.1"."""
    found = _SIGNED.fullmatch(text)
    return found["x"] if found else text


def from_cell(
    question: Question,
    table: Table,
    row: Row,
    index: int,
    cell: Cell,
    side: str,
    kind: Kind,
    own_size: Number | None = None,
) -> Side:
    """One arm's numbers out of one cell. own_size : where a cell beside it gives it."""
    told, column = said(cell.text), table.columns[index]
    beside = any(_COUNTED_BESIDE.search(words) for words in (row.path[-1], *column.head))
    if told.percent and "%" not in cell.text and beside:
        told = told._replace(percent=None)
    size = own_size or size_of(question, table, row, index, side, kind == "continuous")
    words = " ".join((*row.path, column.words))
    place = (cell.start, cell.end)
    if kind == "binary" and size:
        told = _count_last(told, int(size.value), f"{words} {table.caption} {table.note}")
    if kind == "binary":
        if not told.total:
            size = counted_size(question, table, row, index, side, told.count, told.percent)
            if size and size.value == told.count and (size.quote.start, size.quote.end) == place:
                return Side(arm=column.words, n=size)  # the size of the arm is no count of events
        return Side(
            arm=column.words,
            n=_total(question, told, size, place),
            events=_events(question, table, told, size, words, cell),
        )
    people = told.people or (
        told.beside if _SIZE_AFTER.search(f"{words} {table.caption} {table.note}") else None
    )
    if people:
        size = number(question.document, people, place)
    if told.mean is None:
        return Side(arm=column.words, n=size)
    if is_median(table, words, cell) or _is_count(table, told, size, words):
        return Side(arm=column.words, n=size)
    mean = number(question.document, told.mean.value, place)
    return Side(arm=column.words, n=size, mean=mean, sd=_spread(question, table, row, told, size, cell))


def _count_last(told: Said, n: int, around: str) -> Said:
    """The readings of a cell whose percent stands before its count ("48.0 (36)"): where the arithmetic says so, and either not
    the other way round too or the words around do."""
    share, other = told.mean, told.percent or told.spread
    if told.total or share is None or other is None or other.decimals or told.spread is None:
        return told
    count = int(other.value)
    if not agrees(count, share, n):
        return told
    either = told.count is not None and agrees(told.count, other, n)
    said_so = _SHARE_FIRST.search(around)
    if (either or not share.decimals) and not said_so:
        return told
    return told._replace(count=count, percent=share, spread=None)


def _is_count(table: Table, told: Said, size: Number | None, words: str) -> bool:
    """Whether a whole number with another in brackets is a count of the arm with its percent, and no mean with its SD: by
    the arithmetic, unless percents are not spoken of and SDs are, or the percent is a whole number too."""
    share = told.percent or told.spread
    if told.count is None or share is None or size is None or not agrees(told.count, share, int(size.value)):
        return False
    around = f"{words} {table.caption} {table.note}"
    return bool(_PERCENT.search(around)) or (share.decimals > 0 and not _AVERAGED.search(around))


def is_median(table: Table, words: str, cell: Cell) -> bool:
    """Whether a cell is said to hold a median or a range: by the words nearest to it, or the caption, or the note."""
    for said_of in (f"{words} {cell.text}", table.caption, table.note):
        if _SPREAD_FIRST.search(said_of):
            return False
        ranged, averaged = bool(_RANGED.search(said_of)), bool(_AVERAGED.search(said_of))
        if ranged != averaged:
            return ranged
        if ranged:
            return said_of is not table.note and "±" not in cell.text
    return False


def _in_shares(table: Table) -> bool:
    """Whether rows of a table say that they hold percentages alone."""
    return sum(bool(_PERCENT.search(r.path[-1])) and not _COUNTED.search(r.path[-1]) for r in table.rows) >= 2


def _total(question: Question, told: Said, size: Number | None, place: tuple[int, int]) -> Number | None:
    return number(question.document, told.total, place) if told.total else size


def _events(
    question: Question, table: Table, told: Said, size: Number | None, words: str, cell: Cell
) -> Number | None:
    place = (cell.start, cell.end)
    words = SIZE_SAID.sub("", words)
    n = told.total or (int(size.value) if size else None)
    shares = _PERCENT.search(words) or (_PERCENT.search(table.caption) and not _COUNTED.search(words))
    alone = told.percent is None and told.spread is None and told.total is None
    if alone and not shares and told.count is not None and _in_shares(table) and not _COUNTED.search(words):
        return None  # a bare number in a table of percentages may be either
    if told.count is not None and not (alone and shares and "(" not in cell.text):
        return number(question.document, told.count, place) if n is None or told.count <= n else None
    percent = told.percent or (told.mean if shares else None)
    return derived_count(question.document, percent, n, place) if percent and n else None


def _spread(
    question: Question, table: Table, row: Row, told: Said, size: Number | None, cell: Cell
) -> Number | None:
    n = int(size.value) if size else None
    column = next((table.columns[c].words for c, other in row.cells.items() if other is cell), "")
    words = question.without_arms(" ".join((*row.path, column)))
    around = f"{words} {question.without_arms(table.caption)}"
    note = question.without_arms(table.note)
    if told.low and told.high:
        stated = _INTERVAL.search(f"{around} {cell.text} {table.note}") or (
            not _RANGED.search(f"{around} {table.note}") and is_interval_of_mean(question, told)
        )
        return (
            of_interval(question.document, told.low.value, told.high.value, n, (cell.start, cell.end))
            if n and stated
            else None
        )
    if told.spread is None:
        return None
    marked = question.mark_said(table, row)
    if bool(_ERROR.search(marked)) != bool(_DEVIATION.search(marked)):
        note = question.without_arms(marked)  # "*Mean ± SE. †Mean ± SD."
    if (
        not marked
        and _is_marked_both(table.note)
        and not _DEVIATION.search(around)
        and not _ERROR.search(around)
    ):
        return None  # the marks that tell rows of an SE from those of an SD are lost
    error = _ERROR.search(around) or (_ERROR.search(note) and not _DEVIATION.search(around + note))
    if not error and not _DEVIATION.search(f"{around} {cell.text} {note}"):
        if question.spreads == "both":
            return None
        error = question.spreads == "SE"
    if error and not re.search(r"(?i)\bsd\b", words):
        return of_error(question.document, told.spread.value, n, (cell.start, cell.end)) if n else None
    if _PERCENT.search(words) and not _DEVIATION.search(around + cell.text + table.note) and told.percent:
        return None  # a count with its share is no mean with its spread
    return number(question.document, told.spread.value, (cell.start, cell.end))


_MARK_OF = r"[*†‡§‖¶#]\s?(?:[Vv]alues\sare\s)?[Mm]eans?\s?(?:±|\+/-|\(|with|and)\s?"
_MARKED_ERROR = Pattern(_MARK_OF + r"(?i:s\.?e\.?(?:m\.?)?\b|standard errors?)")
_MARKED_DEVIATION = Pattern(_MARK_OF + r"(?i:s\.?d\b|standard deviations?)")


def _is_marked_both(note: str) -> bool:
    """Whether a note tells by marks which means have an SE and which an SD."""
    return bool(_MARKED_ERROR.search(note) and _MARKED_DEVIATION.search(note))


def made_of(kind: Kind, outcome: str, time: str, a: Side, b: Side, like: float) -> Cells:
    need = ("n", "events") if kind == "binary" else ("n", "mean", "sd")
    missing = [
        f"{name} of the {side}"
        for side, s in ((TRIED, a), (COMPARED, b))
        for name in need
        if getattr(s, name) is None
    ]
    if (
        not missing
        and kind == "binary"
        and any(s.events.value > s.n.value for s in (a, b) if s.events and s.n)
    ):
        missing = ["a size as large as its events"]
    return Cells(
        kind=kind,
        outcome=outcome,
        time=time,
        intervention=a,
        comparator=b,
        likeness=round(like, 4),
        missing="; ".join(missing),
    )
