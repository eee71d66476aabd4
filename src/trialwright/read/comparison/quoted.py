"""Figures of a table that a sentence quotes: what it calls them is what the row is of, whatever the row's own words.

"Treatment courses were longer on A (25.4 v 13.5 days)" speaks of the row that has 25.4 for one arm and 13.5 for the
other. Two figures of three digits or of a decimal in one clause are no chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Kind, Side
from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.figures import Figure
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.comparison.prose_pairs import Pair
from trialwright.read.comparison.prose_words import like
from trialwright.read.comparison.wording import tokens
from trialwright.read.grammar.sentences import Sentence

_APART = 130  # characters between two figures that are set against each other
_LESS = 0.02  # of likeness that a row loses whose words are only those of a sentence
_DIGITS = 3
_SURE = 0.6  # likeness of a row's own words that need no sentence


def as_like(question: Question, by_words: float, path: Sequence[str], a: Side, b: Side, kind: Kind) -> float:
    """How like the question a row is by its own words, or by those of a sentence that quotes its figures."""
    return by_words if by_words >= _SURE else max(by_words, quoted(question, path, a, b, kind))


def quoted(question: Question, path: Sequence[str], a: Side, b: Side, kind: Kind) -> float:
    """How like the question the sentence is that quotes the figures of both arms best, 0 where none does.

    path : the row's own words. A sentence that says them speaks of what they say, and of the question only where they do.
    kind "binary": the shares of both counts as percents; "continuous": both means.
    """
    best = 0.0
    before = ""
    arms = question.full[0] | question.full[1]
    own = tokens(path[-1]) - question.wanted - arms
    if question.wanted <= arms:
        return best
    own_places = [n.quote.start for side in (a, b) for n in (side.events, side.mean) if n]
    for sentence, figures in zip(question.sentences, question.figures, strict=True):
        told_here = any(sentence.start <= at < sentence.start + len(sentence.text) for at in own_places)
        for one, two in _both(figures, a, b, kind) if not told_here else ():
            first, second = sorted((one, two), key=lambda f: f.start)
            if second.start - first.end > _APART:
                continue
            if 2 * len(own & tokens(sentence.text)) >= max(1, len(own)):
                continue
            pair = _pair(sentence, figures, first, second, first is one)
            best = max(best, like(question, sentence, pair, before) - _LESS)
        before = sentence.text
    return best


def _pair(
    sentence: Sentence, figures: Sequence[Figure], first: Figure, second: Figure, tried_first: bool
) -> Pair:
    begin = max((f.end for f in figures if f.end <= first.start), default=0)
    labels = (TRIED, COMPARED) if tried_first else (COMPARED, TRIED)
    words = sentence.text[begin : first.start] + sentence.text[first.end : second.start]
    one, two = One(first.start, first.end), One(second.start, second.end)
    return Pair(one, labels[0], two, labels[1], words)


def _both(figures: Sequence[Figure], a: Side, b: Side, kind: Kind) -> Iterator[tuple[Figure, Figure]]:
    """A figure of each arm, next to each other among those of their sort."""
    fits = [(f, _is_of(f, a, kind), _is_of(f, b, kind)) for f in figures]
    if not any(x for _, x, _ in fits) or not any(y for _, _, y in fits):
        return
    for f, of_a, _ in fits:
        for g, _, of_b in fits:
            if of_a and of_b and f is not g and _is_telling(f, g):
                yield f, g


def _is_telling(one: Figure, two: Figure) -> bool:
    """Whether two figures are not met by chance: of three digits both, or one of them with a decimal."""
    texts = [f.value.text.lstrip("-+ ") for f in (one, two)]
    digits = [len(t.replace(".", "").lstrip("0")) for t in texts]
    if one.value.value == two.value.value or min(digits) < _DIGITS - 1:
        return False
    return max(digits) >= _DIGITS and ("." in "".join(texts) or min(digits) >= _DIGITS)


def _is_of(figure: Figure, side: Side, kind: Kind) -> bool:
    if kind == "continuous":
        return side.mean is not None and not figure.percent and side.mean.value == figure.value.value
    if side.events is None or side.n is None or not figure.percent:
        return False
    return agrees(int(side.events.value), figure.value, int(side.n.value))
