"""Numbers of arms each of which has several before its name: "in 4 % and later in 8 % of A, and in 5 % and 11 % of B"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.completion import is_opened
from trialwright.read.grammar.ends_of_lists import RESPECTIVELY
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import Group


def segmented(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> list[str]:
    """The arm of each group where every name has the groups before it: "in 4 % and later in 8 % of A, and in 5 % and 11 % of B"."""
    if len({m.label for m in names}) < 2 or any(g.against for g in groups) or len(groups) <= len(names):
        return []
    if RESPECTIVELY.search(sentence.text) or groups[-1].end > names[-1].start:
        return []
    owners = [next(i for i, m in enumerate(names) if m.start >= g.end) for g in groups]
    last = {owner: g for g, owner in zip(groups, owners, strict=True)}
    if len(last) < len(names):
        return []
    opened = all(is_opened(sentence, g.end, names[i].start) for i, g in last.items())
    return [names[i].label for i in owners] if opened else []
