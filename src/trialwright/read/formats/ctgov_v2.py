"""ClinicalTrials.gov API v2 JSON: one Document a study, rendered as the labelled page that a person knows."""

from __future__ import annotations

from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats._json_page import load_json
from trialwright.read.formats._text import clean, decode, document, head, is_binary
from trialwright.read.layout import Writer

NAME = "ClinicalTrials.gov v2"
_SECTIONS = (b'"protocolsection"', b'"resultssection"', b'"studies"', b'"hasresults"', b'"derivedsection"')
MAX_STUDIES = 5_000


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or not start.startswith((b"{", b"[")):
        return 0.0
    return 0.95 if any(mark in start for mark in _SECTIONS) else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    text, warnings = decode(data)
    studies = _studies(load_json(text, name), name)
    made = []
    for part, study in enumerate(studies):
        out = Writer()
        _render(out, study, name)
        blank = document(data, name, NAME, clean(out.text), part, warnings)
        made.append(blank.with_blocks(out.blocks()))
    if not any(d.blocks for d in made):
        raise DocumentError(
            "The record states nothing: its sections are empty.",
            where=name,
            fix="Download the whole study record.",
        )
    return tuple(made)


def _studies(content: Any, name: str) -> list[dict[str, Any]]:
    """The study records: one object, a list of them, or an answer of the search API."""
    if isinstance(content, dict) and isinstance(content.get("studies"), list):
        content = content["studies"]
    found = content if isinstance(content, list) else [content]
    studies = [s for s in found if isinstance(s, dict) and ("protocolSection" in s or "resultsSection" in s)]
    if not studies or len(studies) != len(found) or len(studies) > MAX_STUDIES:
        raise DocumentError(
            f"The file holds {len(studies)} study records among {len(found)} entries.",
            where=name,
            fix=f"Give the API's answer for one study or one search page of up to {MAX_STUDIES:,}.",
        )
    return studies


def _render(out: Writer, study: dict[str, Any], name: str) -> None:
    from trialwright.read.formats._ctgov_protocol import protocol
    from trialwright.read.formats._ctgov_results import results
    from trialwright.read.formats._json_page import rest

    try:
        protocol(out, study)
        results(out, study)
        rest(out, study)
    except (AttributeError, TypeError, KeyError, IndexError) as bad:
        raise DocumentError(
            f"The record does not have the shape of API v2 ({str(bad)[:120]}).",
            where=name,
            fix="Download it again from the v2 API.",
        ) from None
