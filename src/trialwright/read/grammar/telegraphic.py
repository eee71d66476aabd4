"""Pairs without a verb, with their arms in the bracket behind: "blood loss 420 v 510 ml (A, B)", "nausea: 8 v 12 (zinc, placebo)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.model.result import Measure, Result
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.lexis import INT, NUM, printed, whole
from trialwright.read.grammar.mean_pairs import MEASURE_UNIT
from trialwright.read.grammar.mean_spreads import Style
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome, match_known
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SPREADS = [rf"\s?(?:±|\+/-)\s?(?P<s{i}>{NUM})" for i in (1, 2)]
_TWO = rf"(?i)(?P<x>(?<![\w.,/±])-?{NUM})(?:{_SPREADS[0]})?(?P<p>\s?%)?\s(?:vs?\.?|versus)\s(?P<y>-?{NUM})(?:{_SPREADS[1]})?(?:(?P<q>\s?%)|\s?{MEASURE_UNIT}|\s(?P<who>{PEOPLE}|cases|events))?\s?"
_PAIR = Pattern(_TWO + "$")
_LISTED = Pattern(_TWO + r"(?=[;,.(\[]|$)")
_HEADS = Pattern(r"\s?:\s")
_LETTERS = Pattern(
    r"[(\[](?P<a>[A-Z]|[1-4]|I{1,3})(?:,\s|/|\s(?:vs?\.?|versus|and)\s)(?P<b>[A-Z]|[1-4]|I{1,3})[)\]]"
)
# "(A, B)", "[zinc v placebo]"
_OPENED = Pattern(r"(?:(?i:the|group)\s)?")
_BETWEEN = Pattern(r"(?i)(?:\s(?:groups?|arms?))?(?:,|;|/|\s(?:vs?\.?|versus|and))\s?(?:the\s|group\s)?")
_CLOSED = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?(?:,?\srespectively)?(?:[;,]\s?p\s?(?:value\s)?[=<>≤][^()\[\]]{1,14})?\s?[)\]]"
)
_BEFORE = re.compile(
    r"(?i)(?:^|[.;]\s|[)\]][,;:]?\s(?:and\s)?)(?P<x>(?!(?:and|but|while|whereas|with|in|on|at)\s)[A-Za-z][^.;:()\[\]=<>]{2,70}?)(?:\s(?:was|were|is|are))?\s?[:,=]?\s?$"
)
_NO_NAME = Pattern(
    r"(?i)\b(?:had|has|have|did|than|compared|versus|vs|respectively|ratio|differences?|CI|dos(?:e|es|age)|follow-?up|randomi[sz]ed|assigned|allocated|received|given|age[ds]?|sex|weight)\b|\d\s?%"
)
_MIDDLE = Pattern(r"(?i)\b(?:(?P<median>medians?)|(?P<mean>means?|averages?))\b")
_MEASURED = Pattern(
    r"(?i)\b(?:scores?|scale|time|duration|stay|length|levels?|volume|loss|index|pressure|rates?|dose|cost)\b"
)


def telegraphic(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """Two Results a pair, in the order that the bracket behind it tells; `taken` gains the stretch of each pair."""
    text = sentence.text
    if "(" not in text and "[" not in text:
        return
    for pair, labels in _pairs(text, context, context.mentions(sentence)):
        led = _BEFORE.search(text[: pair.start()])
        if led is None or _NO_NAME.search(led["x"]):
            continue
        if any(pair.start() < b and a < pair.end() for a, b in taken):
            continue
        name = tidy(led["x"], context.names)
        kind = _kind(pair, led["x"], context)
        if name and kind:
            taken.append(pair.span())
            yield from _results(sentence, context, pair, labels, kind, match_known(name, context.endpoints))


def _pairs(
    text: str, context: Context, mentions: Sequence[Mention]
) -> Iterator[tuple[re.Match[str], tuple[str, str]]]:
    """Each pair of numbers with its arms: those of the bracket just behind it, or of one that heads a list: "Results (A, B): ..."."""
    found = [*_brackets(text, mentions), *_of_letters(text, context)]
    for opened, closed, labels in found:
        pair = _PAIR.search(text, max(0, opened - 60), opened)
        if pair:
            yield pair, labels
        elif len(found) == 1 and _HEADS.match(text, closed):
            for pair in _LISTED.finditer(text, closed):
                yield pair, labels


def _of_letters(text: str, context: Context) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """The same of brackets that hold the letters of two arms: "(A, B)" of group A and group B."""
    for match in _LETTERS.finditer(text):
        first, second = (context.names.of_letter(match[g]) for g in "ab")
        if first and second and first != second:
            yield match.start(), match.end(), (first, second)


def _brackets(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """(where it opens, where it is closed, its arms) of each bracket that holds the names of two arms and nothing else."""
    for i, first in enumerate(mentions[:-1]):
        second = mentions[i + 1]
        opened = max(text.rfind("(", 0, first.start), text.rfind("[", 0, first.start))
        if opened < 0 or first.label == second.label or not _OPENED.fullmatch(text, opened + 1, first.start):
            continue
        closed = _CLOSED.match(text, second.end)
        if closed and _BETWEEN.fullmatch(text, first.end, second.start):
            yield opened, closed.end(), (first.label, second.label)


def _kind(pair: re.Match[str], name: str, context: Context) -> Measure | None:
    """What the numbers are: shares and counts of people, means or medians; None where it is not clear."""
    if pair["q"]:
        return "proportion"
    middle = _MIDDLE.search(name)
    if middle:
        return "median" if middle["median"] else "mean"
    if pair["u"] or pair["s1"]:
        return None if context.medians and not pair["s1"] else "mean"
    counted = re.fullmatch(INT, pair["x"]) and re.fullmatch(INT, pair["y"]) and not _MEASURED.search(name)
    return "proportion" if counted else None


def _results(
    sentence: Sentence,
    context: Context,
    pair: re.Match[str],
    labels: tuple[str, str],
    kind: Measure,
    about: Outcome,
) -> Iterator[Result]:
    rule = "proportions" if kind == "proportion" else "averages"
    for group, spread, arm in (("x", "s1", labels[0]), ("y", "s2", labels[1])):
        start, end = pair.span(group)
        fields: dict[str, object] = {"value": printed(pair[group])}
        if kind == "proportion" and not pair["q"]:
            fields = {"count": whole(pair[group])}
        elif kind == "proportion":
            fields["unit"], sign = "%", _SIGN[group]
            end = pair.end(sign) if pair[sign] else end
        else:
            fields["unit"] = pair["u"] or ""
            if pair[spread] and context.spreads != "both":
                fields[_FIELD[context.spreads]] = printed(pair[spread])
                end = pair.end(spread)
        yield context.result(rule, sentence, (start, end), kind, about, arm=arm, **fields)  # type: ignore[arg-type]


_SIGN = {"x": "p", "y": "q"}  # groups of the sign behind each number
_FIELD: dict[Style, str] = {"SD": "sd", "SE": "se"}
