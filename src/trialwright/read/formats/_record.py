"""A registry's record in the registries' common parts, and the page it becomes: the same lines for every registry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats._ctgov_results import results as write_results
from trialwright.read.formats._text import clean, document
from trialwright.read.layout import Writer

MOST = 5_000  # records of one file


@dataclass
class Record:
    """What registries state. fields : (label, value) lines in order. outcomes : (role, measure, time frame, description).
    arms : (kind, label, description). prose : (heading, text). results : as the v2 API of ClinicalTrials.gov has them."""

    title: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    prose: list[tuple[str, str]] = field(default_factory=list)
    inclusion: str = ""
    exclusion: str = ""
    ages: list[tuple[str, str]] = field(default_factory=list)
    arms: list[tuple[str, str, str]] = field(default_factory=list)
    interventions: list[tuple[str, str]] = field(default_factory=list)
    outcomes: list[tuple[str, str, str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)

    def say(self, label: str, value: Any) -> None:
        """One line, unless there is nothing to say."""
        text = " ".join(str(value).split()) if value not in (None, "", [], {}) else ""
        if text and text.casefold() not in NOTHING:
            self.fields.append((label, text))


NOTHING = frozenset(("nil known", "n/a", "not applicable", "not provided", "none", "null", "not specified"))


def write(record: Record) -> Writer:
    """Title, fields, prose, eligibility, arms, outcomes and references, in the order of ClinicalTrials.gov's page."""
    out = Writer()
    out.line(record.title, "title")
    for label, value in record.fields:
        out.field(label, value)
    for heading, text in record.prose:
        if text.strip():
            out.line(heading, "heading", 2)
            out.prose(text)
    if record.inclusion or record.exclusion or record.ages:
        out.line("Eligibility criteria", "heading", 2)
        for label, value in record.ages:
            out.field(label, value)
    for heading, text in (("Inclusion criteria", record.inclusion), ("Exclusion criteria", record.exclusion)):
        if text.strip():
            _criteria(out, heading, text)
    if record.arms or record.interventions:
        out.line("Arms and interventions", "heading", 2)
    for kind, label, description in record.arms:
        out.line(": ".join(filter(None, (kind, label))), "item")
        out.line(description, "item", 1)
    for label, value in record.interventions:
        out.field(label, value)
    for role in ("Primary", "Secondary", "Other"):
        listed = [o for o in record.outcomes if o[0] == role]
        if listed:
            out.line(f"{role} outcomes", "heading", 2)
        for _, measure, frame, description in listed:
            out.line(measure + (f" [Time frame: {frame}]" if frame else ""), "item")
            out.line(description, "item", 1)
    if record.references:
        out.line("References", "heading", 2)
        for one in record.references:
            out.line(one, "reference")
    if record.results:
        write_results(out, {"resultsSection": record.results})
    return out


# "Inclusion criteria:" once more at the head of the list itself says nothing new.
_HEADING = re.compile(r"(?i)\A\s*(?:key |main |principal )?(?:inclusion|exclusion) criteria\s*:?\s*")


def _criteria(out: Writer, heading: str, text: str) -> None:
    out.line(heading, "heading", 3)
    out.prose(in_lines(_HEADING.sub("", text)))


def in_lines(text: str) -> str:
    """A list that lost its line ends, given them back: where 1., 2., 3. ... or three bullets follow one another."""
    if text.count("\n") > 1:
        return text
    starts: list[int] = []
    for match in re.finditer(r"(?:(?<=\s)|^)(\d{1,2})[.)]\s?(?=[A-Z(≥≤<>])", text):
        if int(match[1]) == len(starts) + 1:
            starts.append(match.start())
    if len(starts) < 3:
        starts = [m.start() for m in re.finditer(r"(?:(?<=\s)|^)[-•*](?=\s[A-Z])", text)]
    if len(starts) < 3:
        return text
    ends = [*starts[1:], len(text)]
    return "\n".join(
        [text[: starts[0]].strip(), *(text[a:b].strip() for a, b in zip(starts, ends, strict=True))]
    ).strip()


