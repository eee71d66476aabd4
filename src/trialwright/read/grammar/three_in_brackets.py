"""Numbers of three arms or more in one bracket behind their names, set apart as these are: "lower with A and B than with C (3, and 4 v 7)"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import VERSUS
from trialwright.read.patterns import Pattern

_GROUP = r"(?:\s(?:groups?|arms?|patients))?"
_PLACED = r"(?:(?:the|that|those|in|with|on|for|of|to|after)\s){0,3}"
_NAMES_AND = Pattern(rf"(?i){_GROUP}(?:,\s|,?\s(?:and|or)\s){_PLACED}")
_NAMES_AGAINST = Pattern(rf"(?i){_GROUP},?\s(?:than|{VERSUS}|relative\sto)\s{_PLACED}")
_OPENED = Pattern(rf"(?i){_GROUP}\s?[(\[]\s?(?:(?:mean|median|score)s?:?\s)?")
_AND = Pattern(r"(?i)%?(?:\s[a-z]{1,7})?(?:,\s(?:and\s)?|\sand\s)")
_AGAINST = Pattern(rf"(?i)%?(?:\s[a-z]{{1,7}})?,?\s(?:{VERSUS})\s")


def in_order_of_names(
    sentence: Sentence, values: Sequence[tuple[int, int]], names: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arms of the numbers, in the order of their names, [] where the bracket is not set out as the names are."""
    told = len(arms) >= 3 and len(values) == len(names) == len(arms) == len({m.label for m in names})
    text = sentence.text
    if not told or not _OPENED.fullmatch(text, names[-1].end, values[0][0]):
        return []
    for (one, other), ((_, end), (start, _)) in zip(pairwise(names), pairwise(values), strict=True):
        apart = _NAMES_AGAINST.fullmatch(text, one.end, other.start) is not None
        joined = _NAMES_AND.fullmatch(text, one.end, other.start) is not None
        between = _AGAINST if apart else _AND if joined else None
        if between is None or not between.fullmatch(text, end, start):
            return []
    return [m.label for m in names]


_THAN = Pattern(r"(?i)\bthan\b")
_FAR = 160  # characters from "than" to the numbers


def is_on_both_sides(sentence: Sentence, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether the words before a pair at `start` set what has one arm's name against more of the same: "higher with zinc by mouth than
    with zinc by vein (93 v 41%)"."""
    than = next(reversed(list(_THAN.finditer(sentence.text, max(0, start - _FAR), start))), None)
    if than is None or ";" in sentence.text[than.end() : start]:
        return False
    begin = sentence.text.rfind(";", 0, than.start()) + 1
    before = {m.label for m in mentions if begin <= m.start < than.start()}
    behind = {m.label for m in mentions if than.end() <= m.start < start}
    return len(before) == 1 and before == behind
