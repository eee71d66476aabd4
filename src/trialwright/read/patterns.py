"""Regular expressions that first ask whether a text can match at all.

A document's rules put hundreds of expressions to every sentence, and nearly all of them find nothing. A `Text`
notes once which of the fragments that expressions need (`needs`) it has, and where its words and signs are; a
`Pattern` then skips a text that lacks one, and is tried only where it may start (`starts`). What a Pattern finds is what `re` finds, and any other string is simply searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from trialwright.read.limits import WORD
from trialwright.read.needs import FOLDED, Need, needs
from trialwright.read.starts import BEGINNING, starts

_OFTEN = 50  # times: by then the searches have cost as much as working out what they need
_MOST_STRETCHES = 50_000  # that are remembered
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_ZEROS = str.maketrans("123456789", "000000000")


class _Fragments:
    """One bit for each set of fragments, and which bits a stretch of text meets."""

    def __init__(self) -> None:
        self.every = 0  # the bits that are given out
        self._bits: dict[Need, int] = {}
        self._alike: dict[str, dict[str, int]] = {}  # first three characters → fragment → bits
        self._short: set[str] = set()  # first characters of the fragments that have no three

    def bit(self, need: Need) -> int:
        """The bit of a set of fragments, a new one for a set that is new."""
        if need not in self._bits:
            self._bits[need] = bit = 1 << len(self._bits)
            self.every |= bit
            for fragment in need:
                alike = self._alike.setdefault(fragment[:3], {})
                alike[fragment] = alike.get(fragment, 0) | bit
                if len(fragment) < 3:
                    self._short.add(fragment[0])
            _STRETCHES.clear()
        return self._bits[need]

    def met(self, printed: str, places: Iterable[int]) -> int:
        """The bits of the fragments that stand at one of the places."""
        met, alike_of, short = 0, self._alike.get, self._short
        for place in places:
            for size in (1, 2, 3) if printed[place] in short else (3,):
                alike = alike_of(printed[place : place + size])
                if alike:
                    for fragment, bits in alike.items():
                        if printed.startswith(fragment, place):
                            met |= bits
        return met


def _spellings(word: str) -> set[str]:
    """As fragments have it: spaces around words, 0 for a digit; as printed, and in small letters."""
    if not word.isascii():
        word = "".join("0" if c.isdecimal() else c for c in word)
    printed = f" {word} " if word.isalnum() else _WORD.sub(r" \g<0> ", word)
    return {printed, printed.translate(FOLDED).lower()}


class _Stretch(NamedTuple):
    """What there is between two spaces. size : with the space after it. met : bits of the needs that it meets.
    starting : (offset, bits of the starts) of its words and signs at which something may start. starts : all those bits.
    """

    size: int
    met: int
    starts: int
    starting: tuple[tuple[int, int], ...]


class _Stretches(dict[str, _Stretch]):
    """Filled as stretches are met."""

    def __missing__(self, printed: str) -> _Stretch:
        if len(printed) > WORD:
            return _Stretch(len(printed) + 1, _NEEDS.every, 0, ())  # nobody's word: it may hold anything
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        met, starts = 0, 0
        for spelling in _spellings(printed):
            met |= _NEEDS.met(spelling, range(len(spelling)))
        starting = tuple(_starting(printed))
        for _, bits in starting:
            starts |= bits
        self[printed] = _Stretch(len(printed) + 1, met, starts, starting)
        return self[printed]


def _starting(stretch: str) -> Iterator[tuple[int, int]]:
    for part in _WORD_OR_SIGN.finditer(stretch):
        bits = 0
        for printed in _spellings(part.group()):
            bits |= _STARTS.met(printed, (0,))
        if bits:
            yield part.start(), bits


_NEEDS, _STARTS = _Fragments(), _Fragments()
_STRETCHES = _Stretches()


class Text(str):
    """A string that is searched many times. A slice of it is a plain string.

    lacks : the bits of the needs that it does not meet. known : the bits of the starts that were given out when
    it was looked at; none where a stretch without spaces is too long to be looked at.
    """

    __slots__ = ("_index", "_places", "known", "lacks")

    def __getattr__(self, name: str) -> int:
        """The slots, filled when one is first asked for."""
        if name not in Text.__slots__:
            raise AttributeError(name)
        met, at, self.known = 0, 0, _STARTS.every
        index = [(0, _Stretch(0, 0, start := _STARTS.met(BEGINNING, (0,)), ((0, start),)))]
        for printed in self.translate(_ZEROS).split(" "):
            if not printed:
                at += 1
                continue
            stretch = _STRETCHES[printed]
            met |= stretch[1]
            if stretch[2]:
                index.append((at, stretch))
            at += stretch[0]
            if stretch[0] > WORD + 1:
                self.known = 0
        self._index, self._places = index, dict[int, list[int]]()
        self.lacks = _NEEDS.every & ~met
        return getattr(self, name)

    def places(self, start: int) -> list[int]:
        """Where a pattern with this bit may start, in order. The bit is one of `known`."""
        places = self._places.get(start)
        if places is None:
            places = self._places[start] = [
                at + offset
                for at, (_, _, any_, starting) in self._index
                if any_ & start
                for offset, bits in starting
                if bits & start
            ]
        return places


@lru_cache(maxsize=16)
def noted(text: str) -> Text:
    """The Text of a string that several readers of a document look at."""
    return Text(text)


class Pattern:
    """A regular expression, compiled when it is first searched for. Arguments as of `re.compile`.

    What it needs and where it starts is worked out once it has been searched for often enough to be worth the while.
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
        if text.lacks & self._need:
            return False
        if self._asked < _OFTEN:
            self._asked += 1
            if self._asked == _OFTEN:
                self.learn()
        return True

    def learn(self) -> None:
        """Works out what the expression needs. Texts that were searched before are not judged by it."""
        self._asked = _OFTEN
        self._need = sum(_NEEDS.bit(need) for need in needs(self.pattern, self.flags))
        start = starts(self.pattern, self.flags)
        self._start = _STARTS.bit(start) if start else 0

    # A word that is cut at `end` is another word than the text's, so there the text's words say nothing.

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.search(text, start, end)
        if text.__class__ is Text:
            if text.lacks & self._need or not self.may_match(text):
                return None
            if self._start & text.known:
                return next(self._at(text, start), None)
        return self._compiled.search(text, start)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        if end is not None:
            return self._compiled.finditer(text, start, end)
        if text.__class__ is Text:
            if text.lacks & self._need or not self.may_match(text):
                return iter(())
            if self._start & text.known:
                return self._at(text, start)
        return self._compiled.finditer(text, start)

    def _at(self, text: Text, start: int) -> Iterator[re.Match[str]]:
        """The matches, sought only where one may start."""
        match = self._compiled.match
        for place in text.places(self._start):
            found = match(text, place) if place >= start else None
            if found:
                yield found
                start = found.end()

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.match(text, start, end)
        return self._compiled.match(text, start) if self.may_match(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.fullmatch(text, start, end)
        return self._compiled.fullmatch(text, start) if self.may_match(text) else None

    def findall(self, text: str) -> list[Any]:
        return self._compiled.findall(text) if self.may_match(text) else []

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        if not self.may_match(text):
            return text
        if not (text.__class__ is Text and self._start & text.known):
            return self._compiled.sub(by, text)
        parts, end = [], 0
        for found in self._at(text, 0):
            parts += text[end : found.start()], found.expand(by) if isinstance(by, str) else by(found)
            end = found.end()
        return "".join((*parts, text[end:])) if parts else text

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._compiled.split(text, maxsplit) if self.may_match(text) else [text]


_PATTERNS: list[Pattern] = []


def learn() -> None:
    """Every pattern works out now what it needs, as each would in a long run."""
    for pattern in _PATTERNS:
        pattern.learn()
