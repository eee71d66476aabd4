"""Whose words they are: "recent stroke or epilepsy", "PaO2 < 60 mmHg or PaCO2 > 50 mmHg while breathing room air"."""

from __future__ import annotations

import re

from trialwright.model.criterion import All, Any, Comparison, Has, NeedsPerson, Tree
from trialwright.read.criteria.connectives import Operand
from trialwright.read.criteria.leaves import FOR_SOME, Scribe
from trialwright.read.criteria.logic import combine, comparisons, either_way, leaves, negate
from trialwright.read.criteria.phrases import PHRASES

NOTE = "whether this is said of all that are named"
# How severe or how long ago; a site or a kind ("bilateral", "another") is of the name right after it.
_NARROW = frozenset(" ".join(PHRASES["narrow"].split()).split(" | ")) - {
    "primary",
    "secondary",
    "first",
    "systemic",
}
# Circumstances, and no complement of the last name alone ("stroke or allergy to latex").
_CIRCUMSTANCE = re.compile(
    r"\b(?:while|whilst|despite|in\s+spite\s+of|notwithstanding)\b"
    r"|^(?:[≥>]=?\s*|at\s+least\s+)?(?:\d+|two|three|four|several|separate|repeated|different|consecutive)(?:\s+\w+){0,2}\s+"
    r"(?:visits?|occasions?|measurements?|readings?)",
    re.I,
)


