"""Means and medians that words before them explain: the second of two, "54 (12)" behind "mean (SD)", measures set side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.lexis import NUM, SIGNED
from trialwright.read.grammar.mean_spreads import LEVEL, SE
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Middle = tuple[re.Match[str], str, str]  # its place, "mean" or "median", words that tell what its spread is
MEASURES = (
    r"years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|points?|kg(?:/m2|/m²)?|mg/(?:L|dL|kg|l"
    r"|dl)|µmol/L|mmol/L|ng/m[lL]|pg/m[lL]|mm\s?Hg|cm|mm|L|mL/kg/min|mL/min|U/L"
    r"|g/d?L|mg|g|m[lL]|m|s|secs?|seconds?|kcal|bpm|beats/min|IU/L|h|µg/(?:L|d?[lL]|m[lL])|[nµμp]mol/(?:d?[lL]|m[lL]|min)|mEq/L|kPa|mmol(?:/mol)?"
    r"|dB|kN(?:[·.]s(?:[-−]1)?|[·.]?m)?|cm\s?H2O|[Ll]/min|Gy|m/s|steps|dioptres?|diopters?|letters|cells/(?:mm3|mm³|[µμ]?[lL])|copies/m[lL]|[µμ]m|meters|metres|units|mg/kg"
)
# "ml/kg", "l/min/m2", "mg per day": what a unit is divided by is of the unit
_PER = r"(?:/(?:kg|min|h|hour|day|week|year|[mck]?m(?:[23²³]|\s?[(]\s?[23]\s?[)]|\^[23]\^?)?|d?l|g|mol|s)(?!\w)){0,2}(?:\sper\s[a-z]{3,6})?"
_POINT = r"(?:(?:(?<=\dmin)|(?<=\smin)|(?<=\shr)|(?<=\shrs)|(?<=\smins))\.(?=\s[a-z]))?"  # "47 min. with A"
UNIT = rf"(?P<u>(?:{MEASURES}|%){_PER})(?!\w){_POINT}"
MEASURE_UNIT = rf"(?P<u>(?:{MEASURES}){_PER})(?!\w)"
_IN = r"(?:in|with|on|for|among|after|under|receiving)"
_AND = r"(?:,?\sand|,?\s(?:versus|vs\.?|v\.?|against|but)|,?\s(?:as\s)?compared\s(?:with|to)|,?\s(?:while|whereas|than))"
_WHOSE = rf"[)\]]?(?:\s|(?<=\s)){_IN}\s[^.;()\d]{{2,60}}?(?:\s?[(\[](?:n\s?=\s?)?\d[^()\[\]]{{0,20}}[)\]])?"
# "3.2 with A and 12 with B had it" counts people.
_NO_PEOPLE = rf"(?!\s{_IN}\s(?:[\w+/-]+\s){{1,6}}?(?:had|have|were|died|developed|experienced|withdrew|did|reported|received|needed|required|stopped)\b)"


def _no_more(percent: str) -> str:
    """What does not stand behind the second number. percent : the sign for percents, where it is no mean of percents itself."""
    return rf"(?!\d|{NUM}{percent}|[/:]\d|\s?/\s?\d|\s?(?:-|to)\s?\d|\sof\s(?:the\s)?\d|\sor\s(?:more|less)|\s(?:patients|participants|women|men|children|people|subjects|adults)\b)"


_NO_MORE, _NO_MORE_PERCENT = _no_more(r"|\s?%"), _no_more("")
# "36.8 (95% CI 31.1 to 42.5)", "48.6 (4.7)": what may stand behind the first number
_ITS_CI = (
    r"(?:\s?[(\[]\s?(?:9\d\s?%\s?-?\s?)?(?:C\.?I\.?|confidence\s(?:intervals?|limits?))[^()\[\]]{3,40}[)\]])"
)
_ITS_SPREAD = rf"(?:(?:\s|(?<=\s))?[(\[]\s?{NUM}\s?[)\]](?:\s[a-z]{{1,8}})?)?"
_BARE_LIMITS = rf"(?:\s?[(\[]\s?{NUM}\s?(?:-|to|,)\s?{NUM}\s?[)\]])"
_NEXT, _NEXT_PERCENT = tuple(
    Pattern(
        rf"(?i)(?:{_ITS_CI}|{_ITS_SPREAD}){_WHOSE}{_AND}\s(?:(?:only|to|by|of|it\swas|was|were|with)\s){{0,2}}(?P<v>{SIGNED}){more}\s?(?:{UNIT})?(?=(?:{_ITS_CI}|{_BARE_LIMITS}|{_ITS_SPREAD})\s(?:{_IN}|without)\s){_NO_PEOPLE}"
    )
    for more in (_NO_MORE, _NO_MORE_PERCENT)
)
# "3.2 kg with A, 2.9 kg with B and 0.4 kg with C": one of a list that goes on
_ONE_OF_MORE = Pattern(
    rf"(?i)(?:{_ITS_CI}|{_ITS_SPREAD}){_WHOSE},\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?=(?:{_ITS_CI}|{_ITS_SPREAD})\s{_IN}\s[^.;()\d]{{2,60}}?(?:,|,?\sand)\s{NUM}(?!{NUM}|\s?%))"
)
# "with A was 3.1 kg and with B 4.2 kg"; "and at day 7" and "and in phase 2," are no such numbers
_WITH_NEXT = Pattern(
    rf"(?i){_ITS_CI}?(?:,?\s|(?<=\s))(?:and|but|versus|vs\.?|while|whereas)\s(?:those\s|that\s)?{_IN}\s[^.;:()\d]{{2,60}}?(?<!day)(?<!days)(?<!week)(?<!weeks)(?<!month)(?<!months)(?<!year)(?<!visit)(?<!phase)(?<!stage)(?<!grade)(?<!type)(?<!in group)(?<!in arm)\s(?:(?:was|were|it\swas|only|by|of)\s)?(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?={_ITS_CI}|\s?[(\[,;.](?!\d)|$)"
)
_SET_AGAINST, _PERCENT_AGAINST = tuple(
    Pattern(
        rf"(?i)(?:{_ITS_CI}|{_ITS_SPREAD}),?(?:\s|(?<=\s))(?:versus|vs\.?|v\.?|(?:as\s)?(?:compared\s(?:with|to)|against))\s(?P<v>{SIGNED}){more}\s?(?:{UNIT})?(?=\s?[(\[,;.]|\s(?:in|respectively|with|on|for|days|years)\b|$)"
    )
    for more in (_NO_MORE, _NO_MORE_PERCENT)
)
# "32.1 (SD 4.1) v 41.3 (4.4)": the second spread is as the first
_NEXT_SD = Pattern(
    rf"(?i)[)\]]?(?:{_WHOSE})?{_AND}\s(?:(?:only|to|by|of|it\swas|was|were|with)\s)?(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?[(\[]\s?(?P<s1>{NUM})\s?[)\]](?!\s?%)(?!\s(?:patients|women|men|participants|of\s\d))"
)
# "(mean score 3.1 on A, 4.2 on B)"
COMMA_NEXT = Pattern(
    rf"(?i){_WHOSE},\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?=\s{_IN}\s[^()]{{2,60}}[;,)\]])"
)
# "(mean 51 v 63)"
_HELD_NEXT = Pattern(
    rf"(?i)\s?(?:v|vs\.?|versus|and|compared\swith)\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?=\s?[)\]])"
)
# "was 32 and 45 days, respectively", "was 32 and 45 points in the A and B groups"
_AND_SECOND = Pattern(
    rf"(?i)(?:{_ITS_CI}|{_ITS_SPREAD})(?:\s|(?<=\s))and\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?=\s?[,;.]|\s?[(\[](?!\d[^()\[\]]*%)|\s(?:(?:in|respectively|with|on|for|days|years)\b(?!.*\b(?:were|died|had)\b)|(?:were|was)\s(?:found|seen|observed|recorded|measured|noted|reported)\b|(?:and|but|while|whereas)\s(?:the\s)?(?:medians?|means?|averages?)\s)|$)"
)
# "mean (SD) pain was 38.2 (2.4) with A and 46.4 (2.5) with B"
_HEAD = Pattern(
    r"(?i)\bmeans?\s?(?:[a-z]+\s){0,4}?[(\[]\s?(?:±\s?|\+/-\s?)?(?:SDs?|standard\sdeviations?|SEM?s?|standard\serrors?(?:\sof\sthe\smean)?)\s?[)\]]|[(\[]mean\s?[(\[](?:SD|SEM?)[)\]]\s?[)\]:,]"
)
# "and those on B one of 4.2"
_OF_THOSE = Pattern(
    rf"(?i)(?:{_ITS_CI}|\s?[(\[][^()\[\]]{{3,20}}[)\]])?,?\s(?:and|but|while|whereas|versus|compared\swith)\s(?:those|the\sothers|{PEOPLE})(?:\s[^.;()\d]{{2,50}}?)?\s(?:had\s)?(?:one|a\smean)\sof\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?"
)
_SPREAD_BEHIND = Pattern(
    rf"(?i)(?<![\w./±])(?<![<>=]\s)(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?[(\[]\s?(?P<s1>{NUM})\s?[)\]](?!\s?%)(?!\s(?:patients|women|men|participants|of\s\d))"
)
# "weight loss was 6.2 kg with A and 2.1 kg with B (difference 4.1 kg)"
_MEASURED = Pattern(
    rf"(?i)(?:^|[:,;]\s|\.\s)(?P<x>[A-Za-z][^.;:,()]{{2,70}}?)\s(?:was|were|averaged|is)\s(?P<v>{SIGNED})\s?{MEASURE_UNIT}(?={_ITS_CI}?{_WHOSE}{_AND}\s)"
)
# "weight fell by 6.2 kg (95% CI 5.1 to 7.3) with A and by 2.1 kg with B"
CHANGED = "fell|rose|dropped|declined|decreased|increased|improved|worsened|grew|shrank|changed"
_CHANGED_BY = Pattern(
    rf"(?i)\b(?:{CHANGED}|(?:was|were)\s(?:[a-z]+ly\s)?(?:reduced|lowered|raised|shortened|prolonged))\s(?:[a-z]+ly\s)?by\s(?:an?\s(?:mean|average)\s(?:of\s)?|about\s|only\s)?(?P<v>{NUM})\s?{MEASURE_UNIT}(?={_ITS_CI}?{_WHOSE}{_AND}\s(?:only\s|by\s){{0,2}}{NUM}\s?(?:{MEASURES})?\s?(?:[(\[]|\s{_IN}\s|(?<=\s){_IN}\s))"
)
# "the mobility score decreased by 0.56 with A but by only 0.21 with B"
_SCORE_BY = Pattern(
    rf"(?i)\b(?:scores?|index|scale)(?:\s[^.;:,()\d]{{2,30}}?)?\s(?:{CHANGED})\s(?:[a-z]+ly\s)?by\s(?:an?\s(?:mean|average)\s(?:of\s)?|about\s|only\s)?(?P<v>{NUM})(?P<u>\spoints?)?(?!\s?%)(?={_ITS_CI}?{_WHOSE}{_AND}\s(?:only\s|by\s){{0,3}}{NUM}(?:\spoints?)?\s?(?:[(\[]|\s?{_IN}\s))"
)
# "pain fell to 31 mm with A and to 46 mm with B"
_CHANGED_TO = Pattern(
    rf"(?i)\b(?:fell|rose|dropped|declined|decreased|increased)\sto\s(?:a\s(?:mean|average)\sof\s)?(?P<v>{NUM})\s?{MEASURE_UNIT}(?={_ITS_CI}?{_WHOSE}{_AND}\s(?:only\s|to\s){{0,2}}{NUM}\s?(?:{MEASURES})\s?(?:[(\[]|\s{_IN}\s|(?<=\s){_IN}\s))"
)
_QUARTILES = (
    r"(?:IQRs?|inter-?quartile\sranges?|Q1\s?[-,]\s?Q3|25th\s?(?:-|to|and)\s?75th\s(?:per)?centiles?|ranges?)"
)
# "median (IQR) ferritin was 35 (28-62) with A and 180 (120 to 240) with B", "mean (95% CI) pain was 3.1 (2.6 to 3.6)"
_HEAD_OF_LIMITS = Pattern(
    rf"(?i)\b(?:(?P<m>median)s?,?\s?[(\[]?\s?(?P<w>{_QUARTILES}|{LEVEL})|(?:mean)s?\s?(?:[a-z]+\s){{0,4}}?[(\[]\s?(?P<w2>{LEVEL}))\s?[)\]]"
)
_LIMITS = rf"[(\[]\s?(?P<lo>{SIGNED})\s?(?:-|to|,)\s?(?P<hi>{SIGNED})\s?[)\]]"
_LIMITS_BEHIND = Pattern(rf"(?i)(?<![\w./±-])(?<![<>=]\s)(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?{_LIMITS}")
_NEXT_MEDIAN = Pattern(
    rf"(?i)[)\]]?(?:\s[a-z/]{{1,10}})?(?:{_WHOSE})?{_AND}\s(?:(?:only|to|it\swas|was)\s)?(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?{_LIMITS}"
)
# "was shorter with A (54 [IQR 47-62]) than with B (60 [53-69])"
_THAN_MEDIAN = Pattern(
    rf"(?i)[)\]]{{0,2}}{_AND}\s{_IN}\s[^.;()\[\]\d]{{2,60}}\s?[(\[]\s?(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?{_LIMITS}"
)
_OF_CHANGE = Pattern(r"(?i)\b(?:reduc|decreas|increas|chang|declin|improve)\w*|\b(?:falls?|rises?|drops?)\b")
_OF_MEANS = Pattern(r"(?i)\b(?:means?|averages?d?|difference|baseline)\b")
_OTHER_MIDDLE = Pattern(r"(?i)\bmedians?\b|\bIQR\b|\bgeometric\b|\bsurvival\b|\bhalf-?life\b")


# "5.4 days versus 6.9 for men", "versus 6.9 in earlier years": others than those of the second arm
_OF_OTHERS = Pattern(
    r"(?i)\s(?:[a-z]+\s)?(?:for|in|among|with|on|by)\s(?:the\s)?(?:men|women|males?|females?|boys|girls|older|younger|elderly|(?:ex-|non-?)?smokers|earlier|previous|former|other\s(?:years|trials|studies)|recent|last|historical|past|healthy|(?:patients|adults|people|those)\s(?:aged|over|under|with|without|who)|(?:the\s)?(?:19|20)\d\d)\b"
)


def headed(sentence: Sentence) -> Iterator[Middle]:
    """Means with the SD or SE in brackets behind, where "mean (SD)" says so before."""
    head = _HEAD.search(sentence.text)
    if head is None or _OTHER_MIDDLE.search(sentence.text):
        return
    said = "SE" if SE.search(head.group()) else ""
    for match in _SPREAD_BEHIND.finditer(sentence.text, head.end(), _clause_end(sentence.text, head.end())):
        yield match, "mean", said


def _clause_end(text: str, start: int) -> int:
    stop = text.find(";", start)
    return stop if stop >= 0 else len(text)


def measured(sentence: Sentence) -> Iterator[Middle]:
    """The first of two measures with a unit, in a sentence that speaks of means or of their difference, or of what changed by it."""
    yield from ((m, "mean", "") for m in _CHANGED_BY.finditer(sentence.text))
    yield from ((m, "mean", "") for m in _SCORE_BY.finditer(sentence.text))
    if not _OTHER_MIDDLE.search(sentence.text):
        yield from ((m, "mean", "") for m in _CHANGED_TO.finditer(sentence.text))
    if _OF_MEANS.search(sentence.text) and not _OTHER_MIDDLE.search(sentence.text):
        yield from ((m, "mean", "") for m in _MEASURED.finditer(sentence.text))


def headed_limits(sentence: Sentence) -> Iterator[Middle]:
    """Medians and means with limits in brackets behind, where "median (IQR)" or "mean (95% CI)" says so before."""
    head = _HEAD_OF_LIMITS.search(sentence.text)
    if head is None:
        return
    for match in _LIMITS_BEHIND.finditer(sentence.text, head.end(), _clause_end(sentence.text, head.end())):
        yield match, "median" if head["m"] else "mean", head["w"] or head["w2"]


# "were 34, 37 and 45 mm"
_LISTED = Pattern(rf"(?i){_ITS_SPREAD},\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?=,?\s(?:and\s)?\d)")
_LAST_LISTED = Pattern(
    rf"(?i){_ITS_SPREAD},?\sand\s(?P<v>{SIGNED}){_NO_MORE}\s?(?:{UNIT})?(?=\s?[.,;(]|\s(?:in|for|with|on)\s|$)"
)


def _list_behind(sentence: Sentence, match: re.Match[str]) -> list[re.Match[str]]:
    """The other numbers of a list of three or four that begins with this one, [] where it begins none."""
    found: list[re.Match[str]] = []
    last = match
    while len(found) < 2 and (other := _LISTED.match(sentence.text, last.end())):
        found.append(other)
        last = other
    end = _LAST_LISTED.match(sentence.text, last.end()) if found else None
    return [*found, end] if end else []


def _chain_behind(sentence: Sentence, match: re.Match[str]) -> list[re.Match[str]]:
    """The other numbers of a list, each with its own words behind it, that begins with this one: "3.2 kg with A, 2.9 kg with B and
    0.4 kg with C"; [] where it begins none or the units differ."""
    found: list[re.Match[str]] = []
    last = match
    while len(found) < 2 and (other := _ONE_OF_MORE.match(sentence.text, last.end())):
        found.append(other)
        last = other
    end = _NEXT.match(sentence.text, last.end()) if found else None
    units = {m["u"] for m in (match, *found, *([end] if end else [])) if m["u"]}
    return [*found, end] if end and len(units) < 2 else []


