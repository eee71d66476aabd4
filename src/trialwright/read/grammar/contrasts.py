"""Contrasts between arms: odds, risk and hazard ratios and differences, with interval and p."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.number import Printed
from trialwright.model.result import Measure, Result
from trialwright.read.grammar.context import Context, test_named
from trialwright.read.grammar.intervals import Interval, bare_interval_after, interval_after
from trialwright.read.grammar.lexis import NUM, PERCENT, SIGNED, printed
from trialwright.read.grammar.listed_contrasts import of_their_own
from trialwright.read.grammar.mean_pairs import MEASURES
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome, match_known, primary_meant
from trialwright.read.grammar.p_values import p_after
from trialwright.read.grammar.planned_words import PLANNED_FOR
from trialwright.read.grammar.quantities import is_quantity
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_ADJECTIVES = Pattern(
    r"(?i)(?:(?:adjusted|unadjusted|crude|common|pooled|proportional|cumulative|stratified"
    r"|multivariable|multivariate|weighted"
    r"|estimated|mean|median|between-group|between-arm|absolute|least[- ]squares|LS"
    r"|treatment|placebo-corrected|standardi[sz]ed)\s){1,4}$"
)
_MEASURES = (
    ("hazard_ratio", r"hazards?[- ]ratios?(?:\s?[\[(]\s?a?HRs?\s?[\])])?|\ba?HRs?\b"),
    ("odds_ratio", r"odds[- ]ratios?(?:\s?[\[(]\s?[ac]?ORs?\s?[\])])?|(?-i:\b[acAC]?ORs?\b)"),
    ("risk_ratio", r"(?:relative risks?|risk ratios?)(?:\s?[\[(]\s?a?RRs?\s?[\])])?|(?-i:\b[aA]?RRs?\b)"),
    ("rate_ratio", r"(?:incidence[- ])?(?<!response )(?<!survival )(?<!remission )(?<!cure )rate[- ]ratios?(?:\s?[\[(]\s?a?I?RRs?\s?[\])])?|(?-i:\b[aA]?IRRs?\b)"),
    ("risk_difference", r"risk difference|absolute risk (?:difference|reduction)|\bARR\b"
        r"|difference in (?:proportions|percentages|risk)|rate difference"),
    ("difference", r"differences?|differed(?=\sby)|(?-i:\bMD\b)|\bdifferent\sbetween\s(?:the\s)?(?:(?:two|both|study|treatment|randomi[sz]ed)\s){0,2}(?:groups|arms)(?=\s?[(\[]\s?[\d+-])"),
)  # fmt: skip
# "(RR)", "(95% CI)": what it is called, or how its interval is meant
_ABBR = r"(?:\s?[\[(]\s?[A-Za-z]{1,5}\s?[\])])?(?:\s?[\[(]\s?\d{2}(?:\.\d)?\s?%\s?-?\s?(?:CI|C\.I\.|confidence\s(?:interval|limits))\s?[\])])?"
_HEADED = Pattern(r"(?i)[\[(]\s?(?P<level>\d{2}(?:\.\d)?)\s?%\s?-?\s?(?:CI|C\.I\.|confidence)")
_RANGE = Pattern(rf"\s?(?:to|-)\s?{NUM}")
_NOT_TIME = r"(?![\d.,]*\s?-?\s?(?:days?|weeks?|months?|years?|hours?|patients|participants)\b|[\d.]*\s?%?\s?(?:CI\b(?!\s?[(\[]?\s?[89]\d(?:\.\d)?\s?%)|C\.I|CrI\b|confidence|credible))"
_VALUE = rf"(?P<v>{SIGNED}){_NOT_TIME}(?P<pct>{PERCENT}|\s?(?:percentage|%)[- ]points?)?"
_DIRECT = rf"\s?(?:[=:,]|was|of|were|is|by|\(|\[)?\s?(?:=\s?)?{_VALUE}"


def _far(measure: str) -> str:
    """A measure whose number stands further on. Of a ratio it may stand before a semicolon ("odds ratio with A versus B 0.59; 95% CI"),
    where that of a difference may be a spread."""
    more = ";" if measure.endswith("ratio") else ""
    # ... but for "difference in change -4.5; 95% CI", where words lead to the number
    words = (
        ""
        if more
        else rf"|(?<=[a-z])(?<!SD)(?<!SE)(?<!SEM)(?=\s{SIGNED};\s?\d{{2}}(?:\.\d)?\s?%\s?-?\s?(?:CI|conf))"
    )
    found = rf"(?P<mid>[^;]{{1,140}}?)(?:\b(?:was|were|is)\b(?:\sestimated (?:at|to be))?|[=:]|\sof|,|(?=\s{SIGNED}\s?[\[(,{more}]\s?\d{{2}}(?:\.\d)?\s?%\s?-?\s?(?:CI|conf)){words})\s?{_VALUE}"
    return found.replace("<v>", "<v2>").replace("<pct>", "<pct2>")


# "mean difference 2.1 days": a length of time that is the difference itself
_OF_TIMES = Pattern(
    rf"(?i)\b(?:(?:mean|average|between-group)\s)?differences?(?:(?P<mid>\s(?:in|of)\s[^.;:()\d%]{{3,60}}?)\s(?:was|of)\s|(?<=[nepd]\sdifference)\s?(?:[=:,]\s?|(?:was|of)\s)?)(?P<v>{SIGNED})(?P<pct>)(?=\s(?:days?|weeks?|hours?|months?|years?|minutes?)\s?(?:[,;(]|\[|lower|fewer|shorter|longer|less|more))"
)
_RULES = Patterns[Measure](
    (
        *(
            (
                name,
                Pattern(rf"(?i)(?:{words}){_ABBR}(?:{_DIRECT}|{_far(name)})"),
            )
            for name, words in _MEASURES
        ),
        ("difference", _OF_TIMES),
    )  # type: ignore[arg-type]
)
# "or" is no odds ratio
_HINT = Pattern(r"(?i)ratio|differ|risk|(?-i:\b(?:[aA]?HR|[acAC]?OR|[aA]?I?RR|MD|ARR)s?\b)")
_AT_TIME = r"(?:\s(?:at|after|by|in|within|over)\s(?:the\sfirst\s)?(?P<t>\d{1,3}[\s-](?:hour|day|week|month|year)s?|(?:day|week|month|year)\s\d{1,3})\b)"
_TIME_BEHIND = Pattern(rf"(?i)[)\]]?{_AT_TIME}")
# "2.36 (95% CI 1.49-3.75), 1.20 (95% CI 0.88-1.64) and 0.61 (...)": one name for a list of them.
_NEXT = Pattern(
    rf"\s?[)\]]?{_AT_TIME}?\s?(?:[,;]\s?)?(?:and\s|or\s|versus\s|vs\.?\s)?(?:[A-Za-z][^.;()\d]{{0,60}}?[\s(])?(?P<v>{SIGNED})(?P<pct>)"
    rf"(?=\s?[,;]?\s?[\[(]?\s?\d{{2}}(?:\.\d)?\s?%\s?-?\s?(?:CI|C\.I|confidence)|\s?[\[(]\s?{NUM}\s?(?:to|-|,)\s?{NUM}\s?[\])](?!\s?(?:months?|years?|weeks?|days?|hours?|minutes?|points?|kg|mg|mm|%)))"
)
# "and median survival 12.3 (10.1 to 14.2)", "with a sensitivity of 0.82 (0.71 to 0.90)": a number of another kind
_OTHER_NAME = Pattern(
    r"(?i)(?:^|[^a-z])(?!(?:for|in|on|with|and|or|versus|vs|among|at)\b)[a-z][\w-]*\s(?:(?:was|were|is|of|=)\s)?$"
)
# ", for relapse 0.70 (...) and for death 0.85"
_FOR_NEXT = Pattern(
    r"(?i)(?:[,;]\s(?:and\s)?|\sand\s)for\s(?P<x>[a-z][^.;,()\d]{2,50}?)(?<!\band)(?<!\bor)\s(?:(?:was|were|is|of|=)\s)?$"
)
# "(RR: 39% vs. 9%)" is of response rates
_OF_SHARES = Pattern(rf"(?i){PERCENT}\s(?:v|vs|versus|and|compared with)\.?\s{NUM}{PERCENT}")
_FOR = Pattern(
    r"(?i)^\s?(?:[(\[][^()\[\]]{2,50}[)\]]\s)?(?:for|in|of|on)\s(?:the\s|an?\s|mean\s|change in\s)?(?P<x>[A-Za-z][^;(]{2,90})"
)
_UNIT = Pattern(rf"\s?(percentage points|mm ?Hg|{MEASURES}|%)(?!\w)")


def _is_percent(match: re.Match[str]) -> bool:
    """Whether a number has a percent sign, as no ratio has: "relative risk reduction was 34%", "response rate (RR), 34%"."""
    return "%" in ((match["pct"] or "") + (match.groupdict().get("pct2") or ""))


def contrasts(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """Contrasts in reading order; `taken` gains the stretch of each, with its interval and p."""
    rules = _RULES.fitting(sentence.text)
    for measure, pattern in rules if rules and _HINT.search(sentence.text) else ():
        for match in pattern.finditer(sentence.text):
            value_group = "v" if match.group("v") else "v2"
            start, end = match.start(value_group), match.end(value_group)
            if any(start < b and a < end for a, b in taken) or _crosses(match.groupdict().get("mid") or ""):
                continue
            if measure.endswith("_ratio") and _OF_SHARES.match(sentence.text, end):
                continue
            if measure.endswith("_ratio") and _is_percent(match):
                continue
            made = _contrast(sentence, context, measure, match, value_group)
            if made:
                result, stop = made
                taken.append((_start(match), stop))
                listed = result.low is not None and measure in _LISTED
                more = _more(sentence, context, measure, stop, taken) if listed else ()
                yield from of_their_own(sentence.text, [result, *more])


_SUPPOSED = Pattern(
    r"(?i)\b(?:assum\w+|suppos\w+|anticipat\w+|hypothesi[sz]\w+|expect(?:ed|ing)|target(?:ed|ing)?)\s(?:that\s)?(?:an?\s|the\s|true\s|of\s){0,3}(?:relative\s|hazards?\s|odds\s|risk\s|rate\s|ratio\s|HR\s|OR\s|RR\s|for\s|\w+\s){0,4}?\(?(?:of\s|was\s|=\s)?[\d.]+$"
    r"|\b(?:needed|required)\b[^.;]{0,60}\bto\s(?:show|demonstrate|find|prove)\s[^;]{0,60}$"
)
# "standardised mean difference -0.4", "difference -0.4 standard deviations": in SDs of the outcome, and not in its unit
_STANDARDISED = Pattern(r"(?i)\bstandardi[sz]ed\b|\beffect\ssize\b|\bCohen'?s\b|\bHedges'?|\bSMD\b")
_IN_SDS = Pattern(r"(?i)\s?(?:SDs?|standard\sdeviations?)\b(?!\s?[\d=:(])")


def _is_standardised(text: str, match: re.Match[str], place: int) -> bool:
    return bool(_STANDARDISED.search(text, _start(match), place) or _IN_SDS.match(text, place))


_LISTED = ("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio", "difference")


def _more(
    sentence: Sentence, context: Context, measure: Measure, stop: int, taken: list[tuple[int, int]]
) -> Iterator[Result]:
    """The rest of a list of ratios, each with an interval of its own."""
    while match := _NEXT.match(sentence.text, stop):
        start, end = match.span("v")
        named = _FOR_NEXT.search(sentence.text, stop, start)
        other = named is None and _OTHER_NAME.search(sentence.text, stop, start)
        if other or _HINT.search(sentence.text, stop, start):
            return  # it has a name of its own: "cramps: RR 0.6 (0.4 to 0.9); falls: RR 1.1 (0.8 to 1.6)"
        made = (
            None
            if any(start < b and a < end for a, b in taken)
            else _contrast(sentence, context, measure, match, "v")
        )
        if made is None or made[0].low is None:
            return
        result, stop = made
        taken.append((start, stop))
        label = tidy(named["x"], context.names) if named else ""
        yield result.model_copy(update={"endpoint": label}) if label else result


def _start(match: re.Match[str]) -> int:
    """Where the measure begins with its adjectives: "common odds ratio"."""
    adjectives = _ADJECTIVES.search(match.string, max(0, match.start() - 60), match.start())
    return adjectives.start() if adjectives else match.start()


_A_P = Pattern(r"(?<![\w-])[Pp](?:[- ]?values?)?\s?[=<>]\s?$")


def _crosses(middle: str) -> bool:
    """The words between a measure and its number must not hold another measure or another number's label."""
    return bool(
        re.search(
            r"(?i)\bp\s?[<>=≤]|\d\s?%|\b(?:ratio|median|respectively|CI|versus (?=\d)|n\s?=)\b"
            r"|\d\s?[)\]]|\.\s",
            middle,
        )
    )


