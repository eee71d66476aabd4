"""A regular expression that looks at the next letter before it tries one alternative after the other.

"(?:months?|weeks?|years?)" is tried as "(?=[mwy])(?:months?|weeks?|years?)", which finds the same: `re` itself would set out
on each alternative where capitals do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as code  # type: ignore[attr-defined]
from typing import Any

from trialwright.read.needs import FOLDED, REPEATS, Item, Tree
from trialwright.read.repeats import kept

_OTHER_LETTERS = re.compile("[" + "".join(map(chr, FOLDED)) + r"]|[^\x00-\x7f]-(?!\])|-[^\x00-\x7f]|\\[xuUN]")
_LEAST = 3  # alternatives that are worth a look
_AHEAD = 1  # the direction of an assertion
_WIDTHLESS = {code.AT, code.ASSERT, code.ASSERT_NOT}
_SPELLED: dict[Any, tuple[Item, ...]] = {
    code.CATEGORY_SPACE: ((code.RANGE, (9, 13)), (code.RANGE, (28, 32))),
    code.CATEGORY_NOT_SPACE: ((code.RANGE, (0, 8)), (code.RANGE, (14, 27)), (code.RANGE, (33, 127))),
}
_Letters = set[Item] | None  # items of a character class; None where they are not known


def guarded(tree: Tree, flags: int, only_ascii: bool = False) -> re.Pattern[str]:
    """The expression of this tree, compiled with its looks ahead. The tree is changed.

    only_ascii : for texts of ASCII signs alone. In these `re` finds the same when it knows of no others, but sooner.
    """
    if not tree.state.flags & re.LOCALE:
        _guard(tree)
    if only_ascii and not tree.state.flags & re.LOCALE and not _may_fold(tree):
        tree.state.flags = (tree.state.flags & ~re.UNICODE) | re.ASCII
        _spell_spaces(tree)
        kept(tree)
    compiled: re.Pattern[str] = compiler.compile(tree, flags)
    return compiled


def _spell_spaces(tree: Tree) -> None:
    """Puts the signs themselves for white space, of which `re.ASCII` leaves out the four separators (\\x1c to \\x1f)."""
    for i, (op, told) in enumerate(tree.data):
        if op is code.IN:
            spelled = [
                item
                for one in told
                for item in _SPELLED.get(one[1] if one[0] is code.CATEGORY else None, (one,))
            ]
            tree.data[i] = op, spelled
        for inside in _trees(told):
            _spell_spaces(inside)


def _trees(told: Any) -> Iterable[Tree]:
    """The trees inside of an item."""
    if hasattr(told, "data"):
        yield told
    elif isinstance(told, list | tuple):
        for part in told:
            yield from _trees(part)


def _may_fold(tree: Tree) -> bool:
    """Whether a letter of another alphabet in the expression, or one in a range or an escape there, may match a Latin one."""
    return _OTHER_LETTERS.search(tree.state.str) is not None


def _guard(tree: Tree) -> _Letters:
    """Adds the looks ahead inside of a tree; the first letters of its matches, None where one may be empty or begin with any."""
    first: _Letters = set()
    items: list[Item] = []
    begun = False
    for op, told in tree.data:
        if op is code.BRANCH:
            ways = [(way, _guard(way)) for way in told[1]]
            letters = _together([letters for _, letters in ways])
            looked = _with_looks(tree, ways)
            items += looked[0].data if len(looked) == 1 else [(op, (None, looked))]
        else:
            letters = _first(op, told)
            items.append((op, told))
        if not begun and op not in _WIDTHLESS:
            first = _together([first, letters])
            begun = op not in REPEATS or told[0] > 0
    tree.data[:] = items
    return first if begun else None


def _together(ways: Sequence[_Letters]) -> _Letters:
    return None if None in ways else set().union(*ways)  # type: ignore[arg-type]


def _with_looks(tree: Tree, ways: Iterable[tuple[Tree, _Letters]]) -> list[Tree]:
    """The alternatives in their order; those side by side whose first letters are known as one, behind a look at the next letter."""
    out: list[Tree] = []
    for known, run in groupby(ways, lambda way: way[1] is not None):
        alike = list(run)
        if known and len(alike) >= _LEAST:
            letters = _together([letters for _, letters in alike])
            ahead = type(tree)(tree.state, [(code.IN, sorted(letters or ()))])
            look = [(code.ASSERT, (_AHEAD, ahead)), (code.BRANCH, (None, [way for way, _ in alike]))]
            out.append(type(tree)(tree.state, look))
        else:
            out += [way for way, _ in alike]
    return out


def _first(op: Any, told: Any) -> _Letters:
    """The letters that an item other than a choice may begin with; what is inside of it is guarded."""
    if op is code.LITERAL:
        return {(op, told)}
    if op is code.IN:
        return None if told[0][0] is code.NEGATE else set(told)
    if op is code.SUBPATTERN:
        _, added, removed, inside = told
        letters = _guard(inside)
        return None if added or removed else letters  # where capitals count otherwise, so do these letters
    if op in REPEATS:
        return _guard(told[2])
    if op in (code.ASSERT, code.ASSERT_NOT):
        _guard(told[1])
    return None
