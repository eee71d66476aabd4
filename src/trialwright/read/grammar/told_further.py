"""What is told further of an arm whose count a sentence has: "Three on A died, and one had a stroke"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.beside import Beside
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_AND_FARED = Pattern(
    rf"(?i)(?:,|,?\s(?:and|while|but))\s(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had|died|developed|experienced|relapsed|progressed|required|needed|suffered|was|were|withdrew)\b"
)
_NUMBER_BEFORE = Pattern(rf"(?i)(?<![\w.,]){COUNT}$")  # "and 11 and 17 had died"
_OF_ALL = Pattern(r"(?i)\b(?:in all|in total|altogether|together|overall|in both)\b")
_SETS_APART = Pattern(r"(?i)\b(?:versus|vs\.?|compared|than|whereas|either|other)\b")


def told_further(
    sentence: Sentence, one: Beside, mentions: Sequence[Mention]
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Three patients in the A group died, and one had a stroke": what is told further of a sentence's one arm."""
    if len({m.label for m in mentions}) != 1 or _SETS_APART.search(sentence.text):
        return
    for match in _AND_FARED.finditer(sentence.text, one.name_end):
        if whole(match["n"]) <= one.value:
            yield match.span("n"), one.label


def told_of_each(sentence: Sentence, run: Sequence[Beside]) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Five on A fell and two had a stroke, whereas three on B fell and four had a stroke": what is told further of each arm."""
    stops = [*(b.start for b in run[1:]), len(sentence.text)]
    for one, stop in zip(run, stops, strict=True):
        for match in _AND_FARED.finditer(sentence.text, one.name_end, stop) if one.name_end < stop else ():
            listed = _NUMBER_BEFORE.search(sentence.text, max(0, match.start() - 20), match.start())
            of_all = _OF_ALL.search(sentence.text, match.end())  # "and 15 had a cold in all"
            if whole(match["n"]) <= one.value and not listed and not of_all:
                yield match.span("n"), one.label
