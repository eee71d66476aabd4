"""Where the numbers of a document stand: what a typed error changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")


@dataclass(frozen=True)
class Place:
    """One printed number. kind : "count", "total", "percent", "estimate", "low", "high", "p", "mean", "sd", "size",
    "randomised" or "power of ten". statement : which sentence of results it belongs to. arm : 0 or 1, None for
    what compares the arms. measure : of an estimate and its limits, or the test of a p where it is known.
    """

    kind: str
    start: int
    end: int
    statement: int = -1
    arm: int | None = None
    measure: str = ""


@dataclass(frozen=True)
class Marked:
    """A text and the places of its numbers, in order. name : of the file."""

    name: str
    text: str
    places: tuple[Place, ...]
    sizes: tuple[int, int] | None = None  # of the two arms, where known

    def number(self, place: Place) -> str:
        return self.text[place.start : place.end]

    def of(self, kind: str, statement: int | None = None) -> list[Place]:
        return [p for p in self.places if p.kind == kind and statement in (None, p.statement)]

    def replaced(self, changes: dict[Place, str]) -> tuple[str, int, int]:
        """(the text with these numbers, start and end of the stretch that changed, in the new text)."""
        out, at, grown = [], 0, 0
        first, last = min(p.start for p in changes), 0
        for place in sorted(changes, key=lambda p: p.start):
            new = changes[place]
            out += [self.text[at : place.start], new]
            at, grown = place.end, grown + len(new) - (place.end - place.start)
            last = place.end + grown
        return "".join([*out, self.text[at:]]), first, last


@dataclass
class Writing:
    """Text that is written piece by piece, keeping the place of every number."""

    text: str = ""
    places: list[Place] = field(default_factory=list)

    def say(self, words: str) -> None:
        self.text += words

    def put(
        self, number: str, kind: str, statement: int = -1, arm: int | None = None, measure: str = ""
    ) -> None:
        start = len(self.text)
        self.text += number
        self.places.append(Place(kind, start, len(self.text), statement, arm, measure))


def marked(reading: Reading) -> Marked:
    """The places of a document as it was read: a number is marked only where it is found in its own quote."""
    places: list[Place] = []
    labels = [a.label for a in reading.trial.arms if a.role != "historical"][:2] if reading.trial else []
    statements: dict[tuple[object, ...], int] = {}
    for r in reading.results:
        key = (words(r.endpoint), words(r.time), r.subgroup)
        statement = statements.setdefault(key, len(statements))
        arm = next((i for i, label in enumerate(labels) if words(label) == words(r.arm)), None)
        places += _of(reading, r, statement, arm)
    if reading.trial is not None and (whole := reading.trial.first("randomised")) is not None:
        places += [
            Place("randomised", s, e)
            for s, e in _find(whole.quote.exact, str(whole.value), whole.quote.start)
        ]
    places += [
        Place("power of ten", m.start(1), m.end(1))
        for m in re.finditer(r"10([⁰¹²³⁴-⁹]+|\^\d{1,2})", reading.document.text)
    ]
    sizes = [
        a.size for a in (reading.trial.arms if reading.trial else ()) if a.role != "historical" and a.size
    ]
    kept = sorted({(p.start, p.end): p for p in places}.values(), key=lambda p: p.start)
    return Marked(
        reading.document.name,
        reading.document.text,
        tuple(kept),
        (sizes[0], sizes[1]) if len(sizes) == 2 else None,
    )


def _of(reading: Reading, r: Result, statement: int, arm: int | None) -> Iterator[Place]:
    quote, at = r.quote.exact, r.quote.start
    wanted: list[tuple[str, str]] = []
    if r.measure == "proportion":
        wanted = [("count", str(r.count)), ("total", str(r.total)), ("percent", _shown(r.value))]
    elif r.measure == "mean":
        wanted = [("mean", _shown(r.value)), ("sd", _shown(r.sd))]
    elif r.measure == "size":
        wanted = [("size", str(r.total))]
    elif r.measure == "p_value":
        wanted = [("p", _shown(r.value))]
    elif r.measure in ("odds_ratio", "risk_ratio", "hazard_ratio", "difference", "risk_difference"):
        wanted = [
            ("estimate", _shown(r.value)),
            ("low", _shown(r.low)),
            ("high", _shown(r.high)),
            ("p", _shown(r.p)),
        ]
    used = 0
    for kind, number in wanted:
        if number and number != "None":
            for start, end in _find(quote[used:], number, at + used):
                yield Place(
                    kind,
                    start,
                    end,
                    statement,
                    None if kind in ("p", "estimate", "low", "high") else arm,
                    r.measure,
                )
                used = end - at
                break


def _shown(number) -> str:  # type: ignore[no-untyped-def]
    return "" if number is None or number.relation != "=" else re.sub(r"^[^\d.]*", "", number.text)


def _find(quote: str, number: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _NUMBER.finditer(quote):
        if match.group() == number:
            yield at + match.start(), at + match.end()
