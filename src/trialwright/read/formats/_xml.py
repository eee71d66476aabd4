"""Hardened lxml parsing: no entity is expanded, nothing is fetched, nothing grows without bound."""

from __future__ import annotations

import re
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


def words(element: Any) -> str:
    """All text inside an element, white space collapsed; "" for None. Entities stay out."""
    if element is None:
        return ""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> list[str]:
    # itertext would raise on an unexpanded entity node, whose own text is "&name;".
    pieces = [element.text or ""]
    for node in element.iterdescendants():
        if isinstance(node.tag, str):
            # A superscript that loses its mark turns 10⁹ into 109.
            pieces.append(superscript(node.text or "") if node.tag in ("sup",) else node.text or "")
        pieces.append(node.tail or "")
    return pieces


_SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def superscript(text: str) -> str:
    """Digits and signs raised, so that a power of ten keeps its meaning; other text unchanged."""
    bare = text.strip()
    return text.translate(_SUPERSCRIPTS) if bare and all(c in "0123456789+-−–" for c in bare) else text
