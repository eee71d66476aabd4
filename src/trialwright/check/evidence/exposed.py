"""How many patients received the treatment, and what a document says in its own words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.model.document import Document, Quote
from trialwright.model.labels import arm_named, role_of, same
from trialwright.model.result import Claim, Reading, Result
from trialwright.model.trial import Arm, Stated


class Count(NamedTuple):
    """n patients, and the object that says so. at_most : n includes patients of other arms."""

    n: int
    source: Result | Stated | Arm | Claim
    at_most: bool = False


def treated(reading: Reading) -> Count | None:
    """Patients given the experimental treatment, or None where the document does not say.

    From the experimental arm's size, else a stated number treated, else the largest total of a result of
    that arm, else the number randomised as an upper limit.
    """
    trial = reading.trial
    if trial is None:
        return None
    arms = [a for a in trial.arms if a.role == "experimental" and a.size]
    if arms:
        biggest = max(arms, key=lambda a: a.size or 0)
        return Count(biggest.size or 0, biggest)
    stated = trial.first("treated")
    if stated is not None and isinstance(stated.value, int):
        return Count(stated.value, stated)
    totals = [r for r in reading.results if r.total and role_of(trial, r.arm) == "experimental"]
    if totals:
        largest = max(totals, key=lambda r: r.total or 0)
        return Count(largest.total or 0, largest)
    randomised = trial.first("randomised")
    if randomised is not None and isinstance(randomised.value, int):
        return Count(randomised.value, randomised, at_most=True)
    return None


_PEOPLE = r"(?:patients|women|men|participants|subjects|children|adults|people|infants|neonates|babies|individuals|volunteers|adolescents|girls|boys)"


def _numbered(group: str) -> str:
    """ "forty-two treated infants", with the number as `group`."""
    return rf"(?<![\w.,/–-])(?P<{group}>{COUNT})\s(?:(?!of\b|and\b|per\b)[a-z][\w-]*\s){{0,4}}?{_PEOPLE}\b"


_COUNTED = re.compile("(?i)" + _numbered("n"))
_GIVEN = re.compile(
    rf"(?i){_numbered('n')}[^.;,()\d]{{0,80}}?\s"
    r"(?:received|were\s(?:\w+ly\s)?(?:treated|given|vaccinated|enrolled|included|implanted|infused|injected)|underwent|took)\b"
    rf"|\b(?:treated|enrolled|gave|recruited|included|studied)\s(?:a\stotal\sof\s)?{_numbered('m')}"
)


def given_in_words(reading: Reading) -> int | None:
    """The number of people that the document's own sentences say were given something, where they count no more than these anywhere;
    None where that is not plain."""
    own = own_sentences(reading)
    given = {count_in(m["n"] or m["m"]) for s in own for m in _GIVEN.finditer(s)}
    most = max((count_in(m["n"]) for s in own for m in _COUNTED.finditer(s)), default=0)
    return most if most > 1 and most in given else None


def arm_size(reading: Reading, label: str) -> Count | None:
    """The size of a result's arm: as the trial prints it, or as another result of that arm counts it."""
    arm = arm_named(reading.trial, label)
    if arm is not None and arm.size:
        return Count(arm.size, arm)
    sizes = [r for r in reading.results if r.measure == "size" and r.total and same(r.arm, label)]
    return Count(sizes[0].total or 0, sizes[0]) if sizes else None


def sizes_of(reading: Reading, arms: Sequence[Arm]) -> list[Result]:
    """The results that print these arms' sizes: an arm is quoted at its name, these at the number."""
    return [
        r
        for arm in arms
        for r in reading.results
        if r.measure == "size" and arm.size and r.total == arm.size and same(r.arm, arm.label)
    ]


def says(reading: Reading, pattern: str) -> Quote | None:
    """Where the document's own text first matches a pattern, or None."""
    return next(all_said(reading, pattern), None)


def all_said(reading: Reading, pattern: str) -> Iterator[Quote]:
    """Where the document's own text matches a pattern."""
    document = reading.document
    for start, end in document.own_spans():
        for found in re.finditer(pattern, document.text[start:end], re.IGNORECASE):
            yield document.quote(start + found.start(), start + found.end())


_END = re.compile(r"[.!?][\"')\]]?\s+(?=[A-Z])|\n\s*\n|\n(?=[A-Z])")


def own_sentences(reading: Reading) -> list[str]:
    """The sentences of the document's own blocks, roughly: a short form with a full stop may end one early."""
    return [reading.document.text[start:end] for start, end in sentence_spans(reading)]


# The last documents with their sentences: a dozen checks ask for them in turn, and a document's hash takes longer than to look.
_KEPT: deque[tuple[Document, tuple[tuple[int, int], ...]]] = deque(maxlen=4)


def sentence_spans(reading: Reading) -> tuple[tuple[int, int], ...]:
    """(start, end) of each of these sentences, without the full stop and the space behind."""
    for document, spans in tuple(_KEPT):
        if document is reading.document:
            return spans
    spans = tuple(_spans(reading.document))
    _KEPT.append((reading.document, spans))
    return spans


def _spans(document: Document) -> list[tuple[int, int]]:
    text, found = document.text, []
    for start, end in document.own_spans():
        for stop in _END.finditer(text, start, end):
            found.append((start, stop.start()))
            start = stop.end()
        found.append((start, end))
    return [(a, b) for a, b in found if text[a:b].strip()]
