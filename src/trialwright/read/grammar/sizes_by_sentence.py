"""Sizes of arms that each open a sentence of their own: "Sixteen men assigned to A did X. Twenty men in the B group did Y."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.kept_sizes import ArmSize
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_OPENS = Pattern(
    rf"(?i)\W{{0,2}}(?:the\s(?:other\s|remaining\s)?)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?"
    r"(?:(?:who\s)?(?:(?:were|was)\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\s(?:in)?to|in|on|(?:who\s)?(?:received|underwent)|receiving|(?:who\swere\s)?(?:given|treated\swith))\s(?:the\s)?"
)


def sizes_by_sentence(sentences: Sequence[Sentence], names: Names, people: int | None) -> Iterator[ArmSize]:
    """One number for each arm at the head of a sentence that names it, where they add up to the people of the trial."""
    if not people or len(names.labels) < 2:
        return
    found: dict[str, ArmSize] = {}
    for sentence in sentences:
        mentions = names.mentions(sentence) if not sentence.background else ()
        name = next(iter(mentions), None)
        match = _OPENS.fullmatch(sentence.text, 0, name.start) if name else None
        if name and match:
            found.setdefault(name.label, ArmSize(name.label, whole(match["n"]), sentence, *match.span("n")))
    apart = len({s.sentence.start for s in found.values()}) == len(names.labels)
    if apart and set(found) == set(names.labels) and sum(s.size for s in found.values()) == people:
        yield from found.values()
