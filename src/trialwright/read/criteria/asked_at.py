"""Comparisons take the moment that the words around them name: "LVEF ≥ 50 % prior to chemotherapy"."""

from __future__ import annotations

import re
from dataclasses import replace

from trialwright.model.criterion import All, Any, Comparison, Tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.moments import moment_at
from trialwright.read.criteria.pieces import Piece
from trialwright.read.criteria.windows import Span

_ENDS = frozenset(
    {"and", "or", "comma", "slash", "semi", "stop", "colon", "open", "close", "leaf", "refused", "not", "except", "if", "eg", "define",
     "time", "idle", "relax", "scale"}
)  # fmt: skip
_BARE = re.compile(r"(?:before|during|prior\s+to)\s*", re.I)
_CLAUSE = frozenset({"semi", "stop"})
_TREATED = frozenset({"drug", "procedure"})


def asked_at(pieces: list[Piece], scribe: Scribe) -> list[Piece]:
    """The pieces with each moment taken up by the comparison before it, or by those of the clause that it begins."""
    if not any(p.role == "leaf" for p in pieces):
        return pieces
    return _after(_in_front(pieces, scribe), scribe)


def _in_front(pieces: list[Piece], scribe: Scribe) -> list[Piece]:
    """ "Before surgery: haemoglobin ≥ 10 g/dL and ...": the moment of every comparison up to the end of the clause."""
    out: list[Piece] = []
    time: Span | None = None
    k, begins = 0, True
    while k < len(pieces):
        piece = pieces[k]
        if begins and (found := _run(pieces, k, scribe)) is not None:
            stop, moment = found
            following = pieces[stop] if stop < len(pieces) else None
            if following is not None and following.role in ("comma", "colon", "leaf"):
                time = moment
                k = stop + (following.role != "leaf")
                begins = False
                continue
        if piece.role in _CLAUSE:
            time = None
        begins = piece.role in _CLAUSE or (begins and piece.role in ("glue", "mute"))
        out.append(_dated(piece, time, scribe) if time is not None else piece)
        k += 1
    return out


def _after(pieces: list[Piece], scribe: Scribe) -> list[Piece]:
    out: list[Piece] = []
    k = 0
    while k < len(pieces):
        piece = pieces[k]
        k += 1
        if piece.role == "close" and (whole := _of_brackets(out, pieces, k, scribe)) is not None:
            stop, time = whole
            opened = _opened(out)
            out[opened:] = [_dated(p, time, scribe) for p in out[opened:]]
            out.append(piece)
            k = stop
            continue
        if piece.role != "leaf" or piece.node is None:
            out.append(piece)
            continue
        bracketed = k < len(pieces) and pieces[k].role == "open"
        found = _timed_run(pieces, k + bracketed, scribe)
        closes = found is not None and found[0] < len(pieces) and pieces[found[0]].role == "close"
        if found is None or (bracketed and not closes):
            out.append(piece)
            continue
        out.append(_dated(piece, found[1], scribe))
        taken = pieces[k + bracketed : found[0]]
        k = found[0] + bracketed
        if not bracketed:
            _same_list(pieces, k, taken)
    return out


def _of_brackets(out: list[Piece], pieces: list[Piece], k: int, scribe: Scribe) -> tuple[int, Span] | None:
    """The time behind brackets that hold limits, and where what follows begins: "Fever (temperature ≥ 38 °C) within 72
    hours". Where a disease stands before them, the time is the disease's too, and still has to be read."""
    opened = _opened(out)
    if opened < 0 or not any(p.role == "leaf" for p in out[opened:]):
        return None
    time = pieces[k].time if k < len(pieces) else None
    if time is not None and not time.duration and time.anchor:
        found: tuple[int, Span] | None = k + 1, time
    else:
        found = _timed_run(pieces, k, scribe)
    return (k, found[1]) if found is not None and _names_a_disease(out[:opened]) else found


def _names_a_disease(before: list[Piece]) -> bool:
    """Whether something that a patient has is the last that is named."""
    for p in reversed(before):
        if p.role in _ENDS:
            return False
        if p.concept is not None and not p.disorders:
            return True
    return False


