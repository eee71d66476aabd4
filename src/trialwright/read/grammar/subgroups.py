"""Results that hold for part of the patients only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern

_OPENING = Pattern(
    rf"(?i)^\W{{0,3}}(?:\w[\w ]{{2,30}}:\s)?(?:in|among"
    rf"|for)\s(?:the\s)?(?P<g>(?:(?:pre-?specified\s)?subgroup\sof\s)?(?:[\w-]+\s){{0,4}}?"
    rf"(?:{PEOPLE}|slices|lesions|tumou?rs|those|subgroup)"
    r"\s(?:with|who|whose|without|aged|at|of)\s[^,;]{2,120}),\s"
)
_CLOSING = Pattern(
    rf"(?i)\b(?:in|among)\s(?:the\s)?(?P<g>(?:pre-?specified\s)?subgroup\sof\s"
    rf"(?:{PEOPLE}\s)?[^,;().]{{3,90}})"
)
_DESIGN = Pattern(
    r"(?i)\brandom|\bassigned|\benrol|\brecruit|\beligible|\bincluded\b|\btreated\b|\baims?\b|\bobjective"
)
_WORD = Pattern(r"[A-Za-z][\w-]{3,}")


def population_words(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Words of the title and of the sentences that say who was enrolled."""
    who = [s for s in sentences if s.role == "title" or (not s.background and _DESIGN.search(s.text))]
    return frozenset(w.lower() for s in who for w in _WORD.findall(s.text))


def subgroup(sentence: Sentence, population: frozenset[str]) -> str:
    """ "In patients with X, ..." is a subgroup unless X only says again whom the trial enrolled."""
    named, words = _part(sentence)
    return "" if words is not None and words <= population else named


@once
def _part(sentence: Sentence) -> tuple[str, frozenset[str] | None]:
    """(what is said of a part of the patients, its words where they may only say again whom the trial enrolled)."""
    closing = _CLOSING.search(sentence.text)
    if closing:
        return closing.group("g").strip(), None
    opening = _OPENING.match(sentence.text)
    if not opening:
        return "", None
    named = re.sub(r"\s+", " ", opening.group("g")).strip()
    return named, frozenset(w.lower() for w in _WORD.findall(named))
