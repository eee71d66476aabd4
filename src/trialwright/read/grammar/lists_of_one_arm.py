"""Shares of several things that close with the one arm they are of: "(9% CR and 31% PR for A; 4% CR and 40% PR for B)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_OPENED = Pattern(r"[(\[;:]\s?$")
_HEADS = Pattern(r"\s?[(\[]\s?")  # "42% (9% CR and 33% PR for A; ...": of all
_LAST = Pattern(
    r"(?i)\s(?!(?:in|on|of|to|for|with|among|at|and|or)\b)[a-z][\w-]*(?:\s(?!(?:in|on|of|to|with|among|at|and|or|for)\b)[a-z][\w-]*){0,3}\s(?:for|with|on|in|after|under)\s(?:the\s)?"
)
_NEXT = Pattern(
    r"(?i)\s(?!(?:in|on|of|to|for|with|among|at|and|or)\b)[a-z][\w-]*(?:\s(?!(?:in|on|of|to|for|with|among|at|and|or)\b)[a-z][\w-]*){0,3}(?:,|,?\sand|,?\splus)\s"
)


def of_one_arm(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> dict[int, str]:
    """Index of each value of such a list → label, "" of one that heads the bracket. The list opens a bracket or stands behind a semicolon, and each of its two values or
    more has the name of a thing behind it."""
    if len(values) < 2 or not ("(" in sentence.text or ";" in sentence.text or ":" in sentence.text):
        return {}
    text = sentence.text
    found: dict[int, str] = {}
    for mention in mentions:
        last = next((i for i in reversed(range(len(values))) if values[i][1] <= mention.start), -1)
        if last < 1 or not _LAST.fullmatch(text, values[last][1], mention.start):
            continue
        first = last
        while first and _NEXT.fullmatch(text, values[first - 1][1], values[first][0]):
            first -= 1
        if first < last and _OPENED.search(text, 0, values[first][0]):
            found |= dict.fromkeys(range(first, last + 1), mention.label)
            if first and _HEADS.fullmatch(text, values[first - 1][1], values[first][0]):
                found[first - 1] = ""
    return found
