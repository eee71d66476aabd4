"""The parts of a line between full stops and semicolons: how they are joined, and whose an exception is."""

from __future__ import annotations

import re
from itertools import pairwise

from trialwright.model.criterion import All, Any, Tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import combine, either_way
from trialwright.read.criteria.pieces import Piece

_FORBIDS = re.compile(r"\b(?:not|no|never|nor|neither)\b[\w\s]*$", re.I)
SENTENCES = "how this goes together with the sentence before"


def split(pieces: list[Piece], at: tuple[str, ...]) -> list[list[Piece]]:
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.role in at:
            runs.append([])
        else:
            runs[-1].append(piece)
    return [r for r in runs if r]


def reaches_out(run: list[Piece], k: int, count: int, scribe: Scribe) -> bool:
    """Whether a part's exception may be one to the parts before it, or go on in the parts after it."""
    first = next((j for j, p in enumerate(run) if p.role in ("relax", "if", "except")), None)
    if first is None:
        return False
    own = any(p.role in ("leaf", "mention", "group") for p in run[:first])
    if run[first].role == "relax":
        # "Transfusion is not permitted" asks for something more.
        return k > 0 and not _FORBIDS.search(scribe.text[run[0].start : run[first].start])
    listed = (
        run[first].role == "except" and scribe.text[run[first].start : run[first].end].lower() != "unless"
    )
    return not own or (listed and k < count - 1)


def only_some(run: list[Piece]) -> bool:
    """ "If diabetic, HbA1c < 8 %" asks more of some patients; "if diabetic, ... is allowed" asks less."""
    first = next((p.role for p in run if p.role not in ("glue", "mute", "comma", "and")), "")
    return first == "if" and all(p.role != "relax" for p in run)


def joined(runs: list[tuple[list[Piece], Tree]], stops: bool, scribe: Scribe) -> Tree:
    """Parts joined as the words between them say, or else as their side does."""
    parts = [t for _, t in runs]
    if len(parts) < 2:
        return parts[0]
    said = _said_between([run for run, _ in runs])
    both, either = combine(All, parts, scribe), combine(Any, parts, scribe)
    words = parts[1].quote.start, parts[1].quote.end
    if len(said) > 1 or (said and stops):
        return either_way(both, either, words, SENTENCES, scribe)
    if "or" in said:
        return either
    if scribe.side == "inclusion":
        return both
    if not said and not stops:
        return either
    return either_way(both, either, words, SENTENCES, scribe)


def _said_between(runs: list[list[Piece]]) -> set[str]:
    """The and/or that ends a part or begins the next."""
    said = set()
    for before, after in pairwise(runs):
        first = next((p.role for p in after if p.role not in ("comma", "mute")), "")
        last = next((p.role for p in reversed(before) if p.role not in ("comma", "mute")), "")
        said |= {first, last} & {"and", "or"}
    return said
