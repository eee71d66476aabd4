"""Numbers that are said to be in a group whose name is no arm's: "8% (5 of 63) in the 5-FU arm"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# A name in capitals or with a digit is one of its own; other words before "group" may say what the arm is in other words.
_IN_GROUP = Pattern(
    r"\s?(?:[(\[][^()\[\]]{1,40}[)\]]\s)?(?:of\s(?:the\s)?(?:patients|women|men|adults)\s)?(?:in|on|for)\sthe\s(?P<x>(?:[A-Za-z]{0,3}[\d/+-]{1,3}[A-Z]{2,6}|[A-Z]{2,6}[\d/+-]{0,3}))\s(?:arm|group)\b"
)


def in_unknown_groups(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> set[int]:
    """Indices of values that a group's short form stands behind that names no arm."""
    text = sentence.text
    if not mentions or not (" arm" in text or " group" in text):
        return set()
    found = set()
    for i, (_, end) in enumerate(values):
        match = _IN_GROUP.match(text, end)
        if match and not any(m.start < match.end() and end < m.end for m in mentions):
            found.add(i)
    return found
