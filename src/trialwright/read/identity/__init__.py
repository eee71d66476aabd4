"""Who a document is about: identifiers, title, sponsor, phase, status, dates, ages, population, drugs.

Reads only the blocks that speak for the document itself, by one mechanism for every format: the
labels and shapes of lines. What is not stated is absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trialwright.model.document import Document
    from trialwright.model.trial import Identifier, Stated


class Identity(NamedTuple):
    """key : how people name it: acronym, else identifier, else title, else the file's name.

    identifiers : the document's own only. stated : in reading order within a field.
    """

    key: str
    identifiers: tuple[Identifier, ...]
    stated: tuple[Stated, ...]


def read(document: Document) -> Identity:
    """The identity of the trial or article that a document describes."""
    from trialwright.read.identity import ages, dates, drugs, facts, identifiers, names, phase, population

    found = identifiers.read(document)
    stated = (
        *names.read(document),
        *facts.read(document),
        *phase.read(document),
        *ages.read(document),
        *dates.read(document),
        *population.read(document),
        *drugs.read(document),
    )
    return Identity(names.key(document, found, stated), found, stated)


__all__ = ["Identity", "read"]
