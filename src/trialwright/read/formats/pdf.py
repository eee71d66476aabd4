"""The text layer of a PDF, through pypdfium2: columns and tables where its layout is clear. A scan without text is refused,
not read as empty."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats._pdf_page import Page, page_of, plain
from trialwright.read.formats._text import clean, document
from trialwright.read.layout import blocks
from trialwright.read.layout.chunks import Hint
from trialwright.read.layout.shapes import IDENTIFIER

NAME = "PDF"
MAX_PAGES = 3_000
MAX_CHARS = 20_000_000
MAX_LAID_OUT = 600_000  # characters whose places are looked at: six long articles
_DIGITS = re.compile(r"\d+")


def confidence(data: bytes, name: str) -> float:
    return 1.0 if b"%PDF-" in data[:1024] else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    found = _pages(data, name)
    pages = [page.text for page in found]
    if sum(len("".join(page.split())) for page in pages) < 20:
        raise DocumentError(
            "The PDF has no text layer: its pages are pictures.",
            where=name,
            fix="Run text recognition (OCR) on it, or save the article's page as text or HTML.",
        )
    text = clean("\n\n".join(pages) + "\n")
    empty = [i + 1 for i, page in enumerate(pages) if not page.strip()]
    warnings = (f"Pages without text: {', '.join(map(str, empty[:20]))}.",) if empty else ()
    hints = _running(pages) | _tabled(found)
    return (
        document(data, name, NAME, text, warnings=warnings).with_blocks(blocks(text, hints, set_narrow=True)),
    )


def _pages(data: bytes, name: str) -> list[Page]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as bad:
        locked = "password" in str(bad).lower()
        raise DocumentError(
            "The PDF is encrypted." if locked else "The PDF is damaged and cannot be opened.",
            where=name,
            fix="Save a copy without a password." if locked else "Download it again.",
        ) from None
    try:
        if len(pdf) > MAX_PAGES:
            raise DocumentError(
                f"The PDF has {len(pdf):,} pages; up to {MAX_PAGES:,} are read.",
                where=name,
                fix="Extract the pages needed.",
            )
        return _texts(pdf, name)
    finally:
        pdf.close()


def _texts(pdf: Any, name: str) -> list[Page]:
    import pypdfium2

    pages: list[Page] = []
    total = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            words = page.get_textpage()
            raw = words.get_text_range()
            total += len(raw)
            made = page_of(words, raw) if total <= MAX_LAID_OUT else Page(plain(raw))
            words.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise DocumentError(
                f"Page {number + 1} of the PDF cannot be read.",
                where=name,
                fix="Download it again, or print it to a new PDF.",
            ) from None
        if total > MAX_CHARS:
            raise DocumentError(
                "The PDF's text is too long.", where=f"{name}, page {number + 1}", fix="Split the PDF."
            )
        pages.append(made)
    return pages


def _tabled(pages: list[Page]) -> dict[int, Hint]:
    """Hints for the lines of tables; what is not the document's own, a rule of dashes, is told as well."""
    hints: dict[int, Hint] = {}
    offset = 0
    for page in pages:
        hints |= {offset + start: hint for start, hint in page.hints.items()}
        offset += len(page.text) + 2
    return hints


def _running(pages: list[str]) -> dict[int, Hint]:
    """Hints for running headers and footers: a page's first or last line that three pages share.

    Figures are set aside in the comparison, because page numbers change. A line with an identifier
    stays: it may be the only place that names the article. Offsets are into the joined text.
    """
    edges: list[tuple[int, str]] = []
    offset = 0
    for page in pages:
        filled = [m for m in re.finditer(r"[^\n]+", page) if m.group().strip()]
        for match in {id(m): m for m in filled[:1] + filled[-1:]}.values():
            words = match.group()
            if IDENTIFIER.search(words):
                continue
            edges.append(
                (offset + match.start() + len(words) - len(words.lstrip()), _DIGITS.sub("#", words.strip()))
            )
        offset += len(page) + 2
    counts = Counter(words for _, words in edges)
    return {start: Hint("navigation") for start, words in edges if counts[words] >= 3}
