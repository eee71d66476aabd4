"""Noun phrases that name an arm: trimmed to the words that tell it from the others."""

from __future__ import annotations

import re
from functools import lru_cache

from trialwright.read.grammar.lexis import COUNT, NUM
from trialwright.read.patterns import Pattern

DOSE_UNIT = (
    r"(?:mg|milligrams?|g|µg|mcg|ug|micrograms?|ng|kg|MIU|MU|million\s(?:IU|units"
    r"|international units)|IU|mL|ml|Gy|cGy|U|units?)"
    r"(?:\s?/\s?(?:kg|m2|m²|m\^2|m\(2\)|m(?=\s)|day|d|h|dose)|\sper\s(?:kg|day|dose|m2)){0,2}"
)
DOSE = rf"(?<![\w.]){NUM}(?:\s?(?:-|to)\s?{NUM})?[ -]?{DOSE_UNIT}(?![\w/])"

_LEAD = Pattern(
    r"(?i)^(?:\(?[1-9]\)\s|(?:a|an|the|and|or|(?:(?:randomly\s)?(?:divided|split|separated|grouped)\s)?into|(?:groups|arms)(?:\sas|,(?=\s(?:an?|the)\s))|(?:once|twice|thrice)[ -](?:daily|weekly)(?=\s(?:treatment|therapy)\swith\b)|using|adding|added|(?:serve|serving|act|acting)\sas|took|taking|given|volunteers|preventive|protective|prophylactic (?:use|effects?)|beneficial|for|from|in|on|between|among|than|either|both|with|of|to|apply|receive"
    r"|receiving|undergo|single|two|three|initial|additional"
    r"|treatment(?!\sas\susual)|therapy|study|efficacy|safety|tolerability|effects?|effectiveness|activity|use|addition"
    r"|oral|intravenous|[ip]\.[mvo]\.|s\.c\.|subcutaneous|adjuvant(?=\s\w+\s)|(?:continued|continuing|ongoing)(?=\s(?:usual|standard|routine|conventional)\s)|and(?=\s(?:safety|efficacy|tolerability|effects?))|"
    rf"cycles|courses|doses?|daily|weekly|(?:{COUNT}\s)?(?:[\w-]+\s)?(?:cycles|courses|doses|injections|sessions?)\sof)\s|{NUM}\s?(?:mg|mcg|µg|g|%)\s|{NUM}\s(?:cycles|courses|doses)\s"
    rf"|{DOSE}\s(?:(?:orally|intravenously|subcutaneously|intramuscularly)\s)?of\s)+"
)
# "A 15 mg once daily plus B 2 mg": what is given with it stands after its dose
_DOSE_INSIDE = Pattern(
    rf"(?i)\s{DOSE}(?:\s(?:orally|intravenously|subcutaneously|once|twice|(?:three|four) times|thrice|daily|weekly|monthly|a\s(?:day|week)|per\s(?:day|week)|every\s(?:\d{{1,2}}|two|three|four)\s(?:weeks|months|days))){{0,4}}(?=\s(?:plus|combined with|in combination with|\+)\s(?!(?:the\s)?(?:placebo|usual|standard|best|supportive|conventional|background|routine)\b))"
)
_TAIL = Pattern(
    r"(?i)(?:[\s,]+(?:group|groups|arm|arms|alone|only|treatment|therapy|regimen|once|twice"
    r"|daily|weekly|day|each"
    r"|orally|intravenously|subcutaneously|respectively|or|and|the|in|at|for|on|as|(?-i:an?)|matching|patients|plus|with|without|per|of|from|than))+$"
)
# "a 12-week programme": how long is no name, but for a course
_SPAN = Pattern(
    r"(?i)^(?:\d{1,2}|one|two|three|four|six|eight|ten|twelve)-(?:weeks?|months?|years?)\s(?!(?:courses?|regimens?|treatments?|therapy|schedules?|groups?|arms?|intervals?)\b)(?=\S{3})"
)
# "Erratum: sumatriptan for ...": what kind of a notice a title heads
_NOTICE = Pattern(
    r"(?i)(?:erratum|errata|corrections?|corrigendum|retract(?:ion|ed)|expression of concern)\b"
)
_NOUN = re.compile(r"(?i)treatment|therapy|regimen")
# "usual treatment", "no further treatment", "cognitive behavioural therapy": the words before the noun alone name no arm
_NEEDS_NOUN = Pattern(
    r"(?i)(?:no(?:\s(?:further|additional|active|specific|other|adjuvant))?|usual|standard|conventional|routine|customary|current|immediate|deferred|delayed)\s(?:(?:medical|drug)\s)?(?:treatments?|therapy|regimen)(?=\s|[,;:.]|$)"
    r"|(?:(?!and\b|or\b)[\w+-]+\s){0,3}?(?!(?:active|additional|initial|experimental|investigational|optional|total|equal|actual|final|ideal|trial|individual)\s)[\w-]{3,}(?:al|ive|ic|ary|-based|-directed|-guided|-delivered|-centred|-centered|-focused)\stherapy(?=\s|[,;:.]|$)"
)
_STOP = Pattern(
    rf"(?i)(?:^|\s)(?:\d{{1,3}}(?:\.\d{{1,3}})?\s?)?[×x]\s?10(?=[\s\d^⁰¹²³⁴-⁹-]).*|[.;:]|/day\b.*|,\s(?!\d)|,\s\d{{1,5}}\s{{1,40}}(?:patients|women|men|adults|children|participants|subjects|completed|were|had|died|withdrew|dropped|received|developed|did)\b.*|\s(?:for|in(?!\saddition)|at|on(?!\stop)|over|during|after|before"
    rf"|against(?=\s\d|$)|until|from|by|who|which|that|wished|preferred|asked|withdrew|were|was"
    rf"|is|are|as(?!\susual)|(?<!addition )(?<!added )to|within|once|twice|daily|weekly|every|followed"
    rf"|relapsed|died|recovered|responded|developed|survived|withdrew|experienced|(?:three|four)[ -]times|thrice|given|administered|initiated|designed|aimed|if|when|while|using|among|according"
    rf"|stratified|respectively|{DOSE})\b.*"
)
_BASE = Pattern(
    r"(?i)\s*(?:\bin addition to\b|\badded to\b|\bon top of\b|\bplus\b|\bcombined with\b"
    r"|\bin combination with\b|\+|\bwith\b)\s*"
)
_VERB = Pattern(
    r"(?i)\b(?:were|was|been|had|have|has|is|are|did|occurred|happened|received|showed|significantly|compared"
    r"|versus|vs|between|we|they|this|these"
    r"|patients|participants|subjects|women|men|adults|children|people|persons|individuals|outcomes?|results?|baseline|groups?(?!\s(?:therap|session|exerci|counsel|educat|support|CBT|cognit|train|medical|psycho))|arms?"
    r"|ratio|survival|mortality|quality|proportions?|percentages?|^against"
    r"|rates?|response|differences?|trials|studies|(?<![-+])p(?![-+])|ci|score|scores|levels?|(?<!\d-)(?<!\bone-)(?<!\btwo-)(?<!\bsix-)(?<!\bfour-)(?<!\bthree-)(?:years?|months?|weeks?|days?)|(?:years?|months?|weeks?|days?)$"
    r"|age|study|trial|cohort|(?:one|two|three|four|six)(?!-(?!weekly|monthly|daily|hourly|hours?\b|arms?\b|groups?\b|sided|tailed|thirds|fold|way\b)[a-z]))\b"
)
_GENERIC = Pattern(
    r"(?i)(?:active|all|another|any|both|combined|comparison|each|either|experimental|first"
    r"|former|intervention"
    r"|latter|other|parallel|same|second|study|third|treated|treatments?|investigational"
    r"|test|therapy|this|that"
    r"|these|randomi[sz]ed|untreated|younger|older|follow-up|low|high|intention-to-treat)"
)
KEPT = 4096  # phrases whose answers are remembered: several rules ask about each
_ASIDE = re.compile(r"\s*\[[^\[\]]*\]\s*$")  # "usual care [UC]"
_DOSE_WORD = Pattern(r"(?i)^(?:ultra-)?(?:low|high|standard|intermediate|full|fixed|single)[- ]dose\s+")


