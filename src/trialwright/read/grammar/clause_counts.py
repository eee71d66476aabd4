"""Counts of people of whom a clause on one arm tells what became, whatever it was: "In the A group, 12 women moved house"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from re import Match

from trialwright.read.grammar.beside import UNIT, is_part
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

_WHO = r"(?:the\s|those\s|all\s)?(?:{people}\s)?(?:who\s(?:were\s)?)?(?:in|on|with|given|receiving|received|taking|took|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\s(?:with|by))?\s?(?:the\s)?"
# "In the A group", "; among women on A": where a clause begins with the arm of which it tells
_OPENS = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[;:]\s|(?:,\s|\s)(?:and|but|while|whereas)\s)(?:in|on|with|among|amongst|of|under|after|for)\s{_WHO.format(people=PEOPLE)}$"
)
_GROUP = rf"(?:[\s-](?:treated|treatment|therapy|alone|only))?(?:\s(?:groups?|arms?|{PEOPLE}))?"
# What became of people, told by a verb; not that they were dealt out, studied or described.
_STUDIED = r"(?:randomi[sz]ed|re-?randomi[sz]ed|assigned|allocated|enrol+ed|recruited|included|entered|studied|treated|analy[sz]ed|evaluated|evaluable|assessed|examined|registered|accrued|followed|available|eligible|identified|given|stratified|started|began|received|finished|completed|returned|provided|participated|attended|aged|tested|asked(?!\s(?:for|to\s(?:stop|leave|withdraw|be|return)))|interviewed|measured|contacted|invited|selected|matched|(?:fe)?male|men|women|boys|girls|maintained|retained|kept|performed|practi[sc]ed|exercised|used|wore|applied|walked|trained|followed|consumed|ingested|ate|drank|white|black|older|younger|under|over|smokers|married|single|pre-?menopausal|post-?menopausal)"
BECAME = rf"\s(?:(?:also|later|then|subsequently|only|still|eventually)\s)?(?:(?:had|have|were|was)\s(?!(?:(?:been|not|also|all|\w+ly)\s)?{_STUDIED}\b|(?:an?\s|the\s)?(?:means?|medians?|averages?|(?:[a-z]+ly\s|modest\s|small\s|marked\s|significant\s)*(?:increases?|decreases?|reductions?|improvements?|changes?|lower|higher|better|worse|longer|shorter|more|less|fewer|similar|greater|smaller|larger))\b|(?:in|on|at|with|from|of|to)\b|complete\s(?:data|follow)|data\b|follow|{COUNT})|(?!(?:{_STUDIED}|had|were|was|based|compared|treated|with|who)\b)(?:[a-z]{{2,}}ed|died|fell|left|lost|became|went|got|made|took|chose|gave\sup|kept|felt|caught|did|said|needed|grew|underwent|withdrew|quit|met|won|broke|bled|slept|told)\b(?!\sto\s(?:the|either)\b)|returned\sto\s(?:hospital|medical|clinic|care|the)\b|found\s(?:it|the|them|their|her|his)\b)"
_AFTER_NAME = Pattern(
    rf"(?i){_GROUP},?\s(?:only\s|just\s|a\stotal\sof\s)?(?P<n>{COUNT}){UNIT}(?:\s{FEW}{PEOPLE}|\s[(\[][\d.]+\s?{PERCENT}[)\]])?{BECAME}"
)
_BEFORE_NAME = Pattern(
    rf"(?i)(?<![\w.,/±<>≤≥=~-])(?P<n>{COUNT}){UNIT}(?:\s(?:[\w'/-]+\s){{0,4}}?(?:{PEOPLE}|woman|man|child|girl|boy|infant|neonate|pupil|student|newborn|mother)),?\s(?:(?:who\s(?:were\s)?)?(?:in|on|from|of|under|given|receiving|received|taking|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\swith)\s)(?:the\s)?$"
)
_AFTER = Pattern(rf"(?i){_GROUP},?{BECAME}")
_AND = Pattern(rf"(?i){_GROUP},?\s(?:and|but|versus|vs\.?|against|compared\s(?:with|to))\s(?:only\s)?")
# what they were or had had before they came in, and numbers needed to treat
_ENTRY = Pattern(
    r"(?i)\b(?:baseline|at\s(?:entry|inclusion|enrol\w+)|history\sof|pre-?existing|previous(?:ly)?|prior|before\s(?:the\s)?(?:trial|study|entry|randomi\w+|they|treatment)|were\saged|had\s(?:had|already)|needed\sto\s(?:treat|prevent|harm)|lived|worked|employed|were\s(?:nurses|teachers|farmers|students|retired|smokers|married|single))\b"
)
# "twelve women allocated to A" are some of them, of whom the verb behind tells
_OWN_LOT = Pattern(
    rf"(?i)(?<![\w.,/])(?:{COUNT}|none|those)\s(?:{FEW}{PEOPLE}\s)?(?:who\s(?:were|had\sbeen)\s)?(?:randomly\s)?(?:allocated|allotted|assigned|randomi[sz]ed)$"
)
# "two of the A group", "two A patients"
_OF_GROUP = Pattern(
    rf"(?i)(?<![\w.,/±<>≤≥=~-])(?P<n>{COUNT}){UNIT}\s(?:of\s(?:the\s|those\s(?:in|on|given|receiving|taking|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\swith)\s(?:the\s)?))?$"
)
_KIND_BEHIND = Pattern(
    rf"(?i)[\s-](?:(?:treated|treatment|therapy|group|arm)\s)?(?:{PEOPLE}|woman|man|child|girl|boy)\b|\s(?:group|arm)\b"
)
# ", but none in", between an arm and the next
_NEXT_ONE = Pattern(
    rf"(?i){_GROUP},?\s(?:and|but|versus|vs\.?|against|compared\s(?:with|to))\s(?:only\s)?(?P<n>{COUNT}|none|nobody)\s(?:{PEOPLE}\s)?(?:in|on|of|from|given|receiving|taking|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\swith)\s(?:the\s|those\s(?:in|on|given|receiving)\s(?:the\s)?)?"
)
_ALL_THE = Pattern(r"(?i)\b(?:the|these|those|all|remaining|other)\s$")
_REACH = 110  # characters from a number to the name it stands before
_MOST_DEALT = 0.25  # of all people, where it is said to what they were assigned
_MOST = 0.5  # of all people: more are no part of one arm


def clause_counts(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None
) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of counts in clauses that each name one arm and tell what became of so many in it."""
    text = sentence.text
    if not mentions or not people or _ENTRY.search(text):
        return []
    if any(not _OWN_LOT.search(text, 0, m.end()) for m in DIVIDES.finditer(text)):
        return []
    most = people * (_MOST_DEALT if DIVIDES.search(text) else _MOST)
    return [(place, label) for place, label in _told(sentence, mentions) if whole(text[slice(*place)]) < most]