_EARLIER = re.compile(
    r"(?i)(?:previous|original|old|former)\b[^.]{0,80}(?:outcome|measure|end ?point)[^.]{0,60}:?"
)
_HEADS = re.compile(
    r"(?i)(?:(?:current|updated|added|new|primary|secondary)\b[^.]{0,60})?(?:outcome|measure|end ?point)[^.]{0,60}:"
)
# "Previous interventions as of 03/02/2021:": a registrant keeps earlier versions of a field below the current one.
_VERSION = re.compile(
    r"(?i)[\s_*]*(?P<kind>previous|original|old|former|current|updated|revised)\s(?:[a-z/()-]+\s){0,4}(?:interventions?|criteria|hypothes[ie]s|summary|objectives?|aims?|design|description|outcomes?|measures?)"
    r"(?:\s\([^()\n]{1,60}\))?(?:\s?:|\s(?:as (?:of|at)|from|until|up to|prior to|before)\s[^:\n]{1,60}:?)\s*"
)
_BEFORE_NOW = ("previous", "original", "old", "former")
_DATE = re.compile(r"\d[/.-]\d{1,2}[/.-]\d|\b(?:19|20)\d\d\b")


def current(text: str) -> str:
    """A field without its earlier versions and the lines that head the current one.

    "Previous surgical interventions:" may as well head a list of criteria: without a date it is an earlier version only where the field
    has a head of its current one too."""
    lines = text.splitlines()
    heads = [_VERSION.fullmatch(line) for line in lines]
    said = any(head and head["kind"].lower() not in _BEFORE_NOW for head in heads)
    kept: list[str] = []
    skipping = False
    for line, head in zip(lines, heads, strict=True):
        earlier = head is not None and head["kind"].lower() in _BEFORE_NOW
        if head and (said or not earlier or _DATE.search(line)):
            skipping = earlier
        elif not skipping:
            kept.append("" if set(line.strip()) == {"_"} else line)
    return "\n".join(kept).strip()


_ENUMERATED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)/]|[a-z][.)]|[-•*])\s+(?=\S)")
_TIMED = re.compile(
    r"(?i)(?:all |both )?(?:outcomes? )?(?:are |were |will be |to be )?(?:measured|assessed|evaluated|recorded|taken) (?:at|on|after|every|from|before|within|during)\b"
)


def outcome_list(text: str) -> list[tuple[str, str]]:
    """(measure, time frame) of each outcome of a field that lists them in lines: without their numbers, broken lines joined,
    those of an earlier version left out, and a last line "Measured at week 4" as the time of all."""
    found: list[str] = []
    skipping = False
    for line in (x.strip() for x in text.splitlines()):
        if _EARLIER.fullmatch(line) or _HEADS.fullmatch(line):
            skipping = _EARLIER.fullmatch(line) is not None
        elif line and not skipping:
            mark = _ENUMERATED.match(line)
            broken = (
                mark is None and line[0].islower() and not found[-1].endswith((".", ";")) if found else False
            )
            if broken:
                found[-1] += f" {line}"
            else:
                found.append(line[mark.end() :] if mark else line)
    frame = found.pop().rstrip(".") if len(found) > 1 and _TIMED.match(found[-1]) else ""
    return [(one, frame) for one in found]


def documents(
    data: bytes, name: str, format: str, records: list[Record], warnings: tuple[str, ...] = ()
) -> tuple[Document, ...]:
    """One Document a record. Raises DocumentError where none states anything, or there are too many."""
    if len(records) > MOST:
        raise DocumentError(
            f"The file holds {len(records):,} records; up to {MOST:,} are read.",
            where=name,
            fix="Split the export.",
        )
    made = []
    for part, record in enumerate(records):
        out = write(record)
        made.append(document(data, name, format, clean(out.text), part, warnings).with_blocks(out.blocks()))
    if not any(d.blocks for d in made):
        raise DocumentError(
            "The file states nothing: its fields are empty.", where=name, fix="Download the whole record."
        )
    return tuple(made)


def shaped(read: Any, name: str, what: str) -> Any:
    """read() with a foreign shape as a DocumentError."""
    try:
        return read()
    except (AttributeError, TypeError, KeyError, IndexError, RecursionError) as bad:
        raise DocumentError(
            f"The record does not have the shape of {what} ({str(bad)[:120]}).",
            where=name,
            fix="Download it again from the registry.",
        ) from None


def text(value: Any) -> str:
    """A scalar as text; "" for anything else."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def several(value: Any) -> list[Any]:
    """A list; one thing alone as a list of it; nothing as []."""
    if value in (None, "", {}, []):
        return []
    return value if isinstance(value, list) else [value]


def inside(thing: Any, *path: str) -> Any:
    """thing[a][b]..., None where any is absent."""
    for key in path:
        thing = thing.get(key) if isinstance(thing, dict) else None
    return thing
