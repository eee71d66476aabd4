"""Arms of numbers that a sentence does not name: "in the others", the order of the sentence before, and doses in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Told = list[tuple[One, str]]
_OTHERS = Pattern(
    r"(?i)\s?(?:[a-z]+\s)?(?:in|for|among|of)\s(?:the\s)?(?:others|other\s(?:group|arm|one)|rest)(?=\s?[.,;()]|$)"
)
_GOES_ON = Pattern(
    r"(?i)[^a-z]{0,20}(?:this|these|those|it|they|the\s(?:same|effects?|differences?|improvements?|benefits?))\b"
)
_AGAINST = Pattern(r"(?i)\W{0,3}(?:vs\.?|versus|v\.?|compared (?:with|to))\s?\W{0,2}")
_OPENED = Pattern(r"[(\[]\s?$")
# "for pemetran 30 and 60 mg/day, respectively"
_SEVERAL = 3
_LISTED, _LAST_LISTED = Pattern(r"(?:\s[a-z%/]{1,12}){0,2},\s"), Pattern(r"(?:\s[a-z%/]{1,12}){0,2},?\sand\s")
_DOSES = Pattern(
    r"(?i)\W{0,3}(?:[a-z]{1,10}\s)?(?:for|with|in|on|of)\s(?:the\s)?(?P<d>[a-z][\w-]{3,30})\s(?P<n>\d[\d.]*(?:,\s\d[\d.]*)*,?\sand\s\d[\d.]*)\s?(?P<u>m?c?g|µg|ml|iu|%)(?P<r>/[a-z]{1,5})?(?:\s[a-z]+)?,?\srespectively"
)


def to_the_others(question: Question, sentence: Sentence, told: Told) -> Told:
    """Numbers before "in the others" are of the arm that the sentence does not name, where it names one and the document
    has two."""
    ends = [i for i, (one, _) in enumerate(told) if _OTHERS.match(sentence.text, one.end)]
    named = [m for m in question.names.mentions(sentence) if ends and m.end <= told[ends[0]][0].start]
    if len(ends) != 1 or len({m.label for m in named}) != 1 or question.others:
        return told
    label, behind = named[-1].label, named[-1].end
    if label not in (TRIED, COMPARED):
        return told
    other = COMPARED if label == TRIED else TRIED
    return [
        (one, own if i > ends[0] else other if one.start >= behind else label)
        for i, (one, own) in enumerate(told)
    ]


def as_before(question: Question, sentence: Sentence, told: Told, before: Told) -> Told:
    """Two numbers against each other in brackets, before which no arm is named, in a sentence that goes on with the one
    before ("This was kept at week 20 (6.3 (2.6) vs. 3.1 (3.2))"): the arms are in its order. before : its numbers."""
    order = list(dict.fromkeys(label for _, label in before))
    if len(told) != 2 or sorted(order) != sorted((TRIED, COMPARED)) or not _GOES_ON.match(sentence.text):
        return told
    (one, _), (two, _) = told
    opened = _OPENED.search(sentence.text, max(0, one.start - 3), one.start)
    named = any(m.start < two.end for m in question.names.mentions(sentence))
    if not opened or named or not _AGAINST.fullmatch(sentence.text, one.end, two.start):
        return told
    return [(one, order[0]), (two, order[1])]


def in_order_of_all(
    question: Question, sentence: Sentence, told: Told, before: Sequence[tuple[One, str]]
) -> Told:
    """Numbers listed three by three, or as many as the sentence before has for its arms, in a sentence that names no arm: they
    are of the arms in the order of that sentence ("were 4.1 (SD 1.2), 4.4 (SD 1.3) and 5.0 (SD 1.1)"). before : its numbers."""
    order = [label for _, label in before]
    size = len(order)
    if size < _SEVERAL or len(told) % size or sorted(filter(None, order)) != sorted((TRIED, COMPARED)):
        return told
    if question.names.mentions(sentence) or any(label for _, label in told):
        return told
    for i in range(0, len(told), size):
        ends = [one for one, _ in told[i : i + size]]
        between = [sentence.text[a.end : b.start] for a, b in pairwise(ends)]
        if not all(_LISTED.fullmatch(w) for w in between[:-1]) or not _LAST_LISTED.fullmatch(between[-1]):
            return told
    return [(one, order[i % size]) for i, (one, _) in enumerate(told)]


def by_dose(question: Question, sentence: Sentence, told: Told) -> Told:
    """Numbers before as many doses of one drug and "respectively": each is of its own dose, which may be of a third arm."""
    out = list(told)
    for i, (one, _) in enumerate(told):
        match = _DOSES.match(sentence.text, one.end)
        doses = re.split(r",\s(?:and\s)?|\sand\s", match["n"]) if match else []
        if not match or len(doses) > i + 1:
            continue
        for k, dose in enumerate(doses):
            at = i + 1 - len(doses) + k
            out[at] = (told[at][0], question.side_of(f"{match['d']} {dose} {match['u']}{match['r'] or ''}"))
    return out


def named_by_sentence(
    question: Question, sentence: Sentence, told: Told, before: Sequence[tuple[One, str]]
) -> Told:
    """The numbers with the arms that these ways of naming give them."""
    told = by_dose(question, sentence, told)
    return to_the_others(question, sentence, as_before(question, sentence, told, list(before)))
