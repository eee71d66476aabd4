"""What stands between marks and trees: marks whose numbers have found their concepts."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialwright.model.concept import Concept
from trialwright.model.criterion import Tree
from trialwright.read.criteria.windows import Span


@dataclass(slots=True)
class Piece:
    """role : as Mark.role, or "leaf" (node is set), or "group" (a pair of brackets; inner is set).

    concepts : those that a leaf compares. strict : a word that must not be passed over. note : why a measure
    found no concept, for the person who reads it.
    """

    role: str
    start: int
    end: int
    node: Tree | None = None
    concept: Concept | None = None
    disorders: tuple[Concept, ...] = ()
    time: Span | None = None
    concepts: tuple[Concept, ...] = ()
    inner: list[Piece] = field(default_factory=list)
    note: str = ""
