"""Numbers whose own words say that they are of people outside the trial: "18 % of healthy volunteers"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_WHO = (
    rf"(?:(?:[a-z]+-)?(?:matched\s)?(?:apparently\s|otherwise\s)?(?:healthy|normal|unaffected|un-?operated)\s(?:[\w-]+\s){{0,2}}?(?:{PEOPLE}|controls|donors|siblings|relatives)"
    r"|(?:general|normal|background|reference|national)\spopulation|blood\sdonors|non-?(?:participants|attenders|consenters)"
    r"|their\s(?:[\w-]+\s)?(?:partners|spouses|husbands|wives|siblings|relatives)"
    rf"|(?:those|{PEOPLE})\swho\s(?:had\s)?(?:declined|refused)(?!\s(?:surgery|treatment|therapy|further|it\b)))"
)
# Who were given something, or are in a group, may be an arm of a trial in such people.
_NOT_GIVEN = r"(?![\s-](?:who\s)?(?:(?:were|had)\s)?(?:given|receiv\w+|on|taking|took|treated|assigned|allocated|randomi[sz]ed|immunised|immunized|vaccinated|with(?:out)?|in\sthe|in\s(?:group|arm)|of\sthe\s[^.;,]{2,30}\s(?:group|arm)|groups?|arms?)\b)"
_BEHIND = Pattern(
    rf"(?i)[)\]]?(?:\s?[(\[][^()\[\]]{{1,60}}[)\]])?\s(?:(?:of|in|among|for|from)\s)?(?:the\s|all\s|those\s)?(?:{COUNT}\s)?{_WHO}\b{_NOT_GIVEN}"
)
_BEFORE = Pattern(rf"(?i){_WHO}\s?[(\[:]\s?(?:n\s?=\s?)?$")
# "in uncontrolled series it was seen in 61%", "resistance was previously put at 46%"
_ELSEWHERE = Pattern(
    r"(?i)\b(?:(?:uncontrolled|earlier|previous|published|historical|retrospective)\s(?:[\w-]+\s)?(?:series|studies|trials|reports)\b|previously\s(?:put|reported|estimated|published)\b)[^.;()]{0,60}$"
)
_ANY = Pattern(rf"(?i)\b{_WHO}\b")
_NAMES = Pattern(
    r"(?i)healthy|normal|volunteer|population|donors|unaffected|^controls?$|^cases$|declined|refused"
)


def of_outsiders(
    sentence: Sentence, values: Sequence[tuple[int, int]], arms: Sequence[str]
) -> frozenset[int]:
    """Indices of numbers that are of people who are in no arm, unless an arm is called by such words."""
    text = sentence.text
    elsewhere = {i for i, (start, _) in enumerate(values) if _ELSEWHERE.search(text, 0, start)}
    if not _ANY.search(text) or any(map(_NAMES.search, arms)):
        return frozenset(elsewhere)
    return elsewhere | frozenset(
        i
        for i, (start, end) in enumerate(values)
        if _BEHIND.match(text, end)
        or _BEFORE.search(text, 0, start)
        or ((inside := _ANY.search(text, start, end)) and not _is_given(text, inside.end()))
    )


def _is_given(text: str, end: int) -> bool:
    return _GIVEN_NEXT.match(text, end) is None


_GIVEN_NEXT = Pattern(rf"(?i){_NOT_GIVEN}")
