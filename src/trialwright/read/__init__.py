"""Documents to Trials, Results and Claims, each with the place it was read from.

The doors load what they need when they are called, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trialwright.model.concept import Concepts
    from trialwright.model.document import Document
    from trialwright.model.result import Reading
    from trialwright.read.arm_sides import Sides
    from trialwright.read.comparison.cells import Cells, Kind


def documents(data: bytes, name: str) -> tuple[Document, ...]:
    """The Documents in a file's bytes; `name` is the file name, for messages and as a hint.

    Raises DocumentError when no format reads the bytes, when two do equally well, or when the one
    that should cannot (damaged, encrypted, empty, too large).
    """
    from trialwright.read.formats import documents as open_documents

    return open_documents(data, name)


def read(document: Document, concepts: Concepts) -> Reading:
    """Everything one document states: its Trial (None where none is described), Results and Claims."""
    from trialwright.read.reading import read as read_document

    return read_document(document, concepts)


def sides(reading: Reading) -> Sides:
    """Which of the trial's arms are tried, and which they are compared with."""
    from trialwright.read.arm_sides import sides as sides_of

    return sides_of(reading)


def own_numbers(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings, each without the registry number that it merely names (`Identifier.said`) where the other
    readings show that number to be of another trial, nor called by it."""
    if len(readings) < 2 or all(i.said for r in readings if r.trial for i in r.trial.identifiers):
        return tuple(readings)
    from trialwright.read.named_numbers import without_others

    return without_others(readings)


def cells(
    document: Document, *, outcome: str, intervention: str, comparator: str, kind: Kind = "binary"
) -> Cells:
    """The cells of one comparison: events and sizes ("binary"), or means, standard deviations and sizes
    ("continuous"), of both arms, each with its quote and, where it is not printed as such, its derivation.

    outcome, intervention, comparator : in words. Names are matched by their words, by abbreviations that the
    document defines and by the letters it gives its groups. `missing` says why there is no answer.
    """
    from trialwright.read.comparison import compare

    return compare(document, outcome, intervention, comparator, kind)


__all__ = ["cells", "documents", "own_numbers", "read", "sides"]
