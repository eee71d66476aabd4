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

_OFTEN = 50  # times: by then the searches have cost as much as working out what they need
_MOST_WORDS = 50_000  # whose fragments are remembered
_WORD = re.compile(r"\w+")


class _Vocabulary(dict[str, int]):
    """Word or stretch between spaces → one bit for each need that it meets; filled as words are met."""

    def __init__(self) -> None:
        self.every = 0  # the bits that are given out
        self._bits: dict[Need, int] = {}
        self._fragments: dict[str, dict[str, int]] = {}  # first three characters → fragment → bits

    def bit(self, need: Need) -> int:
        """The bit of a need, a new one for one that is new."""
        if need not in self._bits:
            self._bits[need] = bit = 1 << len(self._bits)
            self.every |= bit
            for fragment in need:
                alike = self._fragments.setdefault(fragment[:3], {})
                alike[fragment] = alike.get(fragment, 0) | bit
            self.clear()
        return self._bits[need]

    def __missing__(self, word: str) -> int:
        if len(word) > WORD:
            return self.every  # nobody's word: it may hold anything
        if len(self) >= _MOST_WORDS:
            self.clear()
        printed = _WORD.sub(r" \g<0> ", "".join("0" if c.isdecimal() else c for c in word))
        plain = printed.translate(FOLDED).lower()
        met = self._met(plain)
        if plain != printed:
            met |= self._met(printed)
        self[word] = met
        return met

    def _met(self, printed: str) -> int:
        met = 0
        for place in range(len(printed)):
            for size in (1, 2, 3):
                alike = self._fragments.get(printed[place : place + size])
                for fragment, bits in alike.items() if alike else ():
                    if printed.startswith(fragment, place):
                        met |= bits
        return met


_VOCABULARY = _Vocabulary()


class Text(str):
    """A string that is searched many times. lacks : the bits of the needs that it does not meet.

    A slice of it is a plain string.
    """

    __slots__ = ("lacks",)

    def __getattr__(self, name: str) -> int:
        if name != "lacks":
            raise AttributeError(name)
        met = 0
        for word in set(self.split()):
            met |= _VOCABULARY[word]
        self.lacks: int = _VOCABULARY.every & ~met
        return self.lacks


class Pattern:
    """A regular expression, compiled when it is first searched for. Arguments as of `re.compile`.

    What it needs is worked out once it has been asked for often enough to be worth the while.
    """

    __slots__ = ("_asked", "_compiled", "_need", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._asked, self._need = 0, 0
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
        self._need = sum(_VOCABULARY.bit(need) for need in needs(self.pattern, self.flags))

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        if end is not None:  # a word that is cut at `end` is another word than the text's
            return self._compiled.search(text, start, end)
        return self._compiled.search(text, start) if self.may_match(text) else None

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
        return self._compiled.finditer(text, start) if self.may_match(text) else iter(())

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