def qualified(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """What qualifies the first name of a list may qualify all of it, and so may a circumstance at its end: the other
    names are then for a person where they hold."""
    _forward(operands, scribe)
    _backward(operands, scribe)
    _of_the_infection(operands, scribe)
    return operands


def _of_the_infection(operands: list[Operand], scribe: Scribe) -> None:
    """ "Influenza infection or vaccination": against what one was vaccinated is said by the name before it, or is not."""
    for k, operand in enumerate(operands[1:], start=1):
        before, tree = operands[k - 1].tree, operand.tree
        if before is None or not isinstance(tree, Has) or tree.concept != "vaccination":
            continue
        infection = scribe.concepts.kinds.get("infection", ())
        named = any(isinstance(n, Has) and n.concept in infection for n in leaves(before))
        words = scribe.person(before.quote.start, before.quote.end, NOTE)
        if words is not None and (named or re.search(r"infection|disease", before.quote.exact, re.I)):
            operand.tree = combine(All, [tree, words], scribe)


def _forward(operands: list[Operand], scribe: Scribe) -> None:
    words: NeedsPerson | None = None
    for operand in operands:
        if operand.negated is not None or operand.joint == "link":
            words = None
        tree = operand.tree
        leading = _leading(operand, scribe)
        own = leading is not None or _qualifies_itself(operand)
        if words is not None and isinstance(tree, Has) and not own:
            operand.tree = _doubted(tree, words, scribe)
        elif own or not isinstance(tree, Has):
            words = leading


def _leading(operand: Operand, scribe: Scribe) -> NeedsPerson | None:
    """The words for a person right before the name that they qualify."""
    tree = operand.tree
    if isinstance(tree, NeedsPerson):
        return _before_a_disorder(operand, scribe)
    if not isinstance(tree, All) or len(tree.of) < 2:
        return None
    first = tree.of[0]
    if not isinstance(first, NeedsPerson) or not isinstance(tree.of[1], Has):
        return None
    return first if _NARROW & set(first.quote.exact.lower().split()) else None


def _before_a_disorder(operand: Operand, scribe: Scribe) -> NeedsPerson | None:
    """The words before a name that the dictionary has as a disorder of a measured value only."""
    spoken = [p for p in operand.pieces if p.role not in ("glue", "mute", "link", "history")]
    named = next((k for k, p in enumerate(spoken) if p.role != "narrow"), None)
    if named is None or spoken[named].role not in ("mention", "disorder"):
        return None
    if named:
        return scribe.person(spoken[0].start, spoken[named - 1].end)
    first = scribe.text[spoken[0].start : spoken[0].end].split()[0]
    return scribe.person(spoken[0].start, spoken[0].start + len(first)) if first.lower() in _NARROW else None


def _qualifies_itself(operand: Operand) -> bool:
    """ "Recent stroke or previous epilepsy": the second name has a time of its own."""
    return any(p.role in ("past", "history", "narrow", "link") for p in operand.pieces)


def _backward(operands: list[Operand], scribe: Scribe) -> None:
    last = operands[-1]
    tree = last.tree.of[-1] if isinstance(last.tree, All) else last.tree
    if last.joint not in ("or", "and") or not isinstance(tree, NeedsPerson):
        return
    said = _CIRCUMSTANCE.search(tree.quote.exact)
    words = scribe.person(tree.quote.start + said.start(), tree.quote.end) if said else None
    for operand in operands[:-1] if words is not None else ():
        if operand.tree is not None and operand.negated is None and words is not None:
            operand.tree = _doubted(operand.tree, words, scribe)


_OF_SOME = re.compile(
    r"\b(?:for|in|among)\s+(?:the\s+|all\s+)?(?:patients|subjects|participants|individuals|people|persons|those)\s+(?:who\s+(?:are|have)\s+)?(?:not\s+)?"
    r"(?:with|without|on|receiving|having|taking|treated|undergoing|requiring)\b",
    re.I,
)
NOT_OF_ALL = "whether others are let in without it"


def of_some(tree: Tree, scribe: Scribe) -> Tree:
    """ "Platelets ≥ 75 x 10⁹/L in patients with cirrhosis" as a condition to be let in: it may ask for cirrhosis, or ask nothing
    of those without it."""
    if scribe.side != "inclusion" or not isinstance(tree, All) or tree.heading is not None:
        return tree
    limits = [b for b in tree.of if isinstance(b, Comparison)]
    said = _OF_SOME.search(scribe.text, limits[-1].quote.end, tree.quote.end) if limits else None
    if said is None or len({b.concept for b in limits}) != 1:
        return tree
    limit = [b for b in tree.of if b.quote.end <= said.start()]
    whom = [b for b in tree.of if b not in limit]
    if (
        not whom
        or any(b.quote.end < said.start() or comparisons(b) for b in whom)
        or any(isinstance(b, NeedsPerson) and b.note == FOR_SOME for b in whom)
        or len(limit) != len(limits)
    ):
        return tree
    other = negate(combine(All, whom, scribe), said.start(), scribe)
    lax = combine(Any, [combine(All, limit, scribe), other], scribe)
    return either_way(tree, lax, (said.start(), said.end()), NOT_OF_ALL, scribe)


_ADULT = 21
_MUST_HAVE = re.compile(
    r"\b(?:must|should|needs?\s+to|(?:is|are)\s+required\s+to|have\s+to)\b(?!\s+be\s+aged)", re.I
)


def must_have(tree: Tree, scribe: Scribe) -> Tree:
    """ "Patients over 75 must have MMSE > 24": the age may be asked of all, or say of whom the rest is asked."""
    if (
        scribe.side != "inclusion"
        or not isinstance(tree, All)
        or tree.heading is not None
        or len(tree.of) < 2
    ):
        return tree
    first, rest = tree.of[0], tree.of[1:]
    if (
        not isinstance(first, Comparison)
        or first.concept != "age"
        or not all(isinstance(n, Comparison) for n in rest)
    ):
        return tree
    if first.comparator in (">", ">=") and first.quantity.low <= _ADULT:
        return tree  # the trial's own limit
    said = _MUST_HAVE.search(scribe.text, first.quote.end, rest[0].quote.start)
    if said is None or re.search(r"\band\b|[,;]", scribe.text[first.quote.end : said.start()]):
        return tree
    other = combine(Any, [negate(first, first.quote.start, scribe), combine(All, rest, scribe)], scribe)
    return either_way(tree, other, (said.start(), said.end()), NOT_OF_ALL, scribe)


def _doubted(tree: Tree, words: NeedsPerson, scribe: Scribe) -> Tree:
    person = scribe.person(words.quote.start, words.quote.end, NOTE)
    return combine(All, [tree, person], scribe) if person is not None else tree
