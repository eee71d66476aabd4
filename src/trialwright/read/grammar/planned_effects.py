"""The effect that a sample size was planned for, as the sentence with the power tells it.

Two rates, one rate with a reduction (relative, absolute, or not said which) or with a margin, a hazard ratio, a difference
with its SD, two means, or a difference in units of the SD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.read.grammar.lexis import NUM, number
from trialwright.read.patterns import Pattern

# (field, value, unit, where it stands)
Effect = tuple[str, float | str, str, re.Match[str]]

_RATES = Pattern(
    rf"(?i)\bfrom\s(?P<v>{NUM})\s?%?\s(?:\([^()]{{1,40}}\)\s|in the [\w\s]{{1,30}}\s)?to\s(?P<v2>{NUM})\s?%|(?P<v3>{NUM})\s?%\s(?:(?:mortality|risk|incidence|response|relapse|recurrence|success|cure|survival|event\srate|(?:of\s(?:[a-z]+\s){{0,2}}?|(?:would|will)\s)(?!drop|withdr|lost|los[es]|leave|discontinu|attrition|be\slost)[a-z]+)\s)?(?:(?:in the|with|for|on|under) [\w\s]{{1,40}}\s)?(?:versus|vs\.?|v|and|compared with)\s(?P<v4>{NUM})\s?%(?!\s(?:statistical\s)?(?:power|chance|confidence|level))"
)
_HAZARD = Pattern(rf"(?i)\b(?:hazard ratio|HR)\s(?:\(HR\)\s)?(?:of|=|was)?\s?(?P<v>{NUM})")
_RATIO = Pattern(
    rf"(?i)\b(?:(?P<odds>odds ratio)|(?:risk|rate) ratio|relative risk)\s(?:\([A-Z]{{2}}\)\s)?(?:of|=|was)\s(?:at least\s)?(?P<v>{NUM})(?!\d|\.\d|\s?%)"
)
_GAP = Pattern(
    rf"(?i)\b(?:difference|reduction|improvement|change)\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v>{NUM})(?!\d|\.\d|\s?(?:%|per\s?cent|SDs?\b|standard dev))"
)
# "an 8 mm difference", "a 5-point improvement"
_GAP_FIRST = Pattern(
    rf"(?i)\b(?:an?|the)\s(?:mean\s|minimum\s|clinically\s(?:important|relevant|meaningful)\s)?(?P<v>{NUM})(?!\d|\.\d|\s?(?:%|per\s?cent|SDs?\b|standard dev))[\s-]?(?:[a-z/²0-9]{{1,12}}[\s-]){{0,2}}?(?:mean\s)?(?:difference|reduction|improvement|change|increase|decrease|gain|fall|rise)\b"
)
# "a difference of 0.5% in HbA1c (SD 1.1%)", in an outcome that is measured in percent
_GAP_PERCENT = Pattern(
    rf"(?i)\b(?:difference|reduction|improvement|change|increase|decrease)\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v>{NUM})\s?(?:%|percentage[- ]points?)"
    rf"|\b(?:an?|the)\s(?P<v2>{NUM})\s?(?:%|percentage[- ]points?)\s(?:mean\s)?(?:difference|reduction|improvement|change|increase|decrease)"
)
_SD_PERCENT = Pattern(
    rf"(?i)(?<!\d )\b(?:SD|standard deviation)\s?\)?\s?(?:\([^()]{{1,8}}\)\s|,\s)?(?:of|=|was|is)?\s?(?P<v>{NUM})\s?(?:%|percentage[- ]points?)"
)
_SD = Pattern(
    rf"(?i)(?<!\d )\b(?:SD|standard deviation)\s?\)?\s?(?:\([^()]{{1,8}}\)\s|,\s)?(?:of|=|was|is)?\s?(?P<v>{NUM})"
)
_MEANS = Pattern(
    rf"(?i)\bmeans?\b[^.;%()]{{0,60}}?\s(?:of|=|be|was|is)\s(?P<v>{NUM})\s(?:(?!(?:and|versus|vs|v|to|compared)\b)[\w/-]+\s){{0,6}}?(?:and|versus|vs\.?|v|compared with|to)\s(?P<v2>{NUM})(?!\d|\.\d|\s?%)"
)
_IN_SDS = Pattern(
    rf"(?i)\bstandardi[sz]ed\s(?:mean\s)?(?:difference|effect)(?:\ssize)?\s(?:of|=|was)\s(?:at least\s)?(?P<v>{NUM})(?!\d|\.\d|\s?%)"
    rf"|\b(?:Cohen's\sd|effect\ssize)(?:\s?\((?:Cohen's\s)?d\)|,?\sCohen's\sd,?)?\s?(?:of|=|was|:)\s?(?:at least\s)?(?P<v2>{NUM})(?!\d|\.\d|\s?%)"
    rf"|\((?:Cohen's\s)?d\s?=\s?(?P<v3>{NUM})\)"
    rf"|(?P<v4>{NUM})\s?(?:of (?:a|one|the)\s)?(?:SDs?|standard deviations?)\b(?!\s(?:of|=)\s?\d)"
)
_DOWN = r"(?:reduc\w+|decreas\w+|decline|fall|drop|lower(?:ing)?)"
_UP = r"(?:increase\w*|improve\w*|rise|gain)"
_CHANGE = rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP})|difference|change|effect)"
_PERCENT = r"\s?(?:%|per\s?cent\b)"
_POINTS = r"(?:%|per\s?cent(?:age)?[- ]points?)"
_RELATIVE = Pattern(
    rf"(?i)(?P<v>{NUM}){_PERCENT}\s(?:or (?:greater|more|larger)\s)?(?:proportional|relative)\s(?:risk\s)?{_CHANGE}"
    rf"|\b(?:proportional|relative)\s(?:risk\s)?(?:(?P<down2>{_DOWN})|(?P<up2>{_UP})|difference)\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v2>{NUM}){_PERCENT}"
)
_ABSOLUTE = Pattern(
    rf"(?i)(?P<v>{NUM}){_PERCENT}\sabsolute\s(?:risk\s)?{_CHANGE}"
    rf"|\babsolute\s(?:risk\s|rate\s)?(?:(?P<down2>{_DOWN})|(?P<up2>{_UP})|difference)\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v2>{NUM})\s?{_POINTS}"
    rf"|(?:(?P<down3>{_DOWN})|(?P<up3>{_UP})|\bdifference)\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v3>{NUM})\s?percentage[- ]points?"
    rf"|(?P<v4>{NUM})[ -]percentage[- ]points?\s(?:(?P<down4>{_DOWN})|(?P<up4>{_UP})|difference)"
    rf"|\bdifference\s(?:[a-z][\w-]*\s){{0,6}}?of\s(?:at least\s)?(?P<v5>{NUM}){_PERCENT}"
)
_EITHER = Pattern(
    rf"(?i)(?P<v>{NUM}){_PERCENT}\s(?:[a-z][\w-]*\s)?(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b"
    rf"|(?:(?P<down2>{_DOWN})|(?P<up2>{_UP}))\s(?:[a-z][\w-]*\s){{0,6}}?(?:of|by)\s(?:at least\s)?(?P<v2>{NUM}){_PERCENT}"
)
_MARGIN = Pattern(
    rf"(?i)\b(?P<w>non-?inferiority|equivalence)\s(?:margin|limit|bound(?:ary)?)\b[^.;%\d]{{0,40}}?(?P<v>{NUM})(?:\s?(?P<u>{_POINTS}))?"
    rf"|\bmargin\s(?:for\s(?P<w2>non-?inferiority|equivalence)\s)?(?:was|is|of|at|=)[^.;%\d]{{0,30}}?(?P<v2>{NUM})(?:\s?(?P<u2>{_POINTS}))?"
    rf"|(?P<v3>{NUM})[ -]?(?P<u3>{_POINTS})\s(?P<w3>non-?inferiority|equivalence)\smargin"
)
_RATE_WORD = r"(?:rates?|risk|incidence|mortality|proportion|prevalence|probability|success|cure|survival|relapse|recurrence|response|events?|death)"
_RATE = Pattern(
    rf"(?i)\b{_RATE_WORD},?\s(?:(?!{_DOWN}|{_UP}|difference)[\w-]+\s){{0,8}}?(?:of|at|was|be|is|as|in)\s(?:about\s|approximately\s|around\s)?(?P<v>{NUM}){_PERCENT}(?!\s(?:{_DOWN}|{_UP}|relative|absolute|power))"
    rf"|(?P<v2>{NUM}){_PERCENT}\s(?:(?!{_DOWN}|{_UP}|difference|relative|absolute|power|chance|loss|drop|attrition|withdraw|two|one|confidence|significance|lower|higher|non)[\w-]+\s){{0,3}}?{_RATE_WORD}\b(?!\sof\s(?:a\s)?type\b)"
    rf"|\b(?:occur|happen)\sin\s(?:about\s|approximately\s)?(?P<v3>{NUM}){_PERCENT}"
    rf"|(?P<v4>{NUM}){_PERCENT}\sof\s(?:the\s)?(?:[\w-]+\s){{0,3}}?(?:controls?|placebo|(?:in|with|on|under)\s(?:the\s|both\s|each\s)?(?:control|placebo|standard|usual|groups|arms))"
)
_LOST = Pattern(
    r"(?i)(?:drop-?\s?out|attrition|withdrawal|loss|lost to follow-?up|recruitment|accrual|error|significance)\s(?:rate\s)?$"
)


def effects(text: str) -> Iterator[Effect]:
    """What the sentence says of the effect planned for; rates, ratios and differences that are whole."""
    rates, hazard = _two_rates(text), _HAZARD.search(text)
    if rates:
        yield rates
    if hazard:
        yield "planned hazard ratio", _value(hazard), "", hazard
    margin = _margin(text)
    if margin:
        yield margin
    if not rates and not hazard and (sd := _SD_PERCENT.search(text)) and (gap := _GAP_PERCENT.search(text)):
        yield "planned difference", _value(gap), "%", gap
        yield "planned sd", _value(sd), "%", sd
    elif not rates and not hazard:
        yield from _of_one_rate(text, margin[3] if margin else None)
        yield from _of_means(text)


def _two_rates(text: str) -> Effect | None:
    rates = _RATES.search(text)
    if rates:
        a, b = (number(rates[x] or rates[y]) for x, y in (("v", "v3"), ("v2", "v4")))
        if 0 < a < 100 and 0 < b < 100 and a != b:
            return "planned rates", f"{a:g} to {b:g}", "%", rates
    return None


def _margin(text: str) -> Effect | None:
    """The margin, in points of percent or in the outcome's own unit; "equivalence" is part of the unit where it is said."""
    found = _MARGIN.search(text)
    if found is None or _value(found) <= 0:
        return None
    percent = any(found[u] for u in ("u", "u2", "u3"))
    two = any((found[w] or "").lower() == "equivalence" for w in ("w", "w2", "w3"))
    return "planned margin", _value(found), "%" * percent + " equivalence" * two, found