_COUNTED = Pattern(
    rf"(?i){COUNT}\s(?:[a-z-]+\s)?(?:adults?|child(?:ren)?|individuals?|people|persons?|infants?|cases|boys|girls|volunteers?)\b"
)
_TWO_LETTERS = Pattern(r"(?!CI|OR|HR|RR|OS|QL|US|UK|II|IV|VI|No|AD|AE)[A-Z]{2}")
_SO_MANY_OF = re.compile(r"\d+\s(?:out\s)?of\s(?:the\s)?\d")  # "9 of 41 allocated"
_NUMBERED = Pattern(rf"(?!\d-?[A-Z]{{2}}){COUNT}.{{0,3}}")  # "5FU" is a drug
_CODE = re.compile(r"(?![DPQTW]\d\d$)[A-Z]\d{2,4}")  # "B12", "P188"; P25 is a percentile, D14 a day
_NUMBER_BEHIND = re.compile(
    r"(?:,\s?\d+)+(?:,?\sand\s\d+)?(?:\s(?:patients|women|adults|children|participants|each))?$"
)
_DIGIT = re.compile(r"\d")
_SPELLED = re.compile(r"[A-Za-z]{2}")
# the arm of a list that is given what the first two are given
BOTH = Pattern(r"(?i)both(?:\s[a-z]+)?|(?:(?:the|their|a)\s)?combination(?:\sof\s(?:both|the\stwo))?")
SUM_OF_LETTERS = Pattern(r"[A-Z](?:\s?\+\s?[A-Za-z]+)+")  # "T + P"


