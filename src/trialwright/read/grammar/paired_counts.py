"""Counts set against each other without the names of their arms beside them: "(21 v 8; P = .01)", "40 deaths v 94 deaths"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.arm_counts import CONDITION
from trialwright.read.grammar.lexis import COUNT, PERCENT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_NOUN = rf"(?:{PEOPLE}|deaths?|events?|cases?|recurrences?|relapses?|failures?|fractures?|infections?|metastases|strokes?|tumou?rs|cancers?)"
_ASIDE = r"(?:\s?\[[^\[\]]{1,60}\]|\s?\([^()]{1,60}\))?"
_PAIR = Pattern(
    rf"(?i)(?<![\w.,/±<>=-])(?<!\bleast\s)(?<!\bmost\s)(?<!\bthan\s)(?:(?<![\w=:]\s)|(?<=[a-z]:\s)|(?<=\bin\s)|(?<=\bby\s)|(?={COUNT}\s(?:\w+\s)?{_NOUN}))(?P<a>{COUNT}|none)(?P<na>\s(?:\w+\s)?{_NOUN})?{_ASIDE}(?:\s(?:v|vs|versus|against)\.?|,?\s(?:as\s)?(?:compared\s(?:with|to)|against|opposed\sto))\s(?P<b>{COUNT}|none\b)"
    rf"(?!{PERCENT}|[./-]\d|\s?(?:±|months?|weeks?|days?|years?|hours?|min|mg|ml|points?|patients?\sper|per\b))(?P<nb>\s(?:\w+\s)?{_NOUN})?"
)
_COUNTED = Pattern(
    rf"(?i)\b(?:{PEOPLE}|numbers?|events?|deaths?|cases|recurrences?|relapses?|failures?|complications?|episodes|morbidity|died|occurred|(?:less|more)\s(?:frequent(?:ly)?|common(?:ly)?|often)|commoner|rarer|fewer"
    r"|more\s(?:[a-z-]+\s){1,4}(?:were|was)\s(?:\w+ly\s)?(?:seen|observed|found|diagnosed|detected|recorded|reported|noted))\b"
)
_HAD = Pattern(CONDITION.pattern + r"\s[(\[]$")  # "headache (12 v 5)"
# "... Falls: 12 v 5.", where nothing but the label is said
_LABEL = Pattern(r"(?:^|[.;]\s)(?!The\b|Costs?\b)[A-Z][a-z-]{2,}(?:\s[a-z-]+){0,3}:\s$")
_NOTHING_MORE = Pattern(rf"(?i)(?:\s{PEOPLE})?\s?(?:[.;]|,\s?p\b|\(\s?p\b|$)")
# "intensive care was needed in 12 v 9"
_SEEN_IN = Pattern(
    r"(?i)\b(?:was|were)\s(?:\w+ly\s)?(?!increas|decreas|reduc|improv)\w+(?:ed|en|un|wn|nd)\s(?:in|by)\s(?:only\s)?$"
)
_MEASURED = Pattern(
    r"(?i)\b(?:means?|medians?|averages?|scores?|days?|hours?|minutes?|weeks|months|years|levels?|durations?|times?|length|doses?|volumes?|ages?|pain|quality|index"
    r"|ratios?|rates?|percent\w*|proportions?|concentrations?|weight|pressure|counts?|survival|questionnaire|scales?)\b"
)
# "(21 v 8, odds ratio 2.6"
_RATIO = Pattern(
    r"\s?[,;]\s?(?:\d?\.\d{1,3}(?:,\s|\s?[(\[])\d?\.\d{1,3}\s?(?:-|to)\s?\d?\.\d|(?i:odds ratio|relative risk|risk ratio|hazard ratio|adjusted)\b|(?:OR|RR|HR)\b)"
)
# "110 v 246 units": a word that is no preposition names what was measured.
_UNIT = Pattern(
    r"\s?[(\[]\s?(?:days?|hours?|h|min\w*|weeks?|months?|years?|points?|m?[gl]|medians?|means?)\b|\s?[;,]\s?(?:scales?|scores?|VAS|points?|days|hours|medians?|means?)\b|\s(?!(?:in|with|for|on|at|of|and|or|p|during|after|among|over|by|new|respectively|were|was|had|who|died|developed)\b)[a-z]"
)
# "rarer on A (151 cases, 0.27 % a year) than on B (199 cases, 0.35 % a year)"
_BRACKETED = Pattern(
    rf"(?i)[(\[](?:n\s?=\s?)?(?P<n>{COUNT})\s(?:\w+\s)?(?:deaths?|events?|cases?|recurrences?|relapses?|failures?|fractures?|infections?|strokes?)(?=\s?[,;:)\]])"
)
_OF_PEOPLE = rf"{PEOPLE}(?![\s-](?:years?|months?|weeks?|days?|hours?)\b)"
# "19 events in 15 adults v 23 in 18 adults": the people are counted, not the events
_EVENTS_IN = Pattern(
    rf"(?i)(?<![\w.,/]){COUNT}(?P<w>(?:\s[a-z-]+){{0,3}}?)\sin\s(?P<a>{COUNT})\s{_OF_PEOPLE}(?:\s[^.;:()\d]{{1,40}}?)?\s(?:vs?\.?|versus|compared\swith|and)\s{COUNT}(?:\s[a-z-]+){{0,3}}?\sin\s(?P<b>{COUNT})\s{_OF_PEOPLE}\b"
)
_EVENTS_BEFORE = Pattern(r"(?i)\b(?:events?|reactions?|episodes?)\b[^.;]{0,30}$")
_HAD_BY = Pattern(rf"(?i)(?:\s(?:events?|reactions?|episodes|attacks|falls))?\sin\s{COUNT}\s{_OF_PEOPLE}")
# "cough (12 v 9), sweats (7 v 4) and rash (3 v 2)", "relapse, 12 v 9; new tumours, 4 v 3"
_GOES_ON = Pattern(
    r"(?i)(?:[)],?\s(?:and\s)?(?:[a-z-]+\s){1,4}[(]|;\s(?:and\s)?[a-z-]+(?:\s[a-z-]+){0,4}[,:]\s|,\s(?:and\s)?(?:[a-z-]+\s){1,5}(?<!er\s)in\s)"
)
_SHARES = Pattern(rf"(?i)\d{PERCENT}\s(?:vs?\.?|versus)\s[\d.]+{PERCENT}[)]?")
_TIME = re.compile(
    r"(?i)\b(?:in|at|after|within|over|during|by)\s(?:the\s)?(?:first\s|last\s)?[\d.]+\s(?:months?|years?|weeks?|days?)\b"
)
_CLAUSE = 110  # characters before a pair that may say what is counted


def _events_in(text: str) -> list[re.Match[str]]:
    """Events of two arms and the people who had them; "cure: 12 in 40 women" may be 12 people out of 40."""
    return [m for m in _EVENTS_IN.finditer(text) if m["w"] or _EVENTS_BEFORE.search(text, 0, m.start())]


def paired_counts(sentence: Sentence) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Places of the two counts of each pair that has its noun, or whose clause speaks of people or events and of no measurement."""
    text = sentence.text
    if not any(word in text for word in (" v", " against ", " compared ", " opposed ")):
        return
    in_people = _events_in(text) if " in " in text else []
    yield from ((m.span("a"), m.span("b")) for m in in_people)
    rows = _in_brackets(text)
    last = 0  # where the pair before ends that is taken, or that is of shares
    for match in _PAIR.finditer(text):
        if any(match.start() < m.end() and m.start() < match.end() for m in in_people):
            continue
        before = re.split(r"[;.]\s|\)", text[max(0, match.start() - _CLAUSE) : match.start()])[-1]
        before = _TIME.sub("", before)
        led = before.endswith(("in ", "by "))
        said = (
            _SEEN_IN.search(before)
            or _HAD.search(text, max(0, match.start() - 40), match.start())
            or (not led and _COUNTED.search(before))
            or _RATIO.match(text, match.end())
            or (_LABEL.search(text, 0, match.start()) and _NOTHING_MORE.match(text, match.end()))
            or match.span("a") in rows
            or _GOES_ON.fullmatch(text, last or _after_shares(text, match.start()), match.start())
        )
        plain = said and not _MEASURED.search(before) and not _UNIT.match(text, match.end())
        if match.group("na") or match.group("nb") or plain:
            last = match.end()
            yield match.span("a"), match.span("b")


