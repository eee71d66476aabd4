"""Eligibility text ↔ Criterion trees.

lists: a section → items. tokens → marks (lexicon, measures, windows, phrases) → link: numbers find their concepts
→ pieces → phrase, brackets, sentence, line, groups: trees → rules: Criteria. account, cover: what became of each
word. wording: a tree said back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from trialwright.model.concept import Concepts
    from trialwright.model.criterion import Criterion
    from trialwright.model.document import Document


def parse(
    document: Document, start: int, end: int, side: Literal["inclusion", "exclusion"], concepts: Concepts
) -> tuple[Criterion, ...]:
    """Criterion trees for document.text[start:end], an eligibility list of one side, quoted in place."""
    from trialwright.read.criteria.rules import parse as run

    return run(document, start, end, side, concepts)


def in_words(criterion: Criterion) -> str:
    """The tree said back in plain words."""
    from trialwright.read.criteria.wording import in_words as run

    return run(criterion)


def coverage(criterion: Criterion) -> list[tuple[int, int, str]]:
    """(start, end, "parsed" | "not computable" | "not understood"): disjoint, covering every non-space character."""
    from trialwright.read.criteria.cover import coverage as run

    return run(criterion)
