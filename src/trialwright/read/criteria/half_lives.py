"""A washout that is the shorter or the longer of two: "within 4 weeks or 5 half-lives, whichever is shorter".

How long a half-life is no record says, so that half is for a person; which of the two counts decides what the other half
alone settles. Within the shorter of both is within both; within the longer of both is within either.
"""

from __future__ import annotations

import re

from trialwright.model.criterion import All, Any, Has, Not, Tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import combine, leaves
from trialwright.read.criteria.numbers import NUMBER
from trialwright.read.criteria.pieces import Piece
from trialwright.read.criteria.windows import index_at

NOTE = "how long a half-life is"
_HALF_LIVES = re.compile(
    rf"[,;(]?\s*(?:and/or|or)\s+(?:within\s+|for\s+)?(?:at\s+least\s+)?{NUMBER}(?:\s*\(\s*\d+\s*\))?\s*(?:x\s*)?(?:\w+\s+){{0,2}}half[\s-]*li(?:fe|ves)\b",
    re.I,
)
_BEFORE = re.compile(r"\s*,?\s*(?:before|prior\s+to|preceding|of)\s+(?:the\s+)?", re.I)
_OF_WHAT = re.compile(
    r"\s+of\s+(?:the\s+|that\s+|each\s+)?(?:\w+\s+){0,2}(?:drug|agent|medication|compound|product)s?\b", re.I
)
_WHICHEVER = re.compile(
    r"\s*[,;(]?\s*(?:whichever|whatever)\s+(?:of\s+(?:these|the\s+two)\s+)?(?:is|was|comes?|occurs?|period\s+is)\s+(?:the\s+)?"
    r"(?P<which>shorter|shortest|less|lesser|smaller|longer|longest|greater|more)(?:\s+(?:of\s+the\s+two|period|time))?\b",
    re.I,
)
_SHORTER = frozenset({"shorter", "shortest", "less", "lesser", "smaller"})
_CLOSE = re.compile(r"\s*[)\]]+")


def half_lives(pieces: list[Piece], scribe: Scribe) -> tuple[list[Piece], tuple[int, int], bool] | None:
    """The pieces without the second half of a washout, where that half stands, and whether the shorter of the two counts;
    None where the words hold no such washout."""
    for k, piece in enumerate(pieces):
        if k == 0 or piece.role not in ("or", "comma", "semi", "group", "open"):
            continue
        if not any(p.role == "time" for p in pieces[max(0, k - 2) : k]):
            continue
        if (found := _at(piece.start, pieces[-1].end, scribe)) is None:
            continue
        stop, shorter = found
        if any(p.start < stop < p.end for p in pieces):
            return None
        rest = [p for p in pieces if p.end <= piece.start or p.start >= stop]
        return rest, (piece.start, stop), shorter
    return None


def _at(start: int, end: int, scribe: Scribe) -> tuple[int, bool] | None:
    text = scribe.text
    if (m := _HALF_LIVES.match(text, start, end)) is None:
        return None
    stop = m.end()
    if of_what := _OF_WHAT.match(text, stop, end):
        stop = of_what.end()
    stop = _counted_from(text, stop, end)
    if (which := _WHICHEVER.match(text, stop, end)) is None:
        return None
    stop = which.end()
    if text.count("(", start, stop) > text.count(")", start, stop) and (
        close := _CLOSE.match(text, stop, end)
    ):
        stop = close.end()
    stop = _counted_from(text, stop, end)
    return stop, which["which"].lower() in _SHORTER


def _counted_from(text: str, at: int, end: int) -> int:
    """The end of "prior to the first dose"; `at` where nothing of the kind follows."""
    m = _BEFORE.match(text, at, end)
    if m is None:
        return at
    stop = next((k for k in range(m.end(), end) if text[k] in ",;()[]"), end)
    return index_at(text, m.end(), stop) or at


def washed_out(base: Tree, span: tuple[int, int], shorter: bool, scribe: Scribe) -> Tree:
    """The tree of the first half with the second half beside it."""
    person = scribe.person(*span, NOTE)
    if person is None:
        return base
    if isinstance(base, Not):
        of = washed_out(base.of, span, shorter, scribe)
        end = max(base.quote.end, span[1])
        return base.model_copy(update={"of": of, "quote": scribe.quote(base.quote.start, end)})
    # "More than 4 weeks or 5 half-lives ago": longer ago than the shorter is longer ago than either.
    inside = shorter != _long_ago(base)
    return combine(All if inside else Any, [base, person], scribe)


def _long_ago(tree: Tree) -> bool:
    windows = [leaf.window for leaf in leaves(tree) if isinstance(leaf, Has)]
    return any(w is not None and w.end_hours is not None and w.end_hours < 0 for w in windows)
