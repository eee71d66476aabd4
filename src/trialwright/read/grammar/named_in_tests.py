"""Names that no number stands beside: those that people guess at, and those that say which two of three arms or more a test sets against each other: "31%, 40% and 15%, respectively (A vs B, P = 0.02)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.mentions import Mention

_TEST = Pattern(
    r"(?i)[(\[](?:[^()\[\]%\d]{0,40}?[,;]\s)?(?:(?:for|in|with)\s)?(?P<x>[A-Za-z][\w+/ -]{0,60}?\s(?:v|vs\.?|versus|compared\s(?:with|to))\s[A-Za-z][^()\[\]\d%]{0,60}?)[,;:]?\s?"
    r"(?:\bP\b|difference|mean\sdifference|(?:odds|relative|hazard|risk|rate)\s|\b(?:OR|RR|HR|RD|ARR)\b)"
)
# "(P = 0.02 for A vs B)", "(P = 0.02 between A and B)"
_BEHIND_P = Pattern(
    r"(?i)[(\[;,]\s?P\s?[<>=≤]\s?[\d.]{1,6},?\s(?:(?:for|in|between)\s)?(?P<x>[A-Za-z][^()\[\]\d%;]{0,60}?\s(?:v|vs\.?|versus|and|compared\s(?:with|to))\s[A-Za-z][^()\[\]\d%;]{0,60})"
)

# "Guesses of A were made by 52%", "52% guessed that they had A": what people took for theirs
_GUESS = Pattern(
    r"(?i)\bguess(?:es|ed|ing)?\s(?:correctly\s|wrongly\s)?(?:(?:of|at|for|was|were|that|they|he|she|had|been|got|given|received|taken|in|on|it)\s){0,6}(?:the\s)?(?:[\w-]+\s(?:by|in)\s[^.;%]{1,30}%?\s(?:and|or|but)\s(?:of\s)?)?$"
    r"|\bguess(?:es)?\sof\s[^.;]{2,60}?\b(?:and|or)\sof\s(?:the\s)?$"
)


def without_tests(sentence: Sentence, mentions: Sequence[Mention], arms: int) -> Sequence[Mention]:
    """The mentions without such names, which no number stands beside. arms : how many the trial has."""
    if mentions and (" guess" in sentence.text or "Guess" in sentence.text):
        mentions = [m for m in mentions if not _GUESS.search(sentence.text, 0, m.start)]
    if arms < 3 or not mentions or "(" not in sentence.text:
        return mentions
    spans = [m.span("x") for pattern in (_TEST, _BEHIND_P) for m in pattern.finditer(sentence.text)]
    return [m for m in mentions if not any(a <= m.start < b for a, b in spans)] if spans else mentions