def _contrast(
    sentence: Sentence, context: Context, measure: Measure, match: re.Match[str], group: str
) -> tuple[Result, int] | None:
    text = sentence.text
    if _A_P.search(text, max(0, match.start(group) - 12), match.start(group)):
        return None  # "the differences were smaller (p = 0.053)"
    value = _printed(match.group(group))
    percent = match.group("pct" if group == "v" else "pct2") or ""
    place = match.end()
    unit = _UNIT.match(text, place)
    interval = interval_after(text, unit.end() if unit else place) or bare_interval_after(
        text, unit.end() if unit else place, value.value
    )
    if measure != "difference" and measure != "risk_difference" and not _is_ratio(value, interval):
        return None
    if interval is None and _RANGE.match(text, place):
        return None  # "the 95% CI for the hazard ratio was 0.4 to 0.8"
    headed = _HEADED.search(text, match.start(), match.start(group)) if interval else None
    if interval and headed and interval.level is None:
        interval = interval._replace(level=float(headed["level"]))
    stop = interval.end if interval else (unit.end() if unit else place)
    p = p_after(text, stop)
    if (
        interval is None
        and p is None
        and (PLANNED_FOR.search(text) or _SUPPOSED.search(text, 0, match.end()))
    ):
        return None  # "90% power to detect a hazard ratio of 0.75", "assuming an odds ratio of 0.6"
    if measure in ("difference", "risk_difference") and interval is None and p is None:
        return None  # a lone "difference of 3" is as often a margin or an assumption as a result
    arm, versus = context.pair(sentence, match.start())
    stop = p[1] if p else stop
    about = _outcome_of(sentence, match, stop, context)
    if measure == "difference" and percent and _is_of_shares(text, match, about):
        measure = "risk_difference"
    named = "SD" if measure == "difference" and not unit and _is_standardised(text, match, place) else ""
    made = context.result(
        "contrasts", sentence, (_start(match), stop), measure, about,
        value=value, low=interval.low if interval else None, high=interval.high if interval else None,
        level=interval.level if interval else None, p=p[0] if p else None, arm=arm, versus=versus,
        unit=named or ("%" if percent else unit.group(1) if unit else ""), analysis=_analysis(sentence, match, interval),
    )  # fmt: skip
    return made, stop


