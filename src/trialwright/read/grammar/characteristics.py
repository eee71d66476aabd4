"""Percents that say what people were like before they were treated: they are of an arm, and no result of it."""

from __future__ import annotations

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "patient characteristics were alike", "well balanced", "comparable at baseline", "at enrolment"
_ALIKE = Pattern(
    r"(?i)\b(?:baseline|patients?|demographic|tumou?r|clinical|treatment|disease|prognostic)\s(?:(?:and|or)\s)?(?:[\w-]+\s){0,3}?"
    r"(?:characteristics|factors|variables)\s(?:[\w-]+\s){0,3}?(?:were|was|did|of)\b|\bbaseline characteristics\b|\bwell[ -](?:balanced|matched)\b"
    r"|\b(?:balanced|matched|comparable|similar|alike|equal)\s(?:at|in|for|with respect to)\s(?:[\w-]+\s)?(?:baseline|characteristics|age)\b"
    r"|\bat\senrol?lment\b|\bpre-?study\b"
)


def is_characteristic(sentence: Sentence, start: int) -> bool:
    """Whether a number at `start` stands behind such words, with no semicolon between."""
    match = _ALIKE.search(sentence.text, 0, start)
    return match is not None and ";" not in sentence.bare[match.end() : start]
