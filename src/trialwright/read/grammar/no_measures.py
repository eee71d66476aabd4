"""Words before means in a bracket that are of no measure, and means that stand second in their bracket."""

from __future__ import annotations

import re

from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.patterns import Pattern, Text

# "between dairy and nondairy diets (", "in the 20 mg group (", "in the second period (": what is told apart, and no measure
_NO_MEASURE = Pattern(
    rf"(?i)^(?:{PEOPLE}|compared|end)\b|\b(?:groups?|arms?|periods?|phases?|study|trial|status|{PEOPLE})$"
)
_BETWEEN_THEM = Pattern(r"(?i)\bbetween\s[^,;()]{0,60}$|[a-z]\s(?:and|or|vs\.?|versus)\s(?:the\s)?$")
# "the mean rate compared with placebo (", "lung function than in others (", "drainage at two weeks (": what stands behind a name
SET_ASIDE = Pattern(
    r"\s(?:(?:as\s)?compared\s(?:with|to)|relative\sto|than|versus|vs\.?)\s[^,;()]{2,80}$|\s(?:at|after|within|during)\s[^,;()]{2,40}$"
)
# What people have or have not: a mean of it in percent is nobody's, as that of a fraction or of time in range is
OF_SHARES = Pattern(
    r"(?i)^(?:[\w-]+\s){0,3}(?:mortality|deaths?|survival|incidence|prevalence|relapses?|recurrences?|cures?|remissions?|response|infections?|pregnanc(?:y|ies)|success|failure)(?:\srates?)?$|\b(?:death|cure|success|failure|infection|complication|event|pregnancy|remission|relapse|recurrence|completion|dropout|drop-out)\srates?$"
)
OF_RATIO = Pattern(r"(?i)\b(?:ratios?|odds|hazards?)\b[^.;,()]{0,30}$")
GEOMETRIC = Pattern(r"(?i)\bgeometric\b|\bGMTs?\b")
_FOLLOWED = Pattern(r"(?i)\b(?:follow(?:ed)?[\s-]?up|observation (?:time|period))\b")
_SIZE = Pattern(r"(?i)\bn\s?=\s?\d+")


def is_no_measure(name: str, before: str) -> bool:
    """Whether a name, the last in the words before a bracket (small letters), says what is told apart or who is meant."""
    led = before[: max(0, before.rfind(name.lower()))]
    return _NO_MEASURE.search(name) is not None or _BETWEEN_THEM.search(led) is not None


def is_second(match: re.Match[str]) -> bool:
    """Whether another number stands before it in its bracket, which the words before the bracket are said of."""
    text, start = match.string, match.start("v")
    opened = max(text.rfind("(", 0, start), text.rfind("[", 0, start))
    shut = max(text.rfind(")", 0, start), text.rfind("]", 0, start))
    return opened > shut and any(map(str.isdigit, _SIZE.sub("", text[opened:start])))


_OPENS_AT = Pattern(r"(?i)(?:^\W{0,3}|[.;:]\s)(?:at|after|with|over|during)\san?\s$")
_AT = Pattern(r"(?i)\b(?:at|after|with|over|during)\san?\s$")
_THEN_TOLD = Pattern(r"(?i)\s?:\s|\s(?:of\s)?follow[- ]?up\b")


def _is_looked_at(text: Text, start: int, end: int) -> bool:
    """Whether a middle time is how long people were looked at: it opens the sentence, or a colon or "follow-up" stands behind it."""
    if _OPENS_AT.search(text, 0, start):
        return True
    return _AT.search(text, 0, start) is not None and _THEN_TOLD.match(text, end) is not None


_TIME = Pattern(r"(?i)\b(?:minutes|hours|days|weeks|months|years)\b")
_AFTER = Pattern(r"(?i)\s?(?:after|before|later|following|post|prior)\b")
_JOINED = Pattern(r"(?i)(?:\b(?:was|were|of|is|are)|[=:(,])\s?$")


_AT_LAST = Pattern(r"(?i)\b(?:at|after|by|within|over|during|in|from|to)$")
_A_TIME_SO_LONG = Pattern(r"(?i)\d[\d.]*[\s-]?(?:h|hrs?|hours?|min|minutes?|days?|weeks?|months?|years?|s)\b")


_OF_TIME = Pattern(r"(?i)\b(?:time|duration)\b")


def is_share_of_time(match: re.Match[str]) -> bool:
    """Whether a percent is said of a time, which has none: it is of what is told beside it ("rate and median time to relapse were
    better on A: 53%")."""
    told = match.groupdict()
    return told.get("u") == "%" and bool(_OF_TIME.search(told.get("x") or ""))


def is_time(text: Text, match: re.Match[str]) -> bool:
    """Whether a mean or a median is a time that people were looked at, or one since which something is told."""
    said = match.groupdict().get("x") or ""
    if _AT_LAST.search(said) and _A_TIME_SO_LONG.match(text, match.start("v")):
        return True  # "median score at 24 h was 7"
    if _FOLLOWED.search(said):
        return True  # "mean follow-up of 14 months" is how long people were looked at, and no outcome
    if _AFTER.match(text, match.end()) and not _JOINED.search(text, 0, match.start("v")):
        return _TIME.search(match.group()) is not None  # "median pH was lower 2 hours after"
    # "After a median of six years, 31 on A had relapsed"
    looked_at = _is_looked_at(text, match.start(), match.end())
    return looked_at and _TIME.search(match.group()) is not None
