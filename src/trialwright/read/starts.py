"""At what words or signs every match of a regular expression starts, where its spelling says so.

"(?<!\\w)\\d+ (?:of|in)" starts at a word that begins with a digit. Fragments are those of `needs`: a match starts where
such a word, part of a word or sign does, or where SPACED stands first also at one space before it. BEGINNING stands
for the text's own start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as code  # type: ignore[attr-defined]
from typing import Any

from trialwright.read.needs import (
    CLOSED,
    EDGES,
    MOST,
    REPEATS,
    Item,
    Need,
    Tree,
    after_no_word,
    class_of,
    folds,
    letter_of,
    no_word,
)

BEGINNING = "^"
SPACED = "\t"
_SIGNS = 16  # of one character class that are written out
_LEAST = 2  # letters of a start within a word
_BEGINNINGS = (code.AT_BEGINNING, code.AT_BEGINNING_STRING)
_FIRST_WORD = re.compile(r"\w+")
_FIRST_KNOWN = re.compile(
    rf"[{CLOSED}{SPACED}]*(?:\w+\W|[^\w{CLOSED}{SPACED}])"
).match  # whatever comes later


class _Unknown(Exception):
    """The expression does not say where it starts."""


def starts(tree: Tree) -> Need:
    """One of these stands where a match starts; empty where the expression does not say, or may match nothing."""
    told = tree.state.flags
    if told & (re.ASCII | re.LOCALE | re.MULTILINE) or tree.getwidth()[0] == 0:
        return frozenset()
    try:
        open_, closed = _read(tree, {""}, bool(told & re.IGNORECASE))
        return frozenset(_fragment(s) for s in open_ | closed)
    except _Unknown:
        return frozenset()


def _read(items: Iterable[Item], heads: set[str], folded: bool) -> tuple[set[str], set[str]]:
    """(spellings that go on after these items, spellings of which no more is known), from the match's start on."""
    ended: set[str] = set()
    for op, told in items:
        if op is code.SUBPATTERN:
            heads, more = _group(told[3], heads, folded, folds(folded, told[1], told[2]))
        elif op is code.BRANCH:
            ways = [_read(way, heads, folded) for way in told[1]]
            heads, more = set().union(*(h for h, _ in ways)), set().union(*(e for _, e in ways))
        elif op in REPEATS:
            heads, more = _repeat(*told, heads, folded)
        else:
            heads, more = _one(op, told, heads, folded)
        known = {h for h in heads if _FIRST_KNOWN(h)}
        heads, ended = heads - known, ended | more | known
        if len(heads) > MOST:
            ended |= _known(heads)
            heads = set()
        if not heads:
            break
    return heads, ended


def _group(items: Iterable[Item], heads: set[str], folded: bool, inside: bool) -> tuple[set[str], set[str]]:
    """A group in which capitals count or not; a spelling ends where that changes."""
    if inside == folded:
        return _read(items, heads, folded)
    ended = {h for h in heads if _begun(h)}
    after, more = _read(items, heads - ended, inside)
    begun = {h for h in after if _begun(h)}
    return after - begun, ended | more | begun


def _repeat(
    least: int, most: int, items: Iterable[Item], heads: set[str], folded: bool
) -> tuple[set[str], set[str]]:
    after, ended = _read(items, heads, folded)
    if (least, most) == (1, 1):
        return after, ended
    if (least, most) == (0, 1):
        return heads | after, ended
    return (set() if least else heads), ended | _known(after)


def _one(op: Any, told: Any, heads: set[str], folded: bool) -> tuple[set[str], set[str]]:
    """As `_read`, for an item that is no group."""
    if op is code.AT and told in _BEGINNINGS:
        return set(), {h if _begun(h) else BEGINNING for h in heads}
    if op is code.AT and told in EDGES:
        return {h + CLOSED for h in heads}, set()
    if op is code.ASSERT_NOT:
        return {h + CLOSED * no_word(told[1]) for h in heads}, set()
    if op is code.ASSERT:
        return {h + CLOSED * after_no_word(*told) for h in heads}, set()
    letters = None
    if op is code.LITERAL:
        letters = letter_of(chr(told), folded)
    elif op is code.IN:
        letters = class_of(told, folded, _SIGNS)
    if letters is None:
        return set(), _known(heads)
    if CLOSED in letters and not all(_begun(h) for h in heads):
        return _after_space(op, told, letters, heads), set()
    return {h + c for h in heads for c in letters}, set()


def _after_space(op: Any, told: Any, letters: set[str], heads: set[str]) -> set[str]:
    """The heads with what may be a space after them. Raises _Unknown where it may be a sign, or a second space."""
    signs = op is code.IN and not all(_is_space(*item) for item in told)
    unknown = signs and (letters == {CLOSED} or (code.CATEGORY, code.CATEGORY_NOT_WORD) in told)
    if unknown or any(SPACED in h and not _begun(h) for h in heads):
        raise _Unknown
    out = {h + c for h in heads for c in letters - {CLOSED}}
    return out | {h + CLOSED if _begun(h) else SPACED for h in heads}


def _is_space(op: Any, told: Any) -> bool:
    return told is code.CATEGORY_SPACE or (op is code.LITERAL and chr(told).isspace())


def _begun(head: str) -> bool:
    return head.strip(CLOSED + SPACED) != ""


def _known(heads: set[str]) -> set[str]:
    if not all(_begun(h) for h in heads):
        raise _Unknown
    return heads


def _fragment(head: str) -> str:
    """The first word or sign of a spelling, without a space before it where it may be the rest of a word.

    Raises _Unknown for the rest of a word that is so short that it stands nearly everywhere.
    """
    first = head.lstrip(CLOSED + SPACED)
    spaced = SPACED * head.lstrip(CLOSED).startswith(SPACED)
    if not first:
        raise _Unknown
    word = _FIRST_WORD.match(first)
    if word is None:
        return spaced + first[0]
    rest = word.group() + CLOSED * (word.end() < len(first))
    if first != head:
        return spaced + CLOSED + rest
    if len(word.group()) < _LEAST and rest[0] != "0":
        raise _Unknown
    return rest
