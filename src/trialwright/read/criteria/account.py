"""Which words of a rule its tree accounts for. The parser uses it to make sure, and tests use it to prove, that
no word is dropped."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from trialwright.model.criterion import All, Any, AtLeast, Comparison, Has, NeedsPerson, Not, Tree
from trialwright.read.criteria.marks import structural_words
from trialwright.read.criteria.tokens import tokenise

# The "b" of "A; b) B": an item's label on one line.
_LABEL = re.compile(r"(?:[;:,]\s*|\n\s*)(?:(?:and/or|and|or)\s+)?\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s", re.I)

Part = tuple[int, int, str]


def parts(tree: Tree) -> Iterator[Part]:
    """(start, end, kind) of every leaf, heading and window of a tree; parts may repeat and overlap."""
    if isinstance(tree, NeedsPerson):
        yield tree.quote.start, tree.quote.end, tree.why
    elif isinstance(tree, Comparison | Has):
        yield tree.quote.start, tree.quote.end, "parsed"
        if tree.window and tree.window.quote:
            yield tree.window.quote.start, tree.window.quote.end, "parsed"
    elif isinstance(tree, Not):
        yield from parts(tree.of)
    elif isinstance(tree, All | Any | AtLeast):
        if tree.heading:
            yield tree.heading.start, tree.heading.end, "parsed"
        for branch in tree.of:
            yield from parts(branch)


def unaccounted(tree: Tree, text: str, start: int, end: int, first: int = 0) -> list[tuple[int, int]]:
    """Runs of words in text[start:end] that are in no part of the tree and are not words of the grammar.

    first : where text begins in the document that the tree quotes; start, end and the runs are offsets into text.
    """
    covered = _merged(sorted((a - first, b - first) for a, b, _ in parts(tree)))
    starts = [a for a, _ in covered]
    numbered = {m.start(1) for m in _LABEL.finditer(text, start, end)}
    runs: list[tuple[int, int]] = []
    joins = False
    for token in tokenise(text, start, end):
        at = bisect_right(starts, token.start) - 1
        inside = at >= 0 and token.end <= covered[at][1]
        if (
            inside
            or token.start in numbered
            or (token.kind == "word" and token.low in _structural())
            or token.kind in ("punct",)
        ):
            joins = joins and not inside
        elif joins:
            runs[-1] = runs[-1][0], token.end
        else:
            runs.append((token.start, token.end))
            joins = True
    return runs


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of spans sorted by their start, those that no earlier one reaches beyond: both ends then rise."""
    out: list[tuple[int, int]] = []
    for a, b in spans:
        if out and out[-1][0] == a:
            out[-1] = a, max(b, out[-1][1])
        elif not out or b > out[-1][1]:
            out.append((a, b))
    return out


@lru_cache(maxsize=1)
def _structural() -> frozenset[str]:
    return structural_words()
