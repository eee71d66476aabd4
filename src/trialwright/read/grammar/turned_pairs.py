"""Pairs of counts that no name stands beside and that fit the sizes of the arms one way only, which the order of the document may not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from trialwright.model.base import Because
from trialwright.model.result import Result
from trialwright.model.trial import Arm
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.outcome_lists import are_of_several, of_two_outcomes
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.solve import totals

RULE = "read.grammar.turned_pairs"
_NEAR = 40  # characters between two counts and their percents


def turned(
    results: Sequence[Result], arms: Sequence[Arm], names: Names, sentences: Sequence[Sentence]
) -> list[Result]:
    """`results`, but with the arms of two shares in a row told by sums, where each fits the size of one arm only, which is then its
    total: "8 (20 %) and 9 (18 %)" where the first arm has 50 people and the second 40.

    In a sentence that names no arm such shares are turned from the order of the document, or take their arms where it has none. Two
    that are listed in the order of names beside them are of no arm: either the names or the sums are misprinted.
    """
    sizes = {a.label: a for a in arms if a.size}
    if len(arms) != 2 or len(sizes) != 2:
        return list(results)
    results = sorted(results, key=lambda r: r.quote.start)
    out = list(results)
    for i, (a, b) in enumerate(pairwise(results)):
        more = _percents_behind(a, b, results[i + 2 : i + 4])
        one, other = (_with_percent(a, more[0]), _with_percent(b, more[1])) if more else (a, b)
        told = _told_by_sums(one, other, sizes)
        if not told or (a.arm, b.arm) == (told[0].label, told[1].label):
            continue
        where = _where(a, b, sentences)
        if where and _are_of_other_things(a, b, where):
            continue
        if where and not names.mentions(where):
            # A share that is half of two pairs is given the same arm in both: its own sum alone tells it.
            out[i], out[i + 1] = _with_arm(a, one, told[0]), _with_arm(b, other, told[1])
            for k, (percent, arm) in enumerate(zip(more, told, strict=False)):
                out[i + 2 + k] = percent.model_copy(update={"arm": arm.label, "because": out[i + k].because})
        elif where and a.arm and _are_listed(a, b, where, names):
            out[i], out[i + 1] = (x.model_copy(update={"arm": ""}) for x in (a, b))
    return out


def _are_two(a: Result, b: Result) -> bool:
    """Two shares of the two arms, or of none, of one thing."""
    told = bool(a.arm) == bool(b.arm) and (not a.arm or a.arm != b.arm)
    return bool(a.measure == b.measure == "proportion" and told and a.endpoint == b.endpoint)


def _percents_behind(a: Result, b: Result, next_two: Sequence[Result]) -> Sequence[Result]:
    """The percents of two counts that stand behind both: "8 and 9 (20 % and 18 %)"; () where they have none so."""
    counts = [r.count is not None and r.total is None and r.value is None for r in (a, b)]
    shares = [r.measure == "proportion" and r.count is None and r.value is not None for r in next_two]
    alike = [r.arm for r in next_two] in (["", ""], [r.arm for r in (a, b)])
    near = len(next_two) == 2 and 0 <= next_two[0].quote.start - b.quote.end < _NEAR
    return next_two if all(counts) and all(shares) and alike and near else ()


def _with_percent(count: Result, percent: Result) -> Result:
    return count.model_copy(update={"value": percent.value})


def _told_by_sums(a: Result, b: Result, sizes: Mapping[str, Arm]) -> tuple[Arm, Arm] | None:
    """The arms that two shares fit, where each fits one alone, and they are not the same."""
    if not _are_two(a, b):
        return None
    first, second = ([arm for arm in sizes.values() if arm.size and _fits(x, arm.size)] for x in (a, b))
    alone = len(first) == len(second) == 1 and first[0].label != second[0].label
    return (first[0], second[0]) if alone else None


def _where(a: Result, b: Result, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence that both stand in."""
    return next(
        (s for s in sentences if s.start <= a.quote.start and b.quote.end <= s.start + len(s.text)), None
    )


def _are_of_other_things(a: Result, b: Result, sentence: Sentence) -> bool:
    """Whether the words around two shares tell of as many things, times or kinds of people, whose sums fit by chance."""
    spans = [(r.quote.start - sentence.start, r.quote.end - sentence.start) for r in (a, b)]
    first, last = spans[0][0], spans[1][1]
    return bool(of_two_outcomes(sentence, spans)) or are_of_several(sentence.text, first, last)


def _are_listed(a: Result, b: Result, sentence: Sentence, names: Names) -> bool:
    """Whether no name stands between two shares, and none just behind the second alone."""
    start, end = a.quote.start - sentence.start, b.quote.end - sentence.start
    mentions = names.mentions(sentence)
    before = {m.label for m in mentions if m.end <= start}
    after = {m.label for m in mentions if m.start >= end}
    inside = any(m.start < end and start < m.end for m in mentions)
    return not inside and (len(before) == 2 or len(after) == 2)


def _fits(share: Result, size: int) -> bool:
    """Whether a count with its percent, or out of its total, is one of so many people."""
    if share.total is not None:
        return share.total == size
    return bool(share.count and share.value and size in totals(share.count, share.value, size))


def _with_arm(share: Result, fitting: Result, arm: Arm) -> Result:
    """`share` as the arm's. fitting : with the percent by which it fits."""
    of = f"{share.count}/{arm.size}" + (f" = {fitting.value.text} %" if fitting.value else "")
    way = "the other way round than in the document's order" if share.arm else "so"
    why = Because(
        rule=RULE,
        of=(*share.because.of, arm.id),
        formula=f"{of}: only {way} do both counts fit the sizes of the arms",
    )
    return share.model_copy(update={"arm": arm.label, "total": arm.size, "because": why})
