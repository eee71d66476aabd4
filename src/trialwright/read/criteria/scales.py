"""The ends of a scale, which say nothing of a patient: "on a 0 to 10 NRS", "NRS (0-10) ≥ 4", "100 mm VAS"."""

from __future__ import annotations

import re

from trialwright.read.criteria import comparators
from trialwright.read.criteria.numbers import DIGITS

_ENDS = rf"(?P<low>[01])\s*(?:-|–|—|~|to|through|and)\s*(?P<high>{DIGITS})"
_SIZE = r"(?:[\s-]*(?:points?|mm|cm))?"
_SCALE = r"(?:likert\s+|numeric(?:al)?\s+|pain\s+|verbal\s+|rating\s+|intensity\s+|visual\s+|analogu?e\s+|analog\s+|ordinal\s+)*(?:\w+\s+)?(?:scales?|VAS|NRS|NPRS|VRS)\b"
_ARTICLE = r"(?:(?:on|using|by|with|per|in)\s+)?(?:an?|the)\s+"
FIRST_WORDS = frozenset(
    {"on", "using", "by", "with", "per", "in", "a", "an", "the", "scale", "range", "ranging"}
)
_STATED = re.compile(
    rf"(?:(?:on|using|by|with|per|in)\s+)(?:an?|the)\s+{_ENDS}{_SIZE}(?![\w.,]*\s*(?:days?|weeks?|months?|years?|hours?))(?!\w)"
    rf"|(?:(?:on|using|by|with|per|in)\s+)?(?:(?:an?|the)\s+)?scale\s*(?:of|from|ranging\s+from|range[sd]?\s+from|rang(?:e|ing)|:)?\s*"
    rf"\(?{_ENDS.replace('low', 'low2').replace('high', 'high2')}(?!\w)\)?"
    rf"|(?:{_ARTICLE})?{_ENDS.replace('low', 'low3').replace('high', 'high3')}{_SIZE}\s+(?={_SCALE})"
    rf"|(?:{_ARTICLE})?(?P<high4>{DIGITS})[\s-]*(?:points?|mm|cm)\s+(?={_SCALE})",
    re.I,
)
_IN_BRACKETS = re.compile(
    rf"(?:scale|range|score\s+range|scores?|possible\s+range)?\s*:?\s*(?:of|from)?\s*{_ENDS}{_SIZE}(?=\s*[)\]])",
    re.I,
)
_AFTER = re.compile(r"\s*[)\]]\s*(?:scores?\s+|is\s+|was\s+|of\s+|must\s+be\s+|should\s+be\s+)*", re.I)


def scale_at(text: str, at: int, end: int) -> int | None:
    """Where a scale's own ends, which begin at `at`, end; None for a range that may be asked of a patient."""
    m = _STATED.match(text, at, end)
    return m.end() if m else None


def in_brackets(text: str, at: int, end: int, *, measured: bool) -> int | None:
    """The same for what begins after an opening bracket: it is the scale's own where a limit stands before the bracket
    (measured) or after it."""
    m = _IN_BRACKETS.match(text, at, end)
    if m is None:
        return None
    after = _AFTER.match(text, m.end(), end)
    limited = after is not None and comparators.before(text, after.end(), end) is not None
    return m.end() if measured or limited else None
