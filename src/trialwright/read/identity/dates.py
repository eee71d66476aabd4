"""Dates on lines of their own, with the document's word for each.

A date such as 06/01/2026 has two readings. A date on the same page whose day exceeds 12 decides;
else the page's own order of dates, else its spelling, is evidence; else the month is taken first. Whenever
both readings are possible the other one is kept in `alternatives` and named in `because.formula`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.model.trial import Stated
from trialwright.read.identity.places import Place, own, stated
from trialwright.read.layout.shapes import DATE, MONTH
from trialwright.read.patterns import Pattern

DEADLINE = Pattern(
    r"\bdeadline\b|\bclos(?:es|ing)\b|\bapply (?:by|before)\b|\blast day\b|\b(?:recruitment|enrol+ment|participation|"
    r"registration) (?:ends?|end date|closes|until)\b|\bend of (?:recruitment|enrol+ment)\b",
    re.IGNORECASE,
)
_SLASH = Pattern(r"(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d)")
_ISO = Pattern(r"((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?")
_NAMED = Pattern(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{MONTH})\.?,? (?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?P<year>(?:19|20)\d\d)"
    rf"|(?P<year2>(?:19|20)\d\d) (?P<month2>{MONTH})(?: (?P<d3>\d{{1,2}}))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMERICAN = Pattern(
    r"\b(?:favor|tumor|anemi|hemoglobin|hemodynamic|pediatric|center|behavior|edema|enrollment|leukemi|ischemi|diarrhea|"
    r"esophag|color|labor|fiber|estrogen|gynecolog|orthopedic)",
    re.IGNORECASE,
)
_BRITISH = Pattern(
    r"\b(?:randomis|favour|tumour|anaemi|haemoglobin|haemodynamic|paediatric|centre|behaviour|oedema|enrolment|leukaemi|"
    r"ischaemi|diarrhoea|oesophag|colour|labour|fibre|oestrogen|gynaecolog|orthopaedic)",
    re.IGNORECASE,
)
_LAST_CHANGED = Pattern(r"\b(?:updated?|posted|published|added|modified)\b", re.IGNORECASE)


class _Order(NamedTuple):
    """Which part of a slashed date is the month. certain : the other reading is impossible on this page."""

    month_first: bool
    certain: bool
    why: str


def read(document: Document) -> tuple[Stated, ...]:
    """A Stated "date" for each date on a metadata line, ISO 8601 as far as it is printed."""
    places = [p for p in own(document, "metadata") if len(p.words) <= 160]
    order = cache(lambda: _order(document, places))  # few documents have a date with two readings
    found: dict[tuple[object, str], Stated] = {}
    for place in places:
        for match in DATE.finditer(place.words):
            made = _date(document, place, match, order)
            if made is not None:
                found.setdefault((made.value, made.label), made)
    return tuple(found.values())


def _date(
    document: Document, place: Place, match: re.Match[str], order: Callable[[], _Order]
) -> Stated | None:
    words = match.group()
    span = (place.start + match.start(), place.start + match.end())
    label = place.label or _label(place.words[: match.start()])
    slash = _SLASH.fullmatch(words)
    if slash is None:
        value = _plain(words)
        return stated(document, "date", value, span, "dates.printed", label=label) if value else None
    month, day = (_iso(slash, first) for first in (True, False))
    if slash[2] == ".":  # 06.01.2026 is written day first wherever full stops divide dates
        return stated(document, "date", day, span, "dates.day_first", label=label) if day else None
    if month == day and month:
        return stated(document, "date", month, span, "dates.printed", label=label)
    if not (month and day):
        value = month or day
        return stated(document, "date", value, span, "dates.printed", label=label) if value else None
    told = order()
    value, other = (month, day) if told.month_first else (day, month)
    how = "month" if told.month_first else "day"
    formula = f"{words} with the {how} first is {value}: {told.why}"
    if told.certain:
        return stated(document, "date", value, span, f"dates.{how}_first", label=label, formula=formula)
    formula += f". The other reading is {other}"
    rule = "dates.month_first_by_default" if told.why == _DEFAULT else f"dates.{how}_first_by_evidence"
    return stated(document, "date", value, span, rule, label=label, formula=formula, alternatives=(other,))


_DEFAULT = "nothing on the page tells which comes first, so the default holds"


def _label(before: str) -> str:
    """The words that lead up to a date on an unlabelled line, when they are a few words only."""
    words = before.strip(" :,.-–—(").removesuffix(" on").removesuffix(" of")
    few = 0 < len(words.split()) <= 5 and all(c.isalpha() or c in " -'’" for c in words)
    return words if few else ""


def _iso(slash: re.Match[str], month_first: bool) -> str:
    """ISO 8601, or "" where that reading is not a date."""
    month, day = (int(slash[1]), int(slash[3])) if month_first else (int(slash[3]), int(slash[1]))
    try:
        return datetime.date(int(slash[4]), month, day).isoformat()
    except ValueError:
        return ""


def _plain(words: str) -> str:
    """ISO 8601 of a date with a month's name or in ISO order; "" where there is no such day."""
    iso = _ISO.fullmatch(words)
    if iso:
        year, month, day = iso[1], int(iso[2]), iso[3]
    else:
        named = _NAMED.fullmatch(words)
        if named is None:
            return ""
        year = named["year"] or named["year2"]
        month = _MONTHS.index((named["month"] or named["month2"])[:3].lower()) + 1
        day = named["d1"] or named["d2"] or named["d3"]
    try:
        date = datetime.date(int(year), month, int(day or 1))
    except ValueError:
        return ""
    return date.isoformat() if day else date.isoformat()[:7]


def _order(document: Document, places: list[Place]) -> _Order:
    slashed = [m for p in own(document) for m in _SLASH.finditer(p.words) if m[2] == "/"]
    day_first = [m.group() for m in slashed if int(m[1]) > 12 and _iso(m, False)]
    month_first = [m.group() for m in slashed if int(m[3]) > 12 and _iso(m, True)]
    if bool(day_first) != bool(month_first):
        proof = (day_first or month_first)[0]
        return _Order(bool(month_first), True, f"{proof} on the same page can be read only so")
    return _by_sequence(places) or _by_spelling(document)


def _by_sequence(places: list[Place]) -> _Order | None:
    """A page that still states a deadline was last changed before it: the order that keeps this so, if one does."""
    changed = deadline = None
    for place in places:
        match = _SLASH.fullmatch(place.value or place.words)
        if match is None or match[2] != "/":
            continue
        if DEADLINE.search(place.label):
            deadline = deadline or match
        elif not place.label or _LAST_CHANGED.search(place.label):
            changed = changed or match
    if changed is None or deadline is None:
        return None
    keeps = [first for first in (True, False) if "" < _iso(changed, first) <= _iso(deadline, first)]
    if len(keeps) != 1:
        return None
    return _Order(
        keeps[0],
        False,
        f"only so does the page's own date {changed.group()} come before its deadline {deadline.group()}",
    )


def _by_spelling(document: Document) -> _Order:
    text = " ".join(p.words for p in own(document))
    american, british = _AMERICAN.search(text), _BRITISH.search(text)
    if american and not british:
        return _Order(True, False, f'the page has American spelling ("{american.group()}...")')
    if british and not american:
        return _Order(False, False, f'the page has British spelling ("{british.group()}...")')
    return _Order(True, False, _DEFAULT)
