"""Text into lines, each with its place, its indentation and its list marker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.read.layout.shapes import is_row

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]")
# A bullet, a number or a letter, each followed by space: "• ", "- ", "1. ", "(a) ", "iv) ". A capital with
# a full stop is an initial or a genus ("E. coli") more often than a marker.
_MARKER = re.compile(
    r"(?:[•●◦▪▫‣⁃∙·○■□►✓*\-–—]|o(?=\s)|\(?(?:\d{1,3}|[ivx]{1,5}|[a-h])[.)]|\(?[A-H]\))[ \t\u00a0]+(?=\S)"
)
# The end of a table in a saved article, behind which the text goes on in the same line
_TABLE_END = re.compile(r"(?<!:):{3,}[ \t]+(?=[^\s:])")
_RULE = re.compile(r"[ \t-]{3,}")
_WIDE = {"\t": 4}


class Line(NamedTuple):
    """start, end : of the words without surrounding space. body : where the words after the marker start.

    indent, body_indent : columns. blank_before : whether an empty line precedes.
    """

    start: int
    end: int
    body: int
    indent: int
    body_indent: int
    blank_before: bool

    @property
    def marked(self) -> bool:
        return self.body > self.start


def _columns(space: str) -> int:
    return sum(_WIDE.get(c, 1) for c in space)


def _raw(text: str) -> Iterator[tuple[int, str]]:
    """(start, words) of every line; the words behind the end of a table are a line of their own."""
    for match in _LINE.finditer(text):
        raw = match.group()
        end = _TABLE_END.search(raw) if ":::" in raw else None
        if end and (is_row(raw[: end.start()]) or _RULE.fullmatch(raw, 0, end.start())):
            yield match.start(), raw[: end.start()]
            yield match.start() + end.end(), raw[end.end() :]
        else:
            yield match.start(), raw


def lines(text: str) -> list[Line]:
    """Every line that holds more than space, in order."""
    found: list[Line] = []
    last_end = 0
    for begin, raw in _raw(text):
        words = raw.strip()
        if not words:
            continue
        start = begin + len(raw) - len(raw.lstrip())
        between = text[last_end:start]
        marker = _MARKER.match(words)
        # "o" is a bullet only where the line is indented, else it is a word.
        if marker and words[0] == "o" and not raw[0].isspace():
            marker = None
        body = start + (marker.end() if marker else 0)
        indent = _columns(raw[: start - begin])
        found.append(
            Line(
                start,
                start + len(words),
                body,
                indent,
                indent + (body - start),
                len(_BREAK.findall(between)) > 1 or not found or ":::" in between,
            )
        )
        last_end = start + len(words)
    return found
