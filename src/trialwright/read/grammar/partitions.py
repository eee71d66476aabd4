"""Groups that people are divided into by numbers that add up: "80 adults (41 zinc, 39 placebo)"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.kinds_of_people import are_kinds
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.named_arms import FEW, LISTED
from trialwright.read.grammar.naming import CONTROL, LETTERED, words
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.set_out import allocation
from trialwright.read.patterns import Pattern

_BRACKET = Pattern(r"\((?P<in>[^()]{5,120}\d[^()]{0,60})\)")
# "180 adults were randomised: 61 orvelin 5 mg (OR5), 59 orvelin 10 mg (OR10) and 60 placebo"
_COLON = Pattern(
    r"(?i)\b(?:randomi[sz]ed|allocated|assigned):\s(?P<in>[A-Za-z\d][^.;:]{5,220}?\d[^.;:]{0,40}?)(?=[.;]|,\s(?:for|in|by|over)\s|\s{4,}[.;]|$)"
)
_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/=])(?P<n>{COUNT})(?!\s?%)\s(?:\(\d[\d.]*\s?%\)\s)?(?:{FEW}{PEOPLE}|were|was)\b"
)
_CUT = Pattern(r"[,;]\s(?![Nn]\s?=)(?:and\s)?|\sand\s|\sversus\s|\svs\.?\s")
_SEMICOLON = Pattern(r";\s(?:and\s)?")  # "(A, 41; B, 39)"
_NUMBER_FIRST = Pattern(
    rf"(?i)^(?P<n>{INT})\s(?:{FEW}{PEOPLE}\s)?(?:(?:were\s)?(?:assigned|allocated|random\w+)\s)?(?:to\s|on\s|in\s|with\s|received\s|for\s)?(?:the\s)?(?P<x>[A-Za-z].{{0,50}}?)(?:\s(?:groups?|arms?|{PEOPLE}))?$"
)
_NAME_FIRST = Pattern(
    rf"(?i)^(?P<x>[A-Za-z].{{0,50}}?)(?:\s(?:groups?|arms?))?\s?[:=,]?\s?(?:n\s?=\s?)?(?P<n>{INT})(?:\s{PEOPLE})?$"
)
_ALLOCATED = Pattern(
    rf"(?i)(?<![\w.,/=]){COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were|was)\s)?(?:randomly\s)?(?:allocated|assigned|randomi[sz]ed)\sto\b"
)
_ALL = Pattern(rf"(?i)\b(?:populations?|samples?|analysis\ssets?|randomi[sz]ed|{PEOPLE})\s$")
_DEALS = Pattern(r"(?i)\b(?:allocated|assigned|randomi[sz]ed)\b")


_FEW = 4  # parts of a list that deals nobody out: more are kinds of people


class Part(NamedTuple):
    """One group: the words that name it with their place in the sentence, and its number with its place."""

    words: str
    start: int
    end: int
    size: int
    place: tuple[int, int]


def partitions(sentence: Sentence) -> Iterator[tuple[Part, ...]]:
    """Every bracket whose numbers, two or more, each beside a name, add up to the people counted before it."""
    colon = _COLON.finditer(sentence.bare) if ":" in sentence.bare else ()
    for bracket in itertools.chain(_BRACKET.finditer(sentence.text), colon):
        parts = tuple(_parts(bracket["in"], bracket.start("in")))
        if not 2 <= len(parts) <= (LISTED if _DEALS.search(sentence.text) else _FEW) or len(
            {p.words.lower() for p in parts}
        ) != len(parts):
            continue
        if are_of_another_kind(sentence, bracket.end()) or are_kinds(bracket["in"], [p.words for p in parts]):
            continue
        if _are_dealt_to_others(sentence, bracket.end(), parts):
            continue
        together = sum(p.size for p in parts)
        counted = any(whole(m["n"]) == together for m in _BEFORE.finditer(sentence.text, 0, bracket.start()))
        if counted or _is_of_all(sentence, bracket.start(), parts):
            yield parts


def _is_of_all(sentence: Sentence, start: int, parts: Sequence[Part]) -> bool:
    """Whether a bracket divides all that were studied, though their number is not printed: "the whole population (placebo, 91; X, 94)"."""
    return _ALL.search(sentence.text, 0, start) is not None and any(CONTROL.search(p.words) for p in parts)


def are_of_another_kind(sentence: Sentence, end: int) -> bool:
    """Whether people are allocated only behind a list that divides them, so that it does so by something else: "512 (Norway, 140;
    Chile, 372): 257 allocated to A and 255 to B"."""
    return _ALLOCATED.search(sentence.text, end) is not None and not _DEALS.search(sentence.text, 0, end)


def _are_dealt_to_others(sentence: Sentence, end: int, parts: Sequence[Part]) -> bool:
    """Whether those whom a bracket divides are allocated behind it to arms of other names: "90 adults (50 hip, 40 knee) were
    randomised to A or B"."""
    if not _DEALS.search(sentence.text, end) or _DEALS.search(sentence.text, 0, end):
        return False
    arms = [phrase for phrase, place in allocation(sentence) if place.start >= end]
    if len(arms) < 2 or any(map(LETTERED.fullmatch, arms)):
        return False
    named = frozenset().union(*map(words, arms))
    both = any(map(CONTROL.search, arms)) and any(CONTROL.search(p.words) for p in parts)
    return not both and not any(words(p.words) & named for p in parts)


def _parts(text: str, offset: int) -> Iterator[Part]:
    """The parts of a bracket, two or more; nothing where one of them is not a number and a name."""
    cuts = list((_SEMICOLON if ";" in text else _CUT).finditer(text))
    if not cuts:
        return
    edges = [0, *(e for m in cuts for e in m.span()), len(text)]
    found = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        match = _NUMBER_FIRST.match(text[a:b]) or _NAME_FIRST.match(text[a:b])
        if not match:
            return
        start, end = match.span("x")
        n = match.span("n")
        found.append(
            Part(
                match["x"],
                offset + a + start,
                offset + a + end,
                whole(match["n"]),
                (offset + a + n[0], offset + a + n[1]),
            )
        )
    yield from found
