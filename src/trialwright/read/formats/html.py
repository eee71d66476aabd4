"""HTML pages: the words a reader sees, one line a block, with what the mark-up says about each."""

from __future__ import annotations

import re
from typing import Any

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats._text import clean, decode, document, head, is_binary
from trialwright.read.layout import Writer

NAME = "HTML"
_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|meta|title|div|span|p|h[1-6]|ul|ol|li|table|article|section|main|a|br)\b[^>]{0,500}>"
)


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or b"<" not in start or start.startswith((b"%pdf", b"{")):
        return 0.0
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:1000]:
        return 0.95 if b"<pubmed" not in start else 0.5
    tags = len(_TAG.findall(start))
    return 0.8 if tags >= 3 and start.startswith(b"<") and b"<?xml" not in start[:10] else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    from lxml import etree
    from lxml import html as lxml_html

    from trialwright.read.formats._html_walk import write
    from trialwright.read.formats._xml import refuse_long_tags

    text, warnings = decode(data)
    refuse_long_tags(data, name)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    out = Writer()
    try:
        root: Any = lxml_html.document_fromstring(clean(text).encode("utf-8"), parser=parser)
        # The parser leaves out what is nested too deeply, and says so only in its log.
        if any("depth" in error.message.lower() for error in parser.error_log):
            raise DocumentError(
                "The page's mark-up is nested too deeply to be read whole.",
                where=name,
                fix="Save the page as text.",
            )
        write(root, out)
    except (etree.LxmlError, ValueError) as bad:
        raise DocumentError(
            f"The HTML cannot be read: {str(bad)[:200]}.",
            where=name,
            fix="Save the page again, or save it as text.",
        ) from None
    found = out.blocks()
    if not found:
        raise DocumentError(
            "The page has no words in it.", where=name, fix="Save it after it has loaded, or as text."
        )
    return (document(data, name, NAME, clean(out.text), warnings=warnings).with_blocks(found),)
