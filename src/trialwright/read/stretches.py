"""The words and signs of texts: which needs of expressions they meet, and which expressions may start at them.

Each word is looked at once a process, and each stretch between two spaces too, so that a text is no more than a sum.
"""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from trialwright.read.limits import WORD
from trialwright.read.needs import FOLDED, Need
from trialwright.read.starts import BEGINNING

ANYTHING = -1  # every bit: of a stretch that is too long to be looked at
_MOST_STRETCHES = 50_000  # that are remembered
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")


class _Fragments:
    """One bit for each set of fragments, and the bits of each fragment. Words are looked for in two such tables at once."""

    def __init__(self) -> None:
        self.every = 0  # the bits that are given out
        self._bits: dict[Need, int] = {}
        self.of: dict[str, int] = {}  # fragment → bits

    @property
    def count(self) -> int:
        """How many bits are given out."""
        return len(self._bits)

    def bit(self, need: Need) -> int:
        """The bit of a set of fragments, a new one for a set that is new."""
        if need not in self._bits:
            self._bits[need] = bit = 1 << len(self._bits)
            self.every |= bit
            for fragment in need:
                self.of[fragment] = self.of.get(fragment, 0) | bit
                _KNOWN.add(fragment)
                if len(fragment) >= _HEAD:
                    _SIZES.setdefault(fragment[:_HEAD], set()).add(len(fragment))
            _WORDS.clear()
            STRETCHES.clear()
        return self._bits[need]


def _spellings(word: str) -> set[str]:
    """As fragments have it: spaces around words, 0 for a digit; as printed, and in small letters."""
    plain = word.isascii()
    if not plain:
        word = "".join("0" if c.isdecimal() else c for c in word)
    printed = f" {word} " if word.isalnum() else _WORD.sub(r" \g<0> ", word)
    return {printed, printed.lower() if plain else printed.translate(FOLDED).lower()}


class _Word(NamedTuple):
    """A word or a sign. met : bits of the needs that it meets. offsets : of its parts at which something may start, in order.
    kinds : of these parts. every : a bit for each kind."""

    met: int
    offsets: tuple[int, ...]
    kinds: tuple[int, ...]
    every: int


class _Words(dict[str, _Word]):
    """Filled as words and signs are met."""

    def __missing__(self, printed: str) -> _Word:
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        met, starting = 0, dict[int, int]()
        for spelling in _spellings(printed):
            spaced = len(spelling) > len(printed)  # the spelling of a word starts with a space
            for place, fragment in _fragments_in(spelling):
                met |= NEEDS.of.get(fragment, 0)
                if bits := STARTS.of.get(fragment, 0):
                    offset = max(0, place - spaced)
                    starting[offset] = starting.get(offset, 0) | bits
        offsets = tuple(sorted(starting))
        kinds = tuple(_kind(starting[offset]) for offset in offsets)
        every = reduce(or_, [1 << kind for kind in kinds], 0)
        self[printed] = found = _Word(met, offsets, kinds, every)
        return found


def _fragments_in(spelling: str) -> list[tuple[int, str]]:
    """(place, fragment) of every fragment of either table that stands in it."""
    known, sizes_of = _KNOWN, _SIZES.get
    found = [(place, sign) for place, sign in enumerate(spelling) if sign in known]
    for place in range(len(spelling) - 1):
        if (pair := spelling[place : place + 2]) in known:
            found.append((place, pair))
        for size in sizes_of(spelling[place : place + _HEAD], ()):
            if (part := spelling[place : place + size]) in known and len(part) == size:
                found.append((place, part))
    return found


# What there is between two spaces: (its size with the space after it; bits of the needs that it meets; the offsets of its
# words and signs at which something may start, in order; their kinds; a bit for each kind). A kind is a number: see _KIND_OF.
# A plain tuple, which is taken apart sooner than one with names.
Stretch = tuple[int, int, tuple[int, ...], tuple[int, ...], int]


class _Stretches(dict[str, Stretch]):
    """Filled as stretches are met."""

    def __missing__(self, printed: str) -> Stretch:
        if len(printed) > WORD:
            return len(printed) + 1, ANYTHING, (), (), 0  # nobody's word: it is not looked at
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        if printed.isalnum():
            self[printed] = found = len(printed) + 1, *_WORDS[printed]
            return found
        met, offsets, kinds, every = 0, list[int](), list[int](), 0
        for part in _WORD_OR_SIGN.finditer(printed):
            word, at = _WORDS[part.group()], part.start()
            met, every = met | word.met, every | word.every
            offsets += [at + offset for offset in word.offsets]
            kinds += word.kinds
        self[printed] = found = len(printed) + 1, met, tuple(offsets), tuple(kinds), every
        return found


def _kind(bits: int) -> int:
    """The kind of all words and signs at which the same patterns may start."""
    if bits not in _KIND_OF:
        _KIND_OF[bits] = kind = len(_KIND_OF)
        for start, has in enumerate(reversed(f"{bits:b}")):
            if has == "1":
                KINDS_AT[start].add(kind)
    return _KIND_OF[bits]


@lru_cache(maxsize=1)
def beginning(count: int) -> int:
    """The kind of a text's own start. count : how many starts are given out, for each may make it another kind."""
    return _kind(STARTS.of.get(BEGINNING, 0))


class Kinds(set[int]):
    """The kinds of words and signs at which a pattern may start, of those that were met so far. bits : one for each of them."""

    bits = 0

    def add(self, kind: int) -> None:
        super().add(kind)
        self.bits |= 1 << kind


class _KindsAt(dict[int, Kinds]):
    """Start → the kinds of all words and signs that were met so far at which a pattern with this start may start."""

    def __missing__(self, start: int) -> Kinds:
        self[start] = kinds = Kinds()
        return kinds


_HEAD = 3  # characters
_SIZES: dict[str, set[int]] = {}  # the beginning of fragments that are as long → how long they are
_KNOWN: set[str] = set()  # fragments of either table
NEEDS, STARTS = _Fragments(), _Fragments()
_KIND_OF: dict[int, int] = {}  # bits of starts → the kind of the words and signs that have these
KINDS_AT = _KindsAt()
_WORDS = _Words()
STRETCHES = _Stretches()