def _told(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    text = sentence.text
    waiting: list[tuple[tuple[int, int], Mention]] = []  # counts whose verb stands behind the next arm
    for name in mentions:
        opened = _OPENS.search(text, max(0, name.start - 80), name.start)
        after = _AFTER_NAME.match(text, name.end) if opened else None
        if after:
            yield after.span("n"), name.label
            continue
        before = _counted(text, name)
        if waiting and (then := _NEXT_ONE.fullmatch(text, waiting[-1][1].end, name.start)):
            before = then
        if before is None or is_part(text, *before.span("n")) or _ALL_THE.search(text, 0, before.start("n")):
            continue
        if waiting and not _AND.fullmatch(text, waiting[-1][1].end, before.start("n")):
            waiting = []
        waiting.append((before.span("n"), name))
        if _AFTER.match(text, name.end):
            yield from ((place, one.label) for place, one in waiting)
            waiting = []


def _counted(text: Text, name: Mention) -> Match[str] | None:
    """The number of people (group n) that a name stands behind, or of whose people it tells the kind."""
    before = _BEFORE_NAME.search(text, max(0, name.start - _REACH), name.start)
    if before is None and _KIND_BEHIND.match(text, name.end):
        before = _OF_GROUP.search(text, max(0, name.start - 50), name.start)
    return before
