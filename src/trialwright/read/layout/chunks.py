"""Lines into chunks: one paragraph, item or short line each, hard-wrapped lines joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from trialwright.read.layout import vocabulary
from trialwright.read.layout.lines import Line
from trialwright.read.layout.shapes import TERMINAL, is_row

CAPTION = re.compile(r"(?:Table|Figure|Fig\.)\s?\d")
MAX_DEPTH = 12  # of nested lists; deeper indentation is a drawing, not a list
_GAPS = re.compile(r"\S {2,}\S.*\S {2,}\S")
_ENOUGH = 400  # characters of a line that show whether it has cells
NARROWEST = 30  # characters of a column's full line
NEAR = 8  # lines before and after that tell how wide a column is
FILLED = 0.7
WRAPPED = (50, 140)  # a line of prose that was broken by a margin has about this many characters


class Hint(NamedTuple):
    """What a format knows of a line from its mark-up. level : of a heading (1..6) or an item (0..)."""

    role: str
    level: int = 0


@dataclass
class Chunk:
    """lines : that belong together. hint : the format's word on it. nesting : depth of an item."""

    lines: list[Line]
    hint: Hint | None = None
    nesting: int = 0

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    @property
    def is_item(self) -> bool:
        return self.lines[0].marked if self.hint is None else self.hint.role == "item"

    def words(self, text: str) -> str:
        """The chunk's text without its marker."""
        return text[self.lines[0].body : self.end]


def chunks(text: str, lines: list[Line], hints: dict[int, Hint], set_narrow: bool = False) -> list[Chunk]:
    """Lines grouped. A hinted line stands alone; so does one that the vocabulary knows as a heading.

    set_narrow : every line ends at a margin, which may be that of a narrow column."""
    found: list[Chunk] = []
    margin = _margin(text, lines)
    widths = _widths(text, lines, hints) if set_narrow else {}
    for line in lines:
        hint = hints.get(line.start)
        previous = found[-1] if found else None
        if (
            hint is None
            and previous
            and previous.hint is None
            and _continues(text, previous, line, margin, widths.get(line.start, 0))
        ):
            previous.lines.append(line)
        else:
            found.append(Chunk([line], hint))
    _nest(text, found)
    return found


def _margin(text: str, lines: list[Line]) -> int:
    """The width at which the prose of the text was broken; 0 for a page whose paragraphs are single lines. Rows of tables are
    as wide as their columns, whatever the margin around them."""
    plain = [x for x in lines if not _is_tabled(text[x.start : min(x.end, x.start + _ENOUGH)])]
    lengths = sorted(line.end - line.start for line in plain or lines)
    too_long = sum(length > WRAPPED[1] for length in lengths)
    return lengths[int(0.95 * (len(lengths) - 1))] if lengths and too_long < 0.02 * len(lengths) else 0


def _is_tabled(words: str) -> bool:
    """Whether a line is a row of a table, or a line of dashes of one."""
    return words.startswith(("|", "+", "--", "==")) or _GAPS.search(words) is not None


def _widths(text: str, lines: list[Line], hints: dict[int, Hint]) -> dict[int, int]:
    """Start of a line in a narrow column → how wide the lines around it are; lines beside wider ones have no entry."""
    out: dict[int, int] = {}
    for i, line in enumerate(lines):
        around = [x.end - x.start for x in lines[max(0, i - NEAR) : i + NEAR] if x.start not in hints]
        # Not the longest, which may be a title across all columns.
        full = sorted(around)[3 * len(around) // 4] if around else 0
        if NARROWEST <= full < 2 * WRAPPED[0] and _is_prose(text[line.start : line.end]):
            out[line.start] = full
    return out


def _is_prose(words: str) -> bool:
    """Whether a line is words for the most part, and no row of a table that lost its columns."""
    parts = words.split()
    return sum(any(map(str.isalpha, p)) for p in parts) >= max(2, 0.5 * len(parts))


def _continues(text: str, chunk: Chunk, line: Line, margin: int, width: int) -> bool:
    if line.blank_before or (line.marked and not _closes_bracket(text, chunk.lines[-1], line)):
        return False
    words = text[line.start : line.end]
    label = vocabulary.LEAD_IN.match(words)
    if (label and words[0].isupper()) or vocabulary.is_content_heading(words):
        return False
    last = chunk.lines[-1]
    if is_row(words) or is_row(text[last.start : last.end]):
        return False
    if chunk.is_item and line.indent > chunk.lines[0].indent:
        return True
    if abs(line.indent - last.indent) > 3 and not chunk.is_item:
        return False
    if width and _is_prose(text[last.start : last.end]) and _fills(text, chunk, line, width):
        return True
    return _was_wrapped(text, chunk, line, margin)


def _closes_bracket(text: str, last: Line, line: Line) -> bool:
    """Whether a number at a line's start is no marker, but the end of a bracket that the line before it opened: "(n =", "38) and"."""
    before = text[last.start : last.end]
    return text[line.start : line.body].rstrip().endswith(")") and before.rfind("(") > before.rfind(")")


def _fills(text: str, chunk: Chunk, line: Line, width: int) -> bool:
    """Whether a column's margin ended the chunk's last line: no room was left for the next line's first word."""
    last = chunk.lines[-1]
    if vocabulary.is_content_heading(text[last.start : last.end]) or last.end - last.start < FILLED * width:
        return False
    if CAPTION.match(text, line.start):
        return False
    # A capital after the first line may open the text below a title.
    return len(chunk.lines) >= 2 or text[line.start].islower()


def _was_wrapped(text: str, chunk: Chunk, line: Line, margin: int) -> bool:
    """Whether the margin, not the author, ended the chunk's last line."""
    last = chunk.lines[-1]
    length = last.end - last.start
    if not WRAPPED[0] <= length <= WRAPPED[1] or vocabulary.is_content_heading(text[last.start : last.end]):
        return False
    unfinished = not text[last.start : last.end].endswith((*TERMINAL, ":"))
    if unfinished and text[line.start].islower():
        return True
    # A capital may open the next line of wrapped prose, or a byline under a title.
    return bool(margin) and length >= 0.75 * margin and (unfinished or len(chunk.lines) >= 2)


def _marker_kind(text: str, line: Line) -> str:
    marker = text[line.start : line.body].strip()
    if any(c.isdigit() for c in marker):
        return "number" + marker.strip("0123456789")
    return "letter" if any(c.isalpha() for c in marker) and marker != "o" else marker


def _nest(text: str, found: list[Chunk]) -> None:
    """Depth of each item: deeper indentation nests, and so does a new kind of marker at the same one."""
    stack: list[tuple[int, str]] = []
    for chunk in found:
        if chunk.hint is not None:
            chunk.nesting = chunk.hint.level if chunk.is_item else 0
            stack = []
            continue
        if not chunk.is_item:
            stack = []
            continue
        here = (chunk.lines[0].indent, _marker_kind(text, chunk.lines[0]))
        while stack and stack[-1][0] > here[0]:
            stack.pop()
        if here in stack:
            del stack[stack.index(here) + 1 :]
        elif len(stack) < MAX_DEPTH:
            stack.append(here)
        chunk.nesting = max(0, len(stack) - 1)
