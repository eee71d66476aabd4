"""The numbers of a sentence that may be one arm's: counts and shares, or means with what is printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.number import Printed
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.moments import is_change, moment
from trialwright.read.grammar.arm_counts import event_counts
from trialwright.read.grammar.lexis import COUNT, NUM, SIGNED, printed, whole
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.shares import shares
from trialwright.read.patterns import Pattern

_UNIT = r"(?:\s?[°%]|\s(?!and\b|or\b|to\b|vs?\b|in\b)[A-Za-zµ°][A-Za-zµ°/^0-9.*-]{0,12}(?:\s(?:per|a)\s[a-z]{1,8})?)?"
_KNOWN_UNIT = r"(?:\s?[°%]|\s?(?:years?|months?|weeks?|days?|hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s|points?|k?g|mg|µg|ng|mL|ml|L|cm|mm|m|mm\s?Hg|mmol|kcal|kJ|beats|bpm|steps)(?:/[A-Za-z0-9.]{1,6}){0,2}(?:\sper\s[a-z]{1,8})?(?![\w/]))?"
_SD = r"(?:SDs?|s\.d\.|standard deviations?)"
_SE = r"(?:SEM?s?|s\.e\.(?:m\.)?|standard errors?(?: of the mean)?)"
_NUMBER = rf"(?:[+-]\s?)?{NUM}"
# no number behind the stroke of a name ("IL-10"), but with its sign behind "vs"
_M = rf"(?:(?<![\w.±=/-])|(?<=\bvs))(?P<m>{_NUMBER})(?![\d.]){_UNIT}"
# "14.2 ± 6.1", "3.1 mm (SD 1.2)", "M = 5.1, SD = 3.2", "2.0 (± 0.4)", "4.1 (SE, 0.3)", "-1.2 (95 % CI -1.5 to -0.9)"
_WITH_SPREAD = Pattern(
    rf"{_M}\s?(?:(?P<o>[(\[])\s?)?(?:±|\+/-|\+-)\s?(?:(?P<l>(?i:{_SD}|{_SE}))\W{{0,3}})?(?P<s>{NUM}){_KNOWN_UNIT}(?(o)[)\]]?)"
)
_WITH_NAME = Pattern(
    rf"{_M}[\s,;*]{{0,3}}(?P<o>[(\[])?[\s*]{{0,2}}(?:±\s?)?(?P<l>(?i:{_SD}|{_SE}))[\s*=:,)]{{0,5}}(?:of\s)?(?P<s>{NUM})(?(o)[)\]]?)"
)
_WITH_INTERVAL = Pattern(
    rf"(?i){_M}\s?[(\[,;]\s?95\s?%\s?(?:CI|confidence intervals?)[\s:=,]{{0,3}}[(\[]?(?:from\s)?(?P<lo>{SIGNED})\s?(?:to|-|--|,|;)\s?(?P<hi>{SIGNED})\s?[)\]]"
)
_NAME_BEFORE = Pattern(r"(?i)\b(?:groups?|arms?)(?:\s\w{1,12})?\s$")
_OPENS = Pattern(r"\s?[(\[]\s?")
_ERROR = Pattern(rf"(?i)^{_SE}$")
# "mean (SD) change: 4.1 (12.4) vs 2.9 (12.7)": what stands in brackets is said once, before the numbers.
_MEAN_SD = Pattern(rf"(?i)\bmeans?\s?[(\[,±]\s?(?:±\s?)?{_SD}\s?[)\]]?")
_MEAN_SE = Pattern(rf"(?i)\bmeans?\s?[(\[,±]\s?(?:±\s?)?{_SE}\s?[)\]]")
_IN_BRACKETS = Pattern(
    rf"(?:(?<![\w.±=-])|(?<=\bvs))(?P<m>{_NUMBER})(?![\d.]){_UNIT}\s?[(\[]\s?(?P<s>{NUM})\s?[)\]]"
)
_OUT_OF = Pattern(
    rf"(?<![\w./,-])(?:(?P<c>\d{{1,4}})\s(?:out\s)?of|(?P<d>{COUNT})\s(?:[a-z-]+\s)?(?:(?i:{PEOPLE})|parents|mothers|eyes|teeth)\sout\sof)\s(?:the\s)?(?P<t>\d{{2,5}})(?![\w,./%-]|\s?%|[.,]\d)"
)
# "64 % of the early arm (119/187)"
_SHARE_OF = Pattern(
    rf"(?i)(?<![\w.,/-])(?P<p>{NUM})\s?%\s(?:of|in|for|among|with)\s[^.;,()\d%]{{2,60}}?\s[(\[](?:n\s?=\s?)?(?P<c>\d{{1,5}})\s?(?:/|of|out of)\s?(?P<t>\d{{1,5}})\s?[)\]]"
)
# "8 eyes (28.6 %)"
_PEOPLE_SHARE = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?<!\bof )(?P<c>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE}\s[(\[]\s?(?P<p>{NUM})\s?%\s?[)\]]"
)
_COUNTED_TWICE = Pattern(
    r"\((?P<a>\d{1,4})\s(?:vs\.?|versus|v)\s(?P<b>\d{1,4})(?=[;,)]|\s(?:patients|women|men|children|infants|participants|subjects|cases)\b)"
)
# "from 6.4 ± 1.3 at baseline to 3.1 ± 1.5": where it began, then where it ended
_FROM = Pattern(r"(?i)\bfrom\s(?:an?\s)?(?:[a-z]+\s){0,4}?[(\[]?\s?$")
_TO = Pattern(r"(?i)[^.;,\d]{0,40}?\bto\s(?:an?\s)?(?:[a-z]+\s){0,4}?[(\[]?\s?")
# what was asked of a difference of two groups, not of one group
_DIFFERENCE = Pattern(
    r"(?i)\b(?:difference|effect size|ratio|reduction of|treatment effect|cohen)[^.;,()]{0,40}[(\[=:,]?\s?$"
)
# no difference is told, but what it was in each group
_NO_DIFFERENCE = Pattern(
    r"(?i)\b(?:no|not|any|without|little)\s(?:[a-z]+\s){0,3}differences?\b[^.;,()]{0,40}[(\[]\s?$"
)


class One(NamedTuple):
    """start, end : its place in the sentence. error : whether `sd` is printed as a standard error of the mean."""

    start: int
    end: int
    count: int | None = None
    total: int | None = None
    percent: Printed | None = None
    mean: Printed | None = None
    sd: Printed | None = None
    error: bool = False
    low: Printed | None = None
    high: Printed | None = None


def counts_in(sentence: Sentence, question: Question) -> list[One]:
    """Counts and shares in order: "12 of 40", "12 (30 %)", "30 %", "(12 v 20)"."""
    found = [
        One(*m.span(), whole(m["c"]), None, printed(m["p"])) for m in _PEOPLE_SHARE.finditer(sentence.text)
    ]

    def is_free(start: int, end: int) -> bool:
        return not any(start < f.end and f.start < end for f in found)

    for s in shares(sentence):
        # a share that says its total too says more
        found = [f for f in found if s.total is None or not (s.start < f.end and f.start < s.end)]
        if is_free(s.start, s.end):
            found.append(One(s.start, s.end, s.cases, s.total, s.percent))
    for match in _OUT_OF.finditer(sentence.text):
        c, t = whole(match["c"] or match["d"]), int(match["t"])
        if c <= t and is_free(*match.span()):
            found.append(One(*match.span(), c, t))
    for match in _SHARE_OF.finditer(sentence.text):
        count, total, percent = whole(match["c"]), whole(match["t"]), printed(match["p"])
        if count <= total and agrees(count, percent, total):
            found = [f for f in found if not (match.start() <= f.start and f.end <= match.end())]
            found.append(One(match.start("c"), match.end("t"), count, total, percent))
    people = sum(int(n.value) for n in question.sizes.values()) or None
    for (start, end), _ in event_counts(sentence, question.names, people):
        if is_free(start, end):
            found.append(One(start, end, whole(sentence.text[start:end])))
    for match in _COUNTED_TWICE.finditer(sentence.text):
        found += [One(*match.span(g), int(match[g])) for g in ("a", "b") if is_free(*match.span(g))]
    return _as_asked(_one_of_two(sorted(found), sentence.text), sentence.text, question)


def _one_of_two(found: Sequence[One], text: str) -> list[One]:
    """Numbers of which a percent in words and the fraction in brackets behind it are one: "two percent (1/60)"."""
    out: list[One] = []
    for one in found:
        last = out[-1] if out else None
        share = last.percent if last and last.count is None else None
        if last and share and one.count is not None and one.total and one.percent is None:
            same = agrees(one.count, share, one.total)
            if same and _OPENS.fullmatch(text, last.end, one.start):
                out[-1] = one._replace(start=last.start, percent=share)
                continue
        out.append(one)
    return out


def means_in(sentence: Sentence, before: str, question: Question) -> list[One]:
    """Means with an SD, a standard error or an interval, in order. before : the sentence before, which may say what
    stands in brackets."""
    found: list[One] = []
    for one in _means(sentence.text, before):
        free = not any(one.start < f.end and f.start < one.end for f in found)
        if free and not _is_difference(sentence.text, one.start):
            found.append(one)
    return _as_asked(sorted(found), sentence.text, question)


def _is_difference(text: str, start: int) -> bool:
    """Whether a number is of a difference; "there was no difference in pain (" opens on the levels of the arms."""
    told = _DIFFERENCE.search(text, max(0, start - 60), start)
    return told is not None and not _NO_DIFFERENCE.search(text, max(0, told.start() - 40), told.end())


def _means(text: str, before: str) -> Iterator[One]:
    named = False
    for pattern in (_WITH_NAME, _WITH_SPREAD):
        for match in pattern.finditer(text):
            error = bool(match["l"] and _ERROR.search(match["l"]))
            named = named or bool(match["l"] and not error)
            mean = _read(_without_dash(text, match))
            yield One(match.start("m"), match.end(), mean=mean, sd=printed(match["s"]), error=error)
    for match in _WITH_INTERVAL.finditer(text):
        low, high = _read(match["lo"]), _read(match["hi"])
        if low.value <= high.value:
            yield One(match.start("m"), match.end(), mean=_read(match["m"]), low=low, high=high)
    said = _MEAN_SD.search(text) or _MEAN_SE.search(text)
    told_before = _MEAN_SD.search(before) or _MEAN_SE.search(before)
    start = said.end() if said else 0 if named or told_before else len(text)
    if said and not _IN_BRACKETS.search(text, start):
        start = 0  # "0.9 (0.6) v 1.3 (0.8) (mean (SD))"
    for match in _IN_BRACKETS.finditer(text, start):
        error = bool(said and _MEAN_SE.match(text, said.start()))
        yield One(match.start(), match.end(), mean=_read(match["m"]), sd=printed(match["s"]), error=error)


def _without_dash(text: str, match: re.Match[str]) -> str:
    """The number of a match without a dash that stands between the name of a group and it ("Group A - 6.8 ± 3.7")."""
    told = match["m"]
    named = told.startswith("- ") and _NAME_BEFORE.search(
        text, max(0, match.start("m") - 30), match.start("m")
    )
    return told[1:] if named else told


def _read(text: str) -> Printed:
    return printed(re.sub(r"\s", "", text))


def _as_asked(found: Sequence[One], text: str, question: Question) -> list[One]:
    """Of a number before and after ("from 6.4 to 3.1") the one that is asked for, in the place of both; neither where
    the change is."""
    out: list[One] = []
    last: One | None = None
    pairs = {
        a: b
        for a, b in pairwise(found)
        if _TO.fullmatch(text, a.end, b.start) and _FROM.search(text, max(0, a.start - 60), a.start)
    }
    early = (asked := moment(question.outcome)) is not None and asked.days < 0
    for one in found:
        if last is not None and pairs.get(last) is one:
            last = None
            continue
        last = one
        if one not in pairs:
            out.append(one)
        elif not is_change(question.outcome):
            end = pairs[one].end
            out.append((one if early else pairs[one])._replace(start=one.start, end=end))
    return out
