"""Which part of a registry's record a sentence stands in, and what may be read of each.

A record is a plan with, at its end, tables of results. What its prose says of numbers is planned, or defines what is measured
("a fall by more than 40%"): only the tables and the flow of participants say what happened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from trialwright.model.document import Document
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text
from trialwright.read.records import RECORDS

FLOW = "participant flow"
_TITLED = "Official title: "
GIVEN = ("interventions", "arms and interventions")
ABOUT = (
    "",
    "brief summary",
    "detailed description",
    "study hypothesis",
    "main objective",
    "baseline characteristics",
)
# The headings that the formats write, and not those of the registrant's own prose.
_PARTS = Pattern(
    r"(?i)brief summary|detailed description|study hypothesis|plain english summary|main objective|secondary objectives|interventions"
    r"|eligibility criteria|(?:inclusion|exclusion) criteria|study population|arms and interventions"
    r"|(?:primary|secondary|other) outcomes|references|participant flow|baseline characteristics"
    r"|(?:[\w-]+\s){0,3}outcome results|adverse events"
)


def of_record(sentences: Sequence[Sentence]) -> bool:
    """Whether sentences are of a registry's record."""
    return bool(sentences) and sentences[0].document.format in RECORDS


class Parts:
    """Where the parts of a record begin. `of` : the heading of the record's own that a sentence stands under, in small
    letters; "" above the first."""

    def __init__(self, document: Document) -> None:
        found = [
            (b.start, words.casefold())
            for b in document.own_blocks()
            if b.role == "heading" and _PARTS.fullmatch(words := document.text[b.start : b.end])
        ]
        self._starts = [start for start, _ in found]
        self._names = [name for _, name in found]

        self._end = len(document.text)

    def of(self, sentence: Sentence) -> str:
        at = bisect_right(self._starts, sentence.start)
        return self._names[at - 1] if at else ""

    def spans(self, names: Collection[str]) -> list[tuple[int, int]]:
        """(start, end) of each part of one of these names, with its heading."""
        ends = [*self._starts[1:], self._end] if self._starts else []
        every = zip(self._starts, ends, self._names, strict=True)
        return [(start, end) for start, end, name in every if name in names]


def official_title(document: Document) -> list[Sentence]:
    """The scientific title of a record, which has a line of its own and often names what is compared."""
    for block in document.own_blocks():
        words = document.text[block.start : block.end]
        if block.role == "metadata" and words.startswith(_TITLED):
            start = block.start + len(_TITLED)
            return [Sentence(document, start, Text(shadow(document.text[start : block.end])), 0, "title")]
    return []


def happened(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a record that tell how many came in; all of any other document."""
    if not of_record(sentences):
        return list(sentences)
    parts = Parts(sentences[0].document)
    return [s for s in sentences if s.role != "table" and parts.of(s) == FLOW]
