"""Counts of two arms that are out of one set of the people: all who were randomised, or those who stayed, in both arms."""

from __future__ import annotations

from collections.abc import Mapping

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Cells, Number, Side
from trialwright.read.comparison.derived import agrees, derived_count
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.comparison.values import counts


def of_one_set(
    question: Question, told: Mapping[str, One], sides: Mapping[str, Side], sizes: Mapping[str, Number]
) -> dict[str, Side]:
    """Both arms, where one arm's percent is of another size than the one that was at hand, with such a size for the other arm
    too; without its count where there is none or the document gives several. told, sizes : the number of each arm, and the
    size at hand.

    "13.1 % against 33.3 %" may be of 61 randomised and, by chance, of 54 who stayed of 63: 8 of 61 says that all are counted.
    """
    out = dict(sides)
    left = [side for side in sides if _is_of_other(sides[side], told[side], sizes.get(side))]
    if len(left) != 1:
        return out
    other = COMPARED if left[0] == TRIED else TRIED
    one, now = told[other], sides[other]
    if one.total or now.n is None:
        return out
    fits = [n for n in question.other_sizes(other, now.n.value) if _fits(one, int(n.value))]
    if len(fits) == 1:
        place = (now.events or now.n).quote
        events = now.events
        if one.count is None and one.percent:
            events = derived_count(
                question.document, one.percent, int(fits[0].value), (place.start, place.end)
            )
        out[other] = now.model_copy(update={"n": fits[0], "events": events})
    elif one.percent is None or fits:
        out[other] = now.model_copy(update={"n": None})
    else:
        out[other] = now.model_copy(update={"events": None})
    return out


def are_sizes(cells: Cells) -> bool:
    """Whether the counts of both arms are their very sizes, at one place: "53 in A and 57 in B completed the study"."""
    sides = (cells.intervention, cells.comparator)
    return all(
        s.events and s.n and s.events.value == s.n.value and s.events.quote == s.n.quote for s in sides
    )


def _is_of_other(side: Side, one: One, size: Number | None) -> bool:
    """Whether an arm's number was taken of another size than the one at hand."""
    return size is not None and side.n is not None and not one.total and side.n.value != size.value


def _fits(one: One, n: int) -> bool:
    if one.percent is None:
        return (one.count or 0) <= n
    return agrees(one.count, one.percent, n) if one.count is not None else len(counts(one.percent, n)) == 1
