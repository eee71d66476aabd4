"""Text written line by line by a format that knows what each line is."""

from __future__ import annotations

import re

from trialwright.model.document import Block
from trialwright.read.layout.chunks import Hint
from trialwright.read.layout.segment import blocks

_SPACE = re.compile(r"\s+")


class Writer:
    """Collects lines and their roles; `text` and `blocks()` are what a Document needs.

    A heading, title or paragraph is set off by an empty line, as on a page.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._hints: dict[int, Hint] = {}
        self._role = ""

    def line(self, words: str, role: str, level: int = 0) -> None:
        """One line of words, white space collapsed; nothing is written for empty words."""
        words = _SPACE.sub(" ", words).strip()
        if not words:
            return
        if self._parts and not (
            role == self._role and role in ("item", "metadata", "table", "reference", "navigation")
        ):
            self._put("\n")
        bullet = "• " if role == "item" else ""
        lead = "  " * level + bullet if role in ("item", "table") else ""
        self._hints[self._length + len(lead) - len(bullet)] = Hint(role, level)
        self._put(lead + words + "\n")
        self._role = role

    def field(self, label: str, value: object) -> None:
        """A metadata line "Label: value"; nothing for a value that is None or empty."""
        words = _SPACE.sub(" ", str(value)).strip() if value is not None else ""
        if words:
            self.line(f"{label}: {words}", "metadata")

    def prose(self, text: str) -> None:
        """Text whose own lines, lists and headings are to be found, as on a saved page."""
        if text.strip():
            self._put(("\n" if self._parts else "") + text.strip("\n") + "\n")
            self._role = ""

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def blocks(self) -> tuple[Block, ...]:
        return blocks(self.text, self._hints)
