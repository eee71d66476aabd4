"""Names at an end of a list of numbers, beside names that are not known: they are those of one number of it, or of
one of a pair."""

from __future__ import annotations

import re

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import Group
from trialwright.read.patterns import Pattern

RESPECTIVELY = Pattern(r"(?i)\brespective(?:ly)?\b|\bresp\.|\bin\s(?:that|this|the\ssame)\sorder\b")
_LIST = re.compile(r",\s|\band\s|\bor\s")
_MORE_NAMES = Pattern(r"(?i)(?:,|\s(?:and|or|versus|vs\.?))\s(?!respectively)[^.;()]{2,80}?\brespectively\b")
_JOINED = Pattern(r"(?i)\s(?:and|or|versus|vs\.?)\s(?:the\s|in\s|with\s)?$")


def is_last_of_list(sentence: Sentence, group: Group, name: Mention) -> bool:
    """Whether a name after several numbers is one that is known of names that are not: "x, y and z for K, L and placebo"."""
    between = sentence.text[group.end : name.start]
    return (
        name.start > group.end
        and _LIST.search(between) is not None
        and bool(RESPECTIVELY.search(sentence.text))
    )


def is_first_of_list(sentence: Sentence, group: Group, name: Mention) -> bool:
    """Whether a name after several numbers is the first of names that are not known: "x, y and z for placebo, K and L"."""
    return name.start >= group.end and _MORE_NAMES.match(sentence.text, name.end) is not None


def is_last_of_two(sentence: Sentence, group: Group, name: Mention) -> bool:
    """Whether a name before a pair is joined to one that is not known: "with three and five days of A x and y, respectively"."""
    if len(group.members) != 2 or name.end > group.start or not RESPECTIVELY.search(sentence.text):
        return False
    return _JOINED.search(sentence.text, 0, name.start) is not None
