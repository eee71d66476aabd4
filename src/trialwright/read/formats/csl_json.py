"""CSL JSON (Zotero, Crossref, citeproc): one Document an item."""

from __future__ import annotations

from typing import Any

from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._citation import Entry, noted, record
from trialwright.read.formats._json_page import load_json
from trialwright.read.formats._record import inside, several, text
from trialwright.read.formats._text import decode, head, is_binary

NAME = "CSL JSON"
_MARKS = (b'"container-title"', b'"issued"', b'"abstract"', b'"doi"', b'"author"', b'"title"')


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if (
        is_binary(data)
        or not start.startswith((b"{", b"["))
        or b'"protocolsection"' in start
        or b'"isrctn"' in start
    ):
        return 0.0
    typed = b'"type"' in start and any(
        t in start
        for t in (b'"article', b'"webpage"', b'"chapter"', b'"report"', b'"book"', b'"posted-content"')
    )
    return 0.9 if typed and sum(m in start for m in _MARKS) >= 3 else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    content, warnings = decode(data)
    items = [i for i in several(load_json(content, name)) if isinstance(i, dict)]
    records = [_record.shaped(lambda i=i: record(_entry(i)), name, "CSL JSON") for i in items]
    return _record.documents(data, name, NAME, records, warnings)


def _entry(i: dict[str, Any]) -> Entry:
    dates = several(inside(i, "issued", "date-parts"))
    date = [str(x) for x in several(dates[0])] if dates else []
    return Entry(
        title=_first(i.get("title")), journal=_first(i.get("container-title")),
        date="-".join(p.zfill(2) for p in date) or text(inside(i, "issued", "raw")),
        authors=[" ".join(filter(None, (text(a.get("family")), text(a.get("given"))))) or text(a.get("literal")) for a in several(i.get("author")) if isinstance(a, dict)],
        doi=text(i.get("DOI")), pmid=text(i.get("PMID")), pmcid=text(i.get("PMCID")), abstract=_unmarked(text(i.get("abstract"))),
        keywords=[k.strip() for k in text(i.get("keyword")).split(",")],
        registered=[text(t.get("clinical-trial-number")).upper() for t in several(i.get("clinical-trial-number")) if isinstance(t, dict)] or noted(text(i.get("note"))),
    )  # fmt: skip


def _first(value: Any) -> str:
    found = several(value)
    return text(found[0]) if found else ""


def _unmarked(abstract: str) -> str:
    """Crossref keeps JATS mark-up in abstracts; superscripts stay raised, and a part's title is told from its text."""
    if "<" not in abstract:
        return abstract
    from lxml import etree
    from lxml import html as lxml_html

    from trialwright.read.formats._xml import words

    try:
        root = lxml_html.fragment_fromstring(abstract.replace("jats:", ""), create_parent="div")
    except (etree.LxmlError, ValueError):
        return abstract
    for title in root.iter("title"):
        if title.text and not len(title):
            title.text = f"{title.text.strip().rstrip(':').upper()}: "
    return words(root)
