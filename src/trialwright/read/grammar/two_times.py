"""Two numbers of one arm at two times, in a bracket behind its name: "rose from baseline to day 1 in the zinc group (2.5 v 4.5)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import JUST_BEFORE, VERSUS
from trialwright.read.patterns import Pattern

_TIME = r"(?:the\s)?(?:[a-z-]+\s)?(?:(?:start|beginning|end|day|week|month|year|visit|time|hour)s?\b[^.;,()]{0,30}?|baseline|admission|entry|enrol+ment|discharge|pre-?[a-z]+|post-?[a-z]+|follow-?up|before[^.;,()]{0,20}?|\d{1,3}\s(?:minutes?|hours?|days?|weeks?|months?|years?)[^.;,()]{0,20}?)"
_FROM_TO = Pattern(
    rf"(?i)\b(?:from|between)\s(?P<a>{_TIME})\s(?:up\s)?(?:to|and)\s(?P<b>{_TIME})(?=\s(?:in|with|on|for|among|under)\s|\s?$)"
)
_SINCE = Pattern(
    r"(?i)\b(?:compared\s(?:with|to)|versus|relative\sto|over|from|since)\s(?:the\s|their\s)?(?P<a>baseline)\b"
)
_APART = Pattern(rf"(?i)\s?(?:[a-zA-Z/%²0-9]{{1,8}}\s)?(?:{VERSUS}|to|and)\s")
_CLAUSE = Pattern(r"(?i)[.;]\s|,\s(?:whereas|while|but|and)\s|\b(?:whereas|while)\s")
_START = Pattern(r"(?i)(?:the\s)?(?:start|beginning|admission|entry|enrol+ment|baseline|pre|before)")


class Times(NamedTuple):
    """arm : whose numbers they are. time : when a number was measured, in the document's words."""

    arm: str
    time: str


class _Bracket(NamedTuple):
    """A bracket behind an arm's name whose clause tells of two times. first, second : these, "" where only baseline is named."""

    start: int
    end: int
    arm: str
    first: str
    second: str


def at_two_times(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Mapping[int, Times]:
    """Index of a value → its arm and time, of the pairs that are said to be of two times of the arm before their bracket."""
    found: dict[int, Times] = {}
    for bracket in _brackets(sentence, mentions) if len(values) > 1 else ():
        inside = [i for i, (a, b) in enumerate(values) if bracket.start <= a and b <= bracket.end]
        for i, j in zip(inside[::2], inside[1::2], strict=False):
            if not _APART.fullmatch(sentence.text, values[i][1], values[j][0]):
                break
            found |= {i: Times(bracket.arm, bracket.first), j: Times(bracket.arm, bracket.second)}
    return found


def arm_over_time(sentence: Sentence, place: int, mentions: Sequence[Mention]) -> str:
    """The arm whose two times a p is of that stands with them in their bracket, "" for any other p."""
    return next((b.arm for b in _brackets(sentence, mentions) if b.start <= place < b.end), "")


def _brackets(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[_Bracket]:
    text = sentence.text
    if "(" not in text or not (_FROM_TO.may_match(text) or "baseline" in text):
        return
    for name in mentions:
        opened = JUST_BEFORE.match(text, name.end)
        begin = max((m.end() for m in _CLAUSE.finditer(text, 0, name.start)), default=0)
        told = _FROM_TO.search(text, begin, name.start) if opened else None
        since = told or (_SINCE.search(text, begin, name.start) if opened else None)
        if opened is None or since is None:
            continue
        end = text.find(")", opened.end())
        others = {m.label for m in mentions if begin <= m.start < end} - {name.label}
        if end > 0 and not others:
            first = since["a"].strip()
            start = "baseline" if _START.match(first) else first
            yield _Bracket(opened.end(), end, name.label, start, told["b"].strip() if told else "")
