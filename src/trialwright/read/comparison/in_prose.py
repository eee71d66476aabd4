"""Cells of a comparison out of sentences: two numbers that the grammar gives to the two arms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from trialwright.model.number import Printed
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Cells, Kind, Number, Side, number
from trialwright.read.comparison.from_cells import derived_count, made_of
from trialwright.read.comparison.moments import moment
from trialwright.read.comparison.values import sd_of_error
from trialwright.read.comparison.wording import likeness, written_out
from trialwright.read.grammar.arm_counts import event_counts
from trialwright.read.grammar.arm_sizes import arm_sizes
from trialwright.read.grammar.averages import WITH_SD
from trialwright.read.grammar.lexis import NUM, SIGNED, printed, whole
from trialwright.read.grammar.pairing import link
from trialwright.read.grammar.proportions import shares
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "mean (SD) change: 4.1 (12.4) vs 2.9 (12.7)": what stands in brackets is said once, before the numbers.
_MEAN_SD = re.compile(r"(?i)\bmeans?\s?[(\[,±]\s?(?:±\s?)?(?:SDs?|standard deviations?)\s?[)\]]?")
_IN_BRACKETS = re.compile(rf"(?<![\w.±=])(?P<m>{SIGNED})\s?[(\[]\s?(?P<s>{NUM})\s?[)\]]")


_GROUPS = re.compile(
    r"(?i)[\s)]*(?:in|for|of|among)\s(?P<g>[^.;()]{3,120}?)(?:\s(?:groups?|arms?))?,?\srespectively"
)
_EARLY = re.compile(
    r"(?i)\bbaseline (?:characteristics|values?|\w+ were)|\bat (?:baseline|entry|admission|enrol+ment)\b|^\W*baseline\b"
)
_AT = re.compile(r"(?i)\b(?:weeks?|months?|days?|years?|hours?|visit)\s(?P<n>\d{1,4})\b")


_OUT_OF = Pattern(
    r"(?<![\w./,-])(?P<c>\d{1,4})\s(?:out\s)?of\s(?:the\s)?(?P<t>\d{2,5})(?![\w,./%-]|\s?%|[.,]\d)"
)
_MEAN_SE = Pattern(
    r"(?i)\bmeans?\s?[(\[,±]\s?(?:±\s?)?(?:s\.?e\.?m?\.?s?|standard errors?(?: of the mean)?)\s?[)\]]"
)
_ERRORS = Pattern(r"(?i)(?:±|\+/-|[(\[]|\band|\bor)\s?(?:s\.?e\.?(?:m\.?)?|standard errors?)\b")
_DEVIATIONS = Pattern(r"(?i)(?:±|\+/-|[(\[]|\band|\bor)\s?(?:s\.?d\.?|standard deviations?)\b")
_NEXT_CLAUSE = Pattern(r"(?i);|,\s(?:and|but|while|whereas)\b")
_NEXT = Pattern(r"(?i)[;,]|\b(?:and|but|while|whereas)\b")
# "... 40 (39 %) and 22 (22 %) in the two groups at 3 months"
_AFTER = Pattern(
    r"(?i)[^.;\d]{0,60}?\b(?:at|after|by|in)\s(?P<t>\d+\s?-?(?:weeks?|months?|days?|years?|hours?))\b"
)
_WITHOUT_AT_ALL = Pattern(r"(?i)\b(?:absent|absence|free|not|no|without|never)\b")
_WITHOUT = Pattern(r"(?i)\b(?:absent|free (?:of|from)|did not|had no|without)\b[^.;,\d]{0,30}$")
# what stands between two pairs of one outcome: "(12 v 20 %; p = 0.1) and at month 6 ("
_ONLY_TIME = Pattern(
    r"(?i)[^\w(]*(?:[^()]*\))?[\s,;]*(?:and\s)?(?:(?:at|after|by)\s)?(?:the\s)?(?:weeks?|months?|days?|years?|hours?|visit)\s\d{1,4}\s?[(\[,:]?\s?"
)
_ASIDE = Pattern(r"\([^()]*\)")
# analyses of those who were measured: the number randomised is not what a percent is of
_MEASURED = Pattern(
    r"(?i)\b(?:observed|available)\s(?:[\w-]+\s)?(?:data|cases?|scores?|values?)\b|\bno imputation|\bwithout imputation|\bcomplete[- ]cases?\b"
)
_AROUND = 1500  # characters in which what is said of an analysis holds for a number


class _One(NamedTuple):
    start: int
    end: int
    count: int | None = None
    total: int | None = None
    percent: Printed | None = None
    mean: Printed | None = None
    sd: Printed | None = None


def in_prose(question: Question, kind: Kind) -> Iterator[Cells]:
    """Every pair of numbers, one for each arm, in the words between which the outcome is spoken of."""
    order = question.names.order(question.sentences)
    carried = question.names.carried(question.sentences)
    before = ""
    for sentence in question.sentences:
        found = list(_binary(sentence, question) if kind == "binary" else _continuous(sentence, before))
        spans = [(f.start, f.end) for f in found]
        labels = link(
            sentence,
            spans,
            question.names.mentions(sentence),
            (TRIED, COMPARED),
            order,
            carried.get(sentence.start, ()),
        )
        told = list(zip(found, labels, strict=True))
        listed = _enumerated(question, sentence, spans)
        if listed:
            told = [(one, label) for one, label in zip(found, listed, strict=True) if label]
        for pair in _paired(sentence, told):
            if kind == "binary" and _is_without(question, sentence.text[: pair.one.start]):
                continue
            like = _like(question, pair.words, _until(sentence.text, pair.two.end), before) + _of_time(
                question, sentence, pair
            )
            sizes = _sizes(question, sentence, _time_of(sentence, pair))
            sides = {
                label: _side(question, sentence, one, label, kind, sizes)
                for one, label in ((pair.one, pair.first), (pair.two, pair.second))
            }
            if like > 0:
                words = " ".join(pair.words.split())[:160]
                yield made_of(kind, words, "", sides[TRIED], sides[COMPARED], like)
        before = sentence.text


def _is_without(question: Question, before: str) -> bool:
    """Whether the people counted next are those without what is asked for ("fever was absent in 9 of 10")."""
    return bool(_WITHOUT.search(before)) and not _WITHOUT_AT_ALL.search(question.outcome)


def _enumerated(question: Question, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The arms of numbers that stand before as many groups and "respectively", also of groups that were not asked for."""
    if len(spans) < 3:
        return []
    match = _GROUPS.match(sentence.text, spans[-1][1])
    names = re.split(r",\s(?:and\s)?|\sand\s", match["g"]) if match else []
    if len(names) != len(spans):
        return []
    word = "group " if re.match(r"(?i)(?:groups?|arms?)\s", names[0]) else ""
    plain = [re.sub(r"(?i)^(?:the\s)?(?:groups?|arms?)\s", "", n) for n in names]
    return [question.side_of(word + n) for n in plain]


