"""Whether the checks notice a typed error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import trialwright.check as checker
import trialwright.read as reader
from trialwright.app.injection.places import Marked
from trialwright.app.injection.typed import TYPES, Error
from trialwright.model.check import Check
from trialwright.model.concept import Concepts
from trialwright.model.result import Reading

# What a finding that names an error's type says of it.
NAMES = {
    "arm swap": ("invert", "opposite", "exchanged", "other direction"),
    "digit typo": ("misprint", "printed", "not what", "none of", "not the printed", "outside"),
    "one-sided p": ("one-sided",),
    "SD for SE": ("standard errors",),
    "truncation": ("truncated",),
    "lost superscript": ("superscript",),
    "wrong N": ("arms hold", "more patients", "total", "% of"),
}


@dataclass(frozen=True)
class Trialled:
    """An error with what the checks said. alarms : those that the clean document does not raise. found : whether one
    stands on the changed place's statement. named : whether one says what type of error it is."""

    document: str
    error: Error
    alarms: tuple[Check, ...]
    found: bool
    named: bool


def is_alarm(check: Check) -> bool:
    """Whether a finding says that a printed number is wrong, and not merely which test or method it comes from."""
    if check.verdict == "impossible":
        return True
    return check.verdict == "explained" and (
        check.severity in ("minor", "major") or "truncated" in check.explanation
    )


def alarms(text: str, name: str, concepts: Concepts) -> tuple[Reading, tuple[Check, ...]]:
    """The first document in a text, and the alarms its checks raise."""
    document = reader.documents(text.encode(), name)[0]
    reading = reader.read(document, concepts)
    return reading, tuple(c for c in checker.check([reading]) if is_alarm(c))


def trial(document: Marked, error: Error, clean: Sequence[Check], concepts: Concepts) -> Trialled:
    """Reads and checks a document with its error. clean : alarms of the document without it."""
    reading, raised = alarms(error.text, document.name, concepts)
    known = {(c.name, c.finding) for c in clean}
    new = tuple(c for c in raised if (c.name, c.finding) not in known)
    places = {
        n.id: n.quote
        for n in (*reading.results, *(reading.trial.arms + reading.trial.stated if reading.trial else ()))
    }
    near = [c for c in new if _touches(c, error, places)]
    said = [f"{c.finding} {c.explanation} {c.corrected}" for c in near]
    return Trialled(
        document.name, error, new, bool(near), any(w in s for s in said for w in NAMES[error.type])
    )


def _touches(check: Check, error: Error, places: dict) -> bool:  # type: ignore[type-arg]
    """Whether a finding is about the changed number: one of its subjects is quoted there."""
    quotes = [places[s] for s in (*check.subjects, *check.because.of) if s in places] + [check.quote]
    return any(q.start < error.end and error.start < q.end for q in quotes)


def inject(
    documents: Sequence[Marked], types: Sequence[str], rng: np.random.Generator, concepts: Concepts
) -> tuple[list[Trialled], list[str]]:
    """One error of each type in each document that has a place for it; and the types that found no place at all."""
    out: list[Trialled] = []
    for document in documents:
        _, clean = alarms(document.text, document.name, concepts)
        for kind in types:
            error = TYPES[kind](document, rng)
            if error is not None:
                out.append(trial(document, error, clean, concepts))
    return out, [t for t in types if not any(o.error.type == t for o in out)]
