"""One phrase, with no connective in it, → what it says: leaves for what is understood, a person for the rest.

A condition stands only where the words around it can make it narrower but not something else: "severe heart
failure" needs heart failure; "risk of heart failure", "heart failure clinic" and "suspected heart failure" do not.
"""

from __future__ import annotations

import itertools
import re

from trialwright.model.criterion import All, Comparison, Has, Tree
from trialwright.read.criteria.formula_names import names_formula
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import combine, negate
from trialwright.read.criteria.marks import MEASURABLE
from trialwright.read.criteria.methods import only_methods
from trialwright.read.criteria.pieces import Piece
from trialwright.read.criteria.qualifiers import qualifies

SILENT = frozenset({"glue", "mute", "link", "comma", "colon", "slash", "and", "or"})


def phrase(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    """The tree of a phrase; None where it says nothing ("patients")."""
    if pieces and pieces[-1].role == "idle":
        return _whatever(phrase(pieces[:-1], scribe), pieces[-1], scribe)
    spoken = [p for p in pieces if p.role not in SILENT]
    if not spoken:
        return None
    leaves = [p for p in spoken if p.role == "leaf"]
    conditions = [p for p in spoken if _is_condition(p)]
    if leaves and not any(p.role in ("block", "change") for p in spoken):
        return _around_leaves(pieces, scribe)
    if conditions and not leaves and (found := _condition(spoken, conditions, pieces, scribe)) is not None:
        return found
    note = next((p.note for p in spoken if p.note), "")
    return scribe.person(spoken[0].start, spoken[-1].end, note)


def _whatever(said: Tree | None, idle: Piece, scribe: Scribe) -> Tree | None:
    """A phrase with "with or without X" after it: the words become part of the one thing that it says."""
    if isinstance(said, Has | Comparison):
        return said.model_copy(update={"quote": scribe.quote(said.quote.start, idle.end)})
    person = scribe.person(idle.start, idle.end)
    return combine(All, [n for n in (said, person) if n is not None], scribe)


def _is_condition(piece: Piece) -> bool:
    c = piece.concept
    return (
        piece.role == "mention"
        and c is not None
        and c.kind != "consent"
        and (c.kind not in MEASURABLE or c.name in ("female", "male"))
    )


def _around_leaves(pieces: list[Piece], scribe: Scribe) -> Tree | None:
    """Comparisons as they are; a window goes to the comparison before it; other words are one leaf a run."""
    nodes: list[Tree] = []
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if (
            piece is not None
            and piece.role not in SILENT
            and piece.role != "leaf"
            and not _settled(piece, pieces)
        ):
            if (
                piece.role == "time"
                and nodes
                and only_methods(run, scribe)
                and isinstance(nodes[-1], Comparison)
                and nodes[-1].window is None
                and _counts(piece)
            ):
                nodes[-1] = nodes[-1].model_copy(update={"window": scribe.window(piece.time)})
                continue
            run.append(piece)
            continue
        if run and (piece is None or piece.role == "leaf"):
            if nodes and (named := _with_its_formula(nodes[-1], run, scribe)) is not None:
                nodes[-1] = named
            else:
                nodes.extend(_rest(run, scribe))
            run = []
        if piece is not None and piece.node is not None:
            nodes.append(piece.node)
    return combine(All, nodes, scribe) if nodes else None


def _with_its_formula(node: Tree, run: list[Piece], scribe: Scribe) -> Tree | None:
    """The comparison with the words after it, where they only name the formula of what is compared."""
    if not isinstance(node, Comparison) or not names_formula(
        scribe.text[node.quote.end : run[-1].end], node.concept
    ):
        return None
    return node.model_copy(update={"quote": scribe.quote(node.quote.start, run[-1].end)})


def _rest(run: list[Piece], scribe: Scribe) -> list[Tree]:
    """Words beside a comparison: a bare condition among them still stands."""
    if len(run) == 1 and _is_condition(run[0]) and run[0].concept is not None:
        return [scribe.has(run[0].concept, run[0].start, run[0].end, None)]
    found = scribe.person(run[0].start, run[-1].end)
    return [found] if found else []


def _settled(piece: Piece, pieces: list[Piece]) -> bool:
    """ "Adults" next to an age limit is the age limit; "history" adds nothing to a number."""
    ages = any(p.role == "leaf" and any(c.name == "age" for c in p.concepts) for p in pieces)
    return (piece.role == "person" and ages) or piece.role == "history"


def _counts(piece: Piece) -> bool:
    return piece.time is not None and not piece.time.duration and piece.time.anchor != ""


def _condition(
    spoken: list[Piece], conditions: list[Piece], pieces: list[Piece], scribe: Scribe
) -> Tree | None:
    """Has, with what narrows it; None where the words do not assert the condition."""
    conditions = _without_idle_sex(conditions)
    if len(conditions) != 1:
        return _several(spoken, conditions, scribe)
    named = conditions[0]
    concept = named.concept
    assert concept is not None
    others = [p for p in spoken if p is not named and not (_is_condition(p) and p not in conditions)]
    if len(others) == 1 and others[0].role == "negative" and others[0].start >= named.end:
        return negate(scribe.has(concept, named.start, others[0].end, None), named.start, scribe)
    if any(
        p.role in ("block", "change", "if", "relax", "eg", "define", "except", "not", "negative")
        for p in others
    ):
        return None
    before = [p for p in others if p.end <= named.start and p.role not in ("past", "time", "history")]
    after = [p for p in others if p.start >= named.end and p.role != "time"]
    if concept.kind == "drug" and after and _USE.fullmatch(scribe.text, after[0].start, after[0].end):
        after = after[1:]  # "insulin use"
    if not _narrows(before, named, scribe) or not _complements(after, named, pieces, scribe):
        return None
    times = [p for p in others if p.role == "time"]
    window = next((p for p in times if _counts(p)), None)
    unread = [p for p in times if p is not window]
    past = any(p.role in ("past", "history") for p in others)
    # "Cardiac surgery" as a condition to be let in is the operation to come as often as one that was done.
    if concept.kind == "procedure" and scribe.side == "inclusion" and not past and window is None:
        return None
    node: Tree = scribe.has(concept, named.start, named.end, window.time if window else None, past)
    people = [
        n
        for run in (before, sorted(unread + after, key=lambda p: p.start))
        if run and (n := scribe.person(run[0].start, run[-1].end))
    ]
    return combine(All, sorted([node, *people], key=lambda n: n.quote.start), scribe)


def _without_idle_sex(conditions: list[Piece]) -> list[Piece]:
    """ "Pregnant women": the sex says nothing that pregnancy does not."""
    states = [p for p in conditions if p.concept and p.concept.name in ("pregnancy", "lactation")]
    return (
        states
        if states and all(p in states or (p.concept and p.concept.name == "female") for p in conditions)
        else conditions
    )


def _several(spoken: list[Piece], conditions: list[Piece], scribe: Scribe) -> Tree | None:
    """Conditions side by side with nothing between them: only a sex before or after something else is clear."""
    if complement := _complement(spoken, conditions, scribe):
        return complement
    sexes = [p for p in conditions if p.concept and p.concept.name in ("female", "male")]
    if len(sexes) != 1 or len(conditions) != 2 or len(spoken) != 2:
        return None
    nodes: list[Tree] = [scribe.has(p.concept, p.start, p.end, None) for p in conditions if p.concept]
    return combine(All, nodes, scribe)


_USE = re.compile(r"use|usage|intake|administration|therapy", re.I)
_PREPOSITION = re.compile(r"\s*(?:to|for|due|from|secondary|caused|in|of)\b", re.I)


def _complement(spoken: list[Piece], conditions: list[Piece], scribe: Scribe) -> Tree | None:
    """ "Hypersensitivity to anakinra", "surgery for cancer": the second name only says which kind of the first."""
    first = conditions[0]
    rest = [p for p in spoken if p.start >= first.end]
    blocked = any(
        p.role in ("block", "change", "if", "relax", "eg", "define", "except", "not", "negative")
        for p in spoken
    )
    if (
        blocked
        or first is not spoken[0]
        or first.concept is None
        or not _PREPOSITION.match(scribe.text, first.end)
    ):
        return None
    person = scribe.person(first.end, rest[-1].end)
    return combine(
        All, [scribe.has(first.concept, first.start, first.end, None), *([person] if person else [])], scribe
    )


def _narrows(before: list[Piece], named: Piece, scribe: Scribe) -> bool:
    """Whether the words before a condition stand directly before it, so that they can only qualify it."""
    if not before or all(p.role == "narrow" for p in before):
        return True
    gap = scribe.text[before[-1].end : named.start]
    plain = all(
        p.role in ("narrow", "person") or qualifies(scribe.text[p.start : p.end].lower()) for p in before
    )
    return plain and gap.strip(" -") == "" and _unbroken(before, scribe)


def _unbroken(run: list[Piece], scribe: Scribe) -> bool:
    return all(scribe.text[a.end : b.start].strip(" -,/") == "" for a, b in itertools.pairwise(run))


def _complements(after: list[Piece], named: Piece, pieces: list[Piece], scribe: Scribe) -> bool:
    """Whether the words after a condition are joined to it by a preposition, and so only say which kind."""
    if not after:
        return True
    first = after[0]
    between = [p for p in pieces if named.end <= p.start < first.start and p.role not in ("mute",)]
    leading = scribe.text[first.start : first.end].lower()
    return (bool(between) and between[0].role in ("glue", "time")) or leading in (
        "to",
        "for",
        "from",
        "within",
        "during",
        "due",
        "prior",
        "since",
    )
