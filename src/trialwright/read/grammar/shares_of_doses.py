"""Percents in the bracket behind an arm whose name ends with a number: "67 women on FEC 100 (25%)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.shares import Share
from trialwright.read.patterns import Pattern

_COUNTED = Pattern(
    rf"(?i)(?<![\w.,/±<>≤≥=~%-])(?P<n>{COUNT}){UNIT}\s(?:{FEW}{PEOPLE}\s)?(?:in|on|with|of|given|receiving|treated\swith)\s(?:the\s)?$"
)


def of_named_dose(sentence: Sentence, share: Share, mentions: Sequence[Mention]) -> Share:
    """The share with the count that stands before the name, or with none, where its own is a number of an arm's name."""
    if share.cases is None or share.total is not None or share.percent is None:
        return share
    name = next((m for m in mentions if m.start < share.start < m.end), None)
    if name is None:
        return share
    before = _COUNTED.search(sentence.text, max(0, name.start - 80), name.start)
    if before is None:
        return share._replace(start=name.end, cases=None)
    return share._replace(start=before.start("n"), cases=whole(before["n"]))
