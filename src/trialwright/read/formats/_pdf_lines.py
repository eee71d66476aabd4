"""The lines that a page of a PDF shows: its glyphs by place, in stretches that wide gaps part."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

WORD_GAP = 0.15  # of the height of the letters: a wider gap parts words
CELL_GAP = 1.0  # a wider one parts stretches; in justified prose words stand nearer
JUMP = 0.4  # a narrower one does where the file draws the two sides apart: columns set close together
_FULL = 0.9
_NEXT = 4  # a space and an end of line that PDFium makes up lie between
_UPRIGHT = 0.03  # quarters of a turn
_TURNS = (0, 1, 3)  # quarters; no page is set upside down
_BROKEN = "\ufffe"  # PDFium's sign for a hyphen at a line's end


class Glyph(NamedTuple):
    """One character in its box, in points from the page's lower left. order : where the file draws it."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    order: int


_NONE: Mapping[int, Glyph] = {}


@dataclass(frozen=True)
class Stretch:
    """Words without a wide gap between them."""

    text: str
    left: float
    right: float
    first: int
    last: int


@dataclass(frozen=True)
class Line:
    """Stretches from left to right. height : of its letters, about the size of the font."""

    stretches: tuple[Stretch, ...]
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.stretches)


def glyphs(textpage: Any) -> tuple[list[Glyph], list[int]]:
    """Every visible character of a pypdfium2 text page that stands as most of them do, and the numbers of those that do not.

    On a page on its side, places are as they are for who turns it upright."""
    from pypdfium2 import raw

    ways: dict[int, list[Glyph]] = {turn: [] for turn in _TURNS}
    others: list[int] = []
    box = raw.FS_RECTF()
    for i in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if code <= 32 or code == 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        turn, off = divmod(raw.FPDFText_GetCharAngle(textpage, i) / (math.pi / 2) + 0.5, 1.0)
        if abs(off - 0.5) > _UPRIGHT or int(turn) % 4 not in ways:
            others.append(i)
        elif raw.FPDFText_GetLooseCharBox(textpage, i, ctypes.byref(box)):
            ends = _upright(int(turn) % 4, (box.left, box.right, box.bottom, box.top))
            if ends[3] > ends[2]:
                ways[int(turn) % 4].append(Glyph(chr(code), *ends, i))
    out = max(ways.values(), key=len)
    return out, sorted(others + [g.order for way in ways.values() if way is not out for g in way])


def _upright(turn: int, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """(left, right, bottom, top) of a box when its page is turned by so many quarters: 1 is read downwards, 3 upwards."""
    left, right, bottom, top = box
    return {0: box, 1: (-top, -bottom, left, right), 3: (bottom, top, -right, -left)}[turn]


def lines(found: Sequence[Glyph], of: Mapping[int, Glyph] = _NONE) -> list[Line]:
    """From top to bottom. A glyph is on the line that the middle of its box lies in, and an index on that of what it follows.
    of : order of an index → that glyph."""
    rows: list[list[Glyph]] = []
    low = high = 0.0
    placed = sorted(((of.get(g.order, g), g) for g in found), key=lambda p: -(p[0].bottom + p[0].top))
    for at, g in placed:
        middle = (at.bottom + at.top) / 2
        if rows and low < middle < high:
            rows[-1].append(g)
            # A taller letter than the first, which may be an index, tells how high the line is.
            if at.top - at.bottom > high - low:
                low, high = at.bottom, at.top
        else:
            rows.append([g])
            low, high = at.bottom, at.top
    return [_line(row) for row in rows]


def _line(row: list[Glyph]) -> Line:
    height = median(g.top - g.bottom for g in row)
    row.sort(key=lambda g: (g.left, g.order))
    stretches = tuple(_stretch(s, height) for s in _parted(row, CELL_GAP * height, height))
    return Line(stretches, min(g.bottom for g in row), min(g.bottom for g in row) + height)


def _parted(row: Sequence[Glyph], gap: float, height: float = 0.0) -> Iterator[list[Glyph]]:
    """Parts of a row between wide gaps. height : of a line whose sides the file may draw one after the other."""
    part: list[Glyph] = []
    for g in row:
        if part and (g.left - part[-1].right > gap or (height and _is_elsewhere(part[-1], g, height))):
            yield part
            part = []
        part.append(g)
    if part:
        yield part


def _is_elsewhere(before: Glyph, g: Glyph, height: float) -> bool:
    """Whether the file draws other things between two neighbours that stand a little apart: columns set close together."""
    apart = g.left - before.right > JUMP * height and not 0 < g.order - before.order <= _NEXT
    # An index or another small mark may be drawn after its line.
    return apart and g.top - g.bottom > _FULL * height


def _stretch(part: Sequence[Glyph], height: float) -> Stretch:
    words = [
        "".join("-" if g.text == _BROKEN else g.text for g in w) for w in _parted(part, WORD_GAP * height)
    ]
    if part[-1].text == _BROKEN:
        words[-1] = words[-1][:-1] + _BROKEN  # the word goes on in the next line
    orders = [g.order for g in part]
    return Stretch(" ".join(words), part[0].left, part[-1].right, min(orders), max(orders))
