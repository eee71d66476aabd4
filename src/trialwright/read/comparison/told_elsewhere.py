"""What other places of a document say of an answer: numbers of people before the very means, and times that are later than it."""

from __future__ import annotations

import re

from trialwright.model.document import Document
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.cells import Cells, number
from trialwright.read.comparison.moments import NEAR, moment
from trialwright.read.comparison.wording import stem
from trialwright.read.patterns import Pattern

_WORD = Pattern(r"[a-z]{3,}|[A-Z]{2,}")
_TIME = Pattern(
    r"(?i)\b(?:(?:day|week|month|year)s?\s\d{1,3}|\d{1,3}[\s-](?:days?|weeks?|months?|years?))\b(?![\s-]old)"
)
_YEARS = 1830.0  # days: longer times are of the past, or of what is known
_NEXT = r"[ \t]*(?:\||[ \t])[ \t]*"  # what stands between two cells of a line
_SPREAD = r"\s?(?:±|\+/-|\()\s?"


def later_time(question: Question, cells: Cells) -> str:
    """A time, as printed, that a sentence or row on the outcome tells and that is later than the answer's; "" where there is none, or
    the answer has none."""
    own = moment(cells.time) or moment(cells.outcome)
    if own is None or not own.named or own.days < 0:
        return ""
    wanted = {w for w in question.wanted if not w.isdigit()}
    for line in re.split(r"(?<=[.;])\s|\n", question.document.text):
        said = {stem(w.lower()) for w in _WORD.findall(line)} | {w.lower() for w in _WORD.findall(line)}
        if not said & wanted:
            continue
        for told in _TIME.findall(line):
            when = moment(told)
            if when and when.named and own.days * (1 + NEAR) < when.days <= _YEARS:
                return told
    return ""


def with_own_sizes(document: Document, cells: Cells) -> Cells:
    """The cells with the two numbers of people that a row of a table prints just before the very means and SDs, where these are fewer:
    the sizes of a sentence's arms are of the arms at any time."""
    one, two = cells.intervention, cells.comparator
    parts = [one.mean, one.sd, two.mean, two.sd, one.n, two.n]
    if cells.kind != "continuous" or any(p is None or p.derived for p in parts):
        return cells
    a, b, c, d, n, m = (p.value for p in parts if p)
    row = rf"(?m)^[^\n]*?\s(\d{{1,5}}){_NEXT}(\d{{1,5}}){_NEXT}{_spelled(a)}{_SPREAD}{_spelled(b)}\)?{_NEXT}{_spelled(c)}{_SPREAD}{_spelled(d)}\b"
    found = {m.groups(): m for m in re.finditer(row, document.text)}
    if len(found) != 1:
        return cells
    match = next(iter(found.values()))
    first, second = int(match[1]), int(match[2])
    if not (first <= n and second <= m) or (first, second) == (n, m) or min(first, second) < 0.5 * min(n, m):
        return cells
    sides = (
        one.model_copy(update={"n": number(document, float(first), match.span(1))}),
        two.model_copy(update={"n": number(document, float(second), match.span(2))}),
    )
    return cells.model_copy(update={"intervention": sides[0], "comparator": sides[1]})


def _spelled(value: float) -> str:
    """A pattern for a number with as many noughts behind its point as may be printed."""
    text = f"{abs(value):g}"
    noughts = "0*" if "." in text else r"(?:\.0+)?"
    return ("" if value >= 0 else "[-−–]") + re.escape(text) + noughts
