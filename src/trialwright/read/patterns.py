"""Regular expressions that first ask whether a text can match at all.

A document's rules put hundreds of expressions to every sentence, and nearly all of them find nothing. A `Text`
notes once which of the fragments that expressions need (`needs`) it has; a `Pattern` then skips a text that
lacks one. What a Pattern finds is what `re` finds, and any other string is simply searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from trialwright.read.limits import WORD
from trialwright.read.needs import FOLDED, Need, needs
from trialwright.read.starts import BEGINNING, starts

_OFTEN = 50  # times: by then the searches have cost as much as working out what they need
_MOST_WORDS = 50_000  # whose fragments are remembered
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_ZEROS = str.maketrans("123456789", "000000000")
_STRETCH = re.compile(r"\S+")


class _Fragments:
    """One bit for each set of fragments, and which bits a stretch of text meets."""

    def __init__(self) -> None:
        self.every = 0  # the bits that are given out
        self._bits: dict[Need, int] = {}
        self._alike: dict[str, dict[str, int]] = {}  # first three characters → fragment → bits

    def bit(self, need: Need) -> int:
        """The bit of a set of fragments, a new one for a set that is new."""
        if need not in self._bits:
            self._bits[need] = bit = 1 << len(self._bits)
            self.every |= bit
            for fragment in need:
                alike = self._alike.setdefault(fragment[:3], {})
                alike[fragment] = alike.get(fragment, 0) | bit
            _WORDS.clear()
            _PLACES.clear()
        return self._bits[need]

    def at(self, printed: str, place: int) -> int:
        """The bits of the fragments that stand at a place."""
        met = 0
        for size in (1, 2, 3):
            alike = self._alike.get(printed[place : place + size])
            for fragment, bits in alike.items() if alike else ():
                if printed.startswith(fragment, place):
                    met |= bits
        return met


def _spellings(word: str) -> set[str]:
    """As fragments have it: spaces around words, 0 for a digit; as printed, and in small letters."""
    if not word.isascii():
        word = "".join("0" if c.isdecimal() else c for c in word)
    printed = f" {word} " if word.isalnum() else _WORD.sub(r" \g<0> ", word)
    return {printed, printed.translate(FOLDED).lower()}


class _Words(dict[str, int]):
    """Stretch between spaces → bits of the needs that it meets; filled as they are met."""

    def __missing__(self, word: str) -> int:
        if len(word) > WORD:
            return _NEEDS.every  # nobody's word: it may hold anything
        if len(self) >= _MOST_WORDS:
            self.clear()
        met = 0
        for printed in _spellings(word):
            for place in range(len(printed)):
                met |= _NEEDS.at(printed, place)
        self[word] = met
        return met


class _Places(dict[str, tuple[tuple[int, int], ...]]):
    """Stretch between spaces → (offset, bits of the starts) of each word and sign where something may start."""

    def __missing__(self, word: str) -> tuple[tuple[int, int], ...]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = []
        for part in _WORD_OR_SIGN.finditer(word):
            bits = 0
            for printed in _spellings(part.group()):
                bits |= _STARTS.at(printed, 0)
            if bits:
                found.append((part.start(), bits))
        self[word] = tuple(found)
        return self[word]


_NEEDS, _STARTS = _Fragments(), _Fragments()
_WORDS, _PLACES = _Words(), _Places()


class Text(str):
    """A string that is searched many times. lacks : the bits of the needs that it does not meet.

    A slice of it is a plain string.
    """

    __slots__ = ("_index", "_known", "_places", "lacks")

    def __getattr__(self, name: str) -> int:
        if name != "lacks":
            raise AttributeError(name)
        met = 0
        for word in set(self.translate(_ZEROS).split()):
            met |= _WORDS[word]
        self.lacks: int = _NEEDS.every & ~met
        self._places: dict[int, list[int]] | None = None
        return self.lacks

    def places(self, start: int) -> list[int] | None:
        """Where a pattern with this bit may start, in order; None for one that was made after the text was looked at."""
        if self._places is None:
            self._places, self._known = {}, _STARTS.every
            self._index = [(0, _STARTS.at(BEGINNING, 0))]
            for word in _STRETCH.finditer(self.translate(_ZEROS)):
                at = word.start()
                self._index += [(at + offset, bits) for offset, bits in _PLACES[word.group()]]
        if start not in self._places:
            if not start & self._known:
                return None
            self._places[start] = [place for place, bits in self._index if bits & start]
        return self._places[start]


class Pattern:
    """A regular expression, compiled when it is first searched for. Arguments as of `re.compile`.

    What it needs is worked out once it has been asked for often enough to be worth the while.
    """

    __slots__ = ("_asked", "_compiled", "_need", "_start", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._asked, self._need, self._start = 0, 0, 0
        _PATTERNS.append(self)

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name != "_compiled":
            raise AttributeError(name)
        self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled

    def may_match(self, text: str) -> bool:
        """False where the text lacks what every match has; a plain string is not looked at."""
        if text.__class__ is not Text:
            return True
        if self._asked < _OFTEN:
            self._asked += 1
            if self._asked == _OFTEN:
                self.learn()
        return not text.lacks & self._need  # type: ignore[attr-defined]

    def learn(self) -> None:
        """Works out what the expression needs. Texts that were searched before are not judged by it."""
        self._asked = _OFTEN
        self._need = sum(_NEEDS.bit(need) for need in needs(self.pattern, self.flags))
        start = starts(self.pattern, self.flags)
        self._start = _STARTS.bit(start) if start else 0

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:  # a word that is cut at `end` is another word than the text's
            return self._compiled.search(text, start, end)
        return next(self.finditer(text, start), None)

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.match(text, start, end)
        return self._compiled.match(text, start) if self.may_match(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.fullmatch(text, start, end)
        return self._compiled.fullmatch(text, start) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        if end is not None:
            return self._compiled.finditer(text, start, end)
        if not self.may_match(text):
            return iter(())
        if self._start and text.__class__ is Text:
            places = text.places(self._start)  # type: ignore[attr-defined]
            if places is not None:
                return self._at(text, places, start)
        return self._compiled.finditer(text, start)

    def _at(self, text: str, places: list[int], start: int) -> Iterator[re.Match[str]]:
        for place in places:
            found = self._compiled.match(text, place) if place >= start else None
            if found:
                yield found
                start = found.end()

    def findall(self, text: str) -> list[Any]:
        return self._compiled.findall(text) if self.may_match(text) else []

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._compiled.sub(by, text) if self.may_match(text) else text

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._compiled.split(text, maxsplit) if self.may_match(text) else [text]


_PATTERNS: list[Pattern] = []


def learn() -> None:
    """Every pattern works out now what it needs, as each would in a long run."""
    for pattern in _PATTERNS:
        pattern.learn()
