"""The order in which a document reports its two arms, as the pairs that are linked by name show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.model.result import Result


class OrderKept(NamedTuple):
    """arms : two labels in the order of every pair so far, () where there is none or two disagree.
    of : the two results of the last of these pairs, which the order rests on."""

    arms: tuple[str, ...] = ()
    of: tuple[Result, ...] = ()
    torn: bool = False  # two pairs disagreed: no order for the rest of the document

    def after(self, found: Sequence[Result]) -> OrderKept:
        """What is known after a sentence that names an arm. found : its results.

        Proportions are taken two by two, and only where each of them has an arm.
        """
        shares = sorted((r for r in found if r.measure == "proportion"), key=lambda r: r.quote.start)
        if _are_both_ways(shares):
            return OrderKept(torn=True)
        # "43% (45 of 105) on A and 36% (36 of 101) on B": what follows of the same arm is the same arm's
        shares = [r for i, r in enumerate(shares) if not i or r.arm != shares[i - 1].arm]
        if self.arms and len(shares) == 2 and _is_turned(shares, self.arms):
            return OrderKept(torn=True)
        if self.torn or not shares or len(shares) % 2 or not all(r.arm for r in shares):
            return self
        pairs = [(a, b) for a, b in zip(shares[::2], shares[1::2], strict=True) if a.arm != b.arm]
        orders = {(a.arm, b.arm) for a, b in pairs} | ({self.arms} if self.arms else set())
        if len(orders) > 1:
            return OrderKept(torn=True)
        return OrderKept(orders.pop(), pairs[-1]) if pairs else self


def _are_both_ways(shares: Sequence[Result]) -> bool:
    """Whether a sentence has a pair of each order: "x on A and y on B; z on B and w on A"."""
    pairs = {(a.arm, b.arm) for a, b in zip(shares[::2], shares[1::2], strict=False) if a.arm and b.arm}
    return len(shares) % 2 == 0 and all(a != b and (b, a) in pairs for a, b in pairs) and bool(pairs)


def _is_turned(pair: Sequence[Result], arms: Sequence[str]) -> bool:
    """Whether of a pair of which one number's arm is known that one stands in the other's place: "x with treatment and y on B"
    in a document whose pairs so far have B first."""
    known = [i for i, r in enumerate(pair) if r.arm]
    return len(known) == 1 and pair[known[0]].arm != arms[known[0]]
