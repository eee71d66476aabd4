"""Which arms of a trial are tried, and which they are compared with: the order that two-arm numbers are read in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.model.result import Reading
from trialwright.model.trial import Arm
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arm_sets import words
from trialwright.read.grammar.arms import find_arms
from trialwright.read.grammar.link import Mention, Names
from trialwright.read.grammar.sentences import Sentence, sentences
from trialwright.read.patterns import Pattern

# Ways to speak of an arm, and what each says for its being the one that is tried. "(?:x)" marks the arm's name.
_BEFORE = (
    (Pattern(r"(?i)\b(?:addition|adding|introduction|benefits?) of\s(?:[\w-]+\s){0,3}$"), 2.0),
    (Pattern(r"(?i)\b(?:effects?|efficacy|effectiveness|safety|activity|impact|role|use|feasibility|value|non-?inferiority|superiority|tolerability)\s(?:and\s[\w-]+\s)?of\s(?:[\w-]+\s){0,3}$"), 1.0),
    (Pattern(r"(?i)\b(?:new|novel|switch\w*\sto|experimental|investigational|proposed)\s(?:[\w-]+\s){0,2}$"), 1.5),
    (Pattern(r"(?i)\b(?:standard|conventional|usual|traditional|routine|reference|continu\w+|approved|current\w*|established)\s(?:[\w-]+\s){0,3}$"), -1.5),
    (Pattern(r"(?i)\b(?:compared|comparison|relative|superior|inferior|noninferior|equivalent|similar|alternative)\s(?:with|to)\s(?:[\w-]+\s){0,2}$|\b(?:versus|vs\.?|than|against)\s(?:[\w-]+\s){0,2}$"), -0.7),
)  # fmt: skip
_AFTER = (
    (Pattern(r"(?i)\s(?:alone|only|monotherapy)\b"), -1.5),
    (Pattern(r"(?i)[^.;()]{0,20}[(\[,]\s?(?:the\s)?(?:control|standard|reference|comparator|conventional)\b"), -2.0),
    (Pattern(r"(?i)[^.;()]{0,20}[(\[,]\s?(?:the\s)?(?:experimental|investigational|intervention|test|study|treatment)\s(?:arm|group)\b"), 2.0),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,3}(?:is|was|were|are|may be|would be)\s(?:as\s\w+\sas|superior|non-?inferior|not inferior|equivalent|safe|feasible|effective|well[ -]tolerated|(?:more|less)\s\w+\sthan)"), 0.7),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,2}(?:as an alternative|added to|(?:significantly\s)?(?:improve|reduce|prevent|increase|decrease|prolong)[sd]?)\b"), 0.7),
)  # fmt: skip
_VERSUS = Pattern(r"(?i)\b(?:versus|vs\.?|compared (?:with|to)|or|and|against|with)\s")
_FIRST = 0.8  # for the arm that a document names first
_TITLE = 2.0  # what the title says counts twice
_NEAR = 70  # characters that are looked at on each side of a name


class Sides(NamedTuple):
    """Labels of arms. why : "role" where the document names a control, "order" where only the way it speaks of
    two active treatments tells one from the other, "" where there are no two arms."""

    intervention: tuple[str, ...] = ()
    comparator: tuple[str, ...] = ()
    why: str = ""


def sides(reading: Reading) -> Sides:
    """The two sides of the reading's trial. Of active treatments, the one that most speaks for is tried: named
    first, added, new, set against the other; which of them is better is not said by that."""
    arms = reading.trial.arms if reading.trial else ()
    control = tuple(a.label for a in arms if a.role in ("control", "historical"))
    tried = tuple(a.label for a in arms if a.role not in ("control", "historical"))
    if control and tried:
        return Sides(tried, control, "role")
    if len(arms) < 2:
        return Sides(tuple(a.label for a in arms))
    first, *others = _in_order(reading.document, arms)
    return Sides((first,), tuple(others), "order")


def _in_order(document: Document, arms: Sequence[Arm]) -> list[str]:
    """Labels by what speaks for each, the arm that is tried first."""
    own = sentences(document)
    names = Names(find_arms(own, abbreviations(own)))
    first = _by_mention(document, arms)
    if set(names.labels) != {a.label for a in arms}:
        return first
    for_it = Counter({first[0]: _FIRST})
    for i, sentence in enumerate(own):
        for label, weight in _votes(sentence, names.mentions(sentence)):
            for_it[label] += weight * (_TITLE if i == 0 else 1.0)
    return sorted(first, key=lambda label: -for_it[label])


def _votes(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[str, float]]:
    text, out = sentence.text, []
    for one in mentions:
        before, after = text[max(0, one.start - _NEAR) : one.start], text[one.end : one.end + _NEAR]
        out += [(one.label, w) for pattern, w in _BEFORE if pattern.search(before)]
        out += [(one.label, w) for pattern, w in _AFTER if pattern.match(after)]
    for a, b in pairwise(mentions):
        between = sentence.bare[a.end : b.start]
        if a.label != b.label and len(between) < _NEAR and _VERSUS.search(between + " "):
            out.append((a.label, 0.5))
    return out


def _by_mention(document: Document, arms: Sequence[Arm]) -> list[str]:
    """Labels by where the document first names them, or a word that none of the others has."""
    text = document.text.casefold()
    every = [words(a.label) for a in arms]

    def place(index: int) -> int:
        others = set().union(*(w for i, w in enumerate(every) if i != index))
        names = [arms[index].label.casefold(), *(w for w in every[index] - others if len(w) > 3)]
        found = [m.start() for n in names if (m := re.search(_spelled(n), text))]
        return min(found, default=arms[index].quote.start)

    return [arms[i].label for i in sorted(range(len(arms)), key=place)]


def _spelled(name: str) -> str:
    return r"(?<!\w)" + r"[\s-]+".join(re.escape(w) for w in re.split(r"[\s-]+", name)) + r"(?!\w)"
