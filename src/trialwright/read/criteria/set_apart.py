"""What stands before a comma may rule the list after it: "aged 18 to 75, with asthma or COPD" is no list of three.

A comma takes the meaning of the next and/or only between things of one sort: names, limits, or who people are.
"""

from __future__ import annotations

from trialwright.model.criterion import All, Any, Comparison, Has, NeedsPerson, Tree
from trialwright.read.criteria.connectives import Operand, reduce, resolve_commas
from trialwright.read.criteria.context import SEXES, STATES_OF_WOMEN
from trialwright.read.criteria.leaves import BOTH_OR_EITHER, Scribe
from trialwright.read.criteria.logic import combine, either_way, leaves

_PEOPLE = frozenset({"person", "glue", "mute", "link"})


def set_apart(operands: list[Operand], scribe: Scribe, *, listed: bool) -> list[Operand]:
    """The operands, with those that a comma sets apart from an "or" after it joined to what that "or" joins."""
    at = next((k for k, o in enumerate(operands) if k and o.joint in ("and", "or", "link")), 0)
    if at < 2 or operands[at].joint != "or" or listed:
        return operands
    sorts: list[str] = []
    for operand in operands[:at]:
        sorts.append(_sort(operand, sorts[-1] if sorts else "", scribe))
    apart = (k for k in range(at - 1, 0, -1) if sorts[k] != sorts[k - 1] or _sexes([operands[k - 1]]))
    first = next(apart, 0)
    if (
        not first
        and scribe.side == "inclusion"
        and sorts[-1] == "limit" != _sort(operands[at], sorts[-1], scribe)
    ):
        first = at - 1  # "Hb > 9 g/dL, platelets > 100 x 10⁹/L or transfusion": the last two may be one limit
    trees = [o.tree for o in operands[:first] if o.tree is not None]
    if not first or len(trees) < first or not _may_rule(operands, first, at, sorts, scribe):
        return operands
    tail = operands[first:]
    oxford = operands[at].comma
    tail[0].joint, tail[0].comma = "", False
    resolve_commas(tail, "list")
    rest = reduce(tail, scribe)
    tree = strict = combine(All, [*trees, rest], scribe)
    if not _rules(operands, first, sorts, rest, oxford, scribe):
        lax = combine(Any, [*trees, rest], scribe)
        tree = either_way(strict, lax, (rest.quote.start, rest.quote.end), BOTH_OR_EITHER, scribe)
    return [Operand([p for o in operands for p in o.pieces], at=operands[0].at, tree=tree)]


def _sort(operand: Operand, before: str, scribe: Scribe) -> str:
    """ "people" (an age, a sex, "adults"), "limit" (anything compared) or "name", which a limit in brackets may define.
    before : the sort of what a bare number follows: "grade 0, 4 or 5"."""
    spoken = [p for p in operand.pieces if p.role not in ("glue", "mute", "link")]
    if before and spoken and scribe.text[spoken[0].start].isdigit():
        return before
    found = leaves(operand.tree) if operand.tree is not None else []
    if all(_of_people(leaf) for leaf in found) and any(not isinstance(leaf, NeedsPerson) for leaf in found):
        return "people"
    if found and all(p.role in _PEOPLE for p in operand.pieces):
        return "people"
    return "limit" if spoken and spoken[0].role == "leaf" else "name"


def _sexes(operands: list[Operand]) -> bool:
    found = [leaf for o in operands if o.tree is not None for leaf in leaves(o.tree)]
    return any(isinstance(leaf, Has) and leaf.concept in SEXES for leaf in found)


def _of_people(leaf: Tree) -> bool:
    return (isinstance(leaf, Comparison) and leaf.concept == "age") or (
        isinstance(leaf, Has) and leaf.concept in SEXES
    )


def _may_rule(operands: list[Operand], first: int, at: int, sorts: list[str], scribe: Scribe) -> bool:
    """Whether what stands before the comma can be more than one more of the list."""
    if _introduced(operands[first]):
        return True
    if scribe.side == "inclusion":
        return "people" in sorts[:first] or not operands[at].comma
    return _sexes(operands[:first]) or (
        sorts[first - 1] == "name" and sorts[first] == "limit" and not operands[at].comma
    )


def _rules(
    operands: list[Operand], first: int, sorts: list[str], rest: Tree, oxford: bool, scribe: Scribe
) -> bool:
    """Whether nothing else than "and" can be meant by the comma."""
    if scribe.side == "inclusion":
        return all(s == "people" for s in sorts[:first]) and (not oxford or _introduced(operands[first]))
    states = all(isinstance(n, Has) and n.concept in STATES_OF_WOMEN for n in leaves(rest))
    return states and all(s == "people" for s in sorts[:first])


def _introduced(operand: Operand) -> bool:
    """ "..., with asthma", "..., who have asthma"."""
    spoken = [p for p in operand.pieces if p.role not in ("glue", "mute")]
    return bool(spoken) and spoken[0].role == "link"