def _outcome_of(sentence: Sentence, match: re.Match[str], stop: int, context: Context) -> Outcome:
    """What a contrast that ends at `stop` is of, and at which time, where that stands behind it."""
    about = _closed_by(sentence, stop, context) or _about(sentence, match, context)
    for end in () if about.label else (stop, match.end()):  # behind the interval, or before it
        about = about if about.label else _named_behind(sentence, end, context)
    # "0.70 (95% CI ...) at 1 year and 0.85 (95% CI ...) at 5 years"
    behind = _TIME_BEHIND.match(sentence.text, stop)
    return about._replace(time=behind["t"]) if behind else about


def _is_of_shares(text: str, match: re.Match[str], about: Outcome) -> bool:
    """Whether a difference in percent is one of shares, and of no quantity that is measured in percent."""
    return not is_quantity(about.label) and not _is_of_means(text, match.start())


def _printed(text: str) -> Printed:
    return printed(re.sub(r"(?<=[+-])\s", "", text.strip()))


def _is_ratio(value: Printed, interval: Interval | None) -> bool:
    return value.value > 0 and (interval is None or interval.low.value >= 0)


def _analysis(sentence: Sentence, match: re.Match[str], interval: Interval | None) -> str:
    adjective = match.string[_start(match) : match.start()].strip().lower()
    parts = (
        [adjective]
        if re.search(r"adjusted|crude|common|pooled|proportional|stratified|multivari|weighted", adjective)
        else []
    )
    parts += [test_named(sentence)] if test_named(sentence) else []
    parts += ["credible interval"] if interval and interval.credible else []
    return ", ".join(parts)


