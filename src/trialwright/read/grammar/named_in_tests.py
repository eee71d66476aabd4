"""Names that say which two of three arms or more a test sets against each other: "31%, 40% and 15%, respectively (A vs B, P = 0.02)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.link import Mention

_TEST = Pattern(
    r"(?i)[(\[](?:[^()\[\]%\d]{0,40}?[,;]\s)?(?:(?:for|in|with)\s)?(?P<x>[A-Za-z][\w+/ -]{0,60}?\s(?:v|vs\.?|versus|compared\s(?:with|to))\s[A-Za-z][^()\[\]\d%]{0,60}?)[,;:]?\s?"
    r"(?:\bP\b|difference|mean\sdifference|(?:odds|relative|hazard|risk|rate)\s|\b(?:OR|RR|HR|RD|ARR)\b)"
)
# "(P = 0.02 for A vs B)", "(P = 0.02 between A and B)"
_BEHIND_P = Pattern(
    r"(?i)[(\[;,]\s?P\s?[<>=≤]\s?[\d.]{1,6},?\s(?:(?:for|in|between)\s)?(?P<x>[A-Za-z][^()\[\]\d%;]{0,60}?\s(?:v|vs\.?|versus|and|compared\s(?:with|to))\s[A-Za-z][^()\[\]\d%;]{0,60})"
)


def without_tests(sentence: Sentence, mentions: Sequence[Mention], arms: int) -> Sequence[Mention]:
    """The mentions without such names, which no number stands beside. arms : how many the trial has."""
    if arms < 3 or not mentions or "(" not in sentence.text:
        return mentions
    spans = [m.span("x") for pattern in (_TEST, _BEHIND_P) for m in pattern.finditer(sentence.text)]
    return [m for m in mentions if not any(a <= m.start < b for a, b in spans)] if spans else mentions
