"""BibTeX: one Document an entry."""

from __future__ import annotations

import re

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._citation import Entry, record
from trialwright.read.formats._text import decode, head, is_binary

NAME = "BibTeX"
_LARGEST = 5_000_000
_DEEPEST = 200


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data):
        return 0.0
    entry = re.search(
        rb"(?:^|\n)\s*@(?:article|misc|book|inproceedings|techreport|phdthesis|incollection|unpublished|online|comment|string)\s*[{(]",
        start,
    )
    return 0.95 if entry and (entry.start() < 200 or start.lstrip().startswith((b"%", b"@"))) else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    import bibtexparser

    content, warnings = decode(data)
    depth = _depth(content)
    if len(content) > _LARGEST or depth > _DEEPEST:
        what = f"holds {len(content):,} characters" if depth <= _DEEPEST else "has braces nested too deeply"
        raise DocumentError(
            f"The BibTeX {what}.", where=name, fix="Export only the entries that the plan needs."
        )
    try:
        found = _entries(bibtexparser, content)
    except Exception as bad:  # the parser raises what it meets
        raise DocumentError(
            f"The BibTeX cannot be read: {str(bad)[:120]}.", where=name, fix="Export it again."
        ) from None
    return _record.documents(data, name, NAME, [record(_entry(e)) for e in found], warnings)


def _entries(library, content: str) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    """Entries as field → text, by version 2 of the library or by version 1."""
    if hasattr(library, "parse_string"):
        return [
            {k.casefold(): str(f.value) for k, f in e.fields_dict.items()}
            for e in library.parse_string(content).entries
        ]
    return [{k.casefold(): str(v) for k, v in e.items()} for e in library.loads(content).entries]


def _depth(content: str) -> int:
    deepest = level = 0
    for match in re.finditer(r"[{}]", content):
        level = max(0, level + (1 if match.group() == "{" else -1))
        deepest = max(deepest, level)
    return deepest


def _entry(e: dict[str, str]) -> Entry:
    got = {k: _plain(v) for k, v in e.items()}
    return Entry(
        title=got.get("title", ""), journal=got.get("journal", "") or got.get("journaltitle", "") or got.get("booktitle", ""),
        date=got.get("date", "") or " ".join(filter(None, (got.get("year", ""), got.get("month", "")))),
        authors=[a.strip() for a in got.get("author", "").split(" and ") if a.strip()], doi=got.get("doi", ""),
        pmid=got.get("pmid", ""), pmcid=got.get("pmcid", "") or got.get("pmc", ""), abstract=got.get("abstract", ""),
        keywords=[k.strip() for k in re.split(r"[,;]", got.get("keywords", ""))],
    )  # fmt: skip


def _plain(text: str) -> str:
    """Text without TeX's marks: braces, escaped signs, dashes, superscripts kept."""
    text = re.sub(
        r"\$?\^\{?(\d{1,2})\}?\$?", lambda m: m[1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")), text
    )
    text = re.sub(r"\\([%&$#_{}])", r"\1", text).replace("--", "–")
    return re.sub(r"[{}]|\\(?:text\w+|emph|it|bf)\b\s?", "", text).strip()
