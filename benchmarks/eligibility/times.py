"""Stretches of time: what the annotators marked, what the grammar reads, and how the two are paired.

temporal.jsonl holds the times that a relation joins to a concept, and no others. Counted against it alone, a reading
is wrong wherever the annotators marked the very words and drew no relation, or declared the words out of their scope.
The marks themselves stand with the lines in lines.jsonl (`ents`), and they are the gold here:

wanted      every time of temporal.jsonl, and every mark of the type Temporal with its place (chia)
unscored    a reading that is not wanted is left out, neither right nor wrong, where it stands
            - in words that the annotators labelled as out of scope (chia, Kury et al. 2020, Sci Data 7:281, gives these
              labels instead of annotating inside: other trials taken part in, contraception, consent, what is asked
              after enrolment, what cannot be queried);
            - on a length that is annotated as a value or as a multiplier of a concept (chia), which the other corpus
              calls a duration, and which the grammar calls a length too: a window ("before", "after") there is an error;
            - on an amount of time that is marked as a comparison of nothing (lct: no relation row, so no direction),
              unless it is the number of something in numeric.jsonl (an age).
A reading on words with no mark at all, or on a mark of another kind, is an error as before.

"Past year", without a number, is one year on both sides: chia's spans say so, and lct gives such rows a unit alone.
The strict pairing (`strict`) is kept beside it: temporal.jsonl alone, and no reading left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.eligibility import gold
from trialwright.read.criteria.link import Link
from trialwright.read.criteria.marks import Mark
from trialwright.read.criteria.windows import Span, length_of

_OUT_OF_SCOPE_TEXT = """
Non-query-able Parsing_Error Post-eligibility Non-representable Informed_consent Undefined_semantics
Subjective_judgement Pregnancy_considerations Context_Error Competing_trial Not_a_criteria Grammar_Error
Intoxication_considerations
"""
_OUT_OF_SCOPE = frozenset(_OUT_OF_SCOPE_TEXT.split())
_AS_A_VALUE = frozenset({"Value", "Multiplier"})


@dataclass(frozen=True)
class Reading:
    """A stretch of time that was read. anchor : as in trialwright.model.criterion.Window, "" where it is for a person."""

    time: gold.Time
    start: int
    end: int
    anchor: str


def read_times(marks: list[Mark], found: list[Link], text: str) -> list[Reading]:
    """Stretches of time as the grammar reads them; around an event counts as before it, as annotators had no third. A limit of how long a
    disease has lasted is a stretch of time too."""
    lasting = [
        length_of(m.start, m.end, m.low if m.high is None else m.high, m.unit, False, text)
        for link in found
        if any(c.name == "disease duration" for c in link.concepts) and (m := link.measure)
    ]
    spans: list[Span] = [m.time for m in marks if m.time is not None]
    spans += [s for s in lasting if s is not None]
    return [
        Reading(
            gold.Time(s.amount, s.unit, "before" if s.direction == "around" else s.direction),
            s.start,
            s.end,
            s.anchor,
        )
        for s in spans
    ]


def wanted(line: gold.Row, rows: list[gold.Row]) -> dict[gold.Time, set[str]]:
    """The annotated times of a line, each once, with the words of its anchors."""
    out: dict[gold.Time, set[str]] = {}
    placed = _placed(line)
    for row in rows:
        if row.get("temporal_text") not in placed and (time := gold.time(row)) is not None:
            out.setdefault(time, set()).update(_anchors(row))
    for mark in placed.values():
        if (time := mark[0]) is not None:
            out.setdefault(time, set()).update(mark[1])
    return out


def _anchors(row: gold.Row) -> Iterable[str]:
    said = [a[1] for a in row.get("anchor", []) if len(a) == 2 and a[0] in ("Before", "After")]
    return [*said, *row.get("reference", [])]


def _placed(line: gold.Row) -> dict[str, tuple[gold.Time | None, set[str]]]:
    """Marks of the type Temporal that have a place, by their words: what time each gives, and what it is joined to."""
    marks = {e["id"]: e for e in line.get("ents", []) if "spans" in e}
    out: dict[str, tuple[gold.Time | None, set[str]]] = {}
    for key, mark in marks.items():
        if mark["type"] != "Temporal":
            continue
        start, end = mark["spans"][0][0] - line["start"], mark["spans"][-1][1] - line["start"]
        time = gold.time_from_words(mark["text"], line["text"][: max(0, start)], line["text"][max(0, end) :])
        joined = {
            marks[r[2]]["text"] for r in line.get("rels", []) if r[:2] == ["Has_index", key] and r[2] in marks
        }
        out[mark["text"]] = time, joined
    return out


def scored(line: gold.Row, rows: list[gold.Row], numbers: list[gold.Row], reading: Reading) -> bool:
    """Whether a reading that is not wanted is an error, and not something that the annotators left open."""
    over = {
        e["type"]
        for e in line.get("ents", [])
        for a, b in e.get("spans", [])
        if a - line["start"] < reading.end and reading.start < b - line["start"]
    }
    if over & _OUT_OF_SCOPE:
        return False
    if "Temporal" not in over and over & _AS_A_VALUE and reading.time.direction == "lasting":
        return False
    return not _compared(line, rows, numbers, reading.time)


def _compared(line: gold.Row, rows: list[gold.Row], numbers: list[gold.Row], time: gold.Time) -> bool:
    """Whether lct marks this amount and unit as a comparison that no row of it takes up."""
    taken = {gold.number(v) for row in numbers for v in row.get("value", [])}
    taken |= {t.amount for row in rows if (t := gold.time(row)) is not None and t.unit == time.unit}
    if time.amount in taken:
        return False
    return any(
        t.amount == time.amount and t.unit == time.unit
        for e in line.get("ents", [])
        if e["type"] == "Eq-Comparison" and (t := gold.time_from_words(e["text"], "", "")) is not None
    )


def strict(
    rows: list[gold.Row], readings: list[Reading], text: str
) -> tuple[list[gold.Time], list[gold.Time]]:
    """Times of temporal.jsonl with an amount of their own, and readings that print one."""
    want = [t for row in rows if (t := gold.time(row, alone=False)) is not None]
    return list(dict.fromkeys(want)), list(
        dict.fromkeys(r.time for r in readings if _counted(text[r.start : r.end]))
    )


def _counted(words: str) -> bool:
    return bool(re.search(rf"\d|\b(?:an?|{'|'.join(gold.NUMBER_WORDS)})\b", words, re.I))


# --- anchors ----------------------------------------------------------------------------------------------------

_INDEX = re.compile(
    r"screen|randomi|enrol|inclusion|baseline|entry|study|trial|visit|dos(?:e|ing)|consent|recruit|registration|treatment"
    r"|therapy|beginning|\bday\b|initiation|start|vaccination|first|administration|participation|drug|medication|infusion|injection",
    re.I,
)


def same_anchor(read: str, annotated: set[str]) -> bool:
    """Whether an anchor that was read is one of those annotated: the index date, or an event by its name."""
    if read == "index":
        return any(_INDEX.search(words) for words in annotated)
    return any(read in words.lower() or words.lower() in read for words in annotated)
