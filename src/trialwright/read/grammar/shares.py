"""Shares of people as they are printed: "87.5% (n = 35)", "35/40 (87.5%)", "Sixteen out of the 17 patients (94%)", "had no X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.model.number import Printed
from trialwright.read.grammar.beside import is_dealt
from trialwright.read.grammar.lexis import (
    ABOUT,
    NUM,
    PERCENT,
    number,
    printed,
    whole,
)
from trialwright.read.grammar.mean_pairs import MEASURES
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.planned_words import PLANNED_FOR
from trialwright.read.grammar.points import is_fraction, is_point
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.share_patterns import FEW_WORDS, SHARES
from trialwright.read.grammar.strengths import is_strength
from trialwright.read.grammar.zeros import HOW_MANY, nobody
from trialwright.read.patterns import Choice, Pattern

_NONE = Pattern(
    r"(?i)(?<!\bof )(?<![\d)\]] )\b(?P<z>had no|(?<!had )no|none(?:\sof\s(?:[\w-]+\s){1,6}?)?\s?(?:had|developed|experienced"
    r"|suffered|exhibited|showed)|experienced no|without any)\s(?:an?\s)?(?P<x>(?:[A-Za-z-]+\s){1,4}?)(?!(?:was|were)\s(?:issued|given|sent|offered|provided|used|delivered|administered|applied|placed|inserted)\b)(?="
    r"(?:were|was|occurred|over|within|during|at|in|after|versus|vs|compared)\b)"
)
_NO_FINDING = Pattern(
    r"(?i)\b(?:significant\w*|differences?|effects?|evidence|longer|more|less|changes?"
    r"|increases?|treatment|improvements?|associations?|benefits?|new|data|information|other|correlations?|interactions?"
    r"|relationships?|trends?|groups?|arms?)\b"
)
# "19 (79%) women had no vomiting": those who had none are counted
_SO_MANY = Pattern(rf"(?i)(?:{PERCENT}\s?[)\]]?|\d)\s(?:of\s(?:the\s)?)?{FEW_WORDS}{PEOPLE}\s$")
_NO = Pattern(r"(?i)\bno(?:ne)?\s")
_THE = Pattern(r"(?i)\bthe\b")  # "against no zinc the figures were"
_WAS_SEEN = r"(?:was|were)\s(?:observed|seen|detected|reported|found|noted|recorded)"
_NONE_IN = Pattern(
    rf"(?i)(?:^|[,;.]\s|\b(?:and|but|while|whereas)\s)(?P<z>no)\s(?P<x>(?:[A-Za-z-]+\s){{1,4}}?)(?:{_WAS_SEEN}|occurred|developed)\s(?:in|with|on|among|after)\b"
    rf"|(?P<y>(?:[A-Za-z-]+\s){{1,4}}?)(?:{_WAS_SEEN}|occurred|developed|arose|happened)\sin\s(?P<w>none(?=\sof\b)|no(?=\s{PEOPLE}\b))"
)
# "25% of the remaining volume"
_OF_AN_AMOUNT = rf"of (?:the |their |a )?(?:own |individual )?(?:(?!(?:{PEOPLE}|those|with|in|on|who|had|and|or)\b)[\w-]+ ){{0,3}}?(?:volumes?|capacity|work-?(?:load|rate)s?|heart rates?|(?:oxygen )?uptake|VO2 ?max|VO2peak|1-?RM|(?:one-|1-)?repetition maximum|intake|energy|surface area|output|blood loss)\b"
_NOT_A_SHARE = Pattern(
    rf"(?i)^\s?(?:-\s?)?(?:{NUM}{PERCENT}|CI\b|C\.I|CrI|confidence|credible|relative"
    rf"|reduction|increase|decrease|improvement|(?:or (?:more|greater) )?(?:PSA |serum |tumou?r |haemoglobin |hemoglobin )(?:decline|reduction|decrease|increase|shrinkage|rise)|higher|lower|greater"
    r"|compliance|adherence|less|more|fewer|mean|power|two-sided|one-sided|level|significance|rise|fall|drop(?!ped)|change(?!d)"
    r"|(?:ethyl |isopropyl )?(?:alcohol|ethanol)\b|of (?:the )?(?:predicted|baseline|maxim|dose|body|its|unaffected|uninjured|unoperated|contralateral|opposite|healthy side|normal)"
    r"|(?:average |relative |absolute |mean )(?:risk )?(?:reduction|increase|decrease|change|difference)|difference\b"
    r"|\([^()]{1,30}\)\s(?:reduction|increase|decrease|improvement)\b|of (?:the )?(?:\w+ )?(?:variance|variability|variation)\b"
    r"|[a-z]*caine\b|sodium\b|chlorhexidine\b|povidone|lidocaine|[a-z]+sone\b|cream\b|gel\b|ointment\b|glucose\b|saline"
    r"|solution|dextrose|w/v|per\b|loss|gain(?!ed)|interval|points?\b|units?\b|(?:weight|body)\s|(?:data )?maturity"
    r"|of (?:the |their |all |those )?(?:planned|prescribed|scheduled|calories|energy|calculated)\b"
    r"|of (?:the |their |all )?(?:[\w-]+ ){0,3}?(?:sessions|workouts|classes|doses|visits|cycles|courses|injections|samples|occasions|cells|fluid|bone marrow|graft|volume)\b"
    rf"|{_OF_AN_AMOUNT})"
)
# "a 31% (95% CI 10 to 50%) lower risk", "31% (10 to 50%) and 40% (20 to 60%) lower risks"
_CHANGE_BEHIND = Pattern(
    rf"(?i)\s?\([^()]{{1,40}}\)(?:,?\s(?:and\s|or\s)?{NUM}{PERCENT}\s?\([^()]{{1,40}}\)){{0,3}}"
    r"\s(?:(?:relative|absolute|adjusted|mean|risk)\s){0,2}(?:reduction|increase|decrease|improvement|lower|higher|greater|fewer|less|more)s?\b"
)
_CHANGE_BEFORE = Pattern(
    r"(?i)(?<![\w-])(?:reduc|decreas|increas|improv|fell|fallen|rose|risen|rais|chang|lower|declin|drop(?!-?\s?outs?\b)|power|alpha"
    r"|significance|margin|confidence|predicted|dose|difference|lessen|(?:cuts?|cutting|boost(?:s|ed|ing)|slow(?:s|ed|ing)|shr[aiu]nk)(?![\w-]))\w*"
    r"(?:\s[(\[][^()\[\]]{1,24}[)\]](?=\sby\s))?\s(?:(?!groups?\b|arms?\b|and\b|in\b|than\b)[\w-]+\s){0,5}?(?:by|of|to detect|was|from|is)?\s?(?:an?\s|average\s(?:of\s)?|mean of\s)*$"
)
# "p < 0.2%" and "a power of 85%" are no shares.
_NO_PEOPLE = Pattern(
    rf"(?i)\b(?:rose|fell|shr[aiu]nk|(?:increas|decreas|reduc|improv|shorten|prolong|declin|dropp|gain|lower|rais|chang)\w*|longer|shorter|higher|greater|less|more)\b[^;]{{0,120}}?\bby\s(?:only\s|about\s)?[+-]?{NUM}(?:\s?(?:±|\+/-)\s?{NUM})?\s?(?:{MEASURES}|k?N(?:[·.]\w\S*)?|W|J)\s?[(\[]$|"  # "rose by 9.7 s (13%)"
    r"\bp\s?(?:[<>=≤]\s?)?$|\baccount\w*\sfor\s$|\b(?:protective|preventive|vaccine)\s(?:efficacy|effectiveness)\b[^.;%]{0,60}$|\bS(?:D|E|EM)s?\]?\W{1,3}$|\d\s(?:points?|kg|mm|cm)\s\($|\b(?:probability|chance|likelihood)\s(?:of|that)\s[^.;%]{0,60}\b(?:cost[- ]?effective\w*|superior\w*|better|best)\b[^.;%]{0,60}$|\b(?:probability|chance|power|threshold|target|standard|cut-?off|scores?(?:\svalues?)?)\s(?:of|was|were)\s(?:a\s)?$"
)
# "fell by 12.5% and 11.5%": what is said of the first holds for the second.
AND_FIRST = Pattern(
    rf"(?i)\s?{NUM}{PERCENT}\s?(?:\([^()]{{0,40}}\)\s?)?(?:(?:from|over|within|after|at|by)\s(?:the\s)?(?:[\w-]+\s){{1,2}})?(?:(?:for|in|with|on)\s(?:the\s)?(?:[\w-]+\s){{1,5}}?)?(?:,|and|vs?\.?|versus|compared with|or)\s$"
)
# "fell by 12.5, 11.5 and 10%": the sign is printed once for all
_PLAIN_LIST = Pattern(
    rf"(?i)(?<![\w.%]){NUM}(?:,\s(?!and)|\s(?:and|or)\s)(?:{NUM}(?:,\s(?!and)|,?\s(?:and|or)\s)){{0,5}}$"
)
_RUNS = 3  # lists of numbers that one word may be said of
_COUPLES = (",", "and", " v", "vs", "vs.", "versus", "compared with", "or")
# "≥ 64 % had", "a risk > 20%": where a line is drawn, unless people follow: "< 1% of patients", "< 1% v 3%".
# "median (months) and survival were 7.5 and 31% on A": of a length of time and a share, the sign is the share's.
_MONTHS = Pattern(r"(?i)\b(?:medians?|means?)\b[^.;]{0,60}\band\b")
_BESIDE = Pattern(rf"\s?and\s\d{{1,2}}{PERCENT}")
# "fell by 30% on A and by 10% on B"
_AND_BY = Pattern(
    r"(?i)\b(?:reduc|decreas|increas|improv|fell|fallen|rose|risen|rais|chang|lower|declin|dropp)\w*\s[^.;]{0,60}?\bby\s(?:only\s)?[\d.]+\s?%[^.;%]{0,60}?(?:\b(?:and|or|versus|vs\.?|but|than|with|to)|,)\s(?:only\s)?by\s(?:only\s)?$"
    r"|\b(?-i:RR[RI]|AR[RI])s?(?:\s?[=:,]|\sof|\swas)?\s$"
)
_YEARLY = Pattern(
    rf"(?i){NUM}{PERCENT}\s(?:(?:per|a|each)\s(?:year|annum)\b|of\s(?:the\s)?(?:baseline|initial|pre-?treatment)\s(?:values?|levels?)\b)"
)
_NUMERAL = Pattern(
    r"(?i)(?:^|[(;:,.]\s?|\b(?:in|of|for|to|on|than|and|versus|vs\.?|from|with|at)\s)(?:group|arm|cohort|phase|grade|day|week|month|year|stage)\s$"
)
# "at weeks 4 and 8, 31 % and 24 %": a number that shares the sign of those behind it only by its place
_OF_A_TIME = Pattern(
    r"(?i)\b(?:days?|weeks?|months?|years?|visits?|cycles?|grades?|stages?|phases?)\s(?:[\d.]{1,4}(?:,\s[\d.]{1,4}){0,3},?\s(?:and|or|to)\s)?$"
)
_PLANNED = Pattern(
    r"(?i)\s(?:planned|required|expected|anticipated|intended|projected|scheduled|targeted?)\s"
)
_SIGN = Pattern(r"[<>≤≥]$")
_BY_MANY = Pattern(r"(?i)\b(?:in|by|among|with|for)\s(?:>=|>|≥)?\s?$")
_SHARED_STROKE = Pattern(r"%\s?/\s?$")
_LEAST_SHOWN = 25.0  # percent: events are listed from some such share on
_OF_PEOPLE = Pattern(
    rf"(?i)\s(?:of|in)\s(?:the\s|all\s|these\s)?{FEW_WORDS}(?:{PEOPLE}|groups?|arms?|both)\b|\s(?:v|vs|versus)\b"
)
# "The proportion improved was 55%" is a share.
_SHARE_THAT = Pattern(
    r"(?i)\b(?:proportions?|percentages?|numbers?)\s(?:of\s(?:\w+\s){1,4})?(?:(?:who|that|with|were|was|had)\s)*$"
)
# "percent changes of X (2 % v 14 %)", "3.5 v 1.5 kg or 4 % v 2 %": by how much something changed.
_BY_HOW_MUCH = Pattern(
    r"(?i)(?:\bpercent(?:age)?|%)\s?(?:mean\s)?(?:Δ|changes?\b|weight loss)[^;]*$"
    r"|\bpercent(?:age)?\s(?:mean\s)?(?:decreases?|reductions?|increases?|rises?|falls?|declines?)\s(?:in|of|from)\b[^;]*$"
    r"|\d\s?(?:kg|mm|cm|points?|mg/dl|g/cm2)\s(?:or|,|and)\s$"
    r"|\b(?:reduced|decreased|increased|shortened|lengthened|prolonged|lowered|fell|rose)\s(?:by|in|with)\s\d[\d.]*\s?(?:minutes?|min|hours?|h|days?|weeks?|months?|points?|kg|cm|mm)\s?[(\[]$"
)
# "occurs in 20 % of women", "20 % of women develop it": what is known of people at large, and not what was seen.
_OCCURS = Pattern(
    rf"(?i)\b(?:occurs?|affects?|develops?|arises?)\s(?:in\s)?(?:{ABOUT}|up to\s|between\s|as many as\s)?$"
)
_DEVELOP = Pattern(
    rf"(?i)\sof\s(?:the\s|all\s)?{FEW_WORDS}{PEOPLE}\s(?:[\w-]+\s){{0,6}}?(?:develop|experience|suffer|will|report)\b"
)
_FROM = Pattern(r"(?i)\bfrom\s$")
# "a change of taste was reported by": by people
_TOLD_BY = Pattern(
    r"(?i)\b(?:was|were|been)\s(?:\w+ly\s)?(?:reported|noticed|noted|felt|described|experienced|admitted|mentioned|voiced|stated)\s(?:by|in)\s$"
)
_IN_PEOPLE = Pattern(r"(?i)\s(?:with|in|for|among|on|after)\s(?:the\s)?(?:[\w-]+\s){1,6}?to\s(?:\w+\s)?\d")
# The middle of what was measured is no share of people: "the median score was 54%".
_MIDDLE = Pattern(
    r"(?i)\b(?:means?|medians?|averages?|averaged)\s(?!follow|(?:[a-z-]+\s){0,2}?(?:time|duration)\b)(?:[^.;,()]|[.,]\d){0,90}$|\bmedian,\s$"
)
_SPREAD = Pattern(r"(?i)\s?(?:[(\[]\s?)?(?:IQR\b|interquartile|SD\b|SEM\b|range\b|±|\+/?-)")
# "At 8 years relapse-free survival was 65% (±4%)": the standard error of a curve
_PLUS_MINUS = Pattern(r"(?i)\s?[(\[]?\s?(?:±|\+/-)\s?\d[\d.]*\s?%?\s?[)\]]?(?=\s|[.,;)]|$)")
_OF_CURVE = Pattern(
    r"(?i)\b(?:survival|(?:disease|relapse|recurrence|event|progression|metastasis)-free|(?-i:RFS|EFS|DFS|PFS|OS))\b(?![^.;]{0,80}\b(?:means?|medians?)\b)[^.;]{0,140}$"
)
# "(reduction in risk, 17 percent)": said of the two arms
_HEADED_CHANGE = Pattern(
    r"(?i)[(\[;,]\s?(?:(?:relative|absolute|estimated|mean|adjusted)\s)?(?:(?:risk|odds)\s)?(?:reductions?|decreases?|increases?|differences?|changes?)(?:\s(?:in|of)\s(?:[a-z-]+\s?){1,4})?(?:,|:|\s?=|\swas)?\s$"
)
# "complicated 12% of cycles on A and 5% on B": of cycles, too
_OF_TIMES = Pattern(
    r"(?i)%\sof\s(?:the\s|all\s)?(?:[\w-]+\s){0,2}?(?:cycles|courses|injections|sessions|doses|visits)\b[^.;%]{0,60}\b(?:and|versus|vs\.?|v|compared\swith)\s(?:in\s|for\s)?$"
)
# What would be, or was planned for, is not a result.
_SUPPOSED = Pattern(
    r"(?i)(?<!\bthan )\b(?:would|(?<!who )could(?!\snot\b|\sbe\s\w+ed\sin\b)|might|should|assum\w+|expect\w+|hypothesi[sz]\w+|anticipat\w+"
    r"|predict(?:ed|s))\b(?![^.;]*\b(?:occur|happen|develop)\s(?:was|were)\b)[^.;]*$"
)
# Intervals, ranges and changes ("from 33% to 54%"), spreads and thresholds are not the share of an arm.
_RANGE = Choice(
    rf"(?i)(?<!differed )(?<!difference )(?<!differences )(?<!contrast )\bbetween\s{NUM}\s?%?\sand\s{NUM}{PERCENT}|(?<![\w.]){NUM}\s?%?\s?(?:-|to|through)\s?{NUM}{PERCENT}|(?:±|\+/-)\s?{NUM}{PERCENT}"
    rf"|(?:CI|interval|IQR|range)[^.;()]{{0,12}}?{NUM}(?:{PERCENT})?\s?(?:,|;|and)\s?{NUM}{PERCENT}"
    rf"|{NUM}{PERCENT}\s(?:or|and)\s(?:more|less|higher|lower|greater|above|below|over)"
    rf"|(?:less|more|greater|lower|higher|fewer) than\s{NUM}{PERCENT}|(?:at least|at most|up to|above|below|exceeding|>\s?or\s?=|<\s?or\s?=)\s?{NUM}{PERCENT}"
)
_GROUP = Pattern(r"\s\d{3}(?!\d)")
_MEASURED = Pattern(
    r"(?i)(?:[<>≥≤=]|\b(?:pressure|BP|SBP|acuity|vision|ratio|scores?|grades?|at least|above|below))\s?(?:of\s)?$"
)
_AND_NEXT = Pattern(
    rf"(?i)^(?:,?\s?(?:,|and|vs?\.?|versus|against|or|(?:as )?compared (?:with|to))\s{NUM}{PERCENT}){{1,3}}(?=\s{_OF_AN_AMOUNT}|\sof\s(?:the\s)?(?:predicted|planned|prescribed|scheduled|dose|maxim|calculated|their)\b|\sof\s(?:[\w-]+\s){{1,4}}?(?:workouts|sessions|classes|visits)\b)"
)


class Share(NamedTuple):
    """One proportion as printed; any of count, total and percent may be missing, but not all."""

    start: int
    end: int
    cases: int | None
    total: int | None
    percent: Printed | None
    outcome: str = ""


def shares(sentence: Sentence) -> list[Share]:
    """Proportions in the order of the sentence; each character belongs to one of them at most."""
    found: list[Share] = []
    low = sentence.text.lower()
    shown = ("%" in low or "per" in low) and not PLANNED_FOR.search(sentence.text)
    ranges: list[tuple[int, int]] | None = None  # sought where there is a share
    for percent, pattern in SHARES.fitting(sentence.text):
        for match in pattern.finditer(sentence.text) if shown or not percent else ():
            if any(match.start() < s.end and s.start < match.end() for s in found):
                continue
            if ranges is None:
                ranges = [m.span() for m in _RANGE.finditer(sentence.text)] if shown else []
            if not any(a < match.end() and match.start() < b for a, b in ranges):
                share = _share(sentence.text, match)
                found += [share] if share else []
    found = [s for s in found if s.cases is None or s.total or not is_dealt(sentence.text, s.start)]
    if _YEARLY.search(
        sentence.text
    ):  # of the start, or by the year: said of one, meant of all that have no count
        found = [_without_rate(s) for s in found if s.percent is None or s.total is not None]
    found = [s for s in found if not _SUPPOSED.search(sentence.text[max(0, s.start - 60) : s.start])]
    found += [Share(*m.span("z"), 0, None, None) for m in _V_NONE.finditer(sentence.text)]
    if found and " none of " in low:
        found += [Share(*m.span("z"), 0, None, None) for m in _BUT_NONE.finditer(sentence.text)]
    found += [z for z in _none_in(sentence) if not any(z.start < s.end and s.start < z.end for s in found)]
    found += [
        Share(a, b, 0, None, None, words)
        for a, b, words in nobody(sentence)
        if not any(a < s.end and s.start < b for s in found)
    ]
    found += [
        z for z in _none(sentence) if found and not any(z.start < s.end and s.start < z.end for s in found)
    ]
    return sorted(found)


_ALL_BUT = Pattern(r"(?i)\ball\s(?:but|except|save)\s$")


def _is_left_out(text: str, start: int) -> bool:
    """Whether a count is of those who were left out: "all but two of 47 provided data"."""
    return _ALL_BUT.search(text, max(0, start - 12), start) is not None


def _without_rate(share: Share) -> Share:
    """The share without a percent by the year, which is not that of its count and total: "98 of 2861 (1.7% per year)"."""
    if share.percent is None or not share.total or share.cases is None:
        return share
    off = abs(100 * share.cases / share.total - share.percent.value)
    return share._replace(percent=None) if off > 0.6 * 10.0**-share.percent.decimals else share


def _share(text: str, match: re.Match[str]) -> Share | None:
    groups = match.groupdict()
    count = whole(groups["c"]) if groups.get("c") else None
    total = whole(groups["t"]) if groups.get("t") else None
    percent = printed(groups["p"], groups.get("r") or "=") if groups.get("p") else None
    if total is not None and _OF_A_SPAN.match(text, match.end("t")):
        return _without_total(text, match, count, percent)
    if (
        count is not None
        and total is not None
        and (total == 0 or count > total)
        and not _is_share(text, match)
    ):
        return None
    if total is not None and _PLANNED.match(text, match.end("t")):
        return None
    if percent is not None and not 0 <= percent.value <= 100:
        return None
    if total is not None and _is_left_out(text, match.start()):
        return None
    if is_point(text, match, count, total) or is_fraction(text, match):
        return None
    if (
        percent is not None
        and percent.decimals
        and _BESIDE.match(text, match.end())
        and _MONTHS.search(text, 0, match.start())
    ):
        return None
    before, after = text[max(0, match.start() - 110) : match.start()], text[match.end() : match.end() + 80]
    after = _AND_NEXT.sub("", after)  # "88% against 79% of the planned dose"
    alone = percent is not None and count is None
    if alone and (_is_measure(before, after) or _CHANGE_BEHIND.match(text, match.end())):
        return None
    if percent is not None and percent.value in _LEVELS and _LEVEL_BEHIND_NAME.search(before):
        return None
    if count is None and "%" not in match.group() and _OF_A_TIME.search(before):
        return None
    if percent is not None and (
        is_strength(text, before, after, count is None) or _is_threshold(text, match, before)
    ):
        return None
    if percent is None and re.search(
        r"(?i)(?:grades?|ratio|score|stages?|(?:^|[.,;:]\s|\b(?:and|or|versus|while|than)\s)(?:group|arm|cohort)|HER-?2|IL|(?<!\d\s)(?:days?|weeks?))\s?-?$",
        before,
    ):
        return None
    if percent is not None and count is not None and total is None and _NUMERAL.search(before):
        return Share(match.start("p"), match.end(), None, None, percent)  # "in arm 1 (9%)"
    if percent is not None and count is not None and _SHARED_STROKE.search(before):
        return Share(match.start("p"), match.end(), None, None, percent)  # "9%/28% (9/26)": of both, too
    return Share(match.start(), match.end(), count, total, percent)


# "16 (2%) of the 6-month and 48 (6%) of the 12-month patients": how long is no number of people
_OF_A_SPAN = Pattern(r"(?i)-(?:hour|day|week|month|year|dose|fraction|cycle)s?\b")


def _without_total(
    text: str, match: re.Match[str], count: int | None, percent: Printed | None
) -> Share | None:
    """A share whose total is none, up to the bracket that closes its percent; None where it has no percent."""
    if percent is None:
        return None
    end = match.end("p")
    closed = re.match(r"[^()\[\]]{0,40}[)\]]", text[end : match.start("t")])
    return Share(match.start(), end + closed.end() if closed else end, count, None, percent)


# "RR 0.71, CI 95% 0.48 to 1.05": the level of an interval
_LEVEL_BEHIND_NAME = Pattern(r"\b(?:CI|IC|C\.I\.)\s?[(\[]?\s?$")
_LEVELS = (90.0, 95.0, 99.0)


def _is_measure(before: str, after: str) -> bool:
    """Whether a percent without a count is a change, a level, a middle or a spread by the words on its two sides."""
    before = _before_list(before)
    if _OCCURS.search(before) or _DEVELOP.match(after):
        return True
    # "improved from 9 % on A to 24 % on B" is no change within one of them.
    apart = (_FROM.search(before) and _IN_PEOPLE.match(after)) or _TOLD_BY.search(before)
    change = None if apart else _CHANGE_BEFORE.search(before) or _AND_BY.search(before)
    changed = _NOT_A_SHARE.match(after) or (change and not _SHARE_THAT.search(before[: change.start()]))
    return bool(
        changed
        or _BY_HOW_MUCH.search(before)
        or _HEADED_CHANGE.search(before)
        or _OF_TIMES.search(before)
        or _NO_PEOPLE.search(before)
        or _MIDDLE.search(before)
        or (_SPREAD.match(after) and not (_PLUS_MINUS.match(after) and _OF_CURVE.search(before)))
    )


def _before_list(before: str) -> str:
    """The words before the first of the numbers that a number goes on from: what is said of that one holds for it."""
    for _ in range(_RUNS):
        coupled = before.rstrip().lower().endswith(_COUPLES)
        first = (_PLAIN_LIST.search(before) or AND_FIRST.search(before)) if coupled else None
        if first is None:
            break
        before = before[: first.start()].rstrip() + " "
    return before


def _is_threshold(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a percent with a sign before it tells where a line is drawn, and no share of people."""
    sign = ((match["r"] if "r" in match.re.groupindex else None) or before.rstrip()[-1:]).strip()
    if sign in (">", "≥", ">=") and _BY_MANY.search(before) and number(match["p"]) <= _LEAST_SHOWN:
        return True  # "events reported by ≥ 5% of patients were"
    counted = sign in ("<", "≤") and match.groupdict().get("c")  # "one (<1%)"
    return bool(_SIGN.search(sign)) and not counted and not _OF_PEOPLE.match(text, match.end())


