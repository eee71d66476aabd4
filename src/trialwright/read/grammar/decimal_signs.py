"""Which sign a document puts before its decimals: a comma is one only where the whole document says so."""

from __future__ import annotations

import re
from typing import Literal

from trialwright.read.patterns import Pattern

MASK = "#"  # stands in the shadow for a digit of a number that cannot be read
# A comma with one or two digits after it, at a word's end and not in a longer chain: thousands have three.
_COMMA = Pattern(r"(?<![\w.,])\d{1,4},\d{1,2}(?![\d,]*\d|[.]\d|[^\W\d_])")
_SURE_COMMA = Pattern(r"(?<![\w.,])0,\d{1,4}(?![\w,.]*\d)|(?<![\w.,])\d{1,3},\d{1,2}(?=\s?%)")
_POINT = Pattern(r"(?<![\w.,/:])(?:\d{1,3}\.\d{1,2}|0\.\d{1,6}|\.\d{1,6})(?![\w/]|[.,:]\d)")
_MIDDLE_POINT = Pattern(r"(?<=\d)[·‧∙⋅](?=\d)")
_COMMA_DIGIT = re.compile(r",\d")
# "weeks 2,4" and "[1,2]" list two numbers.
_LISTS = Pattern(
    r"(?i)(?:\b(?:days|weeks|months|years|visits|grades|stages|groups|arms|cohorts|phases|refs?\.?|references|tables?|figs?\.?"
    r"|figures?|and|[a-z]+s)\s|[\[(])$"
)
_DECIMAL = Pattern(r"(?<![\w.,])(\d{1,9}),(?=\d{1,9}(?!\d|[.,]\d))")
_AMBIGUOUS = Pattern(
    r"(?<![\w.,])(?:[1-9]\d{0,2}(?:[.,]\d{3})+(?:[.,]\d{1,9})?|\d{1,9}(?:,\d{1,9}){2,6})(?![\w]|[.,]\d)"
)


Signs = Literal["points", "commas", "both"]


def decimal_signs(text: str) -> Signs:
    """What the document puts before its decimals; "points" also where it says nothing of commas.

    text : the document's own words. One "0,9" or "70,5%" shows commas; so do two plain "8,1" outside of lists
    where no number has a point.
    """
    if not _COMMA_DIGIT.search(text):
        return "points"
    points = bool(_POINT.search(text) or _MIDDLE_POINT.search(text))
    if _SURE_COMMA.search(text):
        return "both" if points else "commas"
    plain = (m for m in _COMMA.finditer(text) if not _LISTS.search(text[max(0, m.start() - 20) : m.start()]))
    return "commas" if not points and sum(1 for _ in plain) >= 2 else "points"


def read_signs(shadow: str, signs: Signs) -> str:
    """The shadow with points for decimal commas, and what may be either sign masked. The length stays.

    In a document with decimal commas "1,234" and "1.234" may both be thousands or decimals, and "1,2,3" a list;
    in one with both signs "8,1" may be a decimal or two numbers. Their digits become MASK, so that no rule
    takes them for a number.
    """
    if signs == "points":
        return shadow
    if signs == "both":
        return _COMMA.sub(_masked, shadow)
    return _DECIMAL.sub(r"\1.", _AMBIGUOUS.sub(_masked, shadow))


def _masked(match: re.Match[str]) -> str:
    return re.sub(r"\d", MASK, match.group())
