"""Arms by the way a document speaks of a group: "the placebo group", "X-treated patients", a historical cohort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.phrases import arm_phrase
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern


class Place(NamedTuple):
    """A stretch of a sentence, offsets into its text."""

    sentence: Sentence
    start: int
    end: int


PEOPLE = (
    r"(?:(?:(?:out|in)-)?patients?|pts|participants?|subjects?|women|men|adults?|children|volunteers?"
    r"|individuals?|people|persons?|infants"
    r"|cases|survivors|boys|girls)"
)
LISTED = 6  # arms that one list sets out
# At most six describing words may stand between a number and its people: "47 women with early disease".
FEW = r"(?:[A-Za-z][\w/'+-]*,?\s){0,6}?"
_GROUP = Pattern(
    r"(?i)\b(?:in|the|to|for|of|with|and|than|vs\.?|versus|on|both"
    r"|receiving)\s(?:the\s)?(?P<a>[A-Za-z][\w+/-]{0,60}(?:\s[\w+/-]{1,60}){0,3}?)\s(?:groups?"
    r"|arms?)\b"
)
_TREATED = Pattern(
    rf"(?i)\b(?P<a>[A-Za-z][\w/+-]{{0,60}}(?:\s(?!patients)[\w/+-]{{1,60}})?)(?:\stherapy)?-treated\s(?:{PEOPLE}|group)"
)
_GIVEN = Pattern(
    rf"(?i)\b(?:treated\s(?:{COUNT}\s{FEW}{PEOPLE}\s)?with|{PEOPLE}\s(?:received"
    rf"|were given))\s(?P<a>[A-Za-z][\w+/ -]{{2,50}})"
)
_THOSE = Pattern(
    rf"(?i)\b(?:those|{PEOPLE})\s(?:who\s(?:had\s)?)?(?:given|receiving|received|treated with"
    rf"|assigned to|randomi[sz]ed to|taking)\s(?:the\s)?(?P<a>[A-Za-z][\w+/-]{{0,60}}"
    rf"(?:\s[\w+/-]{{1,60}}){{0,3}}?)(?=\s(?:had|were|was|who|and|or|versus|vs|compared|did|over|at"
    rf"|in|developed)\b|[.,;()]|\s\d|\s?$)"
)
_SINGLE = Pattern(r"(?i)\bsingle[- ]arm\b|\bone[- ]arm\b|\buncontrolled\b|\bsingle[- ]group\b")
_HISTORICAL = Pattern(
    r"(?i)\b(?P<a>(?:historical|historic|external)\s(?:cohort|controls?|comparison group|control group))\b"
)


_BODY = re.compile(
    r"(?i)\b(?:cooperative|collaborative|oncology|leuk[a]?emia|trialists'?|working|research|trials?|international|cancer)$"
)
_A_SPAN = re.compile(r"(?i)an?\s\d{1,3}-[a-z]+")
_OPEN_END = re.compile(r"(?i)(?:^|\s)(?:the|an?|of|in|to|on|for|with|their|her|his|by|and|or)$")
# "sleep in the control group", "the study period in both groups"
_INNER = re.compile(r"(?i).*\s(?:in|of|for|to|on|among)\s(?:the\s|(?:both|each|all|either)(?:\s|$))")
_GOES_ON = re.compile(
    r"\s(?:[A-Z](?![a-z])|\(?[A-Z]{3,}|Trial|Study|[Tt]rial|[Ss]tudy|of\s[A-Z]|for\s[A-Z]|on\s[A-Z])"
)
_MAY_NAME = Pattern(
    r"(?i)\b(?:groups?|arms?)\b|-treated\b|\bthose\b|given|recei|treated|assigned|randomi|taking"
)


@once
def named(sentence: Sentence) -> list[tuple[str, Place]]:
    """Every group that the sentence names, as naming words and place. Generic groups are left out."""
    found: list[tuple[str, Place]] = []
    if not _MAY_NAME.may_match(sentence.bare):  # each of the patterns holds one of its words
        return found
    for pattern in (_GROUP, _TREATED, _THOSE):
        for match in pattern.finditer(sentence.bare):
            begin, end = match.span("a")
            if pattern is _GROUP and (inner := _INNER.match(match["a"])):
                begin += inner.end()
            phrase = arm_phrase(sentence.bare[begin:end])
            if phrase and not (pattern is _GROUP and _is_none(match, sentence.bare)):
                found.append((phrase, Place(sentence, begin, end)))
    return found


def _is_none(match: re.Match[str], text: str) -> bool:
    """Whether what stands before "group" or "arm" is no name: researchers, the rest of "swelling of the arm", or how long "a 9-week
    group class" is."""
    return (
        _A_SPAN.fullmatch(match["a"]) is not None
        or _OPEN_END.search(match.group("a")) is not None
        or _is_body(match, text)
    )


def _is_body(match: re.Match[str], text: str) -> bool:
    """Whether a "group" is one of researchers: "Cancer and Leukemia Group B", "the Oncology Group", "a cooperative group"."""
    said = match.group("a")
    if _BODY.search(said):
        return True
    capital = said[:1].isupper() and match.group()[len(said) :].lstrip().find("Group") >= 0
    return capital and bool(_GOES_ON.match(text, match.end()))


def single_arms(sentence: Sentence) -> Iterator[tuple[str, Place]]:
    """The treated arm of a trial that says it has one arm, and historical controls wherever they are named."""
    if _SINGLE.search(sentence.text):
        match = _GIVEN.search(sentence.bare)
        phrase = arm_phrase(match.group("a")) if match else ""
        if match and phrase:
            yield phrase, Place(sentence, match.start("a"), match.end("a"))
    match = _HISTORICAL.search(sentence.bare)
    if match:
        yield match.group("a"), Place(sentence, match.start("a"), match.end("a"))
