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
                if len(fragment) < _HEAD:
                    _SHORT.add(fragment[0])
                else:
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
    """A word or a sign. met : bits of the needs that it meets. starting : as of a _Stretch."""

    met: int
    starting: tuple[tuple[int, int], ...]


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
        self[printed] = found = _Word(met, tuple(sorted((at, _kind(bits)) for at, bits in starting.items())))
        return found


def _fragments_in(spelling: str) -> list[tuple[int, str]]:
    """(place, what stands there), of every length that a fragment with the same beginning has."""
    found, sizes_of = [], _SIZES.get
    for place, first in enumerate(spelling):
        if first in _SHORT:
            found += [(place, first), (place, spelling[place : place + 2])]
        for size in sizes_of(spelling[place : place + _HEAD], ()):
            found.append((place, spelling[place : place + size]))
    return found


class _Stretch(NamedTuple):
    """What there is between two spaces. size : with the space after it. met : bits of the needs that it meets.
    starting : (offset, kind) of its words and signs at which something may start, in order. kinds : the kinds of them
    all. A kind is one bit, of a place in _KINDS.
    """

    size: int
    met: int
    starting: tuple[tuple[int, int], ...]
    kinds: int


class _Stretches(dict[str, _Stretch]):
    """Filled as stretches are met."""

    def __missing__(self, printed: str) -> _Stretch:
        if len(printed) > WORD:
            return _Stretch(len(printed) + 1, ANYTHING, (), 0)  # nobody's word: it is not looked at
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        met, starting = 0, list[tuple[int, int]]()
        for part in _WORD_OR_SIGN.finditer(printed):
            word, at = _WORDS[part.group()], part.start()
            met |= word.met
            starting += [(at + offset, kind) for offset, kind in word.starting] if at else word.starting
        kinds = reduce(or_, [kind for _, kind in starting], 0)
        self[printed] = found = _Stretch(len(printed) + 1, met, tuple(starting), kinds)
        return found


def _kind(bits: int) -> int:
    """The kind of all words and signs at which the same patterns may start."""
    if bits not in _KIND_OF:
        _KIND_OF[bits] = kind = 1 << len(_KINDS)
        _KINDS.append(bits)
        for start in _KINDS_AT:
            if bits >> start & 1:
                _KINDS_AT[start] |= kind
    return _KIND_OF[bits]


@lru_cache(maxsize=1)
def beginning(count: int) -> int:
    """The kind of a text's own start. count : how many starts are given out, for each may make it another kind."""
    return _kind(STARTS.of.get(BEGINNING, 0))


def kinds_at(start: int) -> int:
    """The kinds of words and signs at which a pattern with this start may start, of those that were met so far."""
    if start not in _KINDS_AT:
        _KINDS_AT[start] = sum(1 << place for place, bits in enumerate(_KINDS) if bits >> start & 1)
    return _KINDS_AT[start]


_HEAD = 3  # characters
_SIZES: dict[str, set[int]] = {}  # the beginning of fragments → how long they are
_SHORT: set[str] = set()  # the first characters of shorter ones
NEEDS, STARTS = _Fragments(), _Fragments()
_KINDS: list[int] = []  # the bits of the starts of each kind of word or sign
_KIND_OF: dict[int, int] = {}
_KINDS_AT: dict[int, int] = {}  # start → the kinds that have it, of the starts that were asked about
_WORDS = _Words()
STRETCHES = _Stretches()
