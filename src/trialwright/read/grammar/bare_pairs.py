"""Two numbers joined by "and" that are the whole of what a clause says of one thing: "vomiting occurred in 21% and 25%"."""

from __future__ import annotations

from trialwright.read.grammar.completion import SHUT
from trialwright.read.grammar.lexis import NUM, number
from trialwright.read.grammar.outcome_lists import are_of_two_sources, are_of_two_times
from trialwright.read.grammar.pair_words import speaks_of_two
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import Group
from trialwright.read.patterns import Pattern

# "occurred in 21 % and 25 %", "was 21 % and 25 %": two numbers that something was or happened in, and no list goes on
_WAS = Pattern(
    r"(?i)(?:\b(?:was|were|is|are|being|in|for)|(?:ed|en|wn|nd|pt|lt|ught|made|done)(?:\s(?:at|after|within)\s[\w\s-]{3,30}?)?\sby|\b(?:was|were|been)\s(?:[a-z-]+\s){1,5}?by|(?:stood|remained)\sat|(?:came|amounted)\sto|(?:survival|mortality|incidence|rates?)(?:\s(?:being|at\s[\w\s-]{2,20}))?\s(?:of|being))\s(?:only\s)?$|^\s(?:or|i\.e\.,?|that is,?)\s$"
)
_OPENED = Pattern(r"[a-z]\s[(\[]\s?$")
_FRACTION = Pattern(r"\d\s?(?:of|/)\s?(?:the\s)?\d")
# "After one year 31% and 24% of adults were well"
_TIME_LEADS = Pattern(r"(?i)^\s?(?:at|after|by|within)\s(?:the\s)?[a-z\d][\w-]*(?:\s[a-z][\w-]*){0,4}\s$")
# "During a median of six years, 31% and 24% had a relapse"
_TIME_AND_COMMA = Pattern(
    r"(?i)(?:^\s?|[.;]\s)(?:at|after|by|within|during|over)\s(?:the\s|an?\s)?[^,;:()]{3,40},$"
)
# "Nine (2.6%) and five (2.9%) patients discontinued"
_WHO_DID = Pattern(
    r"(?i)[)\]]?\s(?:of\s)?(?:the\s)?(?:patients|women|men|adults|children|participants)\s(?!and\b|or\b)[a-z]"
)
# "...; 31 (24%) and 24 (19%) have died"
_DID = Pattern(
    r"(?i)[)\]]?\s(?:have|had)\s(?:since\s|already\s|now\s)?(?:died|relapsed|recovered|responded|progressed|withdrawn|recurred|developed|needed|required|been)\b"
)
_BARE_END = Pattern(
    r"(?i)[)\]]?(?:\s(?:of\s)?(?:the\s)?(?:treated\s|evaluable\s)?(?:patients|women|men|adults|children|infants|subjects|respondents|cases|participants)|\sof\s(?:all|those)\s(?:who\s[^.;,()\d]{3,50})?(?=[.;,]))?(?:,?(?:\srespectively)?\s?(?:[.;,]|\(|$|and\s)(?!\s(?:and\s)?\d)|\s(?:at|by|after)\s(?:the\s)?(?!and\b|or\b)[a-z\d][\w-]*(?:\s(?!and\b|or\b)[a-z][\w-]*){0,3}(?=\.?\s?$|[;,])|\s(?:(?:still|also|never)\s)?(?:had|have|were|remained|died|developed|reported|survived|discontinued|stopped|withdrew|needed|required|experienced|suffered|responded|relapsed|completed)\b)"
)
# "There were 7 (5%) and 11 (8%) deaths", but "7 (5%) deaths and 11 (8%) relapses"
_THINGS_END = Pattern(
    r"(?i)[)\]]?\s(?:deaths|relapses|recurrences|events|withdrawals|failures|strokes|infections|fractures|falls|complications|readmissions|drop-?outs)(?=[.;,]|\s?$)"
)
_THING_BETWEEN = Pattern(r"(?i)[)\]%]\s(?!and\b|or\b)[a-z]")
# "31% and 24% had mild and severe pain"
_OF_TWO_BEHIND = Pattern(r"(?i)^[^.;,()]{0,150}?\band\s(?!\d)(?![^.;,()]{1,40}\s(?:groups|arms)\b)")
_TWO_TIMES = Pattern(
    r"(?i)\b(?:\d+|one|two|three|five|six)\s?(?:-|,|\sand|\sor)\s?(?:\d+|one|two|three|four|five|six|ten|twelve)[\s-](?:years?|months?|weeks?|days?|hours?)\b|\brange|\bfrom\s(?:\d|baseline|the\s)|\bbetween\s(?:\d|the\s(?!(?:two\s)?(?:groups|arms)\b)|[^.;,()\d]{3,50}\sand\s)"
)
_ELSEWHERE = Pattern(r"(?i)\bin (?:the|a|an|our|their) (?:pilot|meta-analys[ei]s|literature|registry)\b")
# "Specificity was high (91% and 84%)": of tests, readers or times
_OF_A_TEST = Pattern(
    r"(?i)\b(?:sensitivit(?:y|ies)|specificit(?:y|ies)|predictive\svalues?|(?:diagnostic|overall)\saccurac(?:y|ies)|agreement|concordance)\b[^.;]{0,60}$"
)
_SHARE = Pattern(rf"{NUM}(?=\s?%|\s(?:and|or)\s)")
_WHOLE = 100.0  # percent
_ROUNDED = 0.05  # percent points: more may be two shares that happen to be near it
# "31% (mild) and 20% (severe)"
_OWN_WORDS = Pattern(r"(?i)[(\[]\s?(?!(?:n|p|ci|sd|se|range|confidence)\b)[a-z]")