class _Pair(NamedTuple):
    """Two numbers for one outcome, one of each arm. words : those that say which outcome."""

    one: _One
    first: str
    two: _One
    second: str
    words: str


def _paired(sentence: Sentence, found: Sequence[tuple[_One, str]]) -> Iterator[_Pair]:
    """Numbers of one arm with those of the other that follow them: as many of each, the first with the first."""
    runs: list[tuple[str, list[_One]]] = []
    for one, label in found:
        if runs and runs[-1][0] == label:
            runs[-1][1].append(one)
        else:
            runs.append((label, [one]))
    text, last, i = sentence.text, 0, 0
    opening = ""  # the words before the first of several pairs that differ by their time alone
    while i + 1 < len(runs):
        (first, ones), (second, twos) = runs[i], runs[i + 1]
        if {first, second} != {TRIED, COMPARED} or len(ones) != len(twos):
            i += 1
            continue
        items = _listed(text[last : ones[0].start], len(ones))
        for j, (one, two) in enumerate(zip(ones, twos, strict=True)):
            if len(ones) == 1:
                goes_on = last and _ONLY_TIME.fullmatch(_ASIDE.sub("", text[last : one.start]))
                opening = opening if goes_on else text[last : one.start]
                words = (
                    (opening if goes_on else "")
                    + text[last : two.end]
                    + _after(text, two.end, i + 2 < len(runs))
                )
            elif items:
                words = items[j]
            else:
                words = (
                    text[ones[j - 1].end if j else last : one.start]
                    + " "
                    + text[twos[j - 1].end if j else ones[-1].end : two.start]
                )
            yield _Pair(one, first, two, second, words)
        last = twos[-1].end
        i += 2