def partners(sentence: Sentence, found: Sequence[Middle]) -> Iterator[Middle]:
    """The second of two numbers: "mean pain was 32 with A and 45 with B", "median stay was 5 (IQR 3 to 9) and 7 (4-11) days"."""
    for match, measure, spread in found:
        groups = match.groupdict()
        if groups.get("lo"):
            other = _NEXT_MEDIAN.match(sentence.text, match.end())
            other = other or _THAN_MEDIAN.match(sentence.text, match.end())
            if other:
                yield other, measure, spread or match.group()
            continue
        if groups.get("s2") or groups.get("s3") or "follow" in (groups.get("x") or ""):
            continue
        # "time to relapse and survival were 10 and 35 months": the second is another outcome
        of_two = " and " in (groups.get("x") or "")
        pairs = (_NEXT, _SET_AGAINST, _OF_THOSE)
        pairs = pairs if of_two else (*pairs, _AND_SECOND, _WITH_NEXT)
        if sentence.text[match.start()] in "([" or sentence.text[match.start("v") - 1] in "([":
            pairs = (*pairs, COMMA_NEXT, _HELD_NEXT)
        if groups.get("u") == "%":
            # the second of two reductions in percent is a relative change, as the first is
            pairs = () if _OF_CHANGE.search(groups.get("x") or "") else (_NEXT_PERCENT, _PERCENT_AGAINST)
        said = "SE" if groups.get("e1") else spread
        with_spread = groups.get("s1") or groups.get("e1")
        if "x" in groups and not with_spread and (listed := _list_behind(sentence, match)):
            yield from ((other, measure, said) for other in listed)
            continue
        if "x" in groups and "u" in groups and not with_spread and (listed := _chain_behind(sentence, match)):
            yield from ((other, measure, said) for other in listed)
            continue
        for pattern in (_NEXT_SD,) if with_spread else pairs:
            other = pattern.match(sentence.text, match.end())
            if other and _OF_OTHERS.match(sentence.text, other.end()):
                break
            if other and pattern is _WITH_NEXT and other["u"] != groups.get("u"):
                break
            if other and (not groups.get("u") or other["u"] in (None, groups["u"])):
                yield other, measure, said
                break
