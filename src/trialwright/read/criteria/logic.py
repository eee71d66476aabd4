"""Trees put together: all, any, not, and what to do where the words can be read in two ways."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.criterion import All, Any, AtLeast, Comparison, NeedsPerson, Not, Tree
from trialwright.model.document import Quote
from trialwright.read.criteria.leaves import Scribe

_BRANCHING = (All, Any, AtLeast)


def span(nodes: Sequence[Tree]) -> tuple[int, int]:
    return min(n.quote.start for n in nodes), max(n.quote.end for n in nodes)


def combine(
    kind: type[All] | type[Any], nodes: Sequence[Tree], scribe: Scribe, heading: Quote | None = None
) -> Tree:
    """All or Any of nodes, flattened, with neighbouring words for a person joined into one leaf."""
    flat: list[Tree] = []
    for node in nodes:
        flat.extend(node.of if isinstance(node, kind) and node.heading is None else (node,))
    flat = _join_people(flat, scribe)
    if len(flat) == 1 and heading is None:
        return flat[0]
    start, end = span(flat)
    if heading is not None:
        start, end = min(start, heading.start), max(end, heading.end)
    return kind(of=tuple(flat), heading=heading, quote=scribe.quote(start, end), because=_BECAUSE[kind])


_BECAUSE = {All: Because(rule="read.criteria.logic.all"), Any: Because(rule="read.criteria.logic.any")}


def _join_people(nodes: list[Tree], scribe: Scribe) -> list[Tree]:
    out: list[Tree] = []
    for node in nodes:
        last = out[-1] if out else None
        if (
            isinstance(last, NeedsPerson)
            and isinstance(node, NeedsPerson)
            and last.why == node.why
            and 0 <= node.quote.start - last.quote.end < 12
        ):
            joined = scribe.person(last.quote.start, node.quote.end, last.note or node.note)
            if joined is not None:
                out[-1] = joined
                continue
        out.append(node)
    return out


def negate(node: Tree, start: int, scribe: Scribe) -> Tree:
    """Not node, quoted from the negating word. Words for a person stay with a person, the negation included."""
    if isinstance(node, NeedsPerson):
        return scribe.person(start, node.quote.end, node.note) or node
    return Not(
        of=node,
        quote=scribe.quote(min(start, node.quote.start), node.quote.end),
        because=Because(rule="read.criteria.logic.not"),
    )


def either_way(strict: Tree, lax: Tree, words: tuple[int, int], note: str, scribe: Scribe) -> Tree:
    """Words with two readings, the first implying the second: met where both are met, not met where neither is,
    and otherwise for a person, who is shown the words in question."""
    person = scribe.person(*words, note)
    if person is None or strict == lax:
        return lax
    undecided = All(of=(lax, person), quote=lax.quote, because=_BECAUSE[All])
    start, end = span((strict, lax, person))
    return Any(
        of=(strict, undecided),
        quote=scribe.quote(start, end),
        because=Because(rule="read.criteria.logic.either_way"),
    )


def leaves(node: Tree) -> list[Tree]:
    """The leaves of a tree, in order; a leaf that two readings share comes once for each."""
    if isinstance(node, _BRANCHING):
        return [leaf for branch in node.of for leaf in leaves(branch)]
    return leaves(node.of) if isinstance(node, Not) else [node]


def understood(node: Tree) -> bool:
    """Whether some leaf of the tree can be computed."""
    if isinstance(node, _BRANCHING):
        return any(map(understood, node.of))
    return understood(node.of) if isinstance(node, Not) else not isinstance(node, NeedsPerson)


def comparisons(node: Tree) -> list[Comparison]:
    return [leaf for leaf in leaves(node) if isinstance(leaf, Comparison)]


def conflict(nodes: Sequence[Tree]) -> bool:
    """Whether one concept is asked to be both below and above: "SBP < 90 and > 180" means either."""
    lowest: dict[tuple[str, str], float] = {}
    highest: dict[tuple[str, str], float] = {}
    for node in nodes:
        if isinstance(node, Comparison):
            what, limit = (node.concept, node.quantity.unit), node.quantity.low
            if node.comparator in ("<", "<="):
                lowest[what] = min(limit, lowest.get(what, limit))
            elif node.comparator in (">", ">="):
                highest[what] = max(limit, highest.get(what, limit))
    return any(limit < highest[what] for what, limit in lowest.items() if what in highest)
