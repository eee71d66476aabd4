"""Eligibility text ↔ Criterion trees.

lists: a section → items. tokens → marks (lexicon, measures, windows, phrases) → link (names, occasions, objections):
numbers find their concepts → pieces → phrase, brackets, heads, sentence, parts, line, groups: trees → rules: Criteria.
account, cover: what became of each word. wording: a tree said back. corrections: what a person said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trialwright.model.concept import Concepts
    from trialwright.model.criterion import Correction, Criterion
    from trialwright.model.document import Document
    from trialwright.read.criteria.corrections import Corrected


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


def corrections_in(data: bytes, name: str) -> tuple[Correction, ...]:
    """The corrections in a YAML file. Raises CriterionError with line and fix."""
    from trialwright.read.criteria.corrections import load as run

    return run(data, name)


def corrected(criteria: Sequence[Criterion], told: Sequence[Correction], concepts: Concepts) -> Corrected:
    """The criteria with what people corrected or confirmed, who said so, and corrections that fit nothing."""
    from trialwright.read.criteria.corrections import apply as run

    return run(criteria, told, concepts)
