"""Kleene's strong three-valued logic as a pair of disjoint masks, met and fails; unknown is neither.

The masks are Ibis boolean expressions, one row a patient, so a whole tree is one projection. In this pair
each connective uses each mask of its branches once, so the query grows with the tree and no faster.
Source: Kleene 1952, Introduction to Metamathematics, section 64.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import add, and_, or_
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import Bound, Counted, Every, Leaf, Negated


class Masks(NamedTuple):
    """met, fails : never both true for one patient."""

    met: ir.BooleanValue
    fails: ir.BooleanValue

    @property
    def unknown(self) -> ir.BooleanValue:
        return ~self.met & ~self.fails

    @property
    def negated(self) -> Masks:
        return Masks(self.fails, self.met)


def masks(tree: Bound, leaf: Callable[[Leaf], Masks]) -> Masks:
    """The masks of a tree, given those of its leaves."""
    if isinstance(tree, Negated):
        return masks(tree.of, leaf).negated
    if isinstance(tree, Every):
        of = [masks(t, leaf) for t in tree.of]
        return Masks(_fold(and_, (m.met for m in of), True), _fold(or_, (m.fails for m in of), False))
    if isinstance(tree, Counted):
        return _at_least(tree.count, [masks(t, leaf) for t in tree.of])
    return leaf(tree)


def branches(tree: Bound) -> tuple[Bound, ...] | None:
    """What a node joins; None for a leaf."""
    if isinstance(tree, Negated):
        return (tree.of,)
    return tree.of if isinstance(tree, Every | Counted) else None


def _at_least(count: int, of: list[Masks]) -> Masks:
    """Met where enough branches are met; fails where those that do not fail are too few."""
    if count == 1:
        return Masks(_fold(or_, (m.met for m in of), False), _fold(and_, (m.fails for m in of), True))
    met = reduce(add, (m.met.cast("int64") for m in of), ibis.literal(0))
    fails = reduce(add, (m.fails.cast("int64") for m in of), ibis.literal(0))
    return Masks(met >= count, fails > len(of) - count)


def _fold(
    connective: Callable[[ir.BooleanValue, ir.BooleanValue], ir.BooleanValue],
    of: Iterable[ir.BooleanValue],
    neutral: bool,
) -> ir.BooleanValue:
    """Joined by and or or; nothing to join gives the neutral element."""
    return reduce(connective, of, ibis.literal(neutral))
