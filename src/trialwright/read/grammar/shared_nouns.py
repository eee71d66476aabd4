"""Nouns that all arms have, though the text sets them out with the last alone: "laparoscopic versus open repair", where "laparoscopic repair"
follows, so that "repair" is no name of open repair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.full_names import places
from trialwright.read.grammar.lexis import plain
from trialwright.read.grammar.naming import CONTROL, LETTERED
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_WORD = Pattern(r"[a-z][a-z-]{3,}")
_JOINS = frozenset(("plus", "with", "weekly", "daily", "monthly", "dose", "doses", "times", "sample", "training",  "alone", "only", "versus", "group", "groups", "patients", "women", "followed", "combined", "after", "before", "then", "than", "from"))  # fmt: skip
_FEW = 2  # words of a name that may stand before the noun


def known_by_shared_noun(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Takes from the names of an arm each noun that the text also has behind the name of another, and adds the names with it."""
    if len(book) < 2 or any(LETTERED.fullmatch(e.label) for e in book):
        return
    flat = ""
    for entry in book:
        for other in book:
            if other is entry or CONTROL.fullmatch(entry.label):
                continue
            first, words = plain(entry.label), plain(other.label).split()
            if len(first.split()) > _FEW or len(words) < 2 or first in plain(other.label):
                continue
            flat = flat or plain(" ".join(s.text for s in sentences))
            at = next((i for i, w in enumerate(words) if i and _is_behind(first, w, flat)), 0)
            if at:
                _share(entry, other, first, words, at)


def _is_behind(first: str, noun: str, flat: str) -> bool:
    """Whether a text has a noun just behind a name that has it not."""
    if noun in _JOINS or not _WORD.fullmatch(noun) or noun in first.split():
        return False
    return bool(places(flat, f"{first} {noun}"))


def _share(entry: Entry, other: Entry, first: str, words: Sequence[str], at: int) -> None:
    noun, before = words[at], " ".join(words[:at])
    gone = {noun, *(words[at + 2 :] if words[at + 1 : at + 2] == ["of"] else ())}
    other.names -= {name for name in other.names if plain(name) in gone and name != other.label}
    new = tuple(
        f"{before} {word}" for word in (noun, "group", "arm", "patients", "technique", "approach", "surgery")
    )
    other.names |= set(new[: max(0, NAMES - len(other.names))])
    if len(entry.names) < NAMES:
        entry.names.add(f"{first} {noun}")
