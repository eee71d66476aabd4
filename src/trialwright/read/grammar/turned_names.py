"""An outcome that is less of something: "decreased appetite was reported by 25 of 40" counts those with little appetite."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.outcomes import Outcome
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# Whoever has it is counted: "less pain was seen with A (5 v 12)" compares, and is of pain.
_LESS = Pattern(
    rf"(?i)\b(?P<w>decreased|reduced|diminished|lowered|impaired|less|lower)\s(?P<x>[a-z][a-z' -]{{2,40}}?)\s(?:(?:was|were)\s)?(?:reported|seen|noted|observed|found|recorded|experienced|felt|present|occurred|developed|described)\s(?:in|by|among)\s(?:(?:only|about)\s)?(?:\d|{COUNT}\b)"
)


def as_named(sentence: Sentence, abouts: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes, with the word that makes one the lack of another."""
    found = _LESS.search(sentence.text)
    if found is None:
        return list(abouts)
    plain, label = found["x"].lower(), f"{found['w']} {found['x']}"
    return [a._replace(label=label) if a.label.lower() == plain else a for a in abouts]
