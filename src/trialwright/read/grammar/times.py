"""When something was measured, in the document's own words."""

from __future__ import annotations

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern

_SPAN = rf"(?:{COUNT}(?:\.\d)?[ -]?(?:hours?|h|days?|d|weeks?|wk|months?|mo|years?|yr)s?)\b"
_TIME = Pattern(
    rf"(?i)\b(?:(?:at|on|by|until|to|after|within|over|through|during"
    rf"|up to)\s(?:the\s)?(?:an?\s)?(?:first\s|end of\s|median of\s)?"
    rf"(?P<t>(?:day|week|month|year)s?\s\d{{1,4}}\b|{_SPAN}(?:\sof (?:follow-?up|treatment))?"
    rf"|hospital discharge|baseline|follow-?up))"
)
_ADJECTIVE = Pattern(rf"(?i)\b(?P<t>{COUNT}-(?:day|week|month|year))\s(?=[a-z])")


@once
def times(sentence: Sentence) -> list[tuple[int, int, str]]:
    """(start, end, words) of every time point in the sentence, in order; not to be changed."""
    found = [(m.start(), m.end(), m.group("t")) for m in _TIME.finditer(sentence.text)]
    found += [(m.start(), m.end("t"), m.group("t")) for m in _ADJECTIVE.finditer(sentence.text)]
    return sorted(found)


def time_near(sentence: Sentence, start: int, end: int) -> str:
    """The sentence's only time point; of several, the nearest one within the number's own clause, else ""."""
    found = times(sentence)
    words = {t.lower() for _, _, t in found}
    if len(words) == 1:
        return found[0][2]
    text = sentence.text
    left = max(text.rfind(";", 0, start), text.rfind("),", 0, start)) + 1
    right = text.find(";", end)
    inside = [t for a, _, t in found if left <= a < (right if right >= 0 else len(text))]
    return inside[0] if len({t.lower() for t in inside}) == 1 else ""
