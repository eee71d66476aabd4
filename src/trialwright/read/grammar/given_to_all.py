"""What a title says that all its people are given or have: no arm, unless somebody is allocated to it."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.naming import CONTROL, words
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.set_out import ALLOCATED
from trialwright.read.patterns import Pattern

# "in women with gout receiving zinc"
_PEOPLE_GIVEN = Pattern(
    rf"(?i)\b{PEOPLE}\s(?:(?!(?:were|was|are|is|be|been|had|have)\b)[\w-]+\s){{0,4}}?(?:receiving|undergoing|taking|treated with|given|on)\s(?P<x>[^.:;]{{3,120}})"
)
_AGAINST = Pattern(r"(?i)\b(?:versus|vs\.?|compared|comparing|comparison|against|randomi[sz]ed to)\b")


def given_to_all(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The words of what all people of the title are given; none where that is what the title compares."""
    match = _PEOPLE_GIVEN.search(sentences[0].bare) if sentences else None
    return words(match["x"]) if match and not _AGAINST.search(match["x"]) else frozenset()


def is_of_all(name: str, given: frozenset[str], sentences: Sequence[Sentence]) -> bool:
    """Whether a name has no word but those of what all people are given, and no sentence allocates people to it."""
    said = words(name)
    if not said or not said <= given or CONTROL.search(name):
        return False
    return not any(ALLOCATED.search(s.bare) and said <= words(s.text) for s in sentences[1:])
