"""Relative changes: "reduced X by nearly 8%", "an ~8% reduction in X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialwright.model.result import Result
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.intervals import bare_interval_after, interval_after
from trialwright.read.grammar.lexis import ABOUT, LESS, NUM, PERCENT, printed
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome, match_known
from trialwright.read.grammar.p_values import p_after
from trialwright.read.grammar.planned_words import PLANNED_FOR
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_DOWN = (
    r"reduc(?:ed|es|tion|tions|ing)|decreas(?:ed|es|e)|lower(?:ed|s)|fell|declin(?:ed|e)|drop(?:ped)?|falls?"
)
_UP = r"increas(?:ed|es|e)|improv(?:ed|es|ement)|rose|rise|gain(?:ed)?"
# "15 % gained weight", "40 % improved" are shares of people.
_CHANGE = (
    r"reduc(?:ed|es|tion|tions)|decreas(?:ed|es|e)|lowered|decline|drop|fall"
    r"|increas(?:ed|es|e)|improvements?|rise|gain"
)
_SHARE = rf"(?P<r>{ABOUT}|{LESS}\s?)?(?P<v>{NUM}){PERCENT}(?!\s?(?:CI|confidence|to\s\d|-\s?\d|-?\s?(?:units?|points?)\b))"
_VERB_FIRST = Pattern(
    rf"(?i)\b(?P<w>{_DOWN}|{_UP})\s(?P<x>[^.;()\d]{{0,90}}?)\s?\bby\s(?:an?\s)?(?:(?:average"
    rf"|mean|median)\s(?:of\s)?)?{_SHARE}"
)
_NOUN_LAST = Pattern(
    rf"(?i){_SHARE}(?:\s?\((?!(?:n\s?=\s?)?\d+\s?(?:/|of|out|\)))[^()]{{1,50}}\))?\s(?:(?:mean|average|relative|proportional|proportionate|overall|median|risk|further"
    rf"|significant)\s){{0,3}}(?P<w>{_CHANGE})\b(?:\s(?:in"
    rf"|of)\s(?P<x>[A-Za-z][^.;,()\d]{{2,70}}))?"
)
_NOUN_FIRST = Pattern(
    rf"(?i)\b(?P<w>reduction|decrease|increase|improvement)\s(?:in"
    rf"|of)\s(?P<x>[A-Za-z][^.;,()\d]{{2,70}}?)\s(?:was|of)\s{_SHARE}"
)


_RELATIVE = Pattern(
    rf"(?i)\brelative\s(?:risk\s)?(?P<w>reduction|decrease|increase|improvement)(?P<x>)(?:\s[(]RR[RI][)])?,?\s(?:(?:was|of)\s)?{_SHARE}"
)
# "a fall in weight (14.2%; P = 0.01)"; "fewer (14%) than (20%)" and "falls in women were seen in 40 (20%)" are shares
_NOUN_BRACKET = Pattern(
    rf"(?i)\b(?:an?|the|and|significant|mean|median|^)\s?(?P<w>reductions?|decreases?|increases?|falls?|rises?|drops?|declines?)\s(?:in|of)\s(?P<x>[A-Za-z](?:[^.;,():\s]|\s(?!\d)){{2,70}}?)(?<!\d)\s[(\[]{_SHARE}(?=[)\]]|;\sP\b)"
)
# "fell by 42% with A and by 37% with B", "A reduced pain by 42% and stiffness by 37%"
_AND_BY = Pattern(
    rf"(?i)(?:[^.;()\d]|[(][^()]{{0,40}}[)]){{0,60}}?\s(?:and|but|versus|vs\.?|compared\swith|while|whereas)(?P<x>(?:\s(?!(?:{_DOWN}|{_UP}|was|were|is|are|had|has|grew|went|got|made|seen|taken|higher|lower|more|less|worse|better|[a-z-]+ed)\b)[\w-]+){{0,5}}?)\sby\s(?:only\s|an?\s)?{_SHARE}(?!\sof\b)"
)
# "a 46% reduction in pain with A and 15% with B"
_AND_OF = Pattern(
    rf"(?i)[^.;()\d]{{0,60}}?,?\s(?:and|but|versus|vs\.?|compared\swith)(?P<x>)\s(?:of\s|only\s)?{_SHARE}(?=\s(?:with|in|on|for|among)\s(?:the\s)?(?:[\w-]+\s?){{1,3}}(?:[.,;]|$))"
)
# "fell by 57% (95% CI 50 to 63), stiffness by 63% (55 to 71) and function by ...": what the verb is said of, too
_LISTED_BY = Pattern(
    rf"(?i)[)\]]?(?:,\s(?:and\s)?|\sand\s)(?P<x>(?:(?!(?:{_DOWN}|{_UP}|was|were|is|had|with|in|on|for|the)\b)[a-z][\w-]*\s){{1,4}})by\s(?:an?\s)?{_SHARE}"
)
_CHANGES = Patterns.of(_VERB_FIRST, _NOUN_LAST, _NOUN_FIRST, _RELATIVE, _NOUN_BRACKET)


# "a 15% fall in peak flow defined a bad day", "response was defined as a 50% reduction in pain": a line that is drawn
_DEFINED = Pattern(r"(?i)\b(?:defined\s(?:as|by)|definition\sof|criteri(?:on|a)\b)[^.;()%]{0,60}$")
_DEFINES = Pattern(
    r"(?i)\s?%?(?:(?!\s(?:was|were|and)\s)[^.;()%,]){0,60}?\s(?:defined\s(?:an?|the|as|response|success|failure|relapse)\b|(?:was|were)\s(?:considered|regarded|taken|deemed|classed|classified|counted)\s(?:as\s|to\sbe\s)?(?:an?|the)?\s?(?:positive|negative|clinically|meaningful|response|responders?|success|failure|treatment|relapse|significant)\b)"
)
# "patients who had a >= 15% fall", "if levels fell by >= 15%": which people are meant
_LIMITS = ("≥", "≤", ">", "<", ">=", "<=")
_SORTED_BY = Pattern(
    r"(?i)(?:\b(?:if|when|whenever)\b[^.;()]{0,110}|\b(?:those|patients|women|men|people|subjects|participants|adults|children)\s(?:who|that|with|whose)\s(?:[\w-]+\s){0,5})(?:[≥≤<>]=?\s?)$"
)
_ITS_SPREAD = Pattern(
    r"(?i)\s?(?:[(\[,]\s?(?:SD|SEM?|s\.d\.|s\.e\.|standard\s(?:deviation|error))\b|[(\[]?\s?(?:±|\+/-))"
)


def changes(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """Relative changes with the sign left to `analysis` ("reduction" or "increase"), as the text prints them."""
    for _, pattern in _CHANGES.fitting(sentence.text):
        for match in pattern.finditer(sentence.text):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            if PLANNED_FOR.search(sentence.text):
                return
            if _DEFINES.match(sentence.text, match.end("v")) or _DEFINED.search(
                sentence.text, 0, match.start("v")
            ):
                continue
            if (match["r"] or "").strip() in _LIMITS and _SORTED_BY.search(
                sentence.text, 0, match.start("v")
            ):
                taken.append(match.span("v"))
                continue
            if _ITS_SPREAD.match(sentence.text, match.end()):
                continue  # "the mean reduction was 42% (SD 20)" is a mean of one arm
            end, limits = _limits(sentence.text, match)
            taken.append((match.start("v"), end))
            down = re.fullmatch(rf"(?i){_DOWN}", match.group("w"))
            again = _again(sentence.text, match, pattern) if not limits else None
            about, analysis = _about(sentence, match, context), "reduction" if down else "increase"
            (arm, versus), *other = _of_both(sentence, match, again, context)
            yield context.result(
                "changes", sentence, (match.start(), max(match.end(), end)), "relative_change", about,
                value=printed(match.group("v"), match.group("r") or "="), arm=arm, versus=versus, unit="%",
                analysis=analysis, **limits,
            )  # fmt: skip
            if limits and arm:
                yield from _listed(sentence, match, (end, arm, analysis), context, taken)
            if again:
                taken.append(again.span("v"))
                [(arm, versus)] = other
                yield context.result(
                    "changes", sentence, again.span("v"), "relative_change", _next_about(again, about, context),
                    value=printed(again.group("v"), again.group("r") or "="), arm=arm, versus=versus, unit="%",
                    analysis=analysis,
                )  # fmt: skip


def _listed(
    sentence: Sentence,
    match: re.Match[str],
    told: tuple[int, str, str],
    context: Context,
    taken: list[tuple[int, int]],
) -> Iterator[Result]:
    """The changes of other outcomes of the same arm that share the verb. told : where the first ends, its arm and its direction."""
    place, arm, analysis = told
    while more := _LISTED_BY.match(sentence.text, place):
        label = tidy(more["x"], context.names)
        if not label or any(more.start() <= m.start < more.end() for m in context.mentions(sentence)):
            return
        place, limits = _limits(sentence.text, more)
        place = max(place, more.end())
        taken.append((more.start("v"), place))
        yield context.result(
            "changes", sentence, (more.start("v"), place), "relative_change", match_known(label, context.endpoints),
            value=printed(more.group("v"), more.group("r") or "="), arm=arm, unit="%", analysis=analysis, **limits,
        )  # fmt: skip


def _again(text: str, match: re.Match[str], pattern: Pattern) -> re.Match[str] | None:
    """The change that goes on behind one: "and by 37% with B", and behind a noun "and 15% with B"."""
    more = _AND_BY.match(text, match.end())
    return more if more or pattern is _VERB_FIRST else _AND_OF.match(text, match.end())


def _of_both(
    sentence: Sentence, match: re.Match[str], again: re.Match[str] | None, context: Context
) -> list[tuple[str, str]]:
    """(arm, versus) of a change, and of the one that goes on with "and by"."""
    one = (
        _of_arm(sentence, match, context) or _of_clause(sentence, match, context) or _arms(sentence, context)
    )
    if again is None:
        return [one]
    if not again["x"].strip():  # "fell by 42% with A and by 37% with B"
        return [(arm, "") for arm in context.link(sentence, [match.span("v"), again.span("v")])]
    named = [m for m in context.mentions(sentence) if again.start("x") <= m.start < again.end("x")]
    if not named:  # "A reduced pain by 42% and stiffness by 37%"
        return [one, one]
    before = {m.label for m in context.mentions(sentence) if m.end <= match.start("v")} - {named[0].label}
    return [(next(iter(before)) if len(before) == 1 else "", ""), (named[0].label, "")]


def _next_about(again: re.Match[str], about: Outcome, context: Context) -> Outcome:
    label = tidy(again["x"], context.names)
    return match_known(label, context.endpoints) if label else about


_SIGN = Pattern(PERCENT)


def _limits(text: str, match: re.Match[str]) -> tuple[int, dict[str, Any]]:
    """(offset after a change with its interval and p, these as fields of a Result): "by 38% (95% CI 7 to 59)"."""
    sign = _SIGN.match(text, match.end("v"))
    place = sign.end() if sign else match.end("v")
    value = printed(match.group("v")).value
    interval = interval_after(text, place, 0) or bare_interval_after(text, place, value)
    if interval is None or not interval.low.value <= value <= interval.high.value:
        return match.end(
            "v"
        ), {}  # "by 12% (95% CI -18 to -6)", "by 38% (95% CI 0.41 to 0.93)": limits of another number
    p = p_after(text, interval.end)
    told = {"low": interval.low, "high": interval.high, "level": interval.level, "p": p[0] if p else None}
    return (p[1] if p else interval.end), told


_COMPARED = Pattern(r"(?i)\b(?:compared\s(?:with|to)|relative\sto|versus|vs\.?|than)\s.{0,60}\d")
_AGAINST_IT = Pattern(
    r"(?i)(?:\s?%|\sper\s?cent)?(?:\s?[(\[][^()\[\]]{0,50}[)\]])?[^.;%\d]{0,60}?\s(?:as\s)?(?:compared\s(?:with|to)|relative\sto|versus|vs\.?|than|over)\s(?:(?:with|in|on|the|those|given|receiving)\s){0,3}"
)
# "a 46% reduction in pain in the A arm and a 15% reduction in B", "a 4% increase for women allocated to A"
_LEADS_TO_ARM = Pattern(
    rf"(?i)(?:(?!\b(?:compared|versus|vs|than|relative)\b)[^.;,()]){{0,100}}\b(?:in|for|among|with|on)\s(?:the\s)?(?:\d+\s)?(?:(?:those|{PEOPLE})\s)?(?:(?:allocated|assigned|randomi[sz]ed)\s(?:to\s)?|given\s|receiving\s|on\s)?(?:the\s)?"
)
_SET_AGAINST = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?,?\s(?:as\s)?(?:compared\s(?:with|to)|relative\sto|versus|vs\.?|than|over)\s[^.;,()\d]{2,60}(?:[.;,()]|$)"
)


def _of_arm(sentence: Sentence, match: re.Match[str], context: Context) -> tuple[str, str] | None:
    """(the arm, "") of a change that is said to be in it, where no other arm is set against it. Of one arm that is named as what it
    is compared with, the change is the other's; or no arm's, where it is compared with another change."""
    end = max(match.end("v"), match.end("w"))
    mentions = context.mentions(sentence)
    name = next((m for m in mentions if m.start >= end), None)
    if name is None:
        return None
    if len({m.label for m in mentions}) == 1 and _COMPARED.search(sentence.text, end, name.start):
        return ("", "") if name is mentions[0] else None
    if name is mentions[0] and _AGAINST_IT.fullmatch(sentence.text, end, name.start):
        others = [label for label in context.names.labels if label != name.label]
        return (others[0], name.label) if len(others) == 1 else ("", "")
    if not _LEADS_TO_ARM.fullmatch(sentence.text, end, name.start):
        return None
    return None if _SET_AGAINST.match(sentence.text, name.end) else (name.label, "")


_CLAUSE_ENDS = Pattern(r"(?i),?\s(?:while|whereas|but)\s|;\s")
_COMPARES = Pattern(r"(?i)\b(?:compared|comparison|relative|versus|vs|than|over)\b")


def _of_clause(sentence: Sentence, match: re.Match[str], context: Context) -> tuple[str, str] | None:
    """(the arm, "") of a change in a clause that names one arm, where the other is named in another clause alone: "in the A group
    it rose by 9%, while in the B group it did not change"."""
    text, mentions = sentence.bare, context.mentions(sentence)
    ends = list(_CLAUSE_ENDS.finditer(text)) if len({m.label for m in mentions}) > 1 else []
    begin = max((e.end() for e in ends if e.end() <= match.start("v")), default=0)
    end = min((e.start() for e in ends if e.start() >= match.end("v")), default=len(text))
    here = {m.label for m in mentions if begin <= m.start < end}
    if not ends or len(here) != 1 or _COMPARES.search(text, begin, end):
        return None
    return next(iter(here)), ""


