"""Whose time it is: "stroke or infarction within 4 months", "within 4 months, stroke or infarction"."""

from __future__ import annotations

from trialwright.model.criterion import All, Any, AtLeast, Comparison, Has, NeedsPerson, Not, Tree, Window
from trialwright.read.criteria.connectives import Operand
from trialwright.read.criteria.leaves import WHOSE_TIME, Scribe
from trialwright.read.criteria.logic import combine, comparisons, either_way, leaves, understood
from trialwright.read.criteria.pieces import Piece

_DATED = frozenset({"condition", "drug", "procedure", "lab", "vital", "derived"})
_LASTS = frozenset({"condition", "drug", "procedure", "state"})


def shared_time(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """A time at the end of a list may belong to its last name or to all of it, and one at its start to the first or to
    all. The text does not say, so the other names are decided only where both readings agree."""
    if any(_timed(operand) for operand in operands):
        _share(operands[::-1], scribe, last=True)
        _share(operands, scribe, last=False)
    return operands


def _share(operands: list[Operand], scribe: Scribe, *, last: bool) -> None:
    time: Piece | Window | None = None
    for operand in operands:
        own, timed = _time_of(operand, last=last), _timed(operand)
        if time is not None and operand.tree is not None and not timed:
            operand.tree = _either_time(operand.tree, time, scribe)
        # A time of its own, and a negation, end the reach of another's.
        ends = timed or operand.negated is not None
        time = own if ends and operand.negated is None else None if ends else time


def _timed(operand: Operand) -> bool:
    tree = operand.tree
    return any(p.role == "time" for p in operand.pieces) or any(
        _printed(leaf) for leaf in (leaves(tree) if tree is not None else [])
    )


def _printed(leaf: Tree) -> Window | None:
    """The window that the text prints for a leaf."""
    window = leaf.window if isinstance(leaf, Has | Comparison) else None
    return window if window is not None and window.quote is not None else None


def _behind(leaf: Tree) -> Window | None:
    """The window printed for a leaf, unless it is a moment that is named in front of its number: "pre-operative"."""
    window = _printed(leaf)
    if window is None or window.quote is None or not _names_a_moment(window):
        return window
    return window if window.quote.start >= leaf.quote.end else None


def _time_of(operand: Operand, *, last: bool) -> Piece | Window | None:
    """The time that ends an operand, or that stands before everything in it."""
    spoken = [p for p in operand.pieces if p.role not in ("glue", "mute", "link", "history", "colon")]
    if not spoken:
        return None
    edge = _closing(spoken) if last else spoken[0]
    if edge.role == "time":
        return edge if last or len(spoken) > 1 else None
    found = [w for leaf in (leaves(edge.node) if edge.node is not None else []) if (w := _behind(leaf))]
    return found[-1] if found and last else None


def _closing(spoken: list[Piece]) -> Piece:
    """The last piece, or the time before words and brackets that name nothing more: "within 2 years (nicotine apart)"."""
    for piece in reversed(spoken[1:]):
        if piece.role == "time":
            return piece
        if piece.role in ("mention", "leaf", "disorder"):
            break
    return spoken[-1]


def said_first(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """ "In the last 3 months, stroke or infarction": a time with a comma after it holds for all that follows."""
    first = operands[0]
    spoken = [p for p in first.pieces if p.role not in ("glue", "mute")]
    following = [o for o in operands[1:] if o.tree is not None]
    if len(spoken) != 1 or spoken[0].role != "time" or first.negated is not None or not following:
        return operands
    for operand in following:
        assert operand.tree is not None
        if not _timed(operand):
            operand.tree = throughout(operand.tree, spoken[0], scribe)
    following[0].joint = ""
    return following


def throughout(tree: Tree, time: Piece, scribe: Scribe) -> Tree:
    """The tree of words that a time governs; with the time for a person where it cannot be put on each of them."""
    window = _window(time, scribe)
    found = leaves(tree)
    datable = all(
        isinstance(leaf, NeedsPerson) or (_kind(leaf, scribe) in _DATED and _printed(leaf) is None)
        for leaf in found
    )
    if window is not None and datable and not _denies(tree) and understood(tree):
        return dated(tree, window, scribe)
    person = scribe.person(time.start, time.end, WHOSE_TIME)
    return combine(All, [person, tree], scribe) if person is not None else tree


def _denies(tree: Tree) -> bool:
    return isinstance(tree, Not) or any(_denies(branch) for branch in getattr(tree, "of", ()))


def _either_time(tree: Tree, time: Piece | Window, scribe: Scribe) -> Tree:
    """Something that was ever had was had if it was had in the window; a last value in it may not be the last."""
    window = time if isinstance(time, Window) else _window(time, scribe)
    if window is None or window.quote is None:
        assert isinstance(time, Piece)
        person = scribe.person(time.start, time.end, WHOSE_TIME)
        lasts = all(_kind(leaf, scribe) in _LASTS for leaf in leaves(tree))
        return combine(All, [tree, person], scribe) if person and lasts else tree
    if _names_a_moment(window) and not comparisons(tree):
        return tree
    timed = dated(tree, window, scribe)
    words = window.quote.start, window.quote.end
    if timed == tree:
        return tree
    if not comparisons(tree):
        return either_way(timed, tree, words, WHOSE_TIME, scribe)
    both, either = combine(All, [timed, tree], scribe), combine(Any, [timed, tree], scribe)
    return either_way(both, either, words, WHOSE_TIME, scribe)


def _names_a_moment(window: Window) -> bool:
    """ "Diabetes, or glucose > 11 mmol/L after surgery": a moment is one of values, and without it a disease is one still."""
    return window.start_hours in (None, 0.0) and window.end_hours in (None, 0.0)


def _window(piece: Piece, scribe: Scribe) -> Window | None:
    counts = piece.time is not None and not piece.time.duration and piece.time.anchor != ""
    return scribe.window(piece.time) if counts else None


def _kind(leaf: Tree, scribe: Scribe) -> str:
    concept = scribe.concepts.by_name.get(leaf.concept) if isinstance(leaf, Has | Comparison) else None
    return concept.kind if concept is not None else ""


def dated(tree: Tree, time: Window, scribe: Scribe) -> Tree:
    """The tree with the window on every fact of it that has none and happens at a time. What is negated is left
    alone: its window would turn round which reading implies the other."""
    if isinstance(tree, All | Any | AtLeast):
        return tree.model_copy(update={"of": tuple(dated(branch, time, scribe) for branch in tree.of)})
    if not isinstance(tree, Has | Comparison) or _kind(tree, scribe) not in _DATED:
        return tree
    stated = tree.window is not None and tree.window.start_hours is not None
    return tree if stated else tree.model_copy(update={"window": time})
