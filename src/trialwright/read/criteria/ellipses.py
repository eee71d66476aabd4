"""A name of which half is said once for two: "hepatitis B or C", "breast or lung cancer", "type 1 or type 2 diabetes".

A word is completed only where the whole is a name of the dictionary, by words of the name beside it.
"""

from __future__ import annotations

from trialwright.model.concept import Concept
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.pieces import Piece

_JOINTS = frozenset({"and", "or", "comma", "slash"})
_KINDS = frozenset({"condition", "drug", "procedure"})
_MOST = 3  # words of the half that is said


def completed(pieces: list[Piece], scribe: Scribe) -> list[Piece]:
    """The pieces with each such half as the mention of what it means."""
    if not any(p.role in _JOINTS for p in pieces):
        return pieces
    return _second_halves(_first_halves(pieces, scribe), scribe)


def _first_halves(pieces: list[Piece], scribe: Scribe) -> list[Piece]:
    """ "Breast, ovarian or lung cancer": from the right, so that each takes the words of the full name."""
    out = list(pieces)
    full: Piece | None = None
    for k in range(len(pieces) - 1, -1, -1):
        piece = out[k]
        if _is_name(piece):
            full = piece
        elif piece.role == "word" and full is not None and k + 1 < len(out) and out[k + 1].role in _JOINTS:
            first = k
            while first > 0 and k - first < _MOST - 1 and out[first - 1].role == "word":
                first -= 1
            ends = _words(full, scribe)
            said = scribe.text[out[first].start : piece.end]
            found = next((c for j in range(1, len(ends)) if (c := _named(said, ends[j:], scribe))), None)
            if found is not None:
                out[first : k + 1] = [Piece("mention", out[first].start, piece.end, concept=found)]
            else:
                full = None
        elif piece.role not in (*_JOINTS, "glue", "mute", "word"):
            full = None
    return out


def _second_halves(pieces: list[Piece], scribe: Scribe) -> list[Piece]:
    """ "Hepatitis B or C", "atrial fibrillation or flutter"."""
    out: list[Piece] = []
    begins: list[str] = []
    stop = 0
    for k, piece in enumerate(pieces):
        if k < stop:
            continue
        if _is_name(piece):
            begins = _words(piece, scribe)
        elif piece.role == "word" and begins and out and out[-1].role in (*_JOINTS, "mute"):
            if (whole := _second_half(pieces, k, begins, scribe)) is not None:
                out.append(whole)
                stop = next(j for j in range(k, len(pieces)) if pieces[j].end == whole.end) + 1
                continue
            begins = []
        elif piece.role not in (*_JOINTS, "mute"):
            begins = []
        out.append(piece)
    return out


def _second_half(pieces: list[Piece], k: int, begins: list[str], scribe: Scribe) -> Piece | None:
    """The mention that a word completes, with the name after it where both make one: "hepatitis B or C infection"."""
    last = pieces[k + 1] if k + 1 < len(pieces) and _is_name(pieces[k + 1]) else pieces[k]
    if last is pieces[k] and not _alone(pieces, k):
        return None
    said = scribe.text[pieces[k].start : last.end].split()
    names = (_named(" ".join(begins[:j]), said, scribe) for j in range(len(begins) - 1, 0, -1))
    found = next((c for c in names if c), None)
    return None if found is None else Piece("mention", pieces[k].start, last.end, concept=found)


def _alone(pieces: list[Piece], k: int) -> bool:
    """Whether no further word belongs to the one at k."""
    return k + 1 == len(pieces) or pieces[k + 1].role not in (
        "word",
        "mention",
        "disorder",
        "leaf",
        "refused",
    )


def _is_name(piece: Piece) -> bool:
    return piece.role == "mention" and piece.concept is not None and piece.concept.kind in _KINDS


def _words(piece: Piece, scribe: Scribe) -> list[str]:
    return scribe.text[piece.start : piece.end].split()


def _named(said: str, rest: list[str], scribe: Scribe) -> Concept | None:
    found = scribe.concepts.by_word.get(" ".join([*said.split(), *rest]).lower())
    return found if found is not None and found.kind in _KINDS else None
