"""How many completed, withdrew, and were analysed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.arm_flow import N_OF_PEOPLE, OF_TREATMENT
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Choice, Pattern, Patterns

_WHO = rf"(?:\s{FEW}{PEOPLE})?"
_SHARE = r"\s{1,30}(?:\([^()]{1,30}\)\s)?"  # what is in brackets is blank in a sentence's bare text
# Who stops a treatment may still be followed.
_LEFT = rf"(?P<w>withdrew|dropped\sout|discontinued(?!{OF_TREATMENT})|were withdrawn|(?:were|had been|have been) lost to follow[- ]?up)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("completed", rf"{N_OF_PEOPLE}{_WHO}{_SHARE}(?P<w>completed)\s(?:the\s|all\s|both\s)?(?:[\w-]+\s){{0,2}}?(?:trial|study|treatment|follow[- ]?up|protocol|intervention)\b"),
    ("withdrew", rf"{N_OF_PEOPLE}{_WHO}{_SHARE}{_LEFT}\b"),
    ("not treated", rf"{N_OF_PEOPLE}{_WHO}\s(?P<w>withdrew before (?:dosing|treatment|receiving)|were not (?:dosed|treated)|(?:never|did not) received?\b)"),
    ("analysed", rf"{N_OF_PEOPLE}{_WHO}\s(?:were\s)?(?:included in the (?:\w+[- ]){{0,4}}(?P<w>analys[ie]s)|(?P<w2>analy[sz]ed)(?![^.;]{{0,20}}\bby\b))"),
)  # fmt: skip
_COMPILED = Patterns((field, Pattern("(?i)" + pattern)) for field, pattern in _PATTERNS)
_HINT = Choice(
    r"(?i)complet|withdr|dropped|discontin|lost to|analy[sz]ed|analys[ie]s|not (?:dosed|treated)|did not rec"
)
_PART = Pattern(
    r"(?i)\b(?:group|arms?|men|women|whom|each|one|day|week|month|phase|grade|another|other|further)\s?,?\s?$|[\d/:=<>±-]\s?$|(?<![a-z)])\.\s?$"
)

# "44 and 42 adults completed the trial": one of each arm
_SECOND = Pattern(rf"(?i)(?<![\w.,/]){COUNT},?\sand\s$")
# "Seven zinc and 5 placebo adults withdrew": those of one arm
_ONE_OF_TWO = Pattern(
    rf"(?i)(?:^|[.;:,]\s|\band\s)(?:the\s)?{COUNT}\s(?:(?!\w+ed\b|were\b|was\b|had\b|did\b|who\b|of\b|withdrew\b|left\b)[a-z][\w-]*\s){{1,2}}and\s$"
)


def followed(sentences: Sequence[Sentence]) -> list[Stated]:
    """The statement of each, where the document makes exactly one outside an arm; two could be two arms'."""
    found: dict[str, list[Stated]] = {}
    for sentence in sentences:
        rules = () if sentence.background else _COMPILED.fitting(sentence.bare)
        for field, pattern in rules if rules and _HINT.search(sentence.text) else ():
            for match in pattern.finditer(sentence.bare):
                before = sentence.bare[: match.start("n")]
                part = _PART.search(before[-20:]) or _ONE_OF_TWO.search(before[-60:])
                part = part or _SECOND.search(before[-40:])
                if not _is_year(match) and not part:
                    found.setdefault(field, []).append(_stated(field, sentence, match))
    not_treated = {s.quote.start for s in found.get("not treated", ())}
    kept = [
        s for field, several in found.items() for s in several
        if len(several) == 1 and not (field == "withdrew" and s.quote.start in not_treated)
    ]  # fmt: skip
    return sorted(kept, key=lambda s: s.quote.start)


def _is_year(match: re.Match[str]) -> bool:
    """ "in January 2018 analysed": a year, where no people are named after it."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", match.group("n"))) and not re.search(
        rf"(?i)\b{PEOPLE}\b", match.group()
    )


def _stated(field: str, sentence: Sentence, match: re.Match[str]) -> Stated:
    groups = match.groupdict()
    return Stated(
        field=field,
        value=whole(match.group("n")),
        unit="patients",
        label=(groups.get("w") or groups.get("w2") or field).lower(),
        quote=sentence.quote(match.start("n"), match.end()),
        because=Because(rule="read.grammar.followed"),
    )
