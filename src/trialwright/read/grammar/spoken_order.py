"""In which order a document sets out and lists its arms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry
    from trialwright.read.grammar.mentions import Mention


def order_of_lists(named: Iterable[Sequence[Mention]], arms: int) -> tuple[str, ...]:
    """Three arms or more in the order of twice as many sentences that name each of them as have another order, else ().

    named : the mentions of each sentence.
    """
    orders = (tuple(dict.fromkeys(m.label for m in found)) for found in named if len(found) >= arms)
    full = Counter(order for order in orders if len(order) == arms > 2).most_common()
    return full[0][0] if full and full[0][1] >= 2 * sum(n for _, n in full[1:]) else ()


def are_set_out_in_order(arms: Sequence[Entry]) -> bool:
    """Whether the arms stand in the document in the order in which they are listed, which may be by role."""
    spots = [(a.place.sentence.start, a.place.start) for a in arms]
    return spots == sorted(spots)
