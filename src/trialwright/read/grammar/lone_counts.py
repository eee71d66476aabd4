"""Counts of a few people of one arm, of whom the words before them tell what befell them: "heartburn was seen in two women on A",
"cramps led four adults using A to stop", "withdrawal of two children taking A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.beside import UNIT, is_part
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_PERSON = rf"(?:{PEOPLE}|woman|man|child|girl|boy|neonate|newborn|toddler|pupil|student|mother|member|user|wearer|users|wearers)\b"
_KIND = r"(?:(?!(?:of|in|on|to|and|or|with|who|the|were|was|had|other)\s)[a-z][\w'-]*\s){0,3}?"
_N = rf"(?<![\w.,/±<>≤≥=~-])(?P<n>{COUNT}){UNIT}"
_GIVEN = (
    r"(?:in|on|from|given|using|receiving|taking|wearing|having|who\s(?:were\s)?(?:given|on|in|took|used|had|received|wore)"
    r"|(?:who\s(?:were|had\sbeen)\s)?(?:(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\sto|treated\s(?:with|by)))\s(?:the\s)?"
)
# "two women on", "two of those on"
_OF_THEM = Pattern(
    rf"(?i){_N}\s(?:{_KIND}{_PERSON}|of\s(?:the|those)(?:\s{_PERSON})?)\s(?:of\s(?:the\s)?|{_GIVEN})$"
)
# "two A patients", "two of the A patients"
_OF_KIND = Pattern(rf"(?i){_N}\s(?:of\sthe\s)?$")
_KIND_BEHIND = Pattern(rf"(?i)(?:[\s-](?:treated|treatment|therapy|group|arm))?\s{_PERSON}")
_GROUP_BEHIND = Pattern(r"(?i)\s(?:group|arm)\b")
_BEFALLS = Pattern(
    r"(?i)\b(?:(?:(?:was|were|been|also)\s(?:\w+ly\s)?(?:seen|observed|noted|noticed|reported|recorded|detected|diagnosed|documented|found|confirmed|suspected|experienced|encountered|described|stopped|discontinued|interrupted|withdrawn|refused|needed|required|removed)"
    r"|occurred|developed|arose|recurred|resulted|appeared|happened|ended\streatment)\s(?:\w+ly\s|early\s|again\s|after[^.;,()\d]{2,40}\s|during[^.;,()\d]{2,40}\s|at[^.;,()\d]{2,40}\s)?(?:in|by|among|for|with)"
    r"|led|caused|forced|prompted|compelled|befell|affected|troubled|hospitali[sz]ed|killed"
    r"|(?:withdrawals?|discontinuations?|deaths?|admissions?|readmissions?|hospitali[sz]ations?|removals?|loss|exclusions?)\sof)\s(?:only\s|just\s|another\s|a\sfurther\s)?$"
)
# what is had of all people who are looked at, or is no event
_HAD_OF_ALL = Pattern(
    r"(?i)\b(?:data|information|samples?|specimens?|scans?|questionnaires?|records?|results?|consent|follow-?up|outcomes?|differences?|measure\w*|values?|levels?|scores?|assess\w*|efficacy|effects?|responses?|concentrations?|changes?|increases?|decreases?|reductions?|improvements?|analys\w+|baseline|entry|enrol\w+|history)\b"
)
_MOST = 0.25  # of all people: more may be an arm, or those in it who were looked at


# "six patients stopped A", "A was stopped by six patients"
_STOPPED = Pattern(
    rf"(?i){_N}\s{_KIND}{_PERSON}\s(?:stopped|discontinued|refused|interrupted|gave\sup)\s(?:taking\s|using\s)?(?:the\s)?$"
)
_WAS_STOPPED = Pattern(
    rf"(?i)\s(?:had\sto\sbe|was|were|had\sbeen)\s(?:stopped|discontinued|interrupted|withdrawn)\s(?:\w+ly\s|early\s)?(?:in|by|for)\s(?:only\s)?{_N}\s{_KIND}{_PERSON}"
)
_NOT_IT_ALONE = Pattern(r"(?i)\s?(?:plus|with|and|or|\+|/)\b")


def lone_counts(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None, arms: Sequence[str]
) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of such counts in a sentence that names one arm."""
    text = sentence.text
    if not mentions or not people or len({m.label for m in mentions}) != 1:
        return []
    if DIVIDES.search(text) or _HAD_OF_ALL.search(text):
        return []
    return [
        (place, mentions[0].label)
        for place in (*_placed(sentence, mentions), *_stopped(sentence, mentions, arms))
        if whole(text[slice(*place)]) < _MOST * people
    ]


def _placed(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    text = sentence.text
    for name in mentions:
        counted = _OF_THEM.search(text, max(0, name.start - 110), name.start)
        if counted is None and (counted := _OF_KIND.search(text, max(0, name.start - 40), name.start)):
            whose = _GROUP_BEHIND if text[counted.end() - 4 : counted.end()] == "the " else _KIND_BEHIND
            counted = counted if whose.match(text, name.end) or _KIND_BEHIND.match(text, name.end) else None
        if counted is None or is_part(text, *counted.span("n")):
            continue
        if _BEFALLS.search(text, 0, counted.start("n")):
            yield counted.span("n")


def _stopped(
    sentence: Sentence, mentions: Sequence[Mention], arms: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Counts of those who stopped what one arm alone was given."""
    text, name = sentence.text, mentions[0]
    if len(mentions) > 1 or sum(name.label.lower() in arm.lower() for arm in arms) != 1:
        return
    before = _STOPPED.search(text, max(0, name.start - 90), name.start)
    if before and not _NOT_IT_ALONE.match(text, name.end):
        yield before.span("n")
    elif after := _WAS_STOPPED.match(text, name.end):
        yield after.span("n")
