"""Hardened lxml parsing: no entity is expanded, nothing is fetched, nothing grows without bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from lxml import etree

from trialwright.errors import DocumentError


def parse_xml(data: bytes, name: str) -> Any:
    """The root element. Raises DocumentError with the line where the XML breaks."""
    refuse_long_tags(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as bad:
        raise DocumentError(
            f"The XML cannot be read: {str(bad)[:200]}.",
            where=name,
            fix="Download the record again; it may be cut short.",
        ) from None


# libxml2 compares each attribute of a tag with all before it.
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{5000,}")
ATTRIBUTES = 1_000


def refuse_long_tags(data: bytes, name: str) -> None:
    """Raises DocumentError for a tag with more attributes than any page has. Linear in the data."""
    for tag in _LONG_TAG.finditer(data):
        if len(re.findall(rb"\s[\w:.-]{1,100}\s?=", tag.group())) > ATTRIBUTES:
            raise DocumentError(
                f"A tag has over {ATTRIBUTES:,} attributes.",
                where=f"{name}, byte {tag.start():,}",
                fix="Save the document again, or as text.",
            )


# Elements whose words are apart from those around them, with or without white space in the file.
_APART = frozenset(
    ("break", "br", "p", "title", "list-item", "td", "th", "tr", "caption", "label", "disp-formula")
)


def words(element: Any) -> str:
    """All text inside an element in reading order, white space collapsed; "" for None. Entities stay out."""
    if element is None:
        return ""
    if not len(element):
        return " ".join((element.text or "").split())
    out: list[str] = []
    # Words and marks inside a superscript may stand in elements of their own: <sup><xref>8</xref>,<xref>9</xref></sup>.
    for raised, pieces in groupby(_pieces(element), key=lambda piece: piece[1]):
        text = "".join(piece for piece, _ in pieces)
        out.append(superscript(text) if raised else text)
    return " ".join("".join(out).split())


def _pieces(element: Any) -> Iterator[tuple[str, bool]]:
    """(text, whether it is raised) in reading order. Without recursion, so that no depth exhausts the stack."""
    # itertext would raise on an unexpanded entity node, whose own text is "&name;".
    stack: list[tuple[Any, bool, bool]] = [(element, False, False)]
    while stack:
        node, raised, leaving = stack.pop()
        named = isinstance(node.tag, str)
        apart = named and node.tag in _APART
        if leaving:
            yield " " if apart else "", raised
            yield node.tail or "", raised
            continue
        if node is not element:
            stack.append((node, raised, True))
        if not named:
            continue
        if apart:
            yield " ", raised
        inner = raised or node.tag == "sup"
        yield node.text or "", inner
        stack.extend((child, inner, False) for child in reversed(node))


_SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_RAISED = re.compile(r"[\d+\-−–,;\s]+")


def superscript(text: str) -> str:
    """Digits and signs raised, so that a power of ten keeps its meaning and the number of a reference ("3.1", then "8,9" raised)
    joins no number; other text unchanged."""
    return text.translate(_SUPERSCRIPTS) if _RAISED.fullmatch(text) else text
