"""A Document from plain words: a paragraph per blank line, so that no format is needed to test the grammar."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest

from trialwright.model.document import Block, Document

Page = Callable[..., Document]


@pytest.fixture(scope="session")
def page() -> Page:
    def make(text: str, *, section: str = "", role: str = "paragraph") -> Document:
        blocks = tuple(
            Block(start=m.start(), end=m.end(), role=role, section=section)  # type: ignore[arg-type]
            for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
        )
        sha = hashlib.sha256(text.encode()).hexdigest()
        return Document(sha256=sha, name="note.txt", format="saved page", text=text, blocks=blocks)

    return make
