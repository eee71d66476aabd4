"""A line of a list → its tree: sentences, exceptions, definitions, examples, and the and/or between phrases.

Order of binding, loosest first: sentence end and semicolon; "except", "unless"; "if"; "defined as"; "such as";
a comma with and/or; and/or; "with". Where and/or are mixed with nothing to show which binds tighter, both
readings are kept (logic.either_way).
"""

from __future__ import annotations

from itertools import pairwise

from trialwright.model.criterion import All, Any, Comparison, Has, NeedsPerson, Not, Tree
from trialwright.read.criteria.brackets import absorb, beside, defines, example_of, only_illustrates, relaxed
from trialwright.read.criteria.connectives import Operand, negations, operands_of, reduce, resolve_commas
from trialwright.read.criteria.context import governed, of_women
from trialwright.read.criteria.ellipses import completed
from trialwright.read.criteria.episodes import at_any_time
from trialwright.read.criteria.exceptions import without
from trialwright.read.criteria.half_lives import half_lives, washed_out
from trialwright.read.criteria.heads import (
    appositions,
    enumerates,
    first_word,
    is_abbreviation,
    is_label,
    without_severity,
)
from trialwright.read.criteria.leaves import FOR_SOME, Scribe
from trialwright.read.criteria.logic import (
    combine,
    comparisons,
    either_way,
    leaves,
    negate,
    understood,
)
from trialwright.read.criteria.parts import joined, only_some, reaches_out, split
from trialwright.read.criteria.phrase import phrase
from trialwright.read.criteria.pieces import Piece
from trialwright.read.criteria.set_apart import set_apart
from trialwright.read.criteria.shared_time import said_first, shared_time, throughout
from trialwright.read.criteria.shared_words import qualified
from trialwright.read.limits import TURNS

_TURNS = frozenset({"except", "if", "define", "eg", "colon"})
_EDGE = frozenset({"comma", "colon", "mute", "and", "or", "semi", "stop", "slash"})


def sentence(pieces: list[Piece], scribe: Scribe, *, listed: bool = False) -> Tree | None:
    """The tree of a run of pieces. listed : its commas separate examples of which any suffices."""
    runs = [
        (run, t) for run in split(pieces, ("semi", "stop")) if (t := _clause(run, scribe, listed)) is not None
    ]
    if len(runs) < 2:
        return runs[0][1] if runs else None
    stops = any(p.role == "stop" for p in pieces)
    at = next((k for k, (run, _) in enumerate(runs) if reaches_out(run, k, len(runs), scribe)), None)
    if at is None:
        return joined(runs, stops, scribe)
    if only_some(runs[at][0]):
        return _whole(pieces, scribe)
    # What an exception takes away from is not said, and what follows it may be part of it or a limit of its own.
    base = joined([r for k, r in enumerate(runs) if k != at or at == 0], stops, scribe)
    start = min(runs[max(at, 1)][0][0].start, runs[max(at, 1)][1].quote.start)
    return relaxed(base, start, pieces[-1].end, scribe) if understood(base) else _whole(pieces, scribe)


def _strip(pieces: list[Piece]) -> list[Piece]:
    while pieces and pieces[0].role in _EDGE:
        pieces = pieces[1:]
    while pieces and pieces[-1].role in _EDGE:
        pieces = pieces[:-1]
    return pieces


def _clause(pieces: list[Piece], scribe: Scribe, listed: bool = False) -> Tree | None:
    """One sentence: what takes away, conditions, defines or illustrates is handled before and/or."""
    pieces = _strip(pieces)
    if sum(p.role in _TURNS for p in pieces) > TURNS:
        return _whole(pieces, scribe)
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
    if isinstance(base, Comparison) and any(c.concept == base.concept for c in comparisons(other)):
        # "except for Gilbert's syndrome with bilirubin < 3 mg/dL": another limit for some
        return relaxed(base, start, pieces[-1].end, scribe)
    unless = scribe.text[start : pieces[at].end].lower() == "unless"
    if isinstance(base, All | Any) or not understood(other):
        other = scribe.person(start, other.quote.end, "an exception") or other
    if scribe.side == "inclusion" and unless:
        return _unless(base, other, start, scribe)
    if unless:
        return combine(All, [base, negate(other, start, scribe)], scribe)
    taken = without(base, other, start, scribe)
    return _listed_after(base, taken, pieces, at, scribe) if scribe.side == "exclusion" else taken


