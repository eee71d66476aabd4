"""How often a document speaks of its arms where it gives numbers: what is hardly ever named may be none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from trialwright.read.grammar.sentences import Sentence

_DIGIT = re.compile(r"\d")


def least_said(names: Sequence[Collection[str]], sentences: Sequence[Sentence]) -> int:
    """How many sentences with a number hold a name of the arm that is named least; 0 where there are no two arms.

    names : the ways to write each arm.
    """
    if len(names) < 2:
        return 0
    texts = [s.text.lower() for s in sentences if _DIGIT.search(s.text)]
    small = [[n.lower() for n in mine] for mine in names]
    return min(sum(any(n in text for n in mine) for text in texts) for mine in small)