def _after(text: str, end: int, more: bool) -> str:
    """The words after a pair, of its own clause alone where other numbers follow: those beyond it are the next one's."""
    after = text[end : end + 60]
    return (_NEXT if more else _NEXT_CLAUSE).split(after)[0]


def _until(text: str, end: int) -> str:
    """A sentence to the end of a pair's clause: what is spoken of first in a later one is not what the pair is of."""
    return text[:end] + _NEXT_CLAUSE.split(text[end:])[0]


def _listed(text: str, count: int) -> list[str]:
    """The words before the numbers for each of `count` outcomes that are listed there, [] where none are:
    "fever and cough were rarer on A (4 and 9 %)"."""
    if count < 2:
        return []
    found = list(re.finditer(r"([\w-]+)" + r",\s([\w-]+)" * (count - 2) + r",?\s(?:and|or)\s([\w-]+)", text))
    if not found:
        return []
    match = found[-1]
    rest = text[: match.start()] + " " + text[match.end() :]
    return [f"{rest} {match.group(k + 1)}" for k in range(count)]


def _of_time(question: Question, sentence: Sentence, pair: _Pair) -> float:
    """What speaks against numbers of another time than the question names."""
    asked = set(re.findall(r"\d+", question.outcome))
    left = sentence.text[max(0, pair.one.start - 40) : pair.one.start]
    near = list(_AT.finditer(left))[-1:]
    if asked and near:
        return 0.05 if near[0]["n"] in asked else -0.2
    after = _AFTER.match(sentence.text, pair.two.end)
    told = moment(after["t"]) if after and not near else None
    if told and question.moment and question.moment.named and told.named:
        return 0.05 if told.is_same(question.moment) else -0.2
    early = _EARLY.search(sentence.text, 0, pair.one.start) and not _EARLY.search(question.outcome)
    return -0.15 if early else 0.0


def _like(question: Question, near: str, whole_sentence: str, before: str) -> float:
    """The share of the outcome's words near the numbers; those elsewhere in the sentence count for less."""
    asked = question.wanted
    own = likeness(asked, written_out(near, question.short) & asked, {})
    wide = likeness(asked, written_out(whole_sentence, question.short) & asked, {})
    return 0.75 * own + 0.1 * wide if own else 0.4 * wide


def _binary(sentence: Sentence, question: Question) -> Iterator[_One]:
    found = [_One(s.start, s.end, s.cases, s.total, s.percent) for s in shares(sentence)]
    taken = [(f.start, f.end) for f in found]
    for match in _OUT_OF.finditer(sentence.text):
        c, t = int(match["c"]), int(match["t"])
        if c <= t and not any(match.start() < b and a < match.end() for a, b in taken):
            found.append(_One(match.start(), match.end(), c, t))
            taken.append(match.span())
    people = sum(int(n.value) for n in question.sizes.values()) or None
    for (start, end), _ in event_counts(sentence, question.names, people):
        if not any(start < b and a < end for a, b in taken):
            found.append(_One(start, end, whole(sentence.text[start:end])))
    for match in re.finditer(r"\((?P<a>\d{1,4})\s(?:vs\.?|versus)\s(?P<b>\d{1,4})(?=[;,)])", sentence.text):
        for g in ("a", "b"):
            if not any(match.start(g) < b and a < match.end(g) for a, b in taken):
                found.append(_One(match.start(g), match.end(g), int(match[g])))
    return iter(sorted(found))


