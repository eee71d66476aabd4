"""Counts of people of whom a clause on one arm tells what became, whatever it was: "In the A group, 12 women moved house"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.beside import UNIT, is_part
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_WHO = r"(?:the\s|those\s|all\s)?(?:{people}\s)?(?:who\s(?:were\s)?)?(?:in|on|with|given|receiving|received|taking|took|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\s(?:with|by))?\s?(?:the\s)?"
# "In the A group", "; among women on A": where a clause begins with the arm of which it tells
_OPENS = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[;:]\s|(?:,\s|\s)(?:and|but|while|whereas)\s)(?:in|on|with|among|amongst|of|under|after|for)\s{_WHO.format(people=PEOPLE)}$"
)
_GROUP = rf"(?:[\s-](?:treated|treatment|therapy|alone|only))?(?:\s(?:groups?|arms?|{PEOPLE}))?"
# What became of people, told by a verb; not that they were dealt out, studied or described.
_STUDIED = r"(?:randomi[sz]ed|re-?randomi[sz]ed|assigned|allocated|enrol+ed|recruited|included|entered|studied|treated|analy[sz]ed|evaluated|evaluable|assessed|examined|registered|accrued|followed|available|eligible|identified|given|stratified|started|began|received|finished|completed|returned|provided|participated|attended|aged|tested|asked(?!\s(?:for|to\s(?:stop|leave|withdraw|be)))|interviewed|measured|contacted|invited|selected|matched|(?:fe)?male|men|women|boys|girls|white|black|older|younger|under|over|smokers|married|single|pre-?menopausal|post-?menopausal)"
BECAME = rf"\s(?:(?:also|later|then|subsequently|only|still|eventually)\s)?(?:(?:had|were|was)\s(?!(?:(?:been|not|also|all|\w+ly)\s)?{_STUDIED}\b|(?:an?\s|the\s)?(?:means?|medians?|averages?|(?:[a-z]+ly\s)?(?:lower|higher|better|worse|longer|shorter|more|less|fewer|similar|greater|smaller|larger))\b|(?:in|on|at|with|from|of|to)\b|complete\s(?:data|follow)|data\b|follow|{COUNT})|(?!(?:{_STUDIED}|had|were|was|based|compared|treated|with|who)\b)(?:[a-z]{{2,}}ed|died|fell|left|lost|became|went|got|made|took|chose|gave\sup|kept|felt|caught|did|said|needed|grew|underwent|withdrew|quit|met|won|broke|bled|slept|told)\b(?!\sto\s(?:the|either)\b))"
_AFTER_NAME = Pattern(
    rf"(?i){_GROUP},?\s(?:only\s|just\s|a\stotal\sof\s)?(?P<n>{COUNT}){UNIT}(?:\s{FEW}{PEOPLE}|\s[(\[][\d.]+\s?{PERCENT}[)\]])?{BECAME}"
)
_BEFORE_NAME = Pattern(
    rf"(?i)(?<![\w.,/±<>≤≥=~-])(?P<n>{COUNT}){UNIT}(?:\s(?:[\w'/-]+\s){{0,4}}?(?:{PEOPLE}|woman|man|child|girl|boy|infant|neonate))\s(?:(?:who\s(?:were\s)?)?(?:in|on|from|of|under|given|receiving|received|taking|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\swith)\s)(?:the\s)?$"
)
_AFTER = Pattern(rf"(?i){_GROUP}{BECAME}")
_AND = Pattern(rf"(?i){_GROUP},?\s(?:and|but|versus|vs\.?|against|compared\s(?:with|to))\s(?:only\s)?")
_ENTRY = Pattern(
    r"(?i)\b(?:baseline|at\s(?:entry|inclusion|enrol\w+)|history\sof|pre-?existing|previous(?:ly)?|were\saged)\b"
)
_REACH = 110  # characters from a number to the name it stands before
_MOST = 0.5  # of all people: more are no part of one arm


def clause_counts(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None
) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of counts in clauses that each name one arm and tell what became of so many in it."""
    text = sentence.text
    if not mentions or not people or DIVIDES.search(text) or _ENTRY.search(text):
        return []
    found = [
        (place, label)
        for place, label in _told(sentence, mentions)
        if whole(text[slice(*place)]) < _MOST * people
    ]
    return found


def _told(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    text = sentence.text
    waiting: list[tuple[tuple[int, int], Mention]] = []  # counts whose verb stands behind the next arm
    for name in mentions:
        opened = _OPENS.search(text, max(0, name.start - 80), name.start)
        after = _AFTER_NAME.match(text, name.end) if opened else None
        if after:
            yield after.span("n"), name.label
            continue
        before = _BEFORE_NAME.search(text, max(0, name.start - _REACH), name.start)
        if before is None or is_part(text, *before.span("n")):
            continue
        if waiting and not _AND.fullmatch(text, waiting[-1][1].end, before.start("n")):
            waiting = []
        waiting.append((before.span("n"), name))
        if _AFTER.match(text, name.end):
            yield from ((place, one.label) for place, one in waiting)
            waiting = []
