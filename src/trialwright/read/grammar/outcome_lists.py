"""Numbers that are of as many outcomes, times or kinds of people, and so of no arms: "OS and DFS at 5 years were 61 % and 48 %, respectively"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_RESPECTIVELY = Pattern(r"(?i)\brespectively\b")
_OF_GROUPS = Pattern(
    r"(?i)\b(?:groups?|arms?|regimens?|treatments?|schedules?|cohorts?|both|each|than|versus|vs\.?|compared)\b"
)
# What is said of two things, up to the first of the numbers.
_OF_TWO = Pattern(
    r"(?i)(?:^|[,;.]\s|\b(?:the|of|for|with|in|and)\s)(?:[a-z0-9][\w-]*\s){1,4}(?:and|or(?!\s(?:deaths?|died|relapse|recurrence|progression)\b))\s(?:[a-z0-9][\w-]*\s){1,4}?(?:(?:rates?|at|of|after|by|in|for)\s[\w\s-]{0,40}?)?"
    r"(?:was|were|is|are|occurred|seen|observed|reported)\s(?:(?:seen|observed|reported|found|noted)\s)?(?:in\s|by\s)?(?:only\s|about\s)?$"
)
# "in 40% and 30% of women and men, respectively", "had pain and fever, respectively"
_OF_BOTH = Pattern(
    r"(?i)[)\]]?\s(?:[\w'-]+\s){0,8}?(?:in|at|for|among|with|by|on|of|as|had|were)\s(?:the\s)?(?:[^.;,()%]{2,40},\s){0,3}[^.;,()%]{2,60},?\sand\s[^.;,()%]{2,60},?\srespectively\b"
)
# "At 3 and 6 months, 40% and 30%"
_AT_TIMES = Pattern(
    r"(?i)\b(?:at|after|by|on|in)\s(?:the\s)?(?:(?:days?|weeks?|months?|years?|visits?|cycles?)\s[\d.]+\sand\s[\d.]+|[\d.]+\sand\s[\d.]+[\s-](?:days?|weeks?|months?|years?|h\b|hours?|min))"
)
# "12 v 9 women and men", "12 and 9 adults with and without gout", "12 and 9 in the two towns"
_KIND = (
    r"(?:women|men|girls|boys|females?|males?|adults|children|smokers|non-?smokers|parents|mothers|fathers)"
)
_OF_KINDS = Pattern(
    rf"(?i)[)\]]?\s(?:(?:of|in|among)\s(?:the\s)?)?(?:{_KIND}\sand\s{_KIND}\b|(?:{FEW}{PEOPLE}\s)?(?:(?:with|before|during)\s(?:and|or)\s(?:without|after)\b|(?:in|at|by|from)\s(?:the\s)?(?:two|three|both)\s(?!(?:[\w-]+\s)?(?:groups|arms|regimens|treatments|schedules)\b|(?:years|months|weeks|days|hours|cycles|courses)\b)[a-z]))"
)
_UNIT = r"(?:days?|weeks?|months?|years?|hours?|visits?|cycles?|courses?|rounds?|trimesters?|phases?|periods?|seasons?|waves?|sessions?|injections?|doses?)"
_NTH = r"(?:first|second|third|fourth|fifth|sixth|last|final|next|\d(?:st|nd|rd|th))"
_COUNTED = r"(?:\d{1,3}|one|two|three|four|five|six|eight|nine|ten|twelve|eighteen)"
_TWO_TIMES = (
    rf"(?:{_NTH}\s(?:{_UNIT}\s)?(?:and|or)\s(?:the\s)?{_NTH}\s{_UNIT}|{_UNIT}\s{_COUNTED}\s(?:and|or)\s(?:{_UNIT}\s)?{_COUNTED}"
    rf"|{_COUNTED}(?:[\s-]{_UNIT})?\s(?:and|or)\s(?:at\s|after\s)?{_COUNTED}[\s-]{_UNIT}"
    r"|baseline\sand\s(?:at\s|after\s)?(?:follow|the\send|the\slast|\w+\s(?:weeks|months|years|days))|before\sand\s(?:after|during)|early\sand\slate|(?:morning|daytime|day)\sand\s(?:evening|night))"
)
# "31 % and 24 %, first and second year", "at weeks 4 and 8, 31 % and 24 %"
_TIMES_BEHIND = Pattern(
    rf"(?i)[)\]]?(?:\sof\s(?:the\s)?{FEW}{PEOPLE})?,?\s(?:[(\[]\s?)?(?:(?:at|in|after|for|during|over|on|by)\s)?(?:the\s)?{_TWO_TIMES}\b"
)
_TIMES_BEFORE = Pattern(
    rf"(?i)\b(?:at|in|after|for|during|over|on|by)\s(?:the\s)?{_TWO_TIMES}\b(?!\s(?:groups?|arms?|courses?)\b)[^.;%\d]{{0,60}}$"
)
# "at 1, 3 and 5 years", "in the first, second and third year", "at weeks 4, 8 and 12"
_MORE_TIMES = (
    rf"(?:{_NTH}(?:,\s{_NTH}){{1,4}},?\s(?:and|or)\s(?:the\s)?{_NTH}\s{_UNIT}|{_UNIT}\s{_COUNTED}(?:,\s{_COUNTED}){{1,4}},?\s(?:and|or)\s{_COUNTED}"
    rf"|{_COUNTED}-?(?:,\s{_COUNTED}-?){{1,4}},?\s(?:and|or)\s{_COUNTED}[\s-]{_UNIT}|baseline(?:,\s[\w\s]{{1,12}}){{1,4}},?\sand\s[\w\s]{{0,12}}?{_UNIT})"
)
_MORE_BEHIND = Pattern(
    rf"(?i)[)\]]?(?:\s(?:of\s(?:the\s)?)?{FEW}{PEOPLE})?,?\s(?:[(\[]\s?)?(?:(?:at|in|after|for|during|over|on|by)\s)?(?:the\s)?{_MORE_TIMES}\b(?!\s(?:groups?|arms?|courses?|regimens?)\b)"
)
_MORE_BEFORE = Pattern(
    rf"(?i)\b(?:at|in|after|for|during|over|on|by)\s(?:the\s)?{_MORE_TIMES}\b(?!\s(?:groups?|arms?|courses?|regimens?)\b)[^.;%\d]{{0,60}}$|(?:^|[;:.]\s)(?:the\s)?{_MORE_TIMES}\s[^.;%\d]{{0,60}}$"
)
# "Mild, moderate and severe pain was seen in 4%, 6% and 7%"
_THREE_THINGS = Pattern(
    r"(?i)(?:^|[.;:]\s|\b(?:of|for|with|and)\s)(?:the\s)?(?:[a-z][\w-]*\s){0,2}[a-z][\w-]*,\s(?:[a-z][\w-]*\s){0,2}[a-z][\w-]*,?\sand\s(?!\d)(?:[a-z][\w-]*\s){1,4}?(?:(?:was|were|is|are|occurred|rates?|developed)\s)"
    r"[^.;,%\d]{0,30}$|\b(?:was|were)\s(?:rated\s|judged\s|graded\s)?(?:as\s)?[a-z-]+,\s[a-z-]+,?\sand\s[a-z-]+\s(?:in|by)\s(?:only\s)?$"
)
# "the quartiles were 31% and 60%", "the two observers agreed in 80% and 83%"
_NO_SHARES = Pattern(
    r"(?i)\b(?:percentiles?|quartiles?|tertiles?|quintiles?|deciles?|(?:confidence|fiducial|95\s?%)\slimits|bounds|thresholds?|observers|raters|readers)\b[^.;]{0,60}$"
)
_LISTED = Pattern(r"(?i)\s?(?:[(\[][^()\[\]]{0,60}[)\]])?\s?(?:,?\s?(?:and|vs?\.?|versus)|,)\s$")
# "9 and 14 adults under and over 60", "Deaths: 9 and 14 (men and women)", "9 and 14 of the nurses and doctors"
_OF_SEVERAL = Pattern(
    r"(?i)(?:(?:\s[a-z-]+){0,3}?\s(?:in|at|on|under|over|below|above|before|after|with|of|from|aged)\s(?:the\s)?[\w\s-]{0,40}?(?<=\s)and\s(?!(?:was|were|had|led|did|[a-z]+ed)\b)[\w-]+(?!\s(?:\w+\s)?(?:groups|arms)\b)"
    r"|\s?\([^()]{1,30}\s(?:and|or)\s[^()]{1,30}\)|\s(?:and|or)\s[a-z-]+(?=[.;,]|$))"
)
_OTHER_GROUPS = Pattern(
    r"(?i)\b(?:two|three|both)\s(?:\w+\s)?(?:cohorts|studies|trials|surveys|sites|cent(?:re|er)s|hospitals|towns|countries|series|reports|races|sexes|genders|ethnic\sgroups|regions|places|cities|wards|clinics|schools|villages|age\sgroups|classes|tests|readers|observers|raters)\b"
)
_TWO_IN_BRACKET = Pattern(r"(?i)\s?\((?!p\b)[^()\d=<>]{2,40}\s(?:and|or|versus|vs?\.?)\s[^()\d=<>]{2,40}\)")
_REACH = 130  # characters before the first of the numbers


def of_two_outcomes(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Indices of numbers of a list that are told of as many things that were measured, or kinds of people."""
    text = sentence.text
    if len(spans) < 2 or _OF_GROUPS.search(text):
        return set()
    found: set[int] = set()
    for run in _runs(text, spans):
        first, last = spans[run[0]][0], spans[run[-1]][1]
        before = " ".join(sentence.bare[max(0, first - _REACH) : first].split()) + " "
        told = _RESPECTIVELY.search(text) and (
            _OF_TWO.search(before) or _AT_TIMES.search(before) or _OF_BOTH.match(text, last)
        )
        if len(run) == 2:
            told = told or are_of_two_times(text, first, last)
        else:
            told = told or are_of_more_times(text, first, last) or _THREE_THINGS.search(before)
        if told or _OF_KINDS.match(text, last) or _NO_SHARES.search(text, 0, first):
            found |= set(run)
    return found


