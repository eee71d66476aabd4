"""Regular expressions that first ask whether a text can match at all.

A document's rules put hundreds of expressions to every sentence, and nearly all of them find nothing. A `Text`
notes once which of the fragments that expressions need (`needs`) it has, and where its words and signs are; a
`Pattern` then skips a text that lacks one, and is tried only where it may start (`starts`). What a Pattern finds is what `re` finds, and any other string is simply searched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from itertools import compress, repeat
from operator import or_
from typing import Any, Generic, TypeVar

from trialwright.read.needs import is_word, needs
from trialwright.read.starts import BEGINNING, SPACED, starts
from trialwright.read.stretches import ANYTHING, KINDS_AT, NEEDS, STARTS, STRETCHES, beginning

T = TypeVar("T")

_OFTEN = 500  # times, in some forty abstracts: to work out what a pattern needs costs as much as a thousand searches
_SOON = 3  # starts: so few `re` finds sooner than we do, but for digits
_NOWHERE = 1 << 30  # the start of a pattern that does not say where it starts
_NO_PLACES: list[int] = []
_NONE: Iterator[re.Match[str]] = iter(())
_MOST_CHOICES = 10_000  # that one group of patterns remembers
# Every ASCII sign is told, for `translate` raises and drops an error for each that is not.
_ZEROS = {n: "0" if chr(n).isdigit() else chr(n) for n in range(128)}


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
        self._whole, self._places = None, dict[tuple[int, bool], list[int]]()
        self._stretches = [STRETCHES[s] for s in self.translate(_ZEROS).split(" ")]
        met = reduce(or_, [stretch[1] for stretch in self._stretches])
        self.lacks = NEEDS.every & ~met
        self.known = 0 if met == ANYTHING else STARTS.count

    def _look_closer(self) -> tuple[int, list[int], list[int]]:
        """The kinds of its words and signs, all together; where they stand, in order; their kinds one by one."""
        first = beginning(STARTS.count)
        at, spots, kinds = 0, [0], [first]
        for size, _, starting, _ in self._stretches:
            for offset, kind in starting:
                spots.append(at + offset)
                kinds.append(kind)
            at += size
        return reduce(or_, [stretch[3] for stretch in self._stretches], 1 << first), spots, kinds

    def places(self, start: int, lead: bool = False) -> list[int]:
        """Where a pattern with this start may start, in order. The start is one of those that are `known`.

        lead : also at one space before.
        """
        whole = self._whole
        kinds = (self if whole is None else whole)._spots[0]  # first, for a kind may be new
        told = KINDS_AT[start]
        here = kinds & told.bits
        if not here:
            return _NO_PLACES
        places = self._places.get((here, lead))
        if places is None:
            if lead:
                places = sorted({p for at in self.places(start) for p in self._from_space(at)})
            elif whole is not None:
                places = [p for p in whole.places(start) if not p or self[p] != " "]
            else:
                _, spots, kind_of = self._spots
                places = list(compress(spots, map(told.table.__getitem__, kind_of)))
            self._places[here, lead] = places
        return places

    def _from_space(self, place: int) -> tuple[int, ...]:
        return (place - 1, place) if place and self[place - 1].isspace() else (place,)

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
    need : the bits of what every match needs.
    """

    __slots__ = ("_asked", "_compiled", "_first", "_lead", "_start", "flags", "need", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._asked, self.need, self._start, self._lead, self._first = 0, 0, _NOWHERE, False, False
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
        if text.lacks & self.need:
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
        self.need = sum(NEEDS.bit(need) for need in needs(self.pattern, self.flags))
        start = starts(self.pattern, self.flags)
        self._lead = any(f.startswith(SPACED) for f in start)
        self._first = start == {BEGINNING}  # which `re` would seek at every place
        if len(start) > _SOON or any("0" in f for f in start):
            self._start = STARTS.bit(frozenset(f.removeprefix(SPACED) for f in start)).bit_length() - 1

    def learn_once(self) -> None:
        if self._asked < _OFTEN:
            self.learn()

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if text.__class__ is not Text:
            return self._compiled.search(text, start, len(text) if end is None else end)
        if end is not None and text.cuts(end):
            return self._compiled.search(text, start, end)
        if text.lacks & self.need or (self._asked < _OFTEN and not self.may_match(text)):
            return None
        stop = len(text) if end is None else end
        if self._start < text.known:
            return next(self._tried(text, start, stop), None)
        if self._first:
            return self._compiled.match(text, start, stop)
        return self._compiled.search(text, start, stop)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        if text.__class__ is not Text:
            return self._compiled.finditer(text, start, len(text) if end is None else end)
        if end is not None and text.cuts(end):
            return self._compiled.finditer(text, start, end)
        if text.lacks & self.need or (self._asked < _OFTEN and not self.may_match(text)):
            return iter(())
        stop = len(text) if end is None else end
        if self._start < text.known:
            return iter(self._at(text, start, stop))
        return self._compiled.finditer(text, start, stop)

    def _tried(self, text: Text, start: int, stop: int) -> Iterator[re.Match[str]]:
        """What is found at each place where a match may start, if it starts before `stop`; one may lie in another."""
        places = text.places(self._start, self._lead)
        if places and (start > 0 or stop < len(text)):
            places = places[bisect_left(places, start) : bisect_left(places, stop)]
        return (
            filter(None, map(self._compiled.match, repeat(text), places, repeat(stop))) if places else _NONE
        )

    def _at(self, text: Text, start: int, stop: int) -> list[re.Match[str]]:
        """The matches before `stop`, sought only where one may start."""
        found = list(self._tried(text, start, stop))
        if len(found) < 2:
            return found
        apart = found[:1]
        for match in found[1:]:
            if match.start() >= apart[-1].end():
                apart.append(match)
        return apart

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.match(text, start, end)
        return (
            None if text.__class__ is Text and not self.may_match(text) else self._compiled.match(text, start)
        )

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:
            return self._compiled.fullmatch(text, start, end)
        return (
            None
            if text.__class__ is Text and not self.may_match(text)
            else self._compiled.fullmatch(text, start)
        )

    def findall(self, text: str) -> list[Any]:
        return [] if text.__class__ is Text and not self.may_match(text) else self._compiled.findall(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        if text.__class__ is not Text:
            return self._compiled.sub(by, text)
        if not self.may_match(text):
            return text
        if self._start >= text.known:
            return self._compiled.sub(by, text)
        parts, end = [], 0
        for found in self._at(text, 0, len(text)):
            parts += text[end : found.start()], found.expand(by) if isinstance(by, str) else by(found)
            end = found.end()
        return "".join((*parts, text[end:])) if parts else text

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._compiled.split(text, maxsplit) if self.may_match(text) else [text]


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


_PATTERNS: list[Pattern] = []
_GROUPS: list[Patterns[Any]] = []


def learn() -> None:
    """Every pattern that has not done so works out now what it needs, as each would in a long run."""
    for one in (*_PATTERNS, *_GROUPS):
        one.learn_once()
