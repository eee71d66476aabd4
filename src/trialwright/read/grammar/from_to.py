"""Two means of one group, before and after: "pressure fell from 148.2 to 140.8 mmHg with A and from 147.1 to 146.0 mmHg with B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.lexis import NUM
from trialwright.read.grammar.mean_pairs import MEASURE_UNIT, UNIT, Middle
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

_CHANGED = r"(?:fell|rose|dropped|declined|decreased|increased|improved|worsened|grew|shrank|changed|went|diminished|deteriorated)"
_AT_FIRST = r"(?:at|before|on)\s(?:the\s)?(?:baseline|entry|admission|start|treatment|enrol+ment)"
_A_MEAN = r"(?:an?\s)?(?:(?:mean|average|baseline|median)\s)?(?:value\s|score\s)?(?:of\s)?"
# "pressure", "malondialdehyde (MDA)", "IL-6", and that it changed
_SUBJECT = rf"(?:(?:^|[:,;]\s|\.\s)(?!wh(?:ile|ereas)\s)|[)\]],?\s(?!wh(?:ile|ereas)\s)|\b(?:and|but|while|whereas)\s)(?:(?:in|with|on|for|among)\s(?:the\s)?[^.;:,()\d]{{2,30}}?\s(?:groups?|arms?)\s)?(?P<x>[A-Za-z](?:[^.;:,()\d]|(?<=[A-Za-z-])\d){{1,70}}?(?:\s\([\w-]{{2,10}}\))?)\s(?:[a-z]+ly\s)?{_CHANGED}(?:\s[a-z]+ly)?(?:\s(?:in|with|on|among)\s[^.;:,()\d]{{2,40}}?)?"
_COUPLED = r"(?:and|but|versus|vs\.?|compared\swith(?:\san?\s(?:increase|decrease|reduction|rise|fall|change))?|while|whereas)"
_IN_GROUP = r"\s(?:in|with|on|for|among)\s[^.;:,()\d]{2,40}?|\sonly"
# "and from 147.1", "but in the B group from 147.1", "and weight from 81"
_NEXT = rf"{_COUPLED}(?:{_IN_GROUP}|\s{_CHANGED}|\s(?P<y>(?!(?:in|with|on|for|among|those|the|only|{_CHANGED})\s)[A-Za-z][^.;:,()\s]{{1,20}}(?:\s[a-z-]{{2,20}}){{0,3}}?(?:\s\([\w-]{{2,10}}\))?))?"
_FROM = Pattern(
    rf"(?i)(?:{_SUBJECT}|[)\]\w%],?\s{_NEXT})\sfrom\s{_A_MEAN}(?P<v>{NUM})(?:\s?{UNIT})?(?=\s(?:{_AT_FIRST}\s)?to\s{_A_MEAN}\d)"
)
_TO = Pattern(
    rf"(?i)\s(?:{_AT_FIRST}\s)?to\s{_A_MEAN}(?P<v>{NUM})(?![\d/±%]|\.\d|\s?(?:±|\+/-|[(\[]\s?(?:SD|SEM?|±|\d)|-|to\s|years?\b|months?\b|weeks?\b|times\b|patients\b|of\s\d))(?:\s?{MEASURE_UNIT})?(?!\s?[/%])"
)
_TO_PERCENT = Pattern(
    rf"(?i)\s(?:{_AT_FIRST}\s)?to\s{_A_MEAN}(?P<v>{NUM})\s?(?P<u>%)(?!\s?(?:±|[(\[]\s?(?:SD|SEM?|±|\d)))"
)
# What was given was changed by those who gave it, and is no outcome; what is measured once differs between groups.
_GIVEN = Pattern(
    r"(?i)\b(?:dos(?:es?|age|ing)|titrat\w+|escalat\w+|infusions?|intervals?|follow[- ]?up|enrol\w*|sample|frequency|intensity|resistance|load|speed|number|numbers|proportions?|percentages?|ages?|rates?(?=\sof\b)|stay|durations?|times?|lengths?|loss|costs?|delays?)\b"
)
SCORED = Pattern(r"(?i)\b(?:scores?|index|indices|scales?|VAS|NRS|inventory|questionnaire|ratings?)\b")
# measured in percent, and nobody's share
_IN_PERCENT = Pattern(
    r"(?i)\b(?:HbA1c|A1c|ha?emoglobin\sA1c|ejection\sfraction|LVEF|FEV1|ha?ematocrit|saturation|S[pa]O2)\b"
)
_MEDIAN = Pattern(r"(?i)\bmedians?\b")
_MIDDLE = Pattern(r"(?i)\b(?:(?P<median>medians?)|means?|averages?)\b")
# Pain that fell "from 2 to 24 hours" did so between those times
_SPAN = Pattern(
    r"(?i)(?:h|hrs?|hours?|min|mins?|minutes?|s|secs?|seconds?|days?|weeks?|months?|years?)(?!\w)"
)
_IN_TIME = Pattern(
    r"(?i)\b(?:sleep|latency|latencies|onset|activity|wakefulness|ischa?emia|walking|sitting|days|hours|minutes|survival)\b"
)


def from_to(sentence: Sentence) -> Iterator[Middle]:
    """The two numbers of each "from 148.2 to 140.8 mmHg" that something measured is said to have changed by: with a unit, or of a
    score. Not where a spread stands with them, nor of doses, numbers of people and what is measured once, such as a stay."""
    text = sentence.text
    if "from" not in text.lower() or " to " not in text:
        return
    said = ""
    for first in _FROM.finditer(text):
        # "and from 147.1 to 146.0" is of what was said to change, "and weight from 81 to 74" of the next
        said = first["x"] or (said and first["y"]) or said
        if not said or _GIVEN.search(said):
            continue
        second = _TO_PERCENT.match(text, first.end()) if _IN_PERCENT.search(said) else None
        second = second or _TO.match(text, first.end())
        if second is None or not (second["u"] or SCORED.search(said)):
            continue
        if first["u"] and second["u"] and first["u"].lower() != second["u"].lower():
            continue
        if _SPAN.fullmatch(second["u"] or "") and not _IN_TIME.search(said):
            continue
        told = next(reversed(list(_MIDDLE.finditer(text, 0, first.start("v")))), None)
        middle = "median" if (told["median"] if told else _MEDIAN.search(text)) else "mean"
        yield first, middle, ""
        yield second, middle, ""


# "weight fell from 81 ± 9 to 74 ± 8 kg": what the words before it name, and what is between the two
SUBJECT_OF_FROM = Pattern(rf"(?i){_SUBJECT}\sfrom\s{_A_MEAN}$")
_THEN = Pattern(
    rf"(?i)[)\]]?\s?[^\s\d()]{{0,12}}(?:\s{_AT_FIRST})?\sto\s{_A_MEAN}|[)\]]?\s?[^\s\d()]{{0,12}}(?:{_IN_GROUP}),\s(?:and\s)?|(?:[^.;:()\d]|[(][^()]{{0,40}}[)]){{0,60}}?\b{_COUPLED}(?:{_IN_GROUP}|\s{_CHANGED})?\sfrom\s{_A_MEAN}"
)


def same_measure(text: Text, first: int, second: int) -> bool:
    """Whether what stands between two numbers joins them as before and after, or as numbers of two groups: "to", "and from", "in the A
    group, "."""
    return _THEN.fullmatch(text, first, second) is not None


_BEFORE, _TO_NEXT = (
    Pattern(rf"(?i)\bfrom\s{_A_MEAN}$"),
    Pattern(rf"(?i)[)\]]?\s?[^\s\d()]{{0,12}}(?:\s{_AT_FIRST})?\sto\s{_A_MEAN}"),
)


def before_and_after(text: Text, spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The indices of the numbers, those that are one thing before and after together: they are of one group."""
    out: list[list[int]] = []
    for i, (start, _) in enumerate(spans):
        last = out[-1] if out else []
        joined = len(last) == 1 and _TO_NEXT.fullmatch(text, spans[i - 1][1], start)
        if joined and _BEFORE.search(text, 0, spans[i - 1][0]):
            last.append(i)
        else:
            out.append([i])
    return out


def has_subject(match: re.Match[str]) -> bool:
    """Whether a match is the first of two, before and after, of something that it says."""
    return _FROM.made(match) and bool(match["x"] or match["y"])
