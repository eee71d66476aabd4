"""Two numbers that are of two outcomes or two times, and so of no two arms: "OS and DFS at 5 years were 61 % and 48 %, respectively"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_RESPECTIVELY = Pattern(r"(?i)\brespectively\b")
_OF_GROUPS = Pattern(
    r"(?i)\b(?:groups?|arms?|regimens?|treatments?|schedules?|cohorts?|both|each|than|versus|vs\.?|compared)\b"
)
# What is said of two things, up to the first of the numbers.
_OF_TWO = Pattern(
    r"(?i)(?:^|[,;.]\s|\b(?:the|of|for|with|in|and)\s)(?:[a-z0-9][\w-]*\s){1,4}(?:and|or)\s(?:[a-z0-9][\w-]*\s){1,4}?(?:(?:rates?|at|of|after|by|in|for)\s[\w\s-]{0,40}?)?"
    r"(?:was|were|is|are|occurred|seen|observed|reported)\s(?:(?:seen|observed|reported|found|noted)\s)?(?:in\s|by\s)?(?:only\s|about\s)?$"
)
# "in 40% and 30% of women and men, respectively", "had pain and fever, respectively"
_OF_BOTH = Pattern(
    r"(?i)[)\]]?\s(?:[\w'-]+\s){0,8}?(?:in|at|for|among|with|by|on|of|as|had|were)\s(?:the\s)?[^.;,()%]{2,60}\sand\s[^.;,()%]{2,60},?\srespectively\b"
)
# "At 3 and 6 months, 40% and 30%"
_AT_TIMES = Pattern(
    r"(?i)\b(?:at|after|by|on|in)\s(?:the\s)?(?:(?:days?|weeks?|months?|years?|visits?|cycles?)\s[\d.]+\sand\s[\d.]+|[\d.]+\sand\s[\d.]+[\s-](?:days?|weeks?|months?|years?|h\b|hours?|min))"
)
_ANDED = Pattern(r"(?i)\s?(?:[(\[][^()\[\]]{0,60}[)\]])?\s?,?\sand\s$")
_REACH = 130  # characters before the first of two numbers


def of_two_outcomes(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Indices of numbers joined by "and" that are told, "respectively", of two things that were measured."""
    text = sentence.text
    if len(spans) < 2 or not _RESPECTIVELY.search(text) or _OF_GROUPS.search(text):
        return set()
    found: set[int] = set()
    for i, ((a, b), (c, _)) in enumerate(pairwise(spans)):
        before = " ".join(sentence.bare[max(0, a - _REACH) : a].split()) + " "
        if not _ANDED.fullmatch(text[b:c]):
            continue
        if _OF_TWO.search(before) or _AT_TIMES.search(before) or _OF_BOTH.match(text, spans[i + 1][1]):
            found |= {i, i + 1}
    return found
