"""One arm's numbers out of the cells of a row: means and spreads, counts and shares, sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trialwright.model.number import Printed
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Cells, Kind, Number, Side, number
from trialwright.read.comparison.table_kinds import is_people
from trialwright.read.comparison.table_parts import Cell, Row, Table
from trialwright.read.comparison.values import Said, counts, said, sd_of_error, sd_of_interval
from trialwright.read.grammar.solve import totals
from trialwright.read.patterns import Pattern

_ERROR = re.compile(r"(?i)\bs\.?e\.?(?:m\.?)?s?\b|standard errors?")
_DEVIATION = re.compile(r"(?i)\bs\.?d\.?s?\b|standard deviations?")
_RANGED = Pattern(
    r"(?i)\bmedians?\b|\biqr\b|inter-?quartile|\branges?\b|\bq1\b|\bquartiles?\b|percentiles?\b|\bmin(?:imum)?\b.{0,6}\bmax"
)
_AVERAGED = Pattern(r"(?i)\bmeans?\b|\baverage|\bs\.?d\.?\b|standard (?:deviation|error)|±|\bsem?\b")
_INTERVAL = Pattern(r"(?i)\bci\b|confidence|95 ?%")
_PERCENT = re.compile(r"%|(?i:\bper ?cent|\bproportion|\bpercentage)")
_PERSONS = Pattern(
    r"(?i)\W*(?:no\.?\s(?:of\s)?)?(?:patients|participants|subjects|randomi[sz]ed|women|children)\W*"
)
_COUNTED = re.compile(r"(?i)\bn\b|\bno\b|\bnumber\b|\bcount")
_SIZE_SAID = re.compile(r"(?i)\(?\bn\s?=\s?\d[\d,]*\s?\)?")


def side_from(
    question: Question, table: Table, row: Row, columns: Sequence[int], side: str, kind: Kind
) -> Side:
    """One arm's numbers out of its columns: one column with both, or a column each for mean, SD, n and share."""
    made = Side(arm=table.columns[columns[0]].words if columns else "")
    named = {c: what(table.columns[c].head[-1] if table.columns[c].head else "") for c in columns}
    if len(columns) > 1:
        made = _spread_out(question, table, row, named, side, kind)
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
    size = _n(question, table, rows["mean"], c, side) or question.sizes.get(side)
    if "n" in at and (counted := said(at["n"].text).count):
        size = number(question.document, counted, (at["n"].start, at["n"].end))
    value = said(at["mean"].text).mean
    mean = number(question.document, value.value, (at["mean"].start, at["mean"].end)) if value else None
    return Side(arm=table.columns[c].words, n=size, mean=mean, sd=_deviation(question, at, size))


def what(head: str) -> str:
    head = head.strip().lower()
    for name, pattern in (
        ("mean sd", r"mean.*(?:sd|±|\+)|m \(sd\)"), ("sd", r"^\(?s\.?d\.?\)?$|standard deviation"), ("se", r"^\(?s\.?e\.?m?\.?\)?$|standard error"),
        ("interval", r"95 ?% ?ci|confidence"), ("mean", r"mean|^m$|average"), ("share", r"^\(?n? ?\(?%\)?$|percent"), ("n", r"^n\.?$|^no\.?$|number"),
    ):  # fmt: skip
        if re.search(pattern, head):
            return name
    return ""


