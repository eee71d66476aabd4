"""JATS articles (PubMed Central, publishers): front matter, abstract, body with tables, references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import RETRACTED, Document
from trialwright.read.formats._table_grid import LINE, MARK, Grid, spanning, steps_in
from trialwright.read.formats._text import clean, document, head, is_binary
from trialwright.read.formats._withdrawn import is_retracted
from trialwright.read.layout import Writer

NAME = "JATS XML"
_ARTICLE = re.compile(rb"<(?:[a-z][\w-]{0,20}:)?article[\s>]")
_DEEPEST = 12  # sections in sections
_IDS = (("pmid", "PMID"), ("doi", "DOI"), ("pmc", "PMCID"), ("pmcid", "PMCID"))


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or not start.startswith(b"<"):
        return 0.0
    article = _ARTICLE.search(start) is not None or b"<pmc-articleset" in start
    marks = (
        b"jats",
        b"journal archiving and interchange",
        b"<front>",
        b"<article-meta",
        b"<journal-meta",
        b"<pmc-articleset",
    )
    return 0.95 if article and any(m in start for m in marks) and b"<html" not in start else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    from trialwright.read.formats._xml import parse_xml

    root = _plain(parse_xml(data, name))
    articles = [root] if root.tag == "article" else list(root.iter("article"))
    made = []
    for part, article in enumerate(articles):
        out = Writer()
        _front(out, article)
        for body in article.findall("body"):
            _section(out, body, 2, 0)
        _references(out, article)
        told = tuple(_withdrawn(article))
        made.append(document(data, name, NAME, clean(out.text), part, told).with_blocks(out.blocks()))
    if not made or not any(d.blocks for d in made):
        raise DocumentError("The file holds no article.", where=name, fix="Save the article's XML whole.")
    return tuple(made)


# Kinds of articles, and of articles that they point to, which their reader must know.
_NOTICES = {"retraction": "This is the notice that another article was retracted.", "correction": "This is the correction of another article."}  # fmt: skip
_LATER = {"retraction-forward": f"{RETRACTED[0]}.", "correction-forward": "A correction of this article was published, which may change its figures."}  # fmt: skip


def _withdrawn(article: Any) -> Iterator[str]:
    """A sentence for each retraction or correction that the article tells of itself."""
    from trialwright.read.formats._xml import words

    if notice := _NOTICES.get(article.get("article-type") or ""):
        yield notice
    title = words(article.find("front/article-meta/title-group/article-title"))
    kinds = {r.get("related-article-type") for r in article.iterfind("front/article-meta/related-article")}
    if is_retracted(title):
        kinds.add("retraction-forward")
    yield from (text for kind, text in _LATER.items() if kind in kinds)


def _plain(root: Any) -> Any:
    """The tree with the names of its root's own namespace ("j:article", xmlns="...") as JATS has them, without one."""
    own = f"{{{root.nsmap.get(root.prefix)}}}"
    if root.tag.startswith(own):
        for element in root.iter(f"{own}*"):
            element.tag = element.tag.removeprefix(own)
    return root


def _front(out: Writer, article: Any) -> None:
    from trialwright.read.formats._xml import words

    meta = article.find("front/article-meta")
    out.line(words(article.find("front/article-meta/title-group/article-title")), "title")
    out.field("Journal", words(article.find("front/journal-meta//journal-title")))
    if meta is None:
        return
    out.field("Published", _date(meta.find("pub-date")))
    out.field(
        "Authors", ", ".join(filter(None, (_author(c) for c in meta.iterfind("contrib-group/contrib"))))
    )
    ids = {i.get("pub-id-type"): words(i) for i in meta.findall("article-id")}
    for kind, label in _IDS:
        value = ids.get(kind, "")
        out.field(label, f"PMC{value}" if label == "PMCID" and value.isdigit() else value)
    for abstract in meta.findall("abstract"):
        if abstract.get("abstract-type") in (None, "", "abstract", "structured"):
            out.line("Abstract", "heading", 2)
            _section(out, abstract, 3, 0)
    out.field("Keywords", "; ".join(filter(None, (words(k) for k in meta.iterfind("kwd-group/kwd")))))


