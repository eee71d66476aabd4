"""And, or, "with", commas and negation between the phrases of one clause.

Each phrase becomes an Operand; once its tree is known, `reduce` puts them together. A negation reaches over a list
of names; a comma means what the next and/or means; and/or mixed with nothing to order them keep both readings.
"""

from __future__ import annotations

from dataclasses import dataclass

from trialwright.model.criterion import All, Any, Has, NeedsPerson, Not, Tree
from trialwright.read.criteria.leaves import BOTH_OR_EITHER, JUDGED, WHOSE_TIME, Scribe
from trialwright.read.criteria.listed_names import names_alone
from trialwright.read.criteria.logic import (
    combine,
    comparisons,
    conflict,
    either_way,
    leaves,
    negate,
    understood,
)
from trialwright.read.criteria.methods import by_method, goes_on
from trialwright.read.criteria.pieces import Piece

REACH = "how far the negation reaches"
MIXED = "'and' and 'or' can be read in two ways here"


@dataclass(slots=True)
class Operand:
    """pieces between two connectives. joint : the connective before it. comma : with a comma of its own.
    negated : where the negating word starts, None where there is none."""

    pieces: list[Piece]
    joint: str = ""
    comma: bool = False
    at: tuple[int, int] = (0, 0)
    negated: int | None = None
    tree: Tree | None = None


_CONNECTING = frozenset({"and", "or", "comma", "link", "history", "not"})


def operands_of(pieces: list[Piece], scribe: Scribe) -> list[Operand]:
    """The stretches between connectives. "With" and a negation begin a new one where something was said before."""
    operands = [Operand([])]
    for k, piece in enumerate(pieces):
        current = operands[-1]
        if piece.role not in _CONNECTING:
            current.pieces.append(piece)
            continue
        spoken = any(p.role not in ("glue", "mute", "link") for p in current.pieces)
        if (
            piece.role in ("or", "comma")
            and by_method(current.pieces, scribe)
            and goes_on(pieces[k + 1 :], scribe)
        ):
            current.pieces.append(Piece("word" if piece.role == "or" else "mute", piece.start, piece.end))
        elif piece.role in ("and", "or", "comma"):
            if not spoken and current.negated is None:
                _add_joint(current, piece)
            else:
                operands.append(Operand([], at=(piece.start, piece.end)))
                _add_joint(operands[-1], piece)
        elif piece.role == "link" and _only_dates(pieces[k + 1 :]):
            current.pieces.append(piece)  # "malignancy diagnosed within the past 3 years"
        elif piece.role in ("link", "history") and (
            _only_qualifies(current.pieces) or _unasserted(current.pieces, scribe)
        ):
            current.pieces.append(piece)
        elif piece.role in ("link", "not", "history") and spoken:
            operands.append(Operand([], joint="link", at=(piece.start, piece.end)))
            operands[-1].negated = piece.start if piece.role == "not" else None
            if piece.role == "history":
                operands[-1].pieces.append(piece)
        elif piece.role == "not":
            # A second "not" before anything was said: only the first is kept apart, both stay in the words.
            operands[-1].negated = piece.start if current.negated is None else current.negated
        else:
            current.pieces.append(piece)
    return operands


def _only_dates(following: list[Piece]) -> bool:
    """Whether nothing but a stretch of time follows before the next connective."""
    if not following or following[0].role != "time":
        return False
    spoken = next((p.role for p in following[1:] if p.role not in ("glue", "mute")), "comma")
    return spoken in ("and", "or", "comma", "semi", "stop", "link", "not")


def _only_qualifies(pieces: list[Piece]) -> bool:
    """ "Concomitant treatment with X": the first word qualifies X and is no condition of its own."""
    spoken = [p.role for p in pieces if p.role not in ("glue", "mute", "link")]
    return bool(spoken) and all(role in ("narrow", "past") for role in spoken)