def _continuous(sentence: Sentence, before: str) -> Iterator[_One]:
    for match in WITH_SD.finditer(sentence.text):
        groups = match.groupdict()
        spread = next((groups[g] for g in ("s1", "s2", "s3") if groups.get(g)), None)
        if spread:
            value = printed(re.sub(r"\s", "", groups["v"]))
            yield _One(match.start("v"), match.end(), mean=value, sd=printed(spread))
    said = _MEAN_SD.search(sentence.text) or _MEAN_SE.search(sentence.text)
    start = (
        said.end()
        if said
        else 0
        if _MEAN_SD.search(before) or _MEAN_SE.search(before)
        else len(sentence.text)
    )
    for match in _IN_BRACKETS.finditer(sentence.text, start):
        mean, sd = (printed(re.sub(r"\s", "", match[g])) for g in ("m", "s"))
        yield _One(match.start(), match.end(), mean=mean, sd=sd)


def _time_of(sentence: Sentence, pair: _Pair) -> str:
    """The time said last before a pair ("week 12"), "" without one."""
    near = list(_AT.finditer(sentence.text[max(0, pair.one.start - 40) : pair.one.start]))[-1:]
    return _time(near[0]) if near else ""


def _time(match: re.Match[str]) -> str:
    return " ".join(match.group().lower().replace("s ", " ").split())


def _sizes(question: Question, sentence: Sentence, time: str) -> Mapping[str, Number]:
    """The sizes of both arms that the sentence gives itself, else those measured at its time, else the document's; none
    where what is said near it is of those who were measured, whose number is not told."""
    own = _own_sizes(question, sentence)
    if own:
        return own
    measured = _MEASURED.search(
        question.document.text,
        max(0, sentence.start - _AROUND),
        sentence.start + len(sentence.text) + _AROUND,
    )
    if not measured:
        return question.sizes
    at_time = [
        sizes
        for other in question.sentences
        if time
        and _MEASURED.search(other.text)
        and {_time(m) for m in _AT.finditer(other.text)} == {time}
        and (sizes := _own_sizes(question, other))
    ]
    return at_time[0] if at_time else {}


def _own_sizes(question: Question, sentence: Sentence) -> dict[str, Number]:
    """The sizes of both arms that a sentence gives, {} where it does not give both."""
    own = {
        s.label: number(question.document, s.size, (sentence.start + s.start, sentence.start + s.end))
        for s in arm_sizes([sentence], question.names, question.total)
    }
    return own if {TRIED, COMPARED} <= set(own) else {}


def _in_errors(text: str, sentence: str) -> bool:
    """Whether what is printed beside means is their standard error, by the sentence, else by the whole text."""
    for words in (sentence, text):
        error, deviation = bool(_ERRORS.search(words)), bool(_DEVIATIONS.search(words))
        if error != deviation:
            return error
    return False


def _side(
    question: Question, sentence: Sentence, one: _One, label: str, kind: Kind, sizes: Mapping[str, Number]
) -> Side:
    place = (sentence.start + one.start, sentence.start + one.end)
    document = question.document
    size = sizes.get(label)
    if kind == "continuous":
        mean = number(document, one.mean.value, place) if one.mean else None
        sd = number(document, one.sd.value, place) if one.sd else None
        if sd and _in_errors(document.text, sentence.text):
            n = int(size.value) if size else 0
            told = sd_of_error(sd.value, n)
            why = f"SD = SE x sqrt(n) = {sd.value:g} x sqrt({n}) = {told:.4g}"
            sd = sd.model_copy(update={"value": told, "derived": why}) if n else None
        return Side(arm=label, n=size, mean=mean, sd=sd)
    n = number(document, one.total, place) if one.total else size
    events = number(document, one.count, place) if one.count is not None else None
    if events is None and one.percent and n:
        events = derived_count(question, one.percent, int(n.value), place)
    return Side(arm=label, n=n, events=events)