def _section(out: Writer, element: Any, level: int, depth: int) -> None:
    """Paragraphs, lists, tables and sections inside sections; figures' words stay out."""
    from trialwright.read.formats._xml import words

    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "title":
            out.line(words(child), "heading", level)
        elif tag == "p":
            _paragraph(out, child)
        elif tag == "list":
            for item in child.iter("list-item"):
                out.line(words(item), "item")
        elif tag in ("table-wrap", "table-wrap-group"):
            _tables(out, child)
        elif tag in ("sec", "boxed-text") and depth < _DEEPEST:
            _section(out, child, min(level + 1, 6), depth + 1)
        elif tag == "sec":
            out.line(words(child), "paragraph")


def _paragraph(out: Writer, p: Any) -> None:
    """A paragraph; a list or table set inside it stands after it, and not in its sentence."""
    from copy import deepcopy

    from trialwright.read.formats._xml import words

    inner = [
        e for e in p if isinstance(e.tag, str) and e.tag in ("list", "table-wrap", "fig", "disp-formula")
    ]
    if not inner:
        out.line(words(p), "paragraph")
        return
    bare = deepcopy(p)
    for e in [e for e in bare if isinstance(e.tag, str) and e.tag in ("list", "table-wrap", "fig")]:
        before = e.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + (e.tail or "")
        else:
            bare.text = (bare.text or "") + " " + (e.tail or "")
        bare.remove(e)
    out.line(words(bare), "paragraph")
    for e in inner:
        if e.tag == "list":
            for item in e.iter("list-item"):
                out.line(words(item), "item")
        elif e.tag == "table-wrap":
            _tables(out, e)


def _tables(out: Writer, wrap: Any) -> None:
    from trialwright.read.formats._xml import words

    out.line(" ".join(filter(None, (words(wrap.find("label")), words(wrap.find("caption"))))), "table")
    grid, inside = Grid(), None
    for row in wrap.iter("tr"):
        if (table := next(row.iterancestors("table"), None)) is not inside:
            grid, inside = Grid(), table
        told = [c for c in row if isinstance(c.tag, str) and c.tag in ("td", "th")]
        for cells in grid.lines([spanning(c, _unmarked(c)) for c in told]):
            if any(cells):
                alone = cells[0] and not any(cells[1:]) and len(told) == 1
                out.line(cells[0] if alone else " | ".join(cells), "table", steps_in(told[0]))
    for note in wrap.iter("table-wrap-foot"):
        out.line(words(note), "table")


def _unmarked(cell: Any) -> str:
    """The words of a cell without the raised marks of notes: "12" with an "a" is 12. Lines are parted by LINE."""
    from copy import deepcopy

    from trialwright.read.formats._xml import words

    if not any(_is_mark(e) for e in cell.iter("sup", "xref")) and next(cell.iter("break", "p"), None) is None:
        return words(cell)
    bare = deepcopy(cell)
    for e in [e for e in bare.iter("sup", "xref") if _is_mark(e)]:
        for inside in list(e):
            e.remove(inside)
        e.text = None
    for e in bare.iter("break", "p"):
        e.tail = LINE + (e.tail or "")
    lines = (" ".join(line.split()) for line in words(bare).split(LINE))
    return LINE.join(line for line in lines if line)


def _is_mark(element: Any) -> bool:
    if element.tag == "xref":
        return element.get("ref-type") in ("table-fn", "fn")
    return MARK.fullmatch("".join(element.itertext())) is not None


def _references(out: Writer, article: Any) -> None:
    from trialwright.read.formats._xml import words

    cited = [words(r) for r in article.iterfind("back/ref-list//ref")]
    if any(cited):
        out.line("References", "heading", 2)
    for one in cited:
        out.line(one, "reference")


def _date(element: Any) -> str:
    from trialwright.read.formats._xml import words

    if element is None:
        return ""
    parts = [words(element.find(p)) for p in ("year", "month", "day")]
    if parts[1].isdigit() and 1 <= int(parts[1]) <= 12:
        parts[1] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
            int(parts[1]) - 1
        ]
    return " ".join(filter(None, parts))


def _author(contrib: Any) -> str:
    from trialwright.read.formats._xml import words

    name = " ".join(
        filter(None, (words(contrib.find("name/surname")), words(contrib.find("name/given-names"))))
    )
    return name or words(contrib.find("collab"))
