"""Differences between arms that no noun names: "8.1 kg lower with A than with B (95% CI 6.7 to 9.4)", "A lowered it by 8.1 kg ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.result import Result
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.intervals import bare_interval_after, interval_after
from trialwright.read.grammar.lexis import NUM, printed
from trialwright.read.grammar.mean_pairs import MEASURE_UNIT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome, match_known
from trialwright.read.grammar.p_values import p_after
from trialwright.read.grammar.planned_words import PLANNED_FOR
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_POINTS = r"(?P<pct>\s?(?:percentage|%)[- ]points?\b)"
_UNIT = rf"(?:{_POINTS}|\s?{MEASURE_UNIT})"
_LESS = r"lower|less|fewer|shorter|smaller"
_MORE = r"higher|greater|more|longer|larger"
_DOWN = r"lowered|reduced|decreased|shortened"
_UP = r"raised|increased|prolonged|lengthened"
# "was 8.1 kg lower with A than with B": no other number before the interval, which has to be there
_THAN = Pattern(
    rf"(?i)(?<![\w.±-])(?P<v>{NUM}){_UNIT}\s(?:(?P<less>{_LESS})|(?:{_MORE}))\b(?P<mid>[^.;%\d()\[\]]{{0,60}}?\sthan\s[^.;%\d()\[\]]{{2,60}}?)(?=\s?[(\[,])"
)
# "was 8.1 (95% CI 6.7 to 9.4) kg higher than in the others": the unit stands behind the interval
_THEN_UNIT = Pattern(
    rf"(?i)(?<![\w.±-])(?P<v>{NUM})\s?(?P<ci>[(\[][^()\[\]]{{8,60}}[)\]]){_UNIT}\s(?:(?P<less>{_LESS})|(?:{_MORE}))\b(?P<mid>[^.;:,%\d()\[\]]{{0,60}}?\sthan\s(?P<y>[^.;:,%\d()\[\]]{{2,60}}))"
)
_THE_OTHERS = Pattern(
    r"(?i)\b(?:untreated|unexposed|controls?|placebo|comparison|(?:the\s)?others?|those\s(?:without|not\s(?:given|treated|receiving)))\b"
)
# "was higher with B than with A by 8.1 kg"
_THAN_BY = Pattern(
    rf"(?i)\b(?:(?P<less>{_LESS})|(?:{_MORE}))\b(?P<mid>[^.;%\d()\[\]]{{2,60}}?\sthan\s[^.;%\d()\[\]]{{2,60}}?)\sby\s(?P<v>{NUM}){_UNIT}"
)
_BY = Pattern(
    rf"(?i)\b(?:(?P<less>{_DOWN})|(?:{_UP}))\s(?P<x>[^.;%\d()\[\]]{{2,70}}?)\sby\s(?:an?\s(?:mean|average)\sof\s)?(?P<v>{NUM}){_UNIT}"
)
# "showed a reduction in pain (2.5 mm [95% CI 1.4 to 3.6]) and stiffness (3.9 mm [0.8 to 7.1]) compared with B"
_CHANGE_IN = Pattern(
    rf"(?i)\b(?:(?P<less>reductions?|decreases?|falls?)|increases?|rises?)\sin\s(?P<x>[a-z][^.;:,()\[\]\d]{{2,60}}?)\s[(]\s?(?P<v>{NUM}){_UNIT}(?P<ci>[;,]?\s?[\[;,(]?\s?(?:95\s?%\s?CI[,:]?\s)?-?{NUM}\s?(?:to|-|,)\s?-?{NUM}\s?[\])]+)"
)
_AND_CHANGE = Pattern(
    rf"(?i)[)\]]?(?:,\s(?:and\s)?|\s(?:and|or)\s)(?P<x>(?!(?:an?\s)?(?:[a-z]+\s)?(?:reductions?|decreases?|falls?|increases?|rises?|gains?|improvements?)\b)[a-z][^.;:,()\[\]\d]{{2,60}}?)\s[(]\s?(?P<v>{NUM}){_UNIT}(?P<ci>[;,]?\s?[\[;,(]?\s?(?:95\s?%\s?CI[,:]?\s)?-?{NUM}\s?(?:to|-|,)\s?-?{NUM}\s?[\])]+)"
)
# "fell by 2.5 mm (95% CI 1.4 to 3.6) in A compared with B", with no number for B
_MOVED_IN = Pattern(
    rf"(?i)\b(?:(?P<less>{_DOWN}|fell|declined|dropped)|{_UP}|rose)\sby\s(?:an?\s(?:mean|average)\sof\s)?(?P<v>{NUM}){_UNIT}\s?(?P<ci>[(\[][^()\[\]]{{8,60}}[)\]])(?P<mid>\s(?:in|with|for|among)\s[^.;:,()\d]{{2,50}}?\s(?:compared|relative)\s(?:with|to)\s[^.;:,()\d]{{2,60}}?)(?=\s?(?:[.;]|[(]p\b|$))"
)
_ITS_P = Pattern(rf"(?i)\bp\s?[=<>]\s?{NUM}")
_COMPARED = Pattern(
    r"(?i)(?:[^.;]|\.(?=\d)){0,160}?\b(?:when\s)?compared\s(?:with|to)\s(?:the\s)?(?P<y>[^.;:,()\d]{3,60})"
)
_AGAINST = Pattern(
    r"(?i)\b(?:compared\s(?:with|to)|than|versus|vs\.?|over|relative\sto)\s(?:(?:in|on|with|after|under|among|the|those|that|patients|given|receiving|assigned\sto)\s)*$"
)


# "by 8.1 kg (6.7 to 9.4), more than B did": its own change
_ITS_OWN = Pattern(r"(?i)[,;]\s(?:[a-z-]+\s)?(?:more|less)\s$")
# what is looked for or thought of is no result
_THOUGHT = Pattern(r"(?i)\b(?:expect|assum|hypothes|suppos|anticipat)|\bif\b")

_WAYS = Patterns.of(_THAN, _THAN_BY, _THEN_UNIT, _MOVED_IN, _BY, _CHANGE_IN)


def spoken_differences(
    sentence: Sentence, context: Context, taken: list[tuple[int, int]]
) -> Iterator[Result]:
    """Differences with an interval, in a sentence that names the two arms. Of "lower by 8.1" the arm is the one that has more, so
    that the number is that of `arm` less `versus` as it is printed."""
    for _, pattern in _WAYS.fitting(sentence.text):
        for match in pattern.finditer(sentence.text):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            if _THOUGHT.search(sentence.text, 0, match.start()) or PLANNED_FOR.search(sentence.text):
                continue
            if pattern is _CHANGE_IN:
                yield from _changes_in_brackets(sentence, match, context, taken)
                continue
            pair = _pair(sentence, match, context.mentions(sentence)) or _with_others(
                sentence, match, context
            )
            made = pair and _difference(sentence, context, match, pair)
            if made:
                taken.append((match.start("v"), made[1]))
                yield made[0]


def _pair(sentence: Sentence, match: re.Match[str], names: list[Mention]) -> tuple[str, str] | None:
    """The arm that is spoken of and the one it is set against, where these two alone are named, in this order."""
    text = sentence.text
    if len({m.label for m in names}) != 2:
        return None
    than = "mid" in match.re.groupindex
    # "A gave a weight 8.1 kg lower than B" has the one name before, "8.1 kg lower with A than with B" behind
    inside = [
        m
        for m in names
        if (m.start < match.end("mid") if than else not match.start() <= m.start < match.end())
    ]
    if len({m.label for m in inside}) != 2 or len(inside) != 2:
        return None
    first, second = inside
    # what it is set against is the second arm itself: "by 8.1 kg over 12 weeks, and B by 2 kg" sets nothing against B
    against = _AGAINST.search(text, match.start("mid") if than else match.end(), second.start)
    if against and not than and _ITS_OWN.search(text, match.end(), against.start()):
        return None
    before = against.start() if than and against else match.start()
    return (first.label, second.label) if against and first.start < before else None


def _changes_in_brackets(
    sentence: Sentence, match: re.Match[str], context: Context, taken: list[tuple[int, int]]
) -> Iterator[Result]:
    """The differences of a list of changes that one arm has against the other, which "compared with" names behind it."""
    text, found = sentence.text, [match]
    while more := _AND_CHANGE.match(text, found[-1].end()):
        found.append(more)
    behind = _COMPARED.match(text, found[-1].end())
    before = {m.label for m in context.mentions(sentence) if m.end <= match.start()}
    others = {
        m.label for m in context.mentions(sentence) if behind and behind.start("y") <= m.start < behind.end()
    }
    between = _ITS_P.sub("", text[found[-1].end() : behind.start("y")]) if behind else ""
    if len(before) != 1 or len(others) != 1 or before == others or any(map(str.isdigit, between)):
        return
    pair = (*before, *others)
    for one in found:
        way = pair[::-1] if match["less"] and one is not match else pair
        if made := _difference(sentence, context, one, way):
            taken.append((one.start("v"), made[1]))
            yield made[0]


def _with_others(sentence: Sentence, match: re.Match[str], context: Context) -> tuple[str, str] | None:
    """Of a trial's two arms the one that is named before and the other, which is told of as "untreated" or as the control."""
    if "y" not in match.re.groupindex or len(context.names.labels) != 2:
        return None
    before = {m.label for m in context.mentions(sentence) if m.end <= match.start()}
    behind = {m.label for m in context.mentions(sentence) if m.start >= match.start()} - before
    if len(before) != 1 or behind or not _THE_OTHERS.search(match["y"]):
        return None
    (first,) = before
    return first, next(label for label in context.names.labels if label != first)