def _unless(base: Tree, other: Tree, start: int, scribe: Scribe) -> Tree:
    """To be let in: a limit is waived for B ("haemoglobin ≥ 9 g/dL unless on dialysis"). Of what a patient must have, B may
    waive it ("aspirin unless allergic") or keep out who has it ("asthma unless on steroids"): both readings must agree.
    """
    waived = combine(Any, [base, other], scribe)
    if not all(isinstance(leaf, Has) for leaf in leaves(base)) or _denies(base):
        return waived
    kept_out = combine(All, [base, negate(other, start, scribe)], scribe)
    return either_way(kept_out, waived, (start, other.quote.end), WAIVED_OR_KEPT_OUT, scribe)


def _denies(tree: Tree) -> bool:
    return isinstance(tree, Not) or any(_denies(branch) for branch in getattr(tree, "of", ()))


def _listed_after(base: Tree, taken: Tree, pieces: list[Piece], at: int, scribe: Scribe) -> Tree:
    """ "Cancer, except skin cancer, cirrhosis": what a comma alone parts from the exception may be the next of the list."""
    after = pieces[at + 1 :]
    comma = next((k for k, p in enumerate(after) if p.role == "comma"), None)
    if not comma or any(p.role in ("and", "or") for p in after):
        return taken
    first, rest = _clause(after[:comma], scribe), _clause(after[comma + 1 :], scribe)
    if first is None or rest is None:
        return taken
    lax = combine(Any, [without(base, first, pieces[at].start, scribe), rest], scribe)
    return either_way(taken, lax, (rest.quote.start, rest.quote.end), REACH_OF_EXCEPTION, scribe)


WAIVED_OR_KEPT_OUT = "whether the exception lets in or keeps out"
REACH_OF_EXCEPTION = "how far the exception reaches"


def _conditional(pieces: list[Piece], at: int, scribe: Scribe) -> Tree | None:
    """ "A if B": for those who are not B nothing is asked of a patient to be let in, or held against one. Of two ways to be
    let in, the second is only for those who are B: "< 100 ng/mL, or < 300 ng/mL if anaemic"."""
    base = _clause(pieces[:at], scribe)
    if base is None or not understood(base):
        return _whole(pieces, scribe)
    if isinstance(base, Any) and base.heading is None and scribe.side == "inclusion":
        person = scribe.person(pieces[at].start, pieces[-1].end, FOR_SOME)
        last = combine(All, [base.of[-1], *([person] if person else [])], scribe)
        base = base.model_copy(update={"of": (*base.of[:-1], last)})
        if all(
            isinstance(b, Comparison) and b.concept == _concept(base.of[0])
            for b in (*base.of[:-1], *comparisons(last))
        ):
            return base
    return relaxed(base, pieces[at].start, pieces[-1].end, scribe)


def _concept(tree: Tree) -> str:
    return tree.concept if isinstance(tree, Comparison) else ""


def _defined(pieces: list[Piece], at: int, scribe: Scribe) -> Tree | None:
    """ "A defined as B" is B where B is understood."""
    meaning = _clause(pieces[at + 1 :], scribe)
    if any(p.role == "not" for p in pieces[:at]):
        return _whole(pieces, scribe)  # whether the definition is of the thing or of its absence is not said
    if meaning is None or not understood(meaning):
        return _whole(pieces, scribe) if meaning is None else _fallback(pieces, at, meaning, scribe)
    if at == 0:
        return meaning
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
    after = pieces[at + 1 :]
    if isinstance(base, Not):
        return negate(example_of([base.of], examples, scribe), base.quote.start, scribe)
    if isinstance(base, NeedsPerson) and any(p.role in ("not", "negative", "except") for p in pieces[:at]):
        return _whole(pieces, scribe)  # what is denied is not known, and so its examples may be of anything
    if isinstance(base, Has) and only_illustrates(examples, after):
        return absorb(base, base.quote.start, pieces[-1].end, scribe)
    if any(p.role in ("not", "except", "time", "if", "relax", "group") for p in after):
        rest = scribe.person(pieces[at].start, pieces[-1].end)
        return combine(All, [base, rest], scribe) if rest and understood(base) else _whole(pieces, scribe)
    return (
        example_of([base], examples, scribe)
        if understood(examples) or understood(base)
        else _whole(pieces, scribe)
    )