def _arms(sentence: Sentence, context: Context) -> tuple[str, str]:
    """The arm the sentence names, and the other only when it is named too: the change may be within an arm."""
    labels = list(dict.fromkeys(m.label for m in context.mentions(sentence)))
    if len(labels) == 2:
        return context.pair(sentence)
    return (labels[0], "") if len(labels) == 1 else ("", "")


# "a relative risk reduction of 38% (95% CI 7 to 59) in relapse"
_IN_BEHIND = Pattern(
    rf"(?i){PERCENT}(?:\s?[(\[][^()\[\]]{{0,60}}[)\]])?\s(?:in|of|for)\s(?:the\s)?(?P<x>[A-Za-z][^;:.,()\d]{{2,60}})"
)


_REST_OF_WORD = Pattern(r"(?<=[A-Za-z])\d[A-Za-z\d]{0,3}\b")


def _about(sentence: Sentence, match: re.Match[str], context: Context) -> Outcome:
    words = match.group("x") or ""
    verb = match.group("w").lower().endswith(("ed", "fell", "rose"))
    if not words and not verb and (behind := _IN_BEHIND.match(sentence.text, match.end("v"))):
        words = behind["x"]
    if words and (rest := _REST_OF_WORD.match(sentence.text, match.end("x"))):
        words += rest.group()  # "a 15% fall in FEV1"
    label = tidy(words, context.names)
    if label.endswith((" group", " arm")):
        return Outcome()  # "a 15% reduction in the A group"
    if not words and verb:  # "the risk of relapse was reduced by 38%"
        about = context.outcome(sentence, *match.span("v"))
        return about if not any(map(str.isdigit, about.label)) else Outcome()
    return match_known(label, context.endpoints) if label else Outcome()
