"""Regular expressions that first ask whether a text can match at all.

A document's rules put hundreds of expressions to every sentence, and nearly all of them find nothing. A `Text`
notes once which of the fragments that expressions need (`needs`) it has, and where its words and signs are; a
`Pattern` then skips a text that lacks one, and is tried only where it may start (`starts`). What a Pattern finds is what `re` finds, and any other string is simply searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from trialwright.read.limits import WORD
from trialwright.read.needs import FOLDED, Need, is_word, needs
from trialwright.read.starts import BEGINNING, SPACED, starts

_OFTEN = 50  # times: by then the searches have cost as much as working out what they need
_SOON = 3  # starts: so few `re` finds sooner than we do, but for digits
_NOWHERE = 1 << 30  # the start of a pattern that does not say where it starts
_MOST_STRETCHES = 50_000  # that are remembered
_ANYTHING = -1  # every bit: of a stretch that is too long to be looked at
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_NONE: dict[str, int] = {}
# Every ASCII sign is told, for `translate` raises and drops an error for each that is not.
_ZEROS = {n: "0" if chr(n).isdigit() else chr(n) for n in range(128)}


class _Fragments:
    """One bit for each set of fragments, and which bits a stretch of text meets."""

    def __init__(self) -> None:
        self.every = 0  # the bits that are given out
        self._bits: dict[Need, int] = {}
        self._alike: dict[str, dict[str, int]] = {}  # first three characters → fragment → bits
        self._short: set[str] = set()  # first characters of the fragments that have no three

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
                alike = self._alike.setdefault(fragment[:3], {})
                alike[fragment] = alike.get(fragment, 0) | bit
                if len(fragment) < 3:
                    self._short.add(fragment[0])
            _WORDS.clear()
            _STRETCHES.clear()
        return self._bits[need]

    def standing(self, printed: str) -> list[tuple[int, int]]:
        """(place, bits of the fragments that stand there), in order, where there are any."""
        found, alike_of, short = [], self._alike.get, self._short
        for place, first in enumerate(printed):
            bits = 0
            for size in (1, 2, 3) if first in short else (3,):
                for fragment, its in alike_of(printed[place : place + size], _NONE).items():
                    if printed.startswith(fragment, place):
                        bits |= its
            if bits:
                found.append((place, bits))
        return found


def _spellings(word: str) -> set[str]:
    """As fragments have it: spaces around words, 0 for a digit; as printed, and in small letters."""
    if not word.isascii():
        word = "".join("0" if c.isdecimal() else c for c in word)
    printed = f" {word} " if word.isalnum() else _WORD.sub(r" \g<0> ", word)
    return {printed, printed.translate(FOLDED).lower()}


class _Word(NamedTuple):
    """A word or a sign. met : bits of the needs that it meets. starting : offset → bits of the starts there."""

    met: int
    starting: dict[int, int]


class _Words(dict[str, _Word]):
    """Filled as words and signs are met."""

    def __missing__(self, printed: str) -> _Word:
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        met, starting = 0, dict[int, int]()
        for spelling in _spellings(printed):
            for _, bits in _NEEDS.standing(spelling):
                met |= bits
            for place, bits in _STARTS.standing(spelling):
                offset = max(
                    0, place - (len(spelling) > len(printed))
                )  # the spelling of a word starts with a space
                starting[offset] = starting.get(offset, 0) | bits
        self[printed] = found = _Word(met, starting)
        return found


class _Stretch(NamedTuple):
    """What there is between two spaces. size : with the space after it. met : bits of the needs that it meets.
    starting : (offset, kind) of its words and signs at which something may start. A kind is a place in _KINDS.
    """

    size: int
    met: int
    starting: tuple[tuple[int, int], ...]


class _Stretches(dict[str, _Stretch]):
    """Filled as stretches are met."""

    def __missing__(self, printed: str) -> _Stretch:
        if len(printed) > WORD:
            return _Stretch(len(printed) + 1, _ANYTHING, ())  # nobody's word: it is not looked at
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        met, starting = 0, list[tuple[int, int]]()
        for part in _WORD_OR_SIGN.finditer(printed):
            word, at = _WORDS[part.group()], part.start()
            met |= word.met
            starting += [(at + offset, _kind(bits)) for offset, bits in word.starting.items()]
        self[printed] = found = _Stretch(len(printed) + 1, met, tuple(sorted(starting)))
        return found


def _kind(bits: int) -> int:
    """The number of all words and signs at which the same patterns may start."""
    if bits not in _KIND_OF:
        _KIND_OF[bits] = kind = len(_KINDS)
        _KINDS.append(bits)
        for start, kinds in _KINDS_AT.items():
            if bits >> start & 1:
                kinds.add(kind)
    return _KIND_OF[bits]


@lru_cache(maxsize=1)
def _beginning(count: int) -> int:
    """The kind of a text's own start. count : how many starts are given out, for each may make it another kind."""
    return _kind(sum(bits for _, bits in _STARTS.standing(BEGINNING)))