def _difference(
    sentence: Sentence, context: Context, match: re.Match[str], pair: tuple[str, str]
) -> tuple[Result, int] | None:
    """(the difference, offset after it); None where no interval follows."""
    value = printed(match["v"])
    place = match.start("ci") if "ci" in match.re.groupindex else match.end()
    interval = interval_after(sentence.text, place) or bare_interval_after(sentence.text, place, value.value)
    if interval is None or not interval.low.value <= value.value <= interval.high.value:
        return None
    p = p_after(sentence.text, max(interval.end, match.end() if place < match.end() else 0))
    stop = p[1] if p else interval.end
    arm, versus = pair[::-1] if match.groupdict().get("less") else pair
    result = context.result(
        "contrasts", sentence, (match.start("v"), stop), "risk_difference" if match["pct"] else "difference",
        _about(sentence, match, context), value=value, low=interval.low, high=interval.high, level=interval.level,
        p=p[0] if p else None, arm=arm, versus=versus, unit="%" if match["pct"] else match["u"],
    )  # fmt: skip
    return result, stop


def _about(sentence: Sentence, match: re.Match[str], context: Context) -> Outcome:
    label = tidy(match.groupdict().get("x") or "", context.names)
    return match_known(label, context.endpoints) if label else context.outcome(sentence, *match.span("v"))