def _unasserted(pieces: list[Piece], scribe: Scribe) -> bool:
    """ "Family history of cancer", "able to receive": the words before take the assertion away."""
    words = [scribe.text[p.start : p.end] for p in pieces if p.role == "word"]
    return any(p.role in ("block", "change") for p in pieces) or bool(JUDGED.search(" ".join(words).lower()))


def _add_joint(operand: Operand, piece: Piece) -> None:
    if piece.role == "comma":
        operand.comma = True
        operand.joint = operand.joint or "comma"
    else:
        operand.joint = piece.role
        operand.at = piece.start, piece.end


def negations(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """ "No history of A or B" negates both, and so does "no A and B" where A and B are names only."""
    out: list[Operand] = []
    k = 0
    while k < len(operands):
        first = operands[k]
        k += 1
        if first.negated is None or first.tree is None:
            if k < len(operands) and _denied_together(operands[k - 1 :]):
                first.tree = _unreached(first, scribe)
            out.append(first)
            continue
        scope = [first.tree]
        while k < len(operands) and _in_scope(operands, k):
            more = operands[k].tree
            scope += [more] if more is not None else []
            k += 1
        first.tree = _negated(scope, first.negated, scribe)
        # "No diabetes with HbA1c > 9 %": the negation may or may not reach past "with".
        while k < len(operands) and operands[k].joint == "link" and operands[k].negated is None:
            more = operands[k].tree
            end = more.quote.end if more is not None else first.tree.quote.end
            first.tree = scribe.person(first.negated, max(end, first.tree.quote.end), REACH) or first.tree
            k += 1
        out.append(first)
        # "No stroke, epilepsy": with commas alone, whether the names after them are denied too is not said.
        while k < len(operands) and _listed_after(operands[k]):
            operands[k].tree = _unreached(operands[k], scribe)
            out.append(operands[k])
            k += 1
    return out


def _negated(scope: list[Tree], start: int, scribe: Scribe) -> Tree:
    """Not any of the scope; where part of it is not understood, nobody can say where the negation ends."""
    people = any(
        isinstance(leaf, NeedsPerson) and leaf.note != WHOSE_TIME for node in scope for leaf in leaves(node)
    )
    unclear = people and (len(scope) > 1 or bool(comparisons(scope[0])))
    if unclear and (person := scribe.person(start, max(n.quote.end for n in scope), REACH)):
        return person
    return negate(combine(Any, scope, scribe), start, scribe)


def _listed_after(operand: Operand) -> bool:
    tree = operand.tree
    return operand.joint == "comma" and operand.negated is None and tree is not None and not comparisons(tree)


def _denied_together(operands: list[Operand]) -> bool:
    """Whether a name stands before one that "negative" follows: "HIV, hepatitis B and C negative"."""
    if not isinstance(operands[0].tree, Has):
        return False
    for operand in operands[1:]:
        if operand.joint not in ("and", "or", "comma") or operand.negated is not None:
            return False
        if isinstance(operand.tree, Not) and any(p.role == "negative" for p in operand.pieces):
            return True
        if not isinstance(operand.tree, Has):
            return False
    return False


def _unreached(operand: Operand, scribe: Scribe) -> Tree | None:
    tree = operand.tree
    return tree and (scribe.person(tree.quote.start, tree.quote.end, REACH) or tree)


def _in_scope(operands: list[Operand], k: int) -> bool:
    operand = operands[k]
    if operand.negated is not None or operand.tree is None or comparisons(operand.tree):
        return False
    joint = operand.joint
    if joint == "comma":
        joint = next((o.joint for o in operands[k:] if o.joint in ("and", "or")), "")
    return joint in ("and", "or")


def resolve_commas(operands: list[Operand], alone: str) -> None:
    """A comma means what the next and/or means: "A, B or C". With none after it, it is a list of its own kind."""
    following = alone
    for operand in reversed(operands[1:]):
        if operand.joint in ("and", "or"):
            following = operand.joint
        elif operand.joint == "comma":
            operand.joint = following
            operand.comma = False


def reduce(operands: list[Operand], scribe: Scribe) -> Tree:
    if len(operands) == 1:
        assert operands[0].tree is not None
        return operands[0].tree
    joints = {("and" if o.joint == "link" else o.joint or "list") for o in operands[1:]}
    if len(joints) > 1 and (groups := _by_comma(operands)) is not None:
        inner = [Operand([], joint=g[0].joint, at=g[0].at, tree=reduce(g, scribe)) for g in groups]
        return reduce(inner, scribe)
    trees = [o.tree for o in operands if o.tree is not None]
    if len(joints) > 1:
        return _mixed(operands, scribe)
    return _alike(joints.pop(), operands, trees, scribe)


def _by_comma(operands: list[Operand]) -> list[list[Operand]] | None:
    """Groups at the connectives that have a comma of their own, where those are all of one kind."""
    marked = {o.joint for o in operands[1:] if o.comma}
    others = {o.joint for o in operands[1:] if not o.comma}
    if len(marked) != 1 or marked & others or "list" in others:
        return None
    groups: list[list[Operand]] = [[operands[0]]]
    for operand in operands[1:]:
        if operand.comma:
            groups.append([operand])
        else:
            groups[-1].append(operand)
    return groups


def _alike(joint: str, operands: list[Operand], trees: list[Tree], scribe: Scribe) -> Tree:
    if joint == "or" or (joint in ("and", "list") and conflict(trees)):
        return combine(Any, trees, scribe)
    both = combine(All, trees, scribe)
    if isinstance(both, NeedsPerson) or not understood(both):
        return both
    listed = joint == "list" and names_alone(operands, trees, scribe)
    if scribe.side == "inclusion":
        # "Asthma, COPD" may let in who has either
        either = combine(Any, trees, scribe)
        words = trees[1].quote.start, trees[1].quote.end
        return either_way(both, either, words, BOTH_OR_EITHER, scribe) if listed else both
    if listed:
        return combine(Any, trees, scribe)
    doubtful = [
        o
        for o in operands[1:]
        if o.joint != "link" and (o.joint == "list" or not (o.tree and comparisons(o.tree)))
    ]
    if not doubtful:
        return both
    if _names_of_states(trees):
        return combine(Any, trees, scribe)
    words = doubtful[0].at if doubtful[0].joint == "and" else (trees[1].quote.start, trees[1].quote.end)
    return either_way(both, combine(Any, trees, scribe), words, BOTH_OR_EITHER, scribe)


def _names_of_states(trees: list[Tree]) -> bool:
    """ "Pregnant and lactating women" are kept out for either."""
    return all(isinstance(t, Has) and t.concept in ("pregnancy", "lactation") for t in trees)


def _mixed(operands: list[Operand], scribe: Scribe) -> Tree:
    """And/or mixed with nothing to order them: "or" binding tighter implies "and" binding tighter. A comma with no word
    after it, among reasons to keep out, may be one more "or": "potassium < 3 or > 6, sodium < 120"."""
    joints = ["", *("or" if o.joint == "or" else "and" for o in operands[1:])]
    listed = "or" if scribe.side == "exclusion" else "and"
    loose = [listed if o.joint == "list" else j for o, j in zip(operands, joints, strict=True)]
    strict = _grouped(operands, joints, "and", scribe)
    lax = _grouped(operands, loose, "or", scribe)
    word = next(
        (o.at for o, j in zip(operands, joints, strict=True) if o.at != (0, 0) and j and o.joint != "link"),
        None,
    )
    return either_way(strict, lax, word or (strict.quote.start, strict.quote.end), MIXED, scribe)


def _grouped(operands: list[Operand], joints: list[str], outer: str, scribe: Scribe) -> Tree:
    groups: list[list[Tree]] = [[]]
    for operand, joint in zip(operands, joints, strict=True):
        if joint == outer:
            groups.append([])
        if operand.tree is not None:
            groups[-1].append(operand.tree)
    outside, inside = (All, Any) if outer == "and" else (Any, All)
    return combine(outside, [combine(inside, g, scribe) for g in groups if g], scribe)
