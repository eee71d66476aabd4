"""Document formats, one file each, found by scanning this folder.

A format declares NAME, `confidence(data, name)` in 0..1 and `parse(data, name)`. A file whose name
starts with an underscore is not a format. The most confident format parses; a tie is refused.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from trialwright.errors import DocumentError, UnknownFormat
from trialwright.model.document import Document
from trialwright.read.formats._withdrawn import marked

MAX_BYTES = 50_000_000  # a 1,000-page PDF is about half of this; beyond it a file is not a document
TIE = 0.1  # two confidences closer than this do not tell the formats apart


class Format(Protocol):
    """What a file in this folder declares."""

    NAME: str

    @staticmethod
    def confidence(data: bytes, name: str) -> float:
        """How sure the format is that these bytes are its own, 0..1, from a cheap look. Never raises."""

    @staticmethod
    def parse(data: bytes, name: str) -> tuple[Document, ...]:
        """The Documents, at least one. Raises DocumentError, and nothing else."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format in this folder, by name."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if not info.name.startswith("_"):
            found.append(cast(Format, importlib.import_module(f"{__name__}.{info.name}")))
    return tuple(sorted(found, key=lambda f: f.NAME))


def choose(data: bytes, name: str) -> Format:
    """The one format for these bytes. Raises UnknownFormat when there is none, DocumentError when no single best."""
    ranked = sorted(((f.confidence(data, name), f.NAME, f) for f in formats()), key=lambda r: -r[0])
    best, second = [*ranked, (0.0, "", None)][:2]
    if best[0] <= 0:
        raise UnknownFormat(
            "No document format recognises this file.",
            where=name,
            fix="Save the page as text, HTML or PDF, or use a record of a registry (ClinicalTrials.gov, ISRCTN, EU CTR, CTIS, ICTRP), "
            "PubMed or JATS XML, RIS, BibTeX or CSL JSON.",
        )
    if second[0] > 0 and best[0] - second[0] < TIE:
        raise DocumentError(
            f"This file could be {best[1]} ({best[0]:.2f}) or {second[1]} ({second[0]:.2f}).",
            where=name,
            fix="Save it again in one format, or remove what precedes the document in the file.",
        )
    return cast(Format, best[2])


def documents(data: bytes, name: str) -> tuple[Document, ...]:
    """The Documents in a file's bytes. Raises DocumentError for anything that cannot be read."""
    if not data.strip():
        raise DocumentError("The file is empty.", where=name, fix="Save the document again.")
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"The file has {len(data):,} bytes; a document may have up to {MAX_BYTES:,}.",
            where=name,
            fix="Split it, or save only the record or article that the plan needs.",
        )
    return tuple(marked(d) for d in choose(data, name).parse(data, name))


__all__ = ["MAX_BYTES", "TIE", "Format", "choose", "documents", "formats"]
