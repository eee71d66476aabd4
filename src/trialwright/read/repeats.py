r"""Repeats of a regular expression that keep what they have taken, where to give some of it back cannot help.

In "[a-z]+\s\d" no letter that is given back is the white space that must follow: `re` would try each of them. Such a repeat is
made possessive ("[a-z]++\s\d"), and what may be left out a choice ("(?:x y)?" is "(?:x y|)"), for which `re` need not note
how often it has been there. What is found is the same. For texts of ASCII signs alone, of which a set is a number of 128 bits.
Source: the idea is the auto-possessification of PCRE2 (Hazel 2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from trialwright.read.needs import Item, Tree, folds

_AHEAD = 1  # the direction of an assertion
_ONE = (code.LITERAL, code.NOT_LITERAL, code.IN)  # take one sign
_EITHER = (code.MAX_REPEAT, code.MIN_REPEAT)
_SIGNS = [chr(n) for n in range(128)]
_END = 1 << 128  # the end of the text, as one more sign
_ANY = _END - 1
_WORD = sum(1 << n for n, sign in enumerate(_SIGNS) if sign.isalnum() or sign == "_")
_ENDS = {code.AT_END: _END | 1 << ord("\n"), code.AT_END_STRING: _END}


def kept(tree: Tree) -> None:
    """Changes an expression for texts of ASCII signs (see above)."""
    _keep(tree, _ANY | _END, bool(tree.state.flags & re.IGNORECASE))


def _keep(tree: Tree, follow: int, folded: bool) -> int:
    """Changes a tree; the signs one of which stands first in what it and what follows it match.

    follow : the signs one of which stands behind what the tree matches. folded : capitals do not count.
    """
    for i in reversed(range(len(tree.data))):
        op, told = tree.data[i]
        if op in _ONE:
            follow = _letters(op, told, folded)
        elif op in _EITHER:
            follow = _repeat(tree, i, follow, folded)
        elif op is code.SUBPATTERN:
            follow = _keep(told[3], follow, folds(folded, told[1], told[2]))
        elif op is code.BRANCH:
            follow = _together([_keep(way, follow, folded) for way in told[1]])
        elif op is code.AT:
            follow &= _ENDS.get(told, follow)
        elif op in (code.ASSERT, code.ASSERT_NOT):
            follow = _asserted(op, *told, follow, folded)
        else:
            follow = _ANY | _END
    return follow


def _asserted(op: Any, direction: int, inside: Tree, follow: int, folded: bool) -> int:
    """As `_keep`, for an assertion."""
    if direction != _AHEAD:
        return follow
    first = _keep(inside, _ANY | _END, folded)
    return follow & (first if op is code.ASSERT else ~_barred(inside, folded))


def _repeat(tree: Tree, at: int, follow: int, folded: bool) -> int:
    """As `_keep`, for a repeat, which is the item `at` of a tree."""
    op, (least, most, inside) = tree.data[at]
    behind = 0 if least else follow  # where it takes nothing
    if len(inside) == 1 and inside[0][0] in _ONE:
        taken = _letters(*inside[0], folded)
        if least and not taken & ~_WORD and tree.data[at + 1 : at + 2] == [(code.AT, code.AT_BOUNDARY)]:
            follow &= ~_WORD
        if not taken & follow:
            tree.data[at] = code.POSSESSIVE_REPEAT, (least, most, inside)
        return taken | behind
    again = _first(inside, folded) & _ANY if most > 1 else 0
    first = _keep(inside, follow | again, folded)
    if (least, most) == (0, 1):
        ways = [inside, parser.SubPattern(tree.state, [])]
        tree.data[at] = code.BRANCH, (None, ways if op is code.MAX_REPEAT else ways[::-1])
    return first | behind


def _first(items: Iterable[Item], folded: bool) -> int:
    """The signs one of which stands first in what the items match, with `_END` where they may match nothing."""
    every = 0
    for op, told in items:
        first = _first_of(op, told, folded)
        every |= first & _ANY
        if not first & _END:
            return every
    return every | _END


def _first_of(op: Any, told: Any, folded: bool) -> int:
    """As `_first`, of one item."""
    if op in _ONE:
        return _letters(op, told, folded)
    if op is code.SUBPATTERN:
        return _first(told[3], folds(folded, told[1], told[2]))
    if op is code.BRANCH:
        return _together([_first(way, folded) for way in told[1]])
    if op in _EITHER:
        return _first(told[2], folded) | (0 if told[0] else _END)
    if op in (code.AT, code.ASSERT, code.ASSERT_NOT):
        return _END
    return _ANY | _END


def _barred(items: Tree, folded: bool) -> int:
    """The signs that must not stand where the items must not match."""
    ways = items[0][1][1] if len(items) == 1 and items[0][0] is code.BRANCH else [items]
    return _together([_letters(*way[0], folded) for way in ways if len(way) == 1 and way[0][0] in _ONE])


def _together(sets: list[int]) -> int:
    return reduce(or_, sets, 0)


def _letters(op: Any, told: Any, folded: bool) -> int:
    """The ASCII signs that an item matches which takes one sign."""
    return _tried(op, tuple(told) if op is code.IN else told, folded)


@lru_cache(maxsize=10_000)
def _tried(op: Any, told: Any, folded: bool) -> int:
    flags = re.ASCII | (re.IGNORECASE if folded else 0)
    state = parser.State()
    state.flags = flags
    tree = parser.SubPattern(state, [(op, list(told) if op is code.IN else told)])
    match = compiler.compile(tree, flags).match
    return sum(1 << n for n, sign in enumerate(_SIGNS) if match(sign))