def _labelled(head: list[Piece], rest: list[Piece], scribe: Scribe, listed: bool) -> Tree | None:
    """ "Renal function: creatinine < 1.5 mg/dL"."""
    body, times = _clause(rest, scribe, listed), [p for p in head if p.role not in ("glue", "mute")]
    if body is not None and len(times) == 1 and times[0].role == "time":
        return throughout(body, times[0], scribe)
    named = _joined(head, scribe, listed)
    if body is None or named is None:
        return body or named
    if defines(head, body, scribe) or (
        is_label(scribe.text[head[0].start : head[-1].end]) and understood(body)
    ):
        return absorb(body, head[0].start, body.quote.end, scribe)
    return combine(All, [named, body], scribe)


def _whole(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    return scribe.person(pieces[0].start, pieces[-1].end) if pieces else None


# --- and, or ----------------------------------------------------------------------------------------------------


def _joined(pieces: list[Piece], scribe: Scribe, listed: bool) -> Tree | None:
    roles = {p.role for p in pieces}
    if "time" in roles and (found := half_lives(pieces, scribe)) is not None:
        rest, span, shorter = found
        base = _joined(rest, scribe, listed)
        return washed_out(base, span, shorter, scribe) if base is not None else _whole(pieces, scribe)
    if "time" in roles and "comma" in roles:
        pieces = _undivided(pieces)
    if "mention" in roles and "word" in roles:
        pieces = completed(pieces, scribe)
    operands = operands_of(pieces, scribe)
    if "not" in roles:
        operands = of_women(operands, scribe)
    for operand in operands:
        operand.tree = _operand(operand.pieces, scribe)
        if operand.tree is None and operand.negated is not None and operand.pieces and operand.joint:
            # "or not measured": words of the grammar alone, and yet something is said
            operand.tree, operand.negated = scribe.person(operand.negated, operand.pieces[-1].end), None
    operands = _bare_negations(operands, scribe)
    operands = governed(operands, scribe)
    if len(operands) > 1:
        operands = shared_time(said_first(qualified(operands, scribe), scribe), scribe)
    operands = appositions([o for o in operands if o.tree is not None or o.negated is not None], scribe)
    operands = negations([o for o in operands if o.tree is not None], scribe)
    if not operands:
        return None
    operands = set_apart(operands, scribe, listed=listed)
    resolve_commas(operands, "or" if listed else "list")
    return reduce(operands, scribe)


def _undivided(pieces: list[Piece]) -> list[Piece]:
    """ "Stroke, within the last 3 months": a comma before nothing but a time parts nothing."""
    for k in range(1, len(pieces) - 1):
        if pieces[k].role != "comma" or pieces[k + 1].role != "time":
            continue
        after = [p.role for p in pieces[k + 2 : k + 4]]
        named = pieces[k - 1].role in ("mention", "leaf", "group")
        if named and (not after or after[0] == "or" or after == ["comma", "or"]):
            pieces = [*pieces[:k], Piece("mute", pieces[k].start, pieces[k].end), *pieces[k + 1 :]]
    return pieces


def _bare_negations(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """ "No or mild asthma", "no, or well-controlled, diabetes": which kinds are let in is for a person, to the last of them."""
    for k, (bare, other) in enumerate(pairwise(operands)):
        if bare.negated is None or bare.tree is not None or bare.pieces or other.tree is None:
            continue
        last = k + 1
        while last + 1 < len(operands) and operands[last + 1].joint == "comma":
            last += 1
        end = max(o.tree.quote.end for o in operands[k + 1 : last + 1] if o.tree is not None)
        other.tree, bare.negated = scribe.person(bare.negated, end) or other.tree, None
        return [*operands[: k + 2], *_bare_negations(operands[last + 1 :], scribe)]
    return operands


def _operand(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    """A phrase with its brackets."""
    nodes: list[Tree] = []
    head: list[Piece] = []
    for piece in pieces:
        if piece.role != "group":
            head.append(piece)
            continue
        if is_abbreviation(head, piece, scribe):
            head[-1].end = piece.end
            continue
        inner = sentence(piece.inner, scribe, listed=enumerates(piece.inner))
        if inner is not None and head and defines(head, inner, scribe):
            nodes.append(absorb(at_any_time(inner, scribe), first_word(head), piece.end, scribe))
        else:
            head = without_severity(head, inner)
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
