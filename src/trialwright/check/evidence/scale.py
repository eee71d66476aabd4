"""The scale an outcome is measured on, where the document prints its ends."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from trialwright.model.document import Document, Quote
from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

_NUM = r"-?\d{1,4}(?:\.\d+)?"
_RANGE = re.compile(
    rf"(?i)\b(?:scores?|scored?|scale|ranges?|ranging|rated|range)\b[^.;()\d]{{0,40}}?(?P<low>{_NUM})\s?(?:-|–|to|through)\s?(?P<high>{_NUM})\b(?!\s?(?:%|years|days|weeks|months|mg|hours))"
    rf"|(?P<low2>{_NUM})\s?(?:-|–|to)\s?(?P<high2>{_NUM})[ -](?:point\s)?(?:scale|numeric(?:al)? rating|visual analog(?:ue)?|NRS|VAS)\b"
)
_POINTS = re.compile(r"(?i)\b(?P<n>\d{1,2})-point\s(?:\w+\s){0,3}?(?:scale|Likert|item|numeric)")
_WHOLE = re.compile(
    r"(?i)\bLikert|\bnumeric(?:al)? rating|\bNRS\b|\b\d{1,2}-point\b|\binteger|\bwhole (?:points?|numbers?)|\bsingle item"
)
_COUNTED = re.compile(
    r"(?i)\bnumber of\s(?!.*\b(?:per|rate|average|daily|hours?|minutes?|millilit|grams?|units)\b)"
)
NAMED = 0.6  # of the words of an outcome's name that the sentence must hold
DISTANT = 200  # characters of that sentence either side


class Scale(NamedTuple):
    """low, high : ends of the scale, None where only its steps are known. whole : values are whole numbers."""

    low: float | None
    high: float | None
    whole: bool
    quote: Quote | None


def scale_of(reading: Reading, r: Result) -> Scale | None:
    """The one scale printed in a sentence that names the outcome, or that its name implies (a number of things).

    None where no sentence does, or two give different ends.
    """
    name = frozenset(words(r.endpoint)) - _COMMON
    if not name:
        return None
    found = [s for s in _scales(reading.document) if len(name & s.names) >= NAMED * len(name)]
    ends = {(s.scale.low, s.scale.high) for s in found}
    if len(ends) == 1:
        return found[0].scale
    return Scale(0.0, None, True, None) if not ends and _COUNTED.match(r.endpoint) else None


class _Named(NamedTuple):
    """A scale with the words of its sentence."""

    scale: Scale
    names: frozenset[str]


@lru_cache(maxsize=8)
def _scales(document: Document) -> tuple[_Named, ...]:
    """Every scale that a sentence of the document gives the ends of."""
    text, out = document.text, []
    for pattern in (_RANGE, _POINTS):
        for found in pattern.finditer(text):
            start = max(
                text.rfind(". ", 0, found.start()),
                text.rfind("\n", 0, found.start()),
                found.start() - DISTANT,
            )
            stops = [at for sign in (". ", "\n") if (at := text.find(sign, found.end())) >= 0]
            around = text[start + 1 : min([*stops, found.end() + DISTANT])]
            if pattern is _POINTS:
                ends = (0.0, 10.0) if found["n"] == "11" else (1.0, float(found["n"]))
                whole = True
            else:
                ends, whole = (
                    (float(found["low"] or found["low2"]), float(found["high"] or found["high2"])),
                    bool(_WHOLE.search(around)),
                )
            if ends[0] < ends[1]:
                out.append(
                    _Named(Scale(*ends, whole, document.quote(*found.span())), frozenset(words(around)))
                )
    return tuple(out)


_COMMON = frozenset(
    ("score", "scale", "total", "mean", "index", "the", "of", "at", "in", "and", "change", "to")
)
