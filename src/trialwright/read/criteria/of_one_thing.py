"""Whether two numbers beside each other may be limits of one thing: what stands between them, and what follows the second."""

from __future__ import annotations

from collections.abc import Collection

from trialwright.model.concept import Concept
from trialwright.read.criteria.ages import names_a_sex
from trialwright.read.criteria.marks import Mark

_JOINS = frozenset({"and", "or", "comma", "glue", "mute", "open", "close"})
# What may follow a number that counts nothing: of whom, when, how it is meant.
_ASIDE = frozenset(
    ("for", "in", "if", "among", "when", "within", "during", "before", "after", "at", "on", "as", "by", "despite", "without",
     "respectively", "regardless")
)  # fmt: skip


def joins(between: list[Mark]) -> bool:
    """Whether what stands between two numbers lets both be of one thing: and, or, whose limit the first is, "(C)"."""
    sexes = any(names_a_sex(m) for m in between)
    short = [
        j
        for j in range(2, len(between))
        if [m.role for m in between[j - 2 : j + 1]] == ["open", "word", "close"]
    ]
    aside = [
        m
        for j, m in enumerate(between)
        if not (
            m.role in _JOINS
            or names_a_sex(m)
            or j + 1 in short
            or (sexes and m.role in ("semi", "word") and m.end - m.start <= 3)
        )
    ]
    return len(between) <= 7 and not aside


def of_a_thing(marks: list[Mark], k: int, concepts: Collection[Concept], text: str) -> bool:
    """ "ECOG 0-1, > 2 prior lines", "EDSS > 3 and ≥ 1 relapse": a number without a unit counts the thing named right after it."""
    measure, after = marks[k].measure, marks[k + 1] if k + 1 < len(marks) else None
    if measure is None or measure.unit or measure.uln or after is None or names_a_sex(after):
        return False
    if text[after.start : after.end].lower() in _ASIDE:
        return False
    named = after.role == "mention" and after.concept in concepts
    return after.role in ("word", "mention", "past", "disorder") and not named