def _about(sentence: Sentence, match: re.Match[str], context: Context) -> Outcome:
    """ "odds ratio for X was", else what the words before it speak of."""
    middle = match.groupdict().get("mid") or ""
    named = _FOR.match(re.sub(r"\b(?:was|were|is)$", "", middle).rstrip(" ,"))
    if named:
        meant = primary_meant(named.group("x"), context.endpoints)
        if meant is not None:
            return meant
        label = tidy(named.group("x"), context.names)
        if label:
            return match_known(label, context.endpoints)
    return context.outcome(sentence, match.start(), match.end())


# "a hazard ratio of 0.6 (0.4 to 0.9) for relapse with A compared with B"
_FOR_BEHIND = Pattern(
    rf"(?i)[)\]]?(?:[,;]\s[Pp]\s?[<>=]\s?[\d.]+[)\]]?)?,?\sfor\s(?:the\s(?:primary\s)?)?(?P<x>(?!(?:each|every|{PEOPLE}|those|trend|interaction|non-?inferiority|superiority|age|per|a|an)\b)[A-Za-z][^;:.,()\d]{{1,60}})"
)
# "the least squares mean change was -0.6% v -0.9% (difference 0.3%": of a quantity in percent
_OF_MEANS = Pattern(
    r"(?i)\bleast[\s-]squares?\b|\bLSM?\smeans?\b|\bmean\s(?:[\w-]+\s){0,2}?(?:changes?|decreases?|reductions?|increases?|falls?|rises?)\b|\bHbA1c\b|\bejection\sfraction\b"
)
_OF_COUNTED = Pattern(r"(?i)\b(?:proportions?|(?:percentages?|shares?)\sof|responders?|achiev\w+|reach\w+)\b")
_THEN_OTHER = Pattern(r"(?i);\s(?=[a-z]{3})|\b(?:and|but|while|whereas)\s[^,;]{3,60}?\b(?:was|were)\b")
_CLOSES = Pattern(r"\s?(?:[;)\]]|$)")
# "for heterogeneity", "for both", "for the log-rank test": what is tested, and no outcome
_OF_A_TEST = Pattern(
    r"(?i)(?:both|either|all|log-?\s?rank)\s?$|(?:[\w-]+\s){0,3}?(?:tests?|comparisons?|contrasts?|analys[ei]s|heterogeneity|homogeneity|equivalence|differences?|models?|multiplicity)\b"
)


