"""A line of a list → its tree: sentences, exceptions, definitions, examples, and the and/or between phrases.

Order of binding, loosest first: sentence end and semicolon; "except", "unless"; "if"; "defined as"; "such as";
a comma with and/or; and/or; "with". Where and/or are mixed with nothing to show which binds tighter, both
readings are kept (logic.either_way).
"""

from __future__ import annotations

from dataclasses import dataclass

from trialwright.model.criterion import All, Any, Has, NeedsPerson, Tree
from trialwright.read.criteria.brackets import absorb, beside, defines, example_of, relaxed
from trialwright.read.criteria.leaves import BOTH_OR_EITHER, Scribe
from trialwright.read.criteria.logic import (
    combine,
    comparisons,
    conflict,
    either_way,
    leaves,
    negate,
    understood,
)
from trialwright.read.criteria.phrase import phrase
from trialwright.read.criteria.pieces import Piece

SENTENCES = "how this goes together with the sentence before"
MIXED = "'and' and 'or' can be read in two ways here"
_EDGE = frozenset({"comma", "colon", "mute", "and", "or", "semi", "stop", "slash"})


def sentence(pieces: list[Piece], scribe: Scribe, *, listed: bool = False) -> Tree | None:
    """The tree of a run of pieces. listed : its commas separate examples of which any suffices."""
    parts = [t for run in _split(pieces, ("semi", "stop")) if (t := _clause(run, scribe, listed)) is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    relaxing = [p.role in ("relax", "if", "except") for p in pieces]
    if any(relaxing) and understood(parts[0]):
        return relaxed(parts[0], parts[1].quote.start, pieces[-1].end, scribe)
    if scribe.side == "inclusion":
        return combine(All, parts, scribe)
    if all(p.role != "stop" for p in pieces):
        return combine(Any, parts, scribe)
    words = parts[1].quote.start, parts[1].quote.end
    return either_way(combine(All, parts, scribe), combine(Any, parts, scribe), words, SENTENCES, scribe)


def _split(pieces: list[Piece], at: tuple[str, ...]) -> list[list[Piece]]:
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.role in at:
            runs.append([])
        else:
            runs[-1].append(piece)
    return [r for r in runs if r]


def _strip(pieces: list[Piece]) -> list[Piece]:
    while pieces and pieces[0].role in _EDGE:
        pieces = pieces[1:]
    while pieces and pieces[-1].role in _EDGE:
        pieces = pieces[:-1]
    return pieces


def _clause(pieces: list[Piece], scribe: Scribe, listed: bool = False) -> Tree | None:
    """One sentence: what takes away, conditions, defines or illustrates is handled before and/or."""
    pieces = _strip(pieces)
    for role, rule in (
        ("except", _excepted),
        ("if", _conditional),
        ("define", _defined),
        ("eg", _illustrated),
    ):
        at = next((k for k, p in enumerate(pieces) if p.role == role), None)
        if at is not None:
            return rule(pieces, at, scribe)
    if any(p.role == "relax" for p in pieces):
        return scribe.person(pieces[0].start, pieces[-1].end, "an allowance")
    colon = next((k for k, p in enumerate(pieces) if p.role == "colon" and 0 < k < len(pieces) - 1), None)
    if colon is not None:
        return _labelled(pieces[:colon], pieces[colon + 1 :], scribe, listed)
    return _joined(pieces, scribe, listed)


def _excepted(pieces: list[Piece], at: int, scribe: Scribe) -> Tree | None:
    """ "A except B". A rule that lets in is met by either; one that keeps out needs A and not B. What B takes away
    from is only clear where A is one thing; elsewhere B is for a person."""
    base, other = _clause(pieces[:at], scribe), _clause(pieces[at + 1 :], scribe)
    if base is None or other is None or not understood(base):
        return _whole(pieces, scribe)
    start = pieces[at].start
    unless = scribe.text[start : pieces[at].end].lower() == "unless"
    if isinstance(base, All | Any) or not understood(other):
        other = scribe.person(start, other.quote.end, "an exception") or other
    if scribe.side == "inclusion" and unless:
        return combine(Any, [base, other], scribe)
    return combine(All, [base, negate(other, start, scribe)], scribe)


def _conditional(pieces: list[Piece], at: int, scribe: Scribe) -> Tree | None:
    """ "A if B": for those who are not B nothing is asked of a patient to be let in, or held against one."""
    base = _clause(pieces[:at], scribe)
    if base is None or not understood(base):
        return _whole(pieces, scribe)
    return relaxed(base, pieces[at].start, pieces[-1].end, scribe)


def _defined(pieces: list[Piece], at: int, scribe: Scribe) -> Tree | None:
    """ "A defined as B" is B where B is understood."""
    meaning = _clause(pieces[at + 1 :], scribe)
    if meaning is None or not understood(meaning):
        return _whole(pieces, scribe) if meaning is None else _fallback(pieces, at, meaning, scribe)
    start = pieces[0].start
    wide = absorb(meaning, start, meaning.quote.end, scribe)
    if wide.quote.start > start:
        wide = All(
            of=(wide,), heading=scribe.quote(start, pieces[at].end), quote=scribe.quote(start, wide.quote.end)
        )
    return wide


def _fallback(pieces: list[Piece], at: int, meaning: Tree, scribe: Scribe) -> Tree | None:
    base = _clause(pieces[:at], scribe)
    if base is None or not understood(base):
        return _whole(pieces, scribe)
    detail = scribe.person(pieces[at].start, meaning.quote.end)
    return combine(All, [base, detail], scribe) if detail else base


def _illustrated(pieces: list[Piece], at: int, scribe: Scribe) -> Tree | None:
    """ "A such as B, C": any of B, C is A, and so may other things be."""
    base = _clause(pieces[:at], scribe)
    examples = _clause(pieces[at + 1 :], scribe, listed=True)
    if examples is None:
        return base
    if base is None:
        return examples if at == 0 else _whole(pieces, scribe)
    if isinstance(base, Has) and not comparisons(examples):
        return absorb(base, base.quote.start, pieces[-1].end, scribe)
    return (
        example_of([base], examples, scribe)
        if understood(examples) or understood(base)
        else _whole(pieces, scribe)
    )


def _labelled(head: list[Piece], rest: list[Piece], scribe: Scribe, listed: bool) -> Tree | None:
    """ "Renal function: creatinine < 1.5 mg/dL"."""
    body, named = _clause(rest, scribe, listed), _joined(head, scribe, listed)
    if body is None or named is None:
        return body or named
    if defines(head, body) or (is_label(scribe.text[head[0].start : head[-1].end]) and understood(body)):
        return absorb(body, head[0].start, body.quote.end, scribe)
    return combine(All, [named, body], scribe)


_LABELS_TEXT = """
adequate organ function functions hematologic haematologic hematological haematological hepatic renal
liver kidney bone marrow laboratory lab labs parameters criteria values tests test results following as
the by and of hematology haematology blood count counts acceptable normal vital signs coagulation cardiac
pulmonary reserve status clinical screening age weight sex gender bmi inclusion exclusion must have meet
all these a b c d e i ii iii iv 1 2 3 4 5 6
"""
_LABELS = frozenset(_LABELS_TEXT.split())


def is_label(words: str) -> bool:
    """Whether words only name a group of limits: "Adequate renal function"."""
    return all(w.strip(".,;:()[]").lower() in _LABELS for w in words.replace("-", " ").split())


def _whole(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    return scribe.person(pieces[0].start, pieces[-1].end) if pieces else None


# --- and, or ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Operand:
    """pieces between two connectives. joint : the connective before it. comma : with a comma of its own.
    negated : where the negating word starts, None where there is none."""

    pieces: list[Piece]
    joint: str = ""
    comma: bool = False
    at: tuple[int, int] = (0, 0)
    negated: int | None = None
    tree: Tree | None = None


def _joined(pieces: list[Piece], scribe: Scribe, listed: bool) -> Tree | None:
    operands = _operands(pieces)
    for operand in operands:
        operand.tree = _operand(operand.pieces, scribe)
    operands = _appositions([o for o in operands if o.tree is not None or o.negated is not None], scribe)
    operands = _negations([o for o in operands if o.tree is not None], scribe)
    if not operands:
        return None
    _resolve_commas(operands, "or" if listed else "list")
    return _reduce(operands, scribe)


def _operands(pieces: list[Piece]) -> list[_Operand]:
    operands = [_Operand([])]
    for piece in pieces:
        current = operands[-1]
        spoken = any(p.role not in ("glue", "mute", "link") for p in current.pieces)
        if piece.role in ("and", "or", "comma"):
            if not spoken and current.negated is None:
                _add_joint(current, piece)
            else:
                operands.append(_Operand([], at=(piece.start, piece.end)))
                _add_joint(operands[-1], piece)
        elif piece.role in ("link", "history") and (
            _only_qualifies(current.pieces) or _unasserted(current.pieces)
        ):
            current.pieces.append(piece)
        elif piece.role in ("link", "not", "history") and spoken:
            operands.append(_Operand([], joint="link", at=(piece.start, piece.end)))
            operands[-1].negated = piece.start if piece.role == "not" else None
            if piece.role == "history":
                operands[-1].pieces.append(piece)
        elif piece.role == "not":
            # A second "not" before anything was said: only the first is kept apart, both stay in the words.
            operands[-1].negated = piece.start if current.negated is None else current.negated
        else:
            current.pieces.append(piece)
    return operands


def _only_qualifies(pieces: list[Piece]) -> bool:
    """ "Concomitant treatment with X": the first word qualifies X and is no condition of its own."""
    spoken = [p.role for p in pieces if p.role not in ("glue", "mute", "link")]
    return bool(spoken) and all(role in ("narrow", "past") for role in spoken)


def _unasserted(pieces: list[Piece]) -> bool:
    """ "Family history of cancer", "at risk of having": the words before take the assertion away."""
    return any(p.role in ("block", "change") for p in pieces)


def _add_joint(operand: _Operand, piece: Piece) -> None:
    if piece.role == "comma":
        operand.comma = True
        operand.joint = operand.joint or "comma"
    else:
        operand.joint = piece.role
        operand.at = piece.start, piece.end


def _operand(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    """A phrase with its brackets."""
    nodes: list[Tree] = []
    head: list[Piece] = []
    for piece in pieces:
        if piece.role != "group":
            head.append(piece)
            continue
        if _is_abbreviation(head, piece, scribe):
            head[-1].end = piece.end
            continue
        inner = sentence(piece.inner, scribe, listed=any(p.role == "eg" for p in piece.inner[:2]))
        if inner is not None and head and defines(head, inner):
            nodes.append(absorb(inner, _first(head), piece.end, scribe))
        else:
            head = _without_severity(head, inner)
            said = phrase(head, scribe)
            nodes = beside([*nodes, said] if said is not None else nodes, head, piece, inner, scribe) or (
                [inner] if inner else []
            )
        head = []
    last = phrase(head, scribe)
    return (
        combine(All, [*nodes, last] if last is not None else nodes, scribe)
        if nodes or last is not None
        else None
    )


def _first(head: list[Piece]) -> int:
    return next((p.start for p in head if p.role not in ("glue", "mute", "link")), head[0].start)


def _is_abbreviation(head: list[Piece], group: Piece, scribe: Scribe) -> bool:
    """ "acute respiratory distress syndrome (ARDS)": the brackets repeat the name before them."""
    if not head or head[-1].role not in ("mention", "word", "disorder"):
        return False
    inside = [p for p in group.inner if p.role != "mute"]
    words = scribe.text[group.start + 1 : group.end - 1].strip()
    if len(inside) == 1 and inside[0].role == "mention":
        return inside[0].concept is head[-1].concept
    return (
        head[-1].role != "leaf"
        and len(inside) == 1
        and inside[0].role == "word"
        and len(words) <= 8
        and sum(c.isupper() for c in words) >= 2
    )


def _without_severity(head: list[Piece], inner: Tree | None) -> list[Piece]:
    """ "Moderate-severe ARDS (P/F < 200)": the numbers say what moderate to severe is."""
    named = any(p.role == "mention" and p.concept is not None and p.concept.kind == "condition" for p in head)
    if inner is None or not comparisons(inner) or not named:
        return head
    for k, piece in enumerate(head[:-1]):
        following = head[k + 1]
        if piece.role == "narrow" and following.role == "mention":
            following.start = piece.start
    return [
        p
        for k, p in enumerate(head)
        if not (p.role == "narrow" and k + 1 < len(head) and head[k + 1].role == "mention")
    ]


def _appositions(operands: list[_Operand], scribe: Scribe) -> list[_Operand]:
    """ "Renal insufficiency, creatinine clearance < 60 mL/min": the number defines the words before the comma."""
    out: list[_Operand] = []
    for operand in operands:
        before = out[-1] if out else None
        if (
            before
            and operand.joint == "comma"
            and operand.tree is not None
            and before.negated is None
            and defines(before.pieces, operand.tree)
        ):
            before.tree = absorb(operand.tree, _first(before.pieces), operand.tree.quote.end, scribe)
            before.pieces = [*before.pieces, *operand.pieces]
            continue
        out.append(operand)
    return out


def _negations(operands: list[_Operand], scribe: Scribe) -> list[_Operand]:
    """ "No history of A or B" negates both, and so does "no A and B" where A and B are names only."""
    out: list[_Operand] = []
    k = 0
    while k < len(operands):
        first = operands[k]
        k += 1
        if first.negated is None or first.tree is None:
            out.append(first)
            continue
        scope = [first.tree]
        while k < len(operands) and _in_scope(operands, k):
            more = operands[k].tree
            scope += [more] if more is not None else []
            k += 1
        first.tree = _negated(scope, first.negated, scribe)
        out.append(first)
    return out


def _negated(scope: list[Tree], start: int, scribe: Scribe) -> Tree:
    """Not any of the scope; where part of it is not understood, nobody can say where the negation ends."""
    unclear = len(scope) > 1 and any(isinstance(leaf, NeedsPerson) for node in scope for leaf in leaves(node))
    if unclear and (
        person := scribe.person(start, max(n.quote.end for n in scope), "how far the negation reaches")
    ):
        return person
    return negate(combine(Any, scope, scribe), start, scribe)


def _in_scope(operands: list[_Operand], k: int) -> bool:
    operand = operands[k]
    if operand.negated is not None or operand.tree is None or comparisons(operand.tree):
        return False
    joint = operand.joint
    if joint == "comma":
        joint = next((o.joint for o in operands[k:] if o.joint in ("and", "or")), "")
    return joint in ("and", "or")


def _resolve_commas(operands: list[_Operand], alone: str) -> None:
    """A comma means what the next and/or means: "A, B or C". With none after it, it is a list of its own kind."""
    following = alone
    for operand in reversed(operands[1:]):
        if operand.joint in ("and", "or"):
            following = operand.joint
        elif operand.joint == "comma":
            operand.joint = following
            operand.comma = False


def _reduce(operands: list[_Operand], scribe: Scribe) -> Tree:
    if len(operands) == 1:
        assert operands[0].tree is not None
        return operands[0].tree
    joints = {("and" if o.joint == "link" else o.joint or "list") for o in operands[1:]}
    if len(joints) > 1 and (groups := _by_comma(operands)) is not None:
        inner = [_Operand([], joint=g[0].joint, at=g[0].at, tree=_reduce(g, scribe)) for g in groups]
        return _reduce(inner, scribe)
    trees = [o.tree for o in operands if o.tree is not None]
    if len(joints) > 1:
        return _mixed(operands, scribe)
    return _alike(joints.pop(), operands, trees, scribe)


def _by_comma(operands: list[_Operand]) -> list[list[_Operand]] | None:
    """Groups at the connectives that have a comma of their own, where those are all of one kind."""
    marked = {o.joint for o in operands[1:] if o.comma}
    others = {o.joint for o in operands[1:] if not o.comma}
    if len(marked) != 1 or marked & others or "list" in others:
        return None
    groups: list[list[_Operand]] = [[operands[0]]]
    for operand in operands[1:]:
        if operand.comma:
            groups.append([operand])
        else:
            groups[-1].append(operand)
    return groups


def _alike(joint: str, operands: list[_Operand], trees: list[Tree], scribe: Scribe) -> Tree:
    if joint == "or" or (joint in ("and", "list") and conflict(trees)):
        return combine(Any, trees, scribe)
    both = combine(All, trees, scribe)
    if scribe.side == "inclusion" or isinstance(both, NeedsPerson) or not understood(both):
        return both
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


def _mixed(operands: list[_Operand], scribe: Scribe) -> Tree:
    """And/or mixed with nothing to order them: "or" binding tighter implies "and" binding tighter."""
    joints = ["", *("or" if o.joint == "or" else "and" for o in operands[1:])]
    strict = _grouped(operands, joints, "and", scribe)
    lax = _grouped(operands, joints, "or", scribe)
    word = next(
        (o.at for o, j in zip(operands, joints, strict=True) if o.at != (0, 0) and j and o.joint != "link"),
        None,
    )
    return either_way(strict, lax, word or (strict.quote.start, strict.quote.end), MIXED, scribe)


def _grouped(operands: list[_Operand], joints: list[str], outer: str, scribe: Scribe) -> Tree:
    groups: list[list[Tree]] = [[]]
    for operand, joint in zip(operands, joints, strict=True):
        if joint == outer:
            groups.append([])
        if operand.tree is not None:
            groups[-1].append(operand.tree)
    outside, inside = (All, Any) if outer == "and" else (Any, All)
    return combine(outside, [combine(inside, g, scribe) for g in groups if g], scribe)
