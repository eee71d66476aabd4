"""The scale an outcome is measured on, where the document prints its ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from trialwright.model.document import Quote
from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

_NUM = r"-?\d{1,4}(?:\.\d+)?"
_RANGE = re.compile(
    rf"(?i)\b(?:scores?|scored?|scale|ranges?|ranging|rated|range)\b[^.;()\d]{{0,40}}?(?P<low>{_NUM})\s?(?:-|–|to|through)\s?(?P<high>{_NUM})\b(?!\s?(?:%|years|days|weeks|months|mg|hours))"
    rf"|(?P<low2>{_NUM})\s?(?:-|–|to)\s?(?P<high2>{_NUM})[ -](?:point\s)?(?:scale|numeric(?:al)? rating|visual analog(?:ue)?|NRS|VAS)\b"
)
_POINTS = re.compile(r"(?i)\b(?P<n>\d{1,2})-point\s(?:\w+\s){0,3}?(?:scale|Likert|item|numeric)")
_WHOLE = re.compile(r"(?i)\bLikert|\bnumeric(?:al)? rating|\bNRS\b|\b\d{1,2}-point\b|\binteger|\bsingle item")
_COUNTED = re.compile(r"(?i)\bnumber of\s(?!.*\b(?:per|rate|average|daily)\b)")
_DISTANT = 120  # characters between a scale's ends and the name of what is measured on it


class Scale(NamedTuple):
    """low, high : ends of the scale, None where only its steps are known. whole : values are whole numbers."""

    low: float | None
    high: float | None
    whole: bool
    quote: Quote | None


def scale_of(reading: Reading, r: Result) -> Scale | None:
    """The scale printed beside the outcome's name, or that its name implies (a number of things); None otherwise."""
    name = words(r.endpoint)
    if not name:
        return None
    text = reading.document.text
    for pattern in (_RANGE, _POINTS):
        for found in pattern.finditer(text):
            around = text[max(0, found.start() - _DISTANT) : found.end() + _DISTANT]
            if not set(name) & set(words(around)) - _COMMON:
                continue
            if pattern is _POINTS:
                low, high = (0.0, 10.0) if found["n"] == "11" else (1.0, float(found["n"]))
                return Scale(low, high, True, reading.document.quote(*found.span()))
            low, high = float(found["low"] or found["low2"]), float(found["high"] or found["high2"])
            if low < high:
                return Scale(low, high, bool(_WHOLE.search(around)), reading.document.quote(*found.span()))
    if _COUNTED.match(r.endpoint):
        return Scale(0.0, None, True, None)
    return None


_COMMON = frozenset(
    ("score", "scale", "total", "mean", "index", "the", "of", "at", "in", "and", "change", "to")
)
