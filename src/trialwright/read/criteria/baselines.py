"""A multiple of a patient's own baseline: "at least twice basal", "≥ 1.5 times baseline", "> 2-fold above baseline"."""

from __future__ import annotations

import re

from trialwright.read.criteria.measures import Measure

MULTIPLE = "times baseline"  # stands for the unit
_SIGNS = {">": ">", "≥": ">=", ">=": ">=", "at least": ">=", "more than": ">", "greater than": ">", "<": "<", "≤": "<=",
          "<=": "<=", "at most": "<=", "less than": "<"}  # fmt: skip
_WORDS = {"twice": 2.0, "double": 2.0, "two": 2.0, "three": 3.0}
_FORM = re.compile(
    r"(?P<sign>>=|<=|[><≥≤]|at\s+least|at\s+most|more\s+than|greater\s+than|less\s+than)\s*"
    r"(?:(?P<word>twice|double)|(?P<number>\d+(?:\.\d+)?|two|three)\s*(?:times|x|×|-?\s?fold))\s+"
    r"(?:of\s+|from\s+|above\s+|over\s+)?(?:the\s+|their\s+)?(?:basal|baseline)\b(?:\s+(?:values?|levels?))?",
    re.I,
)


def multiple_at(text: str, at: int, end: int) -> Measure | None:
    """The multiple of a baseline that begins here with its comparator, if one does."""
    m = _FORM.match(text, at, end)
    if m is None:
        return None
    sign = _SIGNS[" ".join(m["sign"].lower().split())]
    word = (m["word"] or m["number"]).lower()
    low = _WORDS[word] if word in _WORDS else float(word)
    return Measure(at, m.end(), sign, low, unit=MULTIPLE)
