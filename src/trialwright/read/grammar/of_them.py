"""Numbers of some of those who were counted just before: "9 men on A, six of whom had a stricture"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.completion import is_opened
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_NEAR = 40  # characters between two numbers of one list
Place = tuple[int, int]
Told = tuple[int, int, str, int | None]  # start, end, label, count

OF_THEM = r"\s(?:\([\d.]{1,5}\s?%\)\s)?of\s(?:whom|them|these)\b"
# "6 of these treated with A" deals them out
_OF_THEM = Pattern(
    rf"(?i),\s(?:and\s|but\s)?(?:only\s)?(?P<n>{COUNT}){OF_THEM}(?!\s(?:(?:was|were)\s)?(?:[a-z]+ly\s)?(?:given|received|treated|assigned|allocated|randomi[sz]ed)\b)"
)


def of_them(
    sentence: Sentence, told: Sequence[Told], mentions: Sequence[Mention]
) -> Iterator[tuple[Place, str]]:
    """Place and arm of each such count. told : what is counted in the sentence, in order, with the arm of each.

    Of a count that closes a list of several arms' the number may be of all.
    """
    if " of " not in sentence.text:
        return
    for match in _OF_THEM.finditer(sentence.text):
        start, end = match.span("n")
        label = _arm(sentence, told, mentions, match.start(), match.end(), whole(match["n"]))
        if label and not any(a < end and start < b for a, b, _, _ in told):
            yield (start, end), label


def _arm(
    sentence: Sentence, told: Sequence[Told], mentions: Sequence[Mention], start: int, end: int, number: int
) -> str:
    named = next((m for m in mentions if m.start >= end), None)
    if named and is_opened(sentence, end, named.start):
        return named.label  # "seven were lost, four of them on A"
    before = [one for one in told if one[1] <= start]
    if not before or not before[-1][2] or (before[-1][3] or 0) < number:
        return ""
    last = before[-1]
    others = {m.label for m in mentions if last[1] <= m.start < start} - {last[2]}
    return "" if others or _is_of_list(sentence, before) else last[2]


def _is_of_list(sentence: Sentence, before: Sequence[Told]) -> bool:
    """Whether the last number stands in one list with another arm's: "in 9 and 12 men, six of whom"."""
    if len(before) < 2 or before[-2][2] == before[-1][2]:
        return False
    between = sentence.bare[before[-2][1] : before[-1][0]]
    return "," not in between and len(between) < _NEAR
