"""What a text must hold for a regular expression to match in it: words, parts of words and signs.

A need is a set of fragments, one of which at least is in every text that the expression matches; an expression
has any number of needs, and all of them hold. "primary (?:outcome|endpoint)s?" needs one of {" primary"}... and
one of {" outcome", " endpoint"}.

A fragment is a stretch of one word, or a sign that is no part of a word. A space at its start or end says that
the word starts or ends there; "0" stands for any digit; a capital stands for itself only, a small letter also
for its capital. What is not understood of an expression needs nothing, so that a need is never wrong.
Source: the idea is the prefilter of RE2 (Cox 2012, Regular Expression Matching with a Trigram Index).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import cache, lru_cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Need = frozenset[str]
Item = tuple[Any, Any]  # an operation of `re`'s parser, with what it is told
Spellings = Set[str] | None
Tree = Any  # an expression, parsed
MOST = 128  # spellings of one stretch that are written out
# Letters of other alphabets that match a Latin one where capitals do not count.
FOLDED = {ord("İ"): "i", ord("ı"): "i", ord("ſ"): "s", ord("\u212a"): "k"}
CLOSED = " "  # in a stretch: here no word goes on, whatever else there may be
EDGES = {code.AT_BEGINNING, code.AT_BEGINNING_STRING, code.AT_END, code.AT_END_STRING, code.AT_BOUNDARY}
REPEATS = {code.MAX_REPEAT, code.MIN_REPEAT}
_WORD = re.compile(r"\w+")
_IGNORECASE = int(re.IGNORECASE)  # as a plain number, for "&" of a flag takes ten times as long


def parsed(pattern: str, flags: int = 0) -> Tree:
    """The expression as `re` understands it, for `needs` and `starts`."""
    return parser.parse(pattern, flags)


def needs(tree: Tree) -> frozenset[Need]:
    """The needs of an expression; none for one with flags that change what a word is."""
    if tree.state.flags & (re.ASCII | re.LOCALE):
        return frozenset()
    stretch = _Stretch({""}, bool(tree.state.flags & re.IGNORECASE), {})
    stretch.read(tree)
    stretch.end()
    return frozenset(stretch.needs)


def ways(tree: Tree) -> list[list[frozenset[Need]]]:
    """The needs of each way of each choice that an expression has outermost; not of a choice of which some way needs nothing."""
    if tree.state.flags & (re.ASCII | re.LOCALE):
        return []
    stretch = _Stretch({""}, bool(tree.state.flags & re.IGNORECASE), {})
    choices = [told[1] for op, told in map(_ungrouped, tree) if op is code.BRANCH]
    found = [[frozenset(stretch.of(way, {""}).needs) for way in choice] for choice in choices]
    return [choice for choice in found if all(choice)]


def _ungrouped(item: Item) -> Item:
    """What is in a group of one thing that names nothing, and in which capitals count as they do outside."""
    op, told = item
    alone = op is code.SUBPATTERN and len(told[3]) == 1 and not (told[1] or told[2])
    return told[3][0] if alone else item


class _Stretch:
    """The part of an expression that is being read, from where its spelling was last unknown.

    spellings : every text that it can be, {""} where nothing is known of what stands before it.
    folded : capitals do not count. known : what `_spelled` has found for parts of the expression.
    """

    def __init__(self, spellings: set[str], folded: bool, known: dict[tuple[int, bool], Spellings]) -> None:
        self.spellings, self.folded, self.known = spellings, folded, known
        self.needs: list[Need] = []

    def read(self, items: Iterable[Item]) -> None:
        for op, told in items:
            whole = self._spelled_one(op, told)
            if whole is not None and len(self.spellings) * len(whole) <= MOST:
                self.spellings = {a + b for a in self.spellings for b in whole}
            elif op is code.SUBPATTERN:
                self._group(*told)
            elif op is code.BRANCH:
                self._branch(told[1])
            elif op in REPEATS:
                self._repeat(*told)
            else:
                self.end()
            if op is code.ASSERT:
                self.needs += self.of(told[1], {""}).needs

    def end(self) -> None:
        """The stretch goes no further: what it says is kept, and a new one begins that may start within a word."""
        self.needs += _needs_of(self.spellings)
        self.spellings = {""}

    def of(self, items: Iterable[Item], spellings: set[str]) -> _Stretch:
        """The items by themselves, after these spellings."""
        part = _Stretch(spellings, self.folded, self.known)
        part.read(items)
        part.end()
        return part

    def _group(self, _: int | None, on: int, off: int, items: Sequence[Item]) -> None:
        outer = self.folded
        folded = folds(outer, on, off)
        if folded != outer and not self.spellings <= {"", CLOSED}:
            self.end()
        self.folded = folded
        self.read(items)
        if folded != outer:
            self.end()
        self.folded = outer

    def _branch(self, ways: Sequence[Any]) -> None:
        before = self.spellings
        if len(before) > 8:
            before = {CLOSED} if all(s.endswith(CLOSED) for s in before) else {""}
        parts = [self.of(way, before).needs for way in ways]
        self.end()
        if all(parts):
            self.needs.append(frozenset().union(*(max(part, key=_weight) for part in parts)))

    def _repeat(self, least: int, most: int, items: Sequence[Item]) -> None:
        if least:
            self.read(items)
        if (least, most) != (1, 1):
            self.end()

    def _spelled(self, items: Iterable[Item]) -> Spellings:
        """Every text that the items can be, None where they are too many to write out."""
        key = (id(items), self.folded)
        if key not in self.known:
            self.known[key] = self._written_out(items)
        return self.known[key]

    def _written_out(self, items: Iterable[Item]) -> Spellings:
        found, stem = {""}, ""  # stem : what all of them go on with
        for op, told in items:
            one = self._spelled_one(op, told)
            if one is None or len(found) * len(one) > MOST:
                return None
            if len(one) == 1:
                stem += next(iter(one))
            else:
                found, stem = {a + stem + b for a in found for b in one}, ""
        return {a + stem for a in found}

    def _spelled_one(self, op: Any, told: Any) -> Spellings:
        if op is code.LITERAL:
            return letter_of(chr(told), self.folded)
        if op is code.IN:
            return class_of(told, self.folded)
        if op is code.SUBPATTERN:
            return self._spelled(told[3]) if folds(self.folded, told[1], told[2]) == self.folded else None
        if op is code.BRANCH:
            ways = [self._spelled(way) for way in told[1]]
            return None if None in ways else set().union(*ways)  # type: ignore[arg-type]
        if op in REPEATS:
            least, most, items = told
            one = self._spelled(items)
            if one is not None and one <= {"", CLOSED}:
                return {CLOSED} if least else {"", CLOSED}
            return {"", *one} if one is not None and (least, most) == (0, 1) else None
        if op is code.AT:
            return {CLOSED} if told in EDGES else None
        if op is code.ASSERT_NOT:
            return {CLOSED} if no_word(told[1]) else {""}
        if op is code.ASSERT:
            return {CLOSED} if after_no_word(*told) else {""}
        return None


def folds(folded: bool, on: int, off: int) -> bool:
    """Whether capitals count in a group that turns these flags on and off."""
    return (folded or bool(on & _IGNORECASE)) and not off & _IGNORECASE


def no_word(items: Sequence[Item]) -> bool:
    """Whether a word ends where a letter must not stand, as after "(?!\\w)"."""
    if len(items) != 1 or items[0][0] is not code.IN:
        return False
    letters = items[0][1]
    return letters[0][0] is not code.NEGATE and (code.CATEGORY, code.CATEGORY_WORD) in letters


def after_no_word(direction: int, items: Sequence[Item]) -> bool:
    """Whether what must stand before ends in no letter of a word: "(?<=[.;] )"."""
    op, told = items[-1] if direction < 0 and len(items) else (None, None)
    letters = (
        letter_of(chr(told), False)
        if op is code.LITERAL
        else class_of(told, False)
        if op is code.IN
        else None
    )
    return letters is not None and not any(is_word(c) for c in letters)


@cache
def letter_of(letter: str, folded: bool) -> Spellings:
    if letter.isdecimal():
        return {"0"}
    if letter.isspace():
        return {CLOSED}
    if ord(letter) in FOLDED or (folded and letter.lower() != letter.upper() and not letter.isascii()):
        return None
    return {letter.lower() if folded else letter}


_CATEGORIES = {code.CATEGORY_SPACE: CLOSED, code.CATEGORY_NOT_WORD: CLOSED, code.CATEGORY_DIGIT: "0"}


def class_of(items: Sequence[Item], folded: bool, most: int = 4) -> Spellings:
    """The letters of a character class: `most`, or any digit, or anything that is no part of a word."""
    if items[0][0] is code.NEGATE:
        return {CLOSED} if (code.CATEGORY, code.CATEGORY_WORD) in items else None
    found: set[str] = set()
    for op, told in items:
        if op is code.CATEGORY:
            if told not in _CATEGORIES:
                return None
            found.add(_CATEGORIES[told])
            continue
        low, high = told if op is code.RANGE else (told, told)
        letters = [letter_of(chr(number), folded) for number in range(low, min(high, low + 26) + 1)]
        if high - low > 26 or None in letters:
            return None
        found = found.union(*letters)  # type: ignore[arg-type]
    if len(found) > most:
        return None if any(is_word(c) for c in found) else {CLOSED}
    return found


def is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


@lru_cache(maxsize=10_000)  # many expressions hold the numbers in words
def _fragments(spelling: str) -> Set[str]:
    """Its words, with a space where they are known to start or end, and its signs."""
    words = {
        CLOSED * (m.start() > 0) + m.group() + CLOSED * (m.end() < len(spelling))
        for m in _WORD.finditer(spelling)
    }
    return words | {c for c in spelling if not is_word(c) and c != CLOSED}


def _needs_of(spellings: set[str]) -> list[Need]:
    """One of every spelling's longest fragments, and each fragment that all of them have."""
    parts = [_fragments(s) for s in spellings]
    if not all(parts):
        return []
    longest = frozenset(max(p, key=lambda f: (len(f), f)) for p in parts)
    return [longest, *(frozenset({f}) for f in set.intersection(*parts))]


def _weight(need: Need) -> tuple[int, int]:
    """How much a need tells: the length of its shortest fragment, then how few there are."""
    return min(len(f) for f in need), -len(need)
