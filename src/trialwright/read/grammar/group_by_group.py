"""Sizes of groups that are told one after the other: "one group (21 patients) had A; the other (22) had B", "A in 18 eyes (group 1)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.counts_or_sizes import EVENTS
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Place = tuple[int, int]

_SO_MANY = rf"\s?[(\[]\s?(?:n\s?=\s?)?(?P<n>{COUNT})(?:\s{FEW}{PEOPLE})?\s?[)\]]"
_ONE = Pattern(rf"(?i)\b(?:one|the\sfirst|a\sfirst)\s(?:\w+\s)?(?:group|arm|half){_SO_MANY}")
_OTHER = Pattern(rf"(?i)\b(?:the\s)?(?:other|second|another)(?:\s(?:\w+\s)?(?:group|arm|half))?{_SO_MANY}")
# "18 eyes (", and behind the bracket "in 17 eyes"
_BEFORE = Pattern(rf"(?i)(?<![\w.,/=<>±-])(?P<n>{COUNT})\s{FEW}{PEOPLE}\s?[(\[]$")
_BEHIND = Pattern(rf"(?i)[)\]]\s(?:in|on|for|of|to|included|comprised)\s(?P<n>{INT})\s{FEW}{PEOPLE}\b")


def sizes_group_by_group(sentence: Sentence, mentions: Sequence[Mention], names: Names) -> dict[Place, str]:
    """The places of the sizes of all arms and their labels, where the sentence tells one group after the other; else none."""
    if "(" not in sentence.text or len(names.labels) < 2:
        return {}
    return _one_and_other(sentence, mentions, names) or _beside_brackets(sentence, mentions, names)


def _one_and_other(sentence: Sentence, mentions: Sequence[Mention], names: Names) -> dict[Place, str]:
    """Of two arms: the one that alone is named behind "the other group (22)", or alone behind "one group (21)"."""
    text = sentence.text
    one = _ONE.search(text) if len(names.labels) == 2 else None
    other = _OTHER.search(text, one.end()) if one else None
    if one is None or other is None:
        return {}
    behind = {m.label for m in mentions if m.start >= other.end()}
    between = {m.label for m in mentions if one.end() <= m.start < other.start()}
    if len(behind) == 1 and between - behind:
        (second,) = behind
        return {one.span("n"): _rest(names, second), other.span("n"): second}
    if len(between) == 1 and behind - between:
        (first,) = between
        return {one.span("n"): first, other.span("n"): _rest(names, first)}
    return {}


def _rest(names: Names, label: str) -> str:
    return next(one for one in names.labels if one != label)


def _beside_brackets(sentence: Sentence, mentions: Sequence[Mention], names: Names) -> dict[Place, str]:
    """People who are counted before or behind the bracket that says which group they are."""
    text = sentence.text
    found: dict[Place, str] = {}
    for m in mentions:
        if text[m.start - 1 : m.start] not in ("(", "["):
            continue
        told = _BEFORE.search(text, max(0, m.start - 80), m.start) or _BEHIND.match(text, m.end)
        if told and whole(told["n"]) > 1:
            found[told.span("n")] = m.label
    every = sorted(found.values()) == sorted(names.labels)
    return found if every and not EVENTS.search(text) else {}