def are_of_two_times(text: str, first: int, last: int) -> bool:
    """Whether the words around two numbers, from `first` to `last`, tell of as many times: "31 % and 24 %, first and second year"."""
    return _TIMES_BEHIND.match(text, last) is not None or _TIMES_BEFORE.search(text, 0, first) is not None


def are_of_more_times(text: str, first: int, last: int) -> bool:
    """Whether the words around three numbers or more, from `first` to `last`, tell of as many times: "at 1, 3 and 5 years"."""
    return _MORE_BEHIND.match(text, last) is not None or _MORE_BEFORE.search(text, 0, first) is not None


def are_of_several(text: str, first: int, last: int) -> bool:
    """Whether the words around two counts, from `first` to `last`, tell of as many times, places, kinds of people or studies."""
    if are_of_two_times(text, first, last) or are_of_more_times(text, first, last):
        return True
    if _OF_SEVERAL.match(text, last):
        return True
    return _OTHER_GROUPS.search(text, max(0, first - _REACH), first) is not None


def are_of_others(text: str, first: int, last: int) -> bool:
    """Whether the words around a list, from `first` to `last`, tell of as many times or kinds of people."""
    timed = are_of_two_times(text, first, last) or are_of_more_times(text, first, last)
    return timed or _OF_KINDS.match(text, last) is not None


def are_of_two_sources(text: str, first: int, last: int) -> bool:
    """Whether the words around two numbers, from `first` to `last`, tell of two places or studies, or of two things in a bracket
    behind them: "in the two hospitals 31 % and 24 %", "31 % and 24 % (investigators and central review)"."""
    if _TWO_IN_BRACKET.match(text, last):
        return True
    return _OTHER_GROUPS.search(text, max(0, first - _REACH), first) is not None


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Indices of numbers that stand in one list, two or more."""
    run = [0]
    for i, ((_, end), (start, _)) in enumerate(pairwise(spans), 1):
        if not _LISTED.fullmatch(text[end:start]):
            if len(run) > 1:
                yield run
            run = []
        run.append(i)
    if len(run) > 1:
        yield run