def _is_of_means(text: str, start: int) -> bool:
    """Whether a difference in percent that begins at `start` is of means of a quantity in percent, by the words of its own clause."""
    last = next(reversed(list(_OF_MEANS.finditer(text, 0, start))), None)
    if last is None or _OF_COUNTED.search(text, 0, start):
        return False
    return _THEN_OTHER.search(text, last.end(), start) is None


# "for the diet with nuts group": an arm by more words than its name has
_OF_GROUP = Pattern(r"(?i)(?:(?!\b(?:in|compared|versus|than)\b)[^,;])*\b(?:groups?|arms?)\b")


def _closed_by(sentence: Sentence, stop: int, context: Context) -> Outcome | None:
    """What closes the bracket of a contrast, which is nearer than the words before it: "(HR 1.3, P = .01 for relapse; HR 1.4 for death)"."""
    behind = _FOR_BEHIND.match(sentence.text, stop)
    if behind is None or not _CLOSES.match(sentence.text, behind.end()):
        return None
    if _OF_A_TEST.match(behind["x"]):
        return None  # "P = 0.04 for heterogeneity"
    named = _named_behind(sentence, stop, context)
    return named if named.label else None


def _named_behind(sentence: Sentence, stop: int, context: Context) -> Outcome:
    """The outcome that is named behind a contrast and its interval; none where it is an arm."""
    behind = _FOR_BEHIND.match(sentence.text, stop)
    if behind is None or _OF_GROUP.match(behind["x"]):
        return Outcome()
    if any(m.start <= behind.start("x") < m.end for m in context.mentions(sentence)):
        return Outcome()
    label = tidy(re.split(r"\s(?:and|but|while)\s", behind["x"])[0], context.names)
    return match_known(label, context.endpoints) if label else Outcome()
