"""What a cell of an arm's column says, where the words beside it, over it or around the table say what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialwright.kernels.rounding import rounds_to, truncates_to
from trialwright.model.base import Because
from trialwright.model.document import Document
from trialwright.model.number import Printed
from trialwright.model.result import Result
from trialwright.read.comparison.table_parts import Cell, Row, Table
from trialwright.read.comparison.values import Said, said
from trialwright.read.grammar.lexis import shadow
from trialwright.read.patterns import Pattern
from trialwright.read.tabled.arm_columns import ArmColumn
from trialwright.read.tabled.row_names import RowName

_SHARE = Pattern(
    r"(?i)\b(?:n|no\.?|nr\.?|numbers?|count|patients|participants|events)\s?(?:of (?:patients|participants|events)\s?)?[(\[,/]\s?%|\bnumbers?\s(?:of \w+ )?(?:and|with) per ?cent|\bn/N\b|\(%\)|,\s?%\s*$|(?:counts?|frequenc(?:y|ies)|numbers?)\s\((?:per ?cent\w*|proportions?|%)\)"
)
_SD = Pattern(r"(?i)\bmeans?\b[^.;]{0,20}(?:\bSDs?\b|standard deviations?)|(?:±|\+/-)\s?SD\b|\(SD\)")
_SE = Pattern(r"(?i)\bS\.?E\.?M?\b|standard errors?")
_MEDIAN = Pattern(r"(?i)\bmedians?\b")
_QUARTILES = Pattern(r"(?i)\bIQRs?\b|inter-?quartile|quartiles?|\bQ1\b|25th")
_RANGE = Pattern(r"(?i)\brange\b|\bmin")
_GEOMETRIC = Pattern(r"(?i)\bgeometric\b|\bgeo\.?\s?means?\b|\bGMTs?\b")
_OWN_SIZE = Pattern(r"(?i)\)\s?(?:\[(?:n\s?=\s?)?(?P<n>\d{1,5})\]|[,;]?\s\(?n\s?=\s?(?P<m>\d{1,5})\)?)\s*$")
_FAR = "around the table: "
_PERCENT_FIRST = Pattern(r"^\s*[\d.]+\s?%\s?[(\[]\s?n\s?=")
_WHOLE_INTERVAL = Pattern(r"(?i)\bCI\b|confidence")


@dataclass(frozen=True)
class Told:
    """Figures of one arm out of its cells. start, end : their place. why : where the total is from."""

    measure: str
    start: int
    end: int
    value: Printed | None = None
    count: int | None = None
    total: int | None = None
    sd: Printed | None = None
    se: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    analysis: str = ""
    why: str = ""

    def result(self, document: Document, over: str, **named: str) -> Result:
        """over : the analysis that a heading names."""
        return Result(
            measure=self.measure,
            value=self.value, count=self.count, total=self.total, sd=self.sd, se=self.se, low=self.low, high=self.high,
            unit="%" if self.measure == "proportion" and self.value else "", analysis=", ".join(filter(None, (over, self.analysis))),
            quote=document.quote(self.start, self.end), because=Because(rule="read.tabled", formula=self.why), **named,
        )  # fmt: skip


def told_in(table: Table, row: Row, column: ArmColumn, name: RowName) -> Told | None:
    """The figures of an arm in a row; None where nothing says what they are, or they do not agree with it."""
    cell = row.cells.get(column.at)
    if cell is None:
        return None
    n = row.sizes[column.at][0] if column.at in row.sizes else column.n
    if column.of >= 0:
        return _of_all(cell, row.cells.get(column.of))
    if column.share >= 0:
        return _of_two(cell, row.cells.get(column.share), n)
    found = said(shadow(cell.text))
    words = _words_on(table, column, name)
    if _is_share(found, cell.text, words, n):
        return _share(found, cell, n)
    if _may_be_share(found, cell.text, words, n):
        return None  # "18 (47)" under "n (%) or mean (SD)"
    if _GEOMETRIC.search(f"{words} {name.measures[0]} {name.endpoint}"):
        return None  # neither is a mean of what was measured, nor its spread a standard deviation
    return _average(found, cell, words, _of_cell(cell, n))


def _of_cell(cell: Cell, n: int | None) -> int | None:
    """How many a cell says that its figures are of, "126 (11) [44]"; those of its column where it says nothing, None where it says more."""
    own = _OWN_SIZE.search(cell.text)
    if own is None:
        return n
    size = int(own["n"] or own["m"])
    return size if size > 1 and size <= (n or size) else None


def _words_on(table: Table, column: ArmColumn, name: RowName) -> str:
    """The nearest words that say what is printed: of the row, of its headings, of the column, of the table."""
    row, *others = name.measures
    for words in (row, *others[:-1], column.head, _over_words(table), others[-1]):
        if words and (
            _SHARE.search(words) or _SD.search(words) or _SE.search(words) or _MEDIAN.search(words)
        ):
            return _FAR + words if words is others[-1] else words
    return ""


def _over_words(table: Table) -> str:
    return table.columns[0].words if table.columns else ""


def _may_be_share(found: Said, text: str, words: str, n: int | None) -> bool:
    """Whether whole numbers with another in brackets may be a count and its percent: where words far from the row say that figures
    are means, and the first number counts no more people than there are."""
    if found.count is None or found.percent is None or "±" in text:
        return False
    return words.startswith(_FAR) and found.percent.value <= 100 and found.count <= (n or found.count)


def _is_share(found: Said, text: str, words: str, n: int | None) -> bool:
    if found.count is None:
        return False
    if found.total is not None:
        return True
    if found.percent is not None and "%" in text:
        return True
    if not _SHARE.search(words):
        return False
    if found.percent is None:
        return found.count == 0 and re.fullmatch(r"\D{0,2}0\D{0,2}", text.strip()) is not None
    mixed = _SD.search(words) or _MEDIAN.search(words)
    return not mixed or _fits(found.count, found.percent, n)


def _fits(count: int, percent: Printed, n: int | None) -> bool:
    """Whether a count of n prints as this percent, rounded or cut off."""
    if not n or count > n:
        return False
    exact = 100.0 * count / n
    return rounds_to(exact, percent.value, percent.decimals) or truncates_to(
        exact, percent.value, percent.decimals
    )


def _share(found: Said, cell: Cell, n: int | None) -> Told | None:
    count, percent = found.count, found.percent
    assert count is not None
    if _PERCENT_FIRST.search(cell.text) and percent is not None and not _fits(count, percent, n):
        return None  # "41% (n = 74)": of those whose answer is known, or the count itself
    if found.total is not None:
        if percent is not None and percent.value > 100:
            return None
        return Told("proportion", cell.start, cell.end, percent, count, found.total)
    if percent is not None and percent.value > 100:
        return None
    fits = _fits(count, percent, n) if percent is not None else bool(n)
    why = f"{count} of the {n} over the column" if fits else ""
    return Told("proportion", cell.start, cell.end, percent, count, n if fits else None, why=why)


def _of_all(count: Cell, total: Cell | None) -> Told | None:
    """A count with its total in the column beside it."""
    a, b = said(shadow(count.text)), said(shadow(total.text)) if total else Said()
    if total is None or a.count is None or b.count is None or a.percent or b.percent or a.count > b.count:
        return None
    return Told("proportion", count.start, total.end, count=a.count, total=b.count)


def _of_two(count: Cell, share: Cell | None, n: int | None) -> Told | None:
    """A count with the percent in the column beside it; None where both do not go with the size over them."""
    if share is None:
        return None
    a, b = said(shadow(count.text)), said(shadow(share.text))
    percent = b.percent or b.mean
    if (
        a.count is None
        or a.percent
        or a.spread
        or percent is None
        or b.spread
        or not _fits(a.count, percent, n)
    ):
        return None
    why = f"{a.count} of the {n} over the column"
    return Told("proportion", count.start, share.end, percent, a.count, n, why=why)


def _average(found: Said, cell: Cell, words: str, n: int | None) -> Told | None:
    if found.mean is None:
        return None
    medians, means = _MEDIAN.search(words), _SD.search(words) or _SE.search(words)
    if found.low is not None and medians and not _WHOLE_INTERVAL.search(words):
        quartiles = _QUARTILES.search(words)
        analysis = "interquartile range" if quartiles else "range" if _RANGE.search(words) else ""
        if analysis and found.high is not None and found.low.value <= found.mean.value <= found.high.value:
            return Told(
                "median",
                cell.start,
                cell.end,
                found.mean,
                total=n,
                low=found.low,
                high=found.high,
                analysis=analysis,
            )
        return None
    if found.spread is None or not means or found.low is not None:
        return None
    error = _SE.search(words) and not _SD.search(words)
    if medians and not _SD.search(words):
        return None
    sd, se = (None, found.spread) if error else (found.spread, None)
    return Told("mean", cell.start, cell.end, found.mean, total=n, sd=sd, se=se)
