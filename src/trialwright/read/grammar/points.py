"""Numbers that are points on a scale, ages, or fractions in the sense of "a half", and no counts of people."""

from __future__ import annotations

import re

from trialwright.read.patterns import Pattern

# "pain above 4/10": a point on a scale; "younger than 50 (28 %)": an age
_POINT = Pattern(
    r"(?i)(?:[<>≥≤]|\b(?:above|below|over|under|exceed(?:s|ed|ing)|at least|at most|pain|scores?|intensity))\s?(?:of\s)?$"
)
_MEAN = Pattern(r"(?i)\b(?:means?|medians?|averages?|scores?)\s?(?:of\s|was\s|were\s)?$")  # "mean 68 of 100"
_NUMERALS = Pattern(r"(?i)\b(?:groups|arms|cohorts)\s(?:\d\s(?:\([^()]{1,20}\)\s)?(?:and|or|,)\s)?$")
_MOST_ARMS = 6
_OF_TEN = {5, 10, 20, 100}
_SNELLEN = {3, 6, 20}  # feet or metres at which the chart is read: an acuity of 20/40 or 6/12
_ACUITY = Pattern(r"(?i)\b(?:acuit(?:y|ies)|snellen|vision|BCVA|UCVA|CDVA|UDVA)\b")
# "PGA 0/1", "an ECOG status of 1/2": either of two points
_EITHER = Pattern(r"\b(?i:scores?|status|class|levels?)\s(?:of\s)?$")
_EITHER_BY_CODE = Pattern(r"\b[A-Za-z]{0,2}[A-Z]{2,6}\s(?:of\s)?$")
_MOST_POINTS = 5
_AGED = Pattern(
    r"(?i)\b(?:(?:younger|older|less|more) than|under|over|aged(?:\sat least|\sover|\sunder)?|age of)\s$"
)

# "half (1/2)", "two thirds, 2/3,", "1/2 of those"
_PLAIN = re.compile(r"[1-4]\s?/\s?[2-5]")
_ONE_IN_SO_MANY = Pattern(r"(?i)(?:1|one)\sin\s(?:[2-9]|1\d|20|two|three|four|five|six|eight|ten|twenty)")
_FRACTION_WORD = Pattern(
    r"(?i)\b(?:half|halves|thirds?|quarters?|fifths?)\b[^.;:()\d]{0,40}[(,]\s?(?:i\.e\.,?\s|that is,?\s)?$"
)
_OF_THOSE = Pattern(r"(?i)\s(?:of\s(?:the|those|these|all|its|their)|as\s(?:many|often|much))\b")


def is_fraction(text: str, match: re.Match[str]) -> bool:
    """Whether a number out of another, without a percent, is a fraction of people who are not counted: "half (1/2) of those", "1 in 3"."""
    if _ONE_IN_SO_MANY.fullmatch(match.group().strip()):
        return True
    if not _PLAIN.fullmatch(match.group().strip()):
        return False
    return bool(_FRACTION_WORD.search(text, 0, match.start()) or _OF_THOSE.match(text, match.end()))


_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")
_SINCE = Pattern(r"(?i)\b(?:from|between|since|until|till|through|during|before|after)\s$")
_UNTIL = Pattern(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\s?(?:to|and|until|till|through|-)\s?$")


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether "04/2010" is a month, by its zero or by what stands before it: "4/2010 women" may be women."""
    if not _MONTH.fullmatch(match.group().strip()):
        return False
    start = match.start()
    told = _SINCE.search(text, max(0, start - 10), start) or _UNTIL.search(text, max(0, start - 16), start)
    return match.group().strip().startswith("0") or told is not None


def is_point(text: str, match: re.Match[str], count: int | None, total: int | None) -> bool:
    """Whether a number is a point on a scale, an age or a month of a year, and no count of people."""
    if count is None:
        return False
    if total and _is_month(text, match):
        return True  # "from 03/2011 to 06/2014"
    before = text[max(0, match.start("c") - 30) : match.start("c")]
    if count in _SNELLEN and "/" in match.group() and "%" not in match.group() and _ACUITY.search(text):
        return True
    if total is None:
        return bool(_AGED.search(before) or (count <= _MOST_ARMS and _NUMERALS.search(before)))
    bare = "/" in match.group() and "%" not in match.group()
    if bare and total <= _MOST_POINTS and _EITHER.search(before):
        return True
    if bare and total == 1 and _EITHER_BY_CODE.search(before):
        return True
    return total in _OF_TEN and ((_POINT if "/" in match.group() else _MEAN).search(before) is not None)