def is_bare(sentence: Sentence, group: Group) -> bool:
    """Whether two numbers joined by "and" are the whole of what a clause says of one thing: "vomiting occurred in 21% and 25%"."""
    text = sentence.text
    if len(group.members) != 2 or group.against:
        return False
    if _FRACTION.search(text, group.start, group.end) and "%" not in text[group.start : group.end]:
        return False  # of a fraction its total tells whose it is
    if _ELSEWHERE.search(text, 0, group.start) or not _is_led(text, group):
        return False
    if not (_BARE_END.match(text, group.end) or _is_of_things(text, group)) or _OWN_WORDS.search(
        text, group.start, group.end
    ):
        return False
    if _TWO_TIMES.search(text) or are_of_two_times(text, group.start, group.end):
        return False
    if are_of_two_sources(text, group.start, group.end) or _OF_A_TEST.search(text, 0, group.start):
        return False
    if _are_the_whole(text, group):
        return False
    lead = text[: group.start]
    lead = lead[lead.rfind(")") + 1 :] if lead.endswith("(") else lead
    return not speaks_of_two(lead)


def _is_of_things(text: str, group: Group) -> bool:
    """Whether what both numbers count is named behind the second, and nothing behind the first."""
    between = _THING_BETWEEN.search(text, group.start, group.end)
    return between is None and _THINGS_END.match(text, group.end) is not None


def _are_the_whole(text: str, group: Group) -> bool:
    """Whether two percents are all of one thing, as those of men and women or of two places are: 62% and 38%."""
    if "%" not in text[group.start : group.end + 1]:
        return False
    shares = [number(m.group()) for m in _SHARE.finditer(text, group.start, group.end)]
    return len(shares) == 2 and abs(sum(shares) - _WHOLE) < _ROUNDED


def _is_led(text: str, group: Group) -> bool:
    """Whether the words before the pair end as those of a clause that the pair completes, or are a time or a heading of its own."""
    begin = max(text.rfind(c, 0, group.start) for c in (";", ",", ":")) + 1
    before = text[begin : group.start]
    if _in_its_bracket(text, group):
        return True
    if _WAS.search(before) or "/" in text[group.start : group.end]:  # "cramp 30% / 21%"
        return True
    headed = text[:begin].endswith(":") and not before.strip() and _is_outside(text, begin)
    timed = not before.strip() and _TIME_AND_COMMA.search(text, 0, begin)
    opens = not begin and not before.strip() and _WHO_DID.match(text, group.end)
    opens = opens or (
        text[begin - 1 : begin] == ";" and not before.strip() and _goes_on_with_fate(text, group.end)
    )
    if not (headed or timed or opens or _TIME_LEADS.match(before)):
        return False
    # "rash, cramp: 31% and 24%", "at one year 31% and 24% had mild and severe pain"
    return not (_OF_TWO_BEHIND.search(text[group.end :]) or (headed and "," in text[:begin]))


def _goes_on_with_fate(text: str, end: int) -> bool:
    """Whether a verb behind a pair that opens a clause tells what became of so many."""
    return (_WHO_DID.match(text, end) or _DID.match(text, end)) is not None


def _in_its_bracket(text: str, group: Group) -> bool:
    """Whether two percents are the whole of a bracket behind what they are of: "flushes (61% and 52%)"."""
    return (
        _OPENED.search(text, 0, group.start) is not None
        and SHUT.match(text, group.end) is not None
        and "%" in text[group.start : group.end]
    )


def _is_outside(text: str, place: int) -> bool:
    """Whether no bracket is open at a place."""
    return text.rfind("(", 0, place) <= text.rfind(")", 0, place)
