"""Counts whose arms are known by the sizes that they are of: "14 of 55 against 5 of 54", "3 (6.1 %), 4 (8.0 %)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_OF = r"\s?(?:/|(?:out\s)?of)\s?(?:the\s)?"
_SHARE = r"(?:\s(?:[a-z]+\s)?[(\[]\s?[\d.]+\s?%\s?[)\]])?"
_TWO = Pattern(
    rf"(?i)(?<![\w.,/=-])(?P<c>\d{{1,4}}){_OF}(?P<t>\d{{2,5}})(?:\s{PEOPLE})?{_SHARE}"
    rf"\s(?:and|against|vs\.?|versus|v|compared (?:with|to))\s(?:in\s)?(?P<d>\d{{1,4}}){_OF}(?P<u>\d{{2,5}})(?![\w/%-]|[.,]\d|\s?%)"
)
_LISTED = Pattern(  # a third arm's stands before them
    rf"(?i)\d{_OF}\d{{2,5}}(?:\s{PEOPLE})?{_SHARE},?\s(?:and\s|vs\.?\s|versus\s)?$"
)


def by_totals(
    question: Question, sentence: Sentence, told: Sequence[tuple[One, str]]
) -> list[tuple[One, str]]:
    """The numbers of a sentence with their arms, those of both arms by their totals where the arms differ in size; a
    pair is left as it is where the sentence names its arms."""
    out = list(told)
    for pair in _pairs(question, sentence.text):
        begin, end = pair[0][0].start, pair[1][0].end
        inside = [(one, label) for one, label in out if begin < one.end and one.start < end]
        if {TRIED, COMPARED} <= {label for _, label in inside} and question.names.mentions(sentence):
            continue
        out = sorted([*(t for t in out if t not in inside), *pair], key=lambda t: t[0].start)
    return out


def by_shares(
    question: Question, sentence: Sentence, told: Sequence[tuple[One, str]]
) -> list[tuple[One, str]]:
    """Counts with their percents, in a sentence that names no arm, with the arm that each is the percent of: one number for
    each arm, which is not of the other arm's size ("were late in 4 (8.7 %), 9 (17.0 %) and 7 (14.6 %)")."""
    out = list(told)
    sizes = {side: int(n.value) for side, n in question.sizes.items()}
    if any(label for _, label in told) or len(sizes) < 2 or question.names.mentions(sentence):
        return out
    fits: dict[str, list[int]] = {TRIED: [], COMPARED: []}
    for i, (one, _) in enumerate(told):
        if one.count is None or one.percent is None or one.total or not one.percent.decimals:
            return out
        of = [side for side, n in sizes.items() if agrees(one.count, one.percent, n)]
        if len(of) == 1:
            fits[of[0]].append(i)
    if all(len(places) == 1 for places in fits.values()):
        for side, (i,) in fits.items():
            out[i] = (told[i][0], side)
    return out


def _pairs(question: Question, text: str) -> Iterator[list[tuple[One, str]]]:
    sizes = {side: int(n.value) for side, n in question.sizes.items()}
    if len(set(sizes.values())) != 2 or set(sizes) != {TRIED, COMPARED}:
        return
    side_of = {n: side for side, n in sizes.items()}
    for match in _TWO.finditer(text):
        a, b = _one(match, "c", "t"), _one(match, "d", "u")
        if _LISTED.search(text, 0, match.start()) or {a.total, b.total} != set(side_of):
            continue
        if all((one.count or 0) <= (one.total or 0) for one in (a, b)):
            yield [(one, side_of[one.total or 0]) for one in (a, b)]


def _one(match: re.Match[str], count: str, total: str) -> One:
    return One(match.start(count), match.end(total), int(match[count]), int(match[total]))
