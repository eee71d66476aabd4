"""Stretches of time: "in the past 14 days", "within 48 hours of admission", "in the 3 months before the first dose".

A duration ("for at least one hour") is recognised too, but it says how long a fact lasts and not when it counts:
it is not a Window, and a person has to look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialwright.read.criteria.numbers import NUMBER, REPEATED, value

_HOURS = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.5,
    "year": 8766.0,
}
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|h|days?|d|weeks?|wks?|wk|months?|mos?|mo|years?|yrs?|yr)(?![^\W\d_])"
_SHORT = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_AMOUNT = rf"(?P<low>{NUMBER}){REPEATED}(?:\s*(?:-|–|to)\s*(?P<high>{NUMBER})(?=[\s-]*{_UNIT}))?[\s-]*(?:calendar\s+|consecutive\s+|full\s+|complete\s+)?(?P<unit>{_UNIT})"
_ONE = r"an?\s+(?:full\s+|whole\s+)?(?P<one>week|month|year|day)"
# "2 days per week" is how often, "of 18 years or older" an age: neither is a stretch of time.
_NOT_OFTEN = r"(?!\s*(?:/|(?:per|an?|each|every)\s+)\s*(?:day|night|week|wk|month|year)|[\s-]*(?:of\s+age|old\b|(?:or|and)\s+(?:older|above|over|younger)))"
_LESS = r"(?:less\s+than(?:\s+or\s+equal\s+to)?|fewer\s+than|no(?:t)?\s+(?:more|longer|greater)\s+than|no\s+later\s+than|under|up\s+to|<\s*=?|≤)"
_PAST = r"(?:last|past|former|previous|prior|preceding|recent)"
_LEAD = r"(?:with\s?in|in|during|over|for|throughout|from)"

# Events that have not happened to a patient who is being screened: for them the index date stands.
_INDEX = (
    r"(?:randomi[sz]ation|enrol?lment|enrolling|screening|inclusion|baseline|recruitment|registration|study|trial|consent|informed\s+consent"
    r"|(?:first\s+)?(?:dose|dosing|administration|injection|infusion|vaccination|treatment|drug|medication|intervention|visit|day|cycle)"
    r"|entry|initiation|start|beginning|commencement|signing|signature|participation|day\s+[01]|visit\s+[01]|therapy|index)"
)
_EVENT = (
    r"(?:(?:hospital|icu|emergency\s+department|intensive\s+care\s+unit)\s+)?(?P<event>admission|hospitali[sz]ation|onset|surgery|operation|procedure|diagnosis|delivery|birth|injury|trauma"
    r"|transplantation|transplant|intubation|discharge|stroke|presentation|arrival|symptom\s+onset|bleeding)"
)
_FILL = r"(?:(?:the|of|a|an|to|for|his|her|their|this|current|initial|first|time|date|point|day|study|trial|icu|hospital|signing|starting|entering|receiving|start|administration|initiation|planned|investigational|informed|product|medication|drug|treatment|symptom|symptoms|their)\s+)*"
_ANCHOR = rf"(?P<anchor>{_FILL}(?:{_EVENT}|{_INDEX}(?:\s+(?:entry|enrol?lment|start|drug|treatment|medication|visit|inclusion|period|product|administration|consent|day|of\s+(?:the\s+)?(?:study|trial|treatment|drug|medication|study\s+drug|study\s+medication|study\s+treatment|investigational\s+product)|\d{{1,2}}))*))(?![^\W\d_])"

_BEFORE = r"(?:prior\s+to|before|preceding|previous\s+to|up\s+to|ahead\s+of)"
_AFTER = r"(?:after|following|post)"
_AROUND = r"(?:of|from|since)"
_SIDE = rf"(?:\s+(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<around>{_AROUND}))\s+{_ANCHOR}|\s*,?\s*(?P<ago>ago|earlier|previously|prior|before|beforehand)(?![^\W\d_]))"


def _named(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + r"(?![^\W\d_])", re.I)


_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("past", _named(rf"(?:{_LEAD}\s+)?(?:the\s+|their\s+)?{_PAST}\s+(?:{_AMOUNT}|(?P<one>week|month|year|day))(?:{_SIDE})?")),
    ("next", _named(rf"(?:{_LEAD}\s+)?(?:the\s+)?(?:next|coming|following|subsequent)\s+(?:{_AMOUNT}|(?P<one>week|month|year|day))")),
    ("older", _named(rf"(?:more\s+than|greater\s+than|longer\s+than|at\s+least|over|>|≥|>=)\s*{_AMOUNT}{_SIDE}")),
    ("within", _named(rf"(?:with\s?in|inside)\s+(?:the\s+|an?\s+)?(?:(?:first|initial)\s+)?(?:{_AMOUNT}|(?P<one>week|month|year|day))(?:{_SIDE})?")),
    ("within", _named(rf"(?:in|during|over(?=\s+the\b))\s+(?:the\s+)?(?:(?:first|initial)\s+)?(?:{_AMOUNT}|(?P<one>week|month|year|day)){_SIDE}")),
    ("within", _named(rf"{_LESS}\s*(?:{_AMOUNT}|{_ONE}){_SIDE}")),
    ("duration", _named(rf"(?:for|lasting|of|since)\s+(?:at\s+least|more\s+than|longer\s+than|greater\s+than|over|less\s+than|up\s+to|a\s+minimum\s+of|no\s+(?:less|more|longer|fewer)\s+than|the|≥|>|<|≤|>=)?\s*(?:{_AMOUNT}|{_ONE})(?:\s+or\s+(?:more|longer))?(?:{_SIDE})?{_NOT_OFTEN}")),
    ("bare", _named(rf"{_AMOUNT}\s+(?:{_BEFORE}(?=\s)|(?:ago|earlier))")),
    ("duration", _named(rf"(?:an?\s+)?{_AMOUNT}\s+(?:period|history|duration)")),
    ("duration", _named(rf"(?:after\s+)?{_AMOUNT}\s+of\s+(?:[^\W\d_]+\s+){{0,2}}(?:treatment|therapy|ventilation|follow-?up)")),
    ("duration", _named(rf"(?:at\s+least|more\s+than|longer\s+than|over|≥|>|>=)\s*{_AMOUNT}\s+of(?=\s+(?!age\b|life\b|gestation))")),
    ("duration", _named(rf"(?:at\s+least|more\s+than|longer\s+than|over|less\s+than|≥|>|<|≤|>=|<=)\s*{_AMOUNT}\s+(?:of\s+(?:treatment|therapy)|duration|in\s+duration)")),
)  # fmt: skip
_FIRST_WORDS_TEXT = """
within with inside in during over for throughout from the their last past previous prior preceding recent
next coming following subsequent more greater longer at less fewer no not under up lasting of since > ≥
>= < ≤ <=
"""
FIRST_WORDS = frozenset(_FIRST_WORDS_TEXT.split())
_SIDES = {
    "of": "around",
    "from": "around",
    "since": "around",
    "after": "after",
    "following": "after",
    "post": "after",
}
_FOLLOWS = re.compile(r"\s+(of|from|after|before|prior\s+to|following|since|preceding|post)\b", re.I)
_DIAGNOSED = re.compile(r"\bdiagnos\w+\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in the text. low_hours, high_hours : relative to the anchor, None unbounded.

    duration : how long, not when. amount, unit, direction : as benchmarks count them
    (direction "before", "after", "around" or "lasting").
    """

    start: int
    end: int
    low_hours: float | None
    high_hours: float | None
    anchor: str
    duration: bool
    amount: float
    unit: str
    direction: str


