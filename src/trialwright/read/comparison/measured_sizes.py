"""Sizes of both arms in a sentence that says who completed the trial or was analysed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.moments import Moment, are_several, moment
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

COMPLETED = Pattern(
    r"(?i)\b(?:completed|finished) (?:the|all|both|follow)|\bwere (?:finally )?(?:analy[sz]ed|evaluable|included in the (?:final )?analys[ei]s)|\bavailable for (?:the )?analysis"
    r"|\banalys[ei]s\s(?:\w+\s)?(?:includes?|included|comprise[sd]|(?:was|is) (?:based on|of|restricted to))\b|\b(?:per[- ]protocol|completers?)\s(?:\w+\s)?(?:set|population|sample|analysis)\b|\b(?:form|make up|made up)(?:ed|s)? the (?:\w+\s)?(?:analysis|study) (?:set|population|sample)"
)
OF_COMPLETERS = Pattern(r"(?i)\bper[- ]protocol\b|\bcompleters?\b|\bcomplete[- ]cases?\b")
ALL_ANALYSED = Pattern(r"(?i)\bintention[- ]to[- ]treat\b|\bITT\b|\bimputed\b|\blast observation carried\b")
# "23 and 21 patients": of the arms in the order in which they have been named
_TWO = Pattern(
    rf"(?i)(?<![\w.,/=(%-])(?<!,\s)(?P<a>{COUNT})(?:\s{PEOPLE})?\sand\s(?P<b>{COUNT})\s(?:(?:[a-z]+\s)?{PEOPLE}\b|,?\srespectively)"
)
# "At 6 months 92 and 90 participants, and at 12 months 81 and 77 participants could be examined"
_AT_TIME = Pattern(
    rf"(?i)\b(?:at|after)\s(?:the\s)?(?P<t>(?:\d{{1,3}}|one|two|three|four|six|nine|twelve)[\s-](?:days?|weeks?|months?|years?)(?:\s(?:visit|follow-up))?|(?:day|week|month|year)\s\d{{1,3}}),?\s"
    rf"(?:there were\s|data (?:were|was) available for\s)?(?P<a>{COUNT})(?:\s{PEOPLE})?(?:\s\(\d[\d.]*\s?%\))?\sand\s(?P<b>{COUNT})(?:\s\(\d[\d.]*\s?%\))?\s(?:(?:[a-z]+\s)?{PEOPLE}\b|,?\srespectively)"
)
# "Retention was 92 and 90 at 6 months"
KEPT = Pattern(
    rf"(?i)\b(?:retention|follow-up|attendance|the numbers? (?:seen|examined|assessed|followed(?: up)?))\s(?:was|were)\s(?P<a>{COUNT})(?:\s{PEOPLE})?\sand\s(?P<b>{COUNT})(?:\s{PEOPLE})?(?:,?\srespectively,?)?\s(?:at|after)\s(?:the\s)?"
    r"(?P<t>(?:\d{1,3}|one|two|three|four|six|nine|twelve)[\s-](?:days?|weeks?|months?|years?)|(?:day|week|month|year)\s\d{1,3})\b"
)
SEEN = Pattern(
    r"(?i)\b(?:were|was|could be)\s(?:\w+\s)?(?:seen|examined|assessed|followed|tested|available|evaluated|measured)\b|\bwere still in\b|\b(?:attended|returned|remained|had data)\b"
)
_WENT = Pattern(
    r"(?i)\b(?:dropped out|withdrew|(?:was|were) (?:withdrawn|lost|excluded)|lost to follow|failed to (?:complete|return|attend)|left the (?:study|trial))\b"
)
_LEFT_OVER = Pattern(
    r"(?i)\b(?:there (?:were|remained)|remain(?:ed|ing)|leaving|hence|thus|therefore|finally|so that)\b"
)
_LEAST, _HALF = 5, 0.5  # people, of an arm: fewer are not those who were analysed
Found = tuple[str, Number]  # an arm with a size that is printed for it


def of_those_measured(arms: Arms, spoken: Sequence[Found]) -> list[Found]:
    """The sizes of both arms in a sentence that says who completed or was analysed, [] where there is none: the question
    is of a result, not of the start, and nothing says that all who were randomised were analysed."""
    asked = arms.moment
    if (asked is not None and asked.days < 0) or ALL_ANALYSED.search(arms.document.text):
        return []
    return who_completed(arms, spoken)


def who_completed(arms: Arms, spoken: Sequence[Found]) -> list[Found]:
    """The sizes of both arms in the first sentence that says who completed or was analysed; [] where none does."""
    before: Sentence | None = None
    for sentence in arms.sentences:
        if COMPLETED.search(sentence.text):
            end = sentence.start + len(sentence.text)
            told = [(side, size) for side, size in spoken if sentence.start <= size.quote.start < end]
            told = told or _in_order(arms, sentence, before, spoken)
            if {side for side, _ in told} == {TRIED, COMPARED}:
                return told
        before = sentence
    return _who_stayed(arms, spoken)


def _who_stayed(arms: Arms, spoken: Sequence[Found]) -> list[Found]:
    """The sizes of both arms that a sentence says were left, behind words of some who went ("One woman dropped out. There
    were 22 women in group A and 21 in group B"): most of each arm, and fewer in all; [] where none does."""
    most = {side: max(n.value for s, n in spoken if s == side) for side, _ in spoken}
    went = False
    for sentence in arms.sentences:
        went_here = bool(_WENT.search(sentence.text))
        if (went or went_here) and _LEFT_OVER.search(sentence.text):
            end = sentence.start + len(sentence.text)
            told = {side: n for side, n in spoken if sentence.start <= n.quote.start < end}
            most_of = all(_is_most(n, side, spoken) for side, n in told.items())
            fewer = sum(n.value for n in told.values()) < sum(most.values())
            if set(told) == {TRIED, COMPARED} and most_of and fewer:
                return list(told.items())
        went = went_here
    return []


def at_times(arms: Arms, spoken: Sequence[Found]) -> list[tuple[Moment, dict[str, Number]]]:
    """(time, the sizes of both arms at it), as sentences give them for those who were seen at a time."""
    out: list[tuple[Moment, dict[str, Number]]] = []
    before: Sentence | None = None
    for sentence in arms.sentences:
        for match in (*_AT_TIME.finditer(sentence.text), *KEPT.finditer(sentence.text)):
            sizes = dict(_of_match(arms, sentence, before, spoken, match))
            if (when := moment(match["t"])) and sizes:
                out.append((when, sizes))
        if told := _at_one_time(sentence, spoken):
            out.append(told)
        before = sentence
    return out


def _at_one_time(sentence: Sentence, spoken: Sequence[Found]) -> tuple[Moment, dict[str, Number]] | None:
    """The one time that a sentence names, with one size of each arm in it, where it says that so many were seen."""
    when = moment(sentence.text)
    if not SEEN.search(sentence.text) or when is None or not when.named or are_several(sentence.text):
        return None
    end = sentence.start + len(sentence.text)
    told = {(side, n.value): n for side, n in spoken if sentence.start <= n.quote.start < end}
    sizes = {side: n for (side, _), n in told.items()}
    return (when, sizes) if len(told) == len(sizes) == len((TRIED, COMPARED)) else None


def _in_order(
    arms: Arms, sentence: Sentence, before: Sentence | None, spoken: Sequence[Found]
) -> list[Found]:
    """Two bare numbers of people as the sizes of the arms that the sentence, else the one before it, names in that order;
    [] where it names another too, tells a time, or a number is not of most of its arm."""
    found = list(_TWO.finditer(sentence.text))
    if len(found) != 1 or moment(sentence.text[: found[0].start()]):
        return []
    return _of_match(arms, sentence, before, spoken, found[0])


def _of_match(
    arms: Arms,
    sentence: Sentence,
    before: Sentence | None,
    spoken: Sequence[Found],
    match: re.Match[str],
) -> list[Found]:
    named = [m.label for m in arms.names.mentions(sentence) if m.end <= match.start()]
    if not named and before is not None and before.paragraph == sentence.paragraph:
        named = [m.label for m in arms.names.mentions(before)]
    order = list(dict.fromkeys(named)) or list(arms.names.order(arms.sentences) or arms.names.order_set_out)
    if len(order) != 2 or set(order) != {TRIED, COMPARED}:
        return []
    out = [
        (
            side,
            number(
                arms.document,
                whole(match[g]),
                (sentence.start + match.start(g), sentence.start + match.end(g)),
            ),
        )
        for side, g in zip(order, ("a", "b"), strict=True)
    ]
    return out if all(_is_most(size, side, spoken) for side, size in out) else []


def _is_most(size: Number, side: str, spoken: Sequence[Found]) -> bool:
    """Whether a size is no more than another that is told of the arm, and at least half of it."""
    most = max((n.value for s, n in spoken if s == side), default=0.0)
    return size.value >= _LEAST and _HALF * most <= size.value <= most
