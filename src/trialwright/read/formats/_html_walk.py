"""From an element tree to lines: an iterative walk, so that no depth of nesting can exhaust the stack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trialwright.read.formats._table_grid import LINE, MARK, Grid, Spanning, spanning, steps_in
from trialwright.read.formats._xml import superscript
from trialwright.read.layout import Writer

_DROPPED = {
    "script", "style", "template", "noscript", "svg", "iframe", "object", "canvas", "head", "select", "option",
    "textarea", "input", "math", "audio", "video",
}  # fmt: skip
_BLOCK = {
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "html", "label", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "hr",
}  # fmt: skip
_NAVIGATION = {"nav", "footer", "button", "aside", "dialog"}
_NAVIGATION_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu"}
_LONGEST_CELL = 120  # characters
_FIELD = 2  # cells of a label and its value
_META = {
    "citation_doi": "DOI",
    "citation_pmid": "PMID",
    "citation_pmcid": "PMCID",
    "citation_journal_title": "Journal",
    "citation_publication_date": "Published",
}


@dataclass
class _Walk:
    """The line being collected and the elements that enclose it."""

    out: Writer
    words: list[str] = field(default_factory=list)
    raised: list[int] = field(default_factory=list)  # how many words stood before each open superscript
    lists: int = 0
    navigation: int = 0
    item: bool = False
    heading: int = 0
    row: list[list[str]] | None = None  # the cells, each of pieces that a line break or a block parts
    row_depth: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)  # columns and lines that each cell takes
    grid: Grid = field(default_factory=Grid)
    wide: bool = False  # whether a row of the table had more cells than a label and its value
    step: int = 0  # how far the row's first cell is set in
    term: str = ""

    def flush(self) -> None:
        words = " ".join("".join(self.words).split())
        self.words = []
        if not words:
            return
        if self.row is not None:
            if not self.row:
                self.row.append([])
            self.row[-1].append(words)
        elif self.navigation:
            self.out.line(words, "navigation")
        elif self.heading:
            self.out.line(words, "title" if self.heading == 1 else "heading", self.heading)
        elif self.item:
            self.out.line(words, "item", max(0, self.lists - 1))
            self.item = False
        else:
            self.out.line(
                words, "paragraph" if len(words) > 120 or words.endswith((".", "!", "?")) else "free"
            )


def write(root: Any, out: Writer) -> None:
    """Writes the visible words of the tree to `out`, and the article's identifiers from its meta tags."""
    _meta(root, out)
    walk = _Walk(out)
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        if leaving:
            _leave(walk, element)
            walk.words.append(element.tail or "")
            continue
        if not isinstance(element.tag, str) or element.tag in _DROPPED or _hidden(element):
            walk.words.append(element.tail or "")
            continue
        _enter(walk, element)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    walk.flush()


def _meta(root: Any, out: Writer) -> None:
    for meta in root.iter("meta"):
        label = _META.get((meta.get("name") or "").lower())
        if label:
            out.field(label, (meta.get("content") or "").removeprefix("doi:"))


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _is_navigation(element: Any) -> bool:
    return element.tag in _NAVIGATION or (element.get("role") or "").lower() in _NAVIGATION_ROLES


def _enter(walk: _Walk, element: Any) -> None:
    tag = element.tag
    text = element.text or ""
    if tag == "br":
        walk.flush()
    elif tag in _BLOCK:
        walk.flush()
        _open(walk, element, tag)
    elif tag == "sup":
        walk.raised.append(len(walk.words))
    walk.words.append(text)


def _open(walk: _Walk, element: Any, tag: str) -> None:
    if _is_navigation(element):
        walk.navigation += 1
    if tag in ("ul", "ol"):
        walk.lists += 1
    elif tag == "li":
        walk.item = True
    elif tag == "table" and walk.row is None:
        walk.grid, walk.wide = Grid(), False
    elif tag == "tr" and walk.row is None:
        walk.row, walk.spans, walk.step = [], [], 0
    elif tag in ("td", "th") and walk.row is not None:
        walk.row.append([])
        walk.step = walk.step if walk.spans else steps_in(element)
        walk.spans.append(spanning(element, "")[1:])
    elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        walk.heading = int(tag[1])


def _leave(walk: _Walk, element: Any) -> None:
    tag = element.tag
    if tag == "sup":
        _raise(walk)
    if tag not in _BLOCK:
        return
    if tag == "dt":
        walk.term = " ".join("".join(walk.words).split()).rstrip(":")
        walk.words = []
    elif tag == "dd" and walk.term:
        value = " ".join("".join(walk.words).split())
        walk.words = [f"{walk.term}: {value}"] if value else []
        walk.term = ""
    walk.flush()
    _close(walk, element, tag)


def _raise(walk: _Walk) -> None:
    """Raises the words since the mark was opened, those of links inside it too."""
    since = walk.raised.pop()
    inside = "".join(walk.words[since:])
    marks = walk.row is not None and MARK.fullmatch(inside)
    walk.words[since:] = [] if marks else [superscript(inside)]


def _close(walk: _Walk, element: Any, tag: str) -> None:
    if _is_navigation(element):
        walk.navigation -= 1
    if tag in ("ul", "ol"):
        walk.lists -= 1
    elif tag == "li":
        walk.item = False
    elif tag == "tr" and walk.row is not None:
        cells, walk.row = walk.row, None
        _row(walk, cells)
    elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        walk.heading = 0


def _row(walk: _Walk, row: list[list[str]]) -> None:
    """A row of two short cells is a label with its value, unless the table has wider ones; any other row keeps its cells
    apart, the empty ones too."""
    spanned = any(columns > 1 for columns, _ in walk.spans)
    for cells in _laid_out(walk, row):
        filled = [c for c in cells if c]
        walk.wide = walk.wide or len(filled) > _FIELD
        field = len(filled) == _FIELD and not (walk.wide or (spanned and len(cells) > _FIELD))
        if walk.navigation:
            walk.out.line(" | ".join(filled), "navigation")
        elif field and cells[0] and len(cells[0]) <= 40 and not any(c.isdigit() for c in cells[0]):
            walk.out.field(filled[0].rstrip(": "), filled[1])
        else:
            walk.out.line(" | ".join(cells if len(filled) > 1 else filled), "table", walk.step)


def _laid_out(walk: _Walk, row: list[list[str]]) -> list[list[str]]:
    """The lines of a row, with empty cells where one of them spans columns or lines; one as it is where a cell is cut into
    pieces."""
    cells = _cells(row)
    if len(cells) != len(walk.spans):
        return [cells]
    told = (LINE.join(pieces) for pieces in row)
    return walk.grid.lines([Spanning(words, *spans) for words, spans in zip(told, walk.spans, strict=True)])


def _cells(row: list[list[str]]) -> list[str]:
    """The words of each cell. Short pieces that a line break parts are one cell ("Placebo", "(n = 45)"); long ones, as in
    tables that lay out a page, stay apart."""
    out: list[str] = []
    for pieces in row:
        joined = " ".join(pieces)
        out += [joined] if len(joined) <= _LONGEST_CELL or not pieces else pieces
    return out
