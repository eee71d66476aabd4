"""Numbers in brackets that look like sizes of arms and are of something else: "Sixty-one adults moved away (A 33, B 28)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import IN_EACH_PLACE, PEOPLE
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.mentions import Mention

_TAKEN_IN = r"(?:randomi[sz]ed|re-?randomi[sz]ed|assigned|allocated|enrol+ed|recruited|included|entered|studied|treated|analy[sz]ed|evaluated|assessed|examined|registered|accrued|followed|divided|identified|aged|given|seen|taken|stratified|involved|operated|employed|used|selected|drawn|matched|chosen|split)"
# What became of so many: people who "were admitted" or "moved away"; "adults admitted with stroke" says who they are.
_BECAME = Pattern(
    rf"(?i)(?<![\w.,/=]){COUNT}\s{FEW}{PEOPLE}\s(?:(?:on|in|given|with|from|of|receiving|taking)\s[^.;:()]{{2,60}}?\s)?(?:(?:also|later|then|subsequently|had)\s){{0,2}}"
    rf"(?:(?:were|was|been)\s(?:(?:not|also|later|then|\w+ly)\s){{0,2}}(?!{_TAKEN_IN}\b)(?:[a-z-]+ed|lost|withdrawn|found|known|shown|unable|absent|away|ill|dead)"
    r"|(?:moved|left|changed|refused|declined|dropped|withdrew|stopped|missed|crossed|switched|relapsed|died|emigrated|married|travelled|resigned|retired|quit|fell|lost|gave\sup|went|became|forgot|returned\sto|needed|required|developed|experienced|suffered|reported)\b)[^.;:()\d]{0,40}[(\[]\s?[^()\[\]]{0,60}$"
)
_LABELLED = Pattern(r"(?:[(\[]|[;,]\s)(?P<x>[A-Za-z][\w/+-]*):\s?(?:[Nn]\s?=\s?)?$")
_KIND_BEFORE = Pattern(
    r"(?i)\b(?P<x>women|men|boys|girls|females?|males?|children|adolescents|adults|infants|(?:non-?)?smokers|(?:non-?)?diabetics|mothers|fathers|nurses|doctors|parents|teachers|pupils|carers)\s?[(\[]\s?(?:[Nn]\s?=\s?)?$"
)
_SEX = r"(?:women|men|boys|girls|females?|males?)"
_FIRST_SEX = Pattern(rf"(?i)\s{_SEX}(?:,\s|;\s|\sand\s|,\sand\s){COUNT}\s{_SEX}\b")
_SECOND_SEX = Pattern(rf"(?i)(?<![\w.]){COUNT}\s{_SEX}(?:,\s|;\s|\sand\s|,\sand\s)$")
# "a trial of A in 340 adults of two towns (180 women)"
_PEOPLE_BETWEEN = Pattern(rf"(?i)[^.;()]{{0,60}}?\b{COUNT}\s{FEW}{PEOPLE}\b[^.;()]{{0,60}}[(\[]")
# "110 to A (60 women)": kinds of people in a bracket behind an arm that has a number of its own
_KIND_BEHIND = Pattern(
    r"(?i)\s(?:of\s(?:them|whom)\s)?(?:were\s)?(?:[a-z-]+\s)?(?P<kind>women|men|boys|girls|females?|males?|(?:non-?|ex-?)?smokers|(?:non-?)?diabetics|pregnant|children)\s?[)\],;]"
)
_NUMBERED = Pattern(
    rf"(?i)(?<![\w.,/=]){COUNT}\s(?:[(\[][^()\[\]]{{1,20}}[)\]]\s)?(?:{FEW}(?P<who>{PEOPLE})\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed|given|received|receiving|taking|treated)\s)?(?:(?:to|in|on|with|for|receive|receiving)\s)?(?:the\s|an?\s)?$"
)
_COUNTED_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/<>])(?:n\s?=\s?)?{COUNT}(?:\s{FEW}{PEOPLE})?(?:\s?[(\[]|[;:,])\s?(?:n\s?=\s?)?$"
)
_OPENED = Pattern(r"(?i)(?:\s(?:groups?|arms?|alone))?\s?[(\[]\s?(?:n\s?=\s?)?")
# "A lowered it in small tumours (n = 88)", "on A, small tumours (n = 88) shrank": some of an arm, or of both
_TELLS = Pattern(
    r"(?i)\b(?:was|were|is|are|had|has|did|does|worked|work|helped|lowered|raised|reduced|increased|improved|worsened|caused|halved|doubled|fared|benefit+ed|prevented|cut|led|seemed|appeared|delayed|eased|shortened|prolonged|despite|in\sparticular|especially|mainly|only|best|most)\b"
)
_LED = Pattern(
    r"(?i)(?:^|[.;,]\s)(?:in|on|with|among|of|for|under|after|while|given)\s(?:the\s|those\s(?:on|in|given)\s(?:the\s)?)?$"
)
_THEN_SOME = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|therapy|treatment))?,\s(?!(?:n|and|or)\b)[^,;:()\d]{3,80}[(\[]\s?(?:n\s?=\s?)?"
)
_DEALS = Pattern(
    r"(?i)\brandom|\ballocat|\bassign|\bdivided|\breceiv|\bunderwent\b|\bgiven\b|\btreated\b|\bcompar(?:ed|ing)\b|\banaly[sz]|\benrol|\brecruit"
)
_OF_A_GROUP = Pattern(r"(?i)(?:groups?|arms?|totals?|randomi[sz]ed|allocated|assigned|analy[sz]ed|sizes?)$")


# "Causes of death were sepsis (n = 4 A, n = 3 B)", "stopped because of rash (n = 4, A)": how many had each
_CAUSES = Pattern(
    r"(?i)\b(?:causes?\sof\s(?:the\s)?(?:death|failure|withdrawal|discontinuation)s?|reasons?\s(?:for|of)\s(?:[a-z]+\s){1,4}?|(?:adverse|side)[\s-](?:events?|effects?|reactions?)|complications|toxicit(?:y|ies)"
    r"|(?:deaths?|withdrawals?|discontinuations?|drop-?outs?|discontinued|withdrew|stopped|withdrawn|dropped\sout|excluded)(?:\s(?:treatment|therapy|the\s(?:study|trial)))?(?=\s(?:due|because|owing|from|for)\b)|died(?=,?\s(?:of|from)\b))"
    r"(?:\s(?:in|on|with)\s[^.;:,()\d]{2,40})?,?\s?(?:were|was|included?|including|due|because|owing|of|from|for|:)\s(?P<told>[^.:]{3,300})$"
)
_DEALT_OUT = Pattern(
    r"(?i)\brandom|\ballocat|\bassign|\bdivided|\benrol|\bcomplet|\banaly[sz]|\bevalua|\breceiv|\btreated\b|\bgiven\b|\bunderwent\b"
)


# "no difference in falls between the zinc arm (27 cases) and the iron arm (23)"
_CASES = Pattern(r"(?i)\s(?:cases|events|deaths|episodes)\b")
_DIFFERED = Pattern(r"(?i)\b(?:differences?|differ(?:ed)?)\b[^.;]{0,80}\bbetween\b[^.;]{0,60}$")


def are_cases_compared(text: str, place: tuple[int, int]) -> bool:
    """Whether a number is of cases of what does or does not differ between arms."""
    return bool(_CASES.match(text, place[1]) and _DIFFERED.search(text, 0, place[0]))


def tells_what_became(text: str, start: int) -> bool:
    """Whether the number at `start` stands in a bracket behind people of whom the words before it tell what became, or behind a cause of it."""
    opened = max(text.rfind("(", 0, start), text.rfind("[", 0, start))
    return opened > 0 and (_BECAME.search(text, 0, start) is not None or _is_of_a_cause(text, start))


def _is_of_a_cause(text: str, start: int) -> bool:
    told = _CAUSES.search(text, 0, start)
    return told is not None and not _DEALT_OUT.search(told["told"])


def without_kinds(
    text: str, places: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> list[tuple[int, int]]:
    """Places of sizes in brackets, without those of kinds of people that are no arms, two or more: "in women (n = 60) and men (n = 58)",
    "A (20 men, 24 women)"."""
    if "espectively" in text:
        return list(places)
    places = [p for p in places if not (_FIRST_SEX.match(text, p[1]) or _SECOND_SEX.search(text, 0, p[0]))]
    found = ((place, _KIND_BEFORE.search(text, max(0, place[0] - 40), place[0])) for place in places)
    told = {
        place: m["x"].lower() for place, m in found if m and not any(n.end == m.end("x") for n in mentions)
    }
    return [p for p in places if p not in told] if len(set(told.values())) > 1 else list(places)


def is_kind_of_counted(text: str, place: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    """Whether a number counts a kind of people among those whom a number before its bracket counts: "110 to A (60 women)",
    "110 (60 women)"."""
    kind = _KIND_BEHIND.match(text, place[1])
    if kind is None:
        return False
    if _COUNTED_BEFORE.search(text, max(0, place[0] - 60), place[0]):
        return True
    name = next((m for m in reversed(mentions) if m.end <= place[0]), None)
    if name and _PEOPLE_BETWEEN.fullmatch(text, name.end, place[0]):
        return True
    opened = name and _OPENED.fullmatch(text, name.end, place[0])
    if not opened or not name:
        return False
    counted = _NUMBERED.search(text, max(0, name.start - 90), name.start)
    # "803 women to A (400 women)" are all women, and 400 of them those on A
    return counted is not None and (counted["who"] or "").lower() != kind["kind"].lower()


def is_of_some(text: str, place: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    """Whether a number in brackets, the only one of its sentence, stands behind words that tell something of the arm that is named
    before it, and so counts those of whom it is told: "A lowered it in small tumours (n = 88)"."""
    name = next((m for m in reversed(mentions) if m.end <= place[0]), None)
    if name is None or _DEALS.search(text):
        return False
    if _LED.search(text, 0, name.start) and _THEN_SOME.fullmatch(text, name.end, place[0]):
        return True
    return _TELLS.search(text, name.end, place[0]) is not None


_OTHER_SEX = {"w": r"(?:men|boys|males?)", "m": r"(?:women|girls|females?)"}
_NEXT_SEX = {
    sex: Pattern(
        rf"(?i)\s{_OTHER_SEX['m' if sex == 'w' else 'w']}(?:,\s|;\s|\sand\s|,\sand\s){COUNT}\s{other}\b"
    )
    for sex, other in _OTHER_SEX.items()
}
_LAST_SEX = {
    sex: Pattern(rf"(?i)(?<![\w.]){COUNT}\s{other}(?:,\s|;\s|\sand\s|,\sand\s)$")
    for sex, other in _OTHER_SEX.items()
}
_WOMEN = Pattern(r"(?i)\s(?:women|girls|females?)\b")
_MEN = Pattern(r"(?i)\s(?:men|boys|males?)\b")


def is_of_one_sex_of_two(text: str, start: int, end: int) -> bool:
    """Whether a number counts one sex beside a number of the other: "24 men and 28 women in the A group"."""
    sex = "w" if _WOMEN.match(text, end) else "m" if _MEN.match(text, end) else ""
    if not sex:
        return False
    return bool(_NEXT_SEX[sex].match(text, end) or _LAST_SEX[sex].search(text, 0, start))


_COMPARED_WITH = Pattern(r"(?i)\s[^.;()\d]{3,120}?\b(?:was|were)\scompared\s(?:with|to)\s(?:the\s|an?\s)?$")


def is_of_those_compared(text: str, end: int, label: str, mentions: Sequence[Mention]) -> bool:
    """Whether a number counts those who are compared with the arm: "Thirty adults had A and were compared with historical controls"."""
    name = next((m for m in mentions if m.start >= end), None)
    return (
        name is not None
        and name.label == label
        and _COMPARED_WITH.fullmatch(text, end, name.start) is not None
    )


def is_labelled_otherwise(text: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether the number at `start` has a label of its own that names no arm: "(men: n = 28)"."""
    told = _LABELLED.search(text, max(0, start - 40), start)
    opened = told and text.rfind("(", 0, start) > text.rfind(")", 0, start)
    if told is None or not opened or _OF_A_GROUP.search(told["x"]):
        return False
    return not any(m.start < told.end() and told.start("x") < m.end for m in mentions)


# "between 1 May 2009 and 31 June 2012": a year
_DATED = Pattern(
    r"(?i)\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?),?\s$"
)


def is_year_or_of_a_place(text: str, start: int, end: int) -> bool:
    """Whether a number is a year behind a month, or counts those of each hospital: "30 women in each hospital were given A"."""
    return bool(_DATED.search(text, max(0, start - 16), start) or IN_EACH_PLACE.match(text, end))
