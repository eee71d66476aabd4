"""Documents as the report prints them: the whole text, with every quoted place marked.

Quotes overlap and nest, so the text is cut wherever a quote starts or ends. Each piece inside a quote
is a mark; the piece where a quote starts carries its anchor; several anchors may start at one place and
are then nested marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.base import Frozen
from trialwright.model.document import Document, Quote


class Piece(NamedTuple):
    """A run of a document's text. anchors : of quotes that start here. inside : of all that cover it."""

    text: str
    anchors: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


class Place(NamedTuple):
    """A quote as a card shows it: a few words either side, and where to find it."""

    anchor: str
    exact: str
    prefix: str
    suffix: str
    document: str


class Library:
    """The documents of one report, each once, with the quotes that the report points at."""

    def __init__(self, documents: Iterable[Document], quotes: Iterable[Quote]) -> None:
        self.documents = {d.key: d for d in documents}
        self._quotes: dict[str, dict[str, Quote]] = {key: {} for key in self.documents}
        for quote in quotes:
            if self._stands(quote):
                self._quotes[quote.document][quote.anchor] = quote

    def _stands(self, quote: Quote) -> bool:
        document = self.documents.get(quote.document)
        return document is not None and 0 <= quote.start < quote.end <= len(document.text)

    def place(self, quote: Quote) -> Place | None:
        """Where a quote is found here; None when its document or its words are not."""
        document = self.documents.get(quote.document)
        if document is None or quote.anchor not in self._quotes[quote.document]:
            return None
        text = document.text
        before = text[max(0, quote.start - 90) : quote.start].split("\n")[-1]
        after = text[quote.end : quote.end + 90].split("\n")[0]
        return Place(quote.anchor, text[quote.start : quote.end], before, after, document.name)

    def pieces(self, key: str) -> list[Piece]:
        return cut(self.documents[key].text, tuple(self._quotes[key].values()))


def cut(text: str, quotes: Sequence[Quote]) -> list[Piece]:
    """The text in order, cut at every start and end of a quote; the pieces joined are the text."""
    ordered = sorted(quotes, key=lambda q: (q.start, -q.end, q.anchor))
    bounds = sorted({0, len(text), *(q.start for q in ordered), *(q.end for q in ordered)})
    pieces: list[Piece] = []
    open_: list[Quote] = []
    waiting = iter(ordered)
    upcoming = next(waiting, None)
    for start, end in pairwise(bounds):
        open_ = [q for q in open_ if q.end > start]
        starting: list[str] = []
        while upcoming is not None and upcoming.start == start:
            open_.append(upcoming)
            starting.append(upcoming.anchor)
            upcoming = next(waiting, None)
        pieces.append(Piece(text[start:end], tuple(starting), tuple(q.anchor for q in open_)))
    return pieces


def quotes_in(thing: object) -> Iterable[Quote]:
    """Every Quote inside a model object, list, tuple or dict."""
    if isinstance(thing, Quote):
        yield thing
    elif isinstance(thing, Frozen) and not isinstance(thing, Document):
        for name in type(thing).model_fields:
            yield from quotes_in(getattr(thing, name))
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from quotes_in(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from quotes_in(value)
