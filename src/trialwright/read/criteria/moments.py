"""The moment of which a value is asked: "before surgery", "at discharge", "pre-stroke", "within 3 months before ablation".

A value is then compared as it was at that moment, and not the patient's last one. Words that name the index date
("before randomisation") keep it; any other moment is the window's anchor, by its own words. A condition of measuring
("on room air", "at rest") is no moment.
"""

from __future__ import annotations

import re

from trialwright.read.criteria.windows import Span, index_at, names_index

_LEAD = r"(?:(?:immediately|just|shortly|directly|right|soon|as\s+measured|measured|obtained|assessed|taken|drawn|recorded|documented|performed|done)\s+)*"
_BEFORE = r"(?:before|prior\s+to|previous\s+to|preceding|ahead\s+of|until)"
_AFTER = r"(?:after|following|post|since)"
_KINDS: tuple[tuple[str, str], ...] = (
    ("any", rf"{_BEFORE}\s*(?:/|,|and|or|and/or)\s*(?:during\s*(?:/|,|and|or|and/or)\s*)?{_AFTER}"),
    ("time", r"(?:at|by|on|from)\s+(?:the\s+)?(?:same\s+)?(?:time(?:\s?point)?|moment|day|date)\s+(?:of|when)|as\s+of"),
    ("before", _BEFORE),
    ("after", _AFTER),
    ("during", r"(?:during|throughout|in\s+the\s+course\s+of)"),
    ("at", r"(?:at|on|upon)"),
)  # fmt: skip
_PREPOSITION = re.compile(
    rf"{_LEAD}(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _KINDS)})(?![^\W\d_])\s*", re.I
)
# What "at" and "on" may stand before to name a moment, and not how or where something was measured.
_MOMENT = re.compile(
    r"(?:(?!(?:in|of|for|to|with|from|by|than|at|on|during|before|after)\b)[\w'’/-]+\s+){0,3}?(?:admission|arrival|presentation|discharge|diagnosis|onset|birth|delivery|relapse|recurrence"
    r"|progression|referral|triage|transfer|transplant(?:ation)?|implantation|surgery|operation|intubation|extubation|conception|booking"
    r"|follow-?up|hospitali[sz]ation|initiation|start|beginning|end|completion|entry|visit|appointment|enrol?lment|randomi[sz]ation|inclusion|screening|baseline|consent"
    r"|(?:visits?|weeks?|days?|months?|hours?|cycles?)\s+[-−]?\d+|\d+\s*(?:weeks?|days?|months?|hours?|h|years?|minutes?|min))\b(?=\W*$|\s+(?:of|to|from|in|into|on|for|with|by)\b)",
    re.I,
)
_ARTICLE = re.compile(r"(?:the|a|an|any|their|his|her|its|this|that|index|current)\s+", re.I)
_LONGEST = 60
_TRIM = " \t\r\n,.;:()[]"
_ADMISSIONS = frozenset(
    {"admission", "hospital admission", "icu admission", "hospitalisation", "hospitalization"}
)
_NOT_A_PREFIX = r"(?!exist|specif|defin|hoc\b|determin|albumin|dom)"
_STEMS = {"op": "surgery", "operative": "surgery", "operatively": "surgery", "surgical": "surgery", "morbid": "illness",
          "partum": "delivery", "natal": "birth", "procedural": "procedure", "hospital": "hospital admission"}  # fmt: skip
_SOLID = (
    r"stroke|morbid|operative(?:ly)?|treatment|therapy|transplant(?:ation)?|hospital|procedur(?:e|al)|partum|natal|dialysis|pregnancy|dose|infarct(?:ion)?"
    r"|intervention(?:al)?|bronchodilator|transfusion|surgical|resuscitation|randomi[sz]ation|screening|enrol?lment|study|injury|chemotherapy"
)
# Words right in front of a name: "pre-stroke mRS", "postoperative haemoglobin", "admission GCS".
_PREFIX = re.compile(
    rf"(?<![^\W_])(?:(?P<side>pre|post|peri|intra)(?:[-‐‑–\s]+{_NOT_A_PREFIX}(?P<stem>[^\W\d_]+)|(?P<solid>{_SOLID}))"
    r"|(?:(?:hospital|icu)\s+)?(?P<at>admission|discharge))(?:[\s-]+(?:serum|plasma|blood|measured|total))?[\s-]*$",
    re.I,
)
_REACH = 48
_BETWEEN = re.compile(
    r"[\s,(]*(?P<moment>.+?)(?:\s+(?:scores?|values?|levels?|a|of|is|was|must|should|be|to)\b|[\s,):])*",
    re.I | re.S,
)
_ENDS = {"before": (None, 0.0), "after": (0.0, None), "during": (0.0, None), "at": (0.0, 0.0), "time": (0.0, 0.0), "any": (None, None)}  # fmt: skip
_SIDES = {"pre": "before", "post": "after", "peri": "any", "intra": "during"}
# Of the words that name the index date, those that name nothing else: a fever after vaccination is after that vaccination.
_ONLY_INDEX = re.compile(
    r"randomi[sz]|enrol|inclusion|screening|baseline|entry|consent|recruitment|registration", re.I
)


def moment_at(text: str, start: int, end: int) -> Span | None:
    """The moment that text[start:end] begins with, "at" and its like included. It ends before end only where the index date
    is named and more follows: "at the time of vaccination in good health"."""
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    m = _PREPOSITION.match(text, start, end)
    if m is None or m.lastgroup is None or m.end() >= end:
        return None
    kind, event = m.lastgroup, text[m.end() : end]
    if (index := index_at(text, m.end(), end)) is not None:
        return _of_index(kind, start, index, text[m.end() : index])
    if kind == "at" and not _MOMENT.match(event):
        return None
    return _span(kind, event, start, end)


def moment_between(text: str, start: int, end: int) -> Span | None:
    """The moment between a name and its number: "mRS before the stroke ≤ 1"."""
    m = _BETWEEN.fullmatch(text, start, end)
    found = m and moment_at(text, m.start("moment"), m.end("moment"))
    return found or None


def moment_in_front(text: str, start: int, end: int) -> Span | None:
    """The moment that the words right before text[end] name, not before start: "pre-operative"."""
    m = _PREFIX.search(text, max(start, end - _REACH), end)
    if m is None:
        return None
    if m["at"]:
        return _span("at", m["at"], m.start(), end)
    stem = (m["stem"] or m["solid"]).lower()
    return _span(_SIDES[m["side"].lower()], _STEMS.get(stem, stem), m.start(), end)


def _span(kind: str, event: str, start: int, end: int) -> Span:
    if names_index(event):
        return _of_index(kind, start, end, event)
    event = " ".join(event.lower().split())
    while m := _ARTICLE.match(event):
        event = event[m.end() :]
    low, high = _ENDS[kind]
    if event in _ADMISSIONS:
        event, low, high = "admission", *((None, None) if kind in ("at", "time") else (low, high))
    return Span(start, end, low, high, event[:_LONGEST], False, 0.0, "", _direction(kind))


def _of_index(kind: str, start: int, end: int, event: str) -> Span:
    """Without bounds where the words only name the index date, which is when values are asked of anyway."""
    only = bool(_ONLY_INDEX.search(event))
    if kind in ("at", "time") or (kind == "during" and only):
        return Span(start, end, None, None, "index", False, 0.0, "", "around")
    anchor = "index" if kind == "before" or only else " ".join(event.lower().split())
    return Span(start, end, *_ENDS[kind], anchor, False, 0.0, "", _direction(kind))


def _direction(kind: str) -> str:
    return kind if kind in ("before", "after") else "around"
