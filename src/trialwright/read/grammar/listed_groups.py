"""Groups that are listed just before or just behind as many numbers, which are theirs in turn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.completion import is_opened
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.pair_words import AND
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import Group
from trialwright.read.patterns import Pattern

_COMMA = Pattern(r"(?i)(?:\s(?:groups?|arms?))?,\s(?:the\s)?")
_WERE = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?,?\s(?:(?!(?:and|or)\b)[a-z-]+\s){0,6}?(?:were|was|had|is|are)\s(?:(?:seen|observed|achieved|reported|found) in\s)?"
)
# "in the A and B groups 12% and 14% died"
_GROUPS = Pattern(r"(?i)\s(?:groups?|arms?)(?:,\s|\s|:\s)")
# "With A and B, 12% and 14% died"
_OPENS_LIST = Pattern(r"(?i)(?:^\W{0,2}|[,;:]\s)(?:in|with|after|on|under|among|for)\s(?:the\s)?$")


def are_subjects(sentence: Sentence, group: Group, names: Sequence[Mention]) -> bool:
    """Whether names listed as groups just before as many numbers are what these are said of: "in A and B groups were x and y"."""
    last = [m for m in names if m.end <= group.start][-len(group.members) :]
    if len(last) < len(group.members) or len({m.label for m in last}) < len(last):
        return False
    joined = all(AND.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(last[-2:]))
    listed = all(_COMMA.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(last[:-1]))
    leads = _WERE.fullmatch(sentence.text, last[-1].end, group.start)
    leads = leads or _GROUPS.fullmatch(sentence.text, last[-1].end, group.start)
    opened = _COMMA.fullmatch(sentence.text, last[-1].end, group.start) and joined
    leads = leads or (opened and _OPENS_LIST.search(sentence.text, 0, last[0].start))
    return bool(joined and listed and leads)


def are_of(sentence: Sentence, group: Group, names: Sequence[Mention]) -> bool:
    """Whether names listed as groups just behind are those that the numbers are of: "in x and y of the A and B patients"."""
    first = [m for m in names if m.start >= group.end][: len(group.members)]
    if len(first) < len(group.members) or len({m.label for m in first}) < len(first):
        return False
    joined = all(AND.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(first[-2:]))
    listed = all(_COMMA.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(first[:-1]))
    return joined and listed and is_opened(sentence, group.end, first[0].start)
