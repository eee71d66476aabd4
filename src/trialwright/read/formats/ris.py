"""RIS: one Document an entry."""

from __future__ import annotations

import re
from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._citation import Entry, record, registered_at
from trialwright.read.formats._text import decode, head, is_binary

NAME = "RIS"
_TAG = re.compile(rb"^[a-z][a-z0-9] {1,2}- ", re.MULTILINE)


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or not re.match(rb"(?:[^\n]{0,80}\n){0,3}?ty {1,2}- ", start):
        return 0.0
    return 0.95 if len(_TAG.findall(start)) >= 3 else 0.3


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    import rispy

    content, warnings = decode(data)
    try:
        # Some programs write one space before the dash, where the format has two.
        entries = rispy.loads(re.sub(r"(?m)^([A-Z][A-Z0-9]) - ?", r"\1  - ", content))
    except Exception as bad:  # rispy raises what it meets: OSError, ValueError, KeyError, NotImplementedError
        raise DocumentError(
            f"The RIS cannot be read: {str(bad)[:120]}.",
            where=name,
            fix="Export it again; each entry begins with TY and ends with ER.",
        ) from None
    records = [_record.shaped(lambda e=e: record(_entry(e)), name, "RIS") for e in entries]
    return _record.documents(data, name, NAME, records, warnings)


def _entry(e: dict[str, Any]) -> Entry:
    def first(*keys: str) -> str:
        found = next((e[k] for k in keys if e.get(k)), "")
        return str(found[0] if isinstance(found, list) else found)

    return Entry(
        title=first("title", "primary_title", "short_title"),
        journal=first("journal_name", "secondary_title", "alternate_title1", "alternate_title3"),
        date=re.sub(r"(?<=\d)/(?=\d\d\b)", "-", first("date", "publication_year", "year").strip("/")),
        authors=[str(a) for a in e.get("authors") or e.get("first_authors") or []],
        doi=first("doi"),
        pmid=next(
            (
                m[1]
                for k in ("accession_number", "custom2", "pubmed_id", "id")
                if (m := re.fullmatch(r"(?:PMID:?\s?)?(\d{6,8})", first(k)))
            ),
            "",
        ),
        pmcid=next((first(k) for k in ("custom2", "custom3") if first(k).upper().startswith("PMC")), ""),
        abstract=first("abstract", "notes_abstract"),
        keywords=[str(k) for k in e.get("keywords") or []],
        registered=registered_at(*(str(u) for u in e.get("urls") or [first("url")])),
    )
