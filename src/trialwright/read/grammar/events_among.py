"""Counts of several events out of one number of people: "14 relapses and 9 deaths among the 120 given A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_EVENT = r"(?:[a-z][a-z-]*\s){0,2}?(?:deaths?|relapses?|recurrences?|events?|fractures?|failures?|progressions?|responses?|remissions?|strokes?|infections?|withdrawals?|cancers?|tumou?rs?|metastases|cases)"
_AMONG = Pattern(
    rf"(?i)(?<![\w.,/±<>=-])(?P<n>{COUNT})\s{_EVENT}(?P<more>(?:(?:,\s(?:and\s)?|\sand\s){COUNT}\s{_EVENT}){{0,3}})"
    rf"\s(?:occurred\s|were\s(?:seen|observed|reported|recorded)\s)?(?:among|in)\s(?:the\s)?(?P<all>{INT})(?=\s)"
)
_COUNTED = Pattern(rf"(?i)(?<![\w.,])(?P<n>{COUNT})\s{_EVENT}")
# between those that are counted and the name of their arm
_OF_ARM = Pattern(
    rf"(?i)\s(?:{FEW}{PEOPLE}\s)?(?:(?:who\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\sto|were\sgiven|given|receiv(?:ed|ing)|treated with|taking|on|in|with)\s(?:the\s)?)?"
)


class Among(NamedTuple):
    """Places of the counts and of the number that they are out of, and the label of the arm."""

    counts: tuple[tuple[int, int], ...]
    total: tuple[int, int]
    label: str


def events_among(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Among]:
    """Each such list of counts whose people are one arm's."""
    text = sentence.text
    for match in _AMONG.finditer(text) if mentions else ():
        name = next((m for m in mentions if m.start >= match.end("all")), None)
        if name is None or not _OF_ARM.fullmatch(text, match.end("all"), name.start):
            continue
        counts = (match.span("n"), *(m.span("n") for m in _COUNTED.finditer(text, *match.span("more"))))
        total = whole(match["all"])
        if all(whole(text[a:b]) <= total for a, b in counts):
            yield Among(counts, match.span("all"), name.label)
