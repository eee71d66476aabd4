"""Which lines are the document's title. A saved page often prints it twice."""

from __future__ import annotations

from trialwright.read.layout import shapes, vocabulary
from trialwright.read.layout.chunks import CAPTION, Chunk

LONG = 200


def titles(text: str, found: list[Chunk]) -> set[int]:
    """Start offsets of the chunks that are the title; empty where none looks like one.

    In order: what mark-up calls the title; above the first long paragraph or heading of content, a line
    that is printed twice; there, the first line with a title's shape.
    """
    marked = [
        c for c in found if c.hint and c.hint.role == "title" and not vocabulary.is_control(c.words(text))
    ]
    if marked:
        first = marked[0].words(text).casefold()
        return {c.start for c in marked if c.words(text).casefold() == first}
    opening = {c.start for c in _opening(text, found)}
    candidates = [c for c in found if _could_be(text, c)]
    places: dict[str, list[int]] = {}
    for chunk in candidates:
        places.setdefault(chunk.words(text).casefold(), []).append(chunk.start)
    # Further down, what is printed twice is a row or a note of a table.
    repeated = next((p for p in places.values() if len(p) > 1 and p[0] in opening), None)
    if repeated:
        return set(repeated)
    return next(({c.start} for c in candidates if c.start in opening), set())


def _could_be(text: str, chunk: Chunk) -> bool:
    if chunk.hint is not None and chunk.hint.role not in ("title", "heading", "paragraph", "free"):
        return False
    listed = chunk.is_item or (chunk.lines[0].marked and (chunk.hint is None or chunk.hint.role != "title"))
    if chunk.end - chunk.start > 400 or listed:
        return False
    words = " ".join(chunk.words(text).split())
    caption = CAPTION.match(words) is not None  # of a table, not of the document
    noise = caption or vocabulary.is_control(words) or vocabulary.is_notice(words)
    return shapes.is_title(words) and not noise and not vocabulary.is_boilerplate_heading(words)


def _opening(text: str, found: list[Chunk]) -> list[Chunk]:
    """The chunks above the first one that a title does not follow: prose, or a heading of content."""
    for i, chunk in enumerate(found):
        words = chunk.words(text)
        prose = len(words) >= LONG and not _could_be(text, chunk) and not vocabulary.is_notice(words)
        if prose or vocabulary.is_content_heading(words) or _opens_content(words):
            return found[:i]
    return found


def _opens_content(words: str) -> bool:
    """Whether a line begins with a heading of content that is marked as one ("# Abstract ## Background Few trials ...")."""
    first = words.lstrip("# ").split(maxsplit=1) if words.startswith("#") else []
    return bool(first) and vocabulary.is_content_heading(first[0].rstrip(":"))
