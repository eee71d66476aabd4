"""Which of a document's short forms are its arms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

# What must not stand before is looked for after the first capital, which is found sooner.
_CAPITALS = re.compile(r"[A-Z](?<![\w-].)[A-Z]{1,4}(?![\w-])", re.DOTALL)
_WORD = re.compile(r"[a-z][\w-]*")
_OF_STATISTICS = frozenset(("CI", "HR", "OR", "RR", "SD", "SE", "SEM", "IQR", "OS", "NS", "AE", "ITT"))
_MOST_OF = 0.6  # of the words of a name: so many of both are one thing


def in_capitals(text: str) -> set[str]:
    """Words of two to five capitals."""
    return set(_CAPITALS.findall(text))


def is_short_for(long: Collection[str], mine: Collection[str], others: Sequence[Collection[str]]) -> bool:
    """Whether what a short form stands for is an arm and no other: the same words, some of them, or most of both."""
    said, own = set(long), set(mine)
    if not said or not own:
        return False
    if said == own:
        return True
    if any(said & set(o) - own or said <= set(o) for o in others):
        return False
    return (said < own and 2 * len(said) >= len(own)) or (
        len(said & own) >= 2 and len(said & own) >= _MOST_OF * max(len(said), len(own))
    )


def initials(label: str, capitals: Collection[str], known: Collection[str]) -> set[str]:
    """ "UC" of "usual care", where the text uses it and says nothing else of it."""
    parts = _WORD.findall(label.lower())
    if parts and parts[-1] in ("alone", "only"):  # "zinc alone" is not said by letters
        return set()
    letters = "".join(w[0] for w in parts).upper()
    if letters in _OF_STATISTICS:
        return set()
    return {letters} if len(parts) > 1 and letters in capitals and letters not in known else set()
