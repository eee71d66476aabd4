"""Numbers of people "assigned to" an arm of whom something else is told: "80 assigned to A and 40 assigned to B had fever" tells of
a part of each arm, as "80 were assigned to A" does not."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import Beside
from trialwright.read.grammar.lexis import COUNT, PERCENT
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.patterns import Pattern

_ASSIGNED = Pattern(
    rf"(?i)(?:\s{FEW}{PEOPLE})?(?:\s?[(\[][\d.]{{1,5}}{PERCENT}[)\]])?\s(?:of\s(?:those|{PEOPLE})\s)?(?:who\s(?:were|had\sbeen)\s)?(?:randomly\s)?"
    r"(?:assigned|allocated|randomi[sz]ed)\sto\s"
)
_TAKEN_IN = r"(?:analy[sz]ed|included|evaluated|evaluable|assessed|available|studied|followed|compared|enrol+ed|entered|recruited|treated|eligible|given|examined|interviewed|alike|similar|comparable|well)"
# What is said of them behind the last name: "had fever", "were free of it", "returned to work"
_TOLD_BEHIND = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|therapy|treatment|alone))?(?:\s?[(\[][\d.]{{1,5}}{PERCENT}[)\]])?\s(?:also\s|only\s)?"
    rf"(?:(?:were|was)\s(?:\w+ly\s)?(?!(?:\w+ly\s)?{_TAKEN_IN}\b)[a-z]|had\s(?!(?:complete|follow|data|been|evaluable|baseline)\b)|(?:went|fell|did|left|lost|got|became|felt|met|said|told)\b"
    rf"|(?!{_TAKEN_IN}\b|received\b|underwent\b|started\b|took\b|began\b|completed\b|participated\b|finished\b|agreed\b|consented\b)[a-z]{{2,}}ed\s(?!by\b|at\b|in\s(?:the|a)\s))"
)
# ... and before the first number: "fever occurred in", "blinding failed for"
_TOLD_BEFORE = Pattern(
    rf"(?i)\b(?!{_TAKEN_IN}\b|(?:collected|obtained|gathered|performed|conducted|done|carried|used|based|randomi[sz]ed|tested|tried|given|administered|made|measured|taken|implanted|inserted|placed)\b)"
    r"(?:[a-z]{2,}ed|shrank|grew|rose|fell|began|found|seen|arose|came|got|lost|positive|negative)\s(?:only\s)?(?:in|for|by|among)\s(?:only\s|all\s)?$"
)
_OF_EVENTS = Pattern(
    rf"(?i)(?:^|[.;:]\s)(?:of|among)\s(?:the\s|these\s|all\s)?{COUNT}\s(?:[a-z-]+\s){{0,2}}(?:deaths|events|relapses|recurrences|withdrawals|drop-?outs|discontinuations|failures|infections|fractures|strokes|falls),?\s[^.;:]{{0,60}}$"
)
# "Of the 120 adults who had fever, 80 were assigned to A": all of some, of whom so many
_OF_SOME = Pattern(
    rf"(?:^|[.;:]\s)(?:Of|Among)\s(?:the\s|these\s|all\s)?{COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:with|who\shad|who\sdeveloped|in\swhom|whose)\s[^.;:,()]{{2,60}},\s$"
)
_MOST = 0.8  # of the people: so many are all of them
_PART = 0.5  # of the people: fewer are some of them


def are_some_assigned(text: str, run: Sequence[Beside], people: int | None) -> bool:
    """Whether numbers beside arms count some of each arm of whom something is told. people : those the document is about."""
    first, last = run[0], run[-1]
    together = sum(b.value for b in run)
    if _OF_EVENTS.search(text, 0, first.start):
        return True
    if people and len(run) > 1 and _MOST * people <= together <= people:
        return False
    if people and together < _PART * people and _OF_SOME.search(text, 0, first.start):
        return True
    if _ASSIGNED.match(text, first.end) is None:
        return False
    behind = _ASSIGNED.match(text, last.end) and _TOLD_BEHIND.match(text, last.name_end)
    return bool(
        behind or _TOLD_BEHIND.match(text, first.name_end) or _TOLD_BEFORE.search(text, 0, first.start)
    )