def _opened(out: list[Piece]) -> int:
    """Where the bracket opens that is about to close; -1 where none does."""
    depth = 0
    for j in range(len(out) - 1, -1, -1):
        depth += (out[j].role == "open") - (out[j].role == "close")
        if depth > 0:
            return j
    return -1


def _timed_run(pieces: list[Piece], k: int, scribe: Scribe) -> tuple[int, Span] | None:
    """As _run, with the stretch of time that may stand before it: "within 3 months before ablation"."""
    time = pieces[k].time if k < len(pieces) else None
    if time is None:
        return _run(pieces, k, scribe)
    if time.duration or time.anchor:
        return None
    found = _run(pieces, k + 1, scribe)
    if found is None:
        return None
    stop, moment = found
    if moment.anchor == "index":
        return None
    low, high = (time.low_hours, time.high_hours) if moment.direction != "around" else (None, None)
    return stop, replace(moment, start=time.start, low_hours=low, high_hours=high)


def _run(pieces: list[Piece], k: int, scribe: Scribe) -> tuple[int, Span] | None:
    """Where the pieces from k on end that name one moment, and that moment; None where they do not."""
    stop = k
    while stop < len(pieces) and not _ends(pieces, stop, k, scribe):
        stop += 1
    if stop == k:
        return None
    found = moment_at(scribe.text, pieces[k].start, pieces[stop - 1].end)
    if found is None:
        return None
    while pieces[stop - 1].start >= found.end:
        stop -= 1
    return stop, found


def _ends(pieces: list[Piece], j: int, first: int, scribe: Scribe) -> bool:
    piece = pieces[j]
    if piece.role == "link":
        said = scribe.text[piece.start : piece.end].lower()
        return said.startswith(("with", "who", "whose", "that", "which", "having", "have", "has"))
    if piece.role in ("and", "or", "slash") and _BARE.fullmatch(
        scribe.text, pieces[first].start, piece.start
    ):
        return False  # "before and after surgery" is one moment's name
    return piece.role in _ENDS


def _same_list(pieces: list[Piece], k: int, taken: list[Piece]) -> None:
    """ "Before surgery or chemotherapy": what is joined to the event's name may be another event, and is not asserted."""
    events = {p.concept.kind for p in taken if p.concept is not None}
    while k < len(pieces) and pieces[k].role in ("and", "or", "slash", "comma"):
        stop = next((j for j in range(k + 1, len(pieces)) if pieces[j].role in _ENDS), len(pieces))
        run = pieces[k + 1 : stop]
        named = [p for p in run if p.concept is not None]
        alike = all(p.concept is not None and p.concept.kind in _TREATED for p in named) and events & _TREATED
        if any(p.role == "link" for p in run) or (
            stop < len(pieces) and pieces[stop].role in ("leaf", "refused", "not")
        ):
            return
        if pieces[k].role == "comma" and not alike:
            return
        for p in run:
            p.role = "word" if p.role == "mention" else p.role
        k = stop


def _dated(piece: Piece, time: Span, scribe: Scribe) -> Piece:
    if piece.role != "leaf" or piece.node is None:
        return piece
    return replace(piece, node=with_moment(piece.node, time, scribe))


def with_moment(node: Tree, time: Span, scribe: Scribe) -> Tree:
    """The comparisons of a tree at a moment, where they have no window of their own. The index date itself bounds
    nothing, and an age has no time before it."""
    if isinstance(node, All | Any):
        return node.model_copy(update={"of": tuple(with_moment(n, time, scribe) for n in node.of)})
    if not isinstance(node, Comparison) or node.window is not None:
        return node
    if time.anchor == "index" and (
        node.concept == "age" or (time.low_hours is None and time.high_hours is None)
    ):
        wide = scribe.quote(min(node.quote.start, time.start), max(node.quote.end, time.end))
        return node.model_copy(update={"quote": wide})
    return node.model_copy(update={"window": scribe.window(time)})
