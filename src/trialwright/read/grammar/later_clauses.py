"""The order of the arms in a clause of its own that names none, behind or before one that does: "9 on A and 4 on B had it; hives came in
3 and 5"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.bare_pairs import is_bare
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.number_groups import number_groups
from trialwright.read.grammar.outcome_lists import are_of_several
from trialwright.read.grammar.pairing import tells_of_several
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_NEW_CLAUSE = Pattern(
    r"(?i);\s|,\s(?:and|while|whereas|but|of which|of whom)\s(?!(?:in|on|of|for|with|by)\s)"
)
_SEMICOLON = Pattern(r";\s")


def may_have_order(sentence: Sentence, context: Context) -> bool:
    """Whether `order_at` may tell an order at some place of the sentence."""
    if len(context.names.labels) < 2:
        return False
    if not context.mentions(sentence):
        return bool(context.order) or len(context.carried.get(sentence.start, ())) == 2
    return _NEW_CLAUSE.search(sentence.bare) is not None


def order_at(sentence: Sentence, context: Context, start: int, end: int) -> tuple[str, ...]:
    """The arms in the order in which numbers from `start` to `end` have them, () where nothing tells.

    In a sentence that names no arm that is the order of the document, or of two arms in the sentence before. Else the numbers stand in
    a clause of their own: behind one that names both of two arms once, in their order; on the far side of a semicolon of one that names
    any, in the document's.
    """
    mentions, order = context.mentions(sentence), context.order
    if not mentions:
        carried = context.carried.get(sentence.start, ())
        if len(carried) == 2 and carried != order:
            return () if order or context.torn else carried
        return order
    if mentions[-1].end <= start:
        cut = _NEW_CLAUSE if len(context.names.labels) == 2 else _SEMICOLON
        parted = cut.search(sentence.bare, mentions[-1].end, start)
    else:
        parted = mentions[0].start >= end and _SEMICOLON.search(sentence.bare, end, mentions[0].start)
    if not parted:
        return ()
    told = [m.label for i, m in enumerate(mentions) if not i or m.label != mentions[i - 1].label]
    if len(context.names.labels) > 2:
        return order if not told or _follows(told, order) else ()
    if len(told) != 2 or mentions[-1].end > start:
        return ()
    return tuple(told) if not order or tuple(told) == order else ()


def _follows(told: Sequence[str], order: Sequence[str]) -> bool:
    """Whether arms are named once each, in this order."""
    places = [order.index(label) for label in told if label in order]
    return len(places) == len(told) and places == sorted(set(places))


def of_later_clauses(
    sentence: Sentence, spans: Sequence[tuple[int, int]], arms: Sequence[str], context: Context
) -> list[str]:
    """`arms`, and those of bare lists of one share for each arm in clauses of their own that name none."""
    out = list(arms)
    mentions, size = context.mentions(sentence), len(context.names.labels)
    if not mentions or len(spans) < size or all(arms) or not may_have_order(sentence, context):
        return out
    for group in number_groups(sentence, spans, mentions):
        if len(group.members) != size or any(out[i] for i in group.members) or group.against:
            continue
        order = order_at(sentence, context, group.start, group.end)
        several = tells_of_several(sentence, group) or are_of_several(sentence.text, group.start, group.end)
        told = is_bare(sentence, group) if size == 2 else not several
        if len(order) == size and told:
            for i, label in zip(group.members, order, strict=True):
                out[i] = label
    return out