# "Falls (8 vs 12) and colds (9 vs 11) were alike"
_ROW = Pattern(
    rf"(?i)[a-z]{{3,}}\s[(\[](?P<a>{COUNT})\s(?:vs?\.?|versus)\s(?P<b>{COUNT})(?:\s(?:{PEOPLE}|cases))?[)\]](?=,|\sand\s|,?\s(?:was|were|occurred)\b)"
)


def _in_brackets(text: str) -> frozenset[tuple[int, int]]:
    """Places of the first counts of pairs that each stand in a bracket behind a thing, two or more in a sentence that measures nothing."""
    rows = [m.span("a") for m in _ROW.finditer(text)]
    return frozenset(rows) if len(rows) > 1 and not _MEASURED.search(text) else frozenset()


def counts_events(text: str, end: int) -> bool:
    """Whether a number that ends here counts what so many people had: "21 events in 16 adults"."""
    return _HAD_BY.match(text, end) is not None


def _after_shares(text: str, end: int) -> int:
    """Where the last of the shares before a place ends that are set against each other: "cough in 12% v 15%, and ..."."""
    ends = [m.end() for m in _SHARES.finditer(text, max(0, end - _CLAUSE), end)]
    return ends[-1] if ends else end


def bracketed_counts(sentence: Sentence) -> list[tuple[int, int]]:
    """Places of the counts of events in brackets, where the sentence has two or more of them."""
    found = [m.span("n") for m in _BRACKETED.finditer(sentence.text)]
    return found if len(found) > 1 else []


_ITS_ARM = Pattern(
    rf"(?i)(?:\s(?:\w+\s)?(?:{PEOPLE}|cases))?\s(?:with|on|in|for|of|given|receiving|after|under)\s(?:the\s|those\s(?:on|given)\s)?"
)


def arms_of_pair(
    text: str, pair: tuple[tuple[int, int], tuple[int, int]], mentions: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arms of a pair behind whose second count its arm is named: "with A (seven women, as against two with B)"; [] for others."""
    behind = _ITS_ARM.match(text, pair[1][1])
    name = next((m for m in mentions if behind and m.start == behind.end()), None)
    if name is None or len(arms) != 2 or name.label not in arms:
        return []
    if any(pair[0][1] <= m.start < pair[1][0] for m in mentions):
        return []
    return [next(label for label in arms if label != name.label), name.label]