@lru_cache(maxsize=KEPT)
def arm_phrase(text: str) -> str:
    """The naming words of an arm in `text` (a stretch of bare shadow), or "" if it does not read as one."""
    phrase = " ".join(_ASIDE.sub("", text).split()).strip(" ,;:-|\"'")
    if "|" in phrase:
        return ""  # cells of a table's line
    phrase = _DOSE_INSIDE.sub("", phrase) if _DIGIT.search(phrase) else phrase
    for _ in range(3):
        if not (lead := _LEAD.match(phrase)):
            break
        phrase = phrase[lead.end() :]
    phrase = _SPAN.sub("", phrase)
    cut = _STOP.search(phrase)
    if cut:
        phrase = phrase[: cut.start()]
    short = _TAIL.sub("", _NUMBER_BEHIND.sub("", phrase)).strip(" ,;:-\"'")
    if _NOUN.search(phrase) and (whole_name := _NEEDS_NOUN.match(phrase)) and whole_name.end() >= len(short):
        short = whole_name.group()
    phrase = short or phrase
    if (
        not phrase
        or len(phrase.split()) > 7
        or (len(phrase) < 3 and not _TWO_LETTERS.fullmatch(phrase))
        or not (_SPELLED.search(phrase) or SUM_OF_LETTERS.fullmatch(phrase) or _CODE.fullmatch(phrase))
    ):
        return ""
    if (
        _COUNTED.match(phrase)
        or (_VERB.search(phrase) and not SUM_OF_LETTERS.fullmatch(phrase))
        or _GENERIC.fullmatch(phrase)
        or _NUMBERED.fullmatch(phrase)
        or _SO_MANY_OF.match(phrase)
        or _NOTICE.match(phrase)
    ):
        return ""
    return phrase


def core_and_base(phrase: str) -> tuple[str, str]:
    """ "anakinra in addition to SOC" → ("anakinra", "SOC"); a phrase without a base → (phrase, "")."""
    parts = _BASE.split(phrase, maxsplit=1)
    return (
        (parts[0].strip(), parts[1].strip())
        if len(parts) == 2 and all(p.strip() for p in parts)
        else (phrase, "")
    )


def without_dose_word(phrase: str) -> str:
    """ "low-dose aldesleukin" → "aldesleukin"."""
    return _DOSE_WORD.sub("", phrase)
