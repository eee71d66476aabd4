"""What rows say of leaves as flags: bits of a few integers a person, joined by "or" in one aggregate for all.

Events, and "any" and "all" of values, are settled by them. So are the first and the last value of whoever has no
two rows that say different things; who has such rows is torn, and the times must tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from trialwright.screen.bound import Present, Value
from trialwright.screen.conversion import Line, Lines, by_line
from trialwright.screen.rowwise import (
    MET,
    NO_ROWS,
    NOT_MET,
    UNDECIDED,
    in_window,
    occurred,
    occurrence,
    satisfies,
)

BITS = 60  # of a signed 64-bit integer that a column uses
MISS, HIT = 1, 2  # of a value
ROWS, SAID_NO, PERHAPS, YES = 1, 2, 4, 8  # of an event
_WIDTH = {Value: 2, Present: 4}
_OF_CODE = ((MET, ROWS + YES), (UNDECIDED, ROWS + PERHAPS), (NOT_MET, ROWS + SAID_NO))
Places = Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Flags:
    """leaves : those that are flagged, by position. places : position → integer column and first bit."""

    leaves: Mapping[int, Value | Present]
    places: Places

    @property
    def words(self) -> list[str]:
        return [f"word_{w}" for w in range(max((w for w, _ in self.places.values()), default=-1) + 1)]

    def of_row(self, rows: ir.Table, found: Lines | None = None) -> dict[str, ir.IntegerValue]:
        """The flags that each row sets, as columns; 0 for a row that concerns no leaf. found : the lines of rows as
        recorded, whose values are converted and judged plausible on the way; None for canonical rows."""
        concepts = dict.fromkeys(name for leaf in self.leaves.values() for name in names(leaf))
        lined = {name: [Line(name, (), 0, event=True)] for name in concepts} if found is None else found
        lined = {name: lined[name] for name in concepts if name in lined}
        out = {}
        for w, word in enumerate(self.words):
            here = [of for name, of in lined.items() if any(True for _ in self._looking(name, w))]

            def sets(line: Line, w: int = w) -> ir.IntegerValue:
                return self._of_line(rows, line, w)

            out[word] = by_line(rows, here, sets, _bits(0))
        return out

    def _of_line(self, rows: ir.Table, line: Line, word: int) -> ir.IntegerValue:
        """The flags of a row of this line."""
        if not line.leads:
            return _bits(0)
        value = line.canonical(rows.value)
        flags = reduce(add, self._said(rows, value, line.concept, word))
        if not line.bounded:
            return flags
        return ibis.cases((value < line.low, _bits(0)), (value > line.high, _bits(0)), else_=flags)

    def _looking(self, concept: str, word: int) -> Iterator[int]:
        return (i for i, leaf in self.leaves.items() if self.places[i][0] == word and concept in names(leaf))

    def _said(
        self, rows: ir.Table, value: ir.FloatingValue, concept: str, word: int
    ) -> Iterator[ir.IntegerValue]:
        """What a row of this concept says of each leaf that looks at it."""
        for i in self._looking(concept, word):
            leaf, shift = self.leaves[i], self.places[i][1]
            if isinstance(leaf, Value):
                hit, inside = satisfies(value, leaf), in_window(rows.time_hours, leaf)
                yield ibis.cases(
                    (inside & hit, _bits(HIT << shift)), (inside & ~hit, _bits(MISS << shift)), else_=_bits(0)
                )
                continue
            code = occurrence(value, rows.time_hours, leaf)
            flags = ibis.cases(
                *((code == c, _bits(f << shift)) for c, f in _OF_CODE), else_=_bits(ROWS << shift)
            )
            # A kind of it that did not occur says nothing of it.
            yield flags if concept == leaf.concept else occurred(value).ifelse(flags, _bits(0))

    def joined(self, rows: ir.Table) -> dict[str, ir.IntegerValue]:
        """The aggregates of the flags that of_row gave: "or", or where the engine has none the same bit by bit."""
        if rows.get_backend().has_operation(ops.BitOr):
            return {word: rows[word].bit_or() for word in self.words}
        out = {}
        for w, word in enumerate(self.words):
            ends = [s + _WIDTH[type(self.leaves[i])] for i, (at, s) in self.places.items() if at == w]
            out[word] = reduce(add, ((rows[word] & _bits(1 << b)).max() for b in range(max(ends))))
        return out

    def code(self, found: ir.Table, i: int) -> ir.IntegerValue:
        """The code of a flagged leaf from its person's integers, null where the person has no rows."""
        leaf = self.leaves[i]
        if isinstance(leaf, Present):
            cases = (
                (self.has(found, i, f), c) for c, f in ((MET, YES), (UNDECIDED, PERHAPS), (NOT_MET, SAID_NO))
            )
            return ibis.cases(*cases, else_=NO_ROWS)
        hit, miss = self.has(found, i, HIT), self.has(found, i, MISS)
        first, second = (
            ((miss, NOT_MET), (hit, MET)) if leaf.occasion == "all" else ((hit, MET), (miss, NOT_MET))
        )
        return ibis.cases(first, second, else_=NO_ROWS)

    def has(self, found: ir.Table, i: int, flag: int, prefix: str = "") -> ir.BooleanValue:
        word, shift = self.places[i]
        return (found[f"{prefix}word_{word}"] & _bits(flag << shift)) != 0

    @property
    def timed(self) -> dict[int, Value]:
        """The leaves that times decide for the torn."""
        return {
            i: v for i, v in self.leaves.items() if isinstance(v, Value) and v.occasion in ("first", "last")
        }

    def torn(self, found: ir.Table) -> ir.BooleanValue:
        """Persons with rows for and against one of the timed leaves."""
        return reduce(or_, (self.has(found, i, HIT) & self.has(found, i, MISS) for i in self.timed))


def flags(leaves: Mapping[int, Value | Present]) -> Flags:
    """Places for the flags of these leaves, no leaf's across two integers."""
    places, word, shift = {}, 0, 0
    for i, leaf in leaves.items():
        width = _WIDTH[type(leaf)]
        if shift + width > BITS:
            word, shift = word + 1, 0
        places[i] = (word, shift)
        shift += width
    return Flags(leaves, places)


def names(leaf: Value | Present) -> tuple[str, ...]:
    """What the facts that a leaf looks at are called."""
    return (leaf.concept, *leaf.kinds) if isinstance(leaf, Present) else (leaf.fact,)


def _bits(value: int) -> ir.IntegerValue:
    return ibis.literal(value, "int64")
