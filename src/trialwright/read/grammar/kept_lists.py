"""Lists of counts, one for each arm in the order that the document keeps, in a sentence that names none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.arm_counts import CONDITION
from trialwright.read.grammar.beside import UNIT, is_part
from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.list_words import (
    AHEAD,
    END,
    EVENTS_BEFORE,
    EVENTS_NEXT,
    MEASURED,
    OF_TWO,
    START,
    TIME,
)
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.pair_words import speaks_of_two
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]

_LIST = Pattern(
    rf"(?i){START}(?<!\d\s)(?<!day\s)(?<!week\s)(?<!month\s)(?P<list>{COUNT}(?:,\s{COUNT}){{0,3}}(?:,?\sand|,)\s{COUNT}){END}{UNIT}"
    rf"(?P<who>\s(?:of\sthe\s)?{FEW}{PEOPLE}\b)?(?P<case>\s(?:cases|events|operations|procedures|deliveries|pregnancies|births)\b)?"
)
_ONE = re.compile(COUNT)
_HUNDRED = re.compile(r"(?i)(?:hundred|thousand)\b")  # "one hundred and eleven" is one number
# "was met with in", "could be carried out in", "had a cough reported by", "led to stopping in"
_SEEN_IN = Pattern(
    r"(?i)\b(?:(?:was|were|been|be|being|is|are)\s(?:[a-z-]+\s){1,7}?|(?:occurr|develop|appear|happen|recurr|persist|result)ed\s|(?:led|leading)\s(?:[a-z-]+\s){1,5}?|arose\s|set\s)(?:in|by|for|among|(?:(?<=born\s)|(?<=given\s)|(?<=happened\s)|(?<=prescribed\s)|(?<=administered\s))to)\s(?:only\s|a further\s)?$"
    r"|\b(?:befell|afflicted|complicated|affected|struck)\s(?:only\s)?$"
)
_SEEN_BEFORE = Pattern(rf"(?i)\b(?:was|were|been)\s(?:[a-z-]+\s){{1,4}}?(?:in|by|for)\s(?:{COUNT}|\d)")
_AND_IN = Pattern(
    r"(?i)\b[a-z-]{4,}\s(?:in|by)\s(?:only\s)?$"
)  # "rash was seen in 4 and 6, cough in 7 and 9"
_HEADED = Pattern(
    r"(?i)(?:^|[.;]\s)(?:[a-z]+\s){0,4}(?:death|died|relapse|recurrence|failure|cancer|withdrew|progressed):\s$"
)
_THERE = Pattern(
    r"(?i)(?:\bthere\s(?:were|was|had been)|\bwith|[(\[]|,\sand|\bincluding|\bnumber(?:ed)?)\s?$"
)
# "13 and 17 women had died", "Nine and 14 adults were lost"
_OPENS = Pattern(
    r"(?i)^\W*$|(?:^\W?|\s)(?:(?:at|after|by|within|during|over)\s[^,;:()]{2,50}(?:years?|months?|weeks?|days?|hours?|cut-?off|time|follow-?up|study|trial|period|\d|discharge|surgery|treatment),?|a total of|and|while|but|overall,?|in all,?)\s$|[)%],\s$"
)
_FARED = Pattern(
    r"(?i)(?:\sin\sthe\s(?:two|three|four)\s(?:\w+\s)?(?:groups|arms))?\s(?:had\s|have\s|has\s)?(?:since\s|also\s|already\s|deliberately\s|[a-z]+ly\s)?(?:died|relapsed|progressed|withdrew|recurred|responded|dropped out|stopped|discontinued|fell|refused|declined|harmed|vomited"
    r"|(?:had|developed|experienced|reported|suffered|required|needed)\s(?!(?:been|data|complete|completed|baseline|follow|at\sleast|a\smean|a\smedian)\b)"
    r"|having\s(?:an?\s)?[a-z]"
    r"|(?:did|could)\snot\s|(?:were|was)\s(?:lost|withdrawn|excluded|readmitted|admitted|re-?operated|transfused|hospitali[sz]ed|withdrawn|still|alive|dead|pregnant|cured)\b)"
)
# "and 51 and 64 had died"
_LEFT_OR_DIED = Pattern(
    r"(?i)(?:,\srespectively,?)?\s(?:had\s|have\s)?(?:since\s|also\s|already\s)?(?:died|relapsed|progressed|withdrawn|withdrew|recurred|dropped\sout)\b(?![^.;]{0,40}\b(?:and|or)\s(?!\d)[a-z-]+(?:ed|rew)\b)"
)
# Numbers of those who are in the arms, or of whom something is known, are no counts of what happened
_TAKEN = Pattern(
    r"(?i)\b(?:data|questionnaires?|information|ratings?|samples?|forms|records|completed|evaluable|available|assessable|analy[sz]ed|included|enrol+ed|recruited|randomi[sz]ed|assigned|allocated|divided|eligible|baseline|numbers?|sizes?|obtained from|at entry|history)\b"
)
_MEASURED = Pattern(rf"(?i)\b(?:{MEASURED})\b")
_AHEAD = Pattern(rf"(?i)\b(?:{AHEAD})\b")
_MEASURED_HEAD = Pattern(rf"(?i)\b(?:{MEASURED}|months|years|rates?|odds|risks?|hazards?)\b")
_WHEN = re.compile(r"(?i)\s(?:at|by|within|after|over|during|in)\s")
# what may follow: no word for what was measured
_STOPS = Pattern(
    r"(?i)\s?(?:[.;)(,\]]|$)|,?\srespectively\b|\s(?:and|while|whereas|but|during|after|within|at|by|because|over)\s|\s(?:in|of)\sthe\s(?:two|three|four)\s(?:groups|arms)\b|\sof\s(?:them|these)\b"
)
# "Complete responses were rare (five and one)"
_RARE = Pattern(
    r"(?i)\b(?:was|were|remained)\s(?:very\s)?(?:rare|uncommon|infrequent|few|seldom|unusual)\s[(\[]$"
)
# "in 12 and 14 patients with mild and severe pain"
_OF_KINDS = Pattern(r"(?i)\s(?:with|who|of|in|at|aged|had|from)\s[^.;,()]{0,60}?\band\s(?!\d)")
_WITHIN = Pattern(r"(?i)\b(?:range|from\s\d|between\s\d|to\s\d)\b")
_CUT = re.compile(r"[;:)]\s|,\s(?=(?:and|but|while|whereas)\s)|[.]\s(?=[A-Z])")
_SUFFERED = Pattern(
    CONDITION.pattern + r"|(?i:\b(?:adverse|side[ -]effects?|complications?|complaints?|pain|reactions?)\b)"
)
_SPACES = re.compile(r"\s{2,}")
# "Survival was 81% and 84% (13 and 15 deaths)", "death or relapse": no two things that two numbers are of
_NUMBERS = re.compile(r"[\d.]+%?\s(?:and|or)\s[\d.]+%?|(?i:\bor\s)(?=[a-z])")
_NEXT = Pattern(r"(?i),?\s(?:and\s|vs?\.?\s|versus\s)?")


def kept_lists(sentence: Sentence, size: int) -> Iterator[tuple[Place, ...]]:
    """Places of the counts of each list of `size` numbers of people to whom something happened, or of events.

    For sentences without an arm's name, in documents whose order of arms is known.
    """
    text = sentence.text
    if size < 2 or sentence.background or _AHEAD.search(text) or not ("," in text or " and " in text):
        return
    goes_on = False
    for match in _LIST.finditer(text):
        places = tuple(
            (match.start("list") + m.start(), match.start("list") + m.end())
            for m in _ONE.finditer(match["list"])
        )
        opened = text[places[0][0] - 1 : places[0][0]] in ("(", "[")  # "84% (13 and 11 deaths)"
        if len(places) != size or _HUNDRED.search(match["list"]) or is_part(text, *places[-opened]):
            continue
        if _are_counts(text, match, goes_on):
            goes_on = True
            yield places


def _are_counts(text: Text, match: re.Match[str], goes_on: bool) -> bool:
    """Whether a list counts people to whom something happened, or events. goes_on : one before it in the sentence does."""
    before = _SPACES.sub(" ", TIME.sub("", _CUT.split(text[: match.start()])[-1]))
    lead = text[text.rfind(")", 0, match.start()) + 1 if before.endswith("(") else 0 : match.start()]
    if speaks_of_two(_NUMBERS.sub("", lead)) or _TAKEN.search(before) or _WITHIN.search(before):
        return False
    who, end = match["who"] is not None, match.end()
    if _SEEN_IN.search(before) or (
        (goes_on or _SEEN_BEFORE.search(text, 0, match.start())) and _AND_IN.search(before)
    ):
        said = who or match["case"] or (_STOPS.match(text, end) and not _MEASURED.search(before))
        return bool(said) and not (_TAKEN.match(text, end + 1) or _OF_KINDS.match(text, end))
    if _RARE.search(before):
        return text[end : end + 1] in (")", "]")
    if (who or match["case"]) and text[match.start() - 1 : match.start()] in ("(", "["):
        return bool(_SUFFERED.search(before) or goes_on) and text[end : end + 1] in (")", "]", ";", ",")
    if who and _OPENS.search(before) and _FARED.match(text, end):
        return not OF_TWO.match(text, end)
    if _OPENS.search(before) and _LEFT_OR_DIED.match(text, end):
        return True
    noun = EVENTS_NEXT.match(text, match.end("list"))
    if noun and _THERE.search(before):
        return not OF_TWO.match(text, noun.end())
    return _is_headed(text, match.start()) and _STOPS.match(text, end) is not None


def _is_headed(text: Text, end: int) -> bool:
    """Whether a heading says what happened, and nothing that was measured: "Deaths: 3 and 4", "Wound seroma: 3 and 4"."""
    start = max(text.rfind(".", 0, end), text.rfind(";", 0, end)) + 1
    heading = text[start:end].strip()
    if _MEASURED_HEAD.search(_WHEN.split(heading)[0]):  # "Months to relapse: 13 and 17"
        return False
    suffered = heading.endswith(":") and len(heading) < 40 and CONDITION.search(heading)
    return bool(suffered or EVENTS_BEFORE.search(text, 0, end) or _HEADED.search(text, 0, end))


def in_lists(text: str, counts: Sequence[tuple[Place, str]]) -> set[Place]:
    """Places of counts that stand in one list and are of an arm each: none of them is the sum of counts that follow."""
    told = sorted(counts)
    out: set[Place] = set()
    for (one, arm), (two, other) in pairwise(told):
        if arm and other and arm != other and _NEXT.fullmatch(text, one[1], two[0]):
            out |= {one, two}
    return out
