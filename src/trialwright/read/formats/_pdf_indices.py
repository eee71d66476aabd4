"""Indices in a PDF's text: powers, marks of references and feet of letters, which the file draws smaller and off the line.

Read flat, 2.7 with the raised number of a reference, 6, would be 2.76; and PDFium ends the line at many of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.formats._pdf_lines import WORD_GAP, Glyph
from trialwright.read.formats._xml import superscript

_SMALLER = 0.88  # of the height of what it follows, at most
_LIFTED = 0.15  # of that height, by which it stands off the line at least
_MOST_LIFTED = 0.9
_REACH = 6.0  # heights: a list of references is no longer
_RAISED = frozenset("0123456789+-−–")
_NOTES = dict(
    zip("abcdefgh", "ᵃᵇᶜᵈᵉᶠᵍʰ", strict=True)
)  # marks of notes, one by itself behind a word or a figure


def indices(found: Sequence[Glyph]) -> dict[int, Glyph]:
    """Order of each index → the glyph of the line that it follows. found : in the order of the file."""
    out: dict[int, Glyph] = {}
    base: Glyph | None = None
    for g in found:
        if base is not None and _is_index(g, base):
            out[g.order] = base
        else:
            base = g
    return out


def _is_index(g: Glyph, base: Glyph) -> bool:
    height = base.top - base.bottom
    lifted = (g.bottom - base.bottom) / height
    off = _LIFTED < lifted < _MOST_LIFTED or (
        lifted < 0 and g.top < base.top - _LIFTED * height and g.top > base.bottom
    )
    near = base.left < g.left and -0.5 * height < g.left - base.right < _REACH * height
    return g.top - g.bottom < _SMALLER * height and off and near


def raised(found: Sequence[Glyph], of: dict[int, Glyph]) -> list[Glyph]:
    """The glyphs with digits, signs and marks of notes above the line as the letters for such."""
    places = set(of)
    return [
        g._replace(text=_as_raised(g, places)) if g.order in of and g.bottom > of[g.order].bottom else g
        for g in found
    ]


def _as_raised(g: Glyph, places: set[int]) -> str:
    """The letter for a raised one: a digit or a sign, or the mark of a note that stands alone ("12" and "a", not the "th" of "10")."""
    if g.text in _NOTES:
        return g.text if {g.order - 1, g.order + 1} & places else _NOTES[g.text]
    return superscript(g.text) if g.text in _RAISED else g.text


def mended(raw: str, found: Sequence[Glyph], of: dict[int, Glyph]) -> str:
    """PDFium's own text with raised digits as such and without the line ends it sets around an index. raw : a character each order."""
    if not of:
        return raw
    chars, by_order = list(raw), {g.order: g for g in found}
    for g in raised(found, of):
        chars[g.order] = g.text
    for order, base in of.items():
        for i in _breaks(raw, order, -1):
            chars[i] = ""
        after = _breaks(raw, order, 1)
        following = by_order.get(after[-1] + 1) if after else None
        if following is not None and (order + 1 in of or _is_on_line(following, by_order[order], base)):
            gap = following.left - by_order[order].right > WORD_GAP * (base.top - base.bottom)
            for i in after:
                chars[i] = " " if gap and i == after[0] else ""
    return "".join(chars)


def _breaks(raw: str, order: int, step: int) -> list[int]:
    """Places of an end of line, and of spaces with it, right before or after an index; [] where the line goes on."""
    i, found = order + step, []
    while 0 <= i < len(raw) and raw[i] in "\r\n ":
        found.append(i)
        i += step
    return found if any(raw[i] != " " for i in found) else []


def _is_on_line(g: Glyph, index: Glyph, base: Glyph) -> bool:
    """Whether the line of `base` goes on with a glyph after the index."""
    height = base.top - base.bottom
    return abs(g.bottom - base.bottom) < _LIFTED * height and g.left > index.left
