"""Arms that a document calls by a part of the names it sets them out under: "the reminder group" of "text-message reminders"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.arm_roles import role_of
from trialwright.read.grammar.lexis import plain
from trialwright.read.grammar.naming import sound
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

# a name of two to four words that says what is given, and neither with what nor for what
_PLAIN = re.compile(
    r"(?i)(?!(?:matching|adjuvant|oral|daily|weekly|identical|proposed|the|once\S*|twice\S*)\s)(?!.*\b(?:groups?|arms?|only|alone|treated|containing|based|of|with|plus|and|or|to|added|control|in|on|at|for|by|from|as|after|before|during|versus)\b)"
    r"[a-z][\w'-]*(?:\s[a-z][\w'-]*){1,3}"
)


# "true or placebo acupuncture"
_FEIGNED = Pattern(r"(?i)\s*(?:an?\s)?(?:placebo|sham|simulated|mock|fake|dummy)\s(?P<x>[a-z].*)")
_GENUINE = Pattern(r"(?i)\b(?:true|real|genuine|verum|active)$")
# "local or systemic antibiotics": words that alone are rather said of what befalls people
_WHERE = Pattern(r"(?i)\b(?:local|systemic|regional)\s?$")
_OTHERWHERE = Pattern(
    r"(?i)\s*(?:local|systemic|regional)\s(?P<x>(?!(?:groups?|arms?|reactions?|effects?|symptoms?|signs?|events?|toxicit\w+|infections?|disease|recurrences?|relapses?|failures?|control|spread|progression|pain|and|or|in|for|at|with|on|to)\b)[a-z][\w-]*)"
)


def genuine_in_full(first: str, second: str) -> str:
    """`first`, with the noun that only the second of two names has: "true acupuncture" of "true" and "placebo acupuncture"."""
    if _WHERE.search(first) and (other := _OTHERWHERE.match(second)):
        return f"{first.strip()} {other['x']}"
    genuine = _GENUINE.search(first.strip())
    feigned = _FEIGNED.match(second) if genuine else None
    return f"{first.strip()} {feigned['x']}" if feigned else first


def with_nouns(parts: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Names with their places, each with the noun that only the next one has: see `genuine_in_full`."""
    behind = [*(text for text, _, _ in parts[1:]), ""]
    return [(genuine_in_full(text, other), a, b) for (text, a, b), other in zip(parts, behind, strict=True)]


def is_only_genuine(name: str) -> bool:
    """Whether a name says no more than that it is not feigned: "true"."""
    return _GENUINE.fullmatch(name) is not None


def in_full(book: Sequence[Entry], sets: Iterable[Sequence[str]]) -> None:
    """Gives arms, in place, the longer names of the first of the sets that has them."""
    names = [e.label for e in book]
    for i, full in next(filter(None, (written_out(names, labels) for labels in sets)), []):
        if role_of(names[i]) in ("", role_of(full)):  # "reference" tells more than "reference pegfilgrastim"
            book[i].label = full
            book[i].names.add(full)


def written_out(names: Sequence[str], labels: Sequence[str]) -> list[tuple[int, str]]:
    """Index of each name that is a part of one of the labels, with that label, where the names are those of the labels one for
    one: "reminder" and "no reminder" of "text-message reminders" and "no reminders"."""
    if len(names) != len(labels) or not all(map(sound, labels)):
        return []
    own, full = list(map(_singular, names)), list(map(_singular, labels))
    short = [{j for j, label in enumerate(labels) if _are_initials(name, label)} for name in names]
    told: dict[int, int] = {}  # the fullest names first: "reminder" is within "no reminders" too
    for i in sorted(range(len(own)), key=lambda i: -len(own[i])):
        fits = [j for j, said in enumerate(full) if own[i] <= said or j in short[i]]
        fits = [j for j in fits if j not in told.values()]
        if len(fits) != 1:
            return []
        told[i] = fits[0]
    longer = [
        (i, j) for i, j in told.items() if j in short[i] or (own[i] < full[j] and _PLAIN.fullmatch(labels[j]))
    ]
    return [(i, labels[j]) for i, j in longer if not any(c.isdigit() for c in names[i])]


def _are_initials(name: str, label: str) -> bool:
    """Whether "tau" is made of the first letters of "treatment as usual"."""
    return len(name) > 1 and name.lower() == "".join(word[0] for word in plain(label).split())


def _singular(name: str) -> set[str]:
    return {word.removesuffix("s") for word in plain(name).split()}


def places(flat: str, label: str) -> list[tuple[int, int]]:
    """Where a name stands as words of its own in a text of small letters without hyphens."""
    name, out, start = label.lower().replace("-", " "), [], 0
    while (start := flat.find(name, start)) >= 0:
        end = start + len(name)
        if not flat[start - 1 : start].isalnum() and not flat[end : end + 1].isalnum():
            out.append((start, end))
        start = end
    return out
