"""How many there are in each arm. A count of events beside an arm is not its size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.link import Mention, Names
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence

_N = rf"(?<![\w.,/])(?P<n>{COUNT})(?!\s?-?(?:months?|weeks?|days?|years?|hours?|cycles|mg|points?|%))"
_WHO = rf"\s{FEW}{PEOPLE}(?:\s(?:with|who|aged|having)\s[^.;,()\d]{{2,80}}?)?"
_SETS_OUT = re.compile(
    r"(?i)\brandom|\bassigned|\ballocat|\breceiv|\bcompar|\btreated\b|\bgiven\b|\bgroups?\b|\barms?\b|\bcohort\b|\bundergo|\benrol"
    r"|\d\s?[\w-]+,\s\d+"
)
_DIVIDES = re.compile(r"(?i)\brandom|\bassigned|\ballocat|\benrol|\brecruit|\bincluded\b|\bcompris|\bconsist")
# "A (n = 29)", "A group (349 patients)"
_AFTER = re.compile(
    r"(?i)(?:\s(?:group|arm|groups|arms|alone|therapy|treatment))?\s?(?:\([^()0-9]{1,40}\)\s?)?[(\[]\s?"
    rf"(?:n\s?=\s?(?P<n1>{COUNT})|(?P<n2>{COUNT})\s{FEW}{PEOPLE})\s?(?=[)\],;])(?!,\s?[\d.]{{1,5}}\s?%)"
)
# "a cohort of 47 patients"
_OF = re.compile(rf"(?i)\s(?:of|comprising|included|consisted of)\s{_N}\s{FEW}{PEOPLE}\b")
# "21 patients to A", "41 were assigned to A", "17 patients with X were treated with A", "12 received A"
_GIVEN = re.compile(
    rf"(?i){_N}(?:{_WHO})?\s(?:(?:were|was)\s)?(?:(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\s)?"
    r"(?:received|receiving|given|treated with|to receive|to undergo|to|underwent|undergoing)\s"
    r"(?:the\s|either\s|an?\s)?(?:\w+\s){0,1}$"
)
# "17 patients with A" where treated comes first; "40 patients in the A group" where patients are divided
_WITH = re.compile(rf"(?i)\btreated\s{_N}{_WHO}\swith\s(?:\w+\s){{0,1}}$")
_IN = re.compile(rf"(?i){_N}\s{FEW}{PEOPLE}\s(?:in|on)\s(?:the\s)?(?:\w+\s){{0,1}}$")
# "(84 anakinra, 55 placebo)"
_LISTED = re.compile(rf"(?i)\((?:[^()]{{0,60}},\s)?{_N}\s$")
# "60 patients to A or B": one number for both arms is the size of neither.
_SHARED = re.compile(r"(?i)(?:\s?\([^()]{0,120}\))?[^.;()\d]{0,60}?\s(?:or|versus|vs\.?)\s(?![\w ]{0,20}\d)")


class ArmSize(NamedTuple):
    """The size of one arm with the place it is printed at, offsets into the sentence."""

    label: str
    size: int
    sentence: Sentence
    start: int
    end: int


def arm_sizes(sentences: Sequence[Sentence], names: Names, total: int | None) -> list[ArmSize]:
    """Every printed size of a named arm, in reading order.

    total : those randomised, where stated: no arm of a trial with two arms or more has as many.
    """
    out: list[ArmSize] = []
    for sentence in sentences:
        if not sentence.background and _SETS_OUT.search(sentence.text):
            out += _in_sentence(sentence, names.mentions(sentence))
    several = sum(a.role != "historical" for a in names.arms) > 1
    ours = {a.label for a in names.arms if a.role != "historical"}
    return [s for s in out if not (several and total and s.label in ours and s.size >= total)]


def _in_sentence(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[ArmSize]:
    divides = bool(_DIVIDES.search(sentence.text))
    for i, mention in enumerate(mentions):
        begin = mentions[i - 1].end if i else 0
        place = _after(sentence.text, mention.end) or _before(sentence.text, begin, mention, divides)
        if place and whole(sentence.text[slice(*place)]) > 1:
            yield ArmSize(mention.label, whole(sentence.text[slice(*place)]), sentence, *place)


def _after(text: str, start: int) -> tuple[int, int] | None:
    match = _AFTER.match(text, start)
    if match:
        name = "n1" if match.group("n1") else "n2"
        if not re.match(PERCENT, text[match.end(name) :]):
            return match.span(name)
    of = _OF.match(text, start)
    return of.span("n") if of else None


def _before(text: str, begin: int, mention: Mention, divides: bool) -> tuple[int, int] | None:
    window = text[max(begin, mention.start - 150) : mention.start]
    match = _GIVEN.search(window) or _WITH.search(window) or (_IN.search(window) if divides else None)
    if not match:
        window = text[
            max(0, mention.start - 90) : mention.start
        ]  # a list may name the other arms before this one
        match = _LISTED.search(window)
    if not match or _SHARED.match(text, mention.end):
        return None
    before = window[: match.start("n")]
    if re.search(r"(?:[=±<>/]|%\s?\(|\d[.,]?)\s?$|(?i:\bof (?:the )?$)", before):
        return None
    offset = mention.start - len(window)
    return offset + match.start("n"), offset + match.end("n")
