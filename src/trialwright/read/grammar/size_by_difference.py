"""The size of one of two arms, where words do not say whose a number is: what the other arm leaves of all people."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.kept_sizes import ArmSize
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_NUMBER = Pattern(rf"(?i)(?<![\w.,/<>±%-])(?P<n>{COUNT}){UNIT}(?![\w/]|[.,]\d|{PERCENT}|\s?[/-]\s?\d)")
_LEAST_PART = 4  # an arm with less than a quarter of the other one is a part of something else


def by_difference(
    sizes: Sequence[ArmSize], sentences: Sequence[Sentence], names: Names, people: int | None
) -> list[ArmSize]:
    """The size that a document prints and gives to no arm, where it is what one of two arms leaves of the people.

    people : all of them. Nothing where it stands at several places, or would be a small part of the arm that is known.
    """
    known = {s.size for s in sizes}
    labels = {s.label for s in sizes}
    if not people or len(names.labels) != 2 or len(known) != 1 or len(labels) != 1:
        return []
    size, label = known.pop(), labels.pop()
    rest = people - size
    if label not in names.labels or rest == size or _LEAST_PART * rest < size:
        return []
    other = next(n for n in names.labels if n != label)
    own = [s for s in sentences if not s.background]
    places = [(s, m.span("n")) for s in own for m in _NUMBER.finditer(s.text) if whole(m["n"]) == rest]
    if len(places) != 1:
        return []
    sentence, (start, end) = places[0]
    return [ArmSize(other, rest, sentence, start, end, f"{people} - {size} = {rest}")]