_OFTEN = re.compile(_NOT_OFTEN, re.I)
_OF_AGE = re.compile(r"\b(?:age[sd]?|old|older|younger)\b", re.I)


_LENGTH = re.compile(r"\b(?:duration|period|length|lasts?|lasting)\W*(?:of|is|was|for)?\s*$", re.I)
_ADULT_YEARS = 16  # "mothers > 40 years": so many years are an age and not how long something lasts


def length_of(start: int, end: int, amount: float, unit: str, below: bool, text: str) -> Span | None:
    """A limit in units of time that is a limit of nothing the dictionary holds; None for what is no stretch of time
    ("2 days per week", an age). It is not a Window: "seizure < 2 years" may say how long ago and how long. below : the
    limit is an upper one, which mostly says how long ago."""
    if not re.fullmatch(_UNIT, unit, re.I) or unit == "D" or not _OFTEN.match(text, end):
        return None  # D is a dioptre
    if _OF_AGE.search(text, start, end) or (_unit(unit) == "year" and amount >= _ADULT_YEARS):
        return None
    follows = _FOLLOWS.match(text, end)
    direction = "before" if below and not _LENGTH.search(text, max(0, start - 24), start) else "lasting"
    if follows is not None:
        direction = _SIDES.get(follows[1].lower().split()[0], "before")
        direction = "lasting" if follows[1].lower() == "of" else direction
    return Span(start, end, None, None, "", True, amount, _unit(unit), direction)


def span_at(text: str, at: int, end: int) -> Span | None:
    """The stretch of time that starts at `at`, if its anchor is one that is known."""
    for form, pattern in _FORMS:
        if m := pattern.match(text, at, end):
            return _span(form, m, text, end)
    return None


def _span(form: str, m: re.Match[str], text: str, end: int) -> Span | None:
    groups = m.groupdict()
    amount = value(groups.get("high") or groups.get("low") or "1")
    if amount is None:
        return None
    unit = _unit(groups.get("one") or groups["unit"])
    hours = amount * _HOURS[unit]
    side = "after" if groups.get("after") else "around" if groups.get("around") else "before"
    anchored = groups.get("anchor") is not None
    follows = (
        None if anchored or groups.get("ago") or form == "duration" else _FOLLOWS.match(text, m.end(), end)
    )
    # "within 2 weeks of the last transfusion": an event we do not know, except in "diagnosed within 48 hours
    # of X", where X is what was diagnosed.
    unknown = follows and not _DIAGNOSED.search(text[max(0, m.start() - 16) : m.start()])
    if follows and unknown:
        side = _SIDES.get(follows[1].lower().split()[0], "before")
    low, high, direction = _bounds(form, side, hours)
    # "7 days prior to X" with no "within" may mean that very day: for a person.
    anchor = "" if unknown or form == "bare" else (groups.get("event") or "index").lower()
    return Span(m.start(), m.end(), low, high, anchor, form == "duration", amount, unit, direction)


def _bounds(form: str, side: str, hours: float) -> tuple[float | None, float | None, str]:
    if form == "duration":
        return None, None, "lasting"
    if form == "next":
        return 0.0, hours, "after"
    if form == "older":
        return (hours, None, "after") if side == "after" else (None, -hours, "before")
    if side == "after":
        return 0.0, hours, "after"
    return (-hours, hours, "around") if side == "around" else (-hours, 0.0, "before")


def _unit(word: str) -> str:
    low = word.lower().rstrip("s") or word.lower()
    if low.startswith("mo"):
        return "month"
    return next((u for u in _HOURS if low.startswith(u)), _SHORT[low[0]])
