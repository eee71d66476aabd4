"""Names and groups of numbers that alternate: "x in A and y in B", each number with the name before or behind it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.completion import (
    OR,
    TOUCHES,
    is_opened,
)
from trialwright.read.grammar.ends_of_lists import (
    RESPECTIVELY,
    is_first_of_list,
    is_last_of_list,
    is_last_of_two,
)
from trialwright.read.grammar.list_order import (
    is_second,
)
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.number_groups import between_words
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import (
    BOTH,
    Group,
)
from trialwright.read.patterns import Pattern

# Words between two lists of numbers that name what the second is of.
WORDS = Pattern(r"(?i)\b(?!(?:and|or)\b)[a-z]{3,}")
_PEOPLE_WITH = Pattern(rf"(?i)[)\]]?\s(?:those|{PEOPLE})\s(?:with|on|given|receiving|in)\s(?:the\s)?")


def alternating(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> list[str]:
    """One name for each group of values, all after theirs or all before theirs: "x in A and y in B"."""
    if not groups or any(g.against for g in groups):
        return []
    if len(groups) != len(names):
        return []
    if len(groups) == 1 and len(groups[0].members) > 1 and BOTH.search(sentence.text):
        return []
    if len(groups) == 1 < len(groups[0].members) and is_second(sentence, groups[0], names[0]):
        return []
    if len(groups) == 1 < len(groups[0].members) and is_last_of_list(sentence, groups[0], names[0]):
        return []
    if len(groups) == 1 < len(groups[0].members) and is_first_of_list(sentence, groups[0], names[0]):
        return []
    if len(groups) == len(names) == 1 and is_last_of_two(sentence, groups[0], names[0]):
        return []
    if _are_of_all(groups, names):
        return []
    either = len(names) == 2 and OR.fullmatch(sentence.text, names[0].end, names[1].start)
    if either and names[1].end <= groups[0].start and not RESPECTIVELY.search(sentence.text):
        return []  # "Given A or B, x relapsed and y died"
    if _ahead_of_more(sentence, groups, names):
        return []
    after = all(g.end <= m.start for g, m in zip(groups, names, strict=True))
    before = all(m.start < g.start for g, m in zip(groups, names, strict=True))
    parted = all(
        not (groups[i].end <= names[j].start < groups[i + 1].start) if j != (i if after else i + 1) else True
        for i in range(len(groups) - 1)
        for j in range(len(names))
    )
    if after and ";" in sentence.bare[groups[0].end : names[0].start]:
        return []  # "Of all, 61% smoked; 70 relapsed on A": what is told before is told of nobody yet named
    # "E 36%, EV 44%, ET 51%": a name just before the next number is that number's
    taken = after and any(
        TOUCHES.fullmatch(sentence.text, m.end, g.start) for m, g in zip(names, groups[1:], strict=False)
    )
    # "Use of A was reported by 48% of those with B and 37% without": a name that opens behind a number is that number's
    taken = taken or (
        before and any(_is_opened(sentence, g.end, m.start) for g, m in zip(groups, names[1:], strict=False))
    )
    return [m.label for m in names] if (after or before) and parted and not taken else []


def _ahead_of_more(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> bool:
    """Whether all names stand before numbers that are said of several things: "A or B; x was present in 58% and y in 25%"."""
    if len(names) < 2 or names[-1].end > groups[0].start or RESPECTIVELY.search(sentence.text):
        return False
    return all(WORDS.search(between_words(sentence, a.end, b.start)) is not None for a, b in pairwise(groups))


def _is_opened(sentence: Sentence, end: int, start: int) -> bool:
    """Whether a name opens just behind a number, or behind the people it counts: "48% of A", "101 (48%) adults with A"."""
    return is_opened(sentence, end, start) or _PEOPLE_WITH.fullmatch(sentence.text, end, start) is not None


def _are_of_all(groups: Sequence[Group], names: Sequence[Mention]) -> bool:
    """Whether every list behind all the names has a number for each of them: "(A, B, C): rash 4, 9, 13%; fever 2, 6, 4%"."""
    listed = all(len(g.members) == len(names) > 1 for g in groups)
    return listed and len(groups) > 1 and names[-1].end <= groups[0].start