def _spread_out(
    question: Question, table: Table, row: Row, named: Mapping[int, str], side: str, kind: Kind
) -> Side:
    at = {name: row.cells[c] for c, name in named.items() if c in row.cells}
    first = next(iter(named))
    arm = table.columns[first].words
    size = _n(question, table, row, first, side) or question.sizes.get(side)
    if "n" in at and kind == "continuous":
        counted = said(at["n"].text).count
        size = number(question.document, counted, (at["n"].start, at["n"].end)) if counted else size
    if kind == "continuous" and "mean" in at:
        value = said(at["mean"].text).mean
        mean = number(question.document, value.value, (at["mean"].start, at["mean"].end)) if value else None
        return Side(arm=arm, n=size, mean=mean, sd=_deviation(question, at, size))
    if kind == "binary" and "n" in at and "share" in at:
        counted = said(at["n"].text).count
        if counted is not None:
            return Side(
                arm=arm, n=size, events=number(question.document, counted, (at["n"].start, at["n"].end))
            )
    return Side()


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
    size = _n(question, table, row, columns[0], side) or question.sizes.get(side)
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
        spread = said(at["sd"].text).mean
        return number(question.document, spread.value, (at["sd"].start, at["sd"].end)) if spread else None
    if "se" in at and size:
        error = said(at["se"].text).mean
        return _of_error(question, error.value, at["se"], int(size.value)) if error else None
    if "interval" in at and size:
        bounds = said("0 " + at["interval"].text)
        if bounds.low and bounds.high:
            return _of_interval(
                question, bounds.low.value, bounds.high.value, at["interval"], int(size.value)
            )
    return None


def _of_error(question: Question, error: float, cell: Cell, n: int) -> Number:
    sd = sd_of_error(error, n)
    return number(
        question.document, sd, (cell.start, cell.end), f"SD = SE x sqrt(n) = {error:g} x sqrt({n}) = {sd:.4g}"
    )


def _of_interval(question: Question, low: float, high: float, cell: Cell, n: int) -> Number:
    sd = sd_of_interval(low, high, n)
    why = f"SD = sqrt(n) x (high - low) / 3.92 = sqrt({n}) x ({high:g} - {low:g}) / 3.92 = {sd:.4g}"
    return number(question.document, sd, (cell.start, cell.end), why)


def _n(question: Question, table: Table, row: Row, column: int, side: str) -> Number | None:
    """The size of an arm for a cell, from what is nearest: a line of sizes above, the words at the row's left, the
    column's head, a row of numbers of people, the one column of such numbers, the caption."""
    if column in row.sizes:
        n, place = row.sizes[column]
        return number(question.document, n, place)
    beside = _beside(question, row, table.rows, column)
    if beside:
        return beside
    head = table.columns[column]
    if head.n and head.place:
        return number(question.document, head.n, head.place)
    counted = [
        row.cells[c]
        for c, other in enumerate(table.columns)
        if c in row.cells
        and other.head
        and (what(other.head[-1]) == "n" or _PERSONS.fullmatch(other.head[-1]))
        and row.cells[c].text.isdigit()
    ]
    if len(counted) == 1 and any(question.side_of(words) for words in row.path):
        return number(question.document, int(counted[0].text), (counted[0].start, counted[0].end))
    return question.captioned(table).get(side)


def _beside(question: Question, row: Row, rows: Sequence[Row], column: int) -> Number | None:
    """The size in the row's own words where they name an arm; else in a row of numbers of people under its heading."""
    first = min((cell.start for cell in row.cells.values()), default=0)
    for words in row.path:
        match = _SIZE_SAID.search(words)
        if match and question.side_of(words):
            return question.size_before(int(re.sub(r"\D", "", match.group())), first)
    found: Number | None = None
    for other in rows:
        if other is row and found:
            break
        cell = other.cells.get(column)
        if not cell or not cell.text.isdigit() or not is_people(other.path[-1]):
            continue
        if other.path[:-1] in ((), row.path[:-1], row.path):
            found = number(question.document, int(cell.text), (cell.start, cell.end))
    return found


def from_cell(
    question: Question, table: Table, row: Row, index: int, cell: Cell, side: str, kind: Kind
) -> Side:
    told, column = said(cell.text), table.columns[index]
    size = _n(question, table, row, index, side) or question.sizes.get(side)
    words = " ".join((*row.path, column.words))
    place = (cell.start, cell.end)
    if kind == "binary":
        size = size or _solved(question, told, place)
        return Side(
            arm=column.words,
            n=_total(question, told, size, place),
            events=_events(question, table, told, size, words, cell),
        )
    if told.mean is None:
        return Side(arm=column.words, n=size)
    if is_median(table, words, cell):
        return Side(arm=column.words, n=size)
    mean = number(question.document, told.mean.value, place)
    return Side(arm=column.words, n=size, mean=mean, sd=_spread(question, table, told, size, words, cell))


