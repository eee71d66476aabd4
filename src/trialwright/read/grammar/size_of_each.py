"""One number that is the size of every arm: "30 women in each group", "a zinc group and a control group (n = 30)" of 60."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.read.grammar.arm_counts import each_arm
from trialwright.read.grammar.counts_or_sizes import EVENTS
from trialwright.read.grammar.kept_sizes import ArmSize
from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_ANY_N = Pattern(r"(?i)\bn\s?=")
_NEXT = Pattern(rf"(?i)(?:\s(?!{PEOPLE}\b)[\w-]+){{0,6}}\s?")
_N_EQUALS = Pattern(rf"(?i)[(\[]\s?n\s?=\s?(?P<n>{INT})(?=\s?[)\]])")


def of_each(sentence: Sentence, names: Names, people: int | None) -> Iterator[ArmSize]:
    """One number for the size of every arm, unless so many are too few or too many of the people."""
    for start, end in each_arm(sentence, names):
        size = whole(sentence.text[start:end])
        together = size * len(names.labels)
        # so many people may have been taken for all: "20 women were assigned to each arm"
        each = size == people and "each" in sentence.text[end : end + 60]
        fits = not people or each or 0.7 * people <= together <= 1.1 * people
        if size > 1 and fits and not (EVENTS.search(sentence.text) and together != people):
            yield from (ArmSize(label, size, sentence, start, end) for label in names.labels)
    yield from _halves(sentence, names, people)


def _halves(sentence: Sentence, names: Names, people: int | None) -> Iterator[ArmSize]:
    """ "divided into a zinc group and a control group (n = 25)" of 50 people: the one number of each of two arms."""
    found = list(_N_EQUALS.finditer(sentence.text)) if people and "=" in sentence.text else []
    if (
        len(found) != 1
        or len(_ANY_N.findall(sentence.text)) > 1
        or len(names.labels) != 2
        or 2 * whole(found[0]["n"]) != people
    ):
        return
    before = [m for m in names.mentions(sentence) if m.end <= found[0].start()]
    if {m.label for m in before} != set(names.labels):
        return
    if _NEXT.fullmatch(sentence.text, max(m.end for m in before), found[0].start()):
        span = found[0].span("n")
        yield from (ArmSize(label, whole(found[0]["n"]), sentence, *span) for label in names.labels)
