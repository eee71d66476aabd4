"""Counts of two arms told from each other by where they stand, and those that are together what the sentence counts."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import NUMBER, Beside
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

# "Twenty adults fell: 8 on A and 12 on B"
_SO_MANY_IN_ALL = Pattern(rf"(?i)(?<![\w.,/%-])(?P<n>{COUNT})\s[^.;()\d]{{3,60}}?\s?[:,(]\s?$")
STUDIED = Pattern(
    r"(?i)\b(?:stud(?:y|ied)|analy[sz]ed|evaluable|evaluated|eligible|assessed|included|completed|available|treated|entered|follow)"
)

_TAKEN_IN = Pattern(
    rf"(?i){PEOPLE}\s(?:were|was)\s(?:\w+ly\s)?(?:studied|randomi[sz]ed|assigned|allocated|divided|enrol+ed|recruited|analy[sz]ed|evaluable|evaluated|assessed|included)\b"
)


def are_all_of(text: Text, run: Sequence[Beside]) -> bool:
    """Whether numbers beside arms are together those that the words just before count, who were not merely taken in."""
    return _of_all(text, run) == "fared"


def are_taken_in(text: Text, run: Sequence[Beside]) -> bool:
    """Whether numbers beside arms are together those of whom the words just before say that they were studied or dealt out."""
    return _of_all(text, run) == "taken in"


def _of_all(text: Text, run: Sequence[Beside]) -> str:
    """What the words just before a run say of those who are together its numbers; "" where they are not."""
    found = _SO_MANY_IN_ALL.search(text, 0, run[0].start) if len(run) > 1 else None
    if found is None or whole(found["n"]) != sum(b.value for b in run):
        return ""
    if _TAKEN_IN.search(found.group()):
        return "taken in"
    return "" if DIVIDES.search(text) or STUDIED.search(found.group()) else "fared"


# "In the A group 12 patients had it, as against 30 in the B group"
_LED = Pattern(
    rf"(?i)(?:^\W{{0,2}}|,\s)(?:in|on|with|among|of|after|under)\s(?:(?:the|those|{PEOPLE})\s){{0,2}}(?:given\s|on\s|in\s|receiving\s|assigned\sto\s)?(?:the\s)?$"
)
_THEN_COUNT = Pattern(
    rf"(?i)(?:[\s-]treated)?(?:\s(?:groups?|arms?|areas?|sides?|{PEOPLE}))?,?\s(?:only\s)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had(?:\sgrades?\s\d(?:\s?(?:-|or|and|to)\s?\d)?)?|died|developed|experienced|relapsed|suffered|withdrew|reported|needed|required|underwent|were\s(?:admitted|readmitted|withdrawn|lost|re-?operated))\b"
    rf"[^.;:()\d]{{0,60}}?,?\s(?:(?:as\s)?(?:against|compared\s(?:with|to))|versus|vs\.?|and|but|while|whereas)\s(?:only\s)?(?P<m>{COUNT})\s(?:(?:{FEW}{PEOPLE}|did|did\sso)\s)?(?:in|on|of|with|for|among|after|given|receiving|under)\s(?:(?:the|those|patients)\s){{0,2}}(?:given\s|on\s|in\s|receiving\s|assigned\sto\s)?(?:the\s)?$"
)


# "The A group had 130 events in either breast, compared with 84 in the B group"
_SUBJECT = Pattern(r"(?i)\W{0,2}(?:the\s)?")
_HAD_EVENTS = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|patients))?\s(?:had|experienced|suffered|sustained|reported)\s(?:a\stotal\sof\s)?{NUMBER}\s(?=[^.;()\d]{{0,60}}\b(?:events|deaths|relapses|recurrences|failures|cancers|fractures|strokes|infections|metastases|progressions|episodes|complications)\b)"
    rf"[^.;:()\d]{{3,200}}?,?\s(?:(?:as\s)?(?:against|compared\s(?:with|to))|versus|vs\.?|while|whereas|and)\s(?:only\s)?(?P<m>{COUNT})\s(?:in|on|with|for|among)\s(?:the\s)?$"
)


def before_and_behind(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None
) -> list[tuple[tuple[int, int], str]]:
    """The counts of two arms of which the one leads to its count, and the other stands behind its own."""
    if len(mentions) != 2 or mentions[0].label == mentions[1].label:
        return []
    first, second = mentions
    text = sentence.text
    told = _LED.search(text, 0, first.start) and _THEN_COUNT.match(text, first.end, second.start)
    if not told and _SUBJECT.fullmatch(text, 0, first.start):
        told = _HAD_EVENTS.match(text, first.end, second.start)
    if not told or whole(told["n"]) + whole(told["m"]) == people:
        return []
    return [(told.span("n"), first.label), (told.span("m"), second.label)]
