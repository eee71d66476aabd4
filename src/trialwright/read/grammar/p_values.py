"""p-values, with their relation as printed. Thresholds of a planned analysis are not results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.model.number import Printed
from trialwright.model.result import Result
from trialwright.read.grammar.context import Context, test_named
from trialwright.read.grammar.lexis import LESS, NUM, printed
from trialwright.read.grammar.outcomes import Outcome
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.two_times import arm_over_time
from trialwright.read.grammar.within_arms import Within, within_arms
from trialwright.read.patterns import Choice, Pattern

_P = (
    rf"(?<![\w-])(?P<i>interaction\s)?[Pp](?:[- ]?(?:values?|trend"
    rf"|interaction))?\s?(?:for\s(?:the\s)?(?:\w+\s){{0,4}}?)?"
    rf"(?:(?P<r>{LESS}|=)|(?<=value)\s(?:was|of|is)|(?<=values)\s(?:were|of)|(?<=interaction\s)(?:was\s|of\s)?|(?<=interaction)\s(?:was|of)|(?<=heterogeneity\s)(?:was\s|of\s)?)\s?(?P<p>{NUM}|\.\s\d{{1,4}})(?!\s?%)"
)
_PATTERN = Choice(_P)
_AFTER = Pattern(
    rf"[\s,;:)\]]{{0,3}}(?:[(\[]\s?)?(?:(?:with|and)\s(?:an?\s)?)?(?:one-sided\s|two-sided\s"
    rf"|2-sided\s|1-sided\s|nominal\s|(?:stratified\s)?log-?\s?rank\s(?:test,?\s)?)?{_P}"
)
_THRESHOLD = Pattern(
    r"(?i)\bconsidered (?:to be )?(?:statistically )?significant|\bsignificance (?:level|was"
    r"|threshold)|\bwas (?:set|defined)|\balpha\b|\bstatistical significance\b"
    r"(?=[^.]{0,30}\bp)"
    r"|\bbased upon\b|\bdeemed significant|\btwo-sided (?:significance )?level"
)

_GROUPS = {
    "interaction": "interaction test",
    "heterogeneity": "test of heterogeneity",
    "trend": "test of trend",
}
_FOR = re.compile(
    r"(?i)\s?(?:for|of)\s(?:the\s)?(?:[\w-]+\s){0,3}?(?:interaction|heterogeneity|trend)\b"
)  # "p = 0.40 for interaction"

# "test for interaction: p = 0.40", "interaction (p = 0.03)"
_NAMED_BEFORE = re.compile(
    r"(?i)\b(?:interaction|heterogeneity|(?:test|p)\s(?:for|of)\s(?:linear\s)?trend)(?:\s(?:test|term))?(?:\sbetween\s[\w-]+(?:\s[\w-]+){0,2}\sand\s[\w-]+(?:\s[\w-]+){0,2}|\swas\s(?:not\s)?(?:statistically\s)?significant)?[:,]?\s[(\[]?$"
)

_OVER_TIME = re.compile(r"(?i)\btime\b|\bvisits?\b")

# "improved within the zinc group (p = 0.01)": before against after, and no comparison of arms
_WITHIN = Pattern(r"(?i)\bwithin\s(?:the\s)?[^.;,()]{2,60}?\s(?:groups?|arms?)\s?[(\[]\s?$")


def p_after(text: str, place: int) -> tuple[Printed, int] | None:
    """The p-value printed right after `place`, with the offset after it; None for p of an interaction."""
    match = _AFTER.match(text, place)
    if not match or _of_groups(match) or not 0 <= _value(match).value <= 1:
        return None
    return _value(match), match.end()


_LEADS_PAIR = Pattern(r"(?i),?\s(?:for|between|comparing)\s(?:the\s)?")
_SETS_APART = Pattern(r"(?i)(?:\s(?:group|arm))?\s(?:versus|vs?\.?|and|compared with)\s(?:the\s)?")


def p_values(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """p-values that no contrast has claimed."""
    if not _PATTERN.may_match(sentence.text) or _THRESHOLD.search(sentence.text):
        return
    changes: list[Within] | None = None  # looked for once a sentence, and only for a p that may be of one
    for match in _PATTERN.finditer(sentence.text):
        value = _value(match)
        if any(match.start() < b and a < match.end() for a, b in taken) or not 0 <= value.value <= 1:
            continue
        changes = within_arms(sentence, context.names) if changes is None else changes
        arm, versus = (
            _named_behind(sentence, match.end(), context)
            or _within(sentence, match.start(), context, changes)
            or context.pair(sentence)
        )
        groups = _of_groups(match) or _of_a_correlation(sentence, match.start(), context)
        about = Outcome() if groups == "correlation" else context.outcome(sentence, *match.span())
        yield context.result(
            "p_values", sentence, match.span(), "p_value", about,
            value=value, arm="" if groups else arm, versus="" if groups else versus,
            analysis=groups or test_named(sentence),
        )  # fmt: skip


# "correlated with age (r = 0.41, p = 0.02)": of one thing with another, over all people
_R = Pattern(rf"(?<![\w-])(?:[rR](?:ho|\^?2|²)?|ρ)\s?[=:]\s?[+-]?\s?{NUM}\s?[,;]\s$")
_CORRELATED = Pattern(
    r"(?i)\bcorrelat(?:ed|es|ions?)\b[^.;()]{0,80}?\s(?:with|between|to)\s[^.;()]{2,80}\s?[(\[]\s?$"
)
_GO_TOGETHER = Pattern(r"(?i)\b(?:correlat|relat|associat|predict|regress)")


# "a relationship between salt intake and pressure (1.6 mmHg per 30 mmol, p < 0.001)", where nothing is said of treatment
_ASSOCIATED = Pattern(
    r"(?i)\b(?:relationships?|associations?)\sbetween\b|\bassociated\swith\b|\b(?:positively|inversely|negatively|linearly)\srelated\sto\b"
)
_OF_TREATMENT = Pattern(
    r"(?i)\b(?:treat\w*|groups?|arms?|interventions?|therap\w*|randomi[sz]\w*|allocat\w*|assign\w*|controls?|placebo|drugs?|regimens?|supplement\w*|vaccin\w*|surgery|operations?|procedures?|program(?:me)?s?|medications?|devices?|training|exercises?)\b"
    r"|\b(?:it|they|this|these|which)\s(?:was|were|is|are)\s(?:[a-z]+ly\s)?associated\b"
)


def _of_a_correlation(sentence: Sentence, start: int, context: Context) -> str:
    """What a p-value is of where it tests how two measurements go together, else ""."""
    text = sentence.text
    if _CORRELATED.search(text, 0, start):
        return "correlation"
    if _R.search(text, 0, start):
        # "lower with A than with B (r = 0.3, P = 0.02)" is the size of an effect
        of_arms = len({m.label for m in context.mentions(sentence) if m.end <= start}) > 1
        return "" if of_arms and not _GO_TOGETHER.search(text, 0, start) else "correlation"
    said = _ASSOCIATED.search(text, 0, start)
    return "correlation" if said and not context.mentions(sentence) and not _OF_TREATMENT.search(text) else ""


def _named_behind(sentence: Sentence, end: int, context: Context) -> tuple[str, str] | None:
    """The two arms that a p-value is said to be for: "P = 0.03 for group 1 v group 2"."""
    behind = [m for m in context.mentions(sentence) if end <= m.start][:2]
    if len(behind) < 2 or behind[0].label == behind[1].label:
        return None
    text, (first, second) = sentence.text, behind
    led = _LEADS_PAIR.fullmatch(text, end, first.start) and _SETS_APART.fullmatch(
        text, first.end, second.start
    )
    return (first.label, second.label) if led else None


def _within(
    sentence: Sentence, place: int, context: Context, changes: Sequence[Within]
) -> tuple[str, str] | None:
    """(the arm, "") of a p-value that is said to be of a change within one arm; None for any other."""
    found = next((w for w in changes if w.start <= place < w.end), None)
    if found is not None:
        return ("", "") if _may_be_of_both(sentence, found, place, context) else (found.label, "")
    if over_time := arm_over_time(sentence, place, context.mentions(sentence)):
        return over_time, ""
    said = _WITHIN.search(sentence.text, max(0, place - 90), place)
    if said is None:
        return None
    inside = {m.label for m in context.mentions(sentence) if said.start() <= m.start < place}
    return (next(iter(inside)), "") if len(inside) == 1 else ("", "")


_FROM = Pattern(rf"(?i)\bfrom\s{NUM}")


def _may_be_of_both(sentence: Sentence, change: Within, place: int, context: Context) -> bool:
    """Whether a p closes the changes of two arms, and is the first of its sentence: "fell from 6 to 3 with A and from 6 to 4 with B
    (p = 0.001)" may compare them."""
    before = {m.label for m in context.mentions(sentence) if m.end <= place} - {change.label}
    if not before or len(list(_FROM.finditer(sentence.text, 0, place))) < 2:
        return False
    return next(iter(_PATTERN.finditer(sentence.text))).start() == place and not any(
        m.start > place for m in context.mentions(sentence)
    )


def _value(match: re.Match[str]) -> Printed:
    return printed(match.group("p"), match.group("r") or "=")


def _of_groups(match: re.Match[str]) -> str:
    """The test of subgroups, doses or studies that a p is said to be of, "" for a p of two arms."""
    behind = _FOR.match(match.string, match.end())
    before = _NAMED_BEFORE.search(match.string, max(0, match.start() - 60), match.start())
    if before and _OVER_TIME.search(match.string, max(0, before.start() - 40), before.end()):
        before = None  # "a group by time interaction" sets arms against each other
    said = f"{before.group() if before else ''} {match.group()} {behind.group() if behind else ''}".lower()
    return next((test for word, test in _GROUPS.items() if word in said), "")