def _of_one_rate(text: str, margin: re.Match[str] | None) -> Iterator[Effect]:
    """The rate of one arm, or of both, and by how much it is to change."""
    change = None if margin else _change(text)
    taken = margin or (change[3] if change else None)
    rate = next((m for m in _RATE.finditer(text) if not _is_other(text, m, taken)), None)
    if rate is not None and 0 < _value(rate) < 100:
        yield "planned rate", _value(rate), "%", rate
    if change:
        yield change


def _change(text: str) -> Effect | None:
    if ratio := _RATIO.search(text):
        return f"planned {'odds' if ratio['odds'] else 'risk'} ratio", _value(ratio), "", ratio
    for field, pattern in (("relative", _RELATIVE), ("absolute", _ABSOLUTE), ("unsaid", _EITHER)):
        if (found := pattern.search(text)) and 0 < _value(found) < 100:
            return f"planned {field} change", f"{_way(found)}{_value(found):g}", "%", found
    return None


def _is_other(text: str, rate: re.Match[str], taken: re.Match[str] | None) -> bool:
    """A rate of dropout, or the number of the change or margin itself."""
    if taken is not None and _place(taken) == _place(rate):
        return True
    word = text[max(0, rate.start() - 20) : rate.start() + 5]
    return _LOST.search(text, 0, rate.start()) is not None or "dropout" in word.lower()


def _way(found: re.Match[str]) -> str:
    """ "-" for what falls, "+" for what rises, "" where only a difference is told."""
    said = {k.rstrip("2345") for k, g in found.groupdict().items() if g}
    return "-" if "down" in said else "+" if "up" in said else ""


def _of_means(text: str) -> Iterator[Effect]:
    if in_sds := next((m for m in _IN_SDS.finditer(text) if 0 < _value(m) <= 3), None):
        yield "planned effect size", _value(in_sds), "SD", in_sds
        return
    if gap := _GAP.search(text) or _GAP_FIRST.search(text):
        yield "planned difference", _value(gap), "", gap
    elif (means := _MEANS.search(text)) and number(means["v"]) != number(means["v2"]):
        yield "planned difference", round(abs(number(means["v"]) - number(means["v2"])), 9), "", means
    if (sd := _SD.search(text)) and _value(sd) > 0:
        yield "planned sd", _value(sd), "", sd


def _value(match: re.Match[str]) -> float:
    return number(next(g for k, g in match.groupdict().items() if k.startswith("v") and g))


def _place(match: re.Match[str]) -> int:
    """Where its number stands."""
    return next(match.start(k) for k, g in match.groupdict().items() if k.startswith("v") and g)
