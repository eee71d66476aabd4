"""Names behind all numbers that open a statement of their own, and so say nothing of whose the numbers are: "Nausea was common (52%),
and A had no effect on it"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.link import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# What leads from the last number to the name that the next clause begins with
_NEW_CLAUSE = Pattern(
    rf"(?i)(?:;\s(?:(?:and|but|however,)\s)?|,\s(?:and|but|while|whereas|although|though|yet|so|as|which|that)\s|\s(?:although|though|but|which)\s)(?:the\s|those\s(?:on|given)\s(?:the\s)?|{PEOPLE}\s(?:on|given|in)\s(?:the\s)?)?$"
)
# "and not prevented by A"
_NOT_BY = Pattern(
    r"(?i)\b(?:and|but|was|were)\s(?:was\s|were\s)?not\s(?:[a-z]+ly\s)?[a-z]+ed\sby\s(?:the\s)?$"
)
_VERB = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|therapy|treatment|alone))?\s(?:also\s|however\s|clearly\s)?"
    r"(?:had\b|has\b|did\b|does\b|was\b|were\b|is\b|are\b|could\b|can\b|may\b|might\b|made\b|led\b|gave\b|kept\b|failed\b|(?!treated\b|assigned\b|allocated\b|randomi[sz]ed\b|based\b)[a-z]{2,}ed\s(?!by\b|in\b|with\b|at\b|to\b))"
)


def without_later_subjects(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Sequence[Mention]:
    """The mentions, but none where the first stands behind all numbers and opens a statement of its own."""
    if not values or not mentions or mentions[0].start < values[-1][1]:
        return mentions
    name, text = mentions[0], sentence.text
    before = text[values[-1][1] : name.start]
    own = _NEW_CLAUSE.search(before) and _VERB.match(text, name.end)
    return [] if own or _NOT_BY.search(before) else mentions
