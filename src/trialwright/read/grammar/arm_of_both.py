"""Other words for the arm of three or more that is given what two others are given: "both drugs", "the combination", "combined"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.naming import CONTROL
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_PARTS = re.compile(r"(?i)\s(?:plus|and|with|combined with|in combination with)\s|\s?\+\s?")
_BOTH = re.compile(
    r"(?i)both(?:\s[a-z]+)?|(?:their\s|the\s)?combination(?:\s(?:therapy|treatment))?|combined(?:\s(?:therapy|treatment|group))?"
)
_THINGS = "drugs|treatments|therapies|supplements|agents|interventions|medications|vitamins|components|vaccines|programmes|programs"
OF_BOTH = ("combination", "combined", "both")
_NAMES = (
    *OF_BOTH,
    *(f"both {thing}" for thing in _THINGS.split("|")),
)
# what is said of both at once and is no arm
_OF_ALL_BEFORE = Pattern(
    r"(?i)\b(?:or|when|groups?|arms?|were|was|be|data|years|sites|trials|studies|all|(?<!the )(?<!with )(?<!with the )(?:in|by|for|of|and))\s$"
)
_OF_ALL_BEHIND = Pattern(
    r"(?i)\s(?:of|with|the|end-?\s?points?|outcomes?|rates?|incidences?|analys[ei]s|scores?|chemotherapy|radio\w+|regimens?|approach|groups\b|arms\b|in\s|at\s|sexes|eyes|sides|hands|legs|arms|feet|ears|times|years|trials|studies|cases|cohorts|periods|phases|time|men|women|patients\sand)"
)
_ALONE = Pattern(r"(?i)\b(?:given|receiving|received|took|taking|assigned to|allocated to|on|with)\s$")

_FARED = Pattern(
    r"(?i)\s(?:were|was|had|died|relapsed|did|developed|survived|responded|reported|stopped|withdrew)\b"
)


def said_of_both(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """The words for the arm that is given both, where `name` joins those of two others; else ()."""
    parts = [p.strip().lower() for p in _PARTS.split(name)]
    others = {n.lower() for n in names if n != name}
    return OF_BOTH if len(names) > 2 == len(parts) and all(p in others for p in parts) else ()


def known_by_both(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds such words to the one arm of three or more whose name is "both" or joins the names of two others."""
    joint = [e for e in book if _is_of_two(e, book)] if len(book) > 2 else []
    if len(joint) != 1:
        return
    text = " ".join(s.text for s in sentences).lower()
    for name in _NAMES:
        if (
            name in text
            and len(joint[0].names) < NAMES
            and not any(name in e.label.lower() for e in book if e is not joint[0])
        ):
            joint[0].names.add(name)
    _heads(joint[0], book)


def _is_of_two(entry: Entry, book: Sequence[Entry]) -> bool:
    """Whether an arm is called "both", or by the names of two others joined."""
    if _BOTH.fullmatch(entry.label):
        return not any(CONTROL.search(e.label) for e in book[:2])
    parts = [p.strip().lower() for p in _PARTS.split(entry.label)]
    others = {n.lower() for e in book if e is not entry for n in (e.label, *e.names)}
    return len(parts) == 2 and all(p in others for p in parts)


def _heads(joint: Entry, book: Sequence[Entry]) -> None:
    """ "zinc" for "elemental zinc": the last word of an arm's name, where only this arm and that of both have it."""
    for entry in book:
        first, _, head = entry.label.rpartition(" ")
        if (
            entry is joint
            or not first
            or len(head) < 3
            or _PARTS.search(entry.label)
            or CONTROL.search(entry.label)
        ):
            continue
        if not any(head.lower() in e.label.lower().split() for e in book if e not in (entry, joint)):
            entry.names.add(head)


def is_no_both(text: str, start: int, end: int) -> bool:
    """Whether "both" or "combined" is not said of that arm where it stands: "both groups", "the two groups combined"."""
    word = text[start:end].lower()
    if word not in ("both", "combined", "combination"):
        return False
    if _OF_ALL_BEHIND.match(text, end):
        return True
    if word == "both":
        of_things = text[end : end + 2].strip().isalpha() and not _FARED.match(text, end)
        return of_things or _ALONE.search(text, max(0, start - 20), start) is None
    return word == "combined" and _OF_ALL_BEFORE.search(text, max(0, start - 24), start) is not None
