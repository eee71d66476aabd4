"""Cells of a comparison out of tables: arms as columns, arms as rows, or both arms in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import log

from trialwright.model.number import Printed
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Cells, Kind, Number, Side, number
from trialwright.read.comparison.table_parts import Cell, Row, Table
from trialwright.read.comparison.values import Said, counts, said, sd_of_error, sd_of_interval
from trialwright.read.comparison.wording import likeness, written_out
from trialwright.read.grammar.arm_sets import CONTROL
from trialwright.read.grammar.solve import totals

_ERROR = re.compile(r"(?i)\bs\.?e\.?(?:m\.?)?\b|standard errors?")
_DEVIATION = re.compile(r"(?i)\bs\.?d\.?\b|standard deviations?|±")
_PERCENT = re.compile(r"%|(?i:\bper ?cent|\bproportion|\bpercentage)")
_COUNTED = re.compile(r"(?i)\bn\b|\bno\b|\bnumber\b|\bcount")
_EARLY = re.compile(
    r"(?i)\bpre\b|\bpre-?test|\bbaseline|\bentry\b|\bbefore\b|\binitial|\bweek 0\b|\bday 0\b|\brandomi[sz]ation visit"
)
_SIZE_SAID = re.compile(r"(?i)\(?\bn\s?=\s?\d[\d,]*\s?\)?")
_OVERALL = re.compile(r"(?i)(?:overall|total|all|any)\b")
_TIME = re.compile(
    r"(?i)\d|week|month|day|year|hour|visit|follow|post|after|\bend\b|final|baseline|\bpre|before|entry|admission|discharge|session"
)
_CHANGE = re.compile(r"(?i)\bchange|\bdifference|\bdelta|Δ")
_BOTH = re.compile(r"(?P<a>[A-Za-z][\w -]*)\s?\(\s?(?P<b>[A-Za-z][\w -]*)\)\s*$")
_MEASURES = re.compile(
    r"(?i)[(\[]?\b(?:mean|sd|s\.d\.|sem?|median|iqr|range|n/N|n|no\.|95 ?% ?CI)\b\)?\.?|±|[(\[]\s?%?\s?[)\]]"
)
_P = re.compile(r"(?i)^\W*p\b.{0,12}$|p[- ]?values?|effect size|difference|^t$|^z$|ratio")


def in_tables(question: Question, kind: Kind) -> Iterator[Cells]:
    """Every row of every table that speaks of the outcome, as cells, complete or not."""
    weight = _weights(question)
    for table in question.tables:
        sides = [question.side_of(c.words) if not _P.search(c.words) else "" for c in table.columns]
        if len({TRIED, COMPARED} & set(sides[table.stubs :])) == 1:
            sides = _eliminated(table, sides)
        if TRIED in sides[table.stubs :] and COMPARED in sides[table.stubs :]:
            yield from _by_column(question, table, sides, kind, weight)
        elif any(_both_in(question, c.words) for c in table.columns):
            yield from _in_one_cell(question, table, kind, weight)
        else:
            yield from _by_row(question, table, kind, weight)


def _both_in(question: Question, words: str) -> tuple[str, str] | None:
    """The arms that a head names outside and inside its brackets, in this order; None where it does not name both."""
    match = _BOTH.search(words)
    if not match:
        return None
    first, second = question.side_of(match["a"]), question.side_of(match["b"])
    return (first, second) if {first, second} == {TRIED, COMPARED} else None


def _eliminated(table: Table, sides: list[str]) -> list[str]:
    """With one arm known and one other column of values, that column is the other arm."""
    other = COMPARED if TRIED in sides[table.stubs :] else TRIED
    others = [
        i
        for i in range(table.stubs, len(sides))
        if not sides[i] and not _P.search(table.columns[i].words) and table.columns[i].words
    ]
    heads = {table.columns[i].head[0] for i in others}
    if len(heads) == 1 and not re.search(r"(?i)total|all\b|overall", next(iter(heads))):
        return [other if i in others else s for i, s in enumerate(sides)]
    return sides


def _weights(question: Question) -> Mapping[str, float]:
    """A word that stands in many rows tells little."""
    rows = [written_out(" ".join(r.path), question.short) for t in question.tables for r in t.rows]
    often: dict[str, int] = {}
    for words in rows:
        for word in words:
            often[word] = often.get(word, 0) + 1
    return {w: 1.0 / (1.0 + log(n)) for w, n in often.items()}


def _likeness(
    question: Question, row: Row, table: Table, weight: Mapping[str, float], extra: str = ""
) -> float:
    label = written_out(row.path[-1], question.short)
    path = written_out(" ".join(row.path), question.short)
    around = written_out(f"{table.caption} {extra}", question.short) & question.wanted
    own = likeness(question.wanted, path, weight)
    last = likeness(question.wanted, label, weight)
    with_caption = likeness(question.wanted, path | around, weight)
    if not own:
        return 0.5 * with_caption if not label - around else 0.0
    return max(own, last) * 0.8 + 0.2 * with_caption + _kept(question, row, table)


_BASELINE = re.compile(
    r"(?i)\bbaseline\b|demographic|characteristics of|at (?:entry|admission|randomi[sz]ation)\b"
)
_PART = re.compile(r"(?i)subgroup|\bamong\b|\bin patients with\b|per[- ]protocol|\bstratified\b|\bwith low\b")


def _kept(question: Question, row: Row, table: Table) -> float:
    """What speaks against a table that is of another time or of a part of the patients than was asked for."""
    around = f"{table.caption} {' '.join(row.path)}"
    first = bool(_BASELINE.search(table.caption)) and not _CHANGE.search(table.caption)
    early = first != bool(_BASELINE.search(question.outcome))
    part = bool(_PART.search(around)) and not _PART.search(question.outcome)
    return 0.03 * bool(_OVERALL.match(row.path[-1])) - 0.12 * early - 0.08 * part


def _of_part(question: Question, words: str) -> float:
    """What speaks against columns of a part of the people (a site, a stratum) that the question does not name."""
    if not words or _TIME.search(words) or written_out(words, question.short) & question.wanted:
        return 0.0
    return -0.1 if CONTROL.search(words) else -0.05


def _by_column(
    question: Question, table: Table, sides: Sequence[str], kind: Kind, weight: Mapping[str, float]
) -> Iterator[Cells]:
    tried, compared = (_closest(question, table, sides, side) for side in (TRIED, COMPARED))
    pairs = _times(question, table, tried, compared)
    for row in table.rows:
        for below, left, right in pairs:
            time = " ".join(t for t in (below, row.time) if t)
            like = _likeness(question, row, table, weight, time)
            if like > 0:
                if time and _EARLY.search(time) and not _EARLY.search(question.outcome):
                    like -= 0.1
                like += _of_part(question, below)
                a = _side(question, table, row, left, TRIED, kind)
                b = _side(question, table, row, right, COMPARED, kind)
                yield made_of(kind, " / ".join(p for p in row.path if p), time, a, b, like)


def _closest(question: Question, table: Table, sides: Sequence[str], side: str) -> list[int]:
    """The columns of an arm; of several arms with a word of it, those whose head says it best."""
    found = [i for i, s in enumerate(sides) if s == side and i >= table.stubs]
    fits = [max(question.fit(h, side) for h in table.columns[i].head or ("",)) for i in found]
    return [i for i, fit in zip(found, fits, strict=True) if fit >= max(fits) - 1e-9]


def _times(
    question: Question, table: Table, tried: Sequence[int], compared: Sequence[int]
) -> list[tuple[str, list[int], list[int]]]:
    """(words of the time or part, columns of one arm, of the other): columns of each arm, apart by what else their
    heads say, above the arm or below it."""

    def groups(columns: Sequence[int]) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for c in columns:
            head = table.columns[c].head
            named = next((i for i, h in enumerate(head) if question.side_of(h)), 0)
            below = " ".join((*head[:named], *head[named + 1 :]))
            time = re.sub(r"(?i)\b(?:mean|sd|se|sem|n|no|median|iqr|range)\b|95 ?% ?ci|[^\w ]", "", below)
            out.setdefault(" ".join(time.split()), []).append(c)
        return out

    left, right = groups(tried), groups(compared)
    if set(left) == set(right):
        return [(time, left[time], right[time]) for time in left]
    return [("", list(tried), list(compared))] if len(tried) == len(compared) else []


def _by_row(question: Question, table: Table, kind: Kind, weight: Mapping[str, float]) -> Iterator[Cells]:
    """Rows that name the arms under a heading, or under a caption, that names the outcome."""
    waiting: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        if question.side_of(row.path[-1]):
            waiting.setdefault(row.path[:-1], []).append(row)
    for rows in waiting.values():
        for pair in _paired(question, rows):
            yield from _rows_as_cells(question, table, pair, kind, weight)


def _paired(question: Question, rows: Sequence[Row]) -> Iterator[dict[str, Row]]:
    """The rows of both arms, time after time; of several arms with a word of one, the row that says it best."""
    best = {
        side: max(
            (question.fit(r.path[-1], side) for r in rows if question.side_of(r.path[-1]) == side),
            default=0.0,
        )
        for side in (TRIED, COMPARED)
    }
    pair: dict[str, Row] = {}
    for row in rows:
        side = question.side_of(row.path[-1])
        if question.fit(row.path[-1], side) >= best[side] - 1e-9:
            pair[side] = row
        if len(pair) == 2:
            yield pair
            pair = {}


def _rows_as_cells(
    question: Question, table: Table, pair: dict[str, Row], kind: Kind, weight: Mapping[str, float]
) -> Iterator[Cells]:
    columns = [i for i in range(table.stubs, len(table.columns)) if not _P.search(table.columns[i].words)]
    units = _units(table, columns)
    for name, cs in units:
        heading = Row((*pair[TRIED].path[:-1], _MEASURES.sub("", name).strip()), {})
        like = _likeness(question, heading, table, weight, name)
        below = " ".join(table.columns[cs[0]].head[1:]) if len(cs) == 1 else ""
        if like > 0:
            like += _of_part(question, _MEASURES.sub("", below).strip())
            a = _side(question, table, pair[TRIED], cs, TRIED, kind)
            b = _side(question, table, pair[COMPARED], cs, COMPARED, kind)
            yield made_of(kind, " / ".join(p for p in heading.path if p), name, a, b, like)


def _units(table: Table, columns: Sequence[int]) -> list[tuple[str, list[int]]]:
    """(what is measured, its columns): each column for itself, or those that hold the mean, SD and n of one thing."""
    groups: dict[str, list[int]] = {}
    for c in columns:
        head = table.columns[c].head
        groups.setdefault(head[0] if len(head) > 1 else "", []).append(c)
    out: list[tuple[str, list[int]]] = []
    for name, cs in groups.items():
        lasts = [_what(table.columns[c].head[-1] if table.columns[c].head else "") for c in cs]
        if name and all(lasts) and len(set(lasts)) == len(lasts):
            out.append((name, cs))
        else:
            out += [(table.columns[c].words, [c]) for c in cs]
    joint = " ".join(table.columns[c].words for c in columns)
    if (
        re.search(r"(?i)\bmean\b", joint)
        and re.search(r"(?i)\bsd\b", joint)
        and 1 < len(columns) <= 4
        and "" in groups
    ):
        return [(joint, list(columns))]
    return out


def _in_one_cell(
    question: Question, table: Table, kind: Kind, weight: Mapping[str, float]
) -> Iterator[Cells]:
    """ "Intervention (control)" over "3.0 ± 1.5 (4.3 ± 2.0)"."""
    for c in range(table.stubs, len(table.columns)):
        named = _both_in(question, table.columns[c].words)
        if not named:
            continue
        first, second = named
        for row in table.rows:
            cell = row.cells.get(c)
            parts = re.match(r"\s*(?P<a>[^()]+?)\s?\(\)?(?P<b>[^()]+)\)?\s*$", cell.text) if cell else None
            like = _likeness(question, row, table, weight, table.columns[c].words)
            if cell is None or parts is None or like <= 0:
                continue
            if _EARLY.search(table.columns[c].words) and not _EARLY.search(question.outcome):
                like -= 0.1
            if re.search(r"(?i)follow", table.columns[c].words) and not re.search(
                r"(?i)follow", question.outcome
            ):
                like -= 0.05
            told = {side: Cell(parts[g], cell.start, cell.end) for side, g in ((first, "a"), (second, "b"))}
            made = {side: _from_cell(question, table, row, c, told[side], side, kind) for side in told}
            yield made_of(
                kind,
                " / ".join(p for p in row.path if p),
                table.columns[c].words,
                made[TRIED],
                made[COMPARED],
                like,
            )


def _side(question: Question, table: Table, row: Row, columns: Sequence[int], side: str, kind: Kind) -> Side:
    """One arm's numbers out of its columns: one column with both, or a column each for mean, SD, n and share."""
    made = Side(arm=table.columns[columns[0]].words if columns else "")
    named = {c: _what(table.columns[c].head[-1] if table.columns[c].head else "") for c in columns}
    if len(columns) > 1:
        made = _spread_out(question, table, row, named, side, kind)
        if made.arm:
            return made
    for c in columns[-1:] if len(columns) > 1 else columns:
        cell = row.cells.get(c)
        if cell:
            return _from_cell(question, table, row, c, cell, side, kind)
    return Side()


