"""Regular expressions that first ask whether a text can match at all.

A document's rules put hundreds of expressions to every sentence, and nearly all of them find nothing. A `Text`
notes once which of the fragments that expressions need (`needs`) it has, and where its words and signs are; a
`Pattern` then skips a text that lacks one, and is tried only where it may start (`starts`), with a look ahead before each
choice (`guards`). What a Pattern finds is what `re` finds, and any other string is simply searched.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from itertools import accumulate, chain, compress
from operator import itemgetter, or_
from typing import Any, Generic, TypeVar

from trialwright.read.guards import guarded
from trialwright.read.needs import is_word, needs, parsed, ways
from trialwright.read.starts import BEGINNING, SPACED, starts
from trialwright.read.stretches import ANYTHING, KINDS_AT, NEEDS, STARTS, STRETCHES, Stretch, beginning

T = TypeVar("T")

_OFTEN = 500  # times, in some forty abstracts: to work out what a pattern needs costs as much as a thousand searches
_SOON = 3  # starts: so few `re` finds sooner than we do, but for digits, and any lone sign it does
_NOWHERE = 1 << 30  # the start of a pattern that does not say where it starts
_END = sys.maxsize  # of any text
_NO_PLACES: list[int] = []
_NONE: Iterator[re.Match[str]] = iter(())
_MOST_CHOICES = 10_000  # that one group of patterns remembers


class Text(str):
    """A string that is searched many times. A slice of it is a plain string.

    lacks : the bits of the needs that it does not meet. known : how many starts were given out when it was looked at;
    none where a stretch without spaces is too long to be looked at. placed : see `places`, of the starts asked for.
    """

    __slots__ = ("_places", "_spots", "_stretches", "known", "lacks", "placed")
    _places: dict[tuple[int, bool], list[int]]
    _spots: tuple[int, list[int], list[int]] | None  # see `_look_closer`
    _stretches: list[Stretch]
    known: int
    lacks: int
    placed: dict[int, list[int]]

    def __new__(cls, text: str) -> Text:
        new = str.__new__(cls, text)
        new._places, new._spots, new.placed = {}, None, {}
        new._stretches = list(map(_stretch, _with_zeros(text).split(" ")))
        met = reduce(or_, map(_met, new._stretches))
        new.lacks = NEEDS.every & ~met
        new.known = 0 if met == ANYTHING else STARTS.count
        return new

    def _look_closer(self) -> tuple[int, list[int], list[int]]:
        """The kinds of its words and signs, all together; where they stand, in order; their kinds one by one."""
        first = beginning(STARTS.count)
        begin = accumulate(map(_size, self._stretches), initial=0)
        spots = [at + offset for at, found in zip(begin, self._stretches) for offset in found[2]]  # noqa: B905
        kinds = chain.from_iterable(map(_kinds, self._stretches))
        every = reduce(or_, map(_every, self._stretches), 1 << first)
        self._spots = every, [0, *spots], [first, *kinds]
        return self._spots

    def places(self, start: int, lead: bool = False) -> list[int]:
        """Where a pattern with this start may start, in order. The start is one of those that are `known`.

        lead : also at one space before.
        """
        every, spots, kinds = self._spots or self._look_closer()  # first, for a kind may be new
        told = KINDS_AT[start]
        here = every & told.bits
        places = self._places.get((here, lead)) if here else _NO_PLACES
        if places is None:
            if lead:
                places = self._from_spaces(self.places(start))
            else:
                places = list(compress(spots, map(told.__contains__, kinds)))
            self._places[here, lead] = places
        self.placed[~start if lead else start] = places
        return places

    def _from_spaces(self, places: list[int]) -> list[int]:
        """These places, each behind the space before it where there is one: no word or sign starts at a space."""
        found: list[int] = []
        for place in places:
            if place and self[place - 1].isspace():
                found.append(place - 1)
            found.append(place)
        return found

    def cuts(self, end: int) -> bool:
        """Whether a word goes on at `end`: what stands before is then another word than the text's."""
        return 0 < end < len(self) and is_word(self[end - 1]) and is_word(self[end])


def _with_zeros(text: str) -> str:
    """The text with 0 for each digit, which is soonest done digit by digit."""
    for digit in "123456789":
        text = text.replace(digit, "0")
    return text


