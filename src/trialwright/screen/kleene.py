"""Kleene's strong three-valued logic as a pair of disjoint masks: (fails, unknown). Met is neither.

The masks are Ibis boolean expressions, one row a patient, so a whole tree is one projection.
Source: Kleene 1952, Introduction to Metamathematics, section 64.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, or_
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from trialwright.screen.bound import Bound, Counted, Every, Leaf, Negated


class Masks(NamedTuple):
    """fails, unknown : never both true for one patient."""

    fails: ir.BooleanValue
    unknown: ir.BooleanValue

    @property
    def met(self) -> ir.BooleanValue:
        return ~self.fails & ~self.unknown


def masks(tree: Bound, leaf: Callable[[Leaf], Masks]) -> Masks:
    """The masks of a tree, given those of its leaves."""
    if isinstance(tree, Negated):
        inner = masks(tree.of, leaf)
        return Masks(inner.met, inner.unknown)
    if isinstance(tree, Every):
        return _every([masks(t, leaf) for t in tree.of])
    if isinstance(tree, Counted):
        return _at_least(tree.count, [masks(t, leaf) for t in tree.of])
    return leaf(tree)


def _every(of: list[Masks]) -> Masks:
    """Fails where one branch fails; unknown where none fails and one is unknown."""
    false = ibis.literal(False)
    fails = reduce(or_, (m.fails for m in of), false)
    return Masks(fails, ~fails & reduce(or_, (m.unknown for m in of), false))


def _at_least(count: int, of: list[Masks]) -> Masks:
    """Met where enough branches are met; fails where the unknown ones could not make up the number."""
    zero = ibis.literal(0)
    certain = reduce(add, (m.met.cast("int64") for m in of), zero)
    hopeful = reduce(add, (m.unknown.cast("int64") for m in of), zero)
    fails = certain + hopeful < count
    return Masks(fails, ~fails & (certain < count))