def _what(head: str) -> str:
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
    size = _n(question, table, row, first) or question.sizes.get(side)
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


def _n(question: Question, table: Table, row: Row, column: int) -> Number | None:
    """The size that a column's head gives, or that a line above gives to the part of the table, or that the one
    column of numbers of people (or clusters) has in a row that is one arm's."""
    if column in row.sizes:
        n, place = row.sizes[column]
        return number(question.document, n, place)
    head = table.columns[column]
    if head.n and head.place:
        return number(question.document, head.n, head.place)
    counted = [
        row.cells[c]
        for c, other in enumerate(table.columns)
        if c in row.cells and other.head and _what(other.head[-1]) == "n" and row.cells[c].text.isdigit()
    ]
    if len(counted) != 1 or not question.side_of(row.path[-1]):
        return None
    return number(question.document, int(counted[0].text), (counted[0].start, counted[0].end))


def _from_cell(
    question: Question, table: Table, row: Row, index: int, cell: Cell, side: str, kind: Kind
) -> Side:
    told, column = said(cell.text), table.columns[index]
    size = _n(question, table, row, index) or question.sizes.get(side)
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
    mean = number(question.document, told.mean.value, place)
    return Side(arm=column.words, n=size, mean=mean, sd=_spread(question, table, told, size, words, cell))


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
    if told.low and told.high:
        return _of_interval(question, told.low.value, told.high.value, cell, n) if n else None
    if told.spread is None:
        return None
    around = f"{words} {table.caption}"
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
