"""Cells of a comparison out of sentences: two numbers that the grammar gives to the two arms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.by_totals import by_shares, by_totals
from trialwright.read.comparison.cells import Cells, Kind, Number, Side, number
from trialwright.read.comparison.coded_arms import best_named
from trialwright.read.comparison.contradictions import contradicts
from trialwright.read.comparison.counted_beside import counted_beside, with_arm_between
from trialwright.read.comparison.derived import (
    agrees,
    derived_count,
    of_error,
    of_interval,
    rounds_to,
    solved_size,
)
from trialwright.read.comparison.from_cells import made_of
from trialwright.read.comparison.one_set import are_sizes, of_one_set
from trialwright.read.comparison.opposites import TURNED_LOSS, in_deaths_asked, is_return, polarity, turned
from trialwright.read.comparison.other_measures import other_in_words
from trialwright.read.comparison.prose_clauses import by_clause, in_twos, numbers_in, with_head
from trialwright.read.comparison.prose_labels import in_order_of_all, named_by_sentence
from trialwright.read.comparison.prose_numbers import One, counts_in, means_in
from trialwright.read.comparison.prose_pairs import Pair, listed_after, named_behind, pairs
from trialwright.read.comparison.prose_people import are_seen, of_people, sizes_of_some
from trialwright.read.comparison.prose_words import is_of_part, is_without, like, time_said
from trialwright.read.comparison.said_sizes import each_said
from trialwright.read.comparison.values import counts
from trialwright.read.grammar.arm_sizes import arm_sizes
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.pairing import link
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "12 (20 %), 9 (15 %) and 3 (5 %) patients in groups A, B and C, respectively"
_GROUPS = Pattern(
    r"(?i)[\s)]*(?:[a-z]+\s){0,2}?(?:in|for|of|among)\s(?:the\s)?(?:(?P<g>[^.;()]{3,120}?)(?:\s(?:groups?|arms?))?,?\srespectively|(?P<k>[A-Za-z][\w+/-]*(?:\s[\w+/-]+)?(?:,\s[\w+/-]+(?:\s[\w+/-]+)?)+,?\sand\s[\w+/-]+(?:\s[\w+/-]+)?)\s(?:groups|arms)(?=\s?[.,;()]|$)|(?P<l>groups\s(?:[A-Z0-9]{1,3},\s)+(?:and\s)?[A-Z0-9]{1,3}(?:,?\sand\s[A-Z0-9]{1,3})?)\b)"
)
_OVER_TWO = 0.03  # of likeness that numbers of two sentences lose against those of one
_OPENED = Pattern(r"[(\[]\s?(?:[A-Za-z][^()\[\];:.]{1,30}:\s?)?$")  # "(weeks 9-12: 53 % vs. 19 %)"
_AGAINST = Pattern(r"(?i)\W{0,3}(?:[a-z]{1,8}\W{1,2})?(?:vs\.?|versus|v\.?|compared (?:with|to))\s?\W{0,2}")
_CLAUSE = Pattern(r"[.;)\]]\s|,\s(?:and|but|while|whereas)\s")
_ERRORS = Pattern(r"(?i)(?:±|\+/-|[(\[]|\band|\bor)\s?(?:s\.?e\.?(?:m\.?)?s?|standard errors?)\b")
_DEVIATIONS = Pattern(r"(?i)(?:±|\+/-|[(\[]|\band|\bor)\s?(?:s\.?d\.?s?|standard deviations?)\b")
# analyses of those who were measured: the number randomised is not what a percent is of
_MEASURED = Pattern(
    r"(?i)\b(?:observed|available)\s(?:[\w-]+\s)?(?:data|cases?|scores?|values?)\b|\bno imputation|\bwithout imputation|\bcomplete[- ]cases?\b"
)
_COUNTED_ANYWAY = Pattern(
    r"(?i)\b(?:missing|lost|non-?respon\w+|drop-?outs?)\b[^.;()]{0,60}\b(?:were|was)\s(?:counted|considered|treated|classified|regarded|assumed)\b"
)
_COMPLETERS = Pattern(
    r"(?i)\b(?:among|in|of|for)\s(?:the\s)?(?:completers|(?:those|patients|people) who completed)\b"
)
_TELLING = 3  # digits of a mean that is not met by chance
_AROUND = 1500  # characters in which what is said of an analysis holds for a number


def in_prose(question: Question, kind: Kind) -> Iterator[Cells]:
    """Every pair of numbers, one for each arm, in the words between which the outcome is spoken of."""
    order = question.names.order(question.sentences) or question.names.order_set_out
    carried = question.names.carried(question.sentences)
    before = ""
    last = Told(None, "", [])
    for sentence in question.sentences:
        found = (
            of_people(question.outcome, sentence, counts_in(sentence, question))
            if kind == "binary"
            else means_in(sentence, before, question)
        )
        linked = _linked(question, sentence, found, order, carried)
        told = named_by_sentence(question, sentence, linked, last.numbers)
        told = in_order_of_all(question, sentence, told, last.numbers)
        beside = counted_beside(sentence, question) if kind == "binary" else []
        if beside and not _are_counted(told):
            told = sorted(beside, key=lambda one: one[0].start)
        elif kind == "binary" and not _are_as_many(told):
            told = with_arm_between(sentence, question, told)
        told = (
            by_shares(question, sentence, by_totals(question, sentence, told)) if kind == "binary" else told
        )
        paired, told = _paired(question, sentence, found, told, kind)
        for pair in paired:
            said = in_deaths_asked(question.outcome, pair.words) if kind == "binary" else pair.words
            likeness = like(question, sentence, pair._replace(words=said), before)
            if kind == "continuous":
                likeness -= other_in_words(question, f"{before} {sentence.text}", pair.words)
            before_it = sentence.text[: pair.one.start]
            denied = kind == "binary" and (
                is_without(question, before_it) or is_return(question.outcome, pair.words)
            )
            denied = denied or contradicts(question.outcome, pair.words, kind)
            denied = denied or (kind == "binary" and are_seen(question.outcome, sentence, pair))
            if likeness > 0 and not denied:
                others = [one for p in paired for one in (p.one, p.two)] + [one for one, _ in told]
                cells = _cells(question, sentence, pair, kind, likeness, others)
                if (meant := _as_asked(question, cells, pair.words)) and not are_sizes(meant):
                    yield meant
        now = Told(sentence, before, told)
        yield from _over_two(question, last, now, kind)
        before, last = sentence.text, now


def _as_asked(question: Question, cells: Cells, words: str) -> Cells | None:
    """Cells with the people who are asked for counted, where words tell of the others; None where they leave it open."""
    told = polarity(question.outcome, words) if cells.kind == "binary" else "same"
    if told == "same":
        return cells
    a, b = turned(cells.intervention), turned(cells.comparator)
    made = made_of(cells.kind, cells.outcome, cells.time, a, b, cells.likeness - TURNED_LOSS)
    return made if told == "turned" else None


def _paired(
    question: Question, sentence: Sentence, found: Sequence[One], told: list[tuple[One, str]], kind: Kind
) -> tuple[list[Pair], list[tuple[One, str]]]:
    """The pairs of a sentence, and its numbers with their arms: by the places of several outcomes, where it tells them so."""
    if kind == "continuous" or len(question.names.mentions(sentence)) < len((TRIED, COMPARED)):
        return list(pairs(sentence, told)), told
    numbers = of_people(question.outcome, sentence, numbers_in(question, sentence, found))
    clauses = by_clause(question, sentence, numbers)
    if clauses is not None:
        return clauses, told
    told = in_twos(question, sentence, numbers, told) or told
    return with_head(question, list(pairs(sentence, told))), told


def _are_counted(told: Sequence[tuple[One, str]]) -> bool:
    """Whether both arms have a count."""
    return {TRIED, COMPARED} <= {label for one, label in told if one.count is not None}


def _are_as_many(told: Sequence[tuple[One, str]]) -> bool:
    """Whether both arms have as many numbers."""
    labels = [label for _, label in told]
    return labels.count(TRIED) == labels.count(COMPARED)


class Told(NamedTuple):
    """A sentence with its numbers and their arms. before : the sentence before it."""

    sentence: Sentence | None
    before: str
    numbers: list[tuple[One, str]]

    @property
    def only(self) -> str:
        """The one arm that all its numbers are of, "" for none or several."""
        labels = {label for _, label in self.numbers}
        return labels.pop() if len(labels) == 1 else ""


def _over_two(question: Question, one: Told, two: Told, kind: Kind) -> Iterator[Cells]:
    """Cells of two sentences of which each is of one arm: "In group A it was 3.1 ± 1.0. In group B it was ..."."""
    if one.sentence is None or two.sentence is None or {one.only, two.only} != {TRIED, COMPARED}:
        return
    if len(one.numbers) != len(two.numbers) or one.sentence.paragraph != two.sentence.paragraph:
        return
    begin = 0
    text, ends = one.sentence.text, [a for a, _ in one.numbers]
    listed = listed_after(text, 0, ends[0].start, ends[-1].end) if len(ends) > 1 else []
    behind = len(ends) > 1 and named_behind(text, 0, ends[0].start)
    for k, ((a, first), (b, second)) in enumerate(zip(one.numbers, two.numbers, strict=True)):
        words = listed[k] if len(listed) == len(ends) else text[begin : a.end]
        if behind:
            words = text[a.end : ends[k + 1].start] if k + 1 < len(ends) else text[a.end :]
        pair = Pair(a, first, a, second, words)
        likeness = like(question, one.sentence, pair, one.before) - _OVER_TWO
        if kind == "continuous":
            likeness -= other_in_words(question, f"{one.before} {text} {two.sentence.text}", pair.words)
        if likeness > 0 and (kind == "continuous" or polarity(question.outcome, pair.words) == "same"):
            side = _counted if kind == "binary" else _averaged
            sizes = question.sizes if kind == "binary" else question.sizes_of_means("")
            sides = {
                first: side(question, one.sentence, a, first, sizes.get(first)),
                second: side(question, two.sentence, b, second, sizes.get(second)),
            }
            words = " ".join(pair.words.split())[:160]
            yield made_of(kind, words, "", sides[TRIED], sides[COMPARED], likeness)
        begin = a.end


def _linked(
    question: Question,
    sentence: Sentence,
    found: Sequence[One],
    order: Sequence[str],
    carried: Mapping[int, Sequence[str]],
) -> list[tuple[One, str]]:
    """Each number with its arm, "" where the sentence does not settle it."""
    spans = [(f.start, f.end) for f in found]
    labels = _enumerated(question, sentence, spans) or link(
        sentence,
        spans,
        question.names.mentions(sentence),
        question.names.labels,
        order,
        carried.get(sentence.start, ()),
    )
    return _in_order(question, sentence, list(zip(found, labels, strict=True)))


def _in_order(question: Question, sentence: Sentence, told: list[tuple[One, str]]) -> list[tuple[One, str]]:
    """ "2 patients after LA and 8 after OA (3.8 vs. 15.4 %)": numbers that are set against each other in brackets are of the
    arms in the order in which the clause before names them. Where one such bracket stands behind each arm's name ("fell in
    A (9 vs. 4) but not in B (9 vs. 8)") its numbers are of one arm, and of two times or parts that are not told."""
    out = list(told)
    mentions = question.names.mentions(sentence)
    of_one: dict[int, str] = {}
    for i, (a, b) in enumerate(pairwise(one for one, _ in told)):
        opened = _OPENED.search(sentence.text, max(0, a.start - 36), a.start)
        if not opened or not _AGAINST.fullmatch(sentence.text, a.end, b.start):
            continue
        begin = max((m.end() for m in _CLAUSE.finditer(sentence.text, 0, opened.start() - 2)), default=0)
        first = list(dict.fromkeys(m.label for m in mentions if begin <= m.start < a.start))
        if sorted(first) == sorted((TRIED, COMPARED)):
            out[i], out[i + 1] = (a, first[0]), (b, first[1])
        elif len(first) == 1:
            of_one[i] = first[0]
    if set(of_one.values()) == {TRIED, COMPARED}:
        apart = {j for i in of_one for j in (i, i + 1)}
        return [(one, "" if i in apart else label) for i, (one, label) in enumerate(out)]
    return out


