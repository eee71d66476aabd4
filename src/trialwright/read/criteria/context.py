"""What a word asserts depends on what rules it: "at risk of A or B", "allergy to A or B", "> 12 g/dL in men"."""

from __future__ import annotations

import re

from trialwright.model.criterion import Has, Tree
from trialwright.read.criteria.connectives import Operand
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import comparisons, leaves
from trialwright.read.criteria.pieces import Piece

_RULING = re.compile(r"\b(?:to|for|of|in|by|on|at|from|against|due|during|affecting|causing|\w+ing)\b", re.I)
_TO = re.compile(r"\sto\s", re.I)
_QUIET = frozenset({"glue", "mute", "link", "history", "past", "time", "leaf", "group"})
SEXES = ("female", "male")


def governed(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """Names in a list that hang on a word before the list are for a person: "at risk of A or B" asserts no B.

    A comparison, and whatever "with" or "no" introduces, stands by itself.
    """
    ruling = False
    for operand in operands:
        tree = operand.tree
        introduced = any(p.role in ("link", "history") for p in operand.pieces)
        free = operand.joint in ("", "link") or operand.negated is not None or introduced
        if ruling and not free and tree is not None and not comparisons(tree):
            operand.tree = scribe.person(tree.quote.start, tree.quote.end) or tree
        else:
            ruling = (ruling and not free) or _rules(operand.pieces, scribe)
    return operands


def _rules(pieces: list[Piece], scribe: Scribe) -> bool:
    """Whether a name at the end of these pieces hangs on a preposition, or on a word that does not assert it."""
    spoken = [p for p in pieces if p.role not in _QUIET]
    if any(p.role in ("block", "change") for p in spoken):
        return True
    if not spoken:
        return False
    if _RULING.fullmatch(scribe.text, spoken[0].start, spoken[0].end) and spoken[0].role == "word":
        return True
    if any(p.role == "mention" and _TO.search(scribe.text, p.start, p.end) for p in spoken):
        return True  # "allergy to aspirin or penicillin": the second name hangs on "to" as the first does
    return len(spoken) > 1 and bool(_RULING.search(scribe.text, spoken[0].end, spoken[-1].end))


def either_sex(pieces: list[Piece]) -> list[Piece]:
    """ "Male and females" ask nothing of a patient, whatever joins them: one silent piece."""
    out: list[Piece] = []
    for piece in pieces:
        if _names_sex(piece):
            back = len(out) - 1
            while back >= 0 and out[back].role in ("and", "or", "comma", "slash", "glue", "mute"):
                back -= 1
            other = back >= 0 and _names_sex(out[back]) and out[back].concept is not piece.concept
            if other and any(p.role in ("and", "or", "comma", "slash") for p in out[back + 1 :]):
                out[back:] = [Piece("glue", out[back].start, piece.end)]
                continue
        out.append(piece)
    return out


def _names_sex(piece: Piece) -> bool:
    return piece.role == "mention" and piece.concept is not None and piece.concept.name in SEXES


def _is_sex(tree: Tree) -> bool:
    return isinstance(tree, Has) and tree.concept in SEXES


def for_one_sex(tree: Tree, scribe: Scribe) -> bool:
    """Whether a limit holds for one sex only in a way the tree cannot say: "> 12 g/dL (women), > 13 g/dL (men)";
    "QTc < 450 ms in men" as a condition to be let in asks nothing of women."""
    limits = comparisons(tree)
    named = [leaf for leaf in leaves(tree) if _is_sex(leaf)]
    if not limits or not named or isinstance(tree, Has):
        return False
    after = [s for s in named if any(c.quote.end <= s.quote.start for c in limits)]
    both = len({s.concept for s in named if isinstance(s, Has)}) == 2
    return bool(after) and (both or scribe.side == "inclusion")
