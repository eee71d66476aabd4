"""Endpoints: what the document calls primary or secondary, with time, type and good direction where said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from trialwright.model.base import Because
from trialwright.model.trial import Endpoint
from trialwright.read.grammar.polarity import better
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.times import times
from trialwright.read.limits import ENDPOINTS
from trialwright.read.patterns import Pattern, Patterns

Type = Literal["binary", "continuous", "ordinal", "time_to_event", "count", "safety", ""]
_WORD = r"(?:end[- ]?points?|outcomes?)(?:\s(?:measures?|variables?))?"
PRIMARY = Pattern(rf"(?i)\b(?:co-?)?primary\s(?:\w+\s){{0,2}}?{_WORD}")
_DEFINED = Pattern(
    rf"(?i)\b(?P<role>(?:co-?)?primary|(?:key\s)?secondary|main)\s(?:[\w-]+\s){{0,2}}?{_WORD}\s?"
    r"(?:(?:of (?:the|this) (?:study|trial)|in (?:the|this) (?:study|trial))\s)?"
    r"(?:was|were|is|are|will be|included?|includes|comprised|:)\s(?:defined as\s"
    r"|the following:?\s)?(?P<x>[^.;:]{3,200})"
)
_INVERTED = Pattern(
    rf"(?i)(?:^|[,.]\s)(?P<x>[A-Za-z][^.;,]{{3,120}}?)\s(?:was|were)\s(?:the"
    rf"|our)\s(?P<role>(?:co-?)?primary|secondary)\s(?:\w+\s){{0,1}}?{_WORD}"
)
# "The primary outcome, a composite of X or Y, occurred in ..."
_APPOSED = Pattern(
    rf"(?i)\b(?P<role>(?:co-?)?primary|(?:key\s)?secondary)\s(?:[\w-]+\s){{0,2}}?{_WORD},\s(?:defined as\s|which was\s"
    r"|namely\s|i\.e\.,?\s)?(?P<x>[A-Za-z][^.;:,]{3,160}),\s(?=(?:occurred|happened|developed|was|were|had|did|fell|rose|improved|increased|decreased|declined|differed|changed|dropped)\b)"
)
_NOT_A_NAME = Pattern(
    r"(?i)^(?:not|no|such as|including|namely|similar|met|reached|achieved|observed|significantly|statistically|lower"
    r"|higher|better|worse|improved|reduced"
    r"|increased|different|comparable|analy[sz]ed|assessed|evaluated|measured|compared|also"
    r"|reported|available|seen|recorded"
    r"|consistent|unchanged|associated|as follows|in|at|on|for|by|\d(?!\d{0,2}-(?:day|week"
    r"|month|year))|<|>|~|\()"
)
_STOP = Pattern(
    r"(?i)\s(?:as (?:defined|assessed|measured|evaluated|determined)|defined (?:as|by)"
    r"|assessed|measured|evaluated|determined|based on|according to"
    r"|using|with the|which|where|compared|between|from baseline)\b.*|,\s(?:as|with|defined"
    r"|assessed|measured|which|and|evaluated)\b.*|,.*"
    r"|\s(?:in|among)\s\d[\d,]*\s\w+\b.*"
)
_AT_END = Pattern(
    r"(?i)\s(?:at|on|by|until|to|after|within|over|through|during|up to|in)\s(?:the\s|the first\s|an?\s)?$"
)
_LEAD = Pattern(
    r"(?i)^(?:the|an?|measuring|assessing|evaluating|assessment of|evaluation of|measurement of|to \w+)\s"
)

# "Main outcome measure: number of fallers": the heading says what the sentence under it names
_HEADING = Pattern(rf"(?i)\s*(?P<role>primary|main)\s(?:\w+\s)?{_WORD}\s*")
_SENTENCE = Pattern(
    r"(?i)\b(?:was|were|is|are|had|did|has|have|will|we|compared|included?|showed|randomi[sz]ed)\b|\d\s?%|\bp\s?[<=>]"
)
_LEAD_IN = Pattern(r"\s*[A-Z][A-Za-z /-]{3,50}:\s")
_LONGEST = 160  # characters of a name with its time

_SET_OUT = Patterns.of(_DEFINED, _INVERTED, _APPOSED)


def endpoints(sentences: Sequence[Sentence]) -> list[Endpoint]:
    """Endpoints a document defines, in order; a sentence that only reports on one defines none."""
    found: dict[str, Endpoint] = {}
    section = ""
    for sentence in sentences:
        if sentence.background or len(found) >= ENDPOINTS:
            continue
        if sentence.section != section:
            section = sentence.section
            made = _under_heading(sentence)
            if made:
                found.setdefault(made.label.lower(), made)
                continue
        for _, pattern in _SET_OUT.fitting(sentence.text):
            for match in pattern.finditer(sentence.text):
                made = _endpoint(sentence, match)
                if made:
                    found.setdefault(made.label.lower(), made)
    return list(found.values())


def _endpoint(sentence: Sentence, match: re.Match[str]) -> Endpoint | None:
    raw = match.group("x")
    if _NOT_A_NAME.match(raw):
        return None
    label = _label(sentence, match.start("x"), raw)
    if not label:
        return None
    place = sentence.text.find(label, match.start("x"))
    stop = max(match.end("role"), place + len(label)) if place >= 0 else match.end()
    role = match.group("role").lower()
    return Endpoint(
        label=label,
        role="secondary" if "secondary" in role else "primary",
        type=type_of(label),
        time=_time(sentence, match.start("x"), match.end("x")),
        better=better(label),
        quote=sentence.quote(match.start("role"), stop)
        if place >= match.end("role")
        else sentence.quote(match.start(), match.end()),
        because=Because(rule="read.grammar.endpoints"),
    )


def _under_heading(sentence: Sentence) -> Endpoint | None:
    """The primary endpoint where the first sentence under such a heading is nothing but its name."""
    head = _HEADING.fullmatch(sentence.section) if sentence.role == "paragraph" else None
    lead = _LEAD_IN.match(sentence.text)
    start = lead.end() if lead else 0
    raw = sentence.text[start:].strip().rstrip(".")
    if head is None or len(raw) > _LONGEST or _SENTENCE.search(raw) or _NOT_A_NAME.match(raw):
        return None
    label = _label(sentence, start, sentence.text[start:].rstrip().rstrip("."))
    if not label or ";" in raw or " and " in raw:
        return None  # several
    return Endpoint(
        label=label, role="primary", type=type_of(label), time=_time(sentence, 0, len(sentence.text)), better=better(label),
        quote=sentence.quote(), because=Because(rule="read.grammar.endpoints"),
    )  # fmt: skip


def _label(sentence: Sentence, start: int, raw: str) -> str:
    text = sentence.bare[start : start + len(raw)]
    for a, _, _ in times(sentence):
        if (
            a > start
            and sentence.text[a].islower()
            and not sentence.text[a - 1].isalnum()
            and a - start < len(text)
        ):
            cut = text[: a - start]
            if len(cut.split()) >= 1 and not re.match(r"\d", sentence.text[a:]):
                text = cut
                break
    text = _STOP.sub("", _AT_END.sub("", text))
    label = re.sub(r"\s+", " ", text).strip(" ,:-")
    for _ in range(2):
        label = _LEAD.sub("", label)
    return label if 2 < len(label) <= 100 and re.search(r"[A-Za-z]{3}", label) else ""


def _time(sentence: Sentence, start: int, end: int) -> str:
    """The time point in the definition when there is just one."""
    inside = [t for a, _, t in times(sentence) if start <= a < end]
    return inside[0] if len({t.lower() for t in inside}) == 1 else ""


_TYPES: tuple[tuple[Type, Pattern], ...] = (
    ("safety", Pattern(r"(?i)\bsafety\b|\btolerability\b|\badverse (?:events?|effects?|reactions?)\b|\btoxicit")),
    ("time_to_event", Pattern(r"(?i)\btime to\b|\b(?:overall|progression-free|disease-free|event-free"
        r"|relapse-free) survival\b")),
    ("binary", Pattern(r"(?i)\b(?:success|failure|incidence|proportion|percentage of (?:patients|participants)"
        r"|occurrence|response rate|mortality|death)\b")),
    ("ordinal", Pattern(r"(?i)\bordinal\b|\bprogression (?:scale|score)\b|\bWHO-CPS\b|\bmodified Rankin\b")),
    ("count", Pattern(r"(?i)\bnumber of (?!patients|participants)|\bventilator-free days\b|\bdays (?:alive"
        r"|free)\b")),
    ("continuous", Pattern(r"(?i)\b(?:mean|change in|change from|difference in mean|level|concentration)\b")),
)  # fmt: skip


def type_of(label: str) -> Type:
    """The kind of endpoint where its name is clear, else "". A name that fits two kinds fits none."""
    fits = [name for name, pattern in _TYPES if pattern.search(label)]
    if fits == ["binary"] or (fits and fits[0] in ("safety", "time_to_event")):
        return fits[0]
    return fits[0] if len(fits) == 1 else ""
