"""How often a document speaks of its arms where it gives numbers: what is hardly ever named there may be no arm."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from trialwright.read.grammar.sentences import Sentence

_DIGIT = re.compile(r"\d")


def numbered(sentences: Sequence[Sentence]) -> list[str]:
    """The sentences with a number, in small letters with spaces for hyphens."""
    return [_plain(s.text) for s in sentences if _DIGIT.search(s.text)]


def least_said(names: Sequence[Collection[str]], texts: Sequence[str]) -> int:
    """How many of the texts (see `numbered`) hold a name of the arm that is named least; 0 where there are no two arms.

    names : the ways to write each arm.
    """
    if len(names) < 2:
        return 0
    spelled = [{_plain(n) for n in mine} for mine in names]
    return min(_said(mine, texts) for mine in spelled)


def _said(names: Collection[str], texts: Sequence[str]) -> int:
    """How many of the texts hold one of the names."""
    without = texts
    for name in names:
        without = [text for text in without if name not in text]
    return len(texts) - len(without)


def _plain(text: str) -> str:
    return text.lower().replace("-", " ")
