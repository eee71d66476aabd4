"""The classic ClinicalTrials.gov record (XML, or the same as JSON): protocol, flow, baseline, outcomes, adverse events."""

from __future__ import annotations

from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._json_page import load_json
from trialwright.read.formats._text import clean, decode, document, head, is_binary
from trialwright.read.layout import Writer

NAME = "ClinicalTrials.gov classic"


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data):
        return 0.0
    if start.startswith(b"<"):
        return 0.95 if b"<clinical_study" in start else 0.0
    marks = (b'"id_info"', b'"brief_title"', b'"required_header"')
    return 0.95 if start.startswith((b"{", b"[")) and sum(m in start for m in marks) >= 2 else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    from trialwright.read.formats._classic import study

    records, warnings = _records(data, name)
    made = []
    for part, record in enumerate(records):
        out = Writer()
        _record.shaped(lambda r=record, o=out: _render(o, study(r)), name, "a classic record")
        made.append(document(data, name, NAME, clean(out.text), part, warnings).with_blocks(out.blocks()))
    if not any(d.blocks for d in made):
        raise DocumentError(
            "The record states nothing: its fields are empty.",
            where=name,
            fix="Download the whole study record.",
        )
    return tuple(made)


def _records(data: bytes, name: str) -> tuple[list[Any], tuple[str, ...]]:
    if head(data).startswith(b"<"):
        from trialwright.read.formats._xml import parse_xml
        from trialwright.read.formats._xml_tree import tree

        root = parse_xml(data, name)
        found = [root] if root.tag == "clinical_study" else list(root.iter("clinical_study"))
        return [tree(f, name) for f in found[: _record.MOST]], ()
    content, warnings = decode(data)
    return [r for r in _record.several(load_json(content, name)) if isinstance(r, dict)], warnings


def _render(out: Writer, made: dict[str, Any]) -> None:
    from trialwright.read.formats._ctgov_protocol import protocol
    from trialwright.read.formats._ctgov_results import results

    protocol(out, made)
    results(out, made)
