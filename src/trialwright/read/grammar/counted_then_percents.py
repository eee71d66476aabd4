"""Two percents in one bracket behind two arms that each have their count before them: "3 on A and 9 on B (4% and 12%)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT, PERCENT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_GIVEN = rf"(?:(?:of|in|on|with|given|receiving|taking|assigned\sto|allocated\sto|randomi[sz]ed\sto|treated\swith|{PEOPLE}|the|those)\s){{0,4}}"
_FIRST = Pattern(rf"(?i)(?<![\w.,/]){COUNT}\s{_GIVEN}$")
_THEN = Pattern(
    rf"(?i)(?:[\s-](?:groups?|arms?|treated|{PEOPLE})){{0,2}},?\s(?:and|but|versus|vs\.?|v|against|compared\swith)\s(?:only\s)?{COUNT}\s{_GIVEN}"
)
_OPENS = Pattern(rf"(?i)(?:[\s-](?:groups?|arms?|treated|{PEOPLE})){{0,2}}\s?[(\[]\s?")
_AND = Pattern(rf"(?i){PERCENT}?,?\s(?:and|or|versus|vs\.?|v)\s")


def in_order_of_counts(
    sentence: Sentence, values: Sequence[tuple[int, int]], names: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arms of the two percents, [] where they do not stand so."""
    if not len(values) == len(names) == len(arms) == len({m.label for m in names}) == 2:
        return []
    text, (first, second) = sentence.text, names
    if second.end > values[0][0] or not _OPENS.fullmatch(text, second.end, values[0][0]):
        return []
    apart = _AND.fullmatch(text, values[0][1], values[1][0])
    counted = _FIRST.search(text, max(0, first.start - 60), first.start)
    told = apart and counted and _THEN.fullmatch(text, first.end, second.start)
    return [first.label, second.label] if told else []