def _is_share(text: str, match: re.Match[str]) -> bool:
    """Whether more of fewer is still a share that is misprinted, for a check to tell: its percent stands with it, and it is
    no pair of measurements ("140/90")."""
    told = match.groupdict()
    before = text[max(0, match.start() - 30) : match.start()]
    thousands = _GROUP.match(text, match.end("t"))  # "2300 (20%) of 11 500"
    return bool(told.get("p") and whole(told["t"]) > 0 and not thousands) and not _MEASURED.search(before)


def _none(sentence: Sentence) -> Iterator[Share]:
    """ "had no X, versus 11 %": a count of 0 out of a number that is not printed."""
    for match in _NONE.finditer(sentence.text):
        words = match.group("x").strip()
        if _NO_FINDING.search(words) or _THE.search(words) or HOW_MANY.match(sentence.text, match.start("x")):
            continue
        if _SO_MANY.search(sentence.text, max(0, match.start() - 60), match.start()):
            continue
        zero = Printed(value=0.0, decimals=0, text=match.group("z"))
        yield Share(match.start(), match.start("x") + len(words), 0, None, zero, words)


# "(7 % v none)": a count of 0 that is set against a share
_V_NONE = Pattern(rf"(?i){PERCENT}\s?(?:v|vs\.?|versus|compared (?:with|to))\s(?P<z>none)(?=\s?[;,.)])")
# "in 7% of men on A, but in none of those on B"
_BUT_NONE = Pattern(
    rf"(?i)\b(?:but|and|while|whereas|versus|vs\.?|compared (?:with|to))\s(?:in\s|by\s)?(?P<z>none)(?=\sof\s(?:those|the\s{FEW_WORDS}{PEOPLE})\s(?:on|in|given|receiving|who\s(?:received|were given)|treated with|assigned to)\s)"
)
_SEEN_IN = Pattern(rf"(?i)\b(?:{_WAS_SEEN}|occurred|developed|arose|happened)\s(?:in|with|on|among|after)\b")


def _none_in(sentence: Sentence) -> Iterator[Share]:
    """ "no X was observed in", "X was seen in none of": a count of 0 of the people named next."""
    for match in (
        _NONE_IN.finditer(sentence.text)
        if _NO.search(sentence.text) and _SEEN_IN.search(sentence.text)
        else ()
    ):
        words = (match["x"] or match["y"] or "").strip()
        if match["z"] and HOW_MANY.match(sentence.text, match.end("z")):
            continue
        if words and not _NO_FINDING.search(words):
            yield Share(match.start(), match.end("z") if match["z"] else match.end("w"), 0, None, None, words)
