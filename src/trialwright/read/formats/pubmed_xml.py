"""PubMed efetch XML: one Document an article or book record, rendered as a page a person recognises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import RETRACTED, Document
from trialwright.read.formats._text import clean, document, head
from trialwright.read.layout import Writer

NAME = "PubMed XML"
_REGISTERS = {
    "ClinicalTrials.gov": "ClinicalTrials.gov identifier",
    "ISRCTN": "ISRCTN number",
    "EudraCT": "EudraCT number",
}


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if not start.startswith(b"<"):
        return 0.0
    return 0.95 if b"<pubmed" in start or b"<medlinecitation" in start else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    from trialwright.read.formats._xml import parse_xml

    root = parse_xml(data, name)
    records = [root] if root.tag in ("PubmedArticle", "PubmedBookArticle", "MedlineCitation") else list(
        root.iter("PubmedArticle", "PubmedBookArticle")
    )  # fmt: skip
    made = [_document(data, name, record, part) for part, record in enumerate(records)]
    if not made or not any(d.blocks for d in made):
        raise DocumentError(
            "The file holds no article.", where=name, fix="Save the efetch answer with retmode=xml."
        )
    return tuple(made)


def _document(data: bytes, name: str, record: Any, part: int) -> Document:
    out = Writer()
    _front(out, record)
    _abstract(out, record)
    _subjects(out, record)
    _references(out, record)
    blank = document(data, name, NAME, clean(out.text), part, tuple(_withdrawn(record)))
    return blank.with_blocks(out.blocks())


def _front(out: Writer, record: Any) -> None:
    from trialwright.read.formats._xml import words

    article = _first(record, ".//Article", ".//BookDocument")
    out.line(
        words(_first(record, ".//Article/ArticleTitle", ".//BookDocument/ArticleTitle", ".//Book/BookTitle")),
        "title",
    )
    if article is not None:
        out.field("Journal", words(_first(article, "Journal/Title", "Journal/ISOAbbreviation")))
        out.field(
            "Published", _date(_first(article, "ArticleDate", "Journal/JournalIssue/PubDate", "Book/PubDate"))
        )
        out.field("Authors", ", ".join(_author(a) for a in article.iterfind("AuthorList/Author")))
    # Only these places hold the article's own identifiers: a reference list carries others'.
    own = [
        i
        for place in ("PubmedData", "BookDocument", "PubmedBookData")
        for i in record.findall(f"{place}/ArticleIdList/ArticleId")
    ]
    ids = {i.get("IdType"): words(i) for i in own}
    pmid = _first(record, "MedlineCitation/PMID", "BookDocument/PMID", "PMID")
    doi = record.find(".//Article/ELocationID[@EIdType='doi']")
    out.field("PMID", words(pmid) or ids.get("pubmed"))
    out.field("DOI", ids.get("doi") or words(doi))
    out.field("PMCID", ids.get("pmc"))
    for bank in record.iterfind(".//Article/DataBankList/DataBank"):
        label = words(bank.find("DataBankName"))
        for number in bank.iterfind("AccessionNumberList/AccessionNumber"):
            out.field(_REGISTERS.get(label, label or "Accession number"), words(number))


def _abstract(out: Writer, record: Any) -> None:
    from trialwright.read.formats._xml import words

    parts = record.findall(".//Article/Abstract/AbstractText") + record.findall(
        ".//BookDocument/Abstract/AbstractText"
    )
    if parts:
        out.line("Abstract", "heading", 2)
    for part in parts:
        label = (part.get("Label") or "").strip()
        if label and label.upper() != "UNLABELLED":
            out.line(label.capitalize() if label.isupper() else label, "heading", 3)
        elif part is not parts[0] and not label and parts[0].get("Label"):
            out.line(
                "Abstract", "heading", 3
            )  # not under the label of the part before, which may be the background
        out.line(words(part), "paragraph")


def _subjects(out: Writer, record: Any) -> None:
    from trialwright.read.formats._xml import words

    keywords = [words(k) for k in record.iterfind(".//KeywordList/Keyword")]
    out.field("Keywords", "; ".join(k for k in keywords if k))
    terms = [words(t) for t in record.iterfind(".//MeshHeadingList/MeshHeading/DescriptorName")]
    out.field("MeSH terms", "; ".join(t for t in terms if t))
    kinds = [words(k) for k in record.iterfind(".//PublicationTypeList/PublicationType")]
    out.field("Publication types", "; ".join(k for k in kinds if k))


def _references(out: Writer, record: Any) -> None:
    from trialwright.read.formats._xml import words

    cited = [_cited(r) for r in record.iterfind(".//ReferenceList//Reference")]
    for other in record.iterfind(".//CommentsCorrectionsList/CommentsCorrections"):
        kind = _in_words(other.get("RefType") or "")
        cited.append(" ".join(filter(None, (kind, words(other.find("RefSource")), _pmid(other)))))
    if any(cited):
        out.line("References", "heading", 2)
    for words_of in cited:
        out.line(words_of, "reference")


def _cited(reference: Any) -> str:
    """A reference with its own numbers apart: run together they would look like others."""
    from trialwright.read.formats._xml import words

    numbers = [f"{i.get('IdType')}: {words(i)}" for i in reference.iterfind("ArticleIdList/ArticleId")]
    return " ".join(filter(None, (words(reference.find("Citation")), *numbers)))


# What PubMed says of an article that its reader must know; the notice itself is the other article.
_WITHDRAWN = {
    "RetractionIn": RETRACTED[0],
    "PartialRetractionIn": RETRACTED[1],
    "ExpressionOfConcernIn": "An expression of concern was published on this article",
    "ErratumIn": "An erratum was published to this article, which may change its figures",
    "CorrectedandRepublishedIn": "This article was corrected and published again",
    "RetractedandRepublishedIn": f"{RETRACTED[0]} and published again",
    "RetractionOf": "This is the notice that another article was retracted",
}


def _withdrawn(record: Any) -> Iterator[str]:
    """A sentence for each retraction, concern or correction that the record tells."""
    from trialwright.read.formats._xml import words

    told = [
        (text, other)
        for kind, text in _WITHDRAWN.items()
        for other in record.iterfind(f".//CommentsCorrectionsList/CommentsCorrections[@RefType='{kind}']")
    ]
    for text, other in told:
        source = ", ".join(filter(None, (words(other.find("RefSource")), _pmid(other))))
        yield f"{text} ({source})." if source else f"{text}."
    kinds = [words(k) for k in record.iterfind(".//PublicationTypeList/PublicationType")]
    if "Retracted Publication" in kinds and not any("retracted" in text for text, _ in told):
        yield f"{RETRACTED[0]}."


def _in_words(kind: str) -> str:
    """ "RetractionIn" as "Retraction in:"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize() + ":" if kind else ""


def _pmid(element: Any) -> str:
    from trialwright.read.formats._xml import words

    number = words(element.find("PMID"))
    return f"PMID: {number}" if number else ""


def _first(element: Any, *paths: str) -> Any:
    found = (element.find(path) for path in paths)
    return next((e for e in found if e is not None), None)


def _date(element: Any) -> str:
    """Year Month Day as printed on PubMed, e.g. "2023 Jan 26"."""
    from trialwright.read.formats._xml import words

    if element is None:
        return ""
    parts = [words(element.find(part)) for part in ("Year", "Month", "Day")]
    if parts[1].isdigit() and 1 <= int(parts[1]) <= 12:
        names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        parts[1] = names[int(parts[1]) - 1]
    return " ".join(filter(None, parts)) or words(element.find("MedlineDate"))


def _author(element: Any) -> str:
    from trialwright.read.formats._xml import words

    name = " ".join(filter(None, (words(element.find("LastName")), words(element.find("Initials")))))
    return name or words(element.find("CollectiveName"))
