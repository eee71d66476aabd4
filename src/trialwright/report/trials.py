"""What each document says its trial is, what the plan assumes, and what nothing says."""

from __future__ import annotations

from typing import NamedTuple

from trialwright.model.document import Document, Quote
from trialwright.model.findings import Findings
from trialwright.model.result import Reading
from trialwright.model.trial import ONLY_NAMED, Stated, Trial
from trialwright.report.cells import without_small
from trialwright.report.numbers import exact
from trialwright.report.places import Library
from trialwright.report.printed import phase
from trialwright.report.tables import Cell, Table


class Fact(NamedTuple):
    """Something a document says: field, value, its own word for it, its node and its anchor ("" if none)."""

    field: str
    value: str
    label: str
    id: str
    anchor: str
    note: str = ""


class TrialRead(NamedTuple):
    """One document and the trial in it."""

    document: Document
    trial: Trial | None
    identity: list[Fact]
    statuses: list[Fact]
    arms: list[tuple[Fact, list[Fact]]]
    endpoints: list[Fact]
    counted: dict[str, int]


def trial_read(reading: Reading, findings: Findings, library: Library) -> TrialRead:
    trial = reading.trial
    counted = {"results": len(reading.results), "claims": len(reading.claims)}
    if trial is None:
        return TrialRead(reading.document, None, [], [], [], [], counted)
    identity = [
        Fact(i.scheme.upper(), i.value, "" if i.said else ONLY_NAMED, i.id, _anchor(i.quote, library))
        for i in trial.identifiers
    ]
    identity += [_stated(s, library) for s in trial.stated]
    statuses = [_stated(s, library) for s in findings.statuses if s.quote.document == reading.document.key]
    arms = []
    for arm in trial.arms:
        size = f"n = {arm.size:,}" if arm.size is not None else "size not stated"
        head = Fact(arm.role or "arm", arm.label, size, arm.id, _anchor(arm.quote, library))
        regimens = [
            Fact(
                r.drug,
                "; then ".join(phase(p) for p in r.phases) or "no dose stated",
                "",
                r.id,
                _anchor(r.quote, library),
            )
            for r in arm.regimens
        ]
        arms.append((head, regimens))
    endpoints = [
        Fact(
            e.role or "endpoint",
            e.label,
            ", ".join(
                x
                for x in (e.type.replace("_", " "), e.time, f"{e.better} is better" if e.better else "")
                if x
            ),
            e.id,
            _anchor(e.quote, library),
        )
        for e in trial.endpoints
    ]
    return TrialRead(reading.document, trial, identity, statuses, arms, endpoints, counted)


def assumptions_table(findings: Findings) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (a.name, str(a.value), type(a.value).__name__, a.reason, a.quote.start, a.quote.end, a.id)
        for a in findings.assumptions
    ]
    columns = {"name": "string", "value": "string", "type": "string", "reason": "string"}
    return Table("assumptions", columns | {"start": "int64", "end": "int64", "node": "string"}, rows)  # type: ignore[arg-type]


def missing_table(findings: Findings) -> Table:
    rows: list[tuple[Cell, ...]] = [(m.kind, m.what, m.where, m.so) for m in findings.missing]
    return Table("missing", dict.fromkeys(("kind", "what", "where", "so"), "string"), rows)


def missing_together(findings: Findings, suppressing: bool) -> list[tuple[str, list[str], str, str]]:
    """What is missing, with what shares a place and a consequence on one line: kind, whats, where, so."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for m in findings.missing:
        so = without_small(m.so, suppressing)
        together.setdefault((m.kind, m.where, so), []).append(m.what)
    return [(kind, whats, where, so) for (kind, where, so), whats in together.items()]


def _stated(s: Stated, library: Library) -> Fact:
    value = s.value if isinstance(s.value, str) else exact(s.value)
    label = s.label if s.label.casefold() != value.casefold() else ""
    shown = f"{value} {s.unit}".strip()
    return Fact(s.field, shown, label, s.id, _anchor(s.quote, library), s.because.formula)


def _anchor(quote: Quote, library: Library) -> str:
    place = library.place(quote)
    return place.anchor if place else ""