def _kinds_at(start: int) -> set[int]:
    """The kinds of words and signs at which a pattern with this start may start; new ones are added as they are met."""
    _KINDS_AT[start] = kinds = {kind for kind, bits in enumerate(_KINDS) if bits >> start & 1}
    return kinds


_NEEDS, _STARTS = _Fragments(), _Fragments()
_KINDS: list[int] = []  # the bits of the starts of each kind of word or sign
_KIND_OF: dict[int, int] = {}
_KINDS_AT: dict[int, set[int]] = {}  # start → the kinds that have it, of the starts that were asked about
_WORDS = _Words()
_STRETCHES = _Stretches()


class Text(str):
    """A string that is searched many times. A slice of it is a plain string.

    lacks : the bits of the needs that it does not meet. known : how many starts were given out when it was looked at;
    none where a stretch without spaces is too long to be looked at.
    """

    __slots__ = ("_places", "_spots", "_stretches", "_whole", "known", "lacks")

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
        if name == "_spots":
            self._spots = self._look_closer()
            return self._spots
        if name not in Text.__slots__:
            raise AttributeError(name)
        if self._whole is None:
            self._look()
        else:  # what the whole text lacks is lacking here too, and what starts here starts there
            self.lacks, self.known, self._places = self._whole.lacks, self._whole.known, {}
        return getattr(self, name)

    def _look(self) -> None:
        self._whole, self._places = None, dict[int, list[int]]()
        self._stretches = [_STRETCHES[s] for s in self.translate(_ZEROS).split(" ")]
        met = reduce(or_, [stretch[1] for stretch in self._stretches])
        self.lacks = _NEEDS.every & ~met
        self.known = 0 if met == _ANYTHING else _STARTS.count

    def _look_closer(self) -> tuple[list[int], list[int]]:
        """Where its words and signs stand, in order, and their kinds."""
        at, spots, kinds = 0, [0], [_beginning(_STARTS.count)]
        for size, _, starting in self._stretches:
            for offset, kind in starting:
                spots.append(at + offset)
                kinds.append(kind)
            at += size
        return spots, kinds

    def places(self, start: int) -> list[int]:
        """Where a pattern with this start may start, in order. The start is one of those that are `known`."""
        places = self._places.get(start)
        if places is None:
            if self._whole is not None:
                places = [p for p in self._whole.places(start) if not p or self[p] != " "]
            else:
                wanted = _KINDS_AT.get(start) or _kinds_at(start)
                places = [p for p, kind in zip(*self._spots, strict=True) if kind in wanted]
            self._places[start] = places
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

    __slots__ = ("_asked", "_compiled", "_first", "_lead", "_need", "_start", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._asked, self._need, self._start, self._lead, self._first = 0, 0, _NOWHERE, False, False
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
        self._first = start == {BEGINNING}  # which `re` would seek at every place
        if len(start) > _SOON or any("0" in f for f in start):
            self._start = _STARTS.bit(frozenset(f.removeprefix(SPACED) for f in start)).bit_length() - 1

    def learn_once(self) -> None:
        if self._asked < _OFTEN:
            self.learn()

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if text.__class__ is not Text:
            return self._compiled.search(text, start, len(text) if end is None else end)
        if end is not None and text.cuts(end):
            return self._compiled.search(text, start, end)
        if text.lacks & self._need or (self._asked < _OFTEN and not self.may_match(text)):
            return None
        stop = len(text) if end is None else end
        if self._start < text.known:
            return next(self._at(text, start, stop), None) if text.places(self._start) else None
        if self._first:
            return self._compiled.match(text, start, stop)
        return self._compiled.search(text, start, stop)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        if text.__class__ is not Text:
            return self._compiled.finditer(text, start, len(text) if end is None else end)
        if end is not None and text.cuts(end):
            return self._compiled.finditer(text, start, end)
        if text.lacks & self._need or (self._asked < _OFTEN and not self.may_match(text)):
            return iter(())
        stop = len(text) if end is None else end
        if self._start < text.known:
            return self._at(text, start, stop) if text.places(self._start) else iter(())
        return self._compiled.finditer(text, start, stop)

    def _at(self, text: Text, start: int, stop: int) -> Iterator[re.Match[str]]:
        """The matches before `stop`, sought only where one may start."""
        match, lead = self._compiled.match, self._lead
        for place in text.places(self._start):
            if place >= stop:
                return
            found = None
            if lead and place > start and text[place - 1].isspace():
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
        if not (text.__class__ is Text and self._start < text.known):
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
    """Every pattern that has not done so works out now what it needs, as each would in a long run."""
    for pattern in _PATTERNS:
        pattern.learn_once()
