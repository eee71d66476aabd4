"""The one time that words of a table name."""

from __future__ import annotations

from trialwright.read.patterns import Pattern

_UNIT = r"(?:hours?|days?|weeks?|months?|years?|hrs?|wks?)"
_TIME = Pattern(
    rf"(?i)\b(?:base-?line|{_UNIT}\s\d{{1,3}}(?:\s?(?:-|–|to)\s?\d{{1,3}})?\b|\d{{1,3}}(?:\s?(?:-|–|to)\s?\d{{1,3}})?[- ]{_UNIT}\b(?!\s(?:of age|old|walk))(?:\s(?:of )?follow-?up)?|end of (?:treatment|study|follow-?up)|follow-?up)"
)
_BEFORE = Pattern(
    r"(?i)\bpre-?(?:test|treatment|intervention|procedure|training|dose)\b|\bbefore (?:the )?(?:treatment|therapy|intervention|training|surgery|operation|randomi[sz]ation)\b|^\W*pre\W*$"
)
_DAYS = Pattern(r"(?i)\b(?:change|difference|post|after)")
_REST = Pattern(
    r"\b(?:at|after|by|in|on|the|visit|value|values|pre-?\w+|before|treatment|therapy|intervention|training|surgery|operation|randomi[sz]ation)\b|[^a-z]+"
)
_SEVERAL = Pattern(rf"(?i)\d\s?(?:,|and|or|&)\s?\d{{1,3}}(?:[- ]{_UNIT})?\b")
_CHANGE = Pattern(r"(?i)\bfrom base-?line\b")


def time_in(words: str) -> str:
    """The time as it is printed; "" where words name none or several."""
    told = _CHANGE.sub(lambda m: " " * len(m.group()), words)
    if _BEFORE.search(told) and not _DAYS.search(told):
        return "baseline"
    if _SEVERAL.search(told):
        return ""
    found = {m.group().lower(): m.group() for m in _TIME.finditer(told)}
    time = next(iter(found.values())) if len(found) == 1 else ""
    return time.lower().replace("base-line", "baseline") if time.lower().startswith("base") else time


def is_time(words: str) -> bool:
    """Whether words name a time and nothing else: "At 6 months", "Pre-test"."""
    time = time_in(words)
    return bool(time) and not _REST.sub("", words.lower().replace(time.lower(), " "))
