"""Phrases that one sentence tells apart as arms: each beside a number of its own, or set against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.read.grammar.kinds_of_people import are_places
from trialwright.read.grammar.lexis import COUNT, INT, NUM, PERCENT
from trialwright.read.grammar.named_arms import FEW, PEOPLE, Place
from trialwright.read.grammar.naming import SUBGROUP, sound
from trialwright.read.grammar.partitions import are_of_another_kind
from trialwright.read.grammar.phrases import DOSE, arm_phrase
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern

Told = tuple[tuple[str, Place], ...]

_VALUE = rf"(?:{NUM}{PERCENT}|{INT}\s?/\s?{INT}|(?:n\s?=\s?)?{INT}|\b[Nn]o(?:ne)?\b)"
# "12% with A", "5 of 40 patients given A", "97 (95 %) in the A group"
_AFTER = Pattern(
    rf"(?i)(?<![\w.,/±<>=])(?<!\d-){_VALUE}(?:\s(?:out\s)?of\s(?:the\s)?{COUNT})?(?:\s{FEW}{PEOPLE})?\s{{1,60}}(?:(?:were|was|who)\s)?(?:(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed|treated)\s)?"
    r"(?:with|in|for|on|after|receiving|received|given|to|using|under|during)\s(?:the\s|those\s|patients\s|women\s|receiving\s|treated\s|with\s|given\s|to\s|receive\s){0,4}(?P<x>(?!the\b|all\b|each\b|both\b)[A-Za-z][\w+/-]*(?:\s[A-Za-z+][\w+/-]*){0,4})"
)
# "A 12% v B 13%", "A, 12%; B, 13%", "(A 217, B 216)", "A: n = 314; B: n = 310"
_BEFORE = Pattern(
    rf"(?i)(?:[(\[;:,]\s?|\bvs\.?\s|\bversus\s|\bv\s|\band\s)(?:the\s|in\s|for\s|and\s)*(?P<x>(?!(?:with|then|there|or|followed|whereas)\b)[A-Za-z][\w+/-]*(?:\s(?!vs?\b|versus\b|and\b|or\b|n\s?=)[A-Za-z+][\w+/-]*){{0,3}})(?:\s?[,:=]\s?|\s)(?:n\s?=\s?)?{_VALUE}(?![\w/.])(?!\s(?:months?|weeks?|days?|years?|h\b|hours?|mg|g\b|Gy|ml|cm|mm|points?)\b)"
)
# "lower with A (5/40) than with B (12/42)", but not "more likely to walk (47% v 12%)"
_HELD = Pattern(
    rf"(?i)\b(?:with|on|than|receiving|given|(?P<to>to))\s(?:the\s)?(?P<x>[A-Za-z][\w+/-]*(?:\s(?!with\b|in\b|for\b|on\b|after\b|of\b|than\b|receiving\b|given\b|and\b|to\b|the\b)[A-Za-z+][\w+/-]*){{0,3}})\s?[(\[]\s?(?:n\s?=\s?)?{_VALUE}(?(to)(?!\s?%?\s?(?:vs?\.?|versus)\s))(?!\s(?:months?|weeks?|days?|years?|h\b|hours?|mg|g\b|Gy|ml|cm|mm|points?)\b)"
)
# "166 patients with sciatica were randomised, 84 to ..."
_WHO_HAVE = Pattern(rf"(?i)\b{PEOPLE}\s(?:with|who\shad)\s(?:an?\s)?$")
_ALL_DEALT = Pattern(
    r"(?i)\s(?:were|was)\s(?:then\s)?(?:randomi[sz]ed|randomly\s(?:assigned|allocated|divided))(?!\sto\b)"
)
_DIGIT = Pattern(r"\d")
# What does not belong to a name any more.
_END = re.compile(
    r"(?i)\s(?:and|or|but|versus|vs\.?|v|compared|whereas|while|than|had|have|were|was|did|result\w*|occurr\w+|there|groups?|arms?|patients|respectively|experienced|developed|reported|wished|chose|asked|stopped|continued|completed|withdrew|died)\b"
)
# "relief by 69 and 55%", "relief in 69%": what was reached, and no arm
_LED = re.compile(r"(?i)\s(?:by|in|at|from|of|to|for|with)$")
_DOSE_BEHIND = Pattern(rf"(?i)\s(?P<x>{DOSE})")
_MOST = 4  # phrases of one contrast: more are not set against each other
_APART = 140  # characters between two phrases of one contrast
_LINK = Pattern(r"(?i)\b(?:vs\.?|v|versus|compared|against|than|and|whereas|while|or|but)\s|[;,]")


@once
def told_apart(sentence: Sentence) -> tuple[Told, ...]:
    """Sets of two phrases or more, in order, each beside a number of its own."""
    out: list[Told] = []
    if not _has_digit(sentence.text):
        return ()
    for pattern, text in ((_AFTER, sentence.bare), (_BEFORE, sentence.text), (_HELD, sentence.text)):
        if text is sentence.bare and not _has_digit(text):
            continue
        run: list[tuple[str, Place]] = []
        for phrase, place in _with_doses(list(_phrases(sentence, pattern, text))):
            if run and (
                place.start - run[-1][1].end > _APART
                or phrase.lower() in {p.lower() for p, _ in run}
                or not _LINK.search(text, run[-1][1].end, place.start)
            ):
                out += [tuple(run)] if len(run) > 1 else []
                run = []
            run.append((phrase, place))
        out += [tuple(run)] if len(run) > 1 else []
    return tuple(
        told
        for told in out
        if len(told) <= _MOST
        and not are_of_another_kind(sentence, told[-1][1].end)
        and not are_places(sentence, [(place.start, place.end) for _, place in told])
    )


def _with_doses(found: list[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """The phrases, with the doses behind those that are said twice, each with another: "9% on X 5 mg and 12% on X 20 mg"."""
    low = [phrase.lower() for phrase, _ in found]
    if len(set(low)) == len(low):
        return found
    doses = [_DOSE_BEHIND.match(place.sentence.text, place.end) for _, place in found]
    told = {name: {d["x"] for d, n in zip(doses, low, strict=True) if d and n == name} for name in low}
    return [
        (f"{phrase} {dose['x']}", place)
        if dose and len(told[name]) == low.count(name) > 1
        else (phrase, place)
        for (phrase, place), dose, name in zip(found, doses, low, strict=True)
    ]


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None or (not text.isascii() and any(map(str.isdigit, text)))


def _phrases(sentence: Sentence, pattern: Pattern, text: str) -> Iterator[tuple[str, Place]]:
    for match in pattern.finditer(text):
        words = match.group("x")
        if pattern is _BEFORE and _LED.search(words):
            continue
        cut = _END.search(words)
        said = words[: cut.start()] if cut else words
        if _WHO_HAVE.search(text, 0, match.start("x")) and _ALL_DEALT.match(
            text, match.start("x") + len(said)
        ):
            continue  # what all have who are dealt out
        phrase = arm_phrase(said)
        if phrase and sound(phrase) and not SUBGROUP.search(phrase):
            yield phrase, Place(sentence, match.start("x"), match.start("x") + len(said))
