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
_NUMBER = re.compile(r"(?i)(?:page )?#(?: (?:of|/) #)?")  # of a page


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
    text, hints = _joined(found)
    text = clean(text)
    empty = [i + 1 for i, page in enumerate(pages) if not page.strip()]
    warnings = (f"Pages without text: {', '.join(map(str, empty[:20]))}.",) if empty else ()
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


def _joined(pages: list[Page]) -> tuple[str, dict[int, Hint]]:
    """The pages as one text, and hints for its lines: those of tables, and the running heads and feet, which stand at its end so
    that a sentence goes on from page to page."""
    running = _running([page.text for page in pages])
    parts, hints, kept, length = list[str](), dict[int, Hint](), list[str](), 0
    for page, spans in zip(pages, running, strict=True):
        kept += [page.text[a:b] for a, b in spans]
        blank = _without(page.text, spans)
        # From the start of its first line, which may be indented as rows of tables are.
        start = blank.rfind("\n", 0, len(blank) - len(blank.lstrip())) + 1
        body = blank[start:].rstrip()
        if body:
            between = "" if not parts else "\n" if _goes_on(parts[-1], body) else "\n\n"
            length += len(between)
            hints |= {length + at - start: hint for at, hint in page.hints.items() if at >= start}
            parts += [between, body]
            length += len(body)
    for line in kept:
        between = "\n\n" if parts else ""
        hints[length + len(between)] = Hint("navigation")
        parts += [between, line]
        length += len(between) + len(line)
    return "".join(parts) + "\n", hints


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches blank, so that all else keeps its place."""
    for a, b in spans:
        text = text[:a] + " " * (b - a) + text[b:]
    return text


def _goes_on(before: str, after: str) -> bool:
    """Whether a page begins in the middle of the sentence that the page before broke off."""
    return not before.endswith((".", "!", "?", ":")) and after.lstrip()[:1].islower()


def _running(pages: list[str]) -> list[list[tuple[int, int]]]:
    """Places of running heads and feet on each page: a first or last line that three pages share, or a page's number.

    Figures are set aside in the comparison, because page numbers change. A line with an identifier
    stays: it may be the only place that names the article.
    """
    edges: list[list[tuple[int, int, str]]] = []
    for page in pages:
        filled = [m for m in re.finditer(r"[^\n]+", page) if m.group().strip()]
        ends = {m.start(): m for m in filled[:1] + filled[-1:] if not IDENTIFIER.search(m.group())}
        places = [(m.start() + len(m.group()) - len(m.group().lstrip()), m.end()) for m in ends.values()]
        edges.append([(a, b, _DIGITS.sub("#", page[a:b].strip())) for a, b in places])
    counts = Counter(words for page in edges for _, _, words in page)
    return [
        [(a, b) for a, b, words in page if counts[words] >= 3 or _NUMBER.fullmatch(words)] for page in edges
    ]
