"""Numbers in the bracket of the arm that is compared with, one for each thing that the sentence tells of: "less fever (12%) and rash
(9%) than with placebo (24% and 18%, respectively)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.read.grammar.ends_of_lists import RESPECTIVELY
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.outcomes import Outcome
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import VERSUS
from trialwright.read.patterns import Pattern

_AGAINST = Pattern(rf"(?i)\b{VERSUS}\s(?:(?:with|in|on|for|under|those|the|given|receiving)\s){{0,4}}$")
_OPENS = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients|recipients))?\s?[(\[]")
_LISTED = Pattern(r"(?i)\s?%?(?:,|\s(?:and|or|to|vs?\.?|versus))\s")


def in_its_bracket(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> Mapping[int, str]:
    """Index of a value → its arm, of two values or more in such a bracket and of those that stand before, which are as many or more.

    Of those before it is said only where they stand behind the other of two arms. {} where no bracket is such a one: two numbers
    with none before them ("less fever than with placebo (12% and 24%, respectively)") are of two arms.
    """
    found = _found(sentence, values, mentions)
    if found is None:
        return {}
    others = [arm for arm in arms if arm != found.name.label]
    first = min(mentions, key=lambda m: m.start)
    spoken = len(others) == 1 and first.label == others[0] and first.end <= values[found.before[0]][0]
    of_others = dict.fromkeys(found.before, others[0]) if spoken else {}
    return dict.fromkeys(found.inside, found.name.label) | of_others


def as_told_before(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    abouts: Sequence[Outcome],
) -> list[Outcome]:
    """The outcomes of the values, where those in such a bracket are as many as those before it: each of what the one in its place is of."""
    out = list(abouts)
    found = _found(sentence, values, mentions)
    if found is not None and len(found.before) == len(found.inside):
        for i, j in zip(found.inside, found.before, strict=True):
            out[i] = out[j]
    return out


class _Bracket(NamedTuple):
    """name : the arm that the bracket follows. before, inside : indices of the values before it and in it."""

    name: Mention
    before: list[int]
    inside: list[int]


def _found(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> _Bracket | None:
    text = sentence.text
    if len(values) < 4 or not RESPECTIVELY.search(text):
        return None
    for name in mentions:
        opened = _OPENS.match(text, name.end)
        if not opened or not _AGAINST.search(text, 0, name.start):
            continue
        end = _closing(text, opened.end())
        inside = [i for i, (a, b) in enumerate(values) if opened.end() <= a and b <= end]
        before = [i for i, (_, b) in enumerate(values) if b <= name.start]
        if 2 <= len(inside) <= len(before) and not _are_listed(text, values, before):
            return _Bracket(name, before, inside)
    return None


def _are_listed(text: str, values: Sequence[tuple[int, int]], before: Sequence[int]) -> bool:
    """Whether two of the numbers stand in one list, as those of two arms do: "cough (12% and 24%) and wheeze ... than"."""
    return any(_LISTED.fullmatch(text, values[i][1], values[j][0]) for i, j in pairwise(before))


def _closing(text: str, begin: int) -> int:
    """Where the bracket that opens before `begin` is closed; the end of the text where it is not."""
    depth = 1
    for at in range(begin, len(text)):
        depth += (text[at] in "([") - (text[at] in ")]")
        if not depth:
            return at
    return len(text)
