"""Documents and places in them."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from trialwright.model.base import Frozen

# What the warnings of a document begin with whose figures its journal has taken back, all or some.
RETRACTED = ("This article was retracted", "Parts of this article were retracted")
CONTEXT_CHARS = 32  # the length of prefix and suffix most annotation tools use


class Quote(Frozen):
    """A place in a document (W3C Web Annotation: TextQuoteSelector and TextPositionSelector in one).

    document : the Document's key. exact : the words themselves. prefix, suffix : up to
    32 characters either side. start, end : offsets into Document.text, end exclusive.
    """

    document: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @property
    def anchor(self) -> str:
        """The name of this place in the report."""
        return f"q-{self.document}-{self.start}-{self.end}"


BlockRole = Literal[
    "title", "heading", "paragraph", "item", "metadata", "navigation", "reference", "boilerplate", "table"
]


class Block(Frozen):
    """A run of Document.text with one role. section : the nearest heading above it, "" if none.

    Only title, heading, paragraph, item, table and metadata speak for the document itself:
    a reference's DOI is not the document's, and a cookie notice says nothing about a trial.
    """

    start: int
    end: int
    role: BlockRole
    section: str = ""
    level: int = 0  # nesting depth of an item; 0 is the outermost


class Document(Frozen):
    """Bytes read once. sha256 : of the bytes. part : which record of a file that holds several.

    name : file name, no folder. format : the format's name. text : what quotes point into; for a
    text page the decoded bytes unchanged. blocks : in order, not overlapping; whitespace between
    them belongs to none.
    """

    sha256: str
    part: int = 0
    name: str
    format: str
    text: str
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Short name, used in quotes and anchors."""
        return self.sha256[:12] + (f".{self.part}" if self.part else "")

    def quote(self, start: int, end: int) -> Quote:
        """The Quote of text[start:end]. Raises ValueError for an empty or outside range."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text at {start}-{end} in a document of {len(self.text)} characters")
        return Quote(
            document=self.key,
            exact=self.text[start:end],
            prefix=self.text[max(0, start - CONTEXT_CHARS) : start],
            suffix=self.text[end : end + CONTEXT_CHARS],
            start=start,
            end=end,
        )

    @property
    def retracted(self) -> bool:
        """Whether a warning says that the article, or a part of it, was retracted."""
        return any(w.startswith(RETRACTED) for w in self.warnings)

    def own_blocks(self) -> tuple[Block, ...]:
        """The blocks that speak for the document itself."""
        return tuple(b for b in self.blocks if b.role not in ("navigation", "reference", "boilerplate"))

    def own_spans(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each of these; of the whole text where there is none."""
        return tuple((b.start, b.end) for b in self.own_blocks()) or ((0, len(self.text)),)

    def with_blocks(self, blocks: tuple[Block, ...]) -> Self:
        return self.model_copy(update={"blocks": blocks})
