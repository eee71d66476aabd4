"""Sentences on another trial, told by its registry number or by its name, in a document that is of one trial."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.document import Document
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.identity import identifiers
from trialwright.read.patterns import Pattern

_NUMBER = Pattern(r"(?i)\b(?:NCT|ISRCTN ?)\d{8}\b")
# "In the KELVIN trial of 378 patients, 49% of those given ..."
_NAMED = Pattern(
    r"\b(?:[Ii]n|[Tt]he)\s(?:the\s)?(?P<name>[A-Z][A-Z0-9]{2,}(?:[- ][A-Z0-9]+)*)\s(?:trial|study)\b"
)
_BESIDE_OTHERS = Pattern(r"(?i)^\s*(?:\d{1,2}\.?\s)?\s*(?:discussion|introduction|comments?)\b")


def without_others(document: Document, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences without those on other trials, whose numbers and arms are not this one's: those that name another trial of a
    register where the document's own number is known, and those of a discussion that begin with a trial's name that
    stands nowhere else. A sentence that names both trials stays."""
    others = {s.start for s in (*_by_number(document, sentences), *_by_name(sentences))}
    return [s for s in sentences if s.start not in others]


def _by_number(document: Document, sentences: Sequence[Sentence]) -> list[Sentence]:
    numbered = [s for s in sentences if s.role != "title" and _NUMBER.search(s.text)]
    if not numbered:
        return []
    own = {i.value.upper() for i in identifiers.read(document) if i.said and i.scheme in ("nct", "isrctn")}
    schemes = {value[:3] for value in own}
    return [s for s in numbered if _is_of_another(_numbers(s), own, schemes)]


def _numbers(sentence: Sentence) -> set[str]:
    return {m.group().replace(" ", "").upper() for m in _NUMBER.finditer(sentence.text)}


def _is_of_another(told: set[str], own: set[str], schemes: set[str]) -> bool:
    return not told & own and any(value[:3] in schemes for value in told)


def _by_name(sentences: Sequence[Sentence]) -> list[Sentence]:
    beside = [
        (s, m["name"])
        for s in sentences
        if _BESIDE_OTHERS.match(s.section)
        for m in [_NAMED.match(s.text)]
        if m
    ]
    if not beside:
        return []
    elsewhere = " ".join(s.text for s in sentences if not _BESIDE_OTHERS.match(s.section))
    return [s for s, name in beside if name not in elsewhere]
