"""Regular expressions that first ask whether a text can match at all.

A document's rules put hundreds of expressions to every sentence, and nearly all of them find nothing. A `Text`
notes once which of the fragments that expressions need (`needs`) it has, and where its words and signs are; a
`Pattern` then skips a text that lacks one, and is tried only where it may start (`starts`). What a Pattern finds is what `re` finds, and any other string is simply searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from trialwright.read.limits import WORD
from trialwright.read.needs import FOLDED, Need, is_word, needs
from trialwright.read.starts import BEGINNING, SPACED, starts

_OFTEN = 50  # times: by then the searches have cost as much as working out what they need
_MOST_STRETCHES = 50_000  # that are remembered
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
# Every ASCII sign is told, for `translate` raises and drops an error for each that is not.
_ZEROS = {n: "0" if chr(n).isdigit() else chr(n) for n in range(128)}


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
    starting : (offset, bits of the starts) of its words and signs at which something may start, None for a stretch
    that is too long to be looked at.
    """

    size: int
    met: int
    starting: tuple[tuple[int, int], ...] | None


class _Stretches(dict[str, _Stretch]):
    """Filled as stretches are met."""

    def __missing__(self, printed: str) -> _Stretch:
        if len(printed) > WORD:
            return _Stretch(len(printed) + 1, _NEEDS.every, None)  # nobody's word: it may hold anything
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        met = 0
        for spelling in _spellings(printed):
            met |= _NEEDS.met(spelling, range(len(spelling)))
        self[printed] = found = _Stretch(len(printed) + 1, met, tuple(_starting(printed)))
        return found


def _starting(stretch: str) -> Iterator[tuple[int, int]]:
    for part in _WORD_OR_SIGN.finditer(stretch):
        word = is_word(stretch[part.start()])
        spellings = _spellings(part.group())
        for offset in range(len(part.group())):
            # A spelling of a word has a space first: closed fragments start at it, others within the word.
            places = (0, 1) if word and not offset else (offset + word,)
            bits = 0
            for printed in spellings:
                bits |= _STARTS.met(printed, places)
            if bits:
                yield part.start() + offset, bits


_NEEDS, _STARTS = _Fragments(), _Fragments()
_STRETCHES = _Stretches()


class Text(str):
    """A string that is searched many times. A slice of it is a plain string.

    lacks : the bits of the needs that it does not meet. known : the bits of the starts that were given out when
    it was looked at; none where a stretch without spaces is too long to be looked at.
    """

    __slots__ = ("_alike", "_places", "_whole", "known", "lacks")

    def blanked(self, text: str) -> Text:
        """`text`, which is this one with some of its words and signs blanked out, as a Text."""
        if text == self:
            return self
        blanked = Text(text)
        blanked._whole = self
        return blanked

    def __getattr__(self, name: str) -> Any:
        """The slots, filled when one is first asked for."""
        if name == "_whole":
            return None
        if name not in Text.__slots__:
            raise AttributeError(name)
        if self._whole is None:
            self._look()
        else:
            self._look_at(self._whole)
        return getattr(self, name)

    def _look(self) -> None:
        met, at, self.known = 0, 0, _STARTS.every
        # Words and signs at which the same patterns may start: bits → places.
        alike: dict[int, list[int]] = {_STARTS.met(BEGINNING, (0,)): [0]}
        for size, meets, starting in map(_STRETCHES.__getitem__, self.translate(_ZEROS).split(" ")):
            met |= meets
            if starting:
                for offset, bits in starting:
                    if bits in alike:
                        alike[bits].append(at + offset)
                    else:
                        alike[bits] = [at + offset]
            elif starting is None:
                self.known = 0
            at += size
        self._alike, self._places = alike, dict[int, list[int]]()
        self.lacks = _NEEDS.every & ~met

    def _look_at(self, whole: Text) -> None:
        """What the whole text lacks is lacking here too, and what starts here starts there."""
        self.lacks, self.known, self._places = whole.lacks, whole.known, dict[int, list[int]]()
        start = _STARTS.met(BEGINNING, (0,))
        self._alike = {
            bits: places if bits == start else [p for p in places if self[p] != " "]
            for bits, places in whole._alike.items()
        }

    def places(self, start: int) -> list[int]:
        """Where a pattern with this bit may start, in order. The bit is one of `known`."""
        places = self._places.get(start)
        if places is None:
            found = [places for bits, places in self._alike.items() if bits & start]
            self._places[start] = places = found[0] if len(found) == 1 else sorted(chain(*found))
        return places

    def cuts(self, end: int) -> bool:
        """Whether a word goes on at `end`: what stands before is then another word than the text's."""
        return 0 < end < len(self) and is_word(self[end - 1]) and is_word(self[end])


@lru_cache(maxsize=16)
def noted(text: str) -> Text:
    """The Text of a string that several readers of a document look at."""
    return Text(text)


class Pattern:
    """A regular expression, compiled when it is first searched for. Arguments as of `re.compile`.

    What it needs and where it starts is worked out once it has been searched for often enough to be worth the while.
    """

    __slots__ = ("_asked", "_compiled", "_lead", "_need", "_start", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._asked, self._need, self._start, self._lead = 0, 0, 0, False
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
        self._compiled  # noqa: B018 -- compiled now, if not before
        self._need = sum(_NEEDS.bit(need) for need in needs(self.pattern, self.flags))
        start = starts(self.pattern, self.flags)
        self._lead = any(f.startswith(SPACED) for f in start)
        self._start = _STARTS.bit(frozenset(f.removeprefix(SPACED) for f in start)) if start else 0

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if text.__class__ is not Text:
            return self._compiled.search(text, start, len(text) if end is None else end)
        if text.lacks & self._need or not self.may_match(text):
            if end is None or not text.cuts(end):
                return None
        elif self._start & text.known and (end is None or not text.cuts(end)):
            stop = len(text) if end is None else end
            return next(self._at(text, start, stop), None)
        return self._compiled.search(text, start, len(text) if end is None else end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        if text.__class__ is not Text:
            return self._compiled.finditer(text, start, len(text) if end is None else end)
        if text.lacks & self._need or not self.may_match(text):
            if end is None or not text.cuts(end):
                return iter(())
        elif self._start & text.known and (end is None or not text.cuts(end)):
            return self._at(text, start, len(text) if end is None else end)
        return self._compiled.finditer(text, start, len(text) if end is None else end)

    def _at(self, text: Text, start: int, stop: int) -> Iterator[re.Match[str]]:
        """The matches before `stop`, sought only where one may start."""
        match = self._compiled.match
        for place in text.places(self._start):
            found = None
            if self._lead and place > start and text[place - 1].isspace():
                found = match(text, place - 1, stop)
            if not found and place >= start:
                found = match(text, place, stop)
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
        for found in self._at(text, 0, len(text)):
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
