"""Means and medians with their spread: "49.9 years (SD = 11.7)", "12.3 ± 4.5", "median 10.1 (IQR 5.0-29.1)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.model.result import Measure, Result
from trialwright.read.grammar.bare_measures import (
    HELD_ALONE,
    MEAN_BRACKET,
    MEDIAN_BRACKET,
    NAMES_MIDDLE,
    bare_measures,
)
from trialwright.read.grammar.context import Context
from trialwright.read.grammar.from_to import (
    SUBJECT_OF_FROM,
    before_and_after,
    from_to,
    has_subject,
    same_measure,
)
from trialwright.read.grammar.lexis import NUM, SIGNED, printed
from trialwright.read.grammar.mean_pairs import (
    CHANGED,
    COMMA_NEXT,
    UNIT,
    Middle,
    headed,
    headed_limits,
    measured,
    partners,
)
from trialwright.read.grammar.mean_spreads import SE, Spread, spread_of
from trialwright.read.grammar.mean_units import units_of
from trialwright.read.grammar.no_measures import (
    GEOMETRIC,
    OF_RATIO,
    OF_SHARES,
    SET_ASIDE,
    is_no_measure,
    is_second,
    is_share_of_time,
    is_time,
)
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome, match_known, shared
from trialwright.read.grammar.planned_words import PLANNED_FOR
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.two_times import at_two_times
from trialwright.read.patterns import Pattern, Patterns

_SD = r"(?:\(\s?|\[\s?|,\s)?(?:SD|s\.d\.|standard deviation)\)?\s?[:=,]?\s?(?:of\s)?(?:(?:±|\+/-|\+-)\s?)?"
WITH_SD = Pattern(
    rf"(?i)(?<![\w.])(?<!\d,)(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?(?:{_SD}(?P<s1>{NUM})(?:\s?[)\]])?|(?:±"
    rf"|\+/-|\+-)\s?(?P<s2>{NUM})(?:\s?{UNIT.replace('<u>', '<u2>')})?|\(\s?(?:±"
    rf"|\+/-)\s?(?P<s3>{NUM})\s?\))"
)
_SPREADS = ("±", "+", "sd", "s.d.", "standard deviation")  # one of them is in all that WITH_SD finds
_WITH_SE = Pattern(
    rf"(?i)(?<![\w.])(?P<v>{SIGNED})\s?(?:{UNIT}\s?)?(?:\(\s?|\[\s?|[,;]\s)(?:SEM?|standard errors?(?: of the mean)?)\)?\s?[:=,]?\s?(?:of\s)?(?:±\s?)?(?P<e1>{NUM})"
)
_OF_MODELS = Pattern(r"(?i)\b(?:coefficients?|slopes?|regress\w+|estimates?|beta)\b|β")
_IQR = (
    rf"[,;]?\s?[(\[]?\s?(?:IQR|interquartile range|inter-quartile range|Q1\s?[-,]\s?Q3|25th\s?(?:-|to|and)\s?75th\s(?:per)?centiles?"
    rf"|range)\s?[\])]?\s?[:=,]?\s?(?:of\s|from\s)?[(\[]?\s?(?P<lo>{SIGNED})\s?(?:-|to"
    rf"|,)\s?(?P<hi>{SIGNED})"
)
_MEDIAN = Pattern(
    rf"(?i)\bmedian\s(?P<x>[^.;()\d]{{0,80}}?)\s?(?:\(\w{{1,8}}\)\s)?(?:was|were|of|is|=|:"
    rf"|\s)\s?(?P<v>{SIGNED})(?![\d:/])\s?(?:{UNIT})?\s?(?:{_IQR})?"
)
_HAD_MEDIAN = Pattern(
    rf"(?i)(?:^|[,;]\s)\s?(?P<x>[A-Z][^.;,()\d]{{2,60}}?)\shad an? median of\s(?P<v>{SIGNED})"
    rf"(?![\d:/])\s?(?:{UNIT})?\s?(?:{_IQR})?"
)
_ITS_SPREAD = Pattern(rf"\s?[(\[]\s?{NUM}\s?[)\]](?:\s?(?:{UNIT})\b)?")
_ONLY_IQR = Pattern(rf"(?i)(?<![\w.])(?P<v>{SIGNED})\s?(?:{UNIT})?\s?{_IQR.replace('|range)', ')')}")
_MEAN_BEFORE = tuple(
    Pattern(
        rf"(?i)\bmean\s+(?P<x>(?:(?:[A-Za-z]|\d{{1,2}}-)[\w/'-]*\s+){{1,10}}?)(?:{joint})\s[^.;]{{0,60}}$"
    )
    for joint in (
        "was|were|is|are|=|:",
        # "a mean length of stay of 31 days" is of the stay
        r"(?<!length )(?<!quality )(?<!range )of|of(?=\s$)|in|for|at",
    )
)
# "Triglycerides at 8 weeks were 1.6 ±", "mood was lower on A (M = 3.5": what the clause is about
_SUBJECT = Pattern(
    r"(?i)(?:^|[:,;]\s|\.\s)(?:(?-i:Results|Findings)\s)?(?:(?:at|after|before|by|in)\s[^.;:,()]{3,30},\s)?(?:the\s)?(?:(?:mean|median|average)\s)?(?P<x>[A-Za-z][^.;:,()\d]{2,70}?)"
    r"(?:\s(?:at|after|by)(?:\s\w+){1,3}?)?\s(?:(?:was|were)\s(?:also\s|[a-z]+ly\s){0,2}(?:reduced|increased|decreased|shortened|prolonged|lower|higher|greater|longer|shorter|better|worse|less|more|similar|comparable|unchanged)(?:\s(?:in|for|with|between)\s(?:the\s)?(?:two\s|both\s|study\s|treatment\s)*(?:groups|arms))?(?=\s{2})|was|were|averaged|took|lasted|(?:fell|rose|decreased|increased|declined|dropped)\sto)"
    r"(?:\s(?:significantly\s)?(?:lower|higher|greater|longer|shorter|better|worse|less|more)\s(?:in|with|on|after|for|among)\s[^.;:,()\d]{2,50}?)?(?:\s?(?:[(\[]\s?(?:M\s?=\s?|means?\s|medians?\s)?)?|\s{2,60})$"
)
_MEAN = Pattern(
    rf"(?i)\b(?:mean|average)\s(?P<x>(?:(?!difference|change|reduction"
    rf"|increase)[A-Za-z][\w/'-]*\s){{1,8}}?)(?:(?:at|after|on)\s(?:(?:day|week|month|year)\s)?\d{{1,3}}\s(?:[a-z]+\s)?)?(?:[(\[][^()\[\]\d]{{1,20}}[)\]]\s)?(?:was|were|of|is|=|:)\s(?:(?:reduced|lowered|increased|raised)\sto\s)?(?P<v>{SIGNED})(?!{NUM}"
    rf"|,\d|[\d/]|\sor\s(?:more|less|higher|lower|greater|above|below)|\s?%?\s(?:[a-z/]+\s)?(?:lower|higher|less|more|greater|fewer|shorter|longer|better|worse|reductions?|increases?)\b)\s?(?:{UNIT})?"
)
# "pain averaged 2.1 (95% CI 1.7 to 2.5)", "diarrhoea lasted a mean of 1.9 days"
_AVERAGED = Pattern(
    rf"(?i)(?:^|[:,;]\s|\.\s)(?P<x>[A-Za-z][^.;:,()]{{2,70}}?)\s(?:averaged|(?:lasted|took|was|were)\s(?:for\s)?(?:an?\s)?(?:mean|average)\s(?:of\s)?)\s?(?P<v>{SIGNED})(?![\d/]|,\d|\s?%)\s?(?:{UNIT})?"
)
# "mean pain score, 3.1 [95% CI, 2.6 to 3.6] vs 4.2"
_MEAN_COMMA = Pattern(
    rf"(?i)\bmean\s(?P<x>[A-Za-z][^.;:,()\d]{{2,60}}?),\s(?P<v>{SIGNED})\s?(?:{UNIT})?(?=\s?(?:[(\[]\s?9\d(?:\.\d)?\s?%|vs?\.?\s|versus\s))"
)
# "mood was better with A (mean 61 v 72)", "(mean score 3.1 on A, 4.2 on B"
_HELD_MEAN, _HELD_MEDIAN = (
    Pattern(
        rf"(?i)[(\[]{word}s?,?\s(?P<x>(?:[a-z][\w'-]*\s){{0,4}}?)(?P<v>{SIGNED})(?![\d/]|\s?%|\s?(?:-|±|to\s))\s?(?:{UNIT})?(?=\s?(?:v|vs\.?|versus|and|on|with|in|for|compared\swith)\s)"
    )
    for word in ("mean", "median")
)
_IN_LIST = Pattern(r"\s?,\s(?:and\s)?|\sand\s")
_HELD = (_HELD_MEAN, _HELD_MEDIAN, MEAN_BRACKET, MEDIAN_BRACKET, HELD_ALONE)
_MIDDLES = Patterns(
    (
        ("median", _HAD_MEDIAN),
        ("median", _MEDIAN),
        ("median", _ONLY_IQR),
        ("mean", _MEAN),
        ("mean", _MEAN_COMMA),
        ("mean", _AVERAGED),
        ("mean", _HELD_MEAN),
        ("median", _HELD_MEDIAN),
        ("mean", MEAN_BRACKET),
        ("median", MEDIAN_BRACKET),
    )
)


_REACH = 400  # characters before a mean that may say of what it is


def averages(sentence: Sentence, context: Context, taken: list[tuple[int, int]]) -> Iterator[Result]:
    """Means with SD or SE, medians with IQR, either with its confidence limits. A standard error is not reported as an SD."""
    found = _found(sentence, context.medians)
    if not found or PLANNED_FOR.search(sentence.text):
        return
    kept: list[tuple[re.Match[str], Measure, str]] = []
    for match, measure, spread in found:
        span = (match.start("v"), match.end())
        if not _is_none(sentence, match, len(found)) and not any(
            span[0] < b and a < span[1] for a, b in taken
        ):
            taken.append(span)
            kept.append((match, "median" if measure == "median" else "mean", spread))
    kept.sort(key=lambda k: k[0].start("v"))
    spreads = _own([(m, spread_of(sentence.text, m, said, context.spreads)) for m, _, said in kept])
    # "6.2 (4.1) versus 7.1 (3.2)": a spread behind a mean is no part of what stands between the two
    own = [_ITS_SPREAD.match(sentence.text, m.end()) for m, _, _ in kept]
    ends = [max(s.end, o.end() if o else 0) for s, o in zip(spreads, own, strict=True)]
    # without the space that stands behind a number whose unit comes later: "9.1 and 9.9 months"
    spans = [
        (m.start("v"), len(sentence.text[:end].rstrip())) for (m, _, _), end in zip(kept, ends, strict=True)
    ]
    arms = _linked(sentence, spans, context)
    abouts = _outcomes(sentence, [m for m, _, _ in kept], spans, context)
    arms = _of_one_each(kept, arms)
    timed = at_two_times(sentence, spans, context.mentions(sentence))
    when = [timed[i].time if i in timed else "" for i in range(len(spans))]
    units = units_of(sentence.text, [m for m, _, _ in kept], spreads, [a.label for a in abouts])
    for (match, measure, _), spread, arm, about, unit, time in zip(
        kept, spreads, arms, abouts, units, when, strict=True
    ):
        if unit == "%" and OF_SHARES.search(about.label):
            continue  # "mean mortality was 5%" may be of centres, or plainly the share of those who died
        yield _result(sentence, context, match, measure, arm, about, spread, unit, time)


def _outcomes(
    sentence: Sentence, matches: Sequence[re.Match[str]], spans: Sequence[tuple[int, int]], context: Context
) -> list[Outcome]:
    """What each of the numbers is of, by itself or as those before it are."""
    abouts = [_about(sentence, m, context) for m in matches]
    _carry_on(sentence, spans, abouts)
    unnamed = {i for i, m in enumerate(matches) if has_subject(m) and not abouts[i].label}
    abouts = shared(sentence, spans, abouts)
    for group in before_and_after(
        sentence.text, spans
    ):  # "and Cr fell from 1.5 to 1.4" is of no name before it
        for i in group if unnamed.intersection(group) else ():
            abouts[i] = Outcome()
    for i in range(1, len(abouts)):  # "were 34, 37 and 45 mm"
        if not abouts[i].label and _IN_LIST.fullmatch(sentence.text, spans[i - 1][1], spans[i][0]):
            abouts[i] = abouts[i - 1]
    return abouts


def _linked(sentence: Sentence, spans: Sequence[tuple[int, int]], context: Context) -> list[str]:
    """The arm of each number, the same for two that are before and after."""
    groups = before_and_after(sentence.text, spans)
    if len(groups) == len(spans):
        return context.link(sentence, spans)
    linked = context.link(sentence, [(spans[g[0]][0], spans[g[-1]][1]) for g in groups])
    return [label for group, label in zip(groups, linked, strict=True) for _ in group]


def _carry_on(sentence: Sentence, spans: Sequence[tuple[int, int]], abouts: list[Outcome]) -> None:
    """Gives a number without a name that of the one before it, which it is set against as before and after."""
    for i in range(1, len(abouts)):
        if not abouts[i].label and same_measure(sentence.text, spans[i - 1][1], spans[i][0]):
            abouts[i] = abouts[i - 1]._replace(time="")


def _found(sentence: Sentence, medians: bool) -> list[Middle]:
    """What may be a mean or a median, those first whose spread is said with them. medians : whether the document speaks of any."""
    found: list[Middle] = [*headed_limits(sentence), *headed(sentence), *from_to(sentence)]
    low = sentence.text.lower()
    if any(map(low.__contains__, _SPREADS)):
        found += [(m, "mean", "") for m in WITH_SD.finditer(sentence.text)]
    if SE.search(sentence.text) and not _OF_MODELS.search(sentence.text):
        found += [(m, "mean", "") for m in _WITH_SE.finditer(sentence.text)]
    found += _held_alone(sentence)
    for middle, pattern in _MIDDLES.fitting(sentence.text):
        found += [(m, middle, "") for m in pattern.finditer(sentence.text)]
    found += measured(sentence)
    found += () if medians else bare_measures(sentence)
    others = list(partners(sentence, found))
    # a lone number in a bracket may be of anybody: "(mean 61)"
    paired = {m.start() for m, _, _ in others}
    return [f for f in found if not any(p.made(f[0]) for p in _HELD) or f[0].end() in paired] + others


def _held_alone(sentence: Sentence) -> Iterator[Middle]:
    """The first of two numbers in a bracket that only words far before say to be means or medians, and that are no counts."""
    text = sentence.text
    if "(" not in text and "[" not in text:
        return
    said = {m.lastgroup or "" for m in NAMES_MIDDLE.finditer(text)}
    if len(said) != 1:
        return
    (middle,) = said
    for match in HELD_ALONE.finditer(text):
        first = NAMES_MIDDLE.search(text, 0, match.start())
        held = text[match.start() : text.find(")", match.end())]
        if "%" in held or OF_RATIO.search(text, 0, match.start()):
            continue
        if first and (match["u"] or "." in match["v"] or match["v"][0] in "+-"):
            yield match, middle, ""


def _is_none(sentence: Sentence, match: re.Match[str], numbers: int) -> bool:
    """Whether a number is no mean or median of an arm, though it is said like one. numbers : how many the sentence has."""
    if GEOMETRIC.search(sentence.text, 0, match.end()):
        return True  # its limits lie about it on another scale
    if _THAN_OTHER.match(sentence.text, match.end()):
        return True  # "was 3.1 mm (95% CI 2.2 to 4.0) lower with A than with B" is a difference
    if match.groupdict().get("e1") and _of_difference(sentence, match, numbers):
        return True
    return is_share_of_time(match) or is_time(sentence.text, match)


_THAN_OTHER = Pattern(
    r"(?i)(?:\s?[(\[][^()\[\]]{0,50}[)\]])?(?:\s|(?<=\s))(?:lower|higher|less|more|greater|fewer|shorter|longer)\s(?:with|in|on|than|for|among|after)\s"
)
_DIFFERENCE = Pattern(r"(?i)\bdifferences?\b(?P<told>[^.;\d]{0,80})$")


def _of_difference(sentence: Sentence, match: re.Match[str], numbers: int) -> bool:
    """Whether a number with its standard error is a difference: just behind that word, or alone in a sentence that names one."""
    said = _DIFFERENCE.search(sentence.text[: match.start("v")])
    return said is not None and (numbers == 1 or len(said["told"].split()) < 2)


def _own(found: Sequence[tuple[re.Match[str], Spread]]) -> list[Spread]:
    """The spreads; an interval behind the last alone, with none behind those before, is that of their difference."""
    made = [spread for _, spread in found]
    alone = len(made) > 1 and made[-1].low is not None and all(s.low is None for s in made[:-1])
    if alone and not found[-1][0].groupdict().get("lo"):
        made[-1] = made[-1]._replace(low=None, high=None, level=None, end=found[-1][0].end())
    return made


def _of_one_each(kept: Sequence[tuple[re.Match[str], Measure, str]], arms: Sequence[str]) -> list[str]:
    """`arms`, but none for the second of two numbers in one bracket that would both be of one arm: "(mean 4 on A, 7 on nothing)"."""
    out = list(arms)
    for i, ((first, _, _), (second, _, _)) in enumerate(pairwise(kept)):
        held = first.string[first.start() : first.start() + 1] in ("(", "[")
        if held and COMMA_NEXT.made(second) and arms[i] == arms[i + 1]:
            out[i + 1] = ""
    return out


def _result(
    sentence: Sentence,
    context: Context,
    match: re.Match[str],
    measure: Measure,
    arm: str,
    about: Outcome,
    spread: Spread,
    unit: str,
    time: str,
) -> Result:
    return context.result(
        "averages", sentence, (match.start("v"), spread.end), measure, about, value=printed(match["v"]), arm=arm,
        time="baseline" if _is_from(sentence, match) else time, unit=unit, **spread.fields,
    )  # fmt: skip


# "fell from 24.1 (SD 4.0) to 15.0": what it was before treatment
_FROM = Pattern(
    r"(?i)\b(?:fell|rose|falling|rising|decreas\w*|increas\w*|improv\w*|declin\w*|dropp\w*|went|chang\w*|reduc\w*|and|but|versus|whereas|while|compared\swith)\s(?:[a-z-]+\s){0,6}?from\s(?:an?\s)?(?:(?:mean|average|baseline)\s)?(?:of\s)?$"
)
_TO = Pattern(
    r"[)\]]?(?:\s?[a-zA-Z/%]{1,8}(?:\s(?:Hg|H2O))?)?(?:\s(?:at|before|on)\s(?:the\s)?(?:baseline|entry|admission|start|treatment|enrol+ment))?\sto\s(?:an?\s)?(?:(?:mean|average)\s)?(?:of\s)?[+-]?\d"
)
# "fell by 4% (141 (SD 15) to 135)", "fell by 4% (from 141"
_FELL_BY = Pattern(
    rf"(?i)\b(?:fell|rose|decreased|increased|improved|declined|dropped|(?:was|were)\sreduced)\s(?:[a-z]+ly\s)?(?:by\s{NUM}\s?(?:%|[a-z]{{1,6}})?\s?)?[(\[](?:from\s)?$"
)


def _is_from(sentence: Sentence, match: re.Match[str]) -> bool:
    start = match.start("v")
    if " to " not in sentence.text:
        return False
    if sentence.text[max(0, start - 6) : start].endswith(("(", "[", "(from ", "[from ")):
        return bool(_TO.match(sentence.text, match.end()) and _FELL_BY.search(sentence.text, 0, start))
    if "rom " not in sentence.text[max(0, start - 24) : start]:
        return False
    return (
        _TO.match(sentence.text, match.end()) is not None
        and _FROM.search(sentence.text, 0, start) is not None
    )


# "comparable with respect to age (mean 51 v 52)" tells of how they compare
_COMPARES = Pattern(r"(?i)\b(?:comparable|similar|superior\w*|inferior\w*|trend|respect|differ\w*|equal)\b")
_MORE_OF = Pattern(
    r"(?i)^(?:longer|shorter|higher|lower|faster|slower|quicker|better|worse|greater|smaller)\s"
)


def _before_bracket(sentence: Sentence, match: re.Match[str], context: Context) -> Outcome:
    """What the words just before a bracket name: "time to relapse (median, 9 v 6 months)"."""
    found = context.outcome(sentence, match.start("v"), match.end())
    before = sentence.text[: match.start()].rstrip().rstrip("([").rstrip().lower()
    plain = _MORE_OF.sub("", found.label)
    last = plain.lower().rpartition(" ")[2]
    near = any(words.endswith((plain.lower(), f" {last}")) for words in (before, SET_ASIDE.sub("", before)))
    if not found.label or not near or _COMPARES.search(plain) or is_no_measure(plain, before):
        return Outcome()
    return found if plain == found.label else found._replace(label=plain)


def _about(sentence: Sentence, match: re.Match[str], context: Context) -> Outcome:
    groups = match.groupdict()
    words = (groups.get("x") or groups.get("y") or "").strip()
    if not words or words.lower() in ("score", "scores", "value", "values"):
        ahead = sentence.bare[max(0, match.start("v") - _REACH) : match.start("v")]
        if HELD_ALONE.made(match):
            near = _before_bracket(sentence, match, context)
            if near.label or not _SUBJECT.search(ahead):
                return near
        before = () if HELD_ALONE.made(match) else _MEAN_BEFORE
        told = next((m for pattern in before if (m := pattern.search(ahead))), None)
        told = told or (None if is_second(match) else _SUBJECT.search(ahead)) or SUBJECT_OF_FROM.search(ahead)
        held = match.string[match.start() : match.start() + 1] in ("(", "[")
        words = told.group("x") if told else "" if held else words
        if not told and (changed := _AND_HOW_MUCH.search(ahead) or _HOW_MUCH.search(ahead)):
            return _of_change(changed, context)
        if not words and (held or match.string[: match.start("v")].rstrip()[-1:] in ("(", "[")):
            return _before_bracket(sentence, match, context)
    first = _BASELINE.match(words) if words else None
    label = tidy(words[first.end() :] if first else words, context.names) if words else ""
    about = match_known(label, context.endpoints) if label else Outcome()
    before = sentence.text[max(0, match.start() - 10) : match.start()].lower()
    of_old = first or (match.start() < match.start("v") and before.endswith("baseline "))
    return about._replace(time="baseline") if of_old and label else about


# "weight fell by a mean of 6.2": the mean is of the fall
_HOW_MUCH = Pattern(
    rf"(?i)(?:^|[:,;]\s|\.\s)(?P<x>[A-Za-z][^.;:,()]{{2,70}}?)\s(?:(?:was|were)\s(?:[a-z]+ly\s)?)?(?P<how>{CHANGED}|reduced|lowered|raised|shortened|prolonged)\s(?:[a-z]+ly\s)?by\s(?:an?\s(?:mean|average)\s(?:of\s)?|about\s|only\s)?$"
)
# "grip time increased by 6.2 s and force by 2.8"
_AND_HOW_MUCH = Pattern(
    rf"(?i)\s(?P<how>{CHANGED})\s(?:[a-z]+ly\s)?by\s[^;]{{1,60}}?\d[^;]{{0,40}}?\sand\s(?:the\s)?(?P<x>[A-Za-z][\w'-]*(?:\s(?!by\b|{CHANGED})[\w'-]+){{0,4}})\sby\s(?:an?\s(?:mean|average)\s(?:of\s)?|about\s|only\s)?$"
)
_NOUNS = {"fell": "fall", "rose": "rise", "grew": "growth", "shrank": "shrinkage", "declined": "decline", "dropped": "drop", "improved": "improvement", "worsened": "worsening", "reduced": "reduction", "lowered": "lowering", "raised": "rise", "shortened": "shortening", "prolonged": "prolongation"}  # fmt: skip


def _of_change(match: re.Match[str], context: Context) -> Outcome:
    how = match["how"].lower()
    label = tidy(match["x"], context.names)
    return (
        match_known(f"{_NOUNS.get(how, how.removesuffix('d'))} in {label}", context.endpoints)
        if label
        else Outcome()
    )


_BASELINE = Pattern(r"(?i)\s*(?:mean\s)?(?:baseline|initial|pre-?treatment)\s")
