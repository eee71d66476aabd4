"""Two counts with a stroke between them that may be one of each arm, and no part of a whole: "infection 7/15, ileus 4/8, leak 0/2"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.shares import Share
from trialwright.read.patterns import Pattern

# "; ileus ", ", and ileus ": no more than what happened stands between two of them
_NEXT = Pattern(r"(?i)[)\]]?[,;]\s(?:and\s)?(?:in\s)?[a-z][a-z -]{2,40}?[\s:(\[]{1,3}")
_MOST = 0.2  # of the people of the document: the whole of an arm is more


def of_two_arms(
    sentence: Sentence, found: Sequence[Share], mentions: Sequence[Mention], people: int | None
) -> set[int]:
    """Indices of fractions in a list of outcomes whose totals differ, and are too few to be an arm: what stands behind the stroke may
    be the other arm's count. People in a list of parts ("hand 7/15, foot 4/8") are no arm's either."""
    bare = [i for i, s in enumerate(found) if s.total is not None and _is_bare(sentence.text, s)]
    out: set[int] = set()
    for i, j in pairwise(bare):
        one, other = found[i], found[j]
        few = max(one.total or 0, other.total or 0) < _MOST * (people or 0)
        named = any(one.end <= m.start < other.start for m in mentions)
        if (
            few
            and not named
            and one.total != other.total
            and _NEXT.fullmatch(sentence.text, one.end, other.start)
        ):
            out |= {i, j}
    return out


def _is_bare(text: str, share: Share) -> bool:
    return share.percent is None and "/" in text[share.start : share.end]