def is_median(table: Table, words: str, cell: Cell) -> bool:
    """Whether a cell is said to hold a median or a range: by the words nearest to it, or the caption, or the note."""
    for said_of in (f"{words} {cell.text}", table.caption, table.note):
        ranged, averaged = bool(_RANGED.search(said_of)), bool(_AVERAGED.search(said_of))
        if ranged != averaged:
            return ranged
        if ranged:
            return said_of is not table.note and "±" not in cell.text
    return False


def _solved(question: Question, told: Said, place: tuple[int, int]) -> Number | None:
    """The one size of which a count is the share printed beside it."""
    if not told.count or told.percent is None:
        return None
    fits = totals(told.count, told.percent, question.total or 20 * max(told.count, 20))
    why = f"{fits[0]} is the only N of which {told.count} is {told.percent.text} %" if len(fits) == 1 else ""
    return number(question.document, fits[0], place, why) if len(fits) == 1 else None


def _in_shares(table: Table) -> bool:
    """Whether rows of a table say that they hold percentages alone."""
    return sum(bool(_PERCENT.search(r.path[-1])) and not _COUNTED.search(r.path[-1]) for r in table.rows) >= 2


def _total(question: Question, told: Said, size: Number | None, place: tuple[int, int]) -> Number | None:
    return number(question.document, told.total, place) if told.total else size


def _events(
    question: Question, table: Table, told: Said, size: Number | None, words: str, cell: Cell
) -> Number | None:
    place = (cell.start, cell.end)
    words = _SIZE_SAID.sub("", words)
    n = told.total or (int(size.value) if size else None)
    shares = _PERCENT.search(words) or (_PERCENT.search(table.caption) and not _COUNTED.search(words))
    alone = told.percent is None and told.spread is None and told.total is None
    if alone and not shares and told.count is not None and _in_shares(table) and not _COUNTED.search(words):
        return None  # a bare number in a table of percentages may be either
    if told.count is not None and not (alone and shares and "(" not in cell.text):
        return number(question.document, told.count, place) if n is None or told.count <= n else None
    percent = told.percent or (told.mean if shares else None)
    return derived_count(question, percent, n, place) if percent and n else None


def derived_count(question: Question, percent: Printed, n: int, place: tuple[int, int]) -> Number | None:
    """The one count of n whose share rounds to the percent printed; None where several do."""
    fits = counts(percent, n)
    if len(fits) != 1:
        return None
    why = f"{fits[0]}/{n} is the only count that rounds to {percent.text} %"
    return number(question.document, fits[0], place, why)


def _spread(
    question: Question, table: Table, told: Said, size: Number | None, words: str, cell: Cell
) -> Number | None:
    n = int(size.value) if size else None
    words = question.without_arms(words)
    around = f"{words} {table.caption}"
    if told.low and told.high:
        stated = _INTERVAL.search(f"{around} {cell.text} {table.note}")
        return _of_interval(question, told.low.value, told.high.value, cell, n) if n and stated else None
    if told.spread is None:
        return None
    error = _ERROR.search(around) or (
        _ERROR.search(table.note) and not _DEVIATION.search(around + table.note)
    )
    if error and not re.search(r"(?i)\bsd\b", words):
        return _of_error(question, told.spread.value, cell, n) if n else None
    if _PERCENT.search(words) and not _DEVIATION.search(around + cell.text + table.note) and told.percent:
        return None  # a count with its share is no mean with its spread
    return number(question.document, told.spread.value, (cell.start, cell.end))


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
