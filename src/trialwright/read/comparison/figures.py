"""Every number of a sentence with its place, of whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialwright.model.number import Printed
from trialwright.read.grammar.lexis import printed
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_FIGURE = Pattern(r"(?<![\w.,/])(?P<s>[-+]\s?)?(?P<v>\d+(?:\.\d+)?)(?![\w,]*\d)(?P<p>\s?%)?")


@dataclass(frozen=True)
class Figure:
    """start, end : its place in the sentence. percent : whether its sign follows it."""

    value: Printed
    start: int
    end: int
    percent: bool


def figures_in(sentence: Sentence) -> Iterator[Figure]:
    for match in _FIGURE.finditer(sentence.text):
        text = (match["s"] or "").strip() + match["v"]
        yield Figure(printed(text), *match.span(), bool(match["p"]))