@lru_cache(maxsize=16)
def noted(text: str) -> Text:
    """The Text of a string that several readers of a document look at."""
    return Text(text)


class Pattern:
    """A regular expression, compiled when it is first searched for. Arguments as of `re.compile`.

    What it needs and where it starts is worked out once it has been searched for often enough to be worth the while, and it
    is compiled anew with its looks ahead, and apart for texts of ASCII signs, in which `re` is quicker.
    need : the bits of what every match needs.
    """

    __slots__ = ("_asked", "_compiled", "_first", "_lead", "_place", "_start", "flags", "need", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._asked, self.need, self._lead, self._first = 0, 0, False, False
        self._start = self._place = _NOWHERE  # _place : its key in `Text.placed`
        self._compiled: list[re.Pattern[str] | None] = [None, None]  # for any text, for a text of ASCII signs
        _PATTERNS.append(self)

    def prepare(self) -> re.Pattern[str]:
        """Compiles the expression, which is else done when it is first searched for."""
        compiled = re.compile(self.pattern, self.flags)
        self._compiled[:] = compiled, compiled
        return compiled

    def made(self, match: re.Match[str]) -> bool:
        """Whether a match is this expression's, whose form changes once it is learned: `match.re.pattern` does not tell."""
        return any(match.re is form for form in self._compiled)

    def may_match(self, text: str) -> bool:
        """False where the text lacks what every match has; a plain string is not looked at."""
        if text.__class__ is not Text:
            return True
        if text.lacks & self.need:
            return False
        if self._asked < _OFTEN:
            self._ask()
        return True

    def _ask(self) -> None:
        self._asked += 1
        if self._asked == _OFTEN:
            self.learn()

    def learn(self) -> None:
        """Works out what the expression needs. Texts that were searched before are not judged by it."""
        self._asked = _OFTEN
        tree = parsed(self.pattern, self.flags)
        self.need = sum(NEEDS.bit(need) for need in needs(tree))
        start = starts(tree)
        self._lead = any(f.startswith(SPACED) for f in start)
        self._first = start == {BEGINNING}  # which `re` would seek at every place
        if tree.getwidth() != (1, 1) and (len(start) > _SOON or any("0" in f for f in start)):
            self._start = STARTS.bit(frozenset(f.removeprefix(SPACED) for f in start)).bit_length() - 1
            self._place = ~self._start if self._lead else self._start
        self._compiled[:] = self._compiled[0] or self.prepare(), guarded(tree, self.flags, only_ascii=True)

    def learn_once(self) -> None:
        if self._asked < _OFTEN:
            self.learn()

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        if text.__class__ is not Text or (end < _END and text.cuts(end)):
            return (self._compiled[text.isascii()] or self.prepare()).search(text, start, end)
        if text.lacks & self.need:
            return None
        if self._start < text.known:
            match = (self._compiled[text.isascii()] or self.prepare()).match
            for place in self._places(text, start, end):
                if found := match(text, place, end):
                    return found
            return None
        if self._asked < _OFTEN:
            self._ask()
        compiled = self._compiled[text.isascii()] or self.prepare()
        return compiled.match(text, start, end) if self._first else compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        if text.__class__ is not Text or (end < _END and text.cuts(end)):
            return (self._compiled[text.isascii()] or self.prepare()).finditer(text, start, end)
        if text.lacks & self.need:
            return _NONE
        if self._start < text.known:
            return iter(self._at(text, start, end))
        if self._asked < _OFTEN:
            self._ask()
        return (self._compiled[text.isascii()] or self.prepare()).finditer(text, start, end)

    def _places(self, text: Text, start: int, end: int) -> list[int]:
        """Where a match may start, from `start` on and before `end`."""
        places = text.placed.get(self._place)
        if places is None:
            places = text.places(self._start, self._lead)
        if places and (start > 0 or end < _END):
            return places[bisect_left(places, start) : bisect_left(places, end)]
        return places

    def _at(self, text: Text, start: int, end: int) -> list[re.Match[str]]:
        """The matches that start before `end`, sought only where one may start."""
        match, found, last = (self._compiled[text.isascii()] or self.prepare()).match, [], 0
        for place in self._places(text, start, end):
            if place >= last and (one := match(text, place, end)):
                found.append(one)
                last = one.end()
        return found

    def match(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        if text.__class__ is Text and end == _END and not self.may_match(text):
            return None
        return (self._compiled[text.isascii()] or self.prepare()).match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        if text.__class__ is Text and end == _END and not self.may_match(text):
            return None
        return (self._compiled[text.isascii()] or self.prepare()).fullmatch(text, start, end)

    def findall(self, text: str) -> list[Any]:
        if text.__class__ is Text and not self.may_match(text):
            return []
        return (self._compiled[text.isascii()] or self.prepare()).findall(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        if text.__class__ is Text:
            if not self.may_match(text):
                return text
            if self._start < text.known:
                return self._replaced(by, text)
        return (self._compiled[text.isascii()] or self.prepare()).sub(by, text)

    def _replaced(self, by: str | Callable[[re.Match[str]], str], text: Text) -> str:
        parts: list[str] = []
        end = 0
        for found in self._at(text, 0, _END):
            parts += text[end : found.start()], found.expand(by) if isinstance(by, str) else by(found)
            end = found.end()
        return "".join((*parts, text[end:])) if parts else text

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return (
            (self._compiled[text.isascii()] or self.prepare()).split(text, maxsplit)
            if self.may_match(text)
            else [text]
        )


class Choice(Pattern):
    """A Pattern whose ways need things that are seldom in one text: "lost to follow-up|did not complete". It skips a text
    that lacks something of each way, which takes longer to find out than that it lacks what all ways have."""

    __slots__ = ("_ways",)

    def __init__(self, pattern: str, flags: int = 0) -> None:
        super().__init__(pattern, flags)
        self._ways: list[list[int]] = []  # for each choice the bits of what each way needs

    def learn(self) -> None:
        self._ways = [
            [sum(map(NEEDS.bit, way)) for way in choice] for choice in ways(parsed(self.pattern, self.flags))
        ]
        super().learn()

    def may_match(self, text: str) -> bool:
        return super().may_match(text) and (text.__class__ is not Text or self._fits(text.lacks))

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        if text.__class__ is Text and end == _END and not self._fits(text.lacks):
            return None
        return super().search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        if text.__class__ is Text and end == _END and not self._fits(text.lacks):
            return _NONE
        return super().finditer(text, start, end)

    def _fits(self, lacks: int) -> bool:
        """Whether a text that lacks this has what some way of each choice needs."""
        return not lacks & self.need and all(0 in [lacks & way for way in choice] for choice in self._ways)


class Patterns(Generic[T]):
    """Expressions that are put to the same texts, each with what it stands for."""

    __slots__ = ("_asked", "_choices", "_need", "_rows")

    def __init__(self, rows: Iterable[tuple[T, Pattern]]) -> None:
        self._rows = tuple(rows)
        self._asked, self._need = 0, 0
        self._choices: dict[int, tuple[tuple[T, Pattern], ...]] = {}  # what texts lack → rows
        _GROUPS.append(self)

    @classmethod
    def of(cls, *patterns: Pattern) -> Patterns[None]:
        """Expressions that all stand for the same."""
        return Patterns((None, pattern) for pattern in patterns)

    def fitting(self, text: str) -> tuple[tuple[T, Pattern], ...]:
        """Those that the text may match, in order; of a plain string all."""
        if text.__class__ is not Text:
            return self._rows
        if self._asked < _OFTEN:
            self._asked += 1
            if self._asked == _OFTEN:
                self.learn()
            return self._rows
        lacks = text.lacks & self._need
        choice = self._choices.get(lacks)
        if choice is None:
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            choice = tuple(row for row in self._rows if not lacks & row[1].need)
            self._choices[lacks] = choice
        return choice

    def learn(self) -> None:
        """Works out what the expressions need."""
        self._asked = _OFTEN
        for _, pattern in self._rows:
            pattern.learn_once()
            self._need |= pattern.need

    def learn_once(self) -> None:
        if self._asked < _OFTEN:
            self.learn()


_stretch = STRETCHES.__getitem__
_size, _met, _kinds, _every = itemgetter(0), itemgetter(1), itemgetter(3), itemgetter(4)
_PATTERNS: list[Pattern] = []
_GROUPS: list[Patterns[Any]] = []


def learn() -> None:
    """All that a process does once: every pattern that has not done so learns now, as each would in a long run."""
    every: tuple[Pattern | Patterns[Any], ...] = (*_PATTERNS, *_GROUPS)
    for one in every:
        one.learn_once()
