"""The phase of a trial: labelled, alone on a line, in the title, or where the text calls itself one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.document import Document
from trialwright.model.trial import Stated
from trialwright.read.identity.places import Place, own, stated
from trialwright.read.patterns import Pattern

_PHASE = Pattern(r"(?P<early>early )?phases? ?(?P<one>[1-4]|i{1,3}v?|iv)(?P<sub>[ab])?(?: ?(?:/|-|and|to) ?(?:phase ?)?(?P<two>[1-4]|i{1,3}v?|iv)(?P<sub2>[ab])?)?", re.I)  # fmt: skip
_PHASE_LABEL = Pattern(r"(?:study |trial )?phase", re.I)
_NO_PHASE = Pattern(r"not applicable|n/?a", re.I)
# A sentence on this very study; "a phase 3 trial" alone may be another's, except where the methods are told.
_OWN = r"\b(?:this|our|the present|the current|we (?:conducted|performed|undertook|did|carried out|report(?: on)?|designed))"
_SENTENCE = rf" (?:(?!trial|study|studies)[\w,/-]+ ){{0,9}}?(?P<phase>{_PHASE.pattern})(?:,? [\w,/-]+){{0,9}}? (?:trial|study)\b"
_IN_PROSE = Pattern(_OWN + _SENTENCE, re.I)
_IN_METHODS = Pattern(r"\b(?:an?|the)" + _SENTENCE, re.I)
_METHODS = Pattern(r"\b(?:methods?|design|description|summary|overview)\b", re.I)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def read(document: Document) -> tuple[Stated, ...]:
    """At most one Stated "phase": "2", "1/2", "2b", "early 1", or "not applicable"."""
    first = next(_lines(document), None) or next(_prose(document), None)
    return (first,) if first else ()


def _lines(document: Document) -> Iterator[Stated]:
    for place in own(document, "metadata"):
        span = (place.value_start if place.label else place.start, place.block.end)
        if not place.label:
            value = _value(_PHASE.fullmatch(place.words))
        elif _PHASE_LABEL.fullmatch(place.label):
            value = _labelled(place.value.strip())
        else:
            continue
        if value:
            yield stated(document, "phase", value, span, "phase", label=place.label)


def _labelled(words: str) -> str:
    if _NO_PHASE.fullmatch(words):
        return "not applicable"
    # "Therapeutic confirmatory (Phase III)", as European registers name it.
    named = re.findall(r"(?i)\((phase [^()]{1,12})\)", words)
    bracket = _PHASE.fullmatch(named[0]) if len(named) == 1 else None
    return _value(_PHASE.fullmatch(words) or _PHASE.fullmatch(f"phase {words}") or bracket)


def _prose(document: Document) -> Iterator[Stated]:
    for place in own(document, "title", "paragraph"):
        low, high = _span(place)
        value = _value(_PHASE.fullmatch(place.words[low:high].strip()))
        if value:
            yield stated(document, "phase", value, (place.start + low, place.start + high), "phase")


def _span(place: Place) -> tuple[int, int]:
    """Where a title, or a sentence on this very study, names a phase; (0, 0) where none does."""
    if place.block.role == "title":
        match = _PHASE.search(place.words)
        return match.span() if match else (0, 0)
    match = _IN_PROSE.search(place.words)
    if match is None and _METHODS.search(place.block.section):
        match = _IN_METHODS.match(place.words.removeprefix("In "))
        shift = len(place.words) - len(place.words.removeprefix("In "))
        return (match.start("phase") + shift, match.end("phase") + shift) if match else (0, 0)
    return match.span("phase") if match else (0, 0)


def _value(match: re.Match[str] | None) -> str:
    """Arabic figures, as registries list them; "" for no match."""
    if match is None:
        return ""
    one = _ROMAN.get(match["one"].lower(), match["one"]) + (match["sub"] or "").lower()
    two = (
        _ROMAN.get(match["two"].lower(), match["two"]) + (match["sub2"] or "").lower() if match["two"] else ""
    )
    return ("early " if match["early"] else "") + one + (f"/{two}" if two else "")