def _enumerated(question: Question, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The arms of numbers that stand before as many groups and "respectively", also of groups that were not asked for;
    [] where they do not."""
    if len(spans) < 3:
        return []
    match = _GROUPS.match(sentence.text, spans[-1][1])
    names = re.split(r",\s(?:and\s)?|\sand\s", match["g"] or match["k"] or match["l"]) if match else []
    if len(names) != len(spans):
        return []
    word = "group " if re.match(r"(?i)(?:groups?|arms?)\s", names[0]) else ""
    plain = [re.sub(r"(?i)^(?:the\s)?(?:groups?|arms?)\s", "", n) for n in names]
    return best_named(plain, [question.side_of(word + n) for n in plain], question.fit)


def _cells(
    question: Question, sentence: Sentence, pair: Pair, kind: Kind, likeness: float, others: Sequence[One]
) -> Cells:
    sizes = _sizes(question, sentence, pair, kind, others)
    pair = _as_shares_say(pair, sizes)
    side = _counted if kind == "binary" else _averaged
    sides = {
        label: side(question, sentence, one, label, sizes.get(label))
        for one, label in ((pair.one, pair.first), (pair.two, pair.second))
    }
    if kind == "binary":
        sides = of_one_set(question, {pair.first: pair.one, pair.second: pair.two}, sides, sizes)
    words = " ".join(pair.words.split())[:160]
    return made_of(kind, words, "", sides[TRIED], sides[COMPARED], likeness)


def _as_shares_say(pair: Pair, sizes: Mapping[str, Number]) -> Pair:
    """The pair with its arms changed round where each count is the percent beside it of the other arm alone ("there were
    53 (54.6 %) versus 10 (9.7 %) in the second group" of 103 and 97)."""

    def fits(one: One, label: str) -> bool:
        size = sizes.get(label)
        if size is None or one.count is None or one.percent is None or one.total is not None:
            return False
        return agrees(one.count, one.percent, int(size.value))

    straight = fits(pair.one, pair.first) or fits(pair.two, pair.second)
    crossed = fits(pair.one, pair.second) and fits(pair.two, pair.first)
    return pair._replace(first=pair.second, second=pair.first) if crossed and not straight else pair


def _sizes(
    question: Question, sentence: Sentence, pair: Pair, kind: Kind, others: Sequence[One]
) -> Mapping[str, Number]:
    """The sizes of both arms that the sentence gives itself, else those seen at its time, else the document's; none where what is said near it is of those who were measured, whose number is not told. others : the numbers of the sentence."""
    own = _own_sizes(question, sentence)
    some = sizes_of_some(question, sentence, pair.one.start) if kind == "continuous" else None
    if some is not None:
        return some
    events = [one for one in (pair.one, pair.two, *others) if one.total is None or one in pair]
    counted = [(sentence.start + one.start, sentence.start + one.end) for one in events]
    if own and not any(a < n.quote.end and n.quote.start < b for n in own.values() for a, b in counted):
        return own
    if is_of_part(question, sentence, pair):
        return {}  # as many as nobody says
    if _COMPLETERS.search(pair.words):
        return question.completers  # none, where nobody says how many completed
    time = time_said(sentence, pair)
    when = time or time_said(sentence)
    seen = {
        side: n for side in (TRIED, COMPARED) if kind == "continuous" and (n := question.size_at(side, when))
    }
    if len(seen) == len((TRIED, COMPARED)):
        return seen
    measured = _MEASURED.search(
        question.document.text,
        max(0, sentence.start - _AROUND),
        sentence.start + len(sentence.text) + _AROUND,
    )
    if not measured or _is_of_all(question, sentence, measured):
        return question.sizes_of_means(when) if kind == "continuous" else question.sizes
    at_time = [
        sizes
        for other in question.sentences
        if time and _MEASURED.search(other.text) and time_said(other) == time
        if (sizes := _own_sizes(question, other))
    ]
    return at_time[0] if at_time else {}


def _is_of_all(question: Question, sentence: Sentence, measured: re.Match[str]) -> bool:
    """Whether an analysis of those who were measured is told in a sentence of its own, as one beside the analysis of all in
    which those who were not measured were counted."""
    begin = sentence.start
    return not begin <= measured.start() < begin + len(sentence.text) and any(
        _COUNTED_ANYWAY.search(s.text) for s in question.sentences
    )


def _own_sizes(question: Question, sentence: Sentence) -> dict[str, Number]:
    """The sizes of both arms that a sentence gives, {} where it does not give both."""
    if each := each_said(question, shadow(sentence.text), sentence.start):
        return {TRIED: each, COMPARED: each}
    own = {
        s.label: number(question.document, s.size, (sentence.start + s.start, sentence.start + s.end))
        for s in arm_sizes([sentence], question.names, question.total)
    }
    return own if {TRIED, COMPARED} <= set(own) else {}


def _averaged(question: Question, sentence: Sentence, one: One, label: str, size: Number | None) -> Side:
    size = _size_beside(question, one) or size
    document, n = question.document, int(size.value) if size else 0
    place = (sentence.start + one.start, sentence.start + one.end)
    mean = number(document, one.mean.value, place) if one.mean else None
    sd = None
    if one.low and one.high:
        sd = of_interval(document, one.low.value, one.high.value, n, place) if n else None
    elif one.sd and (one.error or _in_errors(question, sentence.text)):
        sd = of_error(document, one.sd.value, n, place) if n else None
    elif one.sd:
        sd = number(document, one.sd.value, place)
    return Side(arm=label, n=size, mean=mean, sd=sd)


def _size_beside(question: Question, one: One) -> Number | None:
    """The size that stands in brackets right behind the same mean elsewhere in the text ("-15.2 [n = 83]")."""
    if one.mean is None or len(one.mean.text.strip("-+").replace(".", "")) < _TELLING:
        return None
    pattern = rf"(?<![\d.]){re.escape(one.mean.text)}\s?[(\[]\s{{0,2}}n\s{{0,2}}=\s{{0,2}}(\d{{1,5}})\s?[)\]]"
    found = list(re.finditer(pattern, shadow(question.document.text)))
    sizes = {m[1] for m in found}
    return number(question.document, int(found[0][1]), found[0].span(1)) if len(sizes) == 1 else None


def _in_errors(question: Question, sentence: str) -> bool:
    """Whether what is printed beside means is their standard error, by the sentence, else by the whole text."""
    for told in (sentence, question.document.text):
        words = question.without_arms(told)
        error, deviation = bool(_ERRORS.search(words)), bool(_DEVIATIONS.search(words))
        if error != deviation:
            return error
    return False


def _counted(question: Question, sentence: Sentence, one: One, label: str, size: Number | None) -> Side:
    """A count of its own total, else of the arm's size as far as its percent agrees, else out of the percent alone."""
    document = question.document
    place = (sentence.start + one.start, sentence.start + one.end)
    n = number(document, one.total, place) if one.total else size
    events = number(document, one.count, place) if one.count is not None else None
    if n and one.count is not None and one.percent and not one.total:
        told = question.size_of_share(label, one.count, one.percent)
        if told and not rounds_to(one.count, one.percent, int(n.value)):
            n = told
    if (
        one.count is not None
        and one.percent
        and not one.total
        and not (n and agrees(one.count, one.percent, int(n.value)))
    ):
        most = int(n.value) if n else question.total
        n = question.size_of_share(label, one.count, one.percent) or solved_size(
            document, [(one.count, one.percent)], most, place
        )
    if events is None and one.percent and n:
        if not one.total and not counts(one.percent, int(n.value)):  # no share of those that are counted so
            n = question.size_of_percent(label, one.percent) or n
        events = derived_count(document, one.percent, int(n.value), place)
    return Side(arm=label, n=n, events=events)
