"""Pairs of "the others" behind numbers that are not of both arms: "Of smokers 30% fell; of the others, 12% v 9%"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import Group
from trialwright.read.patterns import Pattern

_OF_THE_OTHERS = Pattern(
    rf"(?i)\b(?:of|in|among|for)\s(?:all\s)?the\s(?:others?|rest|remainder|(?:other|remaining)\s(?:\w+\s)?{PEOPLE}),?\s(?:(?:it|these|they)\s(?:was|were)\s)?(?:only\s)?[(\[]?$"
)


def of_the_others(sentence: Sentence, groups: Sequence[Group], labels: Sequence[str]) -> set[int]:
    """Indices of lists of several numbers that are said of the others, where the numbers before them are not of two arms or more:
    whoever the others are, nothing tells that these are of the arms. labels : of all numbers."""
    found: set[int] = set()
    for group in groups:
        if len(group.members) > 1 and _OF_THE_OTHERS.search(sentence.text, 0, group.start):
            before = {label for label in labels[: group.members[0]] if label}
            found |= set(group.members) if len(before) < 2 and group.members[0] else set()
    return found
