"""Which lines are the document's title. A saved page often prints it twice."""

from __future__ import annotations

from trialwright.read.layout import shapes, vocabulary
from trialwright.read.layout.chunks import Chunk

LONG = 200


def titles(text: str, found: list[Chunk]) -> set[int]:
    """Start offsets of the chunks that are the title; empty where none looks like one.

    In order: what mark-up calls the title; a line printed twice; the first line with a title's
    shape above the first long paragraph or heading.
    """
    marked = [
        c for c in found if c.hint and c.hint.role == "title" and not vocabulary.is_control(c.words(text))
    ]
    if marked:
        first = marked[0].words(text).casefold()
        return {c.start for c in marked if c.words(text).casefold() == first}
    candidates = [c for c in found if _could_be(text, c)]
    places: dict[str, list[int]] = {}
    for chunk in candidates:
        places.setdefault(chunk.words(text).casefold(), []).append(chunk.start)
    repeated = next((starts for starts in places.values() if len(starts) > 1), None)
    if repeated:
        return set(repeated)
    opening = {c.start for c in _opening(text, found)}
    return next(({c.start} for c in candidates if c.start in opening), set())


def _could_be(text: str, chunk: Chunk) -> bool:
    if chunk.hint is not None and chunk.hint.role not in ("title", "heading", "paragraph", "free"):
        return False
    if chunk.end - chunk.start > 400 or chunk.is_item:
        return False
    words = " ".join(chunk.words(text).split())
    noise = vocabulary.is_control(words) or vocabulary.is_notice(words)
    return shapes.is_title(words) and not noise and not vocabulary.is_boilerplate_heading(words)


def _opening(text: str, found: list[Chunk]) -> list[Chunk]:
    """The chunks above the first one that a title does not follow."""
    for i, chunk in enumerate(found):
        words = chunk.words(text)
        if (chunk.end - chunk.start >= LONG and not _could_be(text, chunk)) or vocabulary.is_content_heading(
            words
        ):
            return found[:i]
    return found
