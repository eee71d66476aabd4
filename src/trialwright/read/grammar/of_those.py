"""Counts out of an arm that is named just before them: "Of the 122 adults on A, 71 had a relapse, and of the 118 on B, 60"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.counts_or_sizes import OF_THOSE
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# what is said of the second is not said again
_AND_OF = Pattern(
    rf"(?i)(?:,\s|;\s)?(?:(?:and|while|whereas|but)\s)?(?:of|among)\s(?:the\s)?(?P<all>{COUNT})\s(?:{FEW}{PEOPLE}\s)?[^.;,()\d]{{2,80}},\s(?:only\s)?(?P<n>{COUNT})(?=\s?[.;,]|\s?$|\sdid\b)"
)


def of_those(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    """Place and arm of each such count."""
    if not mentions:
        return
    end = -1
    for match in OF_THOSE.finditer(sentence.text):
        named = [m for m in mentions if match.start() <= m.start and m.end <= match.start("n")]
        if len({m.label for m in named}) == 1 and whole(match["n"]) <= whole(match["all"]):
            yield match.span("n"), named[0].label
            end = match.end()
    for match in _AND_OF.finditer(sentence.text, end) if end >= 0 else ():
        named = [m for m in mentions if match.start() <= m.start and m.end <= match.start("n")]
        if len({m.label for m in named}) == 1 and whole(match["n"]) <= whole(match["all"]):
            yield match.span("n"), named[0].label
