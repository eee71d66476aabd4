"""Short forms of arms that are mixtures of the same things: "LI" of lignocaine plus ibuprofen beside "LP" of lignocaine plus
placebo."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from trialwright.read.comparison.arm_vocabulary import ANY_PLAN, GENERIC, JOINING
from trialwright.read.comparison.wording import tokens
from trialwright.read.patterns import Pattern

_PLUS = Pattern(r"(?i)\s(?:plus|and|with|in combination with|combined with|added to)\s|\+|/")


def is_mixture(words: str) -> bool:
    """Whether words tell two things that are given together."""
    return bool(_PLUS.search(words))


def own_forms(
    defined: Mapping[str, str], forms: AbstractSet[str], whole: AbstractSet[str], ignored: AbstractSet[str]
) -> set[str]:
    """Of short forms those that are an arm's: where one has just its words, one with another word is of another arm.

    defined : short form → its words. whole : the words of the arm. ignored : words that tell no arm from another.
    """
    exact = {s for s in forms if tokens(defined[s]) - ignored == whole - ignored}
    return exact or set(forms)


def of_others(defined: Mapping[str, str], forms: AbstractSet[str], kept: AbstractSet[str]) -> set[str]:
    """Names of other mixtures: the short forms, with what they stand for, that have words of an arm which is a mixture itself
    and are not its own. kept : those that are."""
    if not any(is_mixture(defined[k]) for k in kept):
        return set()
    return {name for s in forms - kept if is_mixture(defined[s]) for name in (s, defined[s])}


def without_joining(words: set[str]) -> set[str]:
    """The words of an arm without those that join its parts, as long as they leave one that tells it."""
    rest = words - JOINING
    return rest if rest - GENERIC - ANY_PLAN else words


def is_form(said: set[str], own: set[str], whole: set[str]) -> bool:
    """Whether the words of a short form are an arm's: none but its words, or all its own and one more."""
    more = said - whole - GENERIC
    return bool(said & own) and (not more or (len(more) == 1 and {w for w in own if len(w) > 4} <= said))
