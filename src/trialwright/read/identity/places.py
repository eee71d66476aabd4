"""The document's own lines with their places, and the Stated made from a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trialwright.model.base import Because
from trialwright.model.document import Block, Document
from trialwright.model.trial import Stated
from trialwright.read.layout.shapes import LABELLED
from trialwright.read.patterns import Text, noted


class Place(NamedTuple):
    """A block's words with where they start. label, value : of a "Label: value" line, else ""."""

    block: Block
    words: Text
    start: int
    label: str = ""
    value: str = ""
    value_start: int = 0


def own(document: Document, *roles: str) -> Iterator[Place]:
    """The document's own blocks of these roles (all of its own when none is named), in order."""
    return (p for p in _places(document) if not roles or p.block.role in roles)


_LAST: list[tuple[Document, tuple[Place, ...]]] = []  # of the document that was asked about last


def _places(document: Document) -> tuple[Place, ...]:
    """Every reader of an identity asks for the same places."""
    last = _LAST[0] if _LAST else None
    if last is None or last[0] is not document:
        last = (document, tuple(_place(document, block) for block in document.own_blocks()))
        _LAST[:] = [last]
    return last[1]


def _place(document: Document, block: Block) -> Place:
    words = noted(document.text[block.start : block.end])
    match = LABELLED.fullmatch(words) if block.role == "metadata" and len(words) <= 4000 else None
    if match is None:
        return Place(block, words, block.start)
    return Place(
        block, words, block.start, match["label"].strip(), match["value"], block.start + match.start("value")
    )


def span_of(place: Place) -> tuple[int, int]:
    """Where the value of a labelled line stands, or the whole of an unlabelled one."""
    return (place.value_start if place.label else place.start, place.block.end)


def stated(
    document: Document,
    field: str,
    value: str | int | float,
    span: tuple[int, int],
    rule: str,
    *,
    label: str = "",
    unit: str = "",
    formula: str = "",
    alternatives: tuple[str, ...] = (),
) -> Stated:
    """A Stated quoted at span (start, end) of the document's text. rule : its name within read.identity."""
    return Stated(
        field=field,
        value=str(value) if isinstance(value, str) else value,  # a plain string, not a Text
        unit=unit,
        label=str(label),
        alternatives=alternatives,
        quote=document.quote(*span),
        because=Because(rule=f"read.identity.{rule}", formula=formula),
    )
