"""When something was measured, in the document's own words."""

from __future__ import annotations

import re

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern

_SPAN = rf"(?:{COUNT}(?:\.\d)?[ -]?(?:hours?|h|days?|d|weeks?|wk|months?|mo|years?|yr)s?)\b"
_TIME = Pattern(
    rf"(?i)\b(?:(?:at|on|by|until|to|after|within|over|through|during"
    rf"|up to)\s(?:the\s)?(?:an?\s)?(?:first\s|(?=next\s)|end of\s|median of\s|completion of\s|follow-?up of\s)?"
    rf"(?P<t>(?:days|weeks|months|years)\s\d{{1,4}}(?:\s?-\s?|\sto\s)\d{{1,4}}\b(?![.,]?\d|%)|(?:day|week|month|year)s?\s\d{{1,4}}\b|(?:next\s)?{_SPAN}(?:\sof (?:follow-?up|treatment))?"
    rf"|first\s(?:hour|day|week|month|year)\b|hospital discharge|baseline|follow-?up))"
)
# "12 weeks after randomisation"
_SINCE = Pattern(
    rf"(?i)(?<![\w.-])(?P<t>{_SPAN})(?=\s(?:after|following|post)\s(?:the\s)?(?:randomi[sz]ation|enrol\w+|(?:study|trial)\sentry|(?:start|beginning|end)\sof|treatment|surgery|(?:the\s)?operation|discharge|delivery|birth|vaccination)\b)"
)
_IN_FIRST = Pattern(rf"(?i)\bin\sthe\s(?:first\s|(?=next\s))(?P<t>(?:next\s)?{_SPAN})")
_DIGIT = Pattern(r"\d")
_ADJECTIVE = Pattern(rf"(?i)\b(?P<t>{COUNT}-(?:day|week|month|year))\s(?=[a-z])")
_FROM_SO_MANY = Pattern(
    r"(?i)\b(?:fell|rose|reduced|shortened|lengthened|prolonged|(?:de|in)creased|declined|dropped|improved|changed)\b[^.;]{0,50}?\sfrom\s(?:an?\s)?(?:(?:mean|median|average)\s)?(?:of\s)?\d[\d.]{0,5}\s(?:[a-z]+\s)?$"
)

# "aged from 30 years to 80 years"
_OF_AGE = Pattern(
    r"(?i)\b(?:ag(?:ed?|es|ing)|rang(?:ed?|es|ing))\b[^.;]{0,40}?\d[\d.]*\s?(?:years?|months?)?\s?$"
)


@once
def times(sentence: Sentence) -> list[tuple[int, int, str]]:
    """(start, end, words) of every time point in the sentence, in order; not to be changed."""
    found = [
        (m.start(), m.end(), m.group("t"))
        for m in _TIME.finditer(sentence.text)
        if not (
            m.group()[:2].lower() == "to"
            and (_is_measured(sentence, m) or _OF_AGE.search(sentence.text, 0, m.start()))
        )
    ]
    found += [(m.start(), m.end("t"), m.group("t")) for m in _ADJECTIVE.finditer(sentence.text)]
    if " the first " in sentence.text or " the next " in sentence.text:
        found += [(m.start(), m.end(), m.group("t")) for m in _IN_FIRST.finditer(sentence.text)]
    if " after " in sentence.text or " following " in sentence.text or " post " in sentence.text:
        found += [
            (m.start(), m.end(), m.group("t"))
            for m in _SINCE.finditer(sentence.text)
            if not any(a <= m.start() < b for a, b, _ in found)
        ]
    return sorted(found)


def _is_measured(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether "to 4 days" tells what something was afterwards: "stay fell from 6 to 4 days", but "rose from 2 to 12 months"."""
    long = match["t"].lower().endswith(("weeks", "months", "years"))
    return not long and _FROM_SO_MANY.search(sentence.text, 0, match.start()) is not None


def time_near(sentence: Sentence, start: int, end: int) -> str:
    """The sentence's only time point, unless it tells since when at the end of another clause; of several, the one within the number's
    own clause; else ""."""
    found = times(sentence)
    words = {t.lower() for _, _, t in found}
    text = sentence.text
    if len(words) == 1:
        place = found[0][0]
        if ";" not in text[end:place]:
            return found[0][2]
        # told at the end of another clause, or of that one's own numbers
        stop = text.find(";", found[0][1])
        own = _DIGIT.search(text, found[0][1], stop if stop >= 0 else len(text))
        return "" if own or _SINCE.match(text, place) else found[0][2]
    left = max(text.rfind(";", 0, start), text.rfind("),", 0, start)) + 1
    right = text.find(";", end)
    inside = [t for a, _, t in found if left <= a < (right if right >= 0 else len(text))]
    return inside[0] if len({t.lower() for t in inside}) == 1 else ""
