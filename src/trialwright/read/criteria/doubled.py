"""One thing limited twice in one direction: a sign that each limit is of other patients than the words read say.

"≥ 11 g/dL for women and ≥ 12 g/dL for men" asks 12 of nobody's all; "≥ 300 pg/mL, or ≥ 900 pg/mL with atrial
fibrillation" does not let in who has both 500 pg/mL and fibrillation. Neither may be read as it stands.
"""

from __future__ import annotations

from itertools import combinations

from trialwright.model.criterion import All, Any, AtLeast, Comparison, Not, Tree
from trialwright.model.units import convert
from trialwright.read.criteria.leaves import Scribe

NOTE = "which of two limits holds for whom"
_UP, _DOWN = (">", ">="), ("<", "<=")
_ROUNDING = 0.05  # the same limit in two units agrees to this


def doubled(tree: Tree, scribe: Scribe) -> bool:
    """Whether a tree limits one concept twice so that one limit makes the other idle."""
    if isinstance(tree, Not):
        return doubled(tree.of, scribe)
    if isinstance(tree, All | Any | AtLeast) and any(doubled(branch, scribe) for branch in tree.of):
        return True
    if isinstance(tree, All):
        own = [b for b in tree.of if isinstance(b, Comparison)]
        return any(_differ(a, b, scribe) for a, b in combinations(own, 2))
    if isinstance(tree, Any):
        return any(_idle(a, b, scribe) or _idle(b, a, scribe) for a, b in combinations(tree.of, 2))
    return False


def _idle(one: Tree, other: Tree, scribe: Scribe) -> bool:
    """Whether `other` asks for more than `one`, which alone suffices."""
    if not isinstance(one, Comparison):
        return False
    limits = other.of if isinstance(other, All) else (other,)
    return any(
        isinstance(c, Comparison) and _differ(one, c, scribe) and _stricter(c, one, scribe) for c in limits
    )


def _differ(a: Comparison, b: Comparison, scribe: Scribe) -> bool:
    """Whether two comparisons are of the same value, in one direction, with other limits."""
    if (a.concept, a.measure, a.occasion, a.window, a.quantity.uln) != (
        b.concept, b.measure, b.occasion, b.window, b.quantity.uln,
    ):  # fmt: skip
        return False
    alike = any(a.comparator in side and b.comparator in side for side in (_UP, _DOWN))
    there = _low(b, a, scribe) if alike else None
    return there is not None and abs(there - a.quantity.low) > _ROUNDING * abs(a.quantity.low)


def _stricter(a: Comparison, b: Comparison, scribe: Scribe) -> bool:
    there = _low(a, b, scribe)
    return there is not None and (there > b.quantity.low) == (b.comparator in _UP)


def _low(a: Comparison, b: Comparison, scribe: Scribe) -> float | None:
    """The limit of a in the unit of b; None where it does not convert."""
    if a.quantity.unit == b.quantity.unit:
        return a.quantity.low
    concept = scribe.concepts.by_name.get(a.concept)
    return convert(a.quantity.low, a.quantity.unit, b.quantity.unit, concept) if concept is not None else None
