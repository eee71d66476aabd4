"""A page of a PDF as text by its layout, where that says more than the order in which the file draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from trialwright.read.formats._pdf_columns import gutter, in_order, is_mixed
from trialwright.read.formats._pdf_indices import indices, mended, raised
from trialwright.read.formats._pdf_lines import Line, glyphs, lines
from trialwright.read.formats._pdf_tables import Table, tables, written
from trialwright.read.layout.chunks import Hint

HYPHEN = re.compile("\ufffe\r?\n?|\u00ad\r?\n")  # how PDFium marks a word broken at a line's end
_APART = 1.8  # heights of a line: a wider space parts paragraphs
_MOST_BACK = 0.1  # of the lines: heads and feet of a page may be drawn before or after all others
_MOST_TURNED = 0.2  # of a page's characters: with more, it is a page on its side


@dataclass
class Page:
    """text : lines. hints : offset of a table's line → what it is."""

    text: str
    hints: dict[int, Hint] = field(default_factory=dict)


def page_of(textpage: Any, raw: str) -> Page:
    """The page as its layout has it, else in the file's own order. raw : PDFium's text of it."""
    found, turned = glyphs(textpage)
    if not found or len(turned) > _MOST_TURNED * len(found):
        return Page(plain(raw))
    of = indices(found)
    laid = _laid_out(textpage, lines(raised(found, of), of), turned)
    if laid is not None:
        return laid
    # PDFium's places are its text's only where it left no character out.
    return Page(plain(mended(raw, found, of) if len(raw) == textpage.count_chars() else raw))


def plain(raw: str) -> str:
    """PDFium's text with its broken words joined and its lines ended by one sign."""
    return HYPHEN.sub("-", raw).replace("\r\n", "\n").replace("\r", "\n")


def _laid_out(textpage: Any, page: Sequence[Line], turned: Sequence[int]) -> Page | None:
    """The page column by column, its tables as aligned rows; None where the file's own order says as much."""
    x = gutter(page)
    regions = [page] if x is None else in_order(page, x)
    tabled = [list(tables(region)) for region in regions]
    if not any(tabled) and (x is None or not is_mixed(page, x)):
        return None
    if x is None and _jumps(page, tabled[0]):
        return None
    out = Page("")
    for region, of in zip(regions, tabled, strict=True):
        for line, role in _lines(region, of):
            if role:
                out.hints[len(out.text) + len(line) - len(line.lstrip())] = Hint(role)
            out.text += line + "\n"
    for words in _turned(textpage, turned):
        out.text += words + "\n"
    return Page(out.text.rstrip("\n"), out.hints)


def _jumps(page: Sequence[Line], found: Sequence[Table]) -> bool:
    """Whether the file goes back and forth between the lines of prose: columns that no gutter was found for, read from side to side."""
    inside = {i for t in found for i in range(t.first, t.last + 1)}
    prose = [line.stretches for i, line in enumerate(page) if i not in inside]
    back = sum(after[0].first < before[-1].last for before, after in pairwise(prose))
    return back > max(3, _MOST_BACK * len(prose))


def _lines(region: Sequence[Line], found: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """(line, role) of a region: "table" for rows, "boilerplate" for the rule that we draw under their heads, else ""."""
    start = {t.first: t for t in found}
    pending, i = "", 0
    while i < len(region):
        if i in start:
            yield from [(pending, "")] if pending else []
            pending = ""
            rows = written(region, start[i])
            yield "", ""
            for n, row in enumerate(rows):
                yield row, "boilerplate" if n == start[i].rule else "table"
            yield "", ""
            i = start[i].last + 1
            continue
        if i and i - 1 not in [t.last for t in found] and _apart(region[i - 1], region[i]):
            yield from [(pending, ""), ("", "")] if pending else [("", "")]
            pending = ""
        words = pending + region[i].text
        # A word that goes on in the next line is joined as PDFium's own text is.
        pending = HYPHEN.sub("-", words) if words.endswith("\ufffe") else ""
        if not pending:
            yield words, ""
        i += 1
    if pending:
        yield pending, ""


def _apart(above: Line, below: Line) -> bool:
    return above.bottom - below.top > (_APART - 1) * max(above.height, below.height)


def _turned(textpage: Any, numbers: Sequence[int]) -> Iterator[str]:
    """Words that do not stand upright, as the file has them, after all others."""
    first = 0
    for i, n in enumerate(numbers):
        if i + 1 == len(numbers) or numbers[i + 1] - n > 2:
            yield " ".join(textpage.get_text_range(numbers[first], n - numbers[first] + 1).split())
            first = i + 1
